"""A book of the fund's money in which no day is told: what it was for, how much and who got it, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import Columns, find_columns
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.columns import PLANNED, is_dated, is_plan, with_telling_item
from extractor.kinds.fee_ledger.columns.policies import with_best_policy
from extractor.kinds.fee_ledger.columns.roles import MOVES, ROLES, is_entry
from extractor.kinds.fee_ledger.columns.whose import with_payee
from extractor.kinds.fee_ledger.payments.payments import FUND
from extractor.record import Reading

_HEADING = 6  # units
_BOOK = re.compile("台账|登记[簿表册]?|收支|账[簿页册]|(?:支[出付]|使用|列支|付款|费用)明细")
_PRICED = re.compile("报价|标准|单价|目录|清单价|办法|指引")
"""What tells prices or how money is to be spent, not that it was."""


def without_days(sheet: Sheet, whole_policy: Reading[Any] | None) -> Iterator[Columns]:
    """The columns of each such table. Only where the paper is about the fund and calls nothing planned: a budget has no days either."""
    heading = [unit.text for unit in sheet.units[:_HEADING]] + [table.name or "" for table, _ in sheet.tables]
    if not any(map(FUND.search, heading)) or any(PLANNED.search(text) or _PRICED.search(text) for text in heading):
        return
    called_book = any(map(_BOOK.search, heading))
    for table, units in sheet.tables:
        if (cols := _booked(table, units, whole_policy, called_book)) is not None:
            yield cols


def _booked(
    table: Table, units: Sequence[Unit], whole_policy: Reading[Any] | None, called_book: bool
) -> Columns | None:
    """The columns where who was paid or a voucher stands beside each sum, or where at least what for does in what is called a book."""
    found = find_columns(table, units, ROLES, needed=2 if called_book else 3)
    if found is None or is_dated(found) or not MOVES & found.roles.keys() or is_plan(found):
        return None
    entries = [row for row in found.rows if is_entry(row)]
    cols = with_payee(with_best_policy(found, whole_policy))
    if any(cols.cell(row, "item") is None for row in entries):  # a remark here and there
        cols = replace(cols, roles={name: c for name, c in cols.roles.items() if name != "item"})
    cols = with_telling_item(cols)
    shown = {"payee", "payee2", "voucher"} | ({"item"} if called_book else set())
    return cols if shown & cols.roles.keys() and len(entries) > 1 else None
