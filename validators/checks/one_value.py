"""All of a set are the same: one sum insured for everybody on the list.

>>> from validators.cases import facts_of
>>> rule = Params("staff_limits", label="sums")
>>> [check(facts_of(case), rule).verdict.value for case in (
...     {"staff_limits": [400000]}, {"staff_limits": [400000, 600000]}, {})]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, satisfied, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the set; ``label`` names its members, in order, in the finding."""

    fact: str
    label: str = "values"
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact):
        return lack
    values = tuple(sorted(set(facts[params.fact].value)))
    if len(values) < 2:
        return satisfied(params.fact)
    return violated(params.fact, **{params.label: values, **{name: facts.value(name) for name in params.shown}})
