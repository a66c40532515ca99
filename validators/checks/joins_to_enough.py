"""A town has enough enterprises alone, or can be joined with towns that border it until there are enough.

The table of borders is handed in beside the papers; without it, or where it does not name the town, nothing is decided.

>>> from validators.facts import Fact, Facts
>>> def of(town, borders=None):
...     facts = {"area": Fact(town), "area_counts": Fact({"甲镇": (185, 185), "乙镇": (100, 100), "丙镇": (90, 90), "丁镇": (9, 9)})}
...     return check(Facts(facts | ({"given.adjacency": Fact(borders)} if borders else {})), Params(value=180))
>>> table = {"乙镇": ["丙镇"], "丁镇": ["甲镇"]}
>>> [of(town, table).verdict.value for town in ("甲镇", "乙镇", "丁镇")], of("乙镇").verdict.value
(['satisfied', 'satisfied', 'violated'], 'undecided')
>>> of("乙镇", table).params["towns"]
('丙镇', '乙镇')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from validators.adjacency import borders_of, group_towns
from validators.checks import missing, satisfied, undecided, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the town; ``counts``: every town → at least and at most so many; ``borders``: town → its neighbours;
    ``value``: how many are enough."""

    value: int | None = None
    fact: str = "area"
    counts: str = "area_counts"
    borders: str = "given.adjacency"


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact, params.counts):
        return lack
    if params.value is None:
        return undecided("how many are enough is not known", params.fact)
    town, counts, enough = str(facts[params.fact].value), facts[params.counts].value, params.value
    least, most = counts[town]
    out = {"area": town, "enterprises": least, "minimum": enough, "towns": (town,)}
    if least >= enough:
        return satisfied(params.fact, **out)
    if most >= enough:
        return undecided(
            "some lines do not tell, or nothing shows that the list was read whole", "area_enterprises", **out
        )
    table = facts.value(params.borders)
    if not isinstance(table, Mapping):
        return undecided("which towns border each other was not handed in", params.borders, **out)
    borders, unknown = borders_of(table, counts)
    if town in unknown:
        return undecided("the table of borders does not name the town", params.borders, **out)
    sure = group_towns({name: low for name, (low, _) in counts.items()}, borders, enough)
    if (area := next((a for a in sure.joined if town in a.towns), None)) is not None:
        return satisfied(params.fact, **{**out, "towns": area.towns, "enterprises": area.count})
    at_best = group_towns({name: _most(low, high, enough) for name, (low, high) in counts.items()}, borders, enough)
    left = next((part for part in at_best.left if town in part.towns), None)
    outside = {o for name in (left.towns if left else ()) for o in borders.get(name, frozenset()) if o not in counts}
    if left is None or unknown or outside:
        return undecided("towns around it may have enough, or are not on the roster", "area_enterprises", **out)
    count = sum(counts[name][0] for name in left.towns)
    return violated(params.fact, **{**out, "towns": left.towns, "enterprises": count, "beside": left.beside})


def _most(least: int, most: Decimal, enough: int) -> int:
    """As many as a town can bring to an area: one that has enough by itself brings none."""
    return least if least >= enough else int(min(Decimal(most), Decimal(enough - 1)))
