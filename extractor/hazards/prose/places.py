"""Where each hazard of a numbered list stands, told before what is wrong: "1. 配电室：柜门未锁", "2. 码头：护栏松动"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.record import Row

_PLACE = re.compile(r"\s*[^\s，,。；;:：、（()）\d][^，,。；;:：\n]{0,11}[:：]\s*(?=[^\s:：])")
_LEAST_LEFT = 4
"""Chinese characters of what is wrong behind the place."""


def without_places(told: Sequence[tuple[Part, Row]]) -> list[Row]:
    """The hazards, each without the place before it where all of a list are told so and a place comes again, else as they are.

    What stands before a colon in every item alike, and in several the same, is a column of its own, as it would be in a table;
    where all differ, or an item lacks it, or tells there what is wrong, it may be part of the words on what is wrong.
    """
    rows = [row for _, row in told]
    starts = [_behind_place(part, row) for part, row in told]
    named = [part.unit.raw[at:start] for (part, _), (at, start) in zip(told, starts, strict=True)]
    if not all(named) or len(set(named)) == len(named):
        return rows
    return [_from(part, row, start) for (part, row), (_, start) in zip(told, starts, strict=True)]


def _behind_place(part: Part, row: Row) -> tuple[int, int]:
    """Where in the unit of an item the place before what is wrong begins, and where it ends with its colon; alike where none is."""
    words = str(row.value("description") or "")
    place = _PLACE.match(words)
    at = part.unit.raw.find(words, part.start)
    if place is None or at < 0 or hazard_cells.tells_defect(place[0]):
        return 0, 0
    left = words[place.end() :]
    plain = hazard_cells.han(left) >= _LEAST_LEFT and re.search("[:：]", left) is None
    return (at, at + place.end()) if plain else (0, 0)


def _from(part: Part, row: Row, start: int) -> Row:
    told = row.cells["description"]
    stop = part.unit.raw.find(told.value, part.start) + len(told.value)
    behind = replace(told, value=part.unit.raw[start:stop], span=part.unit.span(start, stop))
    return Row({**row.cells, "description": behind}, row.span)
