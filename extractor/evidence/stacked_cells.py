"""Columns that hold two things one below the other, 出险日期 over 报案日期, as the two columns they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractor.document import Cell, Line, Table
from extractor.evidence.columns import TOTAL_ROW
from extractor.evidence.two_lines import in_one_line
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
    table = _broken_at_strokes(in_one_line(table))
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


_DAY = r"\d{4}\s*[-.年]\s*\d{1,2}\s*[-.月]\s*\d{1,2}\s*日?|[—\-–]+|无"
_TWO_DAYS = re.compile(rf"\s*({_DAY})\s*[/／]\s*({_DAY})\s*")
_SUM = r"[¥￥]?\d{1,3}(?:,?\d{3})*\.\d{2}\s*元?|[—\-–]+|无"
_TWO_SUMS = re.compile(rf"\s*({_SUM})\s*[/／]\s*({_SUM})\s*")
_TWO_NAMES = re.compile(r"\s*([\u4e00-\u9fff]{2,6})\s*[/／]\s*([\u4e00-\u9fff]{2,8})\s*(?:[（(]元[)）]\s*)?")


def _broken_at_strokes(table: Table) -> Table:
    """The table with 出险/报案 over 2024-05-03/2024-05-04 as two lines each, and 索赔/赔付 over two sums."""
    named = [c for c in _top(table) if c.colspan == 1 and _TWO_NAMES.fullmatch(c.text)]
    if not named:
        return table
    row = min(c.row for c in named)
    heads = {c.col for c in named if c.row == row}
    below = {col: [c for c in table.cells if c.col == col and c.row > row and c.text.strip()] for col in heads}
    split = {
        col for col, cells in below.items()
        if cells and any(all(len(c.lines) == 1 and two.fullmatch(fold(c.text)) for c in cells) for two in (_TWO_DAYS, _TWO_SUMS))
    }  # fmt: skip
    if not split:
        return table
    return replace(
        table,
        cells=tuple(
            replace(c, lines=_halves(c.lines[0]), value=None)
            if c.col in split and c.row >= row and len(c.lines) == 1 and c.text.strip()
            else c
            for c in table.cells
        ),
    )


def _halves(line: Line) -> tuple[Line, ...]:
    """The two parts of a line at its stroke, each where it stands."""
    plain = fold(line.text)
    found = _TWO_NAMES.fullmatch(line.text) or _TWO_DAYS.fullmatch(plain) or _TWO_SUMS.fullmatch(plain)
    if found is None:
        return (line,)
    return tuple(
        replace(
            line, text=line.text[a:b], box=line.box_of(a, b), edges=line.edges[a:b] if line.edges else None, guesses=()
        )
        for a, b in (found.span(1), found.span(2))
    )


def _heads(table: Table) -> tuple[int, dict[int, int]] | None:
    """(the row of the header, column → how many names stand in its cell); None where fewer than one stacks."""
    named = [cell for cell in _top(table) if cell.colspan == 1 and _names(cell.lines)]
    if not named:
        return None
    row = min(cell.row for cell in named)
    return row, {cell.col: len(cell.lines) for cell in named if cell.row == row}


def _top(table: Table) -> list[Cell]:
    """The cells of its first rows but the last, by which every other table is left alone after a look."""
    look = min(_LOOK, table.n_rows - 1)
    return list(takewhile(lambda cell: cell.row < look, table.cells))


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
