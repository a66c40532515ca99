"""A cited document number that differs from a known document's only in its year is a wrong year.

Square and tortoise-shell brackets are equal; a number that is known as printed is right, and one known under several
years is never corrected.

>>> from validators.cases import facts_of
>>> check(facts_of({"citations": ["应急监二〔2024〕84号"]}), Params()).parts[0].params["correct"]
'应急监二〔2023〕84号'
>>> check(facts_of({"citations": ["应急监二[2023]84号"]}), Params()).verdict.value
'satisfied'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.values import doc_number
from validators.checks import Line, not_applicable
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.known import wrong_year

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the list of citations."""

    fact: str = "citations"


def check(facts: Facts, params: Params) -> Outcome:
    cited = facts.value(params.fact)
    if not cited:
        return not_applicable("no document number is cited")
    parts: list[Outcome] = []
    for citation in cited:
        places = (citation.evidence,) if citation.evidence else ()
        for printed, correct in _corrected(citation.doc_number):
            parts.append(Outcome(Verdict.VIOLATED, {"printed": printed, "correct": correct}, places=places))
    if parts:
        return Outcome(Verdict.VIOLATED, parts=tuple(parts))
    return Outcome(Verdict.SATISFIED, facts=(params.fact,))


@lru_cache(maxsize=4096)
def _corrected(written: str) -> tuple[tuple[str, str], ...]:
    """(as printed, as it should be) of each wrong number in the words; papers cite the same few numbers over and over."""
    found = []
    for _, _, number in doc_number.find_all(written):
        correct = wrong_year(number.issuer_code, number.serial, number.year)
        if correct is not None:
            found.append((number.raw or number.canonical, correct))
    return tuple(found)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    if "correct" in said:
        yield (
            f"已知文件中没有{said['printed']}；同一发文字号只有{said['correct']}",
            f"{said['printed']} is not known; under that issuer and serial only {said['correct']} is",
        )
