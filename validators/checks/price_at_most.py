"""A service costs at most its price cap.

Only a report of that one service, on one day, is held against it: a sum for several services or visits has no one cap.

>>> from decimal import Decimal
>>> from validators.cases import facts_of
>>> rule = Params("fee_used", "inspection", value=Decimal(3000))
>>> [check(facts_of({"service_types": kinds, "service_start": "2024-06-03", "fee_used": fee}), rule).verdict.value
...  for kinds, fee in ((["inspection"], 3000), (["inspection"], 3600), (["inspection", "training"], 3600), (["drill"], 9000))]
['satisfied', 'violated', 'undecided', 'not_applicable']
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from validators.checks import missing, not_applicable, satisfied, undecided, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the price, yuan; ``kind``: the service's code; ``value``: the cap of one service. ``lower``: the cap of a
    smaller one of that kind: between the two it hangs on which of them it was."""

    fact: str
    kind: str
    value: Decimal | None = None
    lower: Decimal | None = None
    kinds: str = "service_types"
    first: str = "service_start"
    last: str = "service_end"
    shown: tuple[str, ...] = ("report_no",)


def check(facts: Facts, params: Params) -> Outcome:
    kinds = facts.value(params.kinds)
    if kinds is not None and params.kind not in kinds:
        return not_applicable(f"{params.kinds} has no {params.kind}")
    if facts[params.fact].state == "absent":
        return not_applicable("the report names no price")
    if lack := missing(facts, params.kinds, params.fact, params.first):
        return lack
    if params.value is None:
        return undecided("the cap is not known", params.fact)
    price, names = facts[params.fact].value, (params.fact, params.kinds)
    out = {"price": price, "maximum": params.value, "kind": params.kind, **{n: facts.value(n) for n in params.shown}}
    if price <= (params.value if params.lower is None else params.lower):
        return satisfied(*names, **out)
    if price <= params.value:
        return undecided("which cap holds hangs on who was served", params.fact, **out)
    last = facts.value(params.last)
    if len(facts[params.kinds].value) > 1 or (last is not None and last != facts.value(params.first)):
        return undecided("the price is for several services or days", params.fact, **out)
    if any(isinstance(doubt, Decimal | int) and 0 < doubt <= params.value for doubt in facts[params.fact].doubts):
        return undecided("the price may be that of several visits, each told beside it", params.fact, **out)
    return violated(*names, **out)
