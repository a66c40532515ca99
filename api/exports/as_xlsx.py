"""XLSX for people: Chinese heads that stay in sight, a filter, amounts and days as such, links back to the filing.

Rows go to the file one by one (``constant_memory``). Text is written as text, whatever it begins with: nothing on a paper
becomes a formula or an address to be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter

from api.exports.lines import Column, Head, Line
from validators.days import BEIJING

NAME = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUBJECTS = ("filings", "findings")
MOST_ROWS = 1_000_000
"""Rows of one sheet; the format ends at 1,048,576. More go to a second one."""
MOST_LINKS = 60_000
"""Links of one sheet; the format ends at 65,530. Beyond, the address stands as text."""
MOST_TEXT = 32_767
_FORMATS: Mapping[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "vcenter"},
    "text": {},
    "whole": {"num_format": "0"},
    "money": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "link": {"font_color": "#0B5CAD", "underline": 1},
}


def write(head: Head, rows: Iterable[Line], stream: IO[bytes]) -> None:
    with TemporaryDirectory(prefix="anze-xlsx-") as folder:
        options = {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
        book = xlsxwriter.Workbook(stream, options)
        book.set_properties({"title": head.title, "comments": f"anze {head.engine}"})
        formats = {name: book.add_format(form) for name, form in _FORMATS.items()}
        sheet, number, sheets = _begin(book, head, formats, 1), 0, 1
        for row in rows:
            if number == MOST_ROWS:
                _end(sheet, head, number)
                sheets += 1
                sheet, number = _begin(book, head, formats, sheets), 0
            number += 1
            for place, column in enumerate(head.columns):
                _cell(sheet, number, place, column, row.cells.get(column.key), formats)
        _end(sheet, head, number)
        book.close()


def _begin(book: Any, head: Head, formats: Mapping[str, Any], number: int) -> Any:
    sheet = book.add_worksheet(head.title if number == 1 else f"{head.title} {number}")
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(head.columns):
        sheet.set_column(place, place, column.width)
    sheet.set_row(0, 22)
    for place, column in enumerate(head.columns):
        sheet.write_string(0, place, column.zh, formats["head"])
    return sheet


def _end(sheet: Any, head: Head, rows: int) -> None:
    sheet.autofilter(0, 0, max(rows, 1), len(head.columns) - 1)


def _cell(sheet: Any, row: int, place: int, column: Column, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    form = formats[column.kind]
    if column.kind == "link":
        if row <= MOST_LINKS:
            sheet.write_url(row, place, str(value), form, "打开")
        else:
            sheet.write_string(row, place, str(value), form)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.astimezone(BEIJING).replace(tzinfo=None), form)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), form)
    elif column.kind in ("whole", "money"):
        sheet.write_number(row, place, float(value), form)
    else:
        sheet.write_string(row, place, str(value)[:MOST_TEXT], form)
