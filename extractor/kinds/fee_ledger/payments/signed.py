"""Entries of an app's account: a sum with its sign alone in a line, its day and what it was for in the lines beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.whose import is_payee_like
from extractor.kinds.fee_ledger.payments.payments import FUND
from extractor.record import Reading, Row
from extractor.values.scan import Token

_IN = "收入|转入|存入|入账|进账|计提|提取|拨入|划入|收款|到账"
_OUT = "支出|转出|付出|出账|支付|付款|列支|使用|扣款"
_SIGNED = re.compile(
    rf"\s*(?:(?:(?P<into>{_IN})|(?P<out>{_OUT}))(?:金额)?\s*[:：]?\s*)?(?P<sign>[+＋]|[-−–－])?\s*"
    r"(?:人民币|RMB|[¥￥])?\s*(?P<sign2>[-−–－])?(?P<sum>\d[\d,]*(?:\.\d{1,2})?)\s*元?\s*"
)
_MOST_LINES = 6  # lines of one entry


@dataclass(frozen=True, slots=True)
class _Sum:
    unit: Unit
    kind: str
    value: Decimal


def entries_by_sign(sheet: Sheet, policy: Reading[Any] | None) -> list[Row]:
    """The entries, in printed order, of a paper about the fund; nothing where they are fewer than two or one has no day."""
    if not any(FUND.search(u.text) or _FUND_NAME.search(u.text) for u in sheet.units):
        return []
    loose = [u for u in sheet.units if u.table is None]
    at = [(i, told) for i, u in enumerate(loose) if (told := _signed(u)) is not None]
    if len(at) < 2:
        return []
    rows = [_entry(told, lines, policy) for told, lines in _groups(loose, at)]
    read = [row for row in rows if row is not None]
    return read if len(read) == len(at) else []


_PAYEE = re.compile(
    r"\s*(?:收款|对方|领款|付款对象|商户|付给)[\u4e00-\u9fff]{0,4}\s*[:：]\s*(?P<name>[\u4e00-\u9fff（）()]{4,40})\s*"
)
_FUND_NAME = re.compile("(?:预防|防范|防损|减损|防灾|减量|安全服务|风险管理)(?:金|账户|余额)")


def _signed(unit: Unit) -> _Sum | None:
    match = _SIGNED.fullmatch(unit.text)
    if match is None or not (match["into"] or match["out"] or match["sign"]):
        return None
    into = match["into"] or (not match["out"] and (match["sign"] or "-") in "+＋")
    return _Sum(unit, "extract" if into else "spend", Decimal(match["sum"].replace(",", "")))


def _groups(units: Sequence[Unit], at: Sequence[tuple[int, _Sum]]) -> Iterator[tuple[_Sum, Sequence[Unit]]]:
    """Each sum with the lines of its entry: from its day on where days lead and lines follow the last sum; those after it
    where a day follows the last sum; else those before it."""
    last = at[-1][0]
    days = [i for i, u in enumerate(units) if _day(u) is not None and _day_leads(u)]
    starts = [max((d for d in days if d < i), default=-1) for i, _ in at]
    if (
        -1 not in starts
        and len(set(starts)) == len(at)
        and _SAID.search("".join(u.text for u in units[last + 1 : last + 3]))
    ):
        for (i, told), start, stop in zip(at, starts, [*starts[1:], len(units)], strict=True):
            yield told, [u for u in units[start : min(stop, i + _MOST_LINES)] if u is not told.unit]
        return
    leads = any(_day(u) is not None for u in units[last + 1 : last + _MOST_LINES])
    for k, (i, told) in enumerate(at):
        if leads:
            stop = at[k + 1][0] if k + 1 < len(at) else len(units)
            yield told, units[i + 1 : min(stop, i + _MOST_LINES)]
        else:
            start = at[k - 1][0] + 1 if k else 0
            yield told, units[max(start, i - _MOST_LINES + 1) : i]


_SAID = re.compile("(?:收款|付给|对方|商户|用途|摘要|备注|说明|余额|结余|凭证)[^:：]{0,6}[:：\\s]")
"""What is told of an entry behind its sum, under a label."""


def _day_leads(unit: Unit) -> bool:
    """A line that is a day and little else: 2025-03-03 10:12."""
    token = _day(unit)
    return token is not None and token.stop - token.start >= 0.5 * len(unit.text.strip())


def _day(unit: Unit) -> Token | None:
    return next((t for t in unit.tokens if t.kind == "moment"), None)


def _entry(told: _Sum, lines: Sequence[Unit], policy: Reading[Any] | None) -> Row | None:
    dated = [(u, day) for u in lines if (day := _day(u)) is not None]
    if len(dated) != 1:
        return None
    unit, day = dated[0]
    cells: dict[str, Reading[Any]] = {
        "date": Reading(day.value.day, unit.span(day.start, day.stop), "beside", 0.8),
        "kind": Reading(told.kind, told.unit.span(), "sign", 0.85),
        "amount": Reading(told.value.quantize(Decimal("0.01")), told.unit.span(), "sign", 0.85),
    }
    if policy is not None:
        cells["policy_no"] = policy
    for line in (u for u in lines if u is not unit):
        if told.kind == "spend" and (match := _PAYEE.fullmatch(line.text)) is not None:
            cells["payee"] = Reading(line.raw[slice(*match.span("name"))], line.span(*match.span("name")), "label", 0.8)
        elif told.kind == "spend" and is_payee_like(line):
            cells.setdefault("payee", Reading(line.raw.strip(), line.span(), "beside", 0.75))
        elif re.search("[\u4e00-\u9fff]{2}", line.text) and not line.tokens:
            cells.setdefault("item", Reading(line.raw.strip(), line.span(), "beside", 0.7))
    return Row(cells, told.unit.span())
