"""A ledger kept as small forms one below the other, one for each payment: labels beside values, the same labels in each."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import Columns, columns_of, grid, has_date
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.fee_ledger.columns.parts import with_paid
from extractor.kinds.fee_ledger.columns.policies import with_best_policy
from extractor.kinds.fee_ledger.columns.roles import MOVES, ROLES
from extractor.kinds.fee_ledger.columns.shares import with_share
from extractor.kinds.fee_ledger.columns.sides import SET_ASIDE
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.kinds.fee_ledger.columns.whose import is_payee_like, with_payee

Card = Mapping[str, tuple[Unit, Unit]]
"""Label → (the cell of the label, that of its value)."""

_LONGEST_LABEL = 14
_LEAST_LABELS = 3
_LABELLED = re.compile(r"\s*([\u4e00-\u9fff（）()/]{2,14})\s*[:：]\s*(?=\S)")


def of_cards(sheet: Sheet, taken: Sequence[Table]) -> list[Columns]:
    """The forms with the same labels set under each other as the rows of one table; none where they book nothing.

    ``taken``: the tables that were read otherwise.
    """
    cards = [(table, _of_table(table, units)) for table, units in sheet.tables if not any(table is t for t in taken)]
    cards += [(Table((), 1, 1, method="native"), card) for card in _of_lines(sheet)]
    groups: dict[frozenset[str], list[tuple[Table, Card]]] = {}
    for table, card in cards:
        if len(card) >= _LEAST_LABELS:
            groups.setdefault(frozenset(card), []).append((table, card))
    return [cols for group in groups.values() if (cols := _stacked(group, alone=not taken)) is not None]


def _of_table(table: Table, units: Sequence[Unit]) -> Card:
    """The pairs of label and value of a form; empty where any label could be a value."""
    out: dict[str, tuple[Unit, Unit]] = {}
    for row in grid(table, units):
        cells = list({id(u): u for _, u in sorted(row.items())}.values())
        if len(cells) % 2:
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            name = strip_label(label.text)
            if not name or len(name) > _LONGEST_LABEL or label.tokens or name in out:
                return {}
            out[name] = (label, value)
    return out


def _of_lines(sheet: Sheet) -> Iterator[Card]:
    """The same of lines with a label each ("支付日期：2025-04-11"); a label that comes again begins the next one."""
    card: dict[str, tuple[Unit, Unit]] = {}
    for unit in sheet.units:
        if unit.table is None and len(several := _of_line(unit)) >= _LEAST_LABELS:
            yield several
            continue
        match = _LABELLED.match(unit.text) if unit.table is None else None
        if match is None:
            continue
        name = strip_label(match[1])
        if name in card:
            yield card
            card = {}
        card[name] = (_part(unit, 0, match.end(1)), _part(unit, match.end(), len(unit.text)))
    yield card


def _of_line(unit: Unit) -> Card:
    """The same of one line with several labels; its day may go without a colon: 第1笔：支付日期2025年3月12日；用途：…；金额：…."""
    if unit.text.count(":") + unit.text.count("：") < _LEAST_LABELS:
        return {}
    out: dict[str, tuple[Unit, Unit]] = {}
    for match in _CLAUSE.finditer(unit.text):
        label, value = match.span("label"), match.span("value")
        name = strip_label(match["label"])
        if name not in out and unit.text[value[0] : value[1]].strip():
            out[name] = (_part(unit, *label), _part(unit, *value))
    if not any(has_date(value) for _, value in out.values()):
        for match in _DAY_UNMARKED.finditer(unit.text):
            day = next((t for t in unit.tokens if t.kind == "moment" and t.start == match.end()), None)
            if day is not None:
                out[match["label"]] = (_part(unit, *match.span("label")), _part(unit, day.start, day.stop))
    return out


_CLAUSE = re.compile(
    r"(?:^|[；;，,。\s])\s*(?P<label>[\u4e00-\u9fff（）()]{2,10})\s*[:：]\s*(?P<value>[^；;。:：]{1,60})(?=[；;。]|$)"
)
_DAY_UNMARKED = re.compile(r"(?P<label>[\u4e00-\u9fff]{0,4}(?:日期|时间))\s*(?=20\d\d)")


def _part(unit: Unit, start: int, stop: int) -> Unit:
    """A stretch of a unit as one of its own, with its places on the paper."""
    part = copy.copy(unit)
    part.raw, part.text = unit.raw[start:stop], unit.text[start:stop]
    part.pieces = tuple((offset - start, line) for offset, line in unit.pieces)
    part.tokens = tuple(
        replace(t, start=t.start - start, stop=t.stop - start) for t in unit.tokens if start <= t.start < stop
    )
    part.spans, part.labels, part.turn = {}, {}, None if unit.turn is None else unit.turn - start
    return part


def _stacked(group: Sequence[tuple[Table, Card]], *, alone: bool) -> Columns | None:
    """The forms as rows. One form beside tables of entries books nothing but a share of the premium: it may be of a contract."""
    first = group[0][1]
    names = list(first)
    head = {c: first[name][0] for c, name in enumerate(names)}
    rows = [head, *({c: card[name][1] for c, name in enumerate(names)} for _, card in group)]
    in_table = bool(group[0][0].cells)
    table = replace(group[0][0], cells=(), n_rows=len(rows), n_cols=len(names))
    cols = columns_of(table, rows, ROLES, len(names), needed=2, look=1)
    if cols is None or "date" not in cols.roles or len(group) < (1 if in_table else 2):
        return None
    if (share := with_share(cols)).roles.keys() >= {"premium", "extract"} and len(group) == 1:
        return replace(share, roles={n: c for n, c in share.roles.items() if n == "extract" or n not in MOVES})
    if len(group) == 1 and not alone:
        told = {n: c for n, c in cols.roles.items() if n == "extract" or n not in MOVES}
        return replace(cols, roles=told) if "extract" in told else None  # 提取日期, 提取金额 beside a table of payments
    cols = with_payee(with_paid(with_best_policy(cols, None)))
    moves = [c for name, c in cols.roles.items() if name in MOVES]
    whose = [c for name, c in cols.roles.items() if name in ("payee", "payee2")]
    booked = all(
        has_date(row[cols.roles["date"]])
        and any(number_in(row.get(c)) is not None for c in moves)
        and (
            any(is_payee_like(row[c]) for c in whose) or any(SET_ASIDE.fullmatch(u.text.strip()) for u in row.values())
        )
        for row in cols.rows
    )
    return cols if moves and booked else None
