"""Runs of characters into the cells of a grid: each cut where a border stands, in the cell that its middle lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from extractor.document import Box, Line, Table
from extractor.layout.characters.glyphs import SPACES, Glyph, Glyphs
from extractor.layout.characters.lines import runs_to_lines
from extractor.layout.characters.runs import Run
from extractor.layout.characters.stacked import cell_of_one_word
from extractor.layout.ruled.grid import Grid, GridCell
from extractor.quickly import ruled_cell

UNBROKEN_HEIGHTS = 0.1
"""Characters this near each other, in line heights, on both sides of a border are one word printed over it."""

RUN_ON_HEIGHTS = 0.3
"""The same of words that run on over a border before: what reaches to a third cell stands in one that spans them all."""


def runs_to_cells(grid: Grid, runs: Sequence[Run]) -> tuple[dict[GridCell, list[Run]], list[Run]]:
    """The runs standing in each cell, and those outside the table. A run across a border is cut there."""
    finder = _CellFinder(grid)
    held: defaultdict[GridCell, list[Run]] = defaultdict(list)
    outside: list[Run] = []
    x0, y0, x1, y1 = grid.box
    for run in runs:
        if run.x1 <= x0 or run.x0 >= x1 or run.y1 <= y0 or run.y0 >= y1:
            outside.append(run)
            continue
        cell = finder.cell_of(run.page, run.start)
        if cell is not None and cell is finder.cell_of(run.page, run.stop - 1):
            held[cell].append(run)
            continue
        for place, part in _cut_at_borders(run, finder):
            if place is None:
                outside.append(part)
            else:
                held[place].append(part)
    return held, outside


def _cut_at_borders(run: Run, finder: _CellFinder) -> list[tuple[GridCell | None, Run]]:
    """The parts of a run that stand in different cells. Words too long for their cell run on unbroken: they are one."""
    parts: list[tuple[GridCell | None, Run]] = []
    glyphs: list[Glyph] = []
    cells: list[GridCell | None] = []
    for glyph in run.glyphs:
        cell = finder.cell_at((glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2)
        near = UNBROKEN_HEIGHTS if not cells or cells[0] is cells[-1] else RUN_ON_HEIGHTS
        parted = not glyphs or glyph[1] - glyphs[-1][3] > near * (glyph[4] - glyph[2])
        if glyphs and cell is not cells[-1] and (parted or glyph[0] in SPACES or glyphs[-1][0] in SPACES):
            _add_part(parts, cells, glyphs)
            glyphs, cells = [], []
        glyphs.append(glyph)
        cells.append(cell)
    _add_part(parts, cells, glyphs)
    return parts


def _add_part(parts: list[tuple[GridCell | None, Run]], cells: list[GridCell | None], glyphs: list[Glyph]) -> None:
    if not all(glyph[0] in SPACES for glyph in glyphs):
        parts.append((max(cells, key=cells.count), Run.of(glyphs, glyphs_box(glyphs))))


def glyphs_box(glyphs: Sequence[Glyph]) -> Box:
    return Box(
        min(g[1] for g in glyphs), min(g[2] for g in glyphs), max(g[3] for g in glyphs), max(g[4] for g in glyphs)
    )


class _CellFinder:
    """Which cell of a grid holds a point."""

    def __init__(self, grid: Grid) -> None:
        self.ys = sorted({cell.box.y0 for cell in grid.cells})
        self.xs = sorted({cell.box.x0 for cell in grid.cells})
        self.bottom, self.right = grid.box.y1, grid.box.x1
        row_of = {y: k for k, y in enumerate(self.ys)}
        col_of = {x: k for k, x in enumerate(self.xs)}
        self.cells: dict[tuple[int, int], GridCell] = {}
        for cell in grid.cells:
            for row in range(row_of[cell.box.y0], bisect_right(self.ys, cell.box.y1 - 0.01)):
                for col in range(col_of[cell.box.x0], bisect_right(self.xs, cell.box.x1 - 0.01)):
                    self.cells[row, col] = cell

    def cell_of(self, page: Glyphs, place: int) -> GridCell | None:
        """The cell that holds the middle of a character."""
        return self.cell_at((page.x0[place] + page.x1[place]) / 2, (page.y0[place] + page.y1[place]) / 2)

    def cell_at(self, x: float, y: float) -> GridCell | None:
        if y > self.bottom or x > self.right:
            return None
        return self.cells.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def fill_grid(grid: Grid, held: dict[GridCell, list[Run]], page: int | None) -> Table:
    """The grid's cells with the printed lines of the runs each holds."""
    cells = tuple(
        ruled_cell(row, col, cell_lines(held[cell]) if cell in held else (), rowspan, colspan, box)
        for cell in grid.cells
        for row, col, rowspan, colspan, box in (cell,)
    )
    return Table(cells, grid.n_rows, grid.n_cols, page, grid.box, "ruled")


def cell_lines(runs: Sequence[Run]) -> tuple[Line, ...]:
    return cell_of_one_word(runs_to_lines(runs))
