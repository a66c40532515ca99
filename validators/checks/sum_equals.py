"""Parts add up to their total; the parts must have been read whole before a difference is held against the paper.

>>> from validators.cases import facts_of
>>> rule = Params("items", "total", "whole")
>>> check(facts_of({"items": [100, 200], "total": 301, "whole": True}), rule).params["difference"]
Decimal('1')
>>> check(facts_of({"items": [100, 200], "total": 301}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from validators.checks import missing, satisfied, undecided, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``parts`` is a list of sums, ``total`` one sum, ``complete`` the fact that vouches for the list; ``tolerance``
    in yuan."""

    parts: str
    total: str
    complete: str
    tolerance: Decimal = Decimal("0.01")
    sure: Decimal = Decimal("0.5")


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.parts, params.total):
        return lack
    parts, total = facts[params.parts], facts[params.total]
    known = [part for part in parts.value if part is not None]
    item_sum = sum(known, Decimal(0))
    if known and abs(item_sum - total.value) <= params.tolerance:
        return satisfied(params.total, params.parts)
    if len(known) < len(parts.value) or not known:
        return undecided("an item has no sum of its own", params.parts)
    if lack := missing(facts, params.complete):
        return lack
    if any(abs(item_sum - doubt) <= params.tolerance for doubt in total.doubts) or total.confidence < params.sure:
        return undecided("the total was not read surely enough to hold it against its parts", params.total)
    return violated(params.total, params.parts, item_sum=item_sum, total=total.value, difference=total.value - item_sum)
