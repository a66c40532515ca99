"""Excel workbooks (.xlsx): what the cells show, typed values beside it, merged cells, dates in both calendars.

The sheet XML is streamed here rather than read with openpyxl: displayed text needs number format, cached value and
formula of a cell together, which openpyxl gives only by loading a workbook twice. Formulas are never computed; one
without a cached value stands as its text. Source: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from extractor.document import Block, Document, Page
from extractor.errors import Damaged, TooLarge
from extractor.grid import Entry, entries_to_blocks
from extractor.likeness import Photo
from extractor.limits import Limits
from extractor.ooxml.number_format import BUILT_IN, exact, is_date, moment, show
from extractor.ooxml.package import Bounded, Package, refuse_doctype
from extractor.ooxml.sheet_photos import photos_of

EXTENSIONS = ("xlsx", "xlsm", "xltx", "xltm", "et")

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LAST_ROW, _LAST_COL = 1_048_576, 16_384


def sniff(head: bytes) -> float:
    """A ZIP whose members lie in ``xl/`` (the binary variant has ``workbook.bin`` there and is not ours)."""
    return 1.0 if head.startswith(b"PK\x03\x04") and b"xl/" in head and b"xl/workbook.bin" not in head else 0.0


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool


@dataclass(slots=True)
class _Sheet:
    """A sheet being read."""

    cells: dict[tuple[int, int], Entry] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncomputed: int = 0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """All visible sheets, one after another; hidden ones are named in the notes and left out."""
    package = Package(data, limits)
    main = package.main_part()
    relations = package.relations(main)
    root = package.xml(main)
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    properties = root.find(S + "workbookPr")
    book = _Book(
        strings=tuple(_strings(package, by_kind.get("sharedStrings", ""))),
        formats=tuple(_formats(package, by_kind.get("styles", ""))),
        from_1904=properties is not None and properties.get("date1904") in ("1", "true", "on"),
    )
    sheets = [
        (sheet.get("name", ""), sheet.get("state", "visible"), relations[sheet.get(R + "id", "")].target)
        for sheet in root.iterfind(f"{S}sheets/{S}sheet")
        if sheet.get(R + "id", "") in relations and relations[sheet.get(R + "id", "")].kind == "worksheet"
    ]
    if not sheets:
        raise Damaged("工作簿里没有工作表")
    shown = [sheet for sheet in sheets if sheet[1] == "visible"] or sheets
    seen = {sheet[:2] for sheet in shown}
    notes = [f"隐藏的工作表未读：{title}" for title, state, _ in sheets if (title, state) not in seen]
    blocks: list[Block] = []
    photos: list[Photo] = []
    spent = 0
    for title, _, part in shown:
        sheet = _read_sheet(package, part, book, limits, limits.cells - spent)
        spent += len(sheet.cells)
        blocks += entries_to_blocks(_merged(sheet), title)
        photos += photos_of(package, part, title, limits)
        if sheet.uncomputed:
            notes.append(f"工作表“{title}”有{sheet.uncomputed}个公式没有保存计算结果")
    page = Page(None, 0.0, 0.0, tuple(blocks), photos=tuple(photos))
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, sha256, "xlsx", (page,), paged=False, notes=tuple(notes))


def _strings(package: Package, part: str) -> Iterator[str]:
    if part and part in package:
        for item in package.xml(part).iterfind(S + "si"):
            yield _rich_text(item)


def _rich_text(item: etree._Element) -> str:
    """The runs of a string; phonetic readings beside them are not part of it."""
    parts = [child for child in item if child.tag in (S + "t", S + "r")]
    texts = [(c if c.tag == S + "t" else c.find(S + "t")) for c in parts]
    return _unescaped("".join(text.text or "" for text in texts if text is not None))


def _unescaped(text: str) -> str:
    """Excel writes what XML cannot hold as _x000D_; of those only line breaks print anything."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _printed(chr(int(match.group(1), 16))), text)


def _printed(char: str) -> str:
    return char if char.isprintable() else "\n" if char in "\n\r" else ""


def _formats(package: Package, part: str) -> Iterator[str]:
    """The number format of each cell style, in order."""
    if not part or part not in package:
        return
    root = package.xml(part)
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iterfind(f"{S}numFmts/{S}numFmt")}
    for style in root.iterfind(f"{S}cellXfs/{S}xf"):
        number = style.get("numFmtId", "0")
        yield own.get(number) or BUILT_IN.get(int(number) if number.isdecimal() else 0, "General")


def _read_sheet(package: Package, part: str, book: _Book, limits: Limits, cells: int) -> _Sheet:
    sheet = _Sheet()
    with package.open(part, limits.sheet_bytes) as stream:
        for entry in _cells(stream, book, sheet):
            if len(sheet.cells) >= cells:
                raise TooLarge("有内容的单元格过多")
            sheet.cells[entry.row, entry.col] = entry
    return sheet


def _cells(stream: Bounded, book: _Book, sheet: _Sheet) -> Iterator[Entry]:
    """The cells with content, row by row while the sheet streams by; merged ranges follow them in the file."""
    row = 0
    wanted = [space + name for space in (S, _STRICT) for name in ("row", "mergeCell")]
    elements = etree.iterparse(
        stream, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in elements:
            if str(element.tag).endswith("}mergeCell"):
                sheet.merged += _range(element.get("ref", ""))
                continue
            if row == 0:
                refuse_doctype(element)
            row = _row_number(element, row)
            yield from _row(element, row, book, sheet)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise Damaged("工作表XML不完整") from error


def _row(element: etree._Element, row: int, book: _Book, sheet: _Sheet) -> Iterator[Entry]:
    col = 0
    for cell in element:
        if len(cell):  # a cell with neither value nor formula is only there for its looks
            place = _place(cell, row, col)
            col = place[1]
            entry = _entry(cell, *place, book, sheet)
            if entry is not None:
                yield entry
        else:
            col += 1  # matters only where cells leave out their names, and then all of them do


def _row_number(element: etree._Element, before: int) -> int:
    said = element.get("r", "")
    return int(said) if said.isdecimal() and 0 < int(said[:8]) <= _LAST_ROW else before + 1


def _place(element: etree._Element, row: int, col: int) -> tuple[int, int]:
    """A cell may leave out its own name; then it follows the one before."""
    match = _REFERENCE.fullmatch(element.get("r", ""))
    if match is None:
        return row, col + 1
    return int(match.group(2)), _column(match.group(1))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _range(reference: str) -> list[tuple[int, int, int, int]]:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if start is None or end is None:
        return []
    top, left = int(start.group(2)), _column(start.group(1))
    return [(top, left, max(1, int(end.group(2)) - top + 1), max(1, _column(end.group(1)) - left + 1))]


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if isinstance(child.tag, str) and child.tag.endswith("}" + name)), None)


def _entry(element: etree._Element, row: int, col: int, book: _Book, sheet: _Sheet) -> Entry | None:
    kind = element.get("t", "n")
    stored = _child(element, "v")
    text = "" if stored is None else stored.text or ""
    formula = _child(element, "f")
    if formula is not None and not text and kind != "str":
        sheet.uncomputed += 1
        return Entry(row, col, "=" + (formula.text or ""))
    if kind == "inlineStr":
        inline = _child(element, "is")
        return _text_entry(row, col, "" if inline is None else _rich_inline(inline))
    if not text:
        return None
    if kind == "s":
        index = int(text) if text.isdecimal() else -1
        return _text_entry(row, col, book.strings[index] if 0 <= index < len(book.strings) else "")
    if kind == "b":
        return Entry(row, col, "TRUE" if text == "1" else "FALSE", text == "1")
    if kind in ("str", "e"):
        return _text_entry(row, col, _unescaped(text))
    if kind == "d":
        return _iso_entry(row, col, text)
    style = element.get("s", "0")
    code = book.formats[int(style)] if style.isdecimal() and int(style) < len(book.formats) else "General"
    return _number_entry(row, col, text, code, from_1904=book.from_1904)


def _rich_inline(item: etree._Element) -> str:
    texts = [e.text or "" for e in item.iter() if isinstance(e.tag, str) and e.tag.endswith("}t")]
    return _unescaped("".join(texts))


def _text_entry(row: int, col: int, text: str) -> Entry | None:
    return Entry(row, col, text) if text.strip() else None


def _iso_entry(row: int, col: int, text: str) -> Entry:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return Entry(row, col, text)
    return Entry(row, col, text, when if "T" in text else when.date())


def _number_entry(row: int, col: int, text: str, code: str, *, from_1904: bool) -> Entry | None:
    number = exact(text)
    if number is None:
        return _text_entry(row, col, text)
    value: Decimal | date | datetime | None = number
    when = moment(number, code, from_1904=from_1904) if is_date(code) else None
    if when is not None:
        value = when if isinstance(when, date) else None
    shown = show(number, code, when)
    return Entry(row, col, shown, value) if shown else None


def _merged(sheet: _Sheet) -> Iterator[Entry]:
    """The cells with their spans; a cell hidden below a merged one is not printed."""
    spans = {(top, left): (rows, cols) for top, left, rows, cols in sheet.merged}
    hidden: set[tuple[int, int]] = set()
    for top, left, rows, cols in sheet.merged:
        inside = [(r, c) for r, c in sheet.cells if top <= r < top + rows and left <= c < left + cols]
        hidden |= {place for place in inside if place != (top, left)}
    for place, entry in sheet.cells.items():
        if place in hidden:
            continue
        rows, cols = spans.get(place, (1, 1))
        yield Entry(entry.row, entry.col, entry.text, entry.value, rows, cols)
