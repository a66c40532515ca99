"""Parts add up to their total; the parts must have been read whole before a difference is held against the paper.

>>> from validators.cases import facts_of
>>> rule = Params("items", "total", "whole")
>>> check(facts_of({"items": [100, 200], "total": 301, "whole": True}), rule).params["difference"]
Decimal('1')
>>> check(facts_of({"items": [100, 200], "total": 301}), rule).verdict.value
'undecided'

A total that another place of the paper gives with its fen was not read whole:

>>> from dataclasses import replace
>>> facts = facts_of({"items": [100, 200], "total": 301, "whole": True})
>>> facts["total"] = replace(facts["total"], doubts=(Decimal("301.03"),))
>>> check(facts, rule).verdict.value
'undecided'

Nor were the items read whole where just what they lack was read as a total too, of a list of its own:

>>> facts = facts_of({"items": [100, 200], "total": 1300, "whole": True})
>>> facts["total"] = replace(facts["total"], doubts=(Decimal(1000),))
>>> check(facts, rule).verdict.value
'undecided'

A list that was read whole and gives none of its items a sum has nothing to add up:

>>> items = {"items": [None, None], "total": 300}
>>> [check(facts_of({**items, "whole": whole}), rule).verdict.value for whole in (True, None)]
['not_applicable', 'undecided']

Items without tax and a total with it are apart by the tax, whether or not its rate is printed:

>>> taxed = Params("items", "total", "whole", tax=Decimal(6))
>>> [check(facts_of({"items": [100, 200], "total": total, "whole": True}), taxed).verdict.value for total in (318, 317)]
['undecided', 'violated']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validators.checks import Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import en, many, zh
from validators.facts import Facts
from validators.finding import Outcome
from validators.say import shown

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``parts`` is a list of sums, ``total`` one sum, ``complete`` the fact that vouches for the list; ``tolerance``
    in yuan; ``tax``: the rate (percent) by which one side may be told with its tax and the other without."""

    parts: str
    total: str
    complete: str
    tolerance: Decimal = Decimal("0.01")
    tax: Decimal = Decimal(0)
    sure: Decimal = Decimal("0.5")


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.parts, params.total):
        return lack
    parts, total = facts[params.parts], facts[params.total]
    known = [part for part in parts.value if part is not None]
    item_sum = sum(known, Decimal(0))
    if known and abs(item_sum - total.value) <= params.tolerance:
        return satisfied(params.total, params.parts)
    if not known and facts.value(params.complete) is True:
        return not_applicable("nothing is told by items")
    if len(known) < len(parts.value) or not known:
        return undecided("an item has no sum of its own", params.parts)
    if lack := missing(facts, params.complete):
        return lack
    unsure = any(_unread(item_sum, total.value, doubt, params.tolerance) for doubt in total.doubts)
    if unsure or total.confidence < params.sure:
        return undecided("the total was not read surely enough to hold it against its parts", params.total)
    if _apart_by_tax(item_sum, total.value, params.tax, params.tolerance * len(known)):
        why = "the items and the total differ by the tax to the fen, one may be told with it and the other without"
        return undecided(why, params.total, item_sum=item_sum, total=total.value)
    return violated(params.total, params.parts, item_sum=item_sum, total=total.value, difference=total.value - item_sum)


def _unread(item_sum: Decimal, total: Decimal, doubt: Decimal, slack: Decimal) -> bool:
    """Whether another reading of the total says that something was not read: it is the items' own sum, the total with or without its
    fen, or just what the items lack, as the last line of a list of its own."""
    return abs(item_sum - doubt) <= slack or abs(item_sum + doubt - total) <= slack or _lost_fen(total, doubt)


def _apart_by_tax(one: Decimal, other: Decimal, percent: Decimal, rounded: Decimal) -> bool:
    """Whether one sum is the other with its tax, each item's tax rounded for itself."""
    return percent > 0 and abs(min(one, other) * (1 + percent / 100) - max(one, other)) <= rounded


def _lost_fen(one: Decimal, other: Decimal) -> bool:
    """Whether one of two readings of a sum is the other without its fen: 51,126 of 51,126.03."""
    return one != other and one // 1 == other // 1 and 0 in (one % 1, other % 1)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """Item by item, beside the total."""
    parts, total = facts.value(params.parts), facts.value(params.total)
    known = [part for part in parts or () if part is not None]
    if not known:
        return
    item_sum = sum(known, Decimal(0))
    unknown = len(parts) - len(known)
    if unknown:
        yield f"另有{unknown}项没有读到金额", f"{unknown} more without a sum of their own"
    if total is None:
        yield f"{many(known)} = {shown(item_sum)}", f"{many(known)} = {shown(item_sum)}"
        return
    difference = total - item_sum
    stands = "=" if abs(difference) <= params.tolerance else "≠"
    far = (
        f"，相差{shown(abs(difference))}元" if stands == "≠" else "",
        f", {shown(abs(difference))} yuan apart" if stands == "≠" else "",
    )
    sums = f"{many(known)} = {shown(item_sum)} {stands}"
    yield f"{sums} {zh(params.total)}{shown(total)}{far[0]}", f"{sums} {en(params.total)} {shown(total)}{far[1]}"
