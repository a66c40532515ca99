"""What was set aside under nothing but the word for it, in a sheet whose payments have heads of their own: 计提 over a day and a sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from extractor.evidence.columns import is_money
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_day
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.record import Reading, Row

_LONGEST = 10  # characters of a word that heads a section
_PAIR = 2


def set_aside_under_words(sheet: Sheet, whole: Reading[Any] | None) -> Iterator[Row]:
    """The days and sums that stand, two cells a row, under a row of no more than a word for setting aside."""
    for table, units in sheet.tables:
        if table.n_cols < _PAIR:
            continue
        over = sheet.units[units[0].index - 1] if units and units[0].index else None
        head = over if over is not None and over.table is None and _heads(over) else None
        for row in _rows(units).values():
            if len(row) == 1:
                head = row[0] if _heads(row[0]) else None
                continue
            if head is None or len(row) != _PAIR or not is_day(row[0]) or not is_money(row[1]):
                head = None
                continue
            day = next((t for t in row[0].tokens if t.kind == "moment"), None)
            amount = number_in(row[1])
            if day is not None and amount is not None:
                yield _entry(head, row, day.value.day, amount, whole)


def _heads(unit: Unit) -> bool:
    """Whether a unit is no more than a word for setting aside."""
    told = meaning(unit.text)
    return len(unit.text.strip()) <= _LONGEST and told.has("extract") and not told.any("spend", "spent", "payment")


def _rows(units: list[Unit]) -> Mapping[int, list[Unit]]:
    rows: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.cell is not None and unit.text.strip():
            rows.setdefault(unit.cell.row, []).append(unit)
    return dict(sorted(rows.items()))


def _entry(head: Unit, row: list[Unit], day: Any, amount: Decimal, whole: Reading[Any] | None) -> Row:
    cells: dict[str, Reading[Any]] = {
        "date": Reading(day, row[0].span(), "table", 0.85),
        "kind": Reading("extract", head.span(), "heading", 0.85),
        "amount": Reading(amount.quantize(Decimal("0.01")), row[1].span(), "table", 0.85),
    }
    if whole is not None:
        cells["policy_no"] = whole
    return Row(cells, row[0].span())
