"""Rows of a form that one label beside them all names as what was found: each of their cells tells all of a hazard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from extractor.evidence.units import Unit
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import ITEM, Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.tables.told_lines import TellingLine

_FEWEST = 2
_NAME = re.compile(r"(?:[\u4e00-\u9fff]{0,6})(?:隐患|问题|不符合项?|不足|毛病)(?:[\u4e00-\u9fff]{0,6})\s*[:：]?")
_PLACE = re.compile(r"\s*[^，,。；;:：（(\d]{2,12}[:：]\s*(?=[\u4e00-\u9fff])")
"""Where something is wrong, before it: 原料库：…"""


def rows_of_a_label(units: Sequence[Unit], after: date | None) -> list[TellingLine]:
    """The hazards of such rows; none where any row tells no defect, or neither how grave it is nor by when to mend it.

    存在问题 over three rows at its right: 原料库：静电接地断开（一般），限6月3日前接好，6月2日已接.
    """
    for bodies in _named(units):
        read = [_told(body, after) for body in bodies]
        told = [one for one in read if one is not None]
        if len(told) == len(bodies):
            return told
    return []


def _named(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The cells of the rows beside a label that spans several, where each row has no other."""
    for label in units:
        cell = label.cell
        if cell is None or cell.rowspan < _FEWEST or not _NAME.fullmatch("".join(label.text.split())):
            continue
        rows = range(cell.row, cell.row + cell.rowspan)
        beside = [u for u in units if u is not label and u.cell is not None and u.cell.row in rows]
        if [u.cell.row for u in beside if u.cell is not None] == list(rows):
            yield beside


def _told(body: Unit, after: date | None) -> TellingLine | None:
    if not hazard_cells.tells_defect(body.text):
        return None
    place = _PLACE.match(body.text)
    start = place.end() if place is not None and not hazard_cells.tells_defect(place[0]) else 0
    part = Part(body, start, len(body.text), ITEM.match(body.text) is not None)
    read = paragraph_row(part, [], after)
    if read is None or not ({"level", "deadline"} & read[0].cells.keys()):
        return None
    return read[0], None, [body]
