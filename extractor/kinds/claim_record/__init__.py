"""理赔记录 (claim record): accidents reported, paid, closed and uploaded, one row for each claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.evidence.candidates import Candidate
from extractor.evidence.columns import (
    Columns,
    continued,
    data_rows,
)
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import Extracted
from extractor.kinds.claim_record.days.short_days import dated
from extractor.kinds.claim_record.facts.facts import facts_of
from extractor.kinds.claim_record.facts.sums_and_numbers import number_scores
from extractor.kinds.claim_record.forms.forms import read_claims
from extractor.kinds.claim_record.forms.in_order import each_in_cell
from extractor.kinds.claim_record.forms.one_claim import told_of_one
from extractor.kinds.claim_record.meaning.codes import with_words
from extractor.kinds.claim_record.meaning.roles import is_claims
from extractor.kinds.claim_record.meaning.words import NONE_MADE
from extractor.kinds.claim_record.second_opinion import second_opinion
from extractor.kinds.claim_record.tables.by_number import with_people, with_rest
from extractor.kinds.claim_record.tables.journal import of_journals
from extractor.kinds.claim_record.tables.lines import next_of_claim, table_row
from extractor.kinds.claim_record.tables.persons import by_person
from extractor.kinds.claim_record.tables.table import caption_over, claim_columns, entries_alone, turned_sheets
from extractor.kinds.claim_record.tables.told_rows import told_rows
from extractor.kinds.claim_record.tables.under_cases import of_cases
from extractor.kinds.claim_record.tables.under_policies import under_policies
from extractor.kinds.policy import policy_numbers
from extractor.record import Reading, Row, Witness

KIND = "claim_record"
_SETTLED = frozenset({"paid", "closed_date", "refused_date", "paid_date"})
_OF_EACH = frozenset({"report_no", "accident_date"})
_TOLD_WHOLE = frozenset({"report_no", "accident_date", "victim", "paid", "closed_date"})
"""What a paper tells of a claim from its first day to its last: no report on a service does."""
_LEAST_TOLD = 2  # cells of a line that tells of a claim
_OF_CLAIMS = re.compile("赔|出险|理赔|伤|亡|事故|案|claim|accident", re.I)


def extract(sheet: Sheet) -> Extracted:
    """One row for each claim, from tables (upright or on their side), else from cards, forms or sentences."""
    number = [found for found in policy_numbers(sheet)[:3] if not _numbers_a_claim(sheet, found)]
    policy = number[0].value if number else None
    listed, entries = _listed(sheet)
    whole = [
        (_first_of(row), read)
        for turned in turned_sheets(sheet)
        for row in data_rows(turned, ("report_no",))
        if (read := table_row(turned, row, "")) is not None
    ]
    if sum(len(row.cells) for _, row in whole) > sum(len(row.cells) for _, row in listed):
        listed, entries = whole, set()
    listed = _told_around(sheet, policy, [(first, row) for first, row in listed if not _is_part(row, listed)])
    rows = of_cases(sheet, policy) or [row for _, row in listed] or of_journals(sheet)
    rows = rows or told_rows(sheet, policy) or by_person(sheet, policy) or read_claims(sheet, policy)
    if not listed and any(NONE_MADE.search(u.text) for u in sheet.units):
        rows = [row for row in rows if _is_told(row)]  # the days of the period and of the letter are no claim's
    if number and any("policy_no" not in row.cells for _, row in listed):
        rows = under_policies(sheet, listed, entries)
    together = _of_one_number(_once(rows))
    if len(together) < len(rows):  # one list tells the accidents, another what became of them, a third what was paid
        rows = together = with_rest(sheet, together)
    rows = with_people(sheet, second_opinion(sheet, rows, policy) or together)
    if number and (id(number[0].unit.cell) not in entries or len(rows) == 1):  # else it is one line's, not the paper's
        rows = [
            r
            if "policy_no" in r.cells or r.value("report_no") == number[0].value
            else Row({**r.cells, "policy_no": Reading(number[0].value, number[0].span(), "label", 0.85)}, r.span)
            for r in rows
        ]
    return Extracted(
        {}, {"rows": tuple(rows)}, {"rows": Witness(bool(rows), bool(rows), "rows read" if rows else "no claim found")}
    )


def _is_part(row: Row, listed: Sequence[tuple[int, Row]]) -> bool:
    """Whether a line tells one kind of payment of a case that has its total in a line of its own."""
    if _is_total(row) or "paid" not in row.cells:
        return False
    return any(_is_total(other) and _same_person(row, other) for _, other in listed)


def _is_total(row: Row) -> bool:
    return _TOTAL.search(row.span.text) is not None


def _same_person(row: Row, other: Row) -> bool:
    return "report_no" in row.cells and all(row.value(name) == other.value(name) for name in ("report_no", "victim"))


_TOTAL = re.compile(r"(?:^|\s)(?:合计|小计|总计|共计)(?:\s|$)")


def _told_around(sheet: Sheet, policy: str | None, listed: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """The one line of a list without its case's number, with what the lines around the list tell of it."""
    if len(listed) != 1 or "report_no" in listed[0][1].cells:
        return listed
    first, row = listed[0]
    around = told_of_one([fact for fact in facts_of(sheet, policy) if fact.unit.table is None])
    return [(first, Row({**around, **row.cells}, row.span))] if "report_no" in around else listed


def _once(rows: Sequence[Row]) -> list[Row]:
    """The rows without those that tell the same of the same number again: a line for each payment, the total in all."""
    out: dict[tuple[tuple[str, object], ...], Row] = {}
    for i, row in enumerate(rows):
        own = tuple(sorted((name, cell.value) for name, cell in row.cells.items() if not _is_of_a_payment(name, cell)))
        own = own if {"report_no", "paid"} <= row.cells.keys() else (("", i),)
        if own in out:  # what the lines tell otherwise is of one payment, and of the claim nothing
            said = out[own].cells
            row = Row({name: c for name, c in said.items() if c.value == row.value(name)}, out[own].span)
        out[own] = row
    return list(out.values())


def _is_of_a_payment(name: str, cell: Reading[Any]) -> bool:
    """Whether a cell tells of one payment alone: its day, or its kind as a system's code."""
    return name in ("paid_date", "advance_date") or (name == "kind" and str(cell.value).isascii())


def _of_one_number(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of one number put together where each tells what the other leaves out: a table of sums, then one of days."""
    by_number: dict[str, list[Row]] = {}
    for row in rows:
        by_number.setdefault(str(row.value("report_no")), []).append(row)
    parts = list(by_number.values())
    several = [own for own in parts if len(own) > 1]
    alone = not several or (len(several) < 2 and len(parts) < 2)
    if alone or "None" in by_number or not all(map(_are_parts, several)):
        return list(rows)
    return [Row({n: cell for row in reversed(own) for n, cell in row.cells.items()}, own[0].span) for own in parts]


def _are_parts(rows: Sequence[Row]) -> bool:
    """Whether rows share no more than their numbers, so that none tells of another person or another accident."""
    told = [name for row in rows for name in row.cells if name not in ("report_no", "policy_no")]
    return len(set(told)) == len(told)


def _listed(sheet: Sheet) -> tuple[list[tuple[int, Row]], set[int]]:
    """The lines of the tables of claims, each with the place of its first unit, and the cells in them by identity."""
    rows: list[tuple[int, Row]] = []
    last: Columns | None = None
    entries: set[int] = set()
    for table, printed in sheet.tables:
        units = dated(sheet, table, with_words(table, entries_alone(table, printed)))
        cols = claim_columns(table, units)
        if cols is None and last is not None and table.n_cols == last.table.n_cols:
            cols = continued(last, table, units)
        if cols is None or not is_claims(cols):
            continue
        last = cols
        caption = caption_over(sheet, units)
        for row in data_rows(cols, ("report_no", "accident_date", "paid")):
            if len({id(u) for u in row.values()}) < _LEAST_TOLD:
                continue  # a line across the list names what is under it: "保险单号 PZ2025…"
            read = table_row(cols, row, caption)
            if read is None and rows:
                read = next_of_claim(cols, row, caption, rows[-1][1])
            if read is not None:
                rows += ((_first_of(row), one) for one in _people_of(cols, row, read))
                entries.update(id(u.cell) for u in row.values())
    return rows, entries


def _people_of(cols: Columns, row: Mapping[int, Unit], read: Row) -> Sequence[Row]:
    who, paid = cols.cell(row, "victim"), cols.cell(row, "paid")
    return [read] if who is None or paid is None else each_in_cell(read, who.text, paid)


def _numbers_a_claim(sheet: Sheet, found: Candidate) -> bool:
    """Whether the best number for a policy's stands at the label of a claim's, where the policy's label is told oddly."""
    token = next((t for t in found.unit.tokens if t.start <= found.start < t.stop), None)
    if token is None:
        return False
    return number_scores(sheet, found.unit, token, None).get("report_no", 0.0) >= 0.8


def _first_of(row: Mapping[int, Unit]) -> int:
    return min(unit.index for unit in row.values())


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a record of claims, in points."""
    for table, printed in sheet.tables:
        alone = entries_alone(table, printed)
        units = with_words(table, alone)
        cols = claim_columns(table, dated(sheet, table, units))
        if cols is not None and is_claims(cols):
            # under a database's names no word of the paper speaks for it
            whole = cols.roles.keys() >= _OF_EACH and len(_SETTLED.union(("uploaded",)) & cols.roles.keys()) > 1
            return 2.5 + 1.0 * whole if units is alone else 4.5
    if not any(_OF_CLAIMS.search(u.text) for u in sheet.units):
        return 0.0  # goods returned, flats handed over
    told = [row for row in read_claims(sheet, None) if {"report_no", "accident_date"} <= set(row.cells)]
    settled = sum(bool(_SETTLED & set(row.cells)) and stands_together(row) for row in told)
    from_first_to_last = any(row.cells.keys() >= _TOLD_WHOLE for row in told)
    return min(3.5, 1.5 + 0.5 * settled + 1.0 * from_first_to_last) if settled else 0.0


def tells_of_claims(sheet: Sheet) -> bool:
    """Whether a paper in the words of claims tells of one, or that there was none: guides, promises, forms left blank, letters
    on training and statistics do not."""
    numbered = any(True for _ in sheet.tokens("code"))
    if not numbered and not any(_OF_CLAIMS.search(u.text) for u in sheet.units):
        return False  # an enterprise's own register of accidents
    if numbered and any(True for _ in sheet.tokens("amount", "words")):
        return True
    rows = sheet.once(extract).tables["rows"]
    return any(map(_is_told, rows)) or (numbered and any(NONE_MADE.search(u.text) for u in sheet.units))


def tells_once_more(sheet: Sheet) -> bool:
    """Whether a paper whose words leave open what it is holds claims of an insurance by its rows alone."""
    texts = [u.text for u in sheet.units]
    if not any(map(_PAYS.search, texts)) or not any(map(_OF_INSURANCE.search, texts)):
        return False
    number = policy_numbers(sheet)
    rows = second_opinion(sheet, [], number[0].value if number else None) or []
    return sum(row.cells.keys() >= _FROM_FIRST_TO_LAST for row in rows) > 1


_OF_CLAIMS = re.compile(
    "报案|赔|理算|给付|保险|保单|安责|承保|投保|出险|结案|案件|立案|查勘|定损|claim|indemn|polic|insur|loss", re.I
)
"""What a list of claims without a single long number says somewhere, whatever its columns are called."""
_PAYS = re.compile("赔|理赔|给付|claim|indemnity", re.I)
_OF_INSURANCE = re.compile("保险|保单|安责|承保|投保|policy|insur", re.I)
_FROM_FIRST_TO_LAST = frozenset({"report_no", "accident_date", "reported_date", "victim", "closed_date"})


def _is_told(row: Row) -> bool:
    """Whether a row has the number of a claim, or an accident with who was hurt or what was paid."""
    return "report_no" in row.cells or ("accident_date" in row.cells and not {"victim", "paid"}.isdisjoint(row.cells))


def stands_together(row: Row) -> bool:
    """Whether all of a claim is told on a page and those beside it: a book has a number here and a day fifty pages on."""
    pages = [reading.span.page for reading in row.cells.values() if reading.span is not None and reading.span.page]
    return not pages or max(pages) - min(pages) <= _MOST_PAGES


_MOST_PAGES = 2  # pages from the first word about one claim to the last
