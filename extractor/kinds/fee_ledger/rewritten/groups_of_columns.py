"""A line for each policy with its payments beside each other: day, sum and payee under the same labels again for each."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import NOTHING, grid, has_date, is_money
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_number_like

_HEADS = 3
"""Rows in which the labels may stand."""
_MOST, _LEAST = 5, 2
"""Labels of one payment."""

_COUNT = re.compile("^(?:第?[一二三四五1-5][次笔期回]|首[次笔期])(?=[\u4e00-\u9fff]{2})")
"""Which payment of a line a label is of: 第一次支付日, 第二次支付日."""
Rows = Sequence[Mapping[int, Unit]]


def with_payments_apart(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with a line of its own for each payment but the first of a line; itself where it has no such groups."""
    rows = grid(table, units)
    found = next(_groups(table, rows), None)
    if found is None:
        return table, units
    head, first, later, policy = found
    gone = {c for group in later for c in group}
    kept = [u for u in units if u.cell is None or u.cell.col not in gone]
    if spent := next((m[0] for c in first if c in rows[head] and (m := _SPENT.search(rows[head][c].text))), None):
        kept = [
            _named(u, spent) if u.cell is not None and u.cell.row == head and u.cell.col in first else u for u in kept
        ]
    line = table.n_rows
    for row in rows[head + 1 :]:
        for group in later:
            own = {a: row[c] for a, c in zip(first, group, strict=True) if c in row and not NOTHING.match(row[c].text)}
            if policy in row and any(map(has_date, own.values())):
                kept += [_moved(u, line, c) for c, u in ({policy: row[policy]} | own).items()]
                line += 1
    cells = tuple(u.cell for u in kept if u.cell is not None)
    return replace(table, cells=cells, n_rows=line), kept


def _named(unit: Unit, verb: str) -> Unit:
    """A bare label of a sum with the verb that the label of its day has: 金额 beside 支付日."""
    if _BARE_SUM.fullmatch("".join(unit.text.split())) is None:
        return unit
    named = copy.copy(unit)
    named.raw, named.text = f"{verb}{unit.raw}", f"{verb}{unit.text}"
    return named


_SPENT = re.compile("支付|付款|使用|支出|列支|支用")
_BARE_SUM = re.compile("(?:金额|数额|款额|额度)(?:[(（](?:万)?元[)）])?")


def _groups(table: Table, rows: Rows) -> Iterator[tuple[int, range, list[range], int]]:
    """(row of the labels, columns of the first group, those of the later ones, column of the policies' numbers)."""
    for head, row in enumerate(rows[:_HEADS]):
        labels = [_COUNT.sub("", "".join(row[c].text.split())) if c in row else "" for c in range(table.n_cols)]
        for width in range(_MOST, _LEAST - 1, -1):
            for start in range(table.n_cols - 2 * width + 1):
                first = range(start, start + width)
                later = _again(labels, first)
                policy = _policies(rows[head + 1 :], {*first, *(c for g in later for c in g)}, table.n_cols)
                if later and policy is not None and _is_of_payments(rows[head + 1 :], first):
                    yield head, first, later, policy


def _again(labels: Sequence[str], first: range) -> list[range]:
    own = [labels[c] for c in first]
    if not all(own) or len(set(own)) < len(own):
        return []
    out: list[range] = []
    at = first.stop
    while at + len(own) <= len(labels) and list(labels[at : at + len(own)]) == own:
        out.append(range(at, at + len(own)))
        at += len(own)
    return out


def _policies(rows: Rows, taken: set[int], n_cols: int) -> int | None:
    """The column of another policy's number in each line."""
    for c in set(range(n_cols)) - taken:
        cells = [row[c] for row in rows if c in row and is_number_like(row[c])]
        if cells and len({u.text for u in cells}) == len(cells) and 2 * len(cells) > len(rows):
            return c
    return None


def _is_of_payments(rows: Rows, group: range) -> bool:
    """Whether one column of a group holds days and another sums."""
    told = [[row[c] for row in rows if c in row and not NOTHING.match(row[c].text)] for c in group]
    return any(cells and all(map(has_date, cells)) for cells in told) and any(
        cells and all(is_money(u) and not has_date(u) for u in cells) for cells in told
    )


def _moved(unit: Unit, row: int, col: int) -> Unit:
    """The unit as a cell of another line and column."""
    moved = copy.copy(unit)
    moved.cell = replace(unit.cell, row=row, col=col, rowspan=1, colspan=1) if unit.cell is not None else None
    return moved
