"""Fields over which a seal lies: read from the page without the seal and with it, and both kept where they disagree.

Where two readings of a line differ, the page holds the surer one and ``Page.under_seals`` the other. Here the same paper is read with
the other, and what changes is a rival of the field, or the field itself where the first reading gave none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.document import Block, Box, Cell, Document, Line
from extractor.record import Reading, Record

DOUBTED = 0.7
"""The most that a field with two readings is trusted."""
ALONE = 0.6
"""The most that a field is trusted which only the less sure reading gives."""
FURTHEST = 3
"""Years between signing and the begin of the cover from which a doubted day of signing is believed no more."""

Others = Mapping[Box, tuple[str, float]]


def with_both_readings(document: Document, record: Record, extract: Callable[[Document], Record]) -> Record:
    """The record with rivals for the fields that a second reading under a seal changes. ``extract`` reads as ``record`` was."""
    others = {page.number: {box: (text, sure) for box, text, sure in page.under_seals} for page in document.pages}
    if not any(others.values()) or record.kind in ("unknown", "notice"):
        return record
    pages = tuple(
        replace(page, blocks=tuple(_other_words(block, others[page.number]) for block in page.blocks))
        for page in document.pages
    )
    fields: dict[str, Reading[Any]] = dict(record.fields)
    for name, other in extract(replace(document, pages=pages)).fields.items():
        if not any(_touches(box, others.get(other.span.page, {})) for box in other.span.boxes):
            continue
        first = fields.get(name)
        if first is None:
            fields[name] = replace(other, confidence=min(other.confidence, ALONE))
        elif other.value not in (first.value, *(rival.value for rival in first.rivals)):
            fields[name] = replace(first, confidence=min(first.confidence, DOUBTED), rivals=(*first.rivals, other))
    return replace(record, fields=without_far_days(fields))


def without_far_days(fields: Mapping[str, Reading[Any]]) -> dict[str, Reading[Any]]:
    """The fields without a doubted day of signing that lies years from the cover: a digit of it was lost under the seal.

    Where only one year near the cover differs from what was read by one digit (2074 beside a cover from 2024), that one was printed.
    """
    signed, start = fields.get("sign_date"), fields.get("period_start")
    if signed is None or start is None or signed.confidence > DOUBTED or not _is_far(signed.value.year, start):
        return dict(fields)
    near = [
        year
        for year in range(start.value.day.year - FURTHEST, start.value.day.year + FURTHEST + 1)
        if sum(a != b for a, b in zip(str(year), str(signed.value.year), strict=True)) == 1
    ]
    if len(near) == 1 and (day := _in_year(signed.value, near[0])) is not None:
        return {**fields, "sign_date": replace(signed, value=day, confidence=min(signed.confidence, ALONE))}
    return {name: reading for name, reading in fields.items() if name != "sign_date"}


def _is_far(year: int, start: Reading[Any]) -> bool:
    return bool(abs(year - start.value.day.year) > FURTHEST)


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year; None for a 29th of February that the other year has not."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _other_words(block: Block, others: Others) -> Block:
    return (
        _other_line(block, others)
        if isinstance(block, Line)
        else replace(block, cells=tuple(_other_cell(cell, others) for cell in block.cells))
    )


def _other_cell(cell: Cell, others: Others) -> Cell:
    return replace(cell, lines=tuple(_other_line(line, others) for line in cell.lines))


def _other_line(line: Line, others: Others) -> Line:
    found = others.get(line.box) if line.box is not None else None
    return line if found is None else replace(line, text=found[0], edges=None, confidence=found[1])


def _touches(box: Box, others: Others) -> bool:
    return any(min(box.x1, o.x1) > max(box.x0, o.x0) and min(box.y1, o.y1) > max(box.y0, o.y0) for o in others)
