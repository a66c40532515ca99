"""What further lists of a paper tell of its claims by their numbers: one of the accidents, one of the people, one of what was paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence.columns import data_rows, find_columns
from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.meaning.roles import ROLES
from extractor.kinds.claim_record.tables.columns import with_victim
from extractor.kinds.claim_record.tables.lines import line_cells
from extractor.record import Reading, Row


def with_people(sheet: Sheet, rows: Sequence[Row]) -> list[Row]:
    """The claims with who was hurt, where all of them go without and another list names one person for each number."""
    numbers = [row.value("report_no") for row in rows]
    if len(sheet.tables) < 2 or None in numbers or any("victim" in row.cells for row in rows):
        return list(rows)
    people = _people(sheet)
    if len(set(numbers)) < len(numbers) or not people.keys() >= set(numbers):
        return list(rows)
    return [Row({**row.cells, "victim": people[row.value("report_no")]}, row.span) for row in rows]


def with_rest(sheet: Sheet, rows: Sequence[Row]) -> list[Row]:
    """The claims with what a further list tells of each by its number and no other list does: one of what was paid, by itself."""
    numbers = {row.value("report_no") for row in rows}
    if len(sheet.tables) < 2 or None in numbers or len(numbers) < len(rows):
        return list(rows)
    told = _told_of(sheet)
    return [Row({**told.get(row.value("report_no"), {}), **row.cells}, row.span) for row in rows]


def _told_of(sheet: Sheet) -> Mapping[Any, Mapping[str, Reading[Any]]]:
    """Number → what the one line that begins with it tells, of all lists in which each number stands once."""
    out: dict[Any, dict[str, Reading[Any]]] = {}
    for table, units in sheet.tables:
        cols = find_columns(table, units, ROLES, needed=0)
        if cols is None or "report_no" not in cols.roles:
            continue
        lines = [line_cells(cols, row, "") for row in data_rows(cols, ("report_no",))]
        numbered = [cells for cells in lines if "report_no" in cells]
        if len({cells["report_no"].value for cells in numbered}) < len(numbered):
            continue
        for cells in numbered:
            own = out.setdefault(cells["report_no"].value, {})
            own |= {name: cell for name, cell in cells.items() if name not in own}
    return out


def _people(sheet: Sheet) -> dict[Any, Reading[Any]]:
    """Number → the person beside it, of all lists; none for a number beside which two stand."""
    found: dict[Any, list[Reading[Any]]] = {}
    for table, units in sheet.tables:
        cols = find_columns(table, units, ROLES, needed=0)
        if cols is None or "report_no" not in cols.roles:
            continue
        cols = replace(cols, roles=with_victim(cols, dict(cols.roles)))
        for row in data_rows(cols, ("report_no", "victim")) if "victim" in cols.roles else ():
            cells = line_cells(cols, row, "")
            if {"report_no", "victim"} <= cells.keys():
                found.setdefault(cells["report_no"].value, []).append(cells["victim"])
    return {number: told[0] for number, told in found.items() if len(told) == 1}
