"""A known document that a paper cites as its basis was still in force on the paper's own day.

``at`` is that day; with ``after`` the paper is looked at again on a later day (of review), and only what has ceased to
stand since is told. A document that is not known, or whose end is not known, is held against nobody.

>>> from validators.cases import facts_of
>>> own, later = Params(at="contract_date"), Params(at="review_date", after="contract_date")
>>> late = facts_of({"citations": ["安监总办〔2017〕140号"], "sign_date": "2025-06-14", "review_date": "2025-09-01"})
>>> check(late, own).parts[0].params["replaced_by"], check(late, later).verdict.value
('应急〔2025〕27号', 'satisfied')
>>> early = facts_of({"citations": ["安监总办〔2017〕140号"], "sign_date": "2024-06-14", "review_date": "2025-09-01"})
>>> check(early, own).verdict.value, check(early, later).verdict.value
('satisfied', 'violated')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from validators.checks import Line, missing, not_applicable
from validators.checks._worked import at
from validators.days import as_day
from validators.facts import Cited, Facts
from validators.finding import Outcome, Verdict
from validators.known import Known, lookup

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the list of citations; ``at``: the day to stand on; ``after``: an earlier day on which it must still have
    stood; then it was no fault when the paper was made."""

    fact: str = "citations"
    at: str = "contract_date"
    after: str = ""


def check(facts: Facts, params: Params) -> Outcome:
    cited = facts.value(params.fact) or ()
    known = [(one, document) for one in cited if (document := lookup(one.doc_number)) and document.confidence != "M"]
    if not known:
        return not_applicable("no document that is known here is cited")
    if lack := missing(facts, params.at, *((params.after,) if params.after else ())):
        return lack
    day, before = as_day(facts.value(params.at)), as_day(facts.value(params.after)) if params.after else None
    if day is None or (before is not None and before >= day):
        return not_applicable("looked at on the paper's own day")
    parts = [_stale(one, document, day) for one, document in known if _ended(document, day, before)]
    if parts:
        return Outcome(Verdict.VIOLATED, parts=tuple(parts))
    return Outcome(Verdict.SATISFIED, facts=(params.fact, params.at))


def _ended(document: Known, day: date, before: date | None) -> bool:
    return document.ended_by(day) is not None and (before is None or document.ended_by(before) is None)


def _stale(one: Cited, document: Known, day: date) -> Outcome:
    params = {
        "printed": one.doc_number,
        "title": document.title,
        "day": day,
        "in_force_from": document.in_force_from,
        "repealed": document.ended_by(day),
        "replaced_by": document.replaced_by,
    }
    return Outcome(Verdict.VIOLATED, params, places=(one.evidence,) if one.evidence else ())


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    if "printed" in said:
        until, day = said.get("repealed"), said.get("day")
        instead = f"，由{said['replaced_by']}代替" if said.get("replaced_by") else ""
        yield (
            f"{said['printed']}自{at(until)}起失效{instead}；{at(day)} ≥ {at(until)}",
            f"{said['printed']} ceased on {at(until)}; {at(day)} is not before {at(until)}",
        )
