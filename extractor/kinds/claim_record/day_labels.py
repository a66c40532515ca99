"""Of which day of a claim a label speaks: the head of a column, what stands before or over a day in a form."""

from __future__ import annotations

import re

from extractor.kinds.claim_record.steps import step_of

OUTRIGHT = 1.0
"""How surely a header speaks that names the step itself."""
PAID = 0.7
"""How surely the day of a payment is that of the closing."""
_SAYS = (
    ("accident_date", 1.0, re.compile("出险|事故|事发|案发|出事|受伤|伤害|发生|肇事|遇险|遇难|loss|accident", re.I)),
    ("reported_date", 1.0, re.compile("报案|接报|报险|(?<!上)(?<!填)报(?:告)?(?:给|至|到)?保|接案|受理|通知保|报我司|notif|report(?!ed to)", re.I)),
    ("reported_date", 0.5, re.compile("通知|报告|来电|接到")),
    ("reported_date", 0.3, re.compile("立案")),
    ("closed_date", 1.0, re.compile("结案|案结|办结|结清|销案|完结|终结|关闭|关案|了结|完毕|结束|完成|完案|clos", re.I)),
    ("closed_date", PAID, re.compile("赔付|支付|付款|到账|打款|划款|划付|汇款|转账|给付|赔款|付讫|paid|payment", re.I)),
    ("closed_date", 0.4, re.compile("归档")),
    ("uploaded", 1.0, re.compile("上传|上报|报送|推送|平台|回传|传送|监管|upload", re.I)),
    ("uploaded", 0.6, re.compile("报备|备案|反馈|同步")),
)  # fmt: skip
"""What a header of a day says, and how surely."""
_BESIDE = re.compile(
    "期间|有效期|查勘|勘查|定损|核定|核赔|理算|审批|审核|复核|鉴定|评定|认定|调查|出院|入院|住院|协议|签订|起保|到期|生效|投保|单证|资料|材料|齐|预付|垫付|申请|提交|填|制表|打印|统计|survey|assess|advance",
    re.I,
)
"""Days of a case that are none of the four, unless the header says one of them outright."""


def is_beside(header: str) -> bool:
    """Whether a header tells of a day that is none of the four.

    >>> is_beside("核定日期"), is_beside("归档时间"), is_beside("赔付完成日期"), is_beside("日期3")
    (True, True, False, False)
    """
    if step_of(header) not in (None, "paid_date"):
        return True
    said = said_of_day(header)
    if _BESIDE.search(header):
        return OUTRIGHT not in said.values()
    return bool(said) and max(said.values()) <= _FAINT


_FAINT = 0.4


def said_of_day(header: str) -> dict[str, float]:
    """Of which of the four a header of a day speaks, and how surely."""
    bare = "".join(header.split())
    said: dict[str, float] = {}
    for name, sure, words in _SAYS:
        if words.search(bare):
            said[name] = max(sure, said.get(name, 0.0))
    if "reported_date" in said and "uploaded" in said and "平台" in bare:
        del said["reported_date"]  # 报告保险监管平台日期
    if _BESIDE.search(bare):
        return {name: sure for name, sure in said.items() if sure == OUTRIGHT and name != "accident_date"}
    return said
