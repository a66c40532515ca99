"""Printed segments and drawn lines of a straightened scan → lines and tables in reading order.

A grid that a poor scan has worn down (borders gone between columns, rules gone between rows) is worse than none: there
the alignment of the words decides. Points, y growing downward.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.document import Block, Box, Cell, Line, Table
from extractor.layout.order import reading_order
from extractor.layout.pixels.scan_text import in_rows
from extractor.layout.ruled.grid import Edge, Grid, GridCell, edges_to_grids
from extractor.layout.ruled.joined import without_joins
from extractor.layout.ruled.sealed_rows import cut_in_rows
from extractor.layout.unruled.aligned import find_aligned_tables
from extractor.layout.unruled.banded import find_banded_tables

SHARE_OF_ROWS = 0.3  # printed rows with two columns in one cell from which a grid is worn
COLUMN_GAP = 0.5  # in line heights: a gap this wide inside a cell may be a lost border
HELD = 0.7  # share of a worn grid's words that an aligned table must hold to take its place
ROW_POINTS = 60.0  # level rules further apart than this are not neighbouring rules of one table
SAME_HEIGHT = 2.0  # points within which pieces belong to one rule
FULL = 0.6  # share of a row's cells that hold two lines from which the row is two rows
BORDER_POINTS = 4.0  # within which borders of two grids are one
LOW = 0.4  # of a table's usual row: a strip lower than this is the gap between two tables
ROOM = 2.2  # in line heights: white beside a line that fills its cell, its margins and the sign that found no room
_WHOLE = re.compile(r"^[\d,]*\d\.\d\d$|\d{4}\D\d{1,2}\D\d{1,2}")  # a sum or a day, which is no rest of one
_SUM = re.compile(r"[¥￥]?\d{1,3}(?:,\d{3})*\.\d\d元?")
_OPEN = re.compile(r"[¥￥]?\d{1,3}(?:,\d{3})*(?:,\d{0,2}|\.\d{0,2})")  # a group of thousands or the fen are not whole
WHOLE = 0.7  # share of a stack of level rules that a grid covers when it is not a fragment


def lines_to_blocks(
    lines: Sequence[Line], level: Sequence[Edge], upright: Sequence[Edge], width: float
) -> tuple[Block, ...]:
    """Lines and tables of one page in reading order; ``lines`` come row by row."""
    grids = [grid for grid in edges_to_grids(level, upright) if grid.n_cols > 1 and len(grid.cells) > 2]
    lines = without_joins(lines, grids)
    taken: set[int] = set()
    tables: list[Table] = []
    apart = [(part, len(parts) > 1) for parts in (_apart(grid, lines) for grid in grids) for part in parts]
    for grid, is_part in apart:
        cells = _lines_in_cells(grid, lines)
        for cut in (_parted, cut_in_rows):
            if (parted := cut(grid, cells)) is not grid:
                grid, cells = parted, _lines_in_cells(parted, lines)
        beside = [other.box for other in grids if not is_part and _has_other_columns(grid, other)]
        own = [e for e in level if not any(box.y0 - SAME_HEIGHT <= e.at <= box.y1 + SAME_HEIGHT for box in beside)]
        table, stack = _table(grid, cells), _stack_around(grid, own)
        is_fragment = not is_part and _is_fragment(grid, stack, grids, lines)
        worn = is_fragment or _is_doubled(cells) or _joins_rows(table)
        if not any(cells) or (worn and _alignment_holds(stack, lines, level)):
            continue
        taken.update(id(line) for cell in cells for line in cell)
        tables.append(table)
    loose, aligned = _aligned([line for line in lines if id(line) not in taken], level)
    return reading_order(loose, [*tables, *aligned], width)


def _apart(grid: Grid, lines: Sequence[Line]) -> list[Grid]:
    """The grid, or the tables that it is: where borders of two tables met, a blank strip parts rows of different columns.

    The strip is one cell as wide as all, or too low for any words.
    """
    usual = median(cell.box.height / cell.rowspan for cell in grid.cells)
    for row in range(1, grid.n_rows - 1):
        strip = [cell for cell in grid.cells if cell.row == row]
        above = [cell for cell in grid.cells if cell.row + cell.rowspan <= row]
        below = [cell for cell in grid.cells if cell.row > row]
        if (
            len(above) + len(strip) + len(below) == len(grid.cells)
            and (len(strip) == 1 or max(cell.box.height for cell in strip) < LOW * usual)
            and _borders(above) != _borders(below)
            and not any(_stands_in(line, cell.box) for cell in strip for line in lines)
        ):
            return [part for half in (above, below) for part in _apart(_renumbered(half), lines)]
    return [grid]


def _borders(cells: Sequence[GridCell]) -> set[int]:
    return {cell.col for cell in cells}


def _renumbered(cells: Sequence[GridCell]) -> Grid:
    """Some rows of a grid as a grid of its own, without the columns that none of its cells begins."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.col for cell in cells})
    made = tuple(
        GridCell(
            bisect_left(rows, c.row), bisect_left(columns, c.col),
            bisect_left(rows, c.row + c.rowspan) - bisect_left(rows, c.row),
            bisect_left(columns, c.col + c.colspan) - bisect_left(columns, c.col), c.box,
        )
        for c in cells
    )  # fmt: skip
    boxes = [c.box for c in cells]
    frame = Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
    return Grid(made, len(rows), len(columns), frame)


def _stands_in(line: Line, box: Box) -> bool:
    x, y = _middle(line)
    return box.x0 <= x < box.x1 and box.y0 <= y < box.y1


def _table(grid: Grid, held: Sequence[Sequence[Line]]) -> Table:
    cells = tuple(
        Cell(c.row, c.col, tuple(words), c.rowspan, c.colspan, c.box) for c, words in zip(grid.cells, held, strict=True)
    )
    return Table(cells, grid.n_rows, grid.n_cols, box=grid.box)


def _middle(line: Line) -> tuple[float, float]:
    x0, y0, x1, y1 = line.box or Box(0, 0, 0, 0)
    return (x0 + x1) / 2, (y0 + y1) / 2


def _lines_in_cells(grid: Grid, lines: Sequence[Line]) -> list[list[Line]]:
    """For each cell of the grid its lines, by the middle of each."""
    held: list[list[Line]] = [[] for _ in grid.cells]
    for line in lines:
        x, y = _middle(line)
        if not (grid.box.x0 <= x < grid.box.x1 and grid.box.y0 <= y < grid.box.y1):
            continue
        for number, cell in enumerate(grid.cells):
            if cell.box.x0 <= x < cell.box.x1 and cell.box.y0 <= y < cell.box.y1:
                held[number].append(line)
                break
    # A row of the page may hold both lines of a wrapped cell, where a single line stands half way beside them.
    return [_downwards(cell) if len(cell) > 1 else cell for cell in held]


def _parted(grid: Grid, held: Sequence[Sequence[Line]]) -> Grid:
    """The grid with its cells cut where a border of its other rows runs between words: there the border is worn away."""
    borders = {cell.col: cell.box.x0 for cell in grid.cells}
    cells: list[GridCell] = []
    for cell, lines in zip(grid.cells, held, strict=True):
        boxes = [line.box for line in lines if line.box]
        inside = range(cell.col + 1, cell.col + cell.colspan)
        cuts = [col for col in inside if col in borders and _parts_words(borders[col], boxes)]
        columns = [cell.col, *cuts, cell.col + cell.colspan]
        sides = [cell.box.x0, *(borders[col] for col in cuts), cell.box.x1]
        cells += [
            GridCell(cell.row, a, cell.rowspan, b - a, Box(x0, cell.box.y0, x1, cell.box.y1))
            for (a, b), (x0, x1) in zip(pairwise(columns), pairwise(sides), strict=True)
        ]
    return grid if len(cells) == len(grid.cells) else Grid(tuple(cells), grid.n_rows, grid.n_cols, grid.box)


def _parts_words(x: float, boxes: Sequence[Box]) -> bool:
    """Whether words end left of ``x`` and others begin just right of it in the same printed row, and none cross it."""
    left = [box for box in boxes if box.x1 <= x + SAME_HEIGHT]
    right = [box for box in boxes if box.x0 >= x - SAME_HEIGHT]
    return len(left) + len(right) == len(boxes) and any(
        b.x0 - x <= b.height and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * b.height for a in left for b in right
    )


def _downwards(lines: Sequence[Line]) -> list[Line]:
    """The lines of one cell, row by row."""
    order = {box: k for k, box in enumerate(b for row in in_rows([ln.box for ln in lines if ln.box]) for b in row)}
    return sorted(lines, key=lambda line: order[line.box] if line.box else -1)


def _stack_around(grid: Grid, level: Sequence[Edge]) -> tuple[float, float]:
    """Top and bottom of the level rules that continue the grid's own at the same width: the table as it once was."""
    x0, y0, x1, y1 = grid.box
    like = sorted(e.at for e in level if min(e.stop, x1) - max(e.start, x0) >= 0.8 * max(e.stop - e.start, x1 - x0))
    for at in like:
        if y1 < at <= y1 + ROW_POINTS:
            y1 = at
    for at in reversed(like):
        if y0 - ROW_POINTS <= at < y0:
            y0 = at
    return y0, y1


def _has_other_columns(grid: Grid, other: Grid) -> bool:
    """Whether two grids of a page differ in a border of each: then they are two tables, and none is what is left of the other."""
    mine, theirs = ({cell.box.x0 for cell in one.cells} for one in (grid, other))
    return all(
        any(all(abs(x - y) > BORDER_POINTS for y in those) for x in these)
        for these, those in ((mine, theirs), (theirs, mine))
    )


def _is_fragment(grid: Grid, stack: tuple[float, float], grids: Sequence[Grid], lines: Sequence[Line]) -> bool:
    """Whether a grid is a small part of its stack of level rules, and rows of several columns stand in no grid of the page.

    Cards one below the other, of the same columns and each under its title, are a stack too, and every one is whole.
    """
    if grid.box.height >= WHOLE * (stack[1] - stack[0]):
        return False
    between = [
        line.box
        for line, (x, y) in ((line, _middle(line)) for line in lines)
        if line.box is not None
        and stack[0] <= y < stack[1]
        and grid.box.x0 <= x < grid.box.x1
        and not any(other.box.y0 <= y < other.box.y1 for other in grids)
    ]
    return any(len(row) > 1 for row in in_rows(between))


def _is_doubled(held: Sequence[Sequence[Line]]) -> bool:
    """Whether in many of the printed rows one cell holds words of two columns."""
    doubled = 0
    for cell in held:
        for row in in_rows([line.box for line in cell if line.box]):
            doubled += any(b[0] - a[2] >= COLUMN_GAP * (a[3] - a[1]) for a, b in pairwise(row))
    rows = in_rows([line.box for cell in held for line in cell if line.box])
    return doubled >= max(2.0, SHARE_OF_ROWS * len(rows))


def _alignment_holds(stack: tuple[float, float], lines: Sequence[Line], level: Sequence[Edge]) -> bool:
    """Whether most words between two heights make a table by their alignment alone."""
    inside = [line for line in lines if stack[0] <= _middle(line)[1] < stack[1]]
    left, tables = _aligned(inside, level)
    return bool(tables) and len(inside) - len(left) >= HELD * len(inside)


def _aligned(lines: Sequence[Line], level: Sequence[Edge]) -> tuple[list[Line], list[Table]]:
    """Tables by the rules under their rows, and by alignment; rules only count where none between two rows seems to be missing."""
    whole = _unbroken(level)
    left, banded = find_banded_tables(lines, whole)
    if any(map(_joins_rows, banded)):
        left, banded = list(lines), []
    rest, tables = find_aligned_tables(left, whole, None)
    if any(map(_joins_rows, tables)):
        rest, tables = find_aligned_tables(left, [], None)
    return rest, [*banded, *tables]


def _unbroken(level: Sequence[Edge]) -> list[Edge]:
    """Pieces of one worn rule as one: pieces at one height that together still make most of it."""
    whole: list[Edge] = []
    pieces: list[Edge] = []
    for edge in [*sorted(level), Edge(float("inf"), 0.0, 0.0)]:
        if pieces and edge.at - pieces[-1].at > SAME_HEIGHT:
            start, stop = min(e.start for e in pieces), max(e.stop for e in pieces)
            inked = sum(e.stop - e.start for e in pieces)
            at = sum(e.at for e in pieces) / len(pieces)
            whole += [Edge(at, start, stop)] if inked >= WHOLE * (stop - start) else pieces
            pieces = []
        pieces.append(edge)
    return whole


def _joins_rows(table: Table) -> bool:
    """Whether some row of a table is two rows of the paper: numbers one above the other, in column after column."""
    for number in range(table.n_rows):
        cells = [(cell, _entries(cell)) for cell in table.cells if cell.row == number and cell.lines]
        high = [lines for _, lines in cells if len(in_rows([line.box for line in lines if line.box])) > 1]
        numbers = [sum(any(map(str.isdigit, line.text)) for line in lines) for lines in high]
        full = len(high) >= max(3, FULL * len(cells))
        if sum(count > 1 for count in numbers) > 1 or (full and sum(map(bool, numbers)) > 1):
            return True
    return False


def _breaks_in(upper: str, lower: str) -> bool:
    """Whether the upper line is the beginning of a sum whose last figures stand in the lower one: 113,11 over 5.84, 4,305.0 over 0."""
    return (
        _SUM.fullmatch(upper + lower) is not None
        and _SUM.fullmatch(upper) is None
        and _OPEN.fullmatch(upper) is not None
    )


def _entries(cell: Cell) -> list[Line]:
    """The lines of a cell without those that go on with the line above, which fills the cell: 2025-04- over 30 is one day."""
    if cell.box is None or len(cell.lines) < 2:
        return list(cell.lines)
    kept = [cell.lines[0]]
    for upper, lower in pairwise(cell.lines):
        a, b = upper.box, lower.box
        if _breaks_in(upper.text, lower.text):
            continue
        if (
            a is None
            or b is None
            or b.width > a.width
            or a.width < cell.box.width - ROOM * a.height
            or _WHOLE.search(lower.text)
            or min(abs(a.x0 - b.x0), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) > SAME_HEIGHT
        ):
            kept.append(lower)
    return kept
