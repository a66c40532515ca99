"""A book with a column of sums for each policy, under its number: each sum is an entry of the policy over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Cell, Line, Table
from extractor.evidence.columns import NOTHING, grid, is_money
from extractor.evidence.records.drawn import part_of
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_number_like

_FEWEST = 2
"""Policies with a column each."""


def without_policies_across(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with one column of policies and one of sums in place of theirs; itself where it has no such columns."""
    rows = grid(table, units)
    head = next((r for r, row in enumerate(rows) if len(_of_policies(row)) >= _FEWEST), None)
    if head is None or head + 1 >= len(rows):
        return table, units
    across = _of_policies(rows[head])
    below = rows[head + 1 :]
    if not all(_holds_sums(below, c) for c in across):
        return table, units
    kept = [c for c in range(table.n_cols) if c not in across]
    out = [
        part_of(unit, 0, len(unit.text), 0, i) for i, c in enumerate(kept) if (unit := rows[head].get(c)) is not None
    ]
    first = across[min(across)]
    out += [said(first, words, len(kept) + k) for k, words in enumerate(_HEADS)]
    line = 0
    for row in below:
        for c, number in across.items():
            if c not in row or NOTHING.match(row[c].text):
                continue
            line += 1
            own = [row.get(k) for k in kept] + [number, row[c]]
            out += [part_of(u, 0, len(u.text), line, i) for i, u in enumerate(own) if u is not None]
    cells = tuple(unit.cell for unit in out if unit.cell is not None)
    upright = replace(table, cells=cells, n_rows=line + 1, n_cols=len(kept) + len(_HEADS))
    for unit in out:
        unit.table = upright
    return upright, out


_HEADS = ("保单号", "金额")


def _of_policies(row: Mapping[int, Unit]) -> dict[int, Unit]:
    """The cells of a line that are each another policy's number, by their columns."""
    found = {c: u for c, u in row.items() if row.get(c - 1) is not u and is_number_like(u) and not is_money(u)}
    return found if len({u.text for u in found.values()}) == len(found) else {}


def _holds_sums(rows: Sequence[Mapping[int, Unit]], c: int) -> bool:
    told = [row[c] for row in rows if c in row and not NOTHING.match(row[c].text)]
    return bool(told) and all(map(is_money, told))


def said(unit: Unit, words: str, col: int) -> Unit:
    """Words for a head that is printed nowhere, at the place of the numbers that stand there."""
    head = part_of(unit, 0, len(unit.text), 0, col)
    head.raw = head.text = words
    head.pieces, head.tokens = (), ()
    head.cell = Cell(0, col, (Line(words),))
    return head
