"""Words of two cells of a scan that a text finder took for one line, because the border between them is worn away.

Only where the grid's other rows or columns have that border, and where what stands on its other side can be no rest of the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Box, Line
from extractor.layout.pixels.rules import EM_OF_BOX
from extractor.layout.ruled.grid import Grid, GridCell

UNDER = 0.5  # in line heights: what begins this near stands under what begins there in the other rows
NEAR = 0.8  # in line heights: how far from the border the first sign behind it may stand
SLACK = 1.0  # points by which words may reach over their cell
LEAST_ROWS = 2  # rows of the column that begin at the same place
TALL = 1.6  # times as high as wide: signs one above the other
MIDDLE = 0.4  # of the distance of two signs: how far from half way between them the rule may run
ANSWERS = frozenset("是否有无已未√×✓✗")
"""Signs that are all a cell says: two of them, one above the other, are two answers."""
_BEGINS_A_NUMBER = re.compile(r"[\u4e00-\u9fff]\d")


def without_joins(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Line]:
    """The lines with those parted that run over a border which other rows or columns of their grid have."""
    if not grids:
        return list(lines)
    numbers = [line.box for line in lines if line.box and line.text[:1].isdigit()]
    return [part for line in lines for part in _parts(_without_border(line, grids), grids, numbers)]


def _without_border(line: Line, grids: Sequence[Grid]) -> Line:
    """The line without the stroke at its head that is what is left of a border: |05."""
    if len(line.text) < 2 or line.text[0] not in "|｜" or line.box is None or _grid_of(line.box, grids) is None:
        return line
    return _part(line, 1, len(line.text))


def _grid_of(box: Box, grids: Sequence[Grid]) -> Grid | None:
    return next((grid for grid in grids if _holds(grid.box, box)), None)


def _parts(line: Line, grids: Sequence[Grid], numbers: Sequence[Box]) -> Iterator[Line]:
    box = line.box
    grid = _grid_of(box, grids) if box is not None else None
    if box is None or grid is None:
        yield line
    elif box.height > TALL * box.width and len(line.text) > 1 and ANSWERS.issuperset(line.text):
        yield from _answers(line, box, grid)
    else:
        parted = _behind_border(line, box, grid, numbers)
        yield from (line,) if parted is None else _at_border(line, *parted)


def _holds(outer: Box, box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return outer.x0 <= x < outer.x1 and outer.y0 <= y < outer.y1


def _answers(line: Line, box: Box, grid: Grid) -> Iterator[Line]:
    """One line for every sign, where a rule of the columns beside runs half way between each two."""
    pitch = (box.height - box.width) / (len(line.text) - 1)
    middles = [box.y0 + box.width / 2 + pitch * k for k in range(len(line.text))]
    rules = {cell.box.y0 for cell in grid.cells}
    if not all(any(abs(rule - (a + b) / 2) <= MIDDLE * pitch for rule in rules) for a, b in pairwise(middles)):
        yield line
        return
    for sign, y in zip(line.text, middles, strict=True):
        half = EM_OF_BOX * box.width / 2  # as high as the sign: a finder's boxes have margins
        yield replace(line, text=sign, box=Box(box.x0, y - half, box.x1, y + half), edges=None, guesses=())


def _behind_border(line: Line, box: Box, grid: Grid, numbers: Sequence[Box]) -> tuple[int, float] | None:
    """Where in a line a number begins behind a border of the rows above and below, where their own numbers begin; and its x."""
    if line.edges is None or len(line.edges) != len(line.text):
        return None
    y = (box.y0 + box.y1) / 2
    across = (cell for cell in grid.cells if cell.box.y0 <= y < cell.box.y1 and cell.colspan > 1)
    own = next((cell for cell in across if cell.box.x0 - SLACK <= box.x0 and box.x1 <= cell.box.x1 + SLACK), None)
    if own is None:
        return None
    for match in _BEGINS_A_NUMBER.finditer(line.text):
        at = match.start() + 1
        x = line.edges[at][0]
        for cells in _columns_within(grid, own):
            under = [b for b in numbers if abs(b.x0 - x) <= UNDER * box.height and any(_holds(c.box, b) for c in cells)]
            if abs(x - cells[0].box.x0) <= NEAR * box.height and len(under) >= LEAST_ROWS:
                return at, cells[0].box.x0
    return None


def _columns_within(grid: Grid, own: GridCell) -> Iterator[list[GridCell]]:
    """For every border that runs through a cell elsewhere in the grid the cells of the rows next to it that begin there."""
    for col in range(own.col + 1, own.col + own.colspan):
        cells = [cell for cell in grid.cells if cell.col == col and cell.colspan == 1]
        above = [cell for cell in cells if cell.row + cell.rowspan == own.row]
        below = [cell for cell in cells if cell.row == own.row + own.rowspan]
        if above and below:
            yield cells


def _at_border(line: Line, at: int, border: float) -> Iterator[Line]:
    """Both sides of a line, none reaching over the border."""
    before, behind = _part(line, 0, at), _part(line, at, len(line.text))
    yield replace(before, box=before.box and before.box._replace(x1=min(before.box.x1, border)))
    yield replace(behind, box=behind.box and behind.box._replace(x0=max(behind.box.x0, border)))


def _part(line: Line, start: int, stop: int) -> Line:
    edges = line.edges[start:stop] if line.edges is not None and len(line.edges) == len(line.text) else None
    guesses = tuple((at - start, a, b, sure) for at, a, b, sure in line.guesses if start <= at < stop)
    return replace(line, text=line.text[start:stop], box=line.box_of(start, stop), edges=edges, guesses=guesses)
