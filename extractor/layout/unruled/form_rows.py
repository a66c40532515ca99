"""The rows of a form without lines: which printed lines are one cell, and which cells one row.

The white between cells shows it where there is any; where rows stand as close as lines, the middles that their cells have in
common, or the colons of the labels. Points, y growing downward.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from extractor.layout.characters.runs import Run
from extractor.layout.unruled.columns import Lane

SAME_LINE = 0.2
"""Heights by which the middles of the words of one line in one column differ."""
SAME_ROW = 0.2
"""Share of the distance of two lines by which the middles of the cells of one row differ."""
CHAINED = 1.09
"""Distance of two lines of one cell at most, in the distance of the closest lines of the form."""
LEAST_STEP = 0.7
"""Least distance of two lines of one column, in heights of print."""
MOST_LINES = 6


@dataclass(slots=True)
class Piece:
    """The lines of a cell to be, or one of them."""

    runs: list[Run]
    y0: float
    y1: float
    x1: float
    lines: int = 1
    first: float = 0.0  # middle of its first line
    last: float = 0.0  # and of its last

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class FormRow:
    cells: dict[int, Piece] = field(default_factory=dict)
    sound: bool = True  # no two cells of one column, no words across it


def printed_columns(runs: Sequence[Run], lanes: Sequence[Lane], height: float) -> list[list[Piece]]:
    """The printed lines of every column, top to bottom."""
    columns: list[list[Piece]] = [[] for _ in lanes]
    lefts = [lane.x0 for lane in lanes]
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        column = columns[max(0, bisect_left(lefts, run.x0 + 0.1) - 1)]
        if column and run.middle - column[-1].middle <= SAME_LINE * height:
            line = column[-1]
            line.runs.append(run)
            line.y0, line.y1, line.x1 = min(line.y0, run.y0), max(line.y1, run.y1), max(line.x1, run.x1)
        else:
            column.append(Piece([run], run.y0, run.y1, run.x1, 1, run.middle, run.middle))
    return columns


def readings(columns: Sequence[Sequence[Piece]], height: float) -> Iterator[list[FormRow]]:
    """The rows as they would be with cells in the middle, at the top or at the foot of their rows."""
    yield _rows(columns, height, attrgetter("middle"))
    yield _tight_rows(columns, height)
    yield _rows(columns, height, attrgetter("first"))
    yield _rows(columns, height, attrgetter("last"))
    yield _rows_by_colon(columns, height, foot=False)
    yield _rows_by_colon(columns, height, foot=True)


def _rows(columns: Sequence[Sequence[Piece]], height: float, place: Callable[[Piece], float]) -> list[FormRow]:
    """The cells of all columns, those whose places agree in one row, top to bottom. There is white between the cells."""
    step = _step(columns, height)
    rows: list[FormRow] = []
    middle = 0.0
    cells = [(place(cell), c, cell) for c, column in enumerate(columns) for cell in _chained(column, CHAINED * step)]
    for at, c, cell in sorted(cells, key=lambda entry: entry[:2]):
        if not rows or at - middle > SAME_ROW * step:
            rows.append(FormRow())
            middle = at
        if c in rows[-1].cells:
            rows[-1].sound = False
        rows[-1].cells[c] = cell
    for upper, lower in pairwise(rows):
        if max(cell.last for cell in upper.cells.values()) >= min(cell.first for cell in lower.cells.values()):
            upper.sound = lower.sound = False  # one reaches into the other
    return rows


def _tight_rows(columns: Sequence[Sequence[Piece]], height: float) -> list[FormRow]:
    """The same where rows follow each other as closely as lines do: each takes as few lines as have a middle in common."""
    step = _step(columns, height)
    left = [list(column) for column in columns]
    firsts = [line.text for line in columns[0]]
    colons = 2 * sum(text.endswith((":", "：")) for text in firsts) > len(firsts)
    rows: list[FormRow] = []
    while any(left):
        top = min(column[0].middle for column in left if column)
        taken = next((row for n in range(1, MOST_LINES + 1) if (row := _taken(left, top, n, step, colons))), None)
        if taken is None:
            for column in left:
                if column and column[0].middle - top <= SAME_ROW * step:
                    column.pop(0)
            rows.append(FormRow(sound=False))
            continue
        for c, cell in taken.cells.items():
            del left[c][: cell.lines]
        rows.append(taken)
    return rows


def _taken(left: Sequence[Sequence[Piece]], top: float, count: int, step: float, colons: bool) -> FormRow | None:
    """The row of ``count`` lines from the one at ``top``; None where its cells have no middle in common, or no label."""
    row, middle = FormRow(), top + (count - 1) * step / 2
    for c, column in enumerate(left):
        mine = [line for line in column[:count] if line.middle < top + (count - 0.25) * step]
        if not mine:
            continue
        cells = _chained(mine, CHAINED * step)
        if len(cells) > 1 or abs(cells[0].middle - middle) > SAME_ROW * step:
            return None
        row.cells[c] = cells[0]
    if 0 not in row.cells or max(cell.lines for cell in row.cells.values()) != count:
        return None
    if colons and not row.cells[0].text.endswith((":", "：")):
        return None
    return row


def _rows_by_colon(columns: Sequence[Sequence[Piece]], height: float, *, foot: bool) -> list[FormRow]:
    """The same where the colons of labels show where rows begin, or at their ``foot`` where they end."""
    step, ends = _step(columns, height), [line.text.endswith((":", "：")) for line in columns[0]]
    if 2 * sum(ends) <= len(ends):
        return []
    if foot:
        bounds = [line.middle + step / 2 for line, end in zip(columns[0], ends, strict=True) if end]
    else:
        bounds = [line.middle - step / 2 for line, before in zip(columns[0], [True, *ends[:-1]], strict=True) if before]
    parts: dict[int, dict[int, list[Piece]]] = {}
    for c, column in enumerate(columns):
        for line in column:
            parts.setdefault(bisect_left(bounds, line.middle), {}).setdefault(c, []).append(line)
    rows = []
    outer = 0 if foot else len(bounds)  # the row that reaches to what stands above the form, or below it
    for number, held in sorted(parts.items()):
        cells = {c: _chained(lines, CHAINED * step) for c, lines in held.items()}
        whole = number == outer or all(len(found) == 1 for found in cells.values())
        row = FormRow({c: found[-1 if foot else 0] for c, found in cells.items()}, whole)
        places = [cell.last if foot else cell.first for cell in row.cells.values()]
        row.sound = row.sound and max(places) - min(places) <= SAME_ROW * step
        rows.append(row)
    return rows


def _chained(lines: Sequence[Piece], most: float) -> list[Piece]:
    """The cells of a column: lines no further from each other than lines of one cell are."""
    cells: list[Piece] = []
    for line in lines:
        if cells and line.middle - cells[-1].last <= most:
            cell = cells[-1]
            cell.runs += line.runs
            cell.y1, cell.x1, cell.last, cell.lines = line.y1, max(cell.x1, line.x1), line.last, cell.lines + 1
        else:
            cells.append(Piece(list(line.runs), line.y0, line.y1, line.x1, 1, line.first, line.last))
    return cells


def _step(columns: Sequence[Sequence[Piece]], height: float) -> float:
    """The distance of the closest lines of one column."""
    steps = [b.middle - a.middle for column in columns for a, b in pairwise(column)]
    return min((s for s in steps if s >= LEAST_STEP * height), default=height)
