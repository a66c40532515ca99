"""Vouchers of a finance system, a line for each account: the line of the fund's account is the entry, the others are its other side."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.document import Table
from extractor.evidence.columns import grid, is_money
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.kinds.fee_ledger.payments.payments import FUND

_FEWEST = 2
"""Vouchers that must come out even before lines are believed to be of vouchers."""
_LEAST_COLUMNS = 5
_CENT = Decimal("0.005")


def without_other_sides(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with the lines of the fund's own account alone, each with the day and number that only the voucher's first line
    has; itself where it is no list of vouchers that come out even."""
    if table.n_cols < _LEAST_COLUMNS:
        return table, units
    rows = [{c: u for c, u in row.items() if row.get(c - 1) is not u} for row in grid(table, units)]
    found = next(_even(rows, table.n_cols), None)
    if found is None:
        return table, units
    debit, credit, vouchers = found
    account = _account(rows, vouchers, table.n_cols)
    if account is None:
        return table, units
    out = {id(u): u for row in rows[: vouchers[0].start] for u in row.values()}
    for voucher in vouchers:
        lines = rows[voucher.start : voucher.stop]
        own = [k for k, line in enumerate(lines, voucher.start) if account in line and FUND.search(line[account].text)]
        for k in own:
            for c in range(table.n_cols):
                if c == account:
                    continue  # 预提事故预防费 in every line says nothing of the entry
                unit = rows[k].get(c) or (lines[0].get(c) if c not in (debit, credit) else None)
                if unit is not None and unit.cell is not None:
                    moved = unit if unit.cell.row == k else _moved(unit, k)
                    out[id(moved)] = moved
    kept = list(out.values())
    return replace(table, cells=tuple(u.cell for u in kept if u.cell is not None)), kept


def _even(rows: Sequence[Mapping[int, Unit]], n_cols: int) -> Iterator[tuple[int, int, list[range]]]:
    """(debit, credit, the lines of each voucher) where two columns of sums, one filled in each line, come out even voucher by voucher."""
    sums = [c for c in range(n_cols) if sum(c in row and is_money(row[c]) for row in rows) > 1]
    for a, b in pairwise(sums):
        first = next(
            (k for k, row in enumerate(rows) if (number_in(row.get(a)) is None) != (number_in(row.get(b)) is None)), 0
        )
        vouchers: list[range] = []
        left, begun = Decimal(0), first
        for k in range(first, len(rows)):
            one, other = number_in(rows[k].get(a)), number_in(rows[k].get(b))
            if (one is None) == (other is None):
                break
            left += (one or 0) - (other or 0)
            if abs(left) <= _CENT:
                vouchers.append(range(begun, k + 1))
                begun = k + 1
        if len(vouchers) >= _FEWEST and all(len(v) > 1 for v in vouchers):
            yield a, b, vouchers


def _account(rows: Sequence[Mapping[int, Unit]], vouchers: Sequence[range], n_cols: int) -> int | None:
    """The column in which one line of every voucher names the fund and another does not."""
    for c in range(n_cols):
        told = [[c in rows[k] and FUND.search(rows[k][c].text) is not None for k in voucher] for voucher in vouchers]
        if all(any(own) and not all(own) for own in told):
            return c
    return None


def _moved(unit: Unit, row: int) -> Unit:
    """The unit as a cell of another line."""
    moved = copy.copy(unit)
    moved.cell = replace(unit.cell, row=row, rowspan=1) if unit.cell is not None else None
    return moved
