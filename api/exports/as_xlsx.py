"""XLSX for people: Chinese heads that stay in sight, a filter, amounts and days as such, links back to the filing.

Rows go to the file one by one (``constant_memory``). Text is written as text, whatever it begins with: nothing on a paper
becomes a formula or an address to be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from api.exports.columns import Column, Head, Line
from validators.days import BEIJING

NAME = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUBJECTS = ("filings", "findings")
MOST_ROWS = 1_000_000
"""Rows of one sheet; the format ends at 1,048,576. More go to a second one."""
MOST_LINKS = 60_000
"""Links of one sheet; the format ends at 65,530. Beyond, the address stands as text."""
MOST_TEXT = 32_767
SHORT = 16_000
"""Characters of a text that fits whatever it takes to write them."""
MOST_KNOWN = 2_000
"""Addresses remembered: findings of one paper, or of one archive, follow each other."""
_OPEN = "打开"
_FORMATS: Mapping[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "vcenter"},
    "text": {},
    "whole": {"num_format": "0"},
    "money": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "share": {"num_format": "0.0%"},
    "count": {"num_format": "#,##0"},
    "link": {"font_color": "#0B5CAD", "underline": 1},
}


def write(head: Head, rows: Iterable[Line], stream: IO[bytes]) -> None:
    with TemporaryDirectory(prefix="anze-xlsx-") as folder:
        book, formats = begin(stream, folder, head.title, head.engine)
        sheets = Sheets(book, formats, head.title, head.columns)
        for row in rows:
            sheets.add(row.cells)
        sheets.end()
        book.close()


def begin(
    stream: IO[bytes] | str, folder: str, title: str, engine: str, created: datetime | None = None
) -> tuple[Any, Mapping[str, Any]]:
    """A workbook whose rows go to files in ``folder``, and its formats of cells by kind of column. ``created`` is written into
    it instead of this moment."""
    options = {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(stream, options)
    book.worksheet_class = _Sheet
    book.set_properties({"title": title, "comments": f"anze {engine}", **({"created": created} if created else {})})
    return book, {name: book.add_format(form) for name, form in _FORMATS.items()}


class Sheets:
    """Rows under their heads, in a sheet or in as many as they need. Rows of several may be added in turns."""

    def __init__(self, book: Any, formats: Mapping[str, Any], title: str, columns: Sequence[Column]) -> None:
        self._book, self._formats, self._title, self._columns = book, formats, title, columns
        self._sheets, self._row = 0, 0
        self._links: dict[str, dict[int, Any]] = {}
        self._begin()

    def add(self, cells: Mapping[str, Any]) -> None:
        """One row: the columns' values by key. A link is an address, or an address and the words to show for it."""
        if self._row == MOST_ROWS:
            self.end()
            self._begin()
        self._row += 1
        for place, column in enumerate(self._columns):
            _cell(self._sheet, self._row, place, column, cells.get(column.key), self._formats, self._links)

    def end(self) -> None:
        """No more rows come."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._columns) - 1)

    def _begin(self) -> None:
        self._sheets, self._row = self._sheets + 1, 0
        self._sheet = self._book.add_worksheet(self._title if self._sheets == 1 else f"{self._title} {self._sheets}")
        self._sheet.freeze_panes(1, 1)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
        self._sheet.set_row(0, 22)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(0, place, column.head, self._formats["head"])


def _cell(
    sheet: Any, row: int, place: int, column: Column, value: Any, formats: Mapping[str, Any],
    links: dict[str, dict[int, Any]],
) -> None:  # fmt: skip
    if value is None or value == "":
        return
    form = formats[column.kind]
    if column.kind == "text" and type(value) is str:  # by far the most
        sheet.put(row, place, value if value.isprintable() and len(value) <= SHORT else _text(value), form)
    elif column.kind == "link":
        address, shown = value if isinstance(value, tuple) else (str(value), _OPEN)
        _link(sheet, row, place, address, shown, form, links)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.astimezone(BEIJING).replace(tzinfo=None), form)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), form)
    elif column.kind in ("whole", "money", "share"):
        sheet.write_number(row, place, float(value), form)
    else:
        sheet.write_string(row, place, _text(value), form)


def _link(
    sheet: Any, row: int, place: int, address: str, shown: str, form: Any, links: dict[str, dict[int, Any]]
) -> None:  # fmt: skip
    if not address:
        sheet.write_string(row, place, _text(shown))
    elif row > MOST_LINKS:
        sheet.write_string(row, place, _text(address if shown == _OPEN else shown), form)
    elif address in links and row not in sheet.hyperlinks:
        sheet.write_string(row, place, _text(shown), form)
        sheet.hyperlinks[row] = links[address]  # a workbook keeps its links until its end: those of one address are one
    elif sheet.write_url(row, place, _text(address), form, _text(shown)) != 0:  # an address the format has no room for
        sheet.write_string(row, place, _text(shown), form)
    elif len(sheet.hyperlinks[row]) == 1:
        if len(links) >= MOST_KNOWN:
            links.clear()
        links[address] = sheet.hyperlinks[row]


class _Sheet(Worksheet):  # type: ignore[misc]
    """Cells that hold text, by far the most, written at once; others as the library does. What the library never calls costs
    time alone: a version that calls its parts otherwise writes the same sheet."""

    def put(self, row: int, col: int, text: str, form: Any) -> None:
        """As ``write_string``, without asking again what cannot be otherwise in a row under its head."""
        if row == self.dim_rowmax and col <= self.dim_colmax and len(text) <= SHORT and self.constant_memory:
            self.table[row][col] = CellStringTuple(text, form)
        else:
            self.write_string(row, col, text, form)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is CellStringTuple and cell.format and self.constant_memory:
            place, form = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()
            inline = _inline if len(cell.string) <= OFTEN else _inline.__wrapped__
            self.fh.write(f'<c r="{place}" s="{form}"{inline(cell.string)}')
        else:
            super()._write_cell(row, col, cell)


OFTEN = 200
"""Characters of a text that may well stand in many cells."""


@lru_cache(maxsize=4096)
def _inline(text: str) -> str:
    """A cell from its text on, as the format has it.

    >>> _inline("a<b\x01"), _inline(" <r>1</r>")
    (' t="inlineStr"><is><t>a&lt;b_x0001_</t></is></c>', ' t="inlineStr"><is><t xml:space="preserve"> &lt;r&gt;1&lt;/r&gt;</t></is></c>')
    """
    shown = Worksheet._escape_control_characters(text)
    space = "" if shown == shown.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{escape(shown, quote=False)}</t></is></c>'


def _text(value: Any) -> str:
    """As much as a cell holds, without half characters, which a damaged paper may show."""
    return str(value)[:MOST_TEXT].encode("utf-8", "replace").decode()
