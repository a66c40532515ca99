"""What one entry of a ledger moves: its sums, each set aside or spent, scaled and with the sign it has in the book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from extractor.covers.table import scale_of
from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import MOVES, is_entry
from extractor.kinds.fee_ledger.columns.sides import Sides
from extractor.kinds.fee_ledger.columns.sums import Movement, is_negative, number_in
from extractor.kinds.fee_ledger.columns.whose import is_payee_like
from extractor.record import Reading
from extractor.values import money
from extractor.values.scan import Token

Move = tuple[str, Reading[Decimal]]
"""extract or spend, and the sum in yuan: below zero only where it takes an earlier entry back."""


_REVERSES = re.compile("冲销|冲正|冲回|红冲|红字|退汇|退回|撤销|reversal|reversed|refund|void", re.I)


class Moves:
    """The sums of one table. ``caption``: the unit of money that stands over it."""

    def __init__(self, cols: Columns, sides: Sides, movement: Movement | None, caption: str) -> None:
        self.cols, self.sides, self.movement, self.caption = cols, sides, movement, caption
        self._apart = not any(self._has_both(row) for row in cols.rows)
        self._booked: set[int] = set()  # cells that reach down over several entries, each booked once

    def _has_both(self, row: Mapping[int, Unit]) -> bool:
        """Whether an entry has a sum that was moved and another beside it, which then was asked for or agreed to only."""
        told = [number_in(self.cols.cell(row, name)) is not None for name in ("amount", "extract", "spend")]
        return is_entry(row) and told[0] and any(told[1:])

    def of(self, row: Mapping[int, Unit]) -> Iterator[Move]:
        for role, kind, amount in self._told(row):
            if self._booked_above(row, role):
                continue
            if kind == "extract" and self._comes_back(row, amount):
                yield "spend", replace(amount, value=-abs(amount.value))
                continue
            value = amount.value if self._takes_back(row, amount) else abs(amount.value)
            yield kind, replace(amount, value=value)

    def _comes_back(self, row: Mapping[int, Unit], amount: Reading[Decimal]) -> bool:
        """Whether money that came in is all that a body was paid in an entry above, which comes to nothing: 退汇."""
        payee = self.sides.payee(row)
        if payee is None or not is_payee_like(payee) or not any(_REVERSES.search(u.text) for u in row.values()):
            return False
        name = "".join(payee.text.split())
        for above in self.cols.rows:
            if above is row:
                return False
            paid = self.sides.payee(above)
            if paid is not None and "".join(paid.text.split()) == name:
                told = [got.value for _, kind, got in self._told(above) if kind == "spend"]
                if any(abs(value) == abs(amount.value) for value in told):
                    return True
        return False

    def has_any(self, row: Mapping[int, Unit]) -> bool:
        """Whether a sum stands in any of the columns of money, be it one beyond all that is ever paid."""
        return any(
            self.in_role(row, name) is not None or number_in(self.cols.cell(row, name)) is not None for name in MOVES
        )

    def in_role(self, row: Mapping[int, Unit], role: str) -> Reading[Decimal] | None:
        col = self.cols.roles.get(role)
        return None if col is None else self._sum(row.get(col), col)

    def _sum(self, unit: Unit | None, col: int) -> Reading[Decimal] | None:
        if unit is None:
            return None
        typed = unit.cell.value if unit.cell is not None else None
        scale = scale_of(self.cols.header[col], self.caption)
        token: Token | None = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
        token = token or next((t for t in unit.tokens if t.kind == "words"), None)
        if isinstance(typed, Decimal):
            value = typed * scale
        elif token is not None:
            value = token.value * (scale if token.kind == "number" else 1)
            value = -abs(value) if is_negative(unit) else value
        else:
            return None
        if abs(value) >= money.MOST:
            return None
        span = unit.span() if token is None else unit.span(token.start, token.stop)
        return Reading(value.quantize(Decimal("0.01")), span, "table", round(0.97 * unit.confidence, 3))

    def _told(self, row: Mapping[int, Unit]) -> list[tuple[str, str, Reading[Decimal]]]:
        """(role of its column, extract or spend, sum as printed) of each sum of the entry."""
        pairs = [
            (role, kind, got)
            for role, kind in self.sides.kind_of_role.items()
            if (got := self.in_role(row, role)) is not None and got.value != 0
        ]
        if not pairs and self._apart and (got := self.in_role(row, "amount")) is not None:
            return [("amount", self._kind_of(row, got), got)]
        arithmetic = self.movement is not None and self.movement.come is not None
        if len(pairs) == 1 and not arithmetic and "direction" in self.cols.roles and len(self.sides.kind_of_role) == 1:
            role, kind, got = pairs[0]
            return [(role, self.sides.kind(row, got, kind), got)]
        return pairs

    def _kind_of(self, row: Mapping[int, Unit], amount: Reading[Decimal]) -> str:
        if sign := self.sides.signs.get(id(row), 0):
            return "extract" if sign > 0 else "spend"
        return self.sides.kind(row, amount, self.sides.table_kind)

    def _booked_above(self, row: Mapping[int, Unit], role: str) -> bool:
        """Whether the cell of the sum reaches down from an entry above, which has booked it."""
        unit = self.cols.cell(row, role)
        if unit is None or unit.cell is None or unit.cell.rowspan < 2:
            return False
        seen = id(unit) in self._booked
        self._booked.add(id(unit))
        return seen

    def _takes_back(self, row: Mapping[int, Unit], amount: Reading[Decimal]) -> bool:
        """Whether a sum below zero takes an earlier entry back (红字): its column holds but one direction, else above zero."""
        if amount.value >= 0:
            return False
        if any(_REVERSES.search(u.text) for u in row.values()) and self._paid_above_zero():
            return True
        for role, col in self.cols.roles.items():
            falls = self.sides.signs.get(id(row), 0) < 0  # the balance rises by what is taken off what was spent
            if role not in MOVES or (role == "amount" and "direction" not in self.cols.roles and not falls):
                continue
            if (own := self._sum(row.get(col), col)) is None or own.value != amount.value:
                continue
            alike = [r for r in self.cols.rows if is_entry(r) and (role != "amount" or self._one_way(r, row))]
            if falls:
                alike = [r for r in alike if self.sides.signs.get(id(r), 0) < 0]
            sums = [s.value for r in alike if (s := self._sum(r.get(col), col)) is not None]
            return any(value > 0 for value in sums)
        return False

    def _paid_above_zero(self) -> bool:
        """Whether what is paid to bodies is printed above zero, so that a sum below zero takes some of it back."""
        cols = [c for name, c in self.cols.roles.items() if name in MOVES]
        rows = [
            r for r in self.cols.rows if is_entry(r) and (u := self.sides.payee(r)) is not None and is_payee_like(u)
        ]
        return any(s.value > 0 for r in rows for c in cols if (s := self._sum(r.get(c), c)) is not None)

    def _one_way(self, row: Mapping[int, Unit], other: Mapping[int, Unit]) -> bool:
        """Whether two entries say the same in the column of directions: where all that is 支出 is below zero, the sign is the direction."""
        ways = [self.cols.cell(r, "direction") for r in (row, other)]
        return len({"" if way is None else "".join(way.text.split()) for way in ways}) == 1
