"""The content of formats without pages, as blocks with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import extractor
from api.collect import Part
from extractor import picture
from extractor.document import Cell, Line, Table
from extractor.errors import PaperError

if TYPE_CHECKING:
    pass
from api.rendering.page import parts_with_bytes

MOST_CELLS = 20_000
"""Table cells and lines of one text view: some 2 MB of JSON, what a browser lays out without a pause. The rest of a larger
workbook is left out, and the view says so."""


class HasPages(PaperError):
    """The text view is asked of a paper that is shown page by page."""

    code, cause, remedy = "has_pages", "该文件按页显示", "请查看页面图像"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph. ``where`` is its place as readings name it; ``numbering`` is printed before the first of ``lines``.

    ``heading``: all of it is set in bold and it is short.
    """

    where: str
    lines: tuple[str, ...]
    numbering: str = ""
    heading: bool = False

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"type": "heading" if self.heading else "paragraph", "where": self.where}
        if self.numbering:
            out["numbering"] = self.numbering
        return {**out, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class TextCell:
    """A table cell; ``col`` is 0-based. ``where`` is its place as readings name it. ``number``: set it to the right."""

    col: int
    where: str
    lines: tuple[str, ...]
    rowspan: int = 1
    colspan: int = 1
    number: bool = False

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"col": self.col, "where": self.where, "lines": list(self.lines)}
        out |= {} if self.rowspan == 1 else {"rowspan": self.rowspan}
        out |= {} if self.colspan == 1 else {"colspan": self.colspan}
        return out | ({"number": True} if self.number else {})


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table. ``where`` is its place as readings that cover a whole row name it, None where they name the
    row's first cell. A cell that reaches down from above stands in its own row only."""

    where: str | None
    cells: tuple[TextCell, ...]

    def to_json(self) -> dict[str, Any]:
        return {"where": self.where, "cells": [cell.to_json() for cell in self.cells]}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table with ``cols`` columns; ``name`` is its sheet's, None where there are no sheets."""

    cols: int
    rows: tuple[TextRow, ...]
    name: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"type": "table", "name": self.name, "cols": self.cols, "rows": [row.to_json() for row in self.rows]}


@dataclass(frozen=True, slots=True)
class TextView:
    """The content of a format without pages, in order. ``format`` is the reader's name ("docx", "xlsx", "csv" …);
    ``complete`` is False where ``MOST_CELLS`` cut it off. All text is as written, to be escaped where it is shown."""

    format: str
    blocks: tuple[TextBlock | TextTable, ...]
    notes: tuple[str, ...] = ()
    complete: bool = True

    def places(self) -> Iterator[str]:
        """Every place that can be scrolled to."""
        for block in self.blocks:
            if isinstance(block, TextBlock):
                yield block.where
                continue
            for row in block.rows:
                yield from [row.where] if row.where else []
                yield from (cell.where for cell in row.cells)

    def to_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "complete": self.complete,
            "notes": list(self.notes),
            "blocks": [block.to_json() for block in self.blocks],
        }


_HEADING_CHARS = 60


def text_view(parts: tuple[Part, ...]) -> TextView:
    """The content of a paper without pages. Raises ``HasPages`` for one with pages, else what reading raises."""
    loaded = parts_with_bytes(parts)
    if len(loaded) != 1 or picture.has_pages(*loaded[0]):
        raise HasPages
    name, data = loaded[0]
    document = extractor.read(data, name)
    blocks: list[TextBlock | TextTable] = []
    left = MOST_CELLS
    for block in (block for page in document.pages for block in page.blocks):
        if left <= 0:
            return TextView(document.format, tuple(blocks), document.notes, complete=False)
        if isinstance(block, Table):
            table, left = _table(block, left)
            blocks.append(table)
            continue
        left -= 1
        last = blocks[-1] if blocks else None
        if isinstance(last, TextBlock) and last.where == (block.where or "") and not block.numbering:
            blocks[-1] = TextBlock(last.where, (*last.lines, block.text), last.numbering, last.heading)
        else:
            blocks.append(_paragraph(block))
    return TextView(document.format, tuple(blocks), document.notes, complete=left >= 0)


def _paragraph(line: Line) -> TextBlock:
    heading = bool(line.bold) and len(line.text) <= _HEADING_CHARS
    return TextBlock(line.where or "", (line.text,), line.numbering, heading)


def _table(table: Table, left: int) -> tuple[TextTable, int]:
    """The table's rows as long as cells are ``left``, and how many then are; below 0 where rows were left out."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[TextRow] = []
    for number in range(table.n_rows):
        if left <= 0:
            left = -1
            break
        cells = sorted(by_row.get(number, []), key=lambda cell: cell.col)
        where = None if table.name is None else f"{table.name}!{table.first_row + number}"
        rows.append(TextRow(where, tuple(map(_cell, cells))))
        left -= max(1, len(cells))
    return TextTable(table.n_cols, tuple(rows), table.name), left


def _cell(cell: Cell) -> TextCell:
    number = cell.value is not None and not isinstance(cell.value, bool)
    lines = tuple(f"{line.numbering}{line.text}" for line in cell.lines)
    return TextCell(cell.col, cell.where or "", lines, cell.rowspan, cell.colspan, number)
