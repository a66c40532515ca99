"""Where the value of a card's label stands: beside it, under it, or under it in a row of labels."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.evidence.units import Unit
from extractor.hazards.cards.card_entries import OPENER, is_label
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import is_state_alone
from extractor.layout.unruled.wrapped import SMALL_PRINT


def value_of(unit: Unit, units: Sequence[Unit], i: int) -> Unit | None:
    """The unit that holds a bare label's value: beside it, else under it."""
    if unit.table is not None and unit.cell is not None:
        beside = unit.right
        if (
            beside is not None
            and beside.cell is not None
            and beside.cell.row == unit.cell.row
            and beside.cell.col == unit.cell.col + unit.cell.colspan
            and not is_label(beside)
        ):
            return beside
        return _under_labels_in_a_row(unit)
    if _stands_over(unit, unit.below) and not _is_answer(unit.right):
        return unit.below
    if unit.right is not None:
        if not is_label(unit.right):
            return unit.right
        under = unit.below  # labels side by side: each over its value
        return under if under is not None and under.table is None and not is_label(under) else None
    following = units[i + 1] if i + 1 < len(units) else None
    below = unit.below if unit.below is not None else following
    if unit.left is not None and unit.left.table is None and is_label(unit.left) and unit.below is not None:
        following = below  # the last of labels side by side
    return below if below is not None and below.table is None and not is_label(below) and below is following else None


def _under_labels_in_a_row(unit: Unit) -> Unit | None:
    """The cell under one of several labels side by side, where it holds a value: an app's page whose lines were read as a grid."""
    cell, under = unit.cell, unit.below
    if cell is None or under is None or under.cell is None or under.table is not unit.table or is_label(under):
        return None
    same = (under.cell.col, under.cell.colspan) == (cell.col, cell.colspan)
    if under.cell.row != cell.row + cell.rowspan or not same or OPENER.match(under.text) or not is_label(unit):
        return None
    ends = (cell.col, cell.col + cell.colspan)
    beside = [
        other
        for other, col in ((unit.left, ends[0]), (unit.right, ends[1]))
        if other is not None
        and other.cell is not None
        and other.cell.row == cell.row
        and col in (other.cell.col, other.cell.col + other.cell.colspan)
    ]
    return under if beside and all(map(is_label, beside)) else None


def _is_answer(beside: Unit | None) -> bool:
    """Whether what stands beside a label can be no label: a day, a level, a state. Under the last line of a card stands a heading."""
    if beside is None or is_label(beside):
        return False
    return bool(beside.tokens) or hazard_cells.tells_level(beside.text) or is_state_alone(beside.text)


def _stands_over(unit: Unit, under: Unit | None) -> bool:
    """Whether a label is printed smaller than what stands under it, as in the lists of apps."""
    if under is None or under.table is not None or not unit.pieces or not under.pieces:
        return False
    mine, theirs = unit.pieces[0][1].size, under.pieces[0][1].size
    return mine is not None and theirs is not None and mine < SMALL_PRINT * theirs
