"""Lines of a table whose cells tell all of a hazard in words: what is wrong with its level in one, what to do by when in another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import ITEM, Part, number_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.words import int_of
from extractor.record import Reading, Row

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
    if whole := _whole_cells(table, lines, after) or _captions(units, after):
        return whole
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


def _whole_cells(table: Table, lines: Sequence[Sequence[Unit]], after: date | None) -> list[TellingLine]:
    """The hazards of the one column whose cells each tell all of a hazard in sentences; in its other cells nothing is wrong, and a
    column of answers beside it tells what became of them: "1、…，一般隐患，请于4月15日前包扎" | "4月12日包扎完毕"."""
    columns = sorted({u.cell.col for line in lines for u in line if u.cell is not None})
    found = [(c, read) for c in columns if len(read := _read_column(c, lines, after)) >= _LEAST]
    if len(found) != 1:
        return []
    col, read = found[0]
    told = {k for k, _, _ in read}
    others = [(k, u.text) for k, line in enumerate(lines) if k not in told for u in line if _in_column(u, col)]
    if any(
        hazard_cells.tells_defect(text) or (len(text) > _LONGEST_VERDICT if k else _DIGIT.search(text))
        for k, text in others
    ):
        return []
    out: list[TellingLine] = []
    for k, body, row in read:
        answer = next((u for u in lines[k] if u.index > body.index and _answers(u)), None)
        number = int_of(lines[k][0].text) if lines[k][0] is not body else None
        out.append((row if answer is None else _answered(row, answer, after), number, list(lines[k])))
    return out


def _captions(units: Sequence[Unit], after: date | None) -> list[TellingLine]:
    """The hazards of a grid whose cells each hold one, numbered on from one through its lines, as captions under photos are."""
    parts = [Part(u, 0, len(u.text), True) for u in units if u.text.strip()]
    numbers = [number_of(p) if ITEM.match(p.text) else None for p in parts]
    if len(parts) < _LEAST or numbers != list(range(1, len(parts) + 1)):
        return []
    read = [paragraph_row(p, [], after) for p in parts]
    told = [(one[0], k, [p.unit]) for one, k, p in zip(read, numbers, parts, strict=True) if one is not None and one[1]]
    return told if len(told) == len(parts) else []


_DIGIT = re.compile(r"\d")
"""What no head of a column holds: a first line with a day is one of the list."""
_LEAST = 2  # cells of a column that tell all of a hazard
_LONGEST_VERDICT = 12  # characters of a cell of that column in whose line nothing is wrong


def _in_column(unit: Unit, col: int) -> bool:
    return unit.cell is not None and unit.cell.col == col


def _read_column(col: int, lines: Sequence[Sequence[Unit]], after: date | None) -> list[tuple[int, Unit, Row]]:
    """(line, cell, hazard) of the cells of a column that tell what is wrong and by when it is to be mended."""
    out = []
    for k, line in enumerate(lines):
        unit = next((u for u in line if _in_column(u, col) and hazard_cells.tells_defect(u.text)), None)
        if unit is None or hazard_cells.tells_remedy(unit.text):
            continue
        read = paragraph_row(Part(unit, 0, len(unit.text), ITEM.match(unit.text) is not None), [], after)
        if read is not None and read[1] and "deadline" in read[0].cells:
            out.append((k, unit, read[0]))
    return out


def _answers(unit: Unit) -> bool:
    return hazard_cells.tells_state(unit.text) or any(outcome(unit.text, status=True).values())


def _answered(row: Row, answer: Unit, after: date | None) -> Row:
    """The hazard with what a cell beside it says became of it, where its own words do not."""
    if row.value("rectified") or row.value("refused"):
        return row
    cells: dict[str, Reading[Any]] = dict(row.cells)
    add_outcome(cells, answer.text, answer, status=True, after=after)
    return Row(cells, row.span)


def _defect(line: Sequence[Unit]) -> Unit | None:
    return next((u for u in line if hazard_cells.tells_defect(u.text)), None)
