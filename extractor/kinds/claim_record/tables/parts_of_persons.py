"""What each of several lines of a list pays to one person, put together: 医疗费 and 误工费 of somebody are one sum that he was paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.evidence.columns import TOTAL_ROW, Columns, is_money
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.record import Reading, Row

_CENT = Decimal("0.01")
_SUMS = ("claimed", "paid")


def in_all(cols: Columns, rows: Sequence[Row]) -> list[Row]:
    """One row for each person, where some stand in several lines: with the total that the list has under them, else the sum of his lines.

    ``rows``: the lines of a list of people, in printed order. As they are where nobody stands in two, or a person's lines pay
    the same again and no total tells that all are meant.
    """
    of: dict[str, list[Row]] = {}
    for row in rows:
        of.setdefault(str(row.value("victim")), []).append(row)
    if len(of) == len(rows):
        return list(rows)
    totals = {name: _totals(cols, name) for name in _SUMS}
    whole = sum((row.value("paid") for row in rows), Decimal(0))
    if not any(abs(total - whole) <= _CENT for total, _ in totals["paid"]):
        return list(rows)
    return [_together(own, totals) for own in of.values()]


def _totals(cols: Columns, name: str) -> list[tuple[Decimal, Unit]]:
    """The sums of a column in the lines that tell totals."""
    column = cols.roles.get(name)
    lines = [row for row in cols.rows if any(TOTAL_ROW.match(unit.text) for unit in row.values())]
    cells = [line[column] for line in lines if column is not None and column in line and is_money(line[column])]
    return [(Decimal(value), cell) for cell in cells if (value := number_in(cell)) is not None]


def _together(own: Sequence[Row], totals: dict[str, list[tuple[Decimal, Unit]]]) -> Row:
    cells = dict(own[0].cells)
    if len(own) < 2:
        return own[0]
    for name in _SUMS:
        told = [row.cells[name] for row in own if name in row.cells]
        if len(told) != len(own):
            cells.pop(name, None)
            continue
        value = sum((reading.value for reading in told), Decimal(0))
        printed = next((cell for total, cell in totals[name] if abs(total - value) <= _CENT), None)
        span = printed.span() if printed is not None else told[0].span
        cells[name] = Reading(value, span, "table", 0.9 if printed is not None else 0.8)
    cells.pop("kind", None)  # of one payment: 医疗费
    return Row(cells, own[0].span)
