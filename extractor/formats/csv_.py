"""Comma- or tab-separated text: one table, with title lines above it where there are any."""

from __future__ import annotations

import csv
import hashlib
import io
import sys

from extractor.document import Document, Page
from extractor.errors import Damaged, TooLarge
from extractor.formats import text as text_format
from extractor.grid import Entry, entries_to_blocks
from extractor.limits import Limits

EXTENSIONS = ("csv", "tsv", "tab", "xls")
"""``xls`` too: many systems write tab-separated text under that name, and Excel opens it."""

_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 50


def sniff(head: bytes) -> float:
    """Text in columns; less than plain text's score, for a comma is no proof: only the name makes it a table."""
    return 0.1 if text_format.sniff(head) else 0.0


def _delimiter(text: str) -> str:
    """The sign that cuts the most lines into the same number (two or more) of columns."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        if usual >= 2 and widths.count(usual) * usual > most:
            best, most = delimiter, widths.count(usual) * usual
    return best


def _plain(value: str) -> str:
    """A cell without what systems write around a number to keep a spreadsheet from rounding it.

    >>> _plain("'2064837178561571"), _plain('="0064837178561571"'), _plain("'89 '90")
    ('2064837178561571', '0064837178561571', "'89 '90")
    """
    text = value.strip()
    if text.startswith('="') and text.endswith('"') and len(text) > 3:
        return text[2:-1].strip()
    return text[1:].strip() if text.startswith("'") and text.count("'") == 1 else text


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """One page without number. Cells are text as written; nothing is taken for a formula or computed.

    Marks that make a cell text (``'123``, ``="123"``) are no part of it.
    """
    if len(data) > limits.part_bytes:
        raise TooLarge(f"文本{len(data) // 1024 // 1024}MB")
    text, encoding = text_format.decode(data)
    csv.field_size_limit(sys.maxsize)
    entries: list[Entry] = []
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        for number, row in enumerate(rows, 1):
            entries += [Entry(number, col, text) for col, value in enumerate(row, 1) if (text := _plain(value))]
            if len(entries) > limits.cells:
                raise TooLarge("单元格过多")
    except csv.Error as error:
        raise Damaged("分隔文本格式错误") from error
    page = Page(None, 0.0, 0.0, tuple(entries_to_blocks(entries, None)))
    sha256 = hashlib.sha256(data).hexdigest()
    problems, notes = text_format.problems_of(text), (f"编码{encoding}",)
    return Document(name, sha256, "csv", (page,), problems, paged=False, notes=notes)
