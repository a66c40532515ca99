"""People counted place by place: the total under them, and the counts that are each of one place among many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence import columns
from extractor.evidence.candidates import Candidate, ranked
from extractor.evidence.concepts import Formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.policy.people import INSURED_COUNT, NO_COUNT, whole


def of_all_places(sheet: Sheet, wanted: Formula) -> list[Candidate]:
    """The total under a column of people counted place by place (plants, workshops), where it is what they add up to."""
    out = []
    for table, units in sheet.tables:
        rows = columns.grid(table, units)
        at = next((r for r, row in enumerate(rows) if row and columns.TOTAL_ROW.match(row[min(row)].text)), None)
        for c, cell in rows[at].items() if at is not None else ():
            people = [_people_in(row[c]) for row in rows[:at] if c in row and row[c].tokens]
            head = next((row[c].text for row in rows if c in row), "")
            if (
                len(people) < 2
                or None in people
                or not (wanted.score(meaning(head)) >= 0.5 or _paid_for(rows, head, wanted))
            ):
                continue
            total = _people_in(cell)
            if total is not None and total == sum(n for n in people if n is not None):
                token = cell.tokens[0]
                out.append(Candidate(total, cell, token.start, token.stop, 0.7, "total"))
    return ranked(out)


def _paid_for(rows: Sequence[Mapping[int, Unit]], head: str, wanted: Formula) -> bool:
    """Whether a column of people stands in a table that says what each row of them costs: those are the people covered."""
    said = meaning(head)
    if wanted is not INSURED_COUNT or not said.any("count", "employees") or said.any(*NO_COUNT):
        return False
    over = next((row for row in rows if any(u.text == head for u in row.values())), {})
    counted = (c for c in over if any(c in row and _people_in(row[c]) is not None for row in rows))
    return any(meaning(u.text).has("premium") for u in over.values()) and not any(
        INSURED_COUNT.score(meaning(over[c].text)) for c in counted
    )


def _people_in(unit: Unit) -> int | None:
    return whole(unit, unit.tokens[0]) if len(unit.tokens) == 1 and unit.tokens[0].kind in ("count", "number") else None


def one_of_many(unit: Unit) -> bool:
    """Whether a count stands in a column, or a line, of a list of several: firms, sites, trades."""
    if _along_the_line(unit):
        return True
    counts = set()
    for at in (unit.above, unit.below):
        if unit.cell is None or at is None or at.cell is None or at.cell.col != unit.cell.col:
            continue
        bare = at.text.strip()
        if re.fullmatch(r"\d{1,6}\s*(?:人|名)?", bare) and re.fullmatch(r"\d{1,6}\s*(?:人|名)?", unit.text.strip()):
            counts.add(bare)
    if not counts or unit.left is None or unit.cell is None or unit.cell.col < 2:
        return False
    beside = unit.left
    if not beside.tokens and meaning(beside.text).any("employees", "insured_count"):
        return False  # each has its own label, under a heading across the form
    top = unit.topmost()
    return not top.tokens and meaning(top.text).any("count", "employees", "insured_count")


_COUNT = re.compile(r"\s*\d{1,6}\s*(?:人|名)?\s*")
_FEWEST_ALONG = 2
_LONGEST_LINE = 20


def _along_the_line(unit: Unit) -> bool:
    """Whether two counts and more stand one behind the other in a line of a table behind its label, no head over this one a total: 从业人数 | 8人
    | 26人 | 11人."""
    if unit.cell is None or _COUNT.fullmatch(unit.text) is None or columns.TOTAL_ROW.match(unit.topmost().text):
        return False
    counts, first = 1, unit
    for side in ("left", "right"):
        at, passed = getattr(unit, side), 0
        while at is not None and at.table is unit.table and passed < _LONGEST_LINE and _COUNT.fullmatch(at.text):
            first = at if side == "left" else first
            at, counts, passed = getattr(at, side), counts + 1, passed + 1
    label = first.left
    named = label is not None and not label.tokens and meaning(label.text).any("count", "employees", "insured_count")
    return counts > _FEWEST_ALONG and named
