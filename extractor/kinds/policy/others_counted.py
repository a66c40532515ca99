"""Counts of people by the way that are not this enterprise's of today: last year's, a contractor's, those of its group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from extractor.evidence.candidates import Candidate
from extractor.record import Reading

_OPEN = re.compile("[(（]([^()（）]*)$")
_THEN = r"上[一个]*(?:年|期|份|张|保险|保单)|去年|往年|往期|前期|原保[单险]|旧保单"
_BY_THE_WAY = re.compile(
    rf"{_THEN}|(?:另|不[含包计]|此外)[^,，;；。]*$"
    r"|(?:外包|分包|外协|外委|承包|施工|派遣|劳务|协作|承租|租赁)(?:单位|公司|队伍?|商|方)"
    r"|(?:由|为)其?自行|(?:总公司|母公司|集团|总部|分公司|子公司|兄弟|关联)"
)
"""Words in the bracket before a count by which it is of people beside those that the paper counts outside the bracket."""
_BODY = (
    r"(?:(?:本|该|其|整个|全)?集团(?:公司)?|总公司|母公司|总部|上级(?:公司|单位)|控股股东|关联(?:企业|公司)|兄弟(?:企业|单位|公司)"
    r"|(?:外包|分包|外协|外委|承包)(?:单位|公司|队伍?|商|方))"
)
_ANOTHERS = re.compile(
    rf"(?:^|[，,。；;、：:\s])(?:(?:隶属|所[属在]|另有?|驻[场厂矿])(?:于|的)?)?{_BODY}"
    r"(?:现|共|全|总|合计|一|在|各|下|辖|属|及|和|有|的|内|系统|口径|范围|从业|作业|施工|员工|职工|用工|人员|人数|人|岗|册|职|数|[为是约计])*[：:\s]*$"
)
"""Another body, or one that is more than this enterprise, as the subject right before a count: 集团共有从业人员300人."""


def of_others(count: Candidate) -> bool:
    """Whether a count stands in a bracket that speaks of other people, or behind a subject that is another body."""
    before = count.unit.text[: count.start]
    if (bracket := _OPEN.search(before)) is not None:
        return _BY_THE_WAY.search(bracket[1]) is not None
    return _ANOTHERS.search(before) is not None


def without_others(found: list[Candidate], fields: Mapping[str, Reading[Any]]) -> list[Candidate]:
    """The counts that are this enterprise's; all of them where it is a group itself and no other is told."""
    own = [c for c in found if not of_others(c)]
    names = [str(fields[party].value) for party in ("policyholder", "insured") if party in fields]
    return own or (found if any(_GROUP.search(name) for name in names) else [])


_GROUP = re.compile("集团|总公司|控股")


def doubt_of_two_counts(fields: dict[str, Reading[Any]], doubted: float) -> None:
    """How many work there is not sure where another count under such a label, at a place of its own, is just how many are covered."""
    said, covered = fields.get("employee_count"), fields.get("insured_count")
    if said is None or covered is None or covered.value >= said.value:
        return
    if any(rival.value == covered.value and rival.span != covered.span for rival in said.rivals):
        fields["employee_count"] = replace(said, confidence=min(said.confidence, doubted))
