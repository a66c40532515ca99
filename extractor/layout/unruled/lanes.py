"""Columns of one table laid over those of another, and loose rows put into the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.document import Line, Table
from extractor.layout.unruled.columns import Lane, cut_line, is_number, slots_of
from extractor.layout.unruled.rows import lines_to_rows
from extractor.layout.unruled.wrapped import BodyRow, build_table, join_wrapped
from extractor.text.fold import squeeze

EDGE_POINTS = 3.0
"""How far apart the sides of one column may stand on two pages of a file; on scans twice that."""
SHIFT_POINTS = 30.0
"""How far one sheet may lie aside of the other in the scanner."""
SIZE_SHARE = 0.03
"""Share by which two scans of one form differ in width."""
GAP_HEIGHTS = 2.2
"""White space above a row, in line heights, from which it belongs to something else."""

Onto = dict[int, tuple[int, int]]
"""Column of one table → (first column of the other, how many of them)."""


def columns_onto(lower: Table, upper: Table, *, slack: bool) -> Onto | None:
    """For each column of ``lower`` the column of ``upper`` that it is, and how many of them it takes; None where they are
    not the same columns. ``slack``: the pages were scanned, and lie a little aside."""
    if lower.n_cols < 2 or upper.n_cols < 2:
        return None
    ours, theirs = sides(lower), sides(upper)
    if ours is not None and theirs is not None:
        tolerance = 2 * EDGE_POINTS if slack else EDGE_POINTS
        if slack:
            ours = _laid_over(ours, theirs)
        if ours is not None and (found := _by_sides(ours, theirs, tolerance)) is not None:
            return found
    if lower.n_cols == upper.n_cols and "aligned" in (lower.method, upper.method) and _share_lanes(lower, upper):
        return {c: (c, 1) for c in range(lower.n_cols)}
    return None


def sides(table: Table) -> list[float] | None:
    """The x of the sides of all columns, left to right; None where the cells have no boxes."""
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for cell in table.cells:
        if cell.box is not None and cell.page is None:
            left.setdefault(cell.col, cell.box.x0)
            right.setdefault(cell.col + cell.colspan, cell.box.x1)
    found = [left.get(c, right.get(c)) for c in range(table.n_cols + 1)]
    out = [x for x in found if x is not None]
    return out if len(out) == len(found) and all(a < b for a, b in pairwise(out)) else None


def _laid_over(ours: list[float], theirs: list[float]) -> list[float] | None:
    """Our sides moved and stretched so that the outermost lie on theirs; None where the sheets would be of two forms."""
    width, other = ours[-1] - ours[0], theirs[-1] - theirs[0]
    if abs(ours[0] - theirs[0]) > SHIFT_POINTS or abs(width - other) > SIZE_SHARE * other:
        return None
    return [theirs[0] + (x - ours[0]) * other / width for x in ours]


def _by_sides(ours: Sequence[float], theirs: Sequence[float], tolerance: float) -> Onto | None:
    places: list[int] = []
    for x in ours:
        near = min(range(len(theirs)), key=lambda k: abs(theirs[k] - x))
        if abs(theirs[near] - x) > tolerance or (places and near <= places[-1]):
            return None
        places.append(near)
    if places[0] != 0 or places[-1] != len(theirs) - 1:
        return None
    return {c: (a, b - a) for c, (a, b) in enumerate(pairwise(places))}


def _share_lanes(one: Table, two: Table) -> bool:
    """Whether the words of each column stand under each other's and under no other column's."""
    ours, theirs = _lanes(one), _lanes(two)
    if ours.keys() != theirs.keys() or len(ours) < 3:
        return False
    return all((min(a.x1, b.x1) - max(a.x0, b.x0) > 0) == (c == d) for c, a in ours.items() for d, b in theirs.items())


def _lanes(table: Table) -> dict[int, Lane]:
    lanes: dict[int, Lane] = {}
    for cell in table.cells:
        boxes = [line.box for line in cell.lines if line.box] if cell.colspan == 1 and cell.page is None else []
        if boxes:
            known = lanes.get(cell.col, Lane(boxes[0].x0, boxes[0].x1))
            lanes[cell.col] = Lane(min(known.x0, *(b.x0 for b in boxes)), max(known.x1, *(b.x1 for b in boxes)))
    return lanes


def rows_below(table: Table, lines: Sequence[Line], page: int | None) -> tuple[Table, set[int]] | None:
    """The first of ``lines`` that stand in the columns of ``table``, as its rows, and their ids; None where they do not.

    For what is left of a borderless list on the next page: too few rows to be known as a list by themselves.
    """
    xs, rows = sides(table), lines_to_rows(lines)
    if xs is None or not rows:
        return None
    bounds, extent = xs[1:-1], Lane(xs[0], xs[-1])
    placed: list[BodyRow] = []
    used: set[int] = set()
    for number, row in enumerate(rows):
        above = rows[number - 1] if number else row
        if number and row.y0 - above.y1 > GAP_HEIGHTS * max(row.height, above.height):
            break
        cells = _placed(row.lines, bounds, extent)
        if cells is None:
            break
        placed.append(BodyRow(cells, row.y0, row.y1, [number]))
        used.update(map(id, row.lines))
    body = join_wrapped(placed, (), table.n_cols)
    repeated = _is_heading_of(table, body)
    while repeated and len(body) > 1 and set(body[-1].cells) == {0}:
        used -= {id(line) for number in body.pop().printed for line in rows[number].lines}  # a heading under the list
    entries = [row for row in body[1:] if not _TOTAL.match(row.text(0))] if repeated else body
    full = [
        row for row in entries if len(row.cells) > table.n_cols / 2 and any(is_number(row.text(c)) for c in row.cells)
    ]
    if not body or len(full) * 2 <= len(entries):
        return None
    return build_table(body, bounds, extent, page), used


_TOTAL = re.compile(r"\s*[合总共]\s*计")


def _is_heading_of(table: Table, body: Sequence[BodyRow]) -> bool:
    """Whether the first row below repeats the first row of the table, word by word."""
    heading = {cell.col: squeeze(cell.text) for cell in table.cells if cell.row == 0 and cell.text.strip()}
    return bool(body) and heading == {col: squeeze(body[0].text(col)) for col in body[0].cells}


def _placed(lines: Sequence[Line], bounds: Sequence[float], extent: Lane) -> dict[int, tuple[int, list[Line]]] | None:
    cells: dict[int, tuple[int, list[Line]]] = {}
    margin = 0.05 * (extent.x1 - extent.x0)
    for line in lines:
        box = line.box
        if box is None or box.x0 < extent.x0 - margin or box.x1 > extent.x1 + margin:
            return None
        for piece in cut_line(line, bounds):
            slots = slots_of(piece, bounds)
            if len(slots) > 1 or slots[0] in cells:
                return None
            cells[slots[0]] = (1, [piece])
    return cells
