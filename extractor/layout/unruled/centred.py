"""Forms without lines whose cells wrap: a label beside the middle of a value of two lines, beside its first or its last.

Read line by line, the label stands between two halves of its value, and beside the half of another one. That words of one
size stand half a line aside of words beside them, or begin a line where others stand behind a label, shows such a form; the
white between columns shows its columns, and that its cells agree in their middles, tops or feet proves its rows. Points, y
growing downward.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractor.document import Box, Cell, Table
from extractor.layout.characters.lines import runs_to_lines
from extractor.layout.characters.runs import Run
from extractor.layout.unruled.columns import Lane, list_length
from extractor.layout.unruled.form_rows import SAME_LINE, FormRow, printed_columns, readings

HALF_LINE = (0.25, 0.95)
"""How far apart, in heights of print, the middles of two runs beside each other stand where one is half a line aside."""
LEAST_HALF_LINES = 2
ALIKE = 0.3
"""Share by which the heights of the print of one form differ: letters and digits may come from another font."""
REACH = 150.0
"""Points above and below the words standing half a line aside in which rows belong to the form."""
LEAST_STARTS = 3
"""Runs that begin at one x where a column begins."""
ASIDE = 1.5
LEAST_ROWS = 3
MOST_LABEL = 24
MOST_RUNS = 600
"""Runs on a page from which on it is no form."""

_HAN = re.compile("[\u3400-\u9fff]")


def centred_forms(runs: Sequence[Run], page: int | None) -> tuple[list[Table], list[Run]]:
    """The forms whose cells are centred on their rows, and the runs that stand in none of them."""
    aside = _half_lines(runs)
    half = len({round(run.middle) for run in aside}) >= LEAST_HALF_LINES
    if not half:
        aside = _hanging(runs)
        if len(aside) < LEAST_HALF_LINES:
            return [], list(runs)
    height = median(run.y1 - run.y0 for run in aside)
    top, low = min(run.y0 for run in aside) - REACH, max(run.y1 for run in aside) + REACH
    near = [run for run in runs if top <= run.y0 and run.y1 <= low and abs(run.y1 - run.y0 - height) <= ALIKE * height]
    if len(near) > MOST_RUNS:
        return [], list(runs)
    starts = _starts(near)
    parted = {id(run): _parted(run, starts, height) for run in near}
    pieces = [part for run in near for part in parted[id(run)]]
    lanes = _lanes([part for part in pieces if not _crosses(part, starts, height)])
    if len(lanes) < 2 or len(lanes) % 2:
        return [], list(runs)
    columns = printed_columns(pieces, lanes, height)
    forms = max((list(_forms(rows, lanes)) for rows in readings(columns, height)), key=_covered)
    tables = []
    used: set[int] = set()
    for rows in forms:
        if not half and _is_list(rows, lanes):
            continue  # what is aligned at the top is left to those who look for lists
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


def _hanging(runs: Sequence[Run]) -> list[Run]:
    """The runs with nothing to their left at their height that begin where others stand behind something: a value's further line."""
    behind: dict[int, int] = {}
    lone: list[Run] = []
    first, middle = None, 0.0
    for run in sorted(runs, key=lambda run: (round(run.middle), run.x0)):
        if first is not None and run.middle - middle <= SAME_LINE * (run.y1 - run.y0):
            behind[round(run.x0)] = behind.get(round(run.x0), 0) + 1
            continue
        first, middle = run, run.middle
        lone.append(run)
    return [run for run in lone if behind.get(round(run.x0), 0) >= LEAST_STARTS]


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


def _is_list(rows: Sequence[FormRow], lanes: Sequence[Lane]) -> bool:
    texts = [[row.cells[c].text if c in row.cells else "" for c in range(len(lanes))] for row in rows]
    return list_length(texts, ruled=False) > 0


def _covered(forms: Sequence[Sequence[FormRow]]) -> int:
    """The printed lines that stand in the cells of forms."""
    return sum(cell.lines for rows in forms for row in rows for cell in row.cells.values())


def _forms(rows: Sequence[FormRow], lanes: Sequence[Lane]) -> Iterator[list[FormRow]]:
    """Stretches of rows of labels with their values, some of them of different numbers of lines."""
    stretch: list[FormRow] = []
    for row in [*rows, None]:
        if row is not None and _is_of_form(row, lanes):
            stretch.append(row)
            continue
        if len(stretch) >= LEAST_ROWS and sum(_is_uneven(row) for row in stretch) >= LEAST_HALF_LINES:
            yield stretch
        stretch = []


def _is_uneven(row: FormRow) -> bool:
    return len({cell.lines for cell in row.cells.values()}) > 1


def _is_of_form(row: FormRow, lanes: Sequence[Lane]) -> bool:
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
        if not c % 2 and cell.lines > 1 and c + 1 not in row.cells and len(row.cells) > 1:
            return False  # what goes on under a label is not it: the value beside it wrapped to the row's left edge
    return True


def _may_label(text: str) -> bool:
    packed = "".join(text.split())
    return 2 <= len(packed) <= MOST_LABEL and _HAN.search(packed) is not None and not packed[0].isdigit()


def _table(rows: Sequence[FormRow], lanes: Sequence[Lane], page: int | None) -> Table:
    cells = []
    for number, row in enumerate(rows):
        for c, cell in sorted(row.cells.items()):
            span = 1 + sum(lane.x0 < cell.x1 - 1 for lane in lanes[c + 1 :])
            box = Box(lanes[c].x0, cell.y0, max(lanes[c].x1, cell.x1), cell.y1)
            cells.append(Cell(number, c, tuple(runs_to_lines(cell.runs)), 1, span, box))
    top, low = min(cell.box.y0 for cell in cells if cell.box), max(cell.box.y1 for cell in cells if cell.box)
    return Table(tuple(cells), len(rows), len(lanes), page, Box(lanes[0].x0, top, lanes[-1].x1, low), "aligned")
