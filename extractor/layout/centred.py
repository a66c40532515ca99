"""Forms without lines whose cells stand centred on their rows: a label beside the middle of a value of two lines.

Read line by line, the label stands between two halves of its value, and beside the half of another one. That words of one
size stand half a line aside of words beside them shows such a form; the white between columns and the wider white between
cells show its cells, and that the middles of the cells of a row agree proves them. Points, y growing downward.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractor.document import Box, Cell, Table
from extractor.layout.columns import Lane
from extractor.layout.lines import Run, runs_to_lines

HALF_LINE = (0.25, 0.95)
"""How far apart, in heights of print, the middles of two runs beside each other stand where one is half a line aside."""
LEAST_HALF_LINES = 2
ALIKE = 0.3
"""Share by which the heights of the print of one form differ: letters and digits may come from another font."""
SAME_LINE = 0.2
"""Heights by which the middles of the words of one line in one column differ."""
SAME_ROW = 0.2
"""Share of the distance of two lines by which the middles of the cells of one row differ."""
CHAINED = 1.09
"""Distance of two lines of one cell at most, in the distance of the closest lines of the form."""
REACH = 150.0
"""Points above and below the words standing half a line aside in which rows belong to the form."""
LEAST_STARTS = 3
"""Runs that begin at one x where a column begins."""
ASIDE = 1.5
LEAST_STEP = 0.7
"""Least distance of two lines of one column, in heights of print."""
LEAST_ROWS = 3
MOST_LABEL = 24
MOST_LINES = 6

_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(slots=True)
class _Piece:
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
class _FormRow:
    cells: dict[int, _Piece] = field(default_factory=dict)
    sound: bool = True  # no two cells of one column, no words across it


def centred_forms(runs: Sequence[Run], page: int | None) -> tuple[list[Table], list[Run]]:
    """The forms whose cells are centred on their rows, and the runs that stand in none of them."""
    aside = _half_lines(runs)
    if len({round(run.middle) for run in aside}) < LEAST_HALF_LINES:
        return [], list(runs)
    height = median(run.y1 - run.y0 for run in aside)
    top, low = min(run.y0 for run in aside) - REACH, max(run.y1 for run in aside) + REACH
    near = [run for run in runs if top <= run.y0 and run.y1 <= low and abs(run.y1 - run.y0 - height) <= ALIKE * height]
    starts = _starts(near)
    parted = {id(run): _parted(run, starts, height) for run in near}
    pieces = [part for run in near for part in parted[id(run)]]
    lanes = _lanes([part for part in pieces if not _crosses(part, starts, height)])
    if len(lanes) < 2 or len(lanes) % 2:
        return [], list(runs)
    columns = _columns(pieces, lanes, height)
    forms = max(
        (list(_forms(rows, lanes)) for rows in (_rows(columns, height), _tight_rows(columns, height))), key=_covered
    )
    tables = []
    used: set[int] = set()
    for rows in forms:
        tables.append(_table(rows, lanes, page))
        used.update(id(run) for row in rows for cell in row.cells.values() for run in cell.runs)
    if not tables:
        return [], list(runs)
    left = [part for run in runs for part in parted.get(id(run), [run]) if id(part) not in used]
    return tables, left


def _half_lines(runs: Sequence[Run]) -> list[Run]:
    """The runs that stand half a line above or below another one of their size beside them."""
    ordered = sorted(runs, key=lambda run: run.y0 + run.y1)
    found: dict[int, Run] = {}
    for k, run in enumerate(ordered):
        height = run.y1 - run.y0
        for other in ordered[k + 1 : k + 13]:
            apart = other.middle - run.middle
            if apart > HALF_LINE[1] * height:
                break
            if apart < HALF_LINE[0] * height or abs(other.y1 - other.y0 - height) > ALIKE * height:
                continue
            if run.x1 <= other.x0 or other.x1 <= run.x0:
                found[id(run)], found[id(other)] = run, other
    return list(found.values())


def _starts(runs: Sequence[Run]) -> list[float]:
    """Where enough runs begin for a column to begin there, left to right."""
    edges = sorted(run.x0 for run in runs)
    found: list[float] = []
    first = 0
    for k, edge in enumerate(edges):
        if edge - edges[first] > ASIDE:
            first = k
        if k - first + 1 == LEAST_STARTS:
            found.append(edges[first])
    return [at for at in found if _begins_column(at, runs)]


def _begins_column(at: float, runs: Sequence[Run]) -> bool:
    """Whether no more words run over a place than begin there: not the beginnings of short words in a column that is centred."""
    begin = sum(abs(run.x0 - at) <= ASIDE for run in runs)
    over = sum(run.x0 + 2 * ASIDE < at < run.x1 - 2 * ASIDE for run in runs)
    return over < begin


def _inside(run: Run, starts: Sequence[float], height: float) -> list[float]:
    """The columns' beginnings that a run stands over."""
    low = bisect_left(starts, run.x0 + 0.6 * height)
    high = bisect_left(starts, run.x1 - 0.3 * height)
    return list(starts[low:high])


def _crosses(run: Run, starts: Sequence[float], height: float) -> bool:
    return bool(_inside(run, starts, height))


def _parted(run: Run, starts: Sequence[float], height: float) -> list[Run]:
    """A run cut where a column begins within it behind a gap: a long label that reaches near its value."""
    cuts = []
    for start in _inside(run, starts, height):
        at = next((k for k in range(run.start + 1, run.stop) if abs(run.page.x0[k] - start) <= ASIDE), None)
        if at is not None and run.page.x0[at] - run.page.x1[at - 1] >= 0.1 * height:
            cuts.append(at)
    if not cuts:
        return [run]
    bounds = [run.start, *cuts, run.stop]
    return [
        Run(run.page, a, b, min(run.page.x0[a:b]), run.y0, max(run.page.x1[a:b]), run.y1) for a, b in pairwise(bounds)
    ]


def _lanes(runs: Sequence[Run]) -> list[Lane]:
    """The columns: stretches of x that words stand over, with white between them from top to bottom."""
    lanes: list[Lane] = []
    for x0, x1 in sorted((run.x0, run.x1) for run in runs):
        if lanes and x0 < lanes[-1].x1:
            lanes[-1] = Lane(lanes[-1].x0, max(lanes[-1].x1, x1))
        else:
            lanes.append(Lane(x0, x1))
    return lanes


def _columns(runs: Sequence[Run], lanes: Sequence[Lane], height: float) -> list[list[_Piece]]:
    """The printed lines of every column, top to bottom."""
    columns: list[list[_Piece]] = [[] for _ in lanes]
    lefts = [lane.x0 for lane in lanes]
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        column = columns[max(0, bisect_left(lefts, run.x0 + 0.1) - 1)]
        if column and run.middle - column[-1].middle <= SAME_LINE * height:
            line = column[-1]
            line.runs.append(run)
            line.y0, line.y1, line.x1 = min(line.y0, run.y0), max(line.y1, run.y1), max(line.x1, run.x1)
        else:
            column.append(_Piece([run], run.y0, run.y1, run.x1, 1, run.middle, run.middle))
    return columns


def _step(columns: Sequence[Sequence[_Piece]], height: float) -> float:
    """The distance of the closest lines of one column."""
    steps = [b.middle - a.middle for column in columns for a, b in pairwise(column)]
    return min((s for s in steps if s >= LEAST_STEP * height), default=height)


def _rows(columns: Sequence[Sequence[_Piece]], height: float) -> list[_FormRow]:
    """The cells of all columns, those whose middles agree in one row, top to bottom. There is white between the cells."""
    step = _step(columns, height)
    rows: list[_FormRow] = []
    middle = 0.0
    cells = [(cell.middle, c, cell) for c, column in enumerate(columns) for cell in _chained(column, CHAINED * step)]
    for at, c, cell in sorted(cells, key=lambda entry: entry[:2]):
        if not rows or at - middle > SAME_ROW * step:
            rows.append(_FormRow())
            middle = at
        if c in rows[-1].cells:
            rows[-1].sound = False
        rows[-1].cells[c] = cell
    for upper, lower in pairwise(rows):
        if max(cell.last for cell in upper.cells.values()) >= min(cell.first for cell in lower.cells.values()):
            upper.sound = lower.sound = False  # one reaches into the other
    return rows


def _tight_rows(columns: Sequence[Sequence[_Piece]], height: float) -> list[_FormRow]:
    """The same where rows follow each other as closely as lines do: each takes as few lines as have a middle in common."""
    step = _step(columns, height)
    left = [list(column) for column in columns]
    firsts = [line.text for line in columns[0]]
    colons = 2 * sum(text.endswith((":", "：")) for text in firsts) > len(firsts)
    rows: list[_FormRow] = []
    while any(left):
        top = min(column[0].middle for column in left if column)
        taken = next((row for n in range(1, MOST_LINES + 1) if (row := _taken(left, top, n, step, colons))), None)
        if taken is None:
            for column in left:
                if column and column[0].middle - top <= SAME_ROW * step:
                    column.pop(0)
            rows.append(_FormRow(sound=False))
            continue
        for c, cell in taken.cells.items():
            del left[c][: cell.lines]
        rows.append(taken)
    return rows


def _taken(left: Sequence[Sequence[_Piece]], top: float, count: int, step: float, colons: bool) -> _FormRow | None:
    """The row of ``count`` lines from the one at ``top``; None where its cells have no middle in common, or no label."""
    row, middle = _FormRow(), top + (count - 1) * step / 2
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


def _covered(forms: Sequence[Sequence[_FormRow]]) -> int:
    """The printed lines that stand in the cells of forms."""
    return sum(cell.lines for rows in forms for row in rows for cell in row.cells.values())


def _chained(lines: Sequence[_Piece], most: float) -> list[_Piece]:
    """The cells of a column: lines no further from each other than lines of one cell are."""
    cells: list[_Piece] = []
    for line in lines:
        if cells and line.middle - cells[-1].last <= most:
            cell = cells[-1]
            cell.runs += line.runs
            cell.y1, cell.x1, cell.last, cell.lines = line.y1, max(cell.x1, line.x1), line.last, cell.lines + 1
        else:
            cells.append(_Piece(list(line.runs), line.y0, line.y1, line.x1, 1, line.first, line.last))
    return cells


def _forms(rows: Sequence[_FormRow], lanes: Sequence[Lane]) -> Iterator[list[_FormRow]]:
    """Stretches of rows of labels with their values, some of them of different numbers of lines."""
    stretch: list[_FormRow] = []
    for row in [*rows, None]:
        if row is not None and _is_of_form(row, lanes):
            stretch.append(row)
            continue
        if len(stretch) >= LEAST_ROWS and sum(_is_uneven(row) for row in stretch) >= LEAST_HALF_LINES:
            yield stretch
        stretch = []


def _is_uneven(row: _FormRow) -> bool:
    return len({cell.lines % 2 for cell in row.cells.values()}) > 1


def _is_of_form(row: _FormRow, lanes: Sequence[Lane]) -> bool:
    """Whether every value of a row has its label, and nothing stands over two columns but a value with nothing beside it."""
    if not row.sound or 0 not in row.cells:
        return False
    for c, cell in row.cells.items():
        beyond = [k for k in range(c + 1, len(lanes)) if lanes[k].x0 < cell.x1 - 1]
        if beyond and (not c % 2 or any(k in row.cells for k in beyond)):
            return False
        if c % 2 and c - 1 not in row.cells:
            return False
        if not c % 2 and not _may_label(cell.text):
            return False
    return True


def _may_label(text: str) -> bool:
    packed = "".join(text.split())
    return 2 <= len(packed) <= MOST_LABEL and _HAN.search(packed) is not None and not packed[0].isdigit()


def _table(rows: Sequence[_FormRow], lanes: Sequence[Lane], page: int | None) -> Table:
    cells = []
    for number, row in enumerate(rows):
        for c, cell in sorted(row.cells.items()):
            span = 1 + sum(lane.x0 < cell.x1 - 1 for lane in lanes[c + 1 :])
            box = Box(lanes[c].x0, cell.y0, max(lanes[c].x1, cell.x1), cell.y1)
            cells.append(Cell(number, c, tuple(runs_to_lines(cell.runs)), 1, span, box))
    top, low = min(cell.box.y0 for cell in cells if cell.box), max(cell.box.y1 for cell in cells if cell.box)
    return Table(tuple(cells), len(rows), len(lanes), page, Box(lanes[0].x0, top, lanes[-1].x1, low), "aligned")
