"""Two writings of a number are the same after blanks and case are removed.

>>> from validators.cases import facts_of
>>> rule = Params("report_policy_no", "policy_no")
>>> check(facts_of({"report_policy_no": "pzit 2024 01", "policy_no": "PZIT202401"}), rule).verdict.value
'satisfied'
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, not_applicable, satisfied, undecided, violated
from validators.filing import Facts, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``optional``: where ``fact`` is not printed at all the rule does not apply; ``shown``: facts for the sentence."""

    fact: str
    other: str
    optional: bool = False
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and facts[params.fact].state == "absent":
        return not_applicable(facts[params.fact].why)
    if lack := missing(facts, params.fact, params.other):
        return lack
    one, two = facts[params.fact], facts[params.other]
    if fold(one.value) == fold(two.value):
        return satisfied(params.fact, params.other)
    if fold(two.value) in {fold(str(doubt)) for doubt in one.doubts} | {
        fold(str(doubt)) for doubt in two.doubts if doubt == one.value
    }:
        return undecided("a second reading of the number agrees", params.fact)
    out = {name: facts.value(name) for name in (*params.shown, params.fact, params.other)}
    return violated(params.fact, params.other, **out)
