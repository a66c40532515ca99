"""事故预防费用台账 (fee ledger): what was set aside for accident prevention and spent of it, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import Columns, find_columns
from extractor.evidence.sheet import Sheet
from extractor.evidence.tables.turned import turned
from extractor.evidence.units import Unit
from extractor.kinds.base import Extracted
from extractor.kinds.fee_ledger.book.around import (
    caption_over,
    month_above,
    policy_above,
    set_aside_in_prose,
    set_aside_under_headings,
    title_over,
    year_above,
)
from extractor.kinds.fee_ledger.book.book import Book
from extractor.kinds.fee_ledger.book.days import Days
from extractor.kinds.fee_ledger.book.set_aside_in_form import set_aside_in_form
from extractor.kinds.fee_ledger.book.under_words import set_aside_under_words
from extractor.kinds.fee_ledger.book.whole_policy import policy_of_paper
from extractor.kinds.fee_ledger.columns.columns import ledger_columns, split_date
from extractor.kinds.fee_ledger.columns.roles import ROLES
from extractor.kinds.fee_ledger.columns.two_sides import two_books
from extractor.kinds.fee_ledger.of_insurance import is_of_insurance
from extractor.kinds.fee_ledger.payments.cards import of_cards
from extractor.kinds.fee_ledger.payments.dated_sums import dated_sums
from extractor.kinds.fee_ledger.payments.in_cells import told_in_cells
from extractor.kinds.fee_ledger.payments.one_payee import with_one_payee
from extractor.kinds.fee_ledger.payments.payments import FUND, of_payments
from extractor.kinds.fee_ledger.payments.prose import entries_in_prose
from extractor.kinds.fee_ledger.payments.signed import entries_by_sign
from extractor.kinds.fee_ledger.payments.slips import of_slips
from extractor.kinds.fee_ledger.payments.undated import without_days
from extractor.kinds.fee_ledger.payments.used_up import entries_used_up
from extractor.kinds.fee_ledger.rewritten.one_a_line import one_entry_a_line
from extractor.kinds.fee_ledger.second_opinion import second_opinion
from extractor.kinds.received import one_received
from extractor.record import Reading, Row, Witness

__all__ = ["KIND", "books_anything", "extract", "holds", "is_of_insurance", "tells_once_more"]

KIND = "fee_ledger"


def extract(sheet: Sheet) -> Extracted:
    """The entries of every table that is a ledger, else those that slips, sentences or an app's account tell; in the first that sets
    money aside what of the premium was received, where the book of one policy tells it elsewhere."""
    booked = _entries(sheet)
    rows = booked.tables["rows"]
    first = next((k for k, row in enumerate(rows) if row.value("kind") == "extract"), None)
    told = any("premium_received" in row.cells for row in rows)
    if (
        first is None
        or told
        or len({str(row.value("policy_no")) for row in rows}) > 1
        or (paid := one_received(sheet)) is None
    ):
        return booked
    with_it = replace(rows[first], cells={**rows[first].cells, "premium_received": paid})
    return replace(booked, tables={"rows": (*rows[:first], with_it, *rows[first + 1 :])})


def _entries(sheet: Sheet) -> Extracted:
    whole_policy = policy_of_paper(sheet)
    rows, read = _of_tables(sheet, whole_policy)
    for cols in of_cards(sheet, read):
        booked = {row.value("amount") for row in rows if row.value("kind") == "extract"}
        entries = _of_forms(sheet, cols, whole_policy)
        # what was set aside may be told over the table and in a form once more
        rows.extend(r for r in entries if r.value("kind") == "spend" or r.value("amount") not in booked)
    if rows and not any(row.value("kind") == "extract" for row in rows):
        apart = [*set_aside_in_prose(sheet, whole_policy)] or [*set_aside_under_words(sheet, whole_policy)]
        rows = [*apart, *rows]
    elif rows:
        rows += set_aside_under_headings(sheet, {row.value("policy_no") for row in rows})
    for tell, how in () if rows else _WITHOUT_TABLE:
        if told := tell(sheet, whole_policy):
            return _told_in_lines(sheet, told, whole_policy, how)
    if (more := second_opinion(sheet, rows, whole_policy)) is not None:
        more = _with_form(sheet, more, whole_policy)
        return Extracted({}, {"rows": tuple(more)}, {"rows": Witness(True, False, _SET_UNDER)})
    if not rows and (undated := [*_without_days(sheet, whole_policy)]):
        return Extracted({}, {"rows": tuple(undated)}, {"rows": Witness(True, False, _NO_DAYS)})
    rows = with_one_payee(sheet, _with_form(sheet, rows, whole_policy))
    seen_whole = bool(rows)
    return Extracted(
        {},
        {"rows": tuple(rows)},
        {"rows": Witness(seen_whole, seen_whole, "table read to its end" if seen_whole else "no ledger table found")},
    )


_WITHOUT_TABLE: tuple[tuple[Callable[[Sheet, Reading[Any] | None], Sequence[Row]], str], ...] = (
    (of_slips, "payments voucher by voucher"),
    (entries_in_prose, "entries told in sentences"),
    (entries_used_up, "entries told without a word of paying"),
    (entries_by_sign, "entries of an account, one under another"),
)


def _of_tables(sheet: Sheet, whole_policy: Reading[Any] | None) -> tuple[list[Row], list[Table]]:
    """The entries of all tables that are books, and these tables."""
    rows: list[Row] = []
    read: list[Table] = []
    last: Columns | None = None
    for table, printed in sheet.tables:
        lying = table
        table, units = one_entry_a_line(table, printed)
        if halves := two_books(table, units):
            rows += _of_two_books(sheet, halves, units, whole_policy)
            read.append(lying)
            continue
        told, units = told_in_cells(table, units, whole_policy, None)
        rows += told
        if crossed := dated_sums(table, units, whole_policy, _year_of(sheet, table, units)):
            rows += crossed
            read.append(lying)
            continue
        if (upright := turned(table, units)) is not None and ledger_columns(*upright, whole_policy) is not None:
            table, units = upright  # a book on its side
        found = ledger_columns(table, units, whole_policy, last) or of_payments(sheet, table, units)
        if found is None:
            continue
        cols, movement = found
        last = cols
        read.append(lying)
        title = title_over(sheet, units)
        own = policy_above(sheet, cols, units, whole_policy) or whole_policy
        days = Days(cols, year_above(sheet, table, units), month_above(table, title), split_date(cols))
        caption, tail = caption_over(sheet, cols, units, title), _line_under(sheet, units)
        book = Book(cols, movement, own, caption=caption, days=days, tail=tail)
        book.sides.settle(" ".join(filter(None, [table.name or "", title])))
        rows.extend(book.entries())
    return rows, read


def _year_of(sheet: Sheet, table: Table, units: Sequence[Unit]) -> int | None:
    """The year that stands over a table, else the one of all days of the paper."""
    if (over := year_above(sheet, table, units)) is not None:
        return over
    told = {token.value.day.year for _, token in sheet.tokens("moment")}
    return told.pop() if len(told) == 1 else None


_SET_UNDER = "entries set under each other"
_NO_DAYS = "entries without days"


def _without_days(sheet: Sheet, whole_policy: Reading[Any] | None) -> Iterator[Row]:
    for cols in without_days(sheet, whole_policy):
        units = [unit for row in cols.rows for unit in row.values()]
        own = policy_above(sheet, cols, units, whole_policy) or whole_policy
        title = title_over(sheet, units)
        book = Book(
            cols,
            None,
            own,
            days=Days(cols, None, None, None),
            caption=caption_over(sheet, cols, units, title),
            undated=True,
        )
        book.sides.settle(" ".join(filter(None, [cols.table.name or "", title])))
        yield from book.entries()


def _told_in_lines(sheet: Sheet, rows: Sequence[Row], policy: Reading[Any] | None, why: str) -> Extracted:
    """The entries that lines or sentences tell, or the second opinion on them."""
    more = second_opinion(sheet, rows, policy)
    return Extracted(
        {},
        {"rows": tuple(_with_form(sheet, more or rows, policy))},
        {"rows": Witness(True, False, why if more is None else _SET_UNDER)},
    )


def _with_form(sheet: Sheet, rows: Sequence[Row], policy: Reading[Any] | None) -> list[Row]:
    """The entries with what a form's labels tell was set aside, where none of them does."""
    lacks = bool(rows) and not any(row.value("kind") == "extract" for row in rows)
    return [*(set_aside_in_form(sheet, policy) if lacks else ()), *rows]


def _line_under(sheet: Sheet, units: Sequence[Unit]) -> Unit | None:
    """The line right under a table, no cell of the next one."""
    last = max((u.index for u in units), default=-1)
    after = sheet.units[last + 1] if 0 <= last < len(sheet.units) - 1 else None
    return after if after is not None and after.table is None else None


def _of_two_books(
    sheet: Sheet, halves: Sequence[tuple[Columns, str]], units: Sequence[Unit], whole_policy: Reading[Any] | None
) -> Iterator[Row]:
    """The entries of two books side by side in one grid, one of what was set aside and one of what was spent."""
    for half, kind in halves:
        own = policy_above(sheet, half, units, whole_policy) or whole_policy
        days = Days(half, year_above(sheet, half.table, units), None, None)
        book = Book(half, None, own, days=days, caption=caption_over(sheet, half, units, title_over(sheet, units)))
        book.sides.table_kind = kind
        yield from book.entries()


def _of_forms(sheet: Sheet, cols: Columns, whole_policy: Reading[Any] | None) -> Iterator[Row]:
    """The entries of small forms one below the other, set under each other as ``cols``."""
    year = year_above(sheet, cols.table, list(cols.rows[0].values()))
    book = Book(cols, None, whole_policy, days=Days(cols, year, None, None), caption="")
    book.sides.settle("")
    return book.entries()


def books_anything(sheet: Sheet) -> bool:
    """Whether any entry can be read on the paper; what tells no days may be a list of prices as well."""
    told = sheet.once(extract)
    return bool(told.tables["rows"]) and told.witnesses["rows"].why != _NO_DAYS


def tells_once_more(sheet: Sheet) -> bool:
    """Whether a paper whose words leave open what it is books the fund's money by its rows alone."""
    texts = [*(u.text for u in sheet.units), *(table.name or "" for table, _ in sheet.tables)]
    if not any(map(FUND.search, texts)):
        return False
    rows = second_opinion(sheet, [], policy_of_paper(sheet)) or []
    paid = [row for row in rows if row.value("kind") == "spend" and "payee" in row.cells]
    return len(paid) > 1


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a ledger, in points: a ledger's columns 2, what a payment has beside them
    1, a column for either direction or one of directions 1, a running balance that adds up 4."""
    best = 0.0
    if not is_of_insurance(sheet):
        return 0.0
    of_fund = any(FUND.search(u.text) for u in sheet.units)
    for table, printed in sheet.tables:
        table, units = one_entry_a_line(table, printed)
        if two_books(table, units):
            best = max(best, 3.5)
        if of_fund and dated_sums(table, units, None, _year_of(sheet, table, units)):
            best = max(best, 3.5)
        upright = turned(table, units)
        found = (ledger_columns(*upright) if upright is not None else None) or ledger_columns(table, units)
        if found is None:
            best = max(best, 3.5 if of_payments(sheet, table, units) is not None else 0.0)
            continue
        cols, movement = found
        told = (
            find_columns(*(upright if cols.table is not table and upright else (table, units)), ROLES, needed=3)
            is not None
        )
        whole = sum(
            any(name in cols.roles for name in names)
            for names in (("payee", "payee2", "direction"), ("policy_no",), ("voucher", "item"))
        )
        sides = len(set(cols.roles) & {"extract", "spend", "debit", "credit"}) >= 2
        points = 4.0 if movement is not None else 0.0
        if told or (sides and movement is None):
            points += 2.0 + (whole >= 2) + (sides or {"direction", "amount"} <= cols.roles.keys())
            if {"date", "payee"} <= cols.roles.keys() and of_fund:
                points = max(points, 3.5)  # bodies paid on days, on a paper about the fund
        best = max(best, points)
    return best or _told(sheet)


def _told(sheet: Sheet) -> float:
    """2.5 points where sentences about the fund, or signed sums, tell what was set aside and what was paid of it."""
    if entries_by_sign(sheet, None):
        return 2.5
    if not any(FUND.search(u.text) for u in sheet.units):
        return 0.0
    if sum(len(cols.rows) for cols in of_cards(sheet, ())) > 1:
        return 3.5
    if of_slips(sheet, None):
        return 4.5
    kinds = {row.value("kind") for row in entries_in_prose(sheet, None)}
    return 2.5 if kinds == {"extract", "spend"} else 0.0
