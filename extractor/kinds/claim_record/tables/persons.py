"""People paid under a claim that is told around their list: each is a row of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import TOTAL_ROW, Columns, columns_of, data_rows, find_columns, grid, is_money
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.facts.facts import facts_of
from extractor.kinds.claim_record.forms.bounds import claim_bounds
from extractor.kinds.claim_record.forms.one_claim import one_claim
from extractor.kinds.claim_record.meaning import steps as claim_steps
from extractor.kinds.claim_record.meaning.roles import ROLES
from extractor.kinds.claim_record.meaning.words import PAYS as _PAYS
from extractor.kinds.claim_record.tables.columns import NO_CLAIM_NUMBER, with_sums, with_victim
from extractor.kinds.claim_record.tables.lines import line_cells, line_span
from extractor.kinds.claim_record.tables.parts_of_persons import in_all
from extractor.kinds.claim_record.tables.table import caption_over
from extractor.record import Reading, Row
from extractor.values import person

_OF_THE_CASE = frozenset({"report_no", "case_no", "accident_date"})
"""Columns of a list whose lines are claims of their own."""
_OF_A_PERSON = ("victim", "kind", "claimed", "paid", "advance_date", "paid_date")


def by_person(sheet: Sheet, policy: str | None) -> list[Row]:
    """One row for each person of a list of payments, with the number and the days of the claim around it; none where no list
    is one or a list stands in no claim."""
    lists = [found for table, units in sheet.tables for found in _lists_of(table, units)]
    if not lists:
        return []
    listed = {id(u) for _, units in lists for u in units if _in_list(u, lists)}
    told = sorted(facts_of(sheet, policy), key=lambda fact: fact.place)
    around = [fact for fact in told if id(fact.unit) not in listed]
    bounds = claim_bounds(sheet, around)
    rows: list[Row] = []
    for low, high in pairwise([*bounds, (len(sheet.units) + 1, 0)]):
        own = [(cols, units) for cols, units in lists if low <= (units[0].index, 0) < high]
        claim = one_claim([fact for fact in (around if own else told) if low <= fact.place < high])
        if claim is None and own:
            return []
        if claim is not None:
            rows += _each_person(sheet, claim, own) or [claim]
    return rows


def _each_person(sheet: Sheet, claim: Row, lists: Sequence[tuple[Columns, Sequence[Unit]]]) -> list[Row]:
    """The people of the lists that stand within a claim's stretch, each with the claim's own number and days."""
    shared = {name: cell for name, cell in claim.cells.items() if name not in _OF_A_PERSON}
    return [row for cols, units in lists for row in in_all(cols, _rows(cols, caption_over(sheet, units), shared))]


def _lists_of(table: Table, units: Sequence[Unit]) -> list[tuple[Columns, Sequence[Unit]]]:
    """The table as a list of people, or those within it: a form may have the people of its claim in rows of their own."""
    whole = _people(find_columns(table, units, ROLES, needed=0))
    if whole is not None or table.n_rows < _LEAST_FORM:
        return [(whole, units)] if whole is not None else []
    rows = grid(table, units)
    lists: list[tuple[Columns, Sequence[Unit]]] = []
    for head, row in enumerate(rows):
        at = next((c for c, u in sorted(row.items()) if meaning(u.text).has("victim")), None)
        if at is None or not any(_PAYS.search(u.text) for u in row.values()):
            continue
        end = head + 1
        while end < len(rows) and at in rows[end] and _goes_on(rows[end], at, named=end > head + 1):
            end += 1
        found = columns_of(table, rows[head:end], ROLES, table.n_cols, needed=0, look=1) if end > head + 2 else None
        if (cols := _people(found)) is not None:
            within = [u for u in units if u.cell is not None and head <= u.cell.row < end]
            lists.append((replace(cols, first_row=head + 1, last_row_used=end), within))
    return lists


_LEAST_FORM = 5
"""Rows of a form with two people: one of the claim, one that heads the list, the people, one more of the claim."""


def _people(found: Columns | None) -> Columns | None:
    """The columns of a list with a person and a sum in each line and no number or day of an accident."""
    if found is None or len(found.rows) < 2:
        return None
    roles = {
        name: c
        for name, c in found.roles.items()
        if name != "hurt" and not (name == "case_no" and NO_CLAIM_NUMBER.search(found.header[c]))
    }
    roles = with_victim(found, with_sums(found, roles))
    if not {"victim", "paid"} <= roles.keys() or _OF_THE_CASE & roles.keys():
        return None
    cols = replace(found, roles=roles)
    names = [row[roles["victim"]].text for row in data_rows(cols, ("paid",)) if roles["victim"] in row]
    told = sum(map(_names_one, names))
    alike = all(_names_one(name) or _LIKE_A_NAME.fullmatch(name) for name in names)
    return cols if told > 1 and alike and 2 * told > len(names) else None


def _goes_on(row: Mapping[int, Unit], at: int, *, named: bool) -> bool:
    """Whether a row names one more person: under another, of a name that is known or stands beside a sum like one."""
    text = row[at].text
    if _names_one(text):
        return True
    like = _LIKE_A_NAME.fullmatch(text.strip()) is not None and not any(TOTAL_ROW.match(u.text) for u in row.values())
    return named and like and any(is_money(u) for u in row.values())


_LIKE_A_NAME = re.compile(r"\s*[\u4e00-\u9fff]{2,3}\s*")
"""A name of a family that no list has, where those above it are known."""


def _names_one(text: str) -> bool:
    """Whether a cell names one person, whole or masked; a form has labels where a list has people."""
    bare = "".join(text.split())
    return (
        person.is_name(bare)
        or re.fullmatch(person.RUNNING, bare) is not None
        or re.fullmatch(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]?[*某][*某\u4e00-\u9fff]?)", bare) is not None
    )


def _in_list(unit: Unit, lists: Sequence[tuple[Columns, Sequence[Unit]]]) -> bool:
    return any(
        unit.table is cols.table and unit.cell is not None and cols.first_row - 1 <= unit.cell.row < cols.last_row_used
        for cols, _ in lists
    )


def _rows(cols: Columns, caption: str, shared: dict[str, Reading[Any]]) -> list[Row]:
    out = []
    for row in data_rows(cols, ("victim", "paid")):
        cells = line_cells(cols, row, caption)
        if {"victim", "paid"} <= cells.keys():
            cells |= claim_steps.steps(cols, row)
            out.append(Row({**shared, **cells}, line_span(cols, row)))
    return out
