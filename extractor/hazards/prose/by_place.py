"""Hazards that a paragraph tells place by place: "在清理车间，发现观察孔未封闭；在制粉车间，发现管道未接地（重大隐患）和电缆拖地"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from extractor.hazards.items.item_advice import DAY_BEFORE
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.items.item_days import deadline_of
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import NOTHING_FOUND, level_of
from extractor.record import Reading, Row

_CLAUSE = re.compile(
    r"(?:^|(?<=[；;。：:]))\s*在?(?P<place>[\u4e00-\u9fff#\d]{2,12}?)(?:内|里|现场)?[，,]?(?:检查|排查|现场)?(?:发现|存在|查出|查见|看到)(?:了|有)?(?P<what>[^；;。\n]{4,})"
)
_LEAST = 2  # places of a paragraph
_STOP = re.compile(r"\s*(?:[、，,]|以及|和|及|与)\s*")
_NO_PLACE = re.compile("隐患|问题|检查|排查|专家|公司|我们|上次|本次|其中|重大|一般|[共未没]")


def by_place(parts: Sequence[Part], after: date | None) -> list[tuple[Part, Row]]:
    """The hazards of the first paragraph that tells them so, with what a later sentence wants done at each place by when; none where
    any clause names no defect."""
    for i, part in enumerate(parts):
        if part.marked or part.unit.table is not None:
            continue
        clauses = [
            m for m in _CLAUSE.finditer(part.unit.text, part.start, part.stop) if not _NO_PLACE.search(m["place"])
        ]
        if len({m["place"] for m in clauses}) < _LEAST:
            continue
        told = [(m["place"], list(_pieces(part, m))) for m in clauses]
        if all(rows for _, rows in told):
            return [one for place, rows in told for one in _with_terms(place, rows, parts[i + 1 :], after)]
    return []


def _pieces(part: Part, clause: re.Match[str]) -> Iterator[tuple[Part, Row]]:
    """What a clause says is wrong: its parts between 和 and 、 where each by itself tells of a defect, else all of it."""
    start, stop = clause.span("what")
    for a, b in _cut(part.unit.text, start, stop):
        words = part.unit.text[a:b]
        noted = LEVEL_NOTE.search(words)
        end = a + noted.start() if noted is not None else b
        if not hazard_cells.tells_defect(part.unit.text[a:end]) or NOTHING_FOUND.search(words):
            continue
        span = part.unit.span(a, end)
        cells: dict[str, Reading[Any]] = {
            "level": Reading(level_of(words), span, "prose", 0.6),
            "description": Reading(part.unit.raw[a:end], span, "prose", 0.7),
        }
        add_outcome(cells, "", part.unit)
        yield Part(part.unit, a, b, False), Row(cells, span)


def _cut(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    stops = [m for m in _STOP.finditer(text, start, stop) if m.start() > start]
    edges = list(zip([start, *(m.end() for m in stops)], [*(m.start() for m in stops), stop], strict=True))
    return edges if len(edges) > 1 and all(hazard_cells.tells_defect(text[a:b]) for a, b in edges) else [(start, stop)]


def _with_terms(
    place: str, rows: Sequence[tuple[Part, Row]], later: Sequence[Part], after: date | None
) -> list[tuple[Part, Row]]:
    """The hazards of a place with the day and the deeds that a later sentence has for it: "制粉车间11月10日前接地、整理电缆"."""
    for part in later:
        at = part.text.find(place)
        day = None if at < 0 else DAY_BEFORE.match(part.text.replace("的", " "), at + len(place))
        due = None if day is None else deadline_of(day[0], None, after)
        if day is None or due is None:
            continue
        words = re.split("[；;。]", part.text[day.end() :])[0]
        deeds = words.split("、") if len(rows) > 1 else [words]
        told = deeds if len(deeds) == len(rows) else [words] * len(rows)
        span = part.unit.span(part.start + at, part.start + day.end() + len(words))
        term = {"deadline": Reading(due[0], span, due[1], due[2])}
        return [
            (one, Row({**row.cells, **term, **_advice(deed, span)}, row.span))
            for (one, row), deed in zip(rows, told, strict=True)
        ]
    return list(rows)


def _advice(words: str, span: Any) -> dict[str, Reading[Any]]:
    return {"advice": Reading(words.strip(" ，,"), span, "prose", 0.6)} if hazard_cells.han(words) > 1 else {}
