"""Hazards that a sentence counts by their level and then names: "重大隐患1项：边坡角超过设计；一般隐患2项：道路临边无挡墙、平台无护栏"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import int_of, level_of
from extractor.record import Reading, Row

_GROUP = re.compile(
    r"((?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*(?:隐患|问题))\s*(?:共|有)?\s*(\d{1,2}|[一二两三四五六七八九十]{1,2})\s*[项条处个]\s*"
    r"(?:[:：]|[，,]?\s*(?:即|分别[为是])\s*[:：]?|[（(])\s*([^。；;\n（()）]+)"
)
_STOPS = ("、", "[、，,]", "[、，,和及]")
"""What may part the hazards of one level, the first that gives as many as were counted."""
_MOST = 0.5


def by_level(parts: Sequence[Part]) -> list[tuple[Part, Row]]:
    """The hazards of the first paragraph that counts and names them so, where most tell of a defect; none where none does."""
    for part in parts:
        if part.marked or part.unit.table is not None:
            continue
        told = list(_of_paragraph(part))
        wrong = sum(hazard_cells.tells_defect(str(row.value("description"))) for _, row in told)
        if told and wrong >= _MOST * len(told):
            return told
    return []


def _of_paragraph(part: Part) -> Iterator[tuple[Part, Row]]:
    for group in _GROUP.finditer(part.unit.text, part.start, part.stop):
        count = 2 if group[2] == "两" else int_of(group[2]) or 0
        places = next((p for stops in _STOPS if len(p := list(_between(group, stops))) == count), [])
        for start, stop in places:
            span = part.unit.span(start, stop)
            cells: dict[str, Reading[Any]] = {
                "level": Reading(level_of(group[1]), part.unit.span(*group.span(1)), "prose", 0.7),
                "description": Reading(part.unit.raw[start:stop], span, "prose", 0.7),
            }
            add_outcome(cells, "", part.unit)
            yield Part(part.unit, start, stop, False), Row(cells, span)


def _between(group: re.Match[str], stops: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a group's words between ``stops`` stand."""
    at = group.start(3)
    for stop in [*re.finditer(stops, group[3]), None]:
        end = group.end(3) if stop is None else group.start(3) + stop.start()
        if group.string[at:end].strip():
            yield at, end
        at = end + (0 if stop is None else len(stop[0]))
