"""Photo sheets: a hazard under the picture before, what became of it under the picture after, in cells abreast or one over the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from extractor.document import Table
from extractor.evidence.units import Unit
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import Part
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.tables.told_lines import TellingLine
from extractor.record import Reading, Row

_CAPTION = re.compile(
    r"\s*(?:(?:图片?|照片?|附图|影像)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[:：、.]?\s*)?"
    r"[（(【\[]?\s*(?:(?:整改|治理|处理|处置|改正)(?P<when>[前后])|改(?P<short>[前后])|(?P<found>隐患|问题)(?=\s*(?:照片?|图|现状|[:：\n])))"
    r"(?:的?(?:照片?|图片?|影像|状况|情况|现场|现状|对比))?\s*[)）】\]]?\s*[:：]?\s*"
)
"""What stands under or over a picture: 图1 整改前, （整改后照片）, 改前."""
_LEAST_WORDS = 6
"""Characters behind such a caption that tell of a hazard, and are no name of a place."""


def photo_pairs(table: Table, units: Sequence[Unit], after: date | None) -> list[TellingLine]:
    """The hazards of such a sheet; none where no cell shows what was wrong before and none what was after.

    ``after``: a day of the paper from which days without their year are counted.
    """
    captions = [(u, m) for u in units if (m := _CAPTION.match(u.text)) is not None]
    before = [(u, m.end()) for u, m in captions if _is(m, "前") or m["found"]]
    behind = {id(u): (u, m.end()) for u, m in captions if _is(m, "后")}
    if not before or not behind:
        return []
    out: list[TellingLine] = []
    for k, (unit, start) in enumerate(before, 1):
        if len(unit.text[start:].strip()) < _LEAST_WORDS:
            return []  # what is wrong stands elsewhere
        read = paragraph_row(Part(unit, start, len(unit.text), False), [], after)
        answers = [behind[id(u)] for u in _beside(unit) if id(u) in behind][:1]
        if read is None:
            return []
        out.append((_answered(read[0], answers, after), k, [unit, *(u for u, _ in answers)]))
    return out


def _is(caption: re.Match[str], word: str) -> bool:
    return word in (caption["when"], caption["short"])


def _beside(unit: Unit) -> Iterator[Unit]:
    """The cell to the right, else the one below."""
    yield from (u for u in (unit.right, unit.below) if u is not None and u.table is unit.table)


def _answered(row: Row, answers: Sequence[tuple[Unit, int]], after: date | None) -> Row:
    cells: dict[str, Reading[Any]] = dict(row.cells)
    for unit, start in answers:
        add_outcome(cells, unit.text[start:], unit, status=True, after=after)
    return Row(cells, row.span)
