"""Groups of workers and the sum that each person of a group is covered for, however the groups are called.

A group is known by its shape, not by a list of jobs: the words right before a sum that end like people or posts do
(人员, 工, 岗, 部 …) and name neither a cover (医疗, 死亡, 每次事故) nor outsiders (第三者) nor everybody (从业人员).
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.clauses.tokens import amount

_CN = "[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰百仟千万零〇]"
_SUM = re.compile(
    rf"(?:人民币|RMB|¥)?(\d[\d,]*(?:\.\d+)?(?:万元?|元)|{_CN}+(?:万元?|元)整?|{_CN}+万(?=[,;。、]|$)|(?<=[额为]){_CN}{{2,}}(?=[,;。]|$))"
)
_BEFORE = re.compile(r"[^,。;!?()\s]*$")
_LINK = re.compile(
    r"(?:每人|每名|每位|人均|的|为|按|是|均|则|死亡|伤残|伤亡|人身|责任|赔偿|保险|限额|保额|金额|标准|赔付|赔|给|人民币|保|约定|执行|定为|/人|\(.*?\)|应|可|殁者?|亡者|恤银?|抚恤金?|没了|走了|出事|(?:调整|变更|提高|降低|调[高低])(?:为|至|到)|增至|:|个人|最高|至多|不低于|不少于|至少|走|给付|给|身故|以上,|,|各|均|/|元|限)+$"
)
_PEOPLE = re.compile(
    r"(?:人员|员工|职工|工人|工|员|岗位?|工种|部门?|车间|科室|班组|层|级|干部|类|领导|长|师|者|以上|以下|派遣|满[^,]{1,4}年|其他|其余|干活的|办公室的?|岗位的|匠|役|工地|下井|井下|井上|地面|一线|二线|后勤|坐班|操作|生产|人|档|男|女|先生|伙计|师傅|当官|干活|力工|办公|作业|期员工|组成员|组长|工段)$"
)
_NOT_A_GROUP = re.compile(
    r"第三|受害|伤者|医疗|每次|累计|事故|财产|救援|法律|诉讼|伤残等级|住院|误工|鉴定|重伤|轻伤|死者|遇难|死亡|伤残|险$|保障$|项目$|责任$|(?<!满.)(?<!满..)年$|保险人|投保|费用|以上部分|以下部分|营业|企业$|行业$|矿山$|^[一二三四五六七八九十]+级$"
)
# A list whose head tells the unit: 每人限额(万元) 采掘工:100 机电工:80.
_HEADED = re.compile(r"(?:限额|保额|金额|标准)\(?(?:单位[::]?)?(万?元)(?:/人)?\)?(?=[^,。;\d]*\D\d)")
_BARE = re.compile(r"(?<=[:、\u4e00-\u9fa5])\d[\d,]*(?:\.\d+)?(?![\d.,%]|[万亿元年月日人名次级天]|个月|小时)")
_EVERYBODY = re.compile(
    r"^(?:本|该|被|的|每|对|全体|全部|所有|其)*(?:从业人员|员工|职工|雇员|人员|工人|被保险人|每人|被保险人的?从业人员|劳动者)?$"
)


def per_person_sums(sentence: str, *, by_job: bool = False) -> list[tuple[str, Decimal]]:
    """(group, yuan) in printed order; groups that are everybody or no group of workers are left out.

    ``by_job``: the sentence says that sums go by job, so whatever stands before a sum is a group.

    >>> [(group, int(yuan)) for group, yuan in per_person_sums("操作岗每人50万元,行政岗每人80万元")]
    [('操作岗', 500000), ('行政岗', 800000)]
    >>> per_person_sums("每人死亡伤残限额80万元,其中医疗费用限额8万元")
    []
    """
    out: list[tuple[str, Decimal]] = []
    at = 0
    if headed := _HEADED.search(sentence):
        sentence = _BARE.sub(lambda bare: bare[0] + headed[1], sentence[headed.end() :])
    for match in _SUM.finditer(sentence):
        before = re.sub(r"\([^)]*\)", "", sentence[at : match.start()])
        named = _LINK.sub("", before)
        found = _BEFORE.search(named)
        phrase = found[0] if found else ""
        each = "每人" in before[len(named) :] or "每名" in before[len(named) :]
        at = match.end()
        value = amount(match[1] if match[1][-1] in "元整万" else match[1] + "万")
        if (
            value is None
            or not phrase
            or _NOT_A_GROUP.search(phrase)
            or not (each or by_job or _PEOPLE.search(phrase))
            or _EVERYBODY.match(phrase)
        ):
            continue
        out.append((phrase, value))
    return out


def sums_differ(sentence: str, *, by_job: bool = False) -> bool:
    """Whether two groups of workers have different sums."""
    sums = per_person_sums(sentence, by_job=by_job)
    return len(sums) > 1 and len({value for _, value in sums}) > 1 and len({group for group, _ in sums}) > 1
