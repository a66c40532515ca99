"""Columns that hold two things one below the other, 出险日期 over 报案日期, as the two columns they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Cell, Line, Table
from extractor.evidence.columns import TOTAL_ROW
from extractor.text.fold import fold

_LOOK = 3
"""Rows among which the header is looked for."""
_MOST = 3
"""Things in one cell."""
_WHOLE = re.compile(
    r"\s*(?:\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|[¥￥]?\s*-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}\s*元?|[—\-–/／]+)\s*"
)
"""A whole day, a whole sum with its two decimals, a dash for nothing: what no wrapping makes two of."""
_NAMES = re.compile(r"[\u4e00-\u9fffA-Za-z（()）/.\s]{2,16}")
_GOES_ON = re.compile(r"\s*(?:号码?|编号|日期|时间|金额|名称|情况|[（(].*|[A-Za-z .]+)\s*")
"""What the lower line of one name that wraps may be: 保险单 / 号码."""


def unstacked(table: Table) -> Table:
    """The table with each stacked column as columns of its own; itself where nothing is stacked.

    Two whole values in every cell under two names are the witness; other columns of such a table follow where all their
    cells have as many lines.
    """
    counts = _heads(table)
    if counts is None:
        return table
    row, heads = counts
    totals = {cell.row for cell in table.cells if TOTAL_ROW.match(cell.text.strip())}
    below = [cell for cell in table.cells if cell.row > row and cell.row not in totals]
    held = {
        c: [cell.lines for cell in below if cell.col == c and any(x.text.strip() for x in cell.lines)] for c in heads
    }
    fits = {c: n for c, n in heads.items() if held[c] and all(len(lines) == n for lines in held[c])}
    sure = [c for c in fits if all(_WHOLE.fullmatch(fold(x.text)) for lines in held[c] for x in lines)]
    if len(sure) < 2 and not any(len(held[c]) > 1 for c in sure):
        return table
    names = {cell.col: cell.lines for cell in table.cells if cell.row == row}
    split = {c: n for c, n in fits.items() if c in sure or not any(_GOES_ON.fullmatch(x.text) for x in names[c][1:])}
    return _parted(table, row, split)


def _heads(table: Table) -> tuple[int, dict[int, int]] | None:
    """(the row of the header, column → how many names stand in its cell); None where fewer than one stacks."""
    for row in range(min(_LOOK, table.n_rows - 1)):
        cells = [cell for cell in table.cells if cell.row == row and cell.colspan == 1]
        found = {cell.col: len(cell.lines) for cell in cells if _names(cell.lines)}
        if found:
            return row, found
    return None


def _names(lines: Sequence[Line]) -> bool:
    return 2 <= len(lines) <= _MOST and all(_NAMES.fullmatch(line.text) for line in lines)


def _parted(table: Table, header: int, split: dict[int, int]) -> Table:
    at, moved = [], 0
    for c in range(table.n_cols + 1):
        at.append(c + moved)
        moved += split.get(c, 1) - 1
    cells: list[Cell] = []
    for cell in table.cells:
        first, stop = at[cell.col], at[min(cell.col + cell.colspan, table.n_cols)]
        n = split.get(cell.col, 1)
        if cell.row >= header and cell.colspan == 1 and n > 1 and len(cell.lines) == n:
            cells += [
                replace(cell, col=first + k, lines=(line,), box=line.box or cell.box, value=None)
                for k, line in enumerate(cell.lines)
            ]
        else:
            cells.append(replace(cell, col=first, colspan=stop - first))
    return replace(table, cells=tuple(cells), n_cols=at[table.n_cols])
