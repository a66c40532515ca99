"""Hazards that paragraphs tell theme by theme, what is to be done about all of a theme in its last sentence: "（一）电气方面。密封条脱落；
插座没有接地线。应更换密封条、补接地线，9月20日前完成。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.hazards.items.item_advice import without_day
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.items.item_days import deadline_of
from extractor.hazards.items.items import ITEM, Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.record_words import ASKING, tells_defect, tells_remedy
from extractor.hazards.meaning.words import NOTHING_FOUND, level_of
from extractor.record import Reading, Row

_HEAD = re.compile(r"\s*[^。；;：:，,、]{2,12}[。：:]\s*")
_SENTENCE, _CLAUSE = re.compile(r"[^。\n]+"), re.compile(r"[^；;]+")
_DEED = re.compile(r"\s*[、；;]\s*")
_LEAST = 2  # themes, and hazards of one of them
_MOST = 0.6  # share of the clauses that must tell of a defect
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Theme:
    """The places of what is wrong in a paragraph, and of the sentence that asks for all of it to be mended."""

    part: Part
    wrong: Sequence[tuple[int, int]]
    asked: tuple[int, int]


def by_theme(parts: Sequence[Part], after: date | None) -> list[tuple[Part, Row]]:
    """The hazards of paragraphs that each name a theme, what is wrong between semicolons, and in a last sentence what is to be done;
    none where there are no two such paragraphs, or none of them tells of several."""
    themes = [theme for part in parts if (theme := _theme(part)) is not None]
    told = [part.unit.text[a:b] for theme in themes for part in (theme.part,) for a, b in theme.wrong]
    if len(themes) < _LEAST or max(len(theme.wrong) for theme in themes) < _LEAST:
        return []
    if sum(tells_defect(text) for text in told) < _MOST * len(told):
        return []
    return [one for theme in themes for one in _rows(theme, after)]


def _theme(part: Part) -> _Theme | None:
    text = part.unit.text
    lead = ITEM.match(part.text) if part.marked else None
    begin = part.start + (lead.end() if lead is not None else 0)
    head = _HEAD.match(text, begin, part.stop)
    if head is None or part.unit.table is not None or hazard_cells.tells_defect(head[0]):
        return None
    sentences = [m.span() for m in _SENTENCE.finditer(text, head.end(), part.stop) if m[0].strip()]
    asked = next((k for k, (a, b) in enumerate(sentences) if k and ASKING.match(text[a:b])), None)
    if asked is None or asked + 1 < len(sentences):
        return None
    wrong = [m.span() for a, b in sentences[:asked] for m in _CLAUSE.finditer(text, a, b) if m[0].strip()]
    fit = all(_may_be_wrong(text[a:b]) for a, b in wrong)
    return _Theme(part, wrong, sentences[asked]) if fit else None


def _may_be_wrong(text: str) -> bool:
    short = hazard_cells.han(text) >= 4 and len(text) <= _LONGEST
    return short and NOTHING_FOUND.search(text) is None and not tells_remedy(text)


def _rows(theme: _Theme, after: date | None) -> Iterator[tuple[Part, Row]]:
    unit = theme.part.unit
    a, b = theme.asked
    asking = ASKING.match(unit.text, a, b)
    begin = asking.end() if asking is not None else a
    words = without_day(unit.raw[begin:b].replace("\n", "").strip(" 　，,"))
    due = deadline_of(unit.text[begin:b], None, after)
    deeds = _DEED.split(words) if len(theme.wrong) > 1 else [words]
    each = deeds if len(deeds) == len(theme.wrong) else [words] * len(theme.wrong)
    for (start, stop), deed in zip(theme.wrong, each, strict=True):
        noted = LEVEL_NOTE.search(unit.text[:stop], start + 4)
        end = stop if noted is None else noted.start()
        span = unit.span(start, end)
        cells: dict[str, Reading[Any]] = {
            "level": Reading(level_of(unit.text[start:stop]), span, "prose", 0.6),
            "description": Reading(unit.raw[start:end].replace("\n", "").strip(" 　，,"), span, "prose", 0.7),
            "advice": Reading(deed, unit.span(begin, b), "prose", 0.6),
        }
        if due is not None:
            cells["deadline"] = Reading(due[0], unit.span(begin, b), due[1], due[2])
        add_outcome(cells, "", unit)
        yield Part(unit, start, stop, False), Row(cells, span)
