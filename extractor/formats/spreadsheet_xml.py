"""XML Spreadsheet 2003: what many platforms export under the name .xls.

Source: Microsoft's "XML Spreadsheet Reference" (urn:schemas-microsoft-com:office:spreadsheet).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from extractor.document import Block, Document, Page
from extractor.errors import TooLarge
from extractor.grid import Entry, entries_to_blocks
from extractor.limits import Limits
from extractor.ooxml.number_format import exact, plain
from extractor.ooxml.package import parse_xml

EXTENSIONS = ("xls", "xml")

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
S = f"{{{_SPACE}}}"
X = "{urn:schemas-microsoft-com:office:excel}"


def sniff(head: bytes) -> float:
    """XML that names the spreadsheet's namespace at its beginning."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return 1.0 if start.startswith(b"<") and _SPACE.encode() in head[:4096] and b"Workbook" in head[:4096] else 0.0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """All visible sheets, one after another; hidden ones are named in the notes and left out."""
    if len(data) > limits.part_bytes:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    sheets = list(parse_xml(data).iterfind(S + "Worksheet"))
    shown = [sheet for sheet in sheets if not _is_hidden(sheet)] or sheets
    blocks: list[Block] = []
    left = limits.cells
    for sheet in shown:
        entries = []
        for entry in _entries(sheet):
            entries.append(entry)
            if len(entries) > left:
                raise TooLarge("有内容的单元格过多")
        left -= len(entries)
        blocks += entries_to_blocks(entries, sheet.get(S + "Name", ""))
    notes = tuple(f"隐藏的工作表未读：{sheet.get(S + 'Name', '')}" for sheet in sheets if sheet not in shown)
    page = Page(None, 0.0, 0.0, tuple(blocks))
    return Document(name, hashlib.sha256(data).hexdigest(), "xls", (page,), paged=False, notes=notes)


def _is_hidden(sheet: etree._Element) -> bool:
    said = sheet.find(f"{X}WorksheetOptions/{X}Visible")
    return said is not None and (said.text or "").strip() in ("SheetHidden", "SheetVeryHidden")


def _entries(sheet: etree._Element) -> Iterator[Entry]:
    row = 0
    for element in sheet.iterfind(f"{S}Table/{S}Row"):
        row = _number(element, "Index", row + 1)
        col = 0
        for cell in element.iterfind(S + "Cell"):
            col = _number(cell, "Index", col + 1)
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            stored = cell.find(S + "Data")
            if stored is not None:
                text, value = _shown("".join(str(part) for part in stored.itertext()), stored.get(S + "Type", "String"))
                if text.strip():
                    yield Entry(row, col, text, value, down + 1, across + 1)
            col += across


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    said = element.get(S + name, "")
    return min(int(said), 1_048_576) if said.isdecimal() and len(said) < 8 else otherwise


def _shown(text: str, kind: str) -> tuple[str, Decimal | date | datetime | bool | None]:
    if kind == "Number":
        number = exact(text)
        return (plain(number), number) if number is not None else (text, None)
    if kind == "Boolean":
        return ("TRUE" if text.strip() == "1" else "FALSE"), text.strip() == "1"
    if kind == "DateTime":
        try:
            when = datetime.fromisoformat(text.strip())
        except ValueError:
            return text, None
        at_midnight = (when.hour, when.minute, when.second) == (0, 0, 0)
        return (when.date().isoformat(), when.date()) if at_midnight else (when.isoformat(" "), when)
    return text, None
