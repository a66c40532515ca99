"""Cells of a scan's grid that lie over several rows because a seal has worn away the rules between them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Box, Line
from extractor.layout.ruled.grid import Grid, GridCell
from extractor.layout.ruled.joined import ANSWERS

START = 4.0  # points within which lines begin at one place
APART = 1.6  # in line heights: rows from which on the lines of a paragraph cannot stand in the middle of each
MIDDLE = 0.35  # in line heights: how far from its row's middle a line may stand


def cut_in_rows(grid: Grid, held: Sequence[Sequence[Line]]) -> Grid:
    """The grid with its cells cut where the rules of the rows beside them run between words: a seal has worn them away."""
    words = dict(zip(grid.cells, held, strict=True))
    cells: list[GridCell] = []
    for cell in grid.cells:
        beside = sorted(
            (c for c in grid.cells if c.col + c.colspan <= cell.col and c.rowspan == 1 and words[c]),
            key=lambda c: c.col,
        )
        nearest = {c.row: c for c in beside if cell.row <= c.row < cell.row + cell.rowspan}
        rows = [nearest[row] for row in sorted(nearest)]
        if cell.rowspan > 1 and len(rows) == cell.rowspan and _stand_in_rows(rows, words[cell]):
            x0, x1 = cell.box.x0, cell.box.x1
            cells += [GridCell(c.row, cell.col, 1, cell.colspan, Box(x0, c.box.y0, x1, c.box.y1)) for c in rows]
        else:
            cells.append(cell)
    return grid if len(cells) == len(grid.cells) else Grid(tuple(sorted(cells)), grid.n_rows, grid.n_cols, grid.box)


def _stand_in_rows(rows: Sequence[GridCell], lines: Sequence[Line]) -> bool:
    """Whether in the middle of each row one of the lines stands, all beginning at one place: a paragraph's are closer."""
    boxes = [line.box for line in lines if line.box]
    start = min((box.x0 for box in boxes), default=0.0)
    answers = all(line.text in ANSWERS for line in lines)  # no words of a paragraph
    first = [box for box in boxes if box.x0 - start <= START]
    return len(first) == len(rows) and all(
        (row.box.height >= APART * box.height or answers)
        and abs(row.box.y0 + row.box.y1 - box.y0 - box.y1) / 2 <= MIDDLE * box.height
        for row, box in zip(rows, sorted(first, key=lambda box: box.y0), strict=True)
    )
