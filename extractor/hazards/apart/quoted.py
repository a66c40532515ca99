"""Hazards that a letter of re-inspection names in quotation marks, with what became of each: “…未设…”（重大隐患，期限…）企业仍拒绝整改."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』\n]{4,60})[”\"」』]")
_GRADED = re.compile(
    r"\s*(?:[（(\[【]|[，,]?\s*(?:属于?|[为系])?)\s*((?:重大|较大|一般)(?:生产安全|安全|事故)*隐患)([^（()）]{0,40}[)）\]】])?"
)
"""What stands right behind the quotation and makes it a hazard: how grave it is, with the day it was to be mended by."""


def rows_in_quotes(sheet: Sheet) -> Iterator[tuple[Unit, Row]]:
    """Every hazard so named of which its paragraph tells that it was mended, refused or reported."""
    for unit in sheet.units:
        if unit.table is not None:
            continue
        named = [(m, grade) for m in _QUOTED.finditer(unit.text) if (grade := _GRADED.match(unit.text, m.end()))]
        for k, (match, grade) in enumerate(named):
            stop = named[k + 1][0].start() if k + 1 < len(named) else len(unit.text)
            note = unit.text[grade.end() : stop]
            told = outcome(note)
            if told["rectified"] or told["refused"] or told["reported_on"] is not None:
                yield unit, _row(unit, match, grade, note)


def _row(unit: Unit, match: re.Match[str], grade: re.Match[str], note: str) -> Row:
    span = unit.span(*match.span(1))
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(grade[1]), unit.span(*grade.span(1)), "prose", 0.8),
        "description": Reading(unit.raw[match.start(1) : match.end(1)], span, "prose", 0.8),
    }
    due = next((t for t in unit.begun_in(grade.start(), grade.end()) if t.kind == "moment"), None)
    if due is not None:
        cells["deadline"] = Reading(due.value.day, unit.span(due.start, due.stop), "prose", 0.75)
    add_outcome(cells, note, unit)
    return Row(cells, span)
