"""Lines of a table whose cells tell all of a hazard in words: what is wrong with its level in one, what to do by when in another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.words import int_of
from extractor.record import Row

TellingLine = tuple[Row, int | None, list[Unit]]
"""A hazard, the number printed before it, the cells of its line."""
_NUMBER = re.compile(r"\s*(?:第|问题|隐患)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[项条处个号、.．]?\s*$")
_MOST = 0.6
"""The share of lines that must tell of a hazard."""


def told_lines(table: Table, units: Sequence[Unit], after: date | None) -> list[TellingLine]:
    """The hazards of such a table; none where any line names no defect or most lack a level or a day.

    ``after``: a day of the paper from which days without their year are counted.
    """
    lines = [list({id(u): u for _, u in sorted(row.items())}.values()) for row in grid(table, units)]
    numbered = len(lines) > 1 and all(len(line) > 1 and _NUMBER.match(line[0].text) for line in lines)
    lines = lines if numbered else lines[1:]  # else the table has no head
    told = [body for line in lines if (body := _defect(line)) is not None]
    if not lines or table.n_cols < 2 or len(told) < (_MOST if numbered else 1) * len(lines):
        return []
    bodies = [_defect(line) or line[1] for line in lines]
    read: list[TellingLine] = []
    for line, body in zip(lines, bodies, strict=True):
        rest = [Part(u, 0, len(u.text), False) for u in line if u.index > body.index]
        found = paragraph_row(Part(body, 0, len(body.text), False), rest, after)
        if found is not None and found[1] and "deadline" in found[0].cells:
            read.append((found[0], int_of(line[0].text), line))
    return read if len(read) >= _MOST * len(lines) else []


def _defect(line: Sequence[Unit]) -> Unit | None:
    return next((u for u in line if hazard_cells.tells_defect(u.text)), None)
