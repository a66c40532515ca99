"""A cell of a list that tells both by when to mend and how it stands: "限2026-06-25；2026-06-22已整改" under 限期及结果."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.outcome_words import is_state_alone, outcome


@dataclass(frozen=True, slots=True)
class DueAndState:
    """The day by which to mend, and the other words of the cell, which say how it stands."""

    day: date
    start: int
    stop: int
    state: str


def due_and_state(unit: Unit | None, after: date | None) -> DueAndState | None:
    """What a cell tells of both; None where no clause of it is a day asked for, or the others are no state.

    ``after``: a day of the paper from which days without their year are counted.
    """
    if unit is None or len(unit.text) > _LONGEST or not _DIGIT.search(unit.text):
        return None
    if (pair := PAIR_OF_DAYS.fullmatch(unit.text)) is not None:
        due = day_of(f"{pair[1]}月{pair[2]}日", after)
        state = f"已于{pair[3]}月{pair[4]}日整改" if pair[3] else "未整改"
        return None if due is None else DueAndState(due[0], pair.start(1), pair.end(2), state)
    clauses = [(m.start(), m.end()) for m in _CLAUSE.finditer(unit.text) if m[0].strip()]
    asked = [
        (a, b, due)
        for a, b in clauses
        if (due := _day_in(unit, a, b, after)) is not None and _asks(unit.text[a : due[1]], unit.text[due[2] : b])
    ]
    if len(clauses) < 2 or len(asked) != 1:
        return None
    start, stop, (day, begin, end) = asked[0]
    state = f"{unit.text[:start]}；{unit.text[stop:]}".replace("\n", "；").strip(" 　;；，,。/／|()（）")
    return DueAndState(day, begin, end, state) if _is_state(state) else None


def _day_in(unit: Unit, start: int, stop: int, after: date | None) -> tuple[date, int, int] | None:
    """The only day of a clause and where it stands, with its year or without."""
    days = [t for t in unit.tokens if t.kind == "moment" and start <= t.start < stop]
    if days:
        return (days[0].value.day, days[0].start, days[0].stop) if len(days) == 1 else None
    told = day_of(unit.text[start:stop], after)
    return None if told is None else (told[0], start + told[1], start + told[2])


PAIR_OF_DAYS = re.compile(
    r"\s*(1[0-2]|0?[1-9])[.月](3[01]|[12]\d|0?[1-9])日?\s*[/／]\s*(?:(1[0-2]|0?[1-9])[.月](3[01]|[12]\d|0?[1-9])日?|[—–\-无未]{1,2})\s*"
)
"""By when to mend and when it was done, or a dash: "5.12/5.10", "5.11/—" under 限/结."""
_DIGIT = re.compile(r"\d")
_LONGEST = 60
_CLAUSE = re.compile(r"(?:[^；;\n，,。/／|()（）]|(?<=\d)/(?=\d))+")


def _asks(before: str, behind: str) -> bool:
    """Whether the words around the only day of a clause ask for something by then, and say nothing more."""
    bare, rest = before.strip(" 　:：（("), behind.strip(" 　)）")
    if _TERM.fullmatch(bare) and (not rest or _BY_THEN.fullmatch(rest)):
        return True
    return not bare and _BY_THEN.fullmatch(rest) is not None


_TERM = re.compile("(?:要求)?(?:整改|完成|治理)?(?:期?限|限期|时限|截止|要求)(?:日期|时间)?[至到为于]?|应于|须于|请于")
_BY_THEN = re.compile("[之以]?前(?:应|须|要)?(?:完成|整改|改[好完])?(?:整改|完[成毕])?")


def _is_state(text: str) -> bool:
    told = outcome(text, status=True)
    return bool(told["rectified"] or told["refused"]) or is_state_alone(text) or hazard_cells.tells_state(text)
