"""Lists whose entries take two lines, the second one wide cell under the particulars of the first, as lists of one line each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Cell, Table
from extractor.evidence.tables.labelled_lines import labelled

_LEAST_COLUMNS = 4
_LEAST_ROWS = 3
"""The heads of a list and the two lines of its only entry."""
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
    if table.n_cols < _LEAST_COLUMNS or table.n_rows < _LEAST_ROWS:
        return table
    least = max(3, int(_WIDE * table.n_cols))
    if not any(cell.colspan >= least for cell in table.cells):
        return table
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.text.strip():
            rows[cell.row].append(cell)
    second = [r for r, cells in sorted(rows.items()) if len(cells) == 1 and cells[0].colspan >= least]
    head = next((r for r in second if r > 0 and _heads(rows[r - 1], rows[r][0])), None)
    entries = [] if head is None else _entries(rows, rows[head][0], head + 2)
    if head is None or not entries:
        return _with_labelled(table, rows, second)
    wide = {r: _filled(rows[r][0], table.n_cols) for r in (head, *entries)}
    return _folded(table, wide, 1)


def _with_labelled(table: Table, rows: dict[int, list[Cell]], second: Sequence[int]) -> Table:
    """The table with the wide cells as columns under the labels that all of them have: 整改措施：…。期限：…。"""
    first = next((r for r in second if r > 1 and rows.get(r - 1, [])[:1] and _is_one(rows[r - 1][0])), None)
    if first is None or not _heads(rows.get(first - 2, []), None):
        return table
    entries = _entries(rows, rows[first][0], first)
    told = labelled([rows[r][0] for r in entries], table.n_cols)
    if told is None:
        return table
    folded = _folded(table, told.values, len(told.heads))
    heads = [replace(cell, row=first - 2) for cell in told.heads]
    return replace(folded, cells=tuple(sorted((*folded.cells, *heads), key=lambda cell: (cell.row, cell.col))))


def _is_one(cell: Cell) -> bool:
    return cell.text.strip() == "1"


def _heads(over: Sequence[Cell], wide: Cell | None) -> bool:
    cells = over if wide is None else (*over, wide)
    return len(over) >= _LEAST_COLUMNS - 1 and all(
        len(cell.text) <= _LONGEST_HEAD and _PLAIN.fullmatch(cell.text) for cell in cells
    )


def _entries(rows: dict[int, list[Cell]], wide: Cell, start: int) -> list[int]:
    """The rows of the second lines of the entries from ``start`` on, each over the columns of ``wide`` under a line that is
    counted in its first cell."""
    out: list[int] = []
    for number, r in enumerate(range(start, max(rows) + 1, 2), 1):
        first, second = rows.get(r - 1, []), rows.get(r, [])
        counted = bool(first) and first[0].text.strip() == str(number) and len(first) >= _LEAST_COLUMNS - 1
        same = len(second) == 1 and (second[0].col, second[0].colspan) == (wide.col, wide.colspan)
        if not counted or not same:
            break
        out.append(r)
    return out


def _filled(cell: Cell, col: int) -> tuple[Cell, ...]:
    return (replace(cell, col=col, colspan=1, rowspan=1),)


def _folded(table: Table, wide: Mapping[int, Sequence[Cell]], n_more: int) -> Table:
    """The table without those rows, whose cells as given stand in ``n_more`` columns at the end of the row before each."""
    cells = [replace(cell, row=r - 1 - sum(q < r for q in wide)) for r, moved in wide.items() for cell in moved]
    for cell in table.cells:
        if cell.row in wide:
            continue
        inside = sum(cell.row < r < cell.row + cell.rowspan for r in wide)
        over = sum(r < cell.row for r in wide)
        cells.append(replace(cell, row=cell.row - over, rowspan=cell.rowspan - inside))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=table.n_rows - len(wide), n_cols=table.n_cols + n_more)
