"""Days of a book written as six figures, 250409 under 日期, or under a year in columns for months and days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractor.document import Table
from extractor.evidence.columns import NOTHING, Columns, grid
from extractor.evidence.units import Unit
from extractor.values.dates import Moment
from extractor.values.scan import Token

_SIX = re.compile(r"\s*([1-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s*")
_OF_DAYS = re.compile(r"(?:日期|时间|(?<![\u4e00-\u9fff])日|[账付记收支]日)\s*$")
_FEWEST = 2


def with_compact_days(table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table with the day in each cell of a column of such figures, where its head asks for days and each is one."""
    if sum(_SIX.fullmatch(u.text) is not None for u in units) < _FEWEST:
        return units
    rows = grid(table, units)
    told: dict[int, date] = {}
    for c in range(table.n_cols):
        cells = [(r, row[c]) for r, row in enumerate(rows) if c in row and not NOTHING.match(row[c].text)]
        first = next((i for i, (_, u) in enumerate(cells) if _SIX.fullmatch(u.text)), 0)
        days = {id(u): _day(u) for _, u in cells[first:]}
        if first and len(days) >= _FEWEST and all(days.values()) and _OF_DAYS.search(cells[first - 1][1].text):
            told |= {at: day for at, day in days.items() if day is not None}
    return [_with_day(u, told[id(u)]) if id(u) in told else u for u in units] if told else units


def _day(unit: Unit) -> date | None:
    match = _SIX.fullmatch(unit.text)
    try:
        return date(2000 + int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _with_day(unit: Unit, day: date) -> Unit:
    return replace(unit, tokens=(Token("moment", 0, len(unit.text), Moment(day)),))


def with_parts_of_days(found: Columns | None) -> Columns | None:
    """The columns with the second line of their header, where that heads no more than the parts of a day: 2026年 over 月 | 日."""
    line = found.rows[0] if found is not None and found.rows else {}
    parts = {c: unit.text.strip() for c, unit in line.items() if unit.text.strip()}
    if found is None or len(set(parts.values())) < _FEWEST or not set(parts.values()) <= {"年", "月", "日"}:
        return found
    header = tuple(f"{text}|{parts[c]}" if c in parts else text for c, text in enumerate(found.header))
    return replace(found, header=header, rows=found.rows[1:], first_row=found.first_row + 1)
