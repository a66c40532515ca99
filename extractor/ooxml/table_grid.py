"""The cells of a Word table being placed: the column pointer, and which merged cell is open in each column."""

from __future__ import annotations

from lxml import etree

from extractor.document import Cell, Line, Table
from extractor.ooxml.elements import has_text, row_merge


class TableGrid:
    """Call ``start_row`` for each row, then for each of its cells ``continues`` and, unless it did, ``add``."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, int, int, tuple[Line, ...], str]] = []
        self.row, self.col, self._width = -1, 0, 0
        self._open: dict[int, int] = {}

    def start_row(self, skipped: int) -> None:
        self.row += 1
        self.col = skipped

    def continues(self, element: etree._Element, span: int) -> bool:
        """Whether this cell only carries on the merged cell above it; then that cell grows and the pointer moves."""
        opened = self._open.get(self.col)
        if row_merge(element) == "continue" and opened is not None and not has_text(element):
            row, col, _, colspan, lines, where = self.cells[opened]
            if col + colspan > self.col and row < self.row:
                self.cells[opened] = (row, col, self.row - row + 1, colspan, lines, where)
                self.col += span
                return True
        return False

    def add(self, lines: tuple[Line, ...], span: int, where: str, opens: bool) -> None:
        self.cells.append((self.row, self.col, 1, span, lines, where))
        for col in range(self.col, self.col + span):
            if opens:
                self._open[col] = len(self.cells) - 1
            else:
                self._open.pop(col, None)
        self.col += span
        self._width = max(self._width, self.col)

    def table(self) -> Table:
        cells = tuple(
            Cell(row, col, lines, rowspan, colspan, where=where)
            for row, col, rowspan, colspan, lines, where in self.cells
        )
        return Table(cells, self.row + 1, self._width, method="native")
