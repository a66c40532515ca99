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
    heads = [
        meaning(u.text) for u in next((row for row in rows if any(u.text == head for u in row.values())), {}).values()
    ]
    return any(h.has("premium") for h in heads) and not any(
        INSURED_COUNT.score(h) for h in heads if h.any("count", "employees")
    )


def _people_in(unit: Unit) -> int | None:
    return whole(unit, unit.tokens[0]) if len(unit.tokens) == 1 and unit.tokens[0].kind in ("count", "number") else None


def one_of_many(unit: Unit) -> bool:
    """Whether a count stands in a column of a list with a line for each of several: firms, sites, trades."""
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
