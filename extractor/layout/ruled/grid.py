"""Ruling edges → cells → tables on a proper grid.

Geometry only, in any unit with y growing downward: points from a PDF's paths, or pixels from a scan with a larger
``tolerance``. An edge is a drawn line, or one side of a drawn rectangle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from extractor.document import Box
from extractor.quickly import boxed

SNAP_POINTS = 3.0
"""Edges nearer than this are one line: both sides of a drawn hairline, or cells drawn one by one beside each other."""

OPEN_SIDE_POINTS = 8.0
"""A rule must reach this far past the outermost vertical before its end counts as an open side of the table."""


class Edge(NamedTuple):
    """A horizontal edge at y = ``at`` from x = ``start`` to ``stop``, or a vertical one with x and y exchanged."""

    at: float
    start: float
    stop: float


edged: Callable[[tuple[float, float, float]], Edge] = partial(tuple.__new__, Edge)
"""The edge of three numbers, made in half the time."""


class GridCell(NamedTuple):
    """A cell of a grid: its place, its spans, its box."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one ruled table, merged cells once with their spans."""

    cells: tuple[GridCell, ...]
    n_rows: int
    n_cols: int
    box: Box


def snap_edges(edges: Iterable[Edge], tolerance: float = SNAP_POINTS) -> list[Edge]:
    """Edges lying on one line become one position; overlapping or nearly touching ones become one edge."""
    ordered = sorted(edges)
    snapped: list[Edge] = []
    first, count = 0, len(ordered)
    while first < count:
        last = first + 1
        while last < count and ordered[last][0] - ordered[last - 1][0] <= tolerance:
            last += 1
        if last == first + 1:
            snapped.append(ordered[first])
            first = last
            continue
        group = ordered[first:last]
        at = sum([one for one, _, _ in group]) / len(group)
        intervals = sorted([(start, stop) for _, start, stop in group])
        start, stop = intervals[0]
        for next_start, next_stop in intervals:
            if next_start <= stop + tolerance:
                if next_stop > stop:
                    stop = next_stop
            else:
                snapped.append(edged((at, start, stop)))
                start, stop = next_start, next_stop
        snapped.append(edged((at, start, stop)))
        first = last
    return snapped


def close_open_sides(
    horizontal: Sequence[Edge], vertical: Sequence[Edge], tolerance: float = SNAP_POINTS
) -> list[Edge]:
    """The verticals missing at the left and right ends of rules that inner verticals join.

    Many printed tables leave their outer sides open; without these edges the outermost columns would be lost.
    """
    missing: list[Edge] = []
    for side in (1, 2):
        for _, rules in _cluster(sorted(horizontal, key=lambda e: e[side]), side, tolerance).items():
            rules.sort()
            for upper, lower in pairwise(rules):
                end = (upper[side] + lower[side]) / 2
                if lower.at - upper.at <= tolerance:
                    continue
                joined, covered = False, False
                for at, start, stop in vertical:
                    if start <= upper.at + tolerance and stop >= lower.at - tolerance:
                        if abs(at - end) <= OPEN_SIDE_POINTS:
                            covered = True
                            break
                        if max(upper.start, lower.start) + tolerance < at < min(upper.stop, lower.stop) - tolerance:
                            joined = True
                if joined and not covered and not _is_crossed(end, upper.at, lower.at, horizontal, tolerance):
                    missing.append(Edge(end, upper.at, lower.at))
    return missing


def _is_crossed(x: float, top: float, bottom: float, rules: Sequence[Edge], tolerance: float) -> bool:
    """Whether a rule between two others runs on past ``x`` to both sides: there a table ends, or it is closed further out."""
    return any(
        top + tolerance < at < bottom - tolerance and start < x - OPEN_SIDE_POINTS and stop > x + OPEN_SIDE_POINTS
        for at, start, stop in rules
    )


def close_open_ends(horizontal: Sequence[Edge], vertical: Sequence[Edge], tolerance: float = SNAP_POINTS) -> list[Edge]:
    """The rules missing where the verticals of a table end together: cells that go on over the page have no lower side, and
    on the next page no upper one. A rule between the two verticals within their length shows that they are of one table; a
    vertical between them that runs on past their end, that they part the cells of a merged one and the table goes on.
    """
    missing: list[Edge] = []
    for side in (1, 2):
        for group in _cluster(sorted(vertical, key=lambda e: e[side]), side, tolerance).values():
            if len(group) < _LEAST_VERTICALS:
                continue
            end = sum(edge[side] for edge in group) / len(group)
            for left, right in pairwise(sorted(group)):
                low, high = max(left.start, right.start) - tolerance, min(left.stop, right.stop) + tolerance
                between = [
                    at
                    for at, start, stop in horizontal
                    if low <= at <= high and start <= left.at + tolerance and stop >= right.at - tolerance
                ]
                if not between or any(abs(at - end) <= tolerance for at in between):
                    continue
                if not any(_runs_on(edge, left.at, right.at, end, tolerance) for edge in vertical):
                    missing.append(Edge(end, left.at, right.at))
    return missing


def _runs_on(edge: Edge, left: float, right: float, end: float, tolerance: float) -> bool:
    """Whether a vertical between two others runs on past the height at which they end."""
    return left < edge.at < right and edge.start < end - tolerance and edge.stop > end + tolerance


_LEAST_VERTICALS = 3
"""Verticals that end at one height, for it to be where a table is cut."""


def _cluster(edges: Sequence[Edge], key: int, tolerance: float) -> dict[float, list[Edge]]:
    groups: dict[float, list[Edge]] = {}
    anchor = last = None
    for edge in edges:
        if anchor is None or last is None or edge[key] - last > tolerance:
            anchor = edge[key]
            groups[anchor] = []
        groups[anchor].append(edge)
        last = edge[key]
    return groups


def edges_to_cells(horizontal: Sequence[Edge], vertical: Sequence[Edge], tolerance: float = SNAP_POINTS) -> list[Box]:
    """The smallest closed rectangle below and to the right of every crossing of two snapped edges."""
    xs = sorted({edge[0] for edge in vertical})
    ys = sorted({edge[0] for edge in horizontal})
    x_index = {x: k for k, x in enumerate(xs)}
    y_index = {y: k for k, y in enumerate(ys)}
    across: dict[tuple[int, int], int] = {}  # crossing -> number of the horizontal edge through it
    for number, (y, start, stop) in enumerate(horizontal):
        row = y_index[y]
        for col in range(bisect_left(xs, start - tolerance), bisect_right(xs, stop + tolerance)):
            across.setdefault((col, row), number)
    down: dict[tuple[int, int], int] = {}
    for number, (x, start, stop) in enumerate(vertical):
        col = x_index[x]
        for row in range(bisect_left(ys, start - tolerance), bisect_right(ys, stop + tolerance)):
            if (col, row) in across:
                down.setdefault((col, row), number)
    rights: defaultdict[int, list[int]] = defaultdict(list)
    belows: defaultdict[int, list[int]] = defaultdict(list)
    for col, row in down:
        rights[row].append(col)
        belows[col].append(row)
    for places in (*rights.values(), *belows.values()):
        places.sort()
    cells: list[Box] = []
    for col, row in sorted(down):
        corner = _opposite_corner(col, row, across, down, rights[row], belows[col])
        if corner is not None:
            cells.append(boxed((xs[col], ys[row], xs[corner[0]], ys[corner[1]])))
    return cells


def _opposite_corner(
    col: int,
    row: int,
    across: dict[tuple[int, int], int],
    down: dict[tuple[int, int], int],
    cols: list[int],
    rows: list[int],
) -> tuple[int, int] | None:
    """The nearest lower right crossing that closes a rectangle with this one, by the lowest height first."""
    top, left = across[col, row], down[col, row]
    for r in rows[bisect_right(rows, row) :]:
        if down[col, r] != left:
            return None
        bottom = across[col, r]
        for c in cols[bisect_right(cols, col) :]:
            if across[c, row] != top:
                break
            if (c, r) in down and down[c, r] == down[c, row] and across[c, r] == bottom:
                return c, r
    return None


def cells_to_grids(cells: Sequence[Box]) -> list[Grid]:
    """Cells that share a corner are one table; each becomes a grid with row and column spans, top to bottom.

    A lone rectangle is a frame around words, not a table, and is left out.
    """
    parent = list(range(len(cells)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    corners: dict[tuple[float, float], int] = {}
    for k, (x0, y0, x1, y1) in enumerate(cells):
        for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)):
            other = corners.setdefault(corner, k)
            if parent[other] != parent[k]:
                parent[root(k)] = root(other)
    groups: defaultdict[int, list[Box]] = defaultdict(list)
    for k, cell in enumerate(cells):
        groups[root(k)].append(cell)
    grids = [regrid(group) for group in groups.values() if len(group) > 1]
    return sorted(grids, key=lambda grid: (grid.box.y0, grid.box.x0))


def regrid(cells: Sequence[Box]) -> Grid:
    """Rows, columns and spans of rectangles that share their corners."""
    xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
    col = {x: k for k, x in enumerate(xs)}
    row = {y: k for k, y in enumerate(ys)}
    placed = sorted(GridCell(row[c[1]], col[c[0]], row[c[3]] - row[c[1]], col[c[2]] - col[c[0]], c) for c in cells)
    return Grid(tuple(placed), len(ys) - 1, len(xs) - 1, Box(xs[0], ys[0], xs[-1], ys[-1]))


def edges_to_grids(horizontal: Iterable[Edge], vertical: Iterable[Edge], tolerance: float = SNAP_POINTS) -> list[Grid]:
    """All ruled tables of a page: snap, close open sides, find cells, group them."""
    rules, uprights = snap_edges(horizontal, tolerance), snap_edges(vertical, tolerance)
    if len(rules) < 2 or not uprights:
        return []
    missing = close_open_sides(rules, uprights, tolerance)
    if missing:
        uprights = snap_edges([*uprights, *missing], tolerance)
    if ends := close_open_ends(rules, uprights, tolerance):
        rules = snap_edges([*rules, *ends], tolerance)
    if len(uprights) < 2:
        return []
    return cells_to_grids(edges_to_cells(rules, uprights, tolerance))
