"""A list of people under lines across it that each tell the case of those below: its number, its policy and its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import TOTAL_ROW, Columns, columns_of, grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.facts.facts import Fact, facts_of
from extractor.kinds.claim_record.forms.one_claim import one_claim
from extractor.kinds.claim_record.meaning.roles import ROLES
from extractor.kinds.claim_record.tables.columns import with_sums, with_victim
from extractor.kinds.claim_record.tables.lines import line_cells, line_span
from extractor.kinds.claim_record.tables.table import caption_over
from extractor.record import Reading, Row

_FEWEST = 2
"""Values that a line across a list tells of a case."""
_OF_A_CASE = frozenset({"moment", "code"})
_LEAST_COLUMNS = 3

Rows = Sequence[Mapping[int, Unit]]


def of_cases(sheet: Sheet, policy: str | None) -> list[Row]:
    """One row for each person of such lists, with what is told of the case over it."""
    found = [(table, units, lines) for table, units in sheet.tables if (lines := _across(table, units))]
    if not found:
        return []
    facts = list(facts_of(sheet, policy))
    return [row for table, units, lines in found for row in _people_of(sheet, facts, table, units, lines)]


def _across(table: Table, units: Sequence[Unit]) -> dict[int, Unit]:
    """Row → the one cell of a line that tells a number and a day, or several days, and has nothing beside it."""
    if table.n_cols < _LEAST_COLUMNS:
        return {}
    out: dict[int, Unit] = {}
    for r, row in enumerate(grid(table, units)):
        cells = list({id(u): u for u in row.values() if u.text.strip()}.values())
        if len(cells) == 1 and sum(t.kind in _OF_A_CASE for t in cells[0].tokens) >= _FEWEST:
            out[r] = cells[0]
    return out


def _people_of(
    sheet: Sheet, facts: Sequence[Fact], table: Table, units: Sequence[Unit], lines: Mapping[int, Unit]
) -> Iterator[Row]:
    rows = grid(table, units)
    cols = _columns(table, rows, lines)
    if cols is None:
        return
    caption = caption_over(sheet, units)
    shared: dict[str, Reading[Any]] | None = None
    for r, row in enumerate(rows):
        if r in lines:
            case = one_claim([fact for fact in facts if fact.unit is lines[r]])
            shared = dict(case.cells) if case is not None else None
        elif shared is not None and not any(TOTAL_ROW.match(u.text) for u in row.values()):
            cells = line_cells(cols, row, caption)
            if {"victim", "paid"} <= cells.keys():
                yield Row({**shared, **cells}, line_span(cols, row))


def _columns(table: Table, rows: Rows, lines: Mapping[int, Unit]) -> Columns | None:
    """The columns of the people, under the head that stands over the first case or right under it."""
    first = min(lines)
    heads = [r for r in range(first + 2) if r not in lines and r < len(rows) and len(rows[r]) >= _LEAST_COLUMNS]
    for head in heads:
        kept = [rows[head], *(row for r, row in enumerate(rows) if r > head and r not in lines)]
        found = columns_of(table, kept, ROLES, table.n_cols, needed=0, look=1)
        if found is None:
            continue
        cols = replace(found, roles=with_victim(found, with_sums(found, dict(found.roles))))
        if {"victim", "paid"} <= cols.roles.keys():
            return cols
    return None
