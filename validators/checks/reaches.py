"""A count on a list reaches a goal. A list with fewer lines than the goal may not be the whole: then nothing is said to fall short.

>>> from validators.cases import facts_of
>>> from decimal import Decimal
>>> rule = Params("insured_units", "enterprise_count", value=Decimal(80))
>>> [check(facts_of({"insured_units": n, "enterprise_count": lines}), rule).verdict.value for n, lines in ((80, 95), (79, 95), (40, 52))]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from validators.checks import missing, not_applicable, satisfied, undecided, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "max"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the count; ``lines``: how many lines the list has; ``value``: the goal; ``label``, ``bound``: what the finding
    calls the two."""

    fact: str
    lines: str
    value: Decimal | None = None
    label: str = "count"
    bound: str = "minimum"


def check(facts: Facts, params: Params) -> Outcome:
    count = facts[params.fact]
    if count.state == "absent":
        return not_applicable(f"{params.fact}: {count.why}")
    if lack := missing(facts, params.lines):
        return lack
    if params.value is None:
        return undecided("the goal is not known", params.fact)
    answers = {candidate >= params.value for candidate in count.candidates()}
    out = {params.label: count.value, params.bound: params.value}
    if answers == {True}:
        return satisfied(params.fact, **out)
    if answers == {True, False}:
        return undecided(f"{params.fact}: {count.why}", params.fact, **out)
    if facts[params.lines].value < params.value:
        return undecided("the list has fewer lines than the goal: it may not be whole", params.lines, **out)
    return violated(params.fact, params.lines, **out)
