"""Two writings of a number are the same after blanks and case are removed, and the strokes that part its groups.

>>> from validators.cases import facts_of
>>> rule = Params("report_policy_no", "policy_no")
>>> check(facts_of({"report_policy_no": "pzit 2024 01", "policy_no": "PZIT202401"}), rule).verdict.value
'satisfied'
>>> check(facts_of({"report_policy_no": "PZ-2024.330-01", "policy_no": "PZ202433001"}), rule).verdict.value
'satisfied'
>>> swapped = {"report_policy_no": "BG2024001", "report_no": "PZIT202401", "policy_no": "PZIT202401"}
>>> check(facts_of(swapped), Params("report_policy_no", "policy_no", shown=("report_no",))).verdict.value
'undecided'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.text.changes import changes
from validators.alike import ALIKE
from validators.checks import Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import en, zh
from validators.facts import Facts, cut_off, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``optional``: where ``fact`` is not printed at all the rule does not apply; ``shown``: facts for the sentence;
    ``sure``: the least confidence of both readings at which characters that look alike count as different; ``doubtful``: the most confidence of a reading of which one
    character may be a seal's."""

    fact: str
    other: str
    optional: bool = False
    shown: tuple[str, ...] = ()
    sure: Decimal = Decimal("0.99")
    doubtful: Decimal = Decimal("0.7")


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and facts[params.fact].state == "absent":
        return not_applicable(facts[params.fact].why)
    if lack := missing(facts, params.fact, params.other):
        return lack
    one, two = facts[params.fact], facts[params.other]
    if fold(one.value) == fold(two.value) or _ungrouped(one.value) == _ungrouped(two.value):
        return satisfied(params.fact, params.other)
    numbers = [{fold(str(v)) for v in (fact.value, *fact.doubts)} for fact in (one, two)]
    if numbers[0] & numbers[1]:
        return undecided("a second reading of the number agrees", params.fact)
    if fold(two.value) in {fold(str(value)) for name in params.shown if (value := facts.value(name)) is not None}:
        return undecided("the number stands on the paper as another of its numbers", params.fact)
    if cut_off(fold(one.value), fold(two.value)):
        return undecided("one of the numbers may have been read in part", params.fact, params.other)
    alike = fold(one.value).translate(ALIKE) == fold(two.value).translate(ALIKE)
    if alike and min(one.confidence, two.confidence) < params.sure:
        return undecided("the numbers differ only in characters that look alike", params.fact)
    if min(one.confidence, two.confidence) <= params.doubtful and changes(fold(one.value), fold(two.value)) == 1:
        return undecided("the numbers differ in one character, and one of them was read in doubt", params.fact)
    out = {name: facts.value(name) for name in (*params.shown, params.fact, params.other)}
    return violated(params.fact, params.other, **out)


def _ungrouped(number: str) -> str:
    return _STROKES.sub("", fold(number))


_STROKES = re.compile(r"[-‐‑–—_./·]")


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The two numbers folded, and the first character at which they part."""
    one, two = (fold(str(facts.value(name) or "")) for name in (params.fact, params.other))
    if not one or not two:
        return
    part = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    stands, at_place = (
        ("=", ("", "")) if one == two else ("≠", (f"，从第{part + 1}位起不同", f", from character {part + 1}"))
    )
    yield (
        f"{zh(params.fact)}{one} {stands} {zh(params.other)}{two}{at_place[0]}",
        f"{en(params.fact)} {one} {stands} {en(params.other)} {two}{at_place[1]}",
    )
