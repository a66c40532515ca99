"""A page put together: characters and ruling edges → lines and tables in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.document import Block, Box, Line, Table
from extractor.layout.characters.glyphs import Glyph, Glyphs
from extractor.layout.characters.lines import runs_to_lines
from extractor.layout.characters.runs import Run, glyphs_to_runs
from extractor.layout.characters.stacked import put_by_top, upright_words
from extractor.layout.order import reading_order
from extractor.layout.ruled.cells import fill_grid, runs_to_cells
from extractor.layout.ruled.grid import SNAP_POINTS, Edge, Grid, GridCell, edges_to_grids, regrid
from extractor.layout.ruled.joints import edges_at_joints
from extractor.layout.ruled.typed_rules import taken_as_drawn
from extractor.layout.unruled.aligned import Header, find_aligned_tables
from extractor.layout.unruled.centred import centred_forms
from extractor.layout.unruled.gutters import part_at_gutters
from extractor.layout.unruled.rows import part_at_columns

FRAME_SHARE = 0.35
"""A cell covering this share of the page is a frame around the page's content, not a cell."""

SLIT_POINTS = 5.0
"""A row of a grid lower than this holds no words, the smallest print being five points: it parts two tables."""

STACKED_POINTS = 6.0
"""White between two rows of one form that are drawn as a table each, at most."""

INKED_SHARE = 0.7
"""Share of a cell's side that a drawn line must cover; a filled ground alone has sides but no lines."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Edges of a page: drawn lines, and as ``ground`` the sides of filled areas (coloured cells, bands, cards)."""

    horizontal: Sequence[Edge] = ()
    vertical: Sequence[Edge] = ()
    ground_horizontal: Sequence[Edge] = ()
    ground_vertical: Sequence[Edge] = ()


def lay_out(
    glyphs: Iterable[Glyph], ruling: Ruling, width: float, height: float, page: int | None = None
) -> tuple[Block, ...]:
    """Lines and tables of one page in reading order. Points, origin top left. What stands off the page is not read."""
    glyphs, ruling = _with_typed_rules(Glyphs.of(glyphs), ruling)
    runs = [run for run in glyphs_to_runs(glyphs) if run.x1 > 0 and run.x0 < width and run.y1 > 0 and run.y0 < height]
    ruling = _with_columns_of_joints(ruling, runs)
    tables: list[Table] = []
    strips: list[tuple[Grid, Table]] = []  # grids that may be part of a table without vertical rules
    grids = edges_to_grids([*ruling.horizontal, *ruling.ground_horizontal], [*ruling.vertical, *ruling.ground_vertical])
    for grid in sorted(_whole_tables(grids, ruling, width * height), key=_area):  # inner tables take their words first
        grid = with_open_corners(grid, runs)
        held, runs = runs_to_cells(grid, runs)
        if not held:
            continue
        table = fill_grid(grid, held, page)
        if grid.n_rows == 1 or not _is_inked(grid, ruling):
            strips.append((grid, table))
        else:
            tables.append(table)
    upright, runs = upright_words(runs)
    centred, runs = centred_forms(runs, page)
    tables += centred
    loose = [line for _, table in strips for cell in table.cells for line in cell.lines]
    lines = part_at_gutters(part_at_columns(put_in_order(runs_to_lines(runs), loose)))
    headers = [header for grid, _ in strips for header in grid_headers(grid)]
    lines, aligned = find_aligned_tables(lines, ruling.horizontal, page, headers)
    left = set(map(id, lines))
    whole: set[int] = set()
    for stack in _stacks(sorted((g for g, _ in strips if g.n_rows == 1 and _is_inked(g, ruling)), key=_top)):
        for rows in (stack, *([grid] for grid in stack)):  # together, else each for itself
            if torn := _torn_out_of(rows, aligned):
                aligned = [other for other in aligned if other not in torn]
                whole.update(map(id, rows))
    for grid, table in strips:
        if id(grid) in whole:
            left.difference_update(id(line) for line in lines if line.box is not None and _holds(grid.box, line.box))
            tables.append(table)
            continue
        mine = [line for cell in table.cells for line in cell.lines]
        if all(id(line) in left for line in mine) and (_is_inked(grid, ruling) or _is_coloured_table(table)):
            tables.append(table)
            left.difference_update(map(id, mine))
    return put_by_top(reading_order([line for line in lines if id(line) in left], [*tables, *aligned], width), upright)


def _with_typed_rules(glyphs: Glyphs, ruling: Ruling) -> tuple[Glyphs, Ruling]:
    glyphs, level, upright = taken_as_drawn(glyphs)
    if not upright:
        return glyphs, ruling
    return glyphs, replace(ruling, horizontal=[*ruling.horizontal, *level], vertical=[*ruling.vertical, *upright])


def _with_columns_of_joints(ruling: Ruling, runs: Sequence[Run]) -> Ruling:
    level, upright = edges_at_joints(ruling.horizontal, ruling.vertical, runs)
    if not upright:
        return ruling
    return replace(ruling, horizontal=[*ruling.horizontal, *level], vertical=[*ruling.vertical, *upright])


def _stacks(strips: Sequence[Grid]) -> Iterator[list[Grid]]:
    """Rows of drawn boxes with hardly any white between them, each drawn as a table of its own: the rows of one form."""
    stack: list[Grid] = []
    for grid in strips:
        if stack and grid.box.y0 - stack[-1].box.y1 > STACKED_POINTS:
            yield stack
            stack = []
        stack.append(grid)
    if stack:
        yield stack


def _torn_out_of(stack: Sequence[Grid], aligned: Sequence[Table]) -> list[Table]:
    """The tables seen in nothing but the words of rows of drawn boxes: their cells hold several lines each, which is all that
    made them look like rows. None where one of them reaches out of the rows or stands within one of their boxes."""
    if max(len(grid.cells) for grid in stack) < 3:
        return []
    boxes = [grid.box for grid in stack]
    around = Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
    cells = [cell.box for grid in stack for cell in grid.cells]
    near = [t for t in aligned if t.box is not None and t.box.y0 < around.y1 and t.box.y1 > around.y0]
    if any(t.box is None or not _holds(around, t.box) or any(_holds(box, t.box) for box in cells) for t in near):
        return []
    return near


def _top(grid: Grid) -> float:
    return grid.box.y0


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a box lies within another one, a hair's breadth aside."""
    x0, y0, x1, y1 = outer
    return inner.x0 >= x0 - SNAP_POINTS and inner.x1 <= x1 + SNAP_POINTS and inner.y0 >= y0 - SNAP_POINTS and inner.y1 <= y1 + SNAP_POINTS  # fmt: skip


def put_in_order(lines: Sequence[Line], loose: Iterable[Line]) -> list[Line]:
    """``lines``, which come row by row, with each of ``loose`` (words of bands and strips) where it stands among them."""
    out = list(lines)
    for line in loose:
        box = line.box
        if box is None:
            out.append(line)
            continue
        middle = (box.y0 + box.y1) / 2
        place = len(out)
        for k, other in enumerate(out):
            if other.box is None:
                continue
            level = abs((other.box.y0 + other.box.y1) / 2 - middle) < 0.5 * min(box.height, other.box.height)
            if (level and other.box.x0 > box.x0) or (not level and (other.box.y0 + other.box.y1) / 2 > middle):
                place = k
                break
        out.insert(place, line)
    return out


def _area(grid: Grid) -> float:
    return grid.box.width * grid.box.height


def _whole_tables(grids: Iterable[Grid], ruling: Ruling, page_area: float) -> Iterator[Grid]:
    """Grids that can be tables: not one column of boxes (prose, cards) and not a frame; bands above and below cut."""
    for grid in (part for whole in grids for part in parted_at_slits(whole)):
        if grid.n_cols < 2:
            continue
        inner = without_bands(grid, ruling)
        if inner is None or inner.n_cols < 2:
            continue
        if len(inner.cells) > 3 or max(c.box.width * c.box.height for c in inner.cells) < FRAME_SHARE * page_area:
            yield inner


def parted_at_slits(grid: Grid) -> list[Grid]:
    """The grids above and below every row too low to hold words: tables standing close are not one table."""
    tops = {cell.row: cell.box for cell in grid.cells if cell.rowspan == 1}
    slits = {row for row, box in tops.items() if box.height < SLIT_POINTS}
    slits -= {row for cell in grid.cells for row in range(cell.row, cell.row + cell.rowspan) if cell.rowspan > 1}
    if not slits:
        return [grid]
    parts: dict[int, list[Box]] = defaultdict(list)
    for cell in grid.cells:
        if cell.row not in slits:
            parts[sum(row < cell.row for row in slits)].append(cell.box)
    return [regrid(boxes) for boxes in parts.values()]


def without_bands(grid: Grid, ruling: Ruling) -> Grid | None:
    """The grid without filled bands over its whole width at top and bottom, unless lines are drawn at their sides."""
    bands = {
        cell.row
        for cell in grid.cells
        if cell.colspan == grid.n_cols and cell.rowspan == 1 and not _has_sides(cell.box, ruling)
    }
    first, last = 0, grid.n_rows - 1
    while first in bands:
        first += 1
    while last in bands:
        last -= 1
    if first > last:
        return None
    if (first, last) == (0, grid.n_rows - 1):
        return grid
    return regrid([cell.box for cell in grid.cells if first <= cell.row and cell.row + cell.rowspan <= last + 1])


def _has_sides(box: Box, ruling: Ruling) -> bool:
    """Whether a line is drawn at the left or right side of a cell."""
    for at, start, stop in ruling.vertical:
        if (abs(at - box.x0) <= SNAP_POINTS or abs(at - box.x1) <= SNAP_POINTS) and (
            min(stop, box.y1) - max(start, box.y0) >= INKED_SHARE * box.height
        ):
            return True
    return False


def _is_inked(grid: Grid, ruling: Ruling) -> bool:
    if not ruling.ground_vertical:
        return True
    return any(_has_sides(cell.box, ruling) for cell in grid.cells)


def _is_coloured_table(table: Table) -> bool:
    """Coloured cells side by side and below each other, most with one line of words: a table drawn by its grounds."""
    filled = [cell for cell in table.cells if cell.lines]
    return table.n_rows > 1 and sum(len(cell.lines) == 1 for cell in filled) > len(filled) / 2


def grid_headers(grid: Grid) -> Iterator[Header]:
    """The rows of a grid whose cells each fill one column: they show where the columns part."""
    for row in range(grid.n_rows):
        cells = [cell for cell in grid.cells if cell.row == row]
        if len(cells) == grid.n_cols and all(cell.colspan == 1 for cell in cells):
            box = Box(cells[0].box.x0, cells[0].box.y0, cells[-1].box.x1, cells[-1].box.y1)
            yield Header((*(cell.box.x0 for cell in cells), box.x1), box)


def with_open_corners(grid: Grid, runs: Sequence[Run]) -> Grid:
    """The grid with the places of its first and last row that no line closes but words stand in: 保单号 on a coloured ground
    at the top of a form whose other cells have a line below them only."""
    if sum(cell.rowspan * cell.colspan for cell in grid.cells) >= grid.n_rows * grid.n_cols:
        return grid
    xs, ys = _sides(grid)
    taken = {
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.col, cell.col + cell.colspan)
    }
    open_ = [(r, c) for r in {0, grid.n_rows - 1} for c in range(grid.n_cols) if (r, c) not in taken]
    added = [
        GridCell(r, c, 1, 1, box)
        for r, c in open_
        if any((r, k) in taken for k in range(grid.n_cols))
        for box in (Box(xs[c], ys[r], xs[c + 1], ys[r + 1]),)
        if any(box.x0 <= run.x0 and run.x1 <= box.x1 and box.y0 < (run.y0 + run.y1) / 2 < box.y1 for run in runs)
    ]
    return replace(grid, cells=tuple(sorted((*grid.cells, *added)))) if added else grid


def _sides(grid: Grid) -> tuple[list[float], list[float]]:
    """Where its columns begin and its rows, and where the last of each ends."""
    xs, ys = [grid.box.x0] * grid.n_cols + [grid.box.x1], [grid.box.y0] * grid.n_rows + [grid.box.y1]
    for cell in grid.cells:
        xs[cell.col], ys[cell.row] = cell.box.x0, cell.box.y0
        xs[cell.col + cell.colspan], ys[cell.row + cell.rowspan] = cell.box.x1, cell.box.y1
    return xs, ys
