"""One table of a ledger on its way to entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.covers.table import scale_of
from extractor.evidence.columns import (
    Columns,
    data_rows,
    has_date,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.around import form_of
from extractor.kinds.fee_ledger.days import Days, days_of_sides
from extractor.kinds.fee_ledger.roles import MOVES, is_entry, is_number_like
from extractor.kinds.fee_ledger.sides import Sides
from extractor.kinds.fee_ledger.sums import Movement, is_negative, number_in
from extractor.kinds.fee_ledger.whose import paid_in, without_account
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values import money
from extractor.values.scan import Token


def group_policy(row: Mapping[int, Unit], like: str = "") -> Reading[Any] | None:
    """The policy's number in a row that holds nothing else: the heading of a group of entries.

    ``like``: a policy's number of the same book; what is written in its form is another one, whatever its label is.
    """
    units = list({id(u): u for u in row.values() if u.text.strip()}.values())
    if len(units) != 1:
        return None
    unit = units[0]
    codes = [t for t in unit.tokens if t.kind == "code" and len(unit.text[t.start : t.stop]) >= 10]
    if (
        len(codes) != 1
        or len(unit.text) > 60
        or (
            unit.text[: codes[0].start].strip()
            and not meaning(unit.text[: codes[0].start][-14:]).has("policy")
            and form_of(str(codes[0].value)) != form_of(like)
        )
    ):
        return None
    return Reading(codes[0].value, unit.span(codes[0].start, codes[0].stop), "group", 0.85)


def _codes(unit: Unit) -> list[Token]:
    return [t for t in unit.tokens if t.kind == "code" and t.stop - t.start >= 8]


class Book:
    """One ledger table on its way to entries."""

    def __init__(
        self, cols: Columns, movement: Movement | None, whole_policy: Reading[Any] | None, *,
        days: Days, caption: str,
    ) -> None:  # fmt: skip
        self.cols, self.movement, self.whole_policy = cols, movement, whole_policy
        self.days, self.caption = days, caption
        self.sides = Sides(cols, movement)
        self.named: set[str] | None = None  # policies that the words of entries name
        self.day_of_kind: dict[str, int] = {}
        self.booked: set[int] = set()  # sums of cells that reach down over several entries, each booked once

    def entries(self) -> Iterator[Row]:
        keys = [self.cols.roles[name] for name in MOVES if name in self.cols.roles]
        self.day_of_kind = days_of_sides(self.cols, self.sides.kind_of_role)
        above: list[Mapping[int, Unit]] = []
        for row in self._under_policies(data_rows(self.cols, (*MOVES, "payee"))):
            if self._adds_up(row, above, keys):
                continue
            if is_entry(row):
                above.append(row)
            if is_entry(row) and any(
                number_in(row.get(c)) is not None or self._sum(row.get(c), c) is not None for c in keys
            ):
                yield from self._entry(row)
            elif is_entry(row):
                yield from self._without_sum(row)

    def _under_policies(self, rows: Iterator[Mapping[int, Unit]]) -> Iterator[Mapping[int, Unit]]:
        """The entries, each after the policy whose number heads its group has become the policy of what follows."""
        like = str(self.whole_policy.value) if self.whole_policy is not None else ""
        heads = [] if "policy_no" in self.cols.roles else [r for r in self.cols.rows if group_policy(r, like)]
        at = {id(row): k for k, row in enumerate(self.cols.rows)}
        for row in rows:
            while heads and at[id(heads[0])] < at.get(id(row), -1):
                self.whole_policy = group_policy(heads.pop(0), like)
            yield row

    def _adds_up(self, row: Mapping[int, Unit], above: Sequence[Mapping[int, Unit]], keys: Sequence[int]) -> bool:
        """Whether a row without a day of its own holds the sums of the entries above it: a total, whatever it is called."""
        day = self.cols.cell(row, "date")
        if len(above) < 2 or (day is not None and has_date(day)) or self.days.split is not None:
            return False
        sums = {c: number for c in keys if (number := number_in(row.get(c))) is not None}
        return bool(sums) and all(
            abs(number - sum(number_in(r.get(c)) or 0 for r in above)) <= Decimal("0.01") for c, number in sums.items()
        )

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

    def _of_role(self, row: Mapping[int, Unit], role: str) -> Reading[Decimal] | None:
        col = self.cols.roles.get(role)
        return None if col is None else self._sum(row.get(col), col)

    def _entry(self, row: Mapping[int, Unit]) -> Iterator[Row]:
        day = self.days.of(row)
        if day is None and not ("date" in self.cols.roles and self._common(row).keys() & {"item", "payee"}):
            return
        self.days.last = day or self.days.last
        common = ({"date": day} if day is not None else {}) | self._common(row)
        balance = self._of_role(row, "balance")
        if balance is not None:
            common["balance"] = balance
        span = self._span(row, day)
        for kind, amount in self._movements(row):
            value = amount.value if self._takes_back(row, amount) else abs(amount.value)
            if amount.how == "table" and not self._first_of(row, kind):
                continue
            cells = {
                **common,
                "kind": Reading(kind, amount.span, "table", 0.95),
                "amount": Reading(value, amount.span, amount.how, amount.confidence),
            }
            col = self.day_of_kind.get(kind)
            if col is not None and (own := self.days.in_column(row, col)) is not None:
                cells["date"] = own
            if kind == "extract":
                cells.pop("payee", None)
            elif "payee" not in cells and (named := self._paid_in_words(row)) is not None:
                cells["payee"] = named
            yield Row(cells, span)

    def _first_of(self, row: Mapping[int, Unit], kind: str) -> bool:
        """Whether the cell of the entry's sum does not reach down from an entry above that booked it."""
        names = [name for name, held in self.sides.kind_of_role.items() if held == kind] or ["amount"]
        unit = next((u for name in names if (u := self.cols.cell(row, name)) is not None and number_in(u)), None)
        if unit is None or unit.cell is None or unit.cell.rowspan < 2:
            return True
        seen = id(unit) in self.booked
        self.booked.add(id(unit))
        return not seen

    def _paid_in_words(self, row: Mapping[int, Unit]) -> Reading[Any] | None:
        """Who was paid as the entry's words tell it, in a book without a column for it."""
        unit = self.cols.cell(row, "item")
        if unit is None or "payee" in self.cols.roles or (place := paid_in(unit.text)) is None:
            return None
        return Reading(unit.raw[place[0] : place[1]].replace("\n", ""), unit.span(*place), "table, in words", 0.8)

    def _without_sum(self, row: Mapping[int, Unit]) -> Iterator[Row]:
        """An entry whose sum was left out or not read, told by its own day and by who was paid: no total is whole without it."""
        unit = self.cols.cell(row, "date")
        common = self._common(row)
        if unit is None or not has_date(unit) or "payee" not in common or (day := self.days.of(row)) is None:
            return
        self.days.last = day
        yield Row(
            {"date": day, **common, "kind": Reading("spend", common["payee"].span, "payee", 0.6)}, self._span(row, day)
        )

    def _common(self, row: Mapping[int, Unit]) -> dict[str, Reading[Any]]:
        """What an entry says beside its day and its sums."""
        common: dict[str, Reading[Any]] = {}
        number = self.cols.cell(row, "policy_no")
        if number is not None and is_number_like(number):
            common["policy_no"] = Reading("".join(number.raw.split()), number.span(), "table", 0.97)
        elif "policy_no" not in self.cols.roles and (own := self._policy_in_words(row) or self.whole_policy):
            common["policy_no"] = own
        payee = self.sides.payee(row)
        if payee is not None and len(payee.text.strip()) >= 2 and re.search("[\u4e00-\u9fffA-Za-z=@+]", payee.text):
            place = without_account(payee.text)
            name = payee.raw[place[0] : place[1]].replace("\n", "").strip()
            common["payee"] = Reading(name, payee.span(*place), "table", 0.95)
        for role in ("item", "voucher"):
            unit = self.cols.cell(row, role)
            if unit is not None and unit.text.strip(" /—-"):
                common[role] = Reading(unit.raw.replace("\n", "").strip(), unit.span(), "table", 0.95)
        return common

    def _policy_in_words(self, row: Mapping[int, Unit]) -> Reading[Any] | None:
        """The policy that the words of an entry name: a number called one there, or in another entry of the book."""
        if self.named is None:
            items = [u for r in self.cols.rows if (u := self.cols.cell(r, "item")) is not None]
            self.named = {
                str(t.value) for u in items for t in _codes(u) if meaning(u.text[: t.start][-6:]).has("policy")
            }
        unit = self.cols.cell(row, "item") if self.named else None
        told = [t for t in _codes(unit) if str(t.value) in self.named] if unit is not None else []
        if not told and self.named and len(self.named) == 1 and self.whole_policy is None:
            items = [u for r in self.cols.rows if (u := self.cols.cell(r, "item")) is not None]
            unit, told = next(
                (u, [t]) for u in items for t in _codes(u) if str(t.value) in self.named
            )  # the book's only one
        if unit is None or len(told) != 1:
            return None
        return Reading(told[0].value, unit.span(told[0].start, told[0].stop), "table, in words", 0.85)

    def _span(self, row: Mapping[int, Unit], day: Reading[date] | None) -> Span:
        first = next(u for _, u in sorted(row.items()))
        return Span(
            " ".join(u.raw for _, u in sorted(row.items())),
            first.page,
            (day.span.boxes if day is not None else ()) or first.span().boxes,
            _row_name(self.cols, first),
        )

    def _takes_back(self, row: Mapping[int, Unit], amount: Reading[Decimal]) -> bool:
        """Whether a sum below zero takes an earlier entry back (红字): its column holds but one direction, else above zero."""
        if amount.value >= 0:
            return False
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

    def _one_way(self, row: Mapping[int, Unit], other: Mapping[int, Unit]) -> bool:
        """Whether two entries say the same in the column of directions: where all that is 支出 is below zero, the sign is the direction."""
        ways = [self.cols.cell(r, "direction") for r in (row, other)]
        return len({"" if way is None else "".join(way.text.split()) for way in ways}) == 1

    def _movements(self, row: Mapping[int, Unit]) -> list[tuple[str, Reading[Decimal]]]:
        pairs = [
            (kind, got)
            for role, kind in self.sides.kind_of_role.items()
            if (got := self._of_role(row, role)) is not None and got.value != 0
        ]
        arithmetic = self.movement is not None and self.movement.come is not None
        if not pairs and (got := self._of_role(row, "amount")) is not None:
            sign = self.sides.signs.get(id(row), 0)
            return [
                (
                    "extract"
                    if sign > 0
                    else "spend"
                    if sign < 0
                    else self.sides.kind(row, got, self.sides.table_kind),
                    got,
                )
            ]
        if len(pairs) == 1 and not arithmetic and "direction" in self.cols.roles and len(self.sides.kind_of_role) == 1:
            kind, got = pairs[0]
            return [(self.sides.kind(row, got, kind), got)]
        return pairs


def _row_name(cols: Columns, unit: Unit) -> str | None:
    if cols.table.name is not None and unit.cell is not None:
        return f"{cols.table.name}!{cols.table.first_row + unit.cell.row}"
    return unit.where
