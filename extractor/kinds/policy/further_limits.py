"""Sums told in sentences that are limits of something else than the policy's main cover now: of an extension, of the policy before."""

from __future__ import annotations

import re

from extractor.covers.meaning.sums import dimension_of
from extractor.evidence.candidates import Candidate

_THEN = re.compile(
    r"上(?:一?期|一?个?(?:保险|保单|合同|承保)?(?:年度?|期间)|一?份)|去年|往年|旧(?:保单|单|合同)|原(?:保[险单]|合同|单|限额)|(?:续保|批改|调整)前"
)
_RAISED = re.compile(
    r"(?:提高|提升|调整?|上调|增加?|升|降低?|下调|变更|改)(?:至|到|为|成)\s*(?:每[人次]|人民币|RMB|[¥￥]|\s)*$"
)
_CLAUSES = re.compile("[。；;\n]")


def of_another_time(c: Candidate, column: str) -> bool:
    """Whether a sum in running words was that of the policy before this one (上一年度保单每人限额30万元), or is now that of what was told
    of it there: in 本年度提高至50万元 the year is no limit for the year."""
    before = _CLAUSES.split(c.unit.text[: c.start])[-1]
    then = _THEN.search(before)
    if c.how not in ("inline", "label") or then is None:
        return False
    return _RAISED.search(before) is None or dimension_of(re.split(r"\d", before[then.end() :])[0]) not in (
        None,
        column,
    )


def of_an_extension(c: Candidate) -> bool:
    """Whether a sum in running words is what a further clause pays within the main cover's: 24小时扩展条款：…每人限额10万元,
    also where the heading over it alone says so, or the sentence pays only for an occasion beside accidents at work."""
    if c.unit.cell is not None or c.how not in ("inline", "label", "clause", "above"):
        return False
    before, after = (_CLAUSES.split(text) for text in (c.unit.text[: c.start], c.unit.text[c.stop :]))
    return (
        _FURTHER.search(before[-1]) is not None
        or (_OCCASION.search(before[-1]) is not None and _MAIN.search(before[-1]) is None)
        or _WITHIN.search(after[0]) is not None
        or _FURTHER_HEAD.fullmatch(c.unit.heading.strip()) is not None
    )


_FURTHER = re.compile(r"扩展|附加(?!安全生产|安责)[\u4e00-\u9fff]{0,14}(?:条款|责任|险|保障|[:：]|每人)")
_OCCASION = re.compile(r"上下班|通勤|猝死|突发(?:性?疾|急)?病|(?:24|二十四)小时|因公外出|出差")
_MAIN = re.compile(r"生产安全事故|工伤|因工(?!外出)|主险|(?:含|包括)[^，。]{0,6}(?:上下班|通勤|猝死|突发|24小时|出差)")
"""What a sentence speaks of beside an occasion where it tells of the main cover in full: 死亡伤残（含上下班途中）."""
_FURTHER_HEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?\s*)?(?:扩展|附加|扩大|增值)[\u4e00-\u9fff]{0,4}(?:条款|责任|保障|服务|险|承保)[:：]?"
)
_WITHIN = re.compile(
    r"(?:包含|包括|含|计入|计算)[在于]?(?:主险|基本险|上述|前述|本保单|各?每人|总|累计)[\u4e00-\u9fff]{0,12}限额(?:之?内|之?中|$)"
)
