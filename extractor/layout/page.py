"""A page put together: characters and ruling edges → lines and tables in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from extractor.document import Block, Box, Cell, Line, Table
from extractor.layout.aligned import find_aligned_tables
from extractor.layout.grid import Edge, Grid, GridCell, edges_to_grids
from extractor.layout.lines import SPACES, Glyph, Run, glyphs_to_runs, runs_to_lines
from extractor.layout.order import reading_order

FRAME_SHARE = 0.35
"""A cell covering this share of the page is a frame around the page's content, not a cell."""


def lay_out(
    glyphs: Sequence[Glyph],
    horizontal: Sequence[Edge],
    vertical: Sequence[Edge],
    width: float,
    height: float,
    page: int | None = None,
) -> tuple[Block, ...]:
    """Lines and tables of one page in reading order. Points, origin top left."""
    runs = glyphs_to_runs(glyphs)
    grids = [grid for grid in edges_to_grids(horizontal, vertical) if _is_table(grid, width * height)]
    tables: list[Table] = []
    for grid in sorted(grids, key=lambda g: g.box.width * g.box.height):  # inner tables take their words first
        held, runs = runs_to_cells(grid, runs)
        if held:
            tables.append(fill_grid(grid, held, page))
    lines = runs_to_lines(runs)
    lines, aligned = find_aligned_tables(lines, horizontal, page)
    return reading_order(lines, [*tables, *aligned], width)


def _is_table(grid: Grid, page_area: float) -> bool:
    """One column of boxes holds prose or a card; a table has at least two columns."""
    if grid.n_cols < 2:
        return False
    biggest = max(cell.box.width * cell.box.height for cell in grid.cells)
    return len(grid.cells) > 3 or biggest < FRAME_SHARE * page_area


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
        first, last = run.glyphs[0], run.glyphs[-1]
        cell = finder.cell_at((first[1] + first[3]) / 2, (first[2] + first[4]) / 2)
        if cell is not None and cell is finder.cell_at((last[1] + last[3]) / 2, (last[2] + last[4]) / 2):
            held[cell].append(run)
            continue
        for place, part in _cut_at_borders(run, finder):
            if place is None:
                outside.append(part)
            else:
                held[place].append(part)
    return held, outside


def _cut_at_borders(run: Run, finder: _CellFinder) -> list[tuple[GridCell | None, Run]]:
    parts: list[tuple[GridCell | None, Run]] = []
    glyphs: list[Glyph] = []
    current: GridCell | None = None
    for glyph in run.glyphs:
        cell = finder.cell_at((glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2)
        if glyphs and cell is not current:
            _add_part(parts, current, glyphs)
            glyphs = []
        current = cell
        glyphs.append(glyph)
    _add_part(parts, current, glyphs)
    return parts


def _add_part(parts: list[tuple[GridCell | None, Run]], cell: GridCell | None, glyphs: list[Glyph]) -> None:
    if all(glyph[0] in SPACES for glyph in glyphs):
        return
    box = glyphs_box(glyphs)
    parts.append((cell, Run(glyphs, *box)))


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

    def cell_at(self, x: float, y: float) -> GridCell | None:
        if y > self.bottom or x > self.right:
            return None
        return self.cells.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def fill_grid(grid: Grid, held: dict[GridCell, list[Run]], page: int | None) -> Table:
    """The grid's cells with the printed lines of the runs each holds."""
    cells = tuple(
        Cell(
            row=cell.row,
            col=cell.col,
            lines=cell_lines(held[cell]) if cell in held else (),
            rowspan=cell.rowspan,
            colspan=cell.colspan,
            box=cell.box,
        )
        for cell in grid.cells
    )
    return Table(cells, grid.n_rows, grid.n_cols, page, grid.box, "ruled")


def cell_lines(runs: Sequence[Run]) -> tuple[Line, ...]:
    return tuple(runs_to_lines(runs))
