"""Older and other workbooks (.xls, .xlsb, .ods) through python-calamine, where it is installed.

calamine gives typed values and merged ranges but not number formats: a percentage shows as its plain number.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extractor import ole2
from extractor.document import Block, Document, Page
from extractor.errors import Damaged, Encrypted, NeedsProgram, PaperError, TooLarge
from extractor.grid import Entry, entries_to_blocks
from extractor.limits import Limits
from extractor.ooxml.number_format import exact, plain

EXTENSIONS = ("xls", "xlt", "xlsb", "ods", "et")

_BOOKS = {"Workbook", "Book"}
_SHEET_OF_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def sniff(head: bytes) -> float:
    """A compound file with a workbook in it, or a ZIP with a binary or OpenDocument one."""
    if head.startswith(ole2.MAGIC):
        return 1.0 if _BOOKS & ole2.names(head) else 0.0
    if head.startswith(b"PK\x03\x04"):
        return 1.0 if b"xl/workbook.bin" in head or _SHEET_OF_OPEN_DOCUMENT in head[:200] else 0.0
    return 0.0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """All visible sheets, one after another; hidden ones are named in the notes and left out."""
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise NeedsProgram("XLS：需要安装python-calamine") from error
    if ole2.turns_in_circles(data):  # calamine would follow it until the memory is full
        raise Damaged("复合文件的扇区链成环")
    blocks: list[Block] = []
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        shown = [sheet for sheet in sheets if sheet.visible == calamine.SheetVisibleEnum.Visible] or sheets
        left = limits.cells
        for sheet in shown:
            entries = list(_entries(book.get_sheet_by_name(sheet.name), left))
            left -= len(entries)
            blocks += entries_to_blocks(entries, sheet.name)
    except calamine.PasswordError as error:
        raise Encrypted from error
    except PaperError:
        raise
    except BaseException as error:  # a panic of the Rust reader derives from BaseException
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise Damaged("工作簿不完整") from error
    notes = tuple(f"隐藏的工作表未读：{sheet.name}" for sheet in sheets if sheet not in shown)
    page = Page(None, 0.0, 0.0, tuple(blocks))
    return Document(name, hashlib.sha256(data).hexdigest(), "xls", (page,), paged=False, notes=notes)


def _entries(sheet: Any, most: int) -> Iterator[Entry]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    if sheet.height * sheet.width > 64 * most:
        raise TooLarge("工作表范围过大")
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        spans[top, left] = (bottom - top + 1, right - left + 1)
        if (bottom - top + 1) * (right - left + 1) <= most:
            hidden |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    count = 0
    for r, row in enumerate(sheet.to_python(skip_empty_area=False)):
        for c, stored in enumerate(row):
            if (r, c) in hidden or stored == "" or stored is None:
                continue
            count += 1
            if count > most:
                raise TooLarge("有内容的单元格过多")
            text, value = _shown(stored)
            if text.strip():
                yield Entry(r + 1, c + 1, text, value, *spans.get((r, c), (1, 1)))


def _shown(stored: object) -> tuple[str, Decimal | date | datetime | bool | None]:
    if isinstance(stored, bool):
        return ("TRUE" if stored else "FALSE"), stored
    if isinstance(stored, (int, float)):
        number = exact(repr(stored))
        return (plain(number), number) if number is not None else (str(stored), None)
    if isinstance(stored, datetime):
        return stored.isoformat(" "), stored
    if isinstance(stored, date):
        return stored.isoformat(), stored
    return str(stored), None
