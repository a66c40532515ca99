"""Boxes, lines and cells of a page made in a fraction of the time: a paper has tens of thousands.

A frozen dataclass is filled three times as slowly as a plain object with the same slots, which then becomes one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from extractor.document import Box, Cell, Line
from extractor.edges import Edges

boxed: Callable[[tuple[float, float, float, float]], Box] = partial(tuple.__new__, Box)
"""The box of four numbers, made in half the time."""


class _Line:
    """A line while it is filled."""

    __slots__ = Line.__slots__

    def __init__(self, text: str, box: Box | None, edges: Edges | None, size: float | None) -> None:
        self.text, self.box, self.edges, self.size = text, box, edges, size
        self.confidence, self.where, self.numbering, self.bold, self.guesses = 1.0, None, "", None, ()


def printed_line(text: str, box: Box, edges: Edges, size: float) -> Line:
    """``Line(text, box, edges, size=size)``, made quickly."""
    line: Any = _Line(text, box, edges, size)
    line.__class__ = Line
    made: Line = line  # not by a cast, which is a call
    return made


class _Cell:
    __slots__ = Cell.__slots__

    def __init__(self, row: int, col: int, lines: tuple[Line, ...], rowspan: int, colspan: int, box: Box) -> None:
        self.row, self.col, self.lines, self.rowspan, self.colspan, self.box = row, col, lines, rowspan, colspan, box
        self.value = self.where = self.page = self.turn = None


def ruled_cell(row: int, col: int, lines: tuple[Line, ...], rowspan: int, colspan: int, box: Box) -> Cell:
    """``Cell(row, col, lines, rowspan, colspan, box)``, made quickly."""
    cell: Any = _Cell(row, col, lines, rowspan, colspan, box)
    cell.__class__ = Cell
    made: Cell = cell
    return made
