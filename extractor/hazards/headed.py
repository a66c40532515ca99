"""Lists that only their heading makes lists of hazards, and headings that say how grave all under them are."""

from __future__ import annotations

import re
from typing import Any

from extractor.hazards import cells as hazard_cells
from extractor.hazards.items import ITEM, Part
from extractor.hazards.words import NOTHING_FOUND, level_of
from extractor.record import Reading, Row

_LIST_HEAD = re.compile(r"(?:隐患|问题|不足|缺陷|不符合项?|毛病|短板)[^。；;，,]{0,12}[:：]\s*$")


_NO_LIST_HEAD = re.compile("[未没无]|上次|前次|历次|以往|上一|整改情况|复查|培训|讲|建议|答")


def _heads_a_list(part: Part) -> bool:
    """Whether a line says that what follows are the hazards found."""
    return len(part.text) <= 60 and _LIST_HEAD.search(part.text) is not None and not _NO_LIST_HEAD.search(part.text)


def _plain_item(part: Part) -> Row | None:
    """A numbered line under a heading of hazards as a hazard, though it names no level, no deadline and no advice."""
    lead = ITEM.match(part.text)
    start = lead.end() if lead else 0
    stop = next((m.start() for m in re.finditer("[；;。]", part.text) if m.start() > start + 3), len(part.text))
    text = part.text[start:stop].strip(" ，,；;。：:")
    if hazard_cells.han(text) < 4 or not hazard_cells.tells_defect(text) or NOTHING_FOUND.search(text):
        return None
    at = part.start + start
    span = part.unit.span(at, at + len(text))
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(text), span, "prose", 0.5),
        "description": Reading(part.unit.raw[at : at + len(text)], span, "prose", 0.6),
    }
    return Row(cells, span)


def under_headings(parts: list[Part]) -> list[tuple[Part, Row]]:
    """The hazards of lists that only their heading makes one: nearly every item must tell of a defect."""
    out: list[tuple[Part, Row]] = []
    for i, part in enumerate(parts):
        if not _heads_a_list(part):
            continue
        items = []
        for following in parts[i + 1 :]:
            if not (following.marked or following.unit.pieces[0][1].numbering):
                break
            items.append(following)
        read = [(item, row) for item in items if (row := _plain_item(item)) is not None]
        if read and len(read) >= 0.6 * len(items):
            out += read
    return out


LEVEL_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．:：]?\s*)?(?:发现|存在|查出)?的?((?:特别?重大|重大|较大|一般)[^，,。；;\d]{0,8}?(?:隐患|问题|缺陷|风险))(?:清单|部分|\s*[（(]\s*(?:共\s*)?\d+\s*[项条处个]?\s*[)）]|\s*共?\s*\d+\s*[项条处个])?\s*[:：]?"
)
"""A line that says how grave the items under it are: "一、重大事故隐患"."""
