"""Lists whose entries take two lines, the second one wide cell under the particulars of the first, as lists of one line each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Cell, Table

_LEAST_COLUMNS = 4
_WIDE = 0.6
"""Of all columns, the share that the second line of an entry spans at least."""
_LONGEST_HEAD = 16
_PLAIN = re.compile(r"(?!\s*[（(]?[一二三四五六七八九十]{1,3}[)）、.．])[^\d:：。；;]+")
"""A head of a column, or of the wide cell; no heading of a group of entries: 一、重大隐患."""


def in_one_line(table: Table) -> Table:
    """The table with the wide cell of each entry as its last column; itself where its lines do not take turns.

    Its heads take the same turns as its entries, and the entries are counted 1, 2, 3: so that no form, in which headings stand
    between lines of labels and values, is taken for one.
    """
    if table.n_cols < _LEAST_COLUMNS or table.n_rows < _LEAST_COLUMNS:
        return table
    least = max(3, int(_WIDE * table.n_cols))
    if sum(cell.colspan >= least for cell in table.cells) < 2:
        return table
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.text.strip():
            rows[cell.row].append(cell)
    second = [r for r, cells in sorted(rows.items()) if len(cells) == 1 and cells[0].colspan >= least]
    head = next((r for r in second if r > 0 and _heads(rows[r - 1], rows[r][0])), None)
    if head is None:
        return table
    entries = _entries(rows, head)
    return _folded(table, [head, *entries]) if entries else table


def _heads(over: Sequence[Cell], wide: Cell) -> bool:
    return len(over) >= _LEAST_COLUMNS - 1 and all(
        len(cell.text) <= _LONGEST_HEAD and _PLAIN.fullmatch(cell.text) for cell in (*over, wide)
    )


def _entries(rows: dict[int, list[Cell]], head: int) -> list[int]:
    """The rows of the second lines of the entries, which are counted in the first cell of each."""
    out: list[int] = []
    wide = rows[head][0]
    for number, r in enumerate(range(head + 2, max(rows) + 1, 2), 1):
        first, second = rows.get(r - 1, []), rows.get(r, [])
        counted = bool(first) and first[0].text.strip() == str(number) and len(first) >= _LEAST_COLUMNS - 1
        same = len(second) == 1 and (second[0].col, second[0].colspan) == (wide.col, wide.colspan)
        if not counted or not same:
            break
        out.append(r)
    return out


def _folded(table: Table, second: Sequence[int]) -> Table:
    """The table without those rows, each of whose wide cells stands at the end of the row before."""
    gone = set(second)
    cells = []
    for cell in table.cells:
        over = sum(r < cell.row for r in gone)
        if cell.row in gone:
            if cell.text.strip():
                cells.append(replace(cell, row=cell.row - 1 - over, col=table.n_cols, colspan=1, rowspan=1))
            continue
        inside = sum(cell.row < r < cell.row + cell.rowspan for r in gone)
        cells.append(replace(cell, row=cell.row - over, rowspan=cell.rowspan - inside))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=table.n_rows - len(gone), n_cols=table.n_cols + 1)
