"""Covers whose cells each carry their own label over the value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extractor.covers.rows import NOT_A_COVER, Coverages, code_of, role_of, row_of, scale_of
from extractor.evidence import columns
from extractor.evidence.columns import NOTHING
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.record import Reading, Row


def from_cards(sheet: Sheet) -> Coverages | None:
    """Covers whose cells each carry their own label over the value: one row of such cells is one cover."""
    rows: list[Row] = []
    used: set[int] = set()
    for table, units in sheet.tables:
        for grid_row in columns.grid(table, units):
            cells = list({id(u): u for _, u in sorted(grid_row.items())}.values())
            split = [(u, *u.text.partition("\n")) for u in cells]
            name = next(
                (
                    (u, u.text.index(rest))
                    for u, head, mark, rest in split
                    if mark
                    and rest.strip()
                    and not meaning(head).any(
                        "per_person",
                        "per_accident",
                        "aggregate",
                        "premium",
                        "limit",
                        "deductible",
                        "holder",
                        "insured",
                        "insurer",
                    )
                    and code_of(rest)
                    and not u.tokens[1:]
                    and not NOT_A_COVER.search(rest)
                ),
                None,
            )
            if name is None:
                continue
            money: dict[str, Reading[Any]] = {}
            for unit, head, mark, rest in split:
                role = role_of(head, False) if mark and unit is not name[0] else None
                token = next((t for t in unit.tokens if t.kind in ("amount", "number") and t.start > len(head)), None)
                if role is None or role in money or token is None or NOTHING.match(rest):
                    continue
                if token.kind == "number" and token.value < 10 and unit.confidence < 1:
                    continue  # a stroke that a scan made a digit: no sum is a few yuan without a unit
                value = token.value * (scale_of(head) if token.kind == "number" else 1)
                money[role] = Reading(
                    value.quantize(Decimal("0.01")),
                    unit.span(token.start, token.stop),
                    "card",
                    round(0.95 * unit.confidence, 3),
                )
            if money:
                rows.append(row_of(name[0], name[1], len(name[0].text), money))
                used.update(id(u) for u in cells)
    if len({r.value("code") for r in rows} - {"other"}) < 2:
        return None
    return Coverages(tuple(rows), None, True, rows[0].span, "table", frozenset(used))
