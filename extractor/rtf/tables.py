"""Tables of an RTF: rows are cells with right edges in twips; the columns are what the edges of all rows make."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from extractor.document import Cell, Line, Table

_SAME_EDGE = 30
"""Twips (1/20 pt) within which two edges are one; WPS lets rows differ by a few."""
_FARTHEST = 1 << 20
"""An edge farther right than 18 m is nobody's."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One cell as the row's definition has it. ``merge`` and ``down`` are ``"first"``, ``"next"`` or ``""``."""

    right: int
    merge: str = ""
    down: str = ""


@dataclass(slots=True)
class RowDefinition:
    """What ``\\trowd`` … ``\\cellx`` say of the rows that follow."""

    left: int = 0
    cells: list[Definition] = field(default_factory=list)
    merge: str = ""
    down: str = ""

    def close(self, right: int) -> None:
        self.cells.append(Definition(min(max(right, -_FARTHEST), _FARTHEST), self.merge, self.down))
        self.merge = self.down = ""


Row = tuple[RowDefinition, list[list[Line]]]


@dataclass(slots=True)
class _Placed:
    """A cell on the grid while its row and those below are read."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: list[Line]


def rows_to_table(rows: list[Row], name: str) -> Table:
    """The grid; a merged cell stands once with its spans, and words of the cells it covers are kept in it."""
    edges = _edges(rows)
    placed: list[_Placed] = []
    open_down: dict[int, _Placed] = {}
    for number, (definition, contents) in enumerate(rows):
        col = _column(edges, definition.left)
        last: _Placed | None = None
        for index, lines in enumerate(contents):
            cell = definition.cells[index] if index < len(definition.cells) else Definition(-_FARTHEST)
            stop = max(col + 1, _column(edges, cell.right))
            above = open_down.get(col)
            if cell.merge == "next" and last is not None:
                last.colspan = stop - last.col
                last.lines.extend(lines)
            elif cell.down == "next" and above is not None:
                above.rowspan = number - above.row + 1
                above.lines.extend(lines)
                last = None
            else:
                last = _Placed(number, col, 1, stop - col, list(lines))
                placed.append(last)
                open_down.pop(col, None)
                if cell.down == "first":
                    open_down[col] = last
            col = stop
    width = max((cell.col + cell.colspan for cell in placed), default=0)
    return Table(tuple(_cell(cell, name) for cell in placed), len(rows), width, method="native")


def _cell(placed: _Placed, name: str) -> Cell:
    where = f"{name} 第{placed.row + 1}行第{placed.col + 1}列"
    lines = tuple(replace(line, where=where) for line in placed.lines)
    return Cell(placed.row, placed.col, lines, placed.rowspan, placed.colspan, where=where)


def _edges(rows: list[Row]) -> list[int]:
    """All edges from left to right, those that lie close together as one."""
    seen = sorted({edge for row, _ in rows for edge in (row.left, *(cell.right for cell in row.cells))})
    edges: list[int] = []
    for edge in seen:
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return edges


def _column(edges: list[int], edge: int) -> int:
    """The number of the edge: that many columns lie left of it."""
    at = bisect_left(edges, edge - _SAME_EDGE)
    return min(at, max(0, len(edges) - 1))
