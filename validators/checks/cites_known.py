"""A cited document number that differs from a known document's only in its year is a wrong year.

Square and tortoise-shell brackets are equal; a number that is known as printed is right.

>>> from validators.cases import facts_of
>>> check(facts_of({"citations": ["应急监二〔2024〕84号"]}), Params()).parts[0].params["correct"]
'应急监二〔2023〕84号'
>>> check(facts_of({"citations": ["应急监二[2023]84号"]}), Params()).verdict.value
'satisfied'
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import not_applicable
from validators.filing import Facts
from validators.finding import Outcome, Verdict
from validators.registry import known_numbers, split_number

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the list of citations."""

    fact: str = "citations"


def check(facts: Facts, params: Params) -> Outcome:
    cited = facts.value(params.fact)
    if not cited:
        return not_applicable("no document number is cited")
    known = known_numbers()
    parts: list[Outcome] = []
    for citation in cited:
        number = split_number(citation.doc_number)
        years = known.get((number[0], number[2])) if number else None
        if number is None or not years or number[1] in years:
            continue
        if len(years) > 1:  # which of them was meant cannot be told
            continue
        (correct,) = years.values()
        places = (citation.evidence,) if citation.evidence else ()
        parts.append(Outcome(Verdict.VIOLATED, {"printed": citation.doc_number, "correct": correct}, places=places))
    if parts:
        return Outcome(Verdict.VIOLATED, parts=tuple(parts))
    return Outcome(Verdict.SATISFIED, facts=(params.fact,))
