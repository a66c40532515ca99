"""Two writings of a number are the same after blanks and case are removed.

>>> from validators.cases import facts_of
>>> rule = Params("report_policy_no", "policy_no")
>>> check(facts_of({"report_policy_no": "pzit 2024 01", "policy_no": "PZIT202401"}), rule).verdict.value
'satisfied'
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from validators.alike import ALIKE
from validators.checks import missing, not_applicable, satisfied, undecided, violated
from validators.facts import Facts, cut_off, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``optional``: where ``fact`` is not printed at all the rule does not apply; ``shown``: facts for the sentence;
    ``sure``: the least confidence of both readings at which characters that look alike count as different."""

    fact: str
    other: str
    optional: bool = False
    shown: tuple[str, ...] = ()
    sure: Decimal = Decimal("0.99")


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and facts[params.fact].state == "absent":
        return not_applicable(facts[params.fact].why)
    if lack := missing(facts, params.fact, params.other):
        return lack
    one, two = facts[params.fact], facts[params.other]
    if fold(one.value) == fold(two.value):
        return satisfied(params.fact, params.other)
    numbers = [{fold(str(v)) for v in (fact.value, *fact.doubts)} for fact in (one, two)]
    if numbers[0] & numbers[1]:
        return undecided("a second reading of the number agrees", params.fact)
    if cut_off(fold(one.value), fold(two.value)):
        return undecided("one of the numbers may have been read in part", params.fact, params.other)
    alike = fold(one.value).translate(ALIKE) == fold(two.value).translate(ALIKE)
    if alike and min(one.confidence, two.confidence) < params.sure:
        return undecided("the numbers differ only in characters that look alike", params.fact)
    out = {name: facts.value(name) for name in (*params.shown, params.fact, params.other)}
    return violated(params.fact, params.other, **out)
