"""Where in a notice a reading stands: its line, the clause above it, the term around it."""

from __future__ import annotations

import re
from typing import Any

from extractor.record import Reading, Record
from extractor.span import Span

QUOTE = 40
"""Characters of a quoted term at most; a pack holds no sentences."""
_CLAUSE = re.compile(r"[，,。；;：:（）()]")


def line_of(record: Record, span: Span | None) -> int | None:
    """The number of the printed line in which the words of a span begin; None where no line has them."""
    if span is None or not span.text:
        return None
    first = span.text.split("\n")[0].strip()
    near: int | None = None
    for row in record.rows("lines"):
        if not _meets(row.span, span):
            continue
        if first in str(row.value("text")):
            return int(row.value("number"))
        near = int(row.value("number")) if near is None else near
    return near


def _meets(line: Span, span: Span) -> bool:
    if span.page is None and line.page is None:
        return span.where == line.where
    if span.page != line.page:
        return False
    return any(
        a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 - 1 and b.y0 < a.y1 - 1 for a in line.boxes for b in span.boxes
    )


def article(record: Record, line: int | None) -> str:
    """The path of the clause that the line stands in: the last one that begins at it or above it."""
    path = ""
    if line is None:
        return path
    for row in record.rows("clauses"):
        begins = line_of(record, row.span)
        if begins is not None and begins <= line:
            path = str(row.value("path"))
    return path


def quote_of(record: Record, line: int | None, reading: Reading[Any]) -> str:
    """The term around the number, from comma to comma, as printed."""
    words = reading.span.text
    text = _line_text(record, line)
    at = text.find(words)
    if at < 0:
        return words[:QUOTE]
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)
    stop = next((m.start() for m in _CLAUSE.finditer(text, at + len(words))), len(text))
    term = re.sub(r"^\d+[.．、]\s*", "", text[start:stop].strip())
    return term if len(term) <= QUOTE else text[at : at + QUOTE].strip()


def _line_text(record: Record, line: int | None) -> str:
    return next((str(row.value("text")) for row in record.rows("lines") if row.value("number") == line), "")
