"""The prevention services of one policy year: which kinds the reports of the period show, and whether they are all there.

A report whose day or kind was not read may be of any kind and any day: then nothing is called missing. That all reports are there
is told beside the papers (``"parameters": {"reports_complete": true}`` in ``manifest.json``); no paper vouches for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from extractor.record import Record
from extractor.values.dates import Moment
from validators.facts import ABSENT, Evidence, Fact, of_reading
from validators.joined import Papers

PARAMETER = "reports_complete"


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``services_in_year`` (codes), ``services_in_year_unclear`` (a report that may be any service), ``reports_of_year_complete`` (the
    period is over and all its reports are here; absent with what is lacking)."""
    start, end = _day(facts.get("period_start", ABSENT).value), _day(facts.get("period_end", ABSENT).value)
    codes: set[str] = set()
    places: list[Evidence] = []
    unclear = False
    for record in papers.reports:
        day, kinds = _read(record)
        if day is None or not kinds.known:
            unclear = True
        elif start is not None and end is not None and start <= day <= end:
            codes |= set(kinds.value)
            places.extend(kinds.evidence)
    out = {"services_in_year_unclear": Fact(unclear), "reports_of_year_complete": _closed(facts, papers)}
    if start is not None and end is not None:
        out["services_in_year"] = Fact(frozenset(codes), tuple(places))
    return out


def _day(value: Moment | date | None) -> date | None:
    return value.day if isinstance(value, Moment) else value


def _read(record: Record) -> tuple[date | None, Fact]:
    kinds = record.fields.get("service_types")
    return _day(record.value("service_start")), ABSENT if kinds is None else of_reading(
        kinds, record.path, "service_types"
    )


def _closed(facts: Mapping[str, Fact], papers: Papers) -> Fact:
    over = facts.get("period_over", ABSENT)
    if not over.known:
        return Fact(None, over.evidence, "absent", "whether the period is over is not known")
    if not over.value:
        return Fact(None, over.evidence, "absent", "the period is not over on the day of review")
    if papers.manifest is None or papers.manifest.parameters.get(PARAMETER) is not True:
        return Fact(None, over.evidence, "absent", "nothing vouches that all reports of the period are here")
    return Fact(True, over.evidence, why="manifest")
