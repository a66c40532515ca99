"""Where a signature may stand when not beside its label in the same line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.naming.links import LATIN
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.values import person

_STRIP = 2.5  # characters: an empty strip as narrow as this between two cells is what a seal's rest cut off


def next_cell(unit: Unit) -> Unit | None:
    """The cell to the right, which an empty strip too narrow for a name may part from this one; None where another is empty."""
    right = unit.right
    if right is None or right.cell is None or unit.cell is None:
        return None
    end = unit.cell.col + unit.cell.colspan
    if right.cell.col == end or (right.cell.col == end + 1 and _is_translated(unit, end)):
        return right
    own, other = unit.cell.box, right.cell.box
    size = max((line.size or 0.0 for _, line in right.pieces), default=0.0)
    return right if own is not None and other is not None and other.x0 - own.x1 <= _STRIP * size else None


def _is_translated(unit: Unit, col: int) -> bool:
    """Whether the cell in a column behind a label says it again in Latin letters: 企业确认签字 | Signature | …"""
    cells = unit.table.cells if unit.table is not None else ()
    return unit.cell is not None and any(
        cell.row == unit.cell.row and cell.col == col and LATIN.fullmatch(cell.text) for cell in cells
    )


def _is_left_empty(unit: Unit) -> bool:
    """Whether the cell to the right of a label is there and holds nothing."""
    if unit.cell is None or unit.table is None:
        return False
    row, end = unit.cell.row, unit.cell.col + unit.cell.colspan
    return any(cell.row == row and cell.col == end and not cell.text.strip() for cell in unit.table.cells)


def neighbours(unit: Unit) -> Iterator[Unit]:
    """Where a signature may stand when not beside its label in the same line: the next cell, the next segment, the line under."""
    right, below = unit.right, unit.below
    if unit.table is not None and unit.cell is not None:
        if (beside := next_cell(unit)) is not None:
            yield beside
        under = below is not None and below.cell is not None and below.cell.row == unit.cell.row + unit.cell.rowspan
        if below is not None and under and not (_is_left_empty(unit) and next_cell(below) is not None):
            yield below  # but "费用" beside its sum, under "签字" and an empty cell
        return
    if right is not None:
        yield right
    if below is not None:
        yield below


def of_the_other_side(near: Unit) -> bool:
    """Whether a line or a cell begins with a label of who served: 检查机构：某某公司（章） under or beside the enterprise's place."""
    label, colon, _ = near.text.partition(":")
    return bool(colon) and len(label) <= _LONGEST_LABEL and side_of(label) == "service"


_LONGEST_LABEL = 16  # characters


_IN_BRACKET = re.compile(r"[（(](?:由)?([\u4e00-\u9fff]{2,4})(?:已)?$")
_GOES_ON = re.compile(r"\s*[,，;；)）]")


def in_bracket(unit: Unit, start: int, mark: int) -> tuple[int, int, str] | None:
    """Where and who signed as a bracket tells it, right before the word for it at ``mark``: 附：企业确认单（覃小琴签字，2025年7月10日）."""
    told = _IN_BRACKET.search(unit.text, 0, mark)
    if told is None or not person.is_name(told[1]) or _GOES_ON.match(unit.text, start) is None:
        return None
    return told.start(1), told.end(1), told[1]


def day_behind(unit: Unit, at: int, stop: int) -> bool:
    """Whether a day follows right behind a place, before the end of what may be written there."""
    return any(t.kind == "moment" and at <= t.start <= at + 3 and t.stop <= stop for t in unit.tokens)
