"""All of a set are the same: one sum insured for everybody on the list. Where one was read unsurely, a difference decides nothing.

>>> from validators.cases import facts_of
>>> rule = Params("staff_limits", label="sums")
>>> [check(facts_of(case), rule).verdict.value for case in (
...     {"staff_limits": [400000]}, {"staff_limits": [400000, 600000]}, {})]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, satisfied, undecided, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the set; ``label`` names its members, in order, in the finding; below the confidence ``sure`` they may differ by a misreading."""

    fact: str
    label: str = "values"
    shown: tuple[str, ...] = ()
    sure: float = 0.75


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact):
        return lack
    values = tuple(sorted(set(facts[params.fact].value)))
    if len(values) < 2:
        return satisfied(params.fact)
    if facts[params.fact].confidence < params.sure:
        return undecided("a sum was read unsurely", params.fact)
    return violated(params.fact, **{params.label: values, **{name: facts.value(name) for name in params.shown}})
