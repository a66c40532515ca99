"""A book with a column of sums for each policy, under its number: each sum is an entry of the policy over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.document import Cell, Line, Table
from extractor.evidence.columns import NOTHING, grid, is_money
from extractor.evidence.records.drawn import part_of
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_number_like

_FEWEST = 2
"""Policies with a column each."""


def without_policies_across(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with one column of policies and one of sums in place of theirs (one for each head, where each policy has several columns
    under heads of their own, 提取 and 支出); itself where it has no such columns."""
    rows = grid(table, units)
    head = next((r for r, row in enumerate(rows) if len(_of_policies(row)) >= _FEWEST), None)
    if head is None or head + 1 >= len(rows):
        return table, units
    across = _of_policies(rows[head])
    wide = {_width(rows[head], c) for c in across}
    heads = _heads(rows, head, across, max(wide)) if len(wide) == 1 else ()
    below = rows[head + (1 if len(heads) == 1 else 2) :]
    if not heads or not all(_holds_sums(below, range(c, c + len(heads))) for c in across):
        return table, units
    taken = {k for c in across for k in range(c, c + len(heads))}
    kept = [c for c in range(table.n_cols) if c not in taken]
    out = [
        part_of(unit, 0, len(unit.text), 0, i) for i, c in enumerate(kept) if (unit := rows[head].get(c)) is not None
    ]
    first = across[min(across)]
    out += [said(first, words, len(kept) + k) for k, words in enumerate((_POLICY, *heads))]
    line = 0
    for row in below:
        for c, number in across.items():
            sums = [row.get(k) for k in range(c, c + len(heads))]
            if all(unit is None or NOTHING.match(unit.text) for unit in sums):
                continue
            line += 1
            own = [row.get(k) for k in kept] + [number, *sums]
            out += [part_of(u, 0, len(u.text), line, i) for i, u in enumerate(own) if u is not None]
    cells = tuple(unit.cell for unit in out if unit.cell is not None)
    upright = replace(table, cells=cells, n_rows=line + 1, n_cols=len(kept) + 1 + len(heads))
    for unit in out:
        unit.table = upright
    return upright, out


_POLICY, _SUM = "保单号", "金额"


def _width(row: Mapping[int, Unit], c: int) -> int:
    """How many columns a cell is over."""
    return next(k for k in range(1, len(row) + 2) if row.get(c + k) is not row[c])


def _heads(rows: Sequence[Mapping[int, Unit]], head: int, across: Mapping[int, Unit], wide: int) -> tuple[str, ...]:
    """What heads the columns of each policy; none where the policies' differ."""
    if wide == 1:
        return (_SUM,)
    told = {tuple(rows[head + 1][k].text if k in rows[head + 1] else "" for k in range(c, c + wide)) for c in across}
    return told.pop() if len(told) == 1 and all(next(iter(told))) else ()


def _of_policies(row: Mapping[int, Unit]) -> dict[int, Unit]:
    """The cells of a line that are each another policy's number, by their columns."""
    found = {c: u for c, u in row.items() if row.get(c - 1) is not u and is_number_like(u) and not is_money(u)}
    return found if len({u.text for u in found.values()}) == len(found) else {}


def _holds_sums(rows: Sequence[Mapping[int, Unit]], columns: Iterable[int]) -> bool:
    told = [row[c] for row in rows for c in columns if c in row and not NOTHING.match(row[c].text)]
    return bool(told) and all(map(is_money, told))


def said(unit: Unit, words: str, col: int) -> Unit:
    """Words for a head that is printed nowhere, at the place of the numbers that stand there."""
    head = part_of(unit, 0, len(unit.text), 0, col)
    head.raw = head.text = words
    head.pieces, head.tokens = (), ()
    head.cell = Cell(0, col, (Line(words),))
    return head
