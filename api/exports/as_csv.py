"""CSV for spreadsheets: UTF-8 with a byte order mark, CRLF (RFC 4180), cells that a spreadsheet would run as a formula set off.

A cell of text that begins with = + - @, a tab or a carriage return gets a leading apostrophe, as OWASP advises: names on the
papers are written by strangers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from api.exports.columns import Head, Line
from validators.days import BEIJING

NAME = "csv"
MEDIA_TYPE = "text/csv; charset=utf-8"
SUBJECTS = ("filings", "findings")
_RUNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # the wide ones too, which some programs take for the same


def write(head: Head, rows: Iterable[Line], stream: IO[bytes]) -> None:
    """The rows under their heads."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([column.head for column in head.columns])
    for row in rows:
        writer.writerow([cell(row.cells.get(column.key)) for column in head.columns])
    text.flush()
    text.detach()


def cell(value: Any) -> str:
    """A value as a cell's text.

    >>> cell("=cmd|' /C calc'!A0"), cell(Decimal("-3.50")), cell(None), cell("宿州")
    ("'=cmd|' /C calc'!A0", '-3.50', '', '宿州')
    """
    if type(value) is str:  # by far the most
        return value if value[:1] not in _SUSPECT and "\x00" not in value else _off(value)
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case int() | float() | Decimal():
            return str(value)
    return cell(str(value))


_SUSPECT = frozenset({" ", "\x00", *(word[0] for word in _RUNS)})


def _off(text: str) -> str:
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_RUNS) else text
