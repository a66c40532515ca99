"""What was paid of a claim in an advance and a rest, side by side and without their total: both together are what was paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.evidence.columns import NOTHING, Columns, has_date, is_money
from extractor.kinds.claim_record.facts.facts import Fact
from extractor.kinds.claim_record.meaning.words import ADVANCE, ASKS, OUTSIDERS, PART_ADVANCE, PART_REST, REST
from extractor.record import Reading

REST_ROLE = "paid rest"
"""The role of a column with what was left to pay after the advance."""


def with_rest(cols: Columns) -> Columns:
    """The columns with those of an advance and of a rest, where nothing but one of them is taken for what was paid: no total stands by."""
    now = cols.roles.get("paid")
    parts = {c: head for c, head in enumerate(cols.header) if c == now or _is_sum_of_its_own(cols, c)}
    advances = [c for c, head in parts.items() if ADVANCE.search(head) and not OUTSIDERS.search(head)]
    rests = [c for c, head in parts.items() if REST.search(head) and not ADVANCE.search(head)]
    if len(advances) != 1 or len(rests) != 1 or now not in (None, *advances, *rests):
        return cols
    others = {name: c for name, c in cols.roles.items() if c != rests[0]}
    return replace(cols, roles={**others, "paid": advances[0], REST_ROLE: rests[0]})


def _is_sum_of_its_own(cols: Columns, c: int) -> bool:
    cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
    told = cells and all(is_money(u) and not has_date(u) for u in cells) and not ASKS.search(cols.header[c])
    return bool(told) and c not in {col for name, col in cols.roles.items() if name != "claimed"}


def together(cells: Mapping[str, Reading[Any]], rest: Reading[Any] | None, closed: bool) -> Mapping[str, Reading[Any]]:
    """The cells of a line with the advance and the rest as one sum; without one while the rest of an open case is not paid."""
    paid = cells.get("paid")
    if paid is None or rest is None:
        kept = paid is not None and closed
        return {**{n: c for n, c in cells.items() if n != "paid" or kept}, **({} if rest is None else {"paid": rest})}
    return {
        **cells,
        "paid": replace(paid, value=Decimal(paid.value) + Decimal(rest.value), how="table, advance and rest"),
    }


def in_two_parts(facts: Sequence[Fact]) -> Reading[Any] | None:
    """What was paid of a claim of which nothing tells more than one advance and one rest; None where anything else is told."""
    advances = {fact.value: fact for fact in facts if fact.scores["paid"] == PART_ADVANCE}
    rests = {fact.value: fact for fact in facts if fact.scores["paid"] == PART_REST}
    if len(advances) != 1 or len(rests) != 1 or any(fact.scores["paid"] > PART_REST for fact in facts):
        return None
    first, second = next(iter(advances.values())), next(iter(rests.values()))
    return replace(second.reading(0.8), value=first.value + second.value, how="advance and rest")
