"""One table of a ledger on its way to entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.evidence.columns import (
    Columns,
    data_rows,
)
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.book.days import DAY_ABOVE, Days, days_of_sides
from extractor.kinds.fee_ledger.book.in_direction import told_by_way
from extractor.kinds.fee_ledger.book.moves import Moves
from extractor.kinds.fee_ledger.book.policies import Policies
from extractor.kinds.fee_ledger.columns.roles import MOVES, is_day, is_entry
from extractor.kinds.fee_ledger.columns.sides import Sides
from extractor.kinds.fee_ledger.columns.sums import Movement, number_in
from extractor.kinds.fee_ledger.columns.whose import (
    BODIES,
    body_apart,
    is_payee_like,
    paid_behind_item,
    paid_in,
    serves_apart,
    stands_alone,
    without_account,
    without_work,
)
from extractor.kinds.received import SAYS_RECEIVED
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values import organisation

Cells = dict[str, Reading[Any]]


class Book:
    """One ledger table on its way to entries. ``tail``: the line right under the table; ``undated``: it tells no days."""

    def __init__(
        self, cols: Columns, movement: Movement | None, whole_policy: Reading[Any] | None, *,
        days: Days, caption: str, tail: Unit | None = None, undated: bool = False,
    ) -> None:  # fmt: skip
        self.cols, self.days, self.undated = cols, days, undated
        self.sides = Sides(cols, movement)
        self.policies = Policies(cols, whole_policy)
        self.moves = Moves(cols, self.sides, movement, caption)
        self._under = dict(self._lines_under(tail))

    def entries(self) -> Iterator[Row]:
        keys = [self.cols.roles[name] for name in MOVES if name in self.cols.roles]
        own_days = days_of_sides(self.cols, self.sides.kind_of_role)
        above: list[Mapping[int, Unit]] = []
        for row in data_rows(self.cols, (*MOVES, "payee")):
            if not is_entry(row) or self._adds_up(row, above, keys) or self._is_interest(row) or _is_open(row):
                continue
            above.append(row)
            yield from self._entry(row, own_days) if self.moves.has_any(row) else self._without_sum(row)

    def _adds_up(self, row: Mapping[int, Unit], above: Sequence[Mapping[int, Unit]], keys: Sequence[int]) -> bool:
        """Whether a row without a day of its own holds the sums of the entries above it: a total, whatever it is called."""
        day = self.cols.cell(row, "date")
        if len(above) < 2 or (day is not None and is_day(day)) or self.days.split is not None:
            return False
        sums = {c: number for c in keys if (number := number_in(row.get(c))) is not None}
        return bool(sums) and all(
            abs(number - sum(number_in(r.get(c)) or 0 for r in above)) <= Decimal("0.01") for c, number in sums.items()
        )

    def _lines_under(self, tail: Unit | None) -> Iterator[tuple[int, Unit]]:
        """(id of an entry, what stands alone in the line under it): a print in which an entry has two lines, or a cell that wraps."""
        above: int | None = None
        for row in self.cols.rows:
            units = list({id(u): u for u in row.values() if u.text.strip()}.values())
            if len(units) == 1 and above is not None and not units[0].tokens:
                yield above, units[0]
            above = id(row) if len(units) > 1 and is_entry(row) else None
        if above is not None and tail is not None and _names_body(tail):
            yield above, tail

    def _wrapped_on(self, row: Mapping[int, Unit], payee: Unit) -> str:
        """The rest of a body's name that wrapped into the line under the entry; empty where the name is whole."""
        under = self._under.get(id(row))
        at = [c for c, u in row.items() if u is payee]
        if under is None or is_payee_like(payee) or not any(self._column_of(under) == c for c in at):
            return ""
        rest = "".join(under.raw.split())
        return rest if _names_body_in("".join(payee.text.split()) + rest) else ""

    def _column_of(self, unit: Unit) -> int | None:
        return next((c for row in self.cols.rows for c, u in row.items() if u is unit), None)

    def _is_interest(self, row: Mapping[int, Unit]) -> bool:
        """Whether a line books what a bank pays for keeping the money: it is neither set aside nor spent."""
        said = {id(u): u.text for u in row.values() if INTEREST.fullmatch("".join(u.text.split()))}
        payee = self.sides.payee(row)
        return bool(said) and (payee is None or not is_payee_like(payee) or "银行" in payee.text)

    def _entry(self, row: Mapping[int, Unit], own_days: Mapping[str, int]) -> Iterator[Row]:
        """One row for each sum of the entry. ``own_days``: kind → the column of its days, where either has its own."""
        day, common = self.days.of(row), self._common(row)
        told = self.undated or "date" in self.cols.roles or self.days.without_year(row)
        if day is None and not (told and (common.keys() & {"item", "payee"} or self.moves.in_role(row, "premium"))):
            return
        self.days.last = day or self.days.last
        headed = self.cols.header[self.cols.roles["date"]] if "date" in self.cols.roles else ""
        of_use = day is not None and day.how == DAY_ABOVE and _OF_USE.search(headed)
        balance = self.moves.in_role(row, "balance")
        known: Cells = {"date": day, **common} if day is not None else common
        if balance is not None:
            known["balance"] = balance
        for kind, amount in self.moves.of(row):
            cells: Cells = {**known, "kind": Reading(kind, amount.span, "table", 0.95), "amount": amount}
            col = own_days.get(kind)
            if kind == "extract" and (paid := self._received(row)) is not None:
                cells["premium_received"] = paid
            if kind == "extract" and of_use:
                del cells["date"]  # the day of the payment above
            if col is not None and (own := self.days.in_column(row, col)) is not None:
                cells["date"] = own
            yield Row(self._with_paid(kind, cells, row), self._span(row, day))

    def _received(self, row: Mapping[int, Unit]) -> Reading[Decimal] | None:
        """What of the premium was received, of which the entry sets a share aside, where its column says that it was: 实收保费."""
        col = self.cols.roles.get("premium")
        return (
            self.moves.in_role(row, "premium")
            if col is not None and SAYS_RECEIVED.search(self.cols.header[col])
            else None
        )

    def _with_paid(self, kind: str, cells: Cells, row: Mapping[int, Unit]) -> Cells:
        """The cells with who was paid as the entry's words tell it, where no column does; nobody is by setting aside."""
        if kind == "extract":
            return {name: value for name, value in cells.items() if name != "payee"}
        unit = self.cols.cell(row, "item")
        if "payee" in cells or "payee" in self.cols.roles:
            return cells
        if (
            (under := self._under.get(id(row))) is not None
            and _names_body(under)
            and (match := _BRACKETED.fullmatch(under.raw))
        ):
            return cells | {"payee": Reading(match["name"], under.span(*match.span("name")), "table, line under", 0.75)}
        for name in MOVES:  # a column without a header that was drawn as one with the next
            other = self.cols.cell(row, name)
            if other is not None and not other.tokens and stands_alone(other):
                return cells | {"payee": Reading(other.raw.replace("\n", "").strip(), other.span(), "table", 0.7)}
        if unit is None or (place := paid_in(unit.text) or serves_apart(unit.text)) is None:
            return cells
        name = without_work(unit.raw[place[0] : place[1]].replace("\n", ""))
        return cells | {"payee": Reading(name, unit.span(*place), "table, in words", 0.8)}

    def _without_sum(self, row: Mapping[int, Unit]) -> Iterator[Row]:
        """An entry whose sum was left out or not read, told by its own day and by who was paid: no total is whole without it."""
        unit = self.cols.cell(row, "date")
        common = self._common(row)
        if unit is None or not is_day(unit) or "payee" not in common or (day := self.days.of(row)) is None:
            return
        self.days.last = day
        yield Row(
            {"date": day, **common, "kind": Reading("spend", common["payee"].span, "payee", 0.6)}, self._span(row, day)
        )

    def _common(self, row: Mapping[int, Unit]) -> Cells:
        """What an entry says beside its day and its sums."""
        common: Cells = {}
        if (number := self.policies.of(row)) is not None:
            common["policy_no"] = number
        payee = self.sides.payee(row)
        if payee is not None and len(payee.text.strip()) >= 2 and re.search("[\u4e00-\u9fffA-Za-z=@+]", payee.text):
            place = paid_behind_item(payee.text) or body_apart(payee.text) or without_account(payee.text)
            name = payee.raw[place[0] : place[1]].replace("\n", "").strip() + self._wrapped_on(row, payee)
            name = without_work(name)
            common["payee"] = Reading(name, payee.span(*place), "table", 0.95)
            if (what := _told_beside(payee, place)) is not None:
                common["item"] = what
        for role in ("item", "voucher"):
            unit = self.cols.cell(row, role)
            if unit is not None and unit.text.strip(" /—-"):
                common[role] = Reading(unit.raw.replace("\n", "").strip(), unit.span(), "table", 0.95)
        if (what := told_by_way(self.cols, row)) is not None:
            common["item"] = what
        return common

    def _span(self, row: Mapping[int, Unit], day: Reading[date] | None) -> Span:
        first = next(u for _, u in sorted(row.items()))
        return Span(
            " ".join(u.raw for _, u in sorted(row.items())),
            first.page,
            (day.span.boxes if day is not None else ()) or first.span().boxes,
            _row_name(self.cols, first),
        )


def _told_beside(payee: Unit, place: tuple[int, int]) -> Reading[str] | None:
    """What was paid for, where the cell that names who was paid tells it before or behind: 排查费 某某有限公司."""
    start, stop = (0, place[0]) if place[0] > 1 else (place[1], len(payee.text))
    words = payee.raw[start:stop].strip(_SET_OFF)
    if len(re.findall("[\u4e00-\u9fff]", words)) < _SHORTEST_ITEM or any(c.isdigit() for c in words):
        return None
    return Reading(words, payee.span(start, stop), "table", 0.9)


_SET_OFF = " \n　／/、:：,，-—－–（()）→"
_SHORTEST_ITEM = 2
_OF_USE = re.compile("使用|支出|支付|支用|付款|列支|开支")
"""The header of days on which was paid, which are none of what is set aside."""
_BRACKETED = re.compile(r"\s*[（(【\[]?\s*(?:收款(?:单位|方|人)[:：])?(?P<name>\S[^\n]*?)\s*[）)】\]]?\s*")


def _names_body(unit: Unit) -> bool:
    """Whether a line is the name of a body and nothing else, in brackets or not."""
    match = _BRACKETED.fullmatch(unit.text)
    return match is not None and _names_body_in(match["name"])


def _names_body_in(text: str) -> bool:
    names = [name for _, _, name in organisation.find_all(text)]
    return len(names[0]) >= _MOST_OF * len(text) if names else _ENDS_AS_BODY.fullmatch(text) is not None


_MOST_OF = 0.8


_ENDS_AS_BODY = re.compile(rf"[\u4e00-\u9fff]{{4,24}}(?:{BODIES})")


def _is_open(row: Mapping[int, Unit]) -> bool:
    """Whether a line's state says that nothing was paid."""
    return any(_UNPAID.fullmatch("".join(u.text.split())) for u in row.values())


_UNPAID = re.compile(
    "(?:已?(?:驳回|撤销|撤回|作废|取消)|(?:支付|付款|处理|审批|审核|办理|流转)中|[待未](?:支付|付款|提交|付)|(?:审批|审核)?不通过|(?:支付|付款|处理|交易)?失败|草稿)"
)
INTEREST = re.compile(
    r"(?:(?:银行|活期|存款|专户|账户|第?[一二三四1-4]季度?|\d{1,2}月|本[月季年])*(?:利息|结息|付息|计息)(?:收入|入账|转入|款)?|存息|入息|收息)"
)


def _row_name(cols: Columns, unit: Unit) -> str | None:
    if cols.table.name is not None and unit.cell is not None:
        return f"{cols.table.name}!{cols.table.first_row + unit.cell.row}"
    return unit.where
