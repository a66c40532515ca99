"""Who came, by what a letter calls them: 贵中心纳学军老师 in the enterprise's words, 我公司工程师席永胜 in the agency's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.kinds.service_report.expert_names import names_by_form
from extractor.values import person

_RANK = "(?:老师|(?:高级|注册|中级|助理)?(?:安全)?工程师|专家|教授|高工|讲师|评价师)"
_NAMES = "(?P<names>[\u4e00-\u9fff]{2,4}?(?:[、，和及][\u4e00-\u9fff]{2,4}?){0,5})"
_THEIRS = re.compile(
    rf"[贵你](?:公司|中心|机构|单位|司|所|院)(?:的|派[来出]?的?|指派的?|安排的?)?(?:{_NAMES}(?:[两二三四五]位)?{_RANK})"
)
_OURS = re.compile(
    rf"[我本](?:公司|中心|机构|单位|司|所|院)(?:的|派出?|指派|安排|委派)?{_RANK}{_NAMES}(?=[于在对到赴前再一为、，,。；;]|[一二两三四五六]人|同志|$)"
)


_MYSELF = re.compile(
    rf"(?<![\u4e00-\u9fff])我(?:是|叫|系)[^，,。；;]{{0,36}}?(?:公司|中心|机构|单位|所|院)的?(?:{_RANK})?{_NAMES}(?=[，,。；;、])"
)


def addressed(sheet: Sheet) -> list[Candidate]:
    """Those whom the first letter or sentence of this kind names."""
    for unit in sheet.units:
        if unit.table is None and (found := list(_in_unit(unit.text))):
            return [Candidate(names, unit, start, stop, 0.65, "prose") for names, start, stop in found]
    return []


def _in_unit(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    for pattern in (_THEIRS, _OURS, _MYSELF):
        for match in pattern.finditer(text):
            if names := person.parse_list(match["names"], labelled=True) or names_by_form(match["names"]):
                yield names, match.start("names"), match.end("names")
