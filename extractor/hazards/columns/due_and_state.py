"""A cell of a list that tells both by when to mend and how it stands: "限2026-06-25；2026-06-22已整改" under 限期及结果."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import is_state_alone, outcome
from extractor.values.scan import Token


@dataclass(frozen=True, slots=True)
class DueAndState:
    """The day by which to mend, and the other words of the cell, which say how it stands."""

    due: Token
    state: str


def due_and_state(unit: Unit | None) -> DueAndState | None:
    """What a cell tells of both; None where no clause of it is a day asked for, or the others are no state."""
    if unit is None or not unit.tokens or len(unit.text) > _LONGEST:
        return None
    clauses = [(m.start(), m.end()) for m in _CLAUSE.finditer(unit.text) if m[0].strip()]
    asked = [
        (a, b, days[0])
        for a, b in clauses
        if len(days := [t for t in unit.tokens if t.kind == "moment" and a <= t.start < b]) == 1
        and _asks(unit.text[a : days[0].start], unit.text[days[0].stop : b])
    ]
    if len(clauses) < 2 or len(asked) != 1:
        return None
    start, stop, due = asked[0]
    state = f"{unit.text[:start]}；{unit.text[stop:]}".replace("\n", "；").strip(" 　;；，,。/／|")
    return DueAndState(due, state) if _is_state(state) else None


_LONGEST = 60
_CLAUSE = re.compile(r"(?:[^；;\n，,。/／|]|(?<=\d)/(?=\d))+")


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
