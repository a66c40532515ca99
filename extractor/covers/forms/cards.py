"""Covers whose sums each carry their own label: over the value in its cell, before it, or in the cell to its left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.divided import people_and_goods
from extractor.covers.meaning.names import NOT_A_COVER, code_of, code_under
from extractor.covers.meaning.roles import is_cover_name
from extractor.covers.meaning.rows import Coverages, merged, role_of, row_of
from extractor.covers.meaning.sums import dimension_of, scale_of
from extractor.evidence import columns
from extractor.evidence.columns import NOTHING
from extractor.evidence.concepts import meaning
from extractor.evidence.naming.side_by_side import named_after
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row
from extractor.values.scan import Token

_OTHER_LABELS = (
    "per_person", "per_accident", "aggregate", "premium", "limit", "deductible", "holder", "insured", "insurer"
)  # fmt: skip
_SUMS = ("amount", "number")
_LEAST_BARE = 5000
"""Yuan from which a bare number is a limit: the unit of smaller ones stands elsewhere, where columns may tell it."""


def from_cards(sheet: Sheet) -> Coverages | None:
    """Covers of which every sum is labelled: the cells of a row that a cover's name stands in, or of all the rows it spans."""
    rows: list[Row] = []
    used: set[int] = set()
    for table, units in sheet.tables:
        if any(code_of(u.text) for u in units):
            over = None
            for name, at, cells in _named_rows(columns.grid(table, units)):
                if both := _both_third(name, cells):
                    rows += both
                    used.update(id(u) for u in cells)
                    continue
                money = _labelled_sums(name, _behind(name, cells))
                under = code_under(over, name.text[at:])
                over = over if under else None if money else name.text[at:]
                if money:
                    rows.append(row_of(name, at, len(name.text), money, under))
                    used.update(id(u) for u in cells)
    rows = merged(rows)
    if len({r.value("code") for r in rows} - {"other"}) < 2:
        return None
    return Coverages(tuple(rows), None, True, rows[0].span, "table", frozenset(used))


def _both_third(name: Unit, cells: Sequence[Unit]) -> list[Row]:
    """What a cell beside 第三者 tells of people and of goods, each with sums of its own: 人身50万/次；财产10万/次."""
    if not (code_of(name.text) or "").startswith("third"):
        return []
    return next((both for unit in cells if unit is not name and (both := people_and_goods(unit, name))), [])


def _named_rows(rows: Sequence[Mapping[int, Unit]]) -> Iterator[tuple[Unit, int, list[Unit]]]:
    """Each cover's name, where in its cell it begins, and the cells of the rows it stands in."""
    open_: tuple[Unit, int, list[Unit]] | None = None
    for grid_row in rows:
        cells = list({id(u): u for _, u in sorted(grid_row.items())}.values())
        named = _named(cells)
        if open_ is not None and (named is None or named[0] is not open_[0]):
            yield open_
            open_ = None
        if named is not None:
            open_ = (*named, [*(open_[2] if open_ else ()), *(u for u in cells if open_ is None or u is not named[0])])
    if open_ is not None:
        yield open_


def _named(cells: Sequence[Unit]) -> tuple[Unit, int] | None:
    """The cell of a row that names its cover; one over several rows, as the policy's main part, gives way to each row's own."""
    names = [(u, at) for u in cells if (at := _name_in(u)) is not None]
    rows = [u.cell.rowspan if u.cell is not None else 1 for u, _ in names]
    return names[1] if len(names) > 1 and rows[0] > rows[1] == 1 else names[0] if names else None


def _name_in(unit: Unit) -> int | None:
    """Where a cell begins to name a cover: after the label over it, or at once; None where it names none."""
    if unit.tokens[1:] or NOT_A_COVER.search(unit.text):
        return None
    head, mark, rest = unit.text.partition("\n")
    if mark and rest.strip() and code_of(rest) and not meaning(head).any(*_OTHER_LABELS):
        return len(head) + 1
    bare = _PAYMENT.sub("", unit.text)
    return 0 if is_cover_name(unit) and not unit.tokens and not meaning(bare).any(*_OTHER_LABELS[:6]) else None


_PAYMENT = re.compile(r"的?(?:经济|损害)?赔偿(?:责任)?\s*$")
"""What a cover's name may end in, and no word for a limit: 对从业人员人身伤亡的赔偿."""


def _behind(name: Unit, cells: Sequence[Unit]) -> Sequence[Unit]:
    """The cells without those before a name that its own sum follows: 每人责任限额 | 80万 | 其中医疗 | 8万 are two labels, each with its own."""
    own = name.right
    if name.cell is None or name.cell.rowspan > 1 or own is None or not own.tokens or own.tokens[0].kind not in _SUMS:
        return cells
    col = name.cell.col
    return [u for u in cells if u.cell is None or u.cell.col >= col]


def _labelled_sums(name: Unit, cells: Sequence[Unit]) -> dict[str, Reading[Any]]:
    money: dict[str, Reading[Any]] = {}
    left = ""
    for unit in cells:
        at = 0
        for token in (t for t in unit.tokens if t.kind in _SUMS):
            label = _label(unit.text[at : token.start], left)
            at = token.stop
            per = named_after(unit, token.start)  # 40万/人，200万/次: what stands before a sum is the last one's
            own = dimension_of(per) if per is not None else None
            role = (own or (role_of(label, False) if label else None)) if unit is not name else None
            if meaning(label).has("deductible"):
                continue  # 每次免赔100元 beside a limit
            if role is None or role in money or NOTHING.match(unit.text[token.start : token.stop]):
                continue
            if token.kind == "number" and token.value < 10 and unit.confidence < 1:
                continue  # a stroke that a scan made a digit: no sum is a few yuan without a unit
            reading = _sum(unit, token, label)
            if role == "premium" or token.kind == "amount" or reading.value >= _LEAST_BARE:
                money[role] = reading
        left = "" if unit.tokens or unit is name else unit.text
    return money


def _label(before: str, left: str) -> str:
    """The words that a sum stands after: those of its own cell, else the cell to its left."""
    words = re.sub(r"[\n¥￥]", "", before).strip(" :：，,；;、/")
    return words or left.replace("\n", "")


def _sum(unit: Unit, token: Token, label: str) -> Reading[Any]:
    value = Decimal(token.value) * (scale_of(label) if token.kind == "number" else 1)
    span = unit.span(token.start, token.stop)
    return Reading(value.quantize(Decimal("0.01")), span, "card", round(0.95 * unit.confidence, 3))
