"""Which columns of days are the accident, its report, the closing and the upload: headers and the order of time weighed as one.

Every column of days may be one of the four or none; the choice in which the headers say most and fewest lines run against
time is taken. A case has many more days (surveyed, opened, assessed, agreed on, filed away), and a list may have columns of all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, product

from extractor.evidence.columns import NOTHING, Columns, has_date
from extractor.evidence.concepts import meaning
from extractor.kinds.claim_record.roles import DATES, day_in
from extractor.kinds.claim_record.steps import step_of

_SAYS = (
    ("accident_date", 1.0, re.compile("出险|事故|事发|案发|出事|受伤|伤害|发生|肇事|遇险|遇难|loss|accident", re.I)),
    ("reported_date", 1.0, re.compile("报案|接报|报险|(?<!上)(?<!填)报(?:告)?(?:给|至|到)?保|接案|受理|通知保|报我司|notif|report(?!ed to)", re.I)),
    ("reported_date", 0.5, re.compile("通知|报告|来电|接到")),
    ("reported_date", 0.3, re.compile("立案")),
    ("closed_date", 1.0, re.compile("结案|案结|办结|结清|销案|完结|终结|关闭|关案|了结|完毕|结束|完成|完案|clos", re.I)),
    ("closed_date", 0.7, re.compile("赔付|支付|付款|到账|打款|划款|划付|汇款|转账|给付|赔款|付讫|paid|payment", re.I)),
    ("closed_date", 0.4, re.compile("归档")),
    ("uploaded", 1.0, re.compile("上传|上报|报送|推送|平台|回传|传送|监管|upload", re.I)),
    ("uploaded", 0.6, re.compile("报备|备案|反馈|同步")),
)  # fmt: skip
"""What a header of a day says, and how surely."""
_BESIDE = re.compile(
    "查勘|勘查|定损|核定|核赔|理算|审批|审核|复核|鉴定|评定|认定|调查|出院|入院|住院|协议|签订|起保|到期|生效|投保|单证|资料|材料|齐|预付|垫付|申请|提交|填|制表|打印|统计|survey|assess|advance",
    re.I,
)
"""Days of a case that are none of the four, unless the header says one of them outright."""
_OUTRIGHT = 1.0
_FORMULA = 0.6
_AGAINST_TIME = 0.6
"""What it costs that all lines have two days the wrong way round: less than what a header says outright."""
_MOST = 4
"""Columns that are weighed for one of the four."""


def is_beside(header: str) -> bool:
    """Whether a header tells of a day that is none of the four.

    >>> is_beside("核定日期"), is_beside("归档时间"), is_beside("赔付完成日期"), is_beside("日期3")
    (True, True, False, False)
    """
    if step_of(header) not in (None, "paid_date"):
        return True
    said = _said(header)
    if _BESIDE.search(header):
        return _OUTRIGHT not in said.values()
    return bool(said) and max(said.values()) <= _FAINT


_FAINT = 0.4


def _said(header: str) -> dict[str, float]:
    """Of which of the four a header of a day speaks, and how surely."""
    bare = "".join(header.split())
    said: dict[str, float] = {}
    for name, sure, words in _SAYS:
        if words.search(bare):
            said[name] = max(sure, said.get(name, 0.0))
    if "reported_date" in said and "uploaded" in said and "平台" in bare:
        del said["reported_date"]  # 报告保险监管平台日期
    if _BESIDE.search(bare):
        return {name: sure for name, sure in said.items() if sure == _OUTRIGHT and name != "accident_date"}
    return said


def told_days(cols: Columns) -> dict[str, int]:
    """Role → column of the days that headers tell of; ``cols.roles`` are what formulas of concepts made of them."""
    columns = _columns_of_days(cols)
    formulas = {c: name for name, c in cols.roles.items() if name in DATES}
    weighed: dict[str, list[tuple[float, int]]] = {name: [] for name in DATES}
    for c in columns:
        said = _said(cols.header[c])
        if c in formulas and not is_beside(cols.header[c]) and formulas[c] not in said:
            said[formulas[c]] = _FORMULA
        for name, sure in said.items():
            weighed[name].append((sure, c))
    best: tuple[float, dict[str, int]] = (0.0, {})
    against = _against_time(cols, columns)
    options = [[None, *(c for _, c in sorted(weighed[name], key=lambda w: (-w[0], w[1]))[:_MOST])] for name in DATES]
    sure_of = {(name, c): sure for name in DATES for sure, c in weighed[name]}
    for given in product(*options):
        chosen = {name: c for name, c in zip(DATES, given, strict=True) if c is not None}
        if len(set(chosen.values())) < len(chosen):
            continue
        total = sum(sure_of[pair] for pair in chosen.items())
        total -= _AGAINST_TIME * sum(against[a, b] for a, b in combinations(chosen.values(), 2))
        if total > best[0] + 1e-9:
            best = (total, chosen)
    return best[1]


def _columns_of_days(cols: Columns) -> list[int]:
    out = []
    for c in range(len(cols.header)):
        cells = [
            unit
            for row in cols.rows
            if (unit := row.get(c)) is not None
            and unit is not row.get(c - 1)  # a heading or a total goes over several columns
            and unit is not row.get(c + 1)
            and not NOTHING.match(unit.text)
        ]
        if cells and sum(map(has_date, cells)) >= 0.7 * len(cells):
            out.append(c)
    return [
        c
        for c in out
        if _OUTRIGHT in _said(cols.header[c]).values() or not meaning(cols.header[c]).any("print", "sign", "period")
    ]  # 报保险时间 is no 保险时间


def _against_time(cols: Columns, columns: Sequence[int]) -> Mapping[tuple[int, int], float]:
    """(earlier, later) → the share of lines in which the later day comes first."""
    days = {c: [day_in(row.get(c)) for row in cols.rows] for c in columns}
    out: dict[tuple[int, int], float] = {}
    for a in columns:
        for b in columns:
            both = [(x, y) for x, y in zip(days[a], days[b], strict=True) if x is not None and y is not None]
            out[a, b] = sum(x > y for x, y in both) / len(both) if both and a != b else 0.0
    return out
