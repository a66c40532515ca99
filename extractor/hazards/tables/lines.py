"""Lines of a table without rules in whose cells two columns ran together: each is read by its level, its defect and its day.

Only a line with all three is read, so that no sentence of the report is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row

_PIECE = re.compile(r"[^\s]+(?:\s(?=[A-Za-z]))*")
_DAY = re.compile(r"^(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:前)?(?P<rest>.*)$")
_SURE = 0.75


def in_table(rows: Sequence[Mapping[int, Unit]]) -> list[Row]:
    """The rows of a table without rules in whose cells two columns ran together, where every row shows it; else none."""
    lines = [[u for _, u in sorted(row.items())] for row in rows if len(row) > 1]
    numbered = [line for line in lines if re.fullmatch(r"\s*\d{1,2}\s*", line[0].text)]
    lines = numbered or lines  # what has no number where others have one is no entry
    if not lines or not all(any(_TOGETHER.match(u.text) for u in line) for line in lines):
        return []
    read = [row for line in lines if (row := _row(line)) is not None]
    return read if len(read) == len(lines) else []


_TOGETHER = re.compile(
    r"^\s*(?:(?:重大|一般|较大)(?:事故)?(?:隐患|问题)?|[ⅠⅡⅢⅣA-D一二三]级)\s+[\u4e00-\u9fff]{4}|^\s*20\d\d\S{4,7}\s+[\u4e00-\u9fff]{2}"
)


def _row(chain: list[Unit]) -> Row | None:
    """The line as a hazard; None where it lacks a level, a defect or a day."""
    level: tuple[Unit, str] | None = None
    body: tuple[Unit, int, int] | None = None
    advice: tuple[Unit, int, int] | None = None
    due: tuple[Unit, date] | None = None
    state = ""
    # a numbered line: what follows its level is what is wrong, whatever the words
    plain = re.fullmatch(r"\s*\d{1,2}\s*", chain[0].text) is not None
    for unit in chain:
        for match in _PIECE.finditer(unit.text):
            text = match[0]
            if level is None and hazard_cells.tells_level(text) and not text.isdigit():
                level = unit, text
            elif (told := _DAY.match(text)) is not None and due is None:
                token = next((t for t in unit.tokens if t.kind == "moment" and t.start == match.start()), None)
                due = (unit, token.value.day) if token is not None else None
                state += told["rest"]
            elif due is not None:
                state += " " + text
            elif body is None and (
                hazard_cells.tells_defect(text) or (plain and level is not None and hazard_cells.han(text) >= 5)
            ):
                body = unit, match.start(), match.end()
            elif body is not None and advice is None and hazard_cells.tells_remedy(text):
                advice = unit, match.start(), match.end()
    if level is None or body is None or due is None:
        return None
    unit, start, stop = body
    span = unit.span(start, stop)
    sure = round(_SURE * unit.confidence, 3)
    cells: dict[str, Reading[object]] = {
        "level": Reading(level_of(level[1]), level[0].span(), "line", sure),
        "description": Reading(unit.raw[start:stop].strip(" ;；。"), span, "line", sure),
        "deadline": Reading(due[1], due[0].span(), "line", sure),
    }
    if advice is not None:
        cells["advice"] = Reading(
            advice[0].raw[advice[1] : advice[2]], advice[0].span(advice[1], advice[2]), "line", sure
        )
    add_outcome(cells, state, due[0], status=True)
    return Row(cells, span)
