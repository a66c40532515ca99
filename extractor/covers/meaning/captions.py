"""Words over a list that say in what unit its sums are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Row

_UNIT = re.compile(r"(?:亿|百万|万|千)元|(?:单位|unit)[^。;]{0,12}[万千百]|['’]000", re.I)
_TELLS_UNIT = re.compile(r"单位|unit|币种|以.{0,8}(?:计|为单位|列示)|(?:均|皆|一律)[以为按]|[数金]额.{0,6}为", re.I)
_SAYS_UNIT = re.compile("[元万千百亿]|000")
_LONGEST = 80


def caption_of(sheet: Sheet, units: Sequence[Unit]) -> str:
    """Words just before the table, its heading included: where "单位：万元" stands."""
    first = min((u.index for u in units), default=0)
    near = [
        _A_SUM.sub("", u.text)
        for u in sheet.units[max(0, first - 3) : first]
        if u.table is None and len(u.text) <= _LONGEST
    ]
    inside = [u.text for u in units[:4] if "单位" in u.text and _SAYS_UNIT.search(u.text) and len(u.text) <= 24]
    inside += [  # a row over the list in the same grid: 责任限额（万元）
        u.text
        for u in units
        if u.cell is not None and u.table is not None and u.cell.colspan == u.table.n_cols > 2
        and len(u.text) <= 24 and _SAYS_UNIT.search(u.text)
    ]  # fmt: skip
    told = [t for t in (*inside, *reversed(near)) if len(t) <= 40 or _UNIT.search(t)]
    return next((t for t in told if _OVER.search(t) and _SAYS_UNIT.search(t)), "") or _led_in(sheet, first)


_A_SUM = re.compile(r"\d\s*(?:[亿万千百]+元?|元)")
"""What has its own unit tells none for the list: 每人最高赔60万元，分项如下（金额单位：元）."""
_OVER = re.compile(
    r"(?<![保险贵该本我用工参受务])单位|[（(].{0,4}元[)）]|[额费][:：]\s?[亿百万千]{0,2}元(?:[)）;；,，、]|$)"
)
"""A unit of sums, not one that is insured: 贵单位, 投保单位."""
_AT_END = re.compile(r"[（(]([^（()）]{2,40})[)）]\s*[:：。]?\s*$")


def _led_in(sheet: Sheet, first: int) -> str:
    """The unit in the bracket that ends the sentence right before the table: "各项责任如下（单位：万元）："."""
    before = sheet.units[first - 1] if first else None
    bracket = _AT_END.search(before.text) if before is not None and before.table is None else None
    return bracket[1] if bracket and _OVER.search(bracket[1]) and _SAYS_UNIT.search(bracket[1]) else ""


def caption_for(column: str, caption: str) -> str:
    """The part of a caption that is for the column: "限额单位：万元；保费单位：元" has one for premiums and one for limits.

    >>> caption_for("premium", "限额单位：万元；保费单位：元"), caption_for("aggregate", "限额单位：万元；保费单位：元")
    ('保费单位：元', '限额单位：万元')
    >>> caption_for("premium", "单位：万元")
    '单位：万元'
    >>> caption_for("premium", "责任限额及保险费明细（限额：万元；保费：元）")
    '保费：元）'
    """
    told = _TITLE.sub("", caption)
    parts = [part for part in re.split("[;；,，、]", told) if _SAYS_UNIT.search(part)]
    paid = [part for part in parts if "费" in part]
    if len(parts) < 2 or len(paid) != 1:
        return caption
    return paid[0] if column in ("premium", "charge") else next(part for part in parts if part is not paid[0])


_TITLE = re.compile(r"^[^（(:：]{1,40}[（(](?=[^（()）]{1,20}[:：])")
"""The heading of a list before the bracket with its units, which may itself speak of premiums."""
_LEAST_LIMIT = Decimal(5000)
"""Yuan below which no policy limits what it pays for a death: such figures are written in a unit that stands elsewhere."""


def too_small(rows: Sequence[Row]) -> bool:
    main = [row for row in rows if row.value("code") == "employee_injury"] or list(
        rows
    )  # third parties alone, the rest told elsewhere
    limits = [row.value(c) for row in main for c in ("per_person", "per_accident", "aggregate")]
    return any(v is not None for v in limits) and all(v < _LEAST_LIMIT for v in limits if v is not None)


_CENT = Decimal("0.05")
"""How far premiums rounded one by one may stand from their printed sum."""


def premiums_as_printed(rows: list[Row], worth: Decimal, printed: frozenset[Decimal]) -> list[Row]:
    """The rows with premiums in yuan where the unit over the list is that of its limits alone: 单位：万元；保费：元.

    The sum of the premiums as they are written stands on the paper, or each would be more than what its cover pays.
    """
    paid = [row.value("premium") for row in rows if row.value("premium") is not None]
    if worth == 1 or len(paid) < 2:
        return rows
    whole = sum(paid, Decimal(0))
    limits = [max((v for c in _LIMITS if (v := row.value(c)) is not None), default=None) for row in rows]
    over = [
        row.value("premium") > most for row, most in zip(rows, limits, strict=True) if most and row.value("premium")
    ]
    if _stands(whole, printed) or not (_stands(whole / worth, printed) or (over and all(over))):
        return rows
    return [_with_premium(row, worth) for row in rows]


def _stands(value: Decimal, printed: frozenset[Decimal]) -> bool:
    return any(abs(value - one) <= _CENT for one in printed)


def _with_premium(row: Row, worth: Decimal) -> Row:
    cell = row.cells.get("premium")
    if cell is None or cell.value is None:
        return row
    return Row({**row.cells, "premium": replace(cell, value=(cell.value / worth).quantize(Decimal("0.01")))}, row.span)


_LIMITS = ("per_person", "per_accident", "aggregate")


def far_caption(sheet: Sheet) -> str:
    """The unit of a list that goes on from another page or column, or that a note under it tells: "注：表内数字以万元计"."""
    for unit in sheet.units:
        for part in re.split("[。;；]", unit.text):
            if len(part) <= _LONGEST and _UNIT.search(part) and _TELLS_UNIT.search(part) and not _HAS_SUM.search(part):
                return part
    return ""


_HAS_SUM = re.compile(r"\d\s*[亿万千]?元")
