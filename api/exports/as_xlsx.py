"""XLSX for people: Chinese heads that stay in sight, a filter, amounts and days as such, links back to the filing.

Rows go to the file one by one (``constant_memory``). Text is written as text, whatever it begins with: nothing on a paper
becomes a formula or an address to be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from math import isfinite
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import _datetime_to_excel_datetime, _utf16_truncate, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

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
        self._begins = [(place, column, f'<c r="{xl_col_to_name(place)}') for place, column in enumerate(columns)]
        self._styles: dict[str, str] = {}
        self._sheets, self._row = 0, 0
        self._links: dict[str, dict[int, Any]] = {}
        self._begin()

    def add(self, cells: Mapping[str, Any]) -> None:
        """One row: the columns' values by key. A link is an address, or an address and the words to show for it."""
        if self._row == MOST_ROWS:
            self.end()
            self._begin()
        self._row += 1
        self._sheet.begin_row(self._row)
        number, out = self._row + 1, []
        for place, column, begin in self._begins:
            value = cells.get(column.key)
            if value is None or value == "":
                continue
            kind, style = column.kind, None
            if type(value) is str and kind == "text":  # by far the most
                inside = _inline(value) if len(value) <= OFTEN else _inline.__wrapped__(value)
            elif kind == "link":
                form, inside = self._link(place, value, self._formats[kind])
                style = "" if form is None else None
            else:
                inside = _inside(column, value)
            if style is None:
                style = self._styles.get(kind) or self._style(kind)
            out.append(f'{begin}{number}"{style}{inside}')
        self._sheet.put_row(self._row, "".join(out))

    def _style(self, kind: str) -> str:
        """How a cell says what it looks like. The library numbers formats as they are first asked for."""
        style = self._styles[kind] = f' s="{self._formats[kind]._get_xf_index()}"'
        return style

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

    def _link(self, place: int, value: Any, form: Any) -> tuple[Any, str]:
        """How a cell looks that leads somewhere, and what is in it."""
        address, shown = value if isinstance(value, tuple) else (str(value), _OPEN)
        sheet, row, links = self._sheet, self._row, self._links
        if not address:
            return None, _inline(shown)
        if row > MOST_LINKS:
            return form, _inline(address if shown == _OPEN else shown)
        if address in links and row not in sheet.hyperlinks:
            # a workbook keeps its links until its end: those of one address are one
            sheet.hyperlinks[row] = links[address]
        elif (words := sheet.linked(row, place, _text(address), _text(shown))) is not None:
            if len(sheet.hyperlinks[row]) == 1:
                if len(links) >= MOST_KNOWN:
                    links.clear()
                links[address] = sheet.hyperlinks[row]
            return form, _inline(words)
        return form, _inline(shown)  # an address the format has no room for is none


class _Sheet(Worksheet):  # type: ignore[misc]
    """Rows written whole: by its own way the library makes an object of each cell, checks it against the whole sheet and takes it
    apart again, which takes four times as long. Heads and what people read first go that way, links are kept by it."""

    def begin_row(self, row: int) -> None:
        """The row before is whole."""
        if row > self.previous_row:
            self._write_single_row(row)

    def put_row(self, row: int, cells: str) -> None:
        """The cells of a row under its head, as the format has them; a row without any is none."""
        if cells:
            self.fh.write(f'<row r="{row + 1}">{cells}</row>')
            self.dim_rowmax = row

    def linked(self, row: int, place: int, address: str, shown: str) -> str | None:
        """A link of a cell entered, which the library writes at the end; its words, None where the format has no room for it."""
        if self.write_url(row, place, address, None, shown) != 0:
            return None
        words: str = self.table[row].pop(place).string
        return words


def _inside(column: Column, value: Any) -> str:
    """A cell that is no plain text, from its kind on."""
    if isinstance(value, datetime):
        return _number(_datetime_to_excel_datetime(value.astimezone(BEIJING).replace(tzinfo=None), False, False))
    if isinstance(value, date):
        return _day(value)
    if column.kind in ("whole", "money", "share") and isfinite(number := float(value)):
        return _number(number)
    return _inline(str(value))


@lru_cache(maxsize=4096)
def _day(value: date) -> str:
    return _number(_datetime_to_excel_datetime(datetime(value.year, value.month, value.day), False, False))


def _number(value: float) -> str:
    return f"><v>{value:.16G}</v></c>"


OFTEN = 200
"""Characters of a text that may well stand in many cells."""


@lru_cache(maxsize=4096)
def _inline(text: str) -> str:
    """A cell that holds text, from its kind on.

    >>> _inline("a<b\x01"), _inline(" <r>1</r>")
    (' t="inlineStr"><is><t>a&lt;b_x0001_</t></is></c>', ' t="inlineStr"><is><t xml:space="preserve"> &lt;r&gt;1&lt;/r&gt;</t></is></c>')
    """
    if not text.isprintable() or len(text) > SHORT:
        text = Worksheet._escape_control_characters(_text(text))
    elif "_x" in text:
        text = Worksheet._escape_control_characters(text)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'


def _text(value: Any) -> str:
    """As much as a cell holds, without half characters, which a damaged paper may show."""
    text = str(value)[:MOST_TEXT].encode("utf-8", "replace").decode()
    return text if len(text) <= SHORT else str(_utf16_truncate(text, MOST_TEXT))
