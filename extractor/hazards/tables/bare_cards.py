"""Cells that are cards without a label: what is wrong, how grave it is and what to do by when, in a line each under a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import level_of
from extractor.hazards.tables.told_lines import TellingLine
from extractor.record import Reading, Row
from extractor.values.scan import scan

_LEAST, _MOST = 3, 5  # lines of such a card
_SHORT = 12  # characters of a head or a caption
_SURE = 0.7
_ENDS = " 　;；。，,"


def bare_cards(units: Sequence[Unit], after: date | None) -> list[TellingLine]:
    """The hazards of a table of such cells; none where one of its cells with more than a few words is no card.

    ``after``: a day of the paper from which days without their year are counted.
    """
    wordy = [u for u in units if len(u.text) > _SHORT]
    told = [(row, u) for u in wordy if (row := _card(u, after)) is not None]
    if len(told) < 2 or len(told) < len(wordy):
        return []
    return [(row, None, [u]) for row, u in told]


def _card(unit: Unit, after: date | None) -> Row | None:
    """A cell of a few lines of which the first tells of a defect, one is a level, and another has the day to mend by."""
    starts = [start for start, _ in unit.pieces]
    lines = [(a, b) for a, b in zip(starts, [*starts[1:], len(unit.text)], strict=True) if unit.text[a:b].strip()]
    if not _LEAST <= len(lines) <= _MOST or not hazard_cells.tells_defect(_words(unit, *lines[0])):
        return None
    graded = [at for at in lines[1:] if hazard_cells.tells_level(_words(unit, *at))]
    dated = [(at, due) for at in lines[1:] if (due := _due(_words(unit, *at), after)) is not None]
    rest = [at for at in lines[1:] if at not in graded and at not in [one for one, _ in dated]]
    if len(graded) != 1 or len(dated) != 1 or len(rest) > 1:
        return None
    (at, (day, said)), level = dated[0], graded[0]
    advice = " ".join(filter(None, [*(_words(unit, *one) for one in rest), said]))
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(_words(unit, *level)), unit.span(*level), "card", _SURE),
        "description": Reading(_words(unit, *lines[0], raw=True), unit.span(*lines[0]), "card", _SURE),
        "deadline": Reading(day, unit.span(*at), "card", _SURE),
    }
    if advice:
        cells["advice"] = Reading(advice, unit.span(*(rest[0] if rest else at)), "card", _SURE)
    add_outcome(cells, "", unit, status=True)
    return Row(cells, unit.span())


def _words(unit: Unit, start: int, stop: int, *, raw: bool = False) -> str:
    text = unit.raw if raw else unit.text
    return text[start:stop].replace("\n", "").strip(_ENDS)


def _due(text: str, after: date | None) -> tuple[date, str] | None:
    """The day before which a line asks for something, and what it asks for beside it: 加装照明，11月28日前."""
    moment = next((t for t in scan(text) if t.kind == "moment"), None)
    if moment is not None:
        told = moment.value.day, moment.start, moment.stop
    elif (written := day_of(text, after)) is not None:
        told = written
    else:
        return None
    before, behind = text[: told[1]].strip(_ENDS + "请于限在"), text[told[2] :].strip(_ENDS)
    if not behind.startswith("前"):
        return None
    behind = behind[1:].strip(_ENDS)
    return told[0], before or (behind if hazard_cells.tells_remedy(behind) else "")
