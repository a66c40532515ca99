"""Ways of writing a value down: amounts, dates, periods, counts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

UPPER = "零壹贰叁肆伍陆柒捌玖"
SPOKEN = "〇一二三四五六七八九"
Money = Callable[[Any], str]


def _section(n: int) -> str:
    out, zero = "", False
    for unit, place in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if zero and out else "") + UPPER[digit] + place
            zero = False
        else:
            zero = True
    return out


def amount_in_words(value: Decimal) -> str:
    """Upper-case Chinese words of an amount, without 人民币."""
    yuan, cents = int(value), int(value * 100) % 100
    parts: list[str] = []
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = yuan // unit % 10**4
        if section:
            gap = parts and section < 1000
            parts.append(("零" if gap else "") + _section(section) + name)
    out = "".join(parts) + "元" if parts else ""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return out + "整"
    out += UPPER[jiao] + "角" if jiao else ("零" if out else "")
    return out + (UPPER[fen] + "分" if fen else "整")


def _wan(value: Any) -> str:
    number = Decimal(value) / 10000
    return f"{number.normalize():f}"


def limit_style(rng: random.Random) -> tuple[Money, str]:
    """A way of writing limits, and the unit line that must stand above a table written that way ("" when none)."""
    styles: list[tuple[Money, str]] = [
        (lambda v: f"{int(v)}元", ""),
        (lambda v: f"{int(v):,}.00元", ""),
        (lambda v: f"¥{int(v):,}.00", ""),
        (lambda v: f"RMB{int(v):,}.00", ""),
        (lambda v: f"CNY {int(v):,}", ""),
        (lambda v: f"人民币{int(v):,}元", ""),
        (lambda v: f"{_wan(v)}万元", ""),
        (lambda v: f"人民币{_wan(v)}万元", ""),
        (lambda v: f"{Decimal(v) / 10000:.2f}万元", ""),
        (lambda v: f"{int(v):,}", "元"),
        (lambda v: _wan(v), "万元"),
        (lambda v: amount_in_words(Decimal(v)), ""),
        (
            lambda v: f"{Decimal(v) / 100000000:f}".rstrip("0").rstrip(".") + "亿元" if v >= 10**8 else f"{_wan(v)}万",
            "",
        ),
        (lambda v: f"￥{int(v)}", ""),
    ]
    return rng.choice(styles)


def yuan_style(rng: random.Random, bare: bool = False) -> Money:
    """A way of writing an exact amount in yuan; ``bare`` has no unit (a column with the unit in its heading)."""
    if bare:
        return rng.choice([lambda v: f"{v:,.2f}", lambda v: f"{v:.2f}"])
    return rng.choice(
        [
            lambda v: f"¥{v:,.2f}",
            lambda v: f"{v:,.2f}元",
            lambda v: f"RMB {v:,.2f}",
            lambda v: f"人民币{v:.2f}元",
            lambda v: f"￥{v:.2f}",
            lambda v: f"CNY{v:,.2f}",
        ]
    )


def words_style(rng: random.Random, value: Decimal) -> str:
    """An amount in words with or without 人民币."""
    return rng.choice(["人民币", "", "人民币"]) + amount_in_words(value)


def spoken(day: dt.date) -> str:
    """二〇二五年三月一日."""

    def small(n: int) -> str:
        return SPOKEN[n] if n < 10 else ("" if n < 20 else SPOKEN[n // 10]) + "十" + (SPOKEN[n % 10] if n % 10 else "")

    return "".join(SPOKEN[int(c)] for c in str(day.year)) + f"年{small(day.month)}月{small(day.day)}日"


def date_style(rng: random.Random) -> Callable[[dt.date], str]:
    """A way of writing a day."""
    return rng.choice(
        [
            lambda d: d.isoformat(),
            lambda d: f"{d.year}年{d.month}月{d.day}日",
            lambda d: f"{d:%Y/%m/%d}",
            lambda d: f"{d:%Y.%m.%d}",
            lambda d: f"{d:%Y}年{d:%m}月{d:%d}日",
            spoken,
            lambda d: f"{d.year}/{d.month}/{d.day}",
            lambda d: f"{d:%Y%m%d}",
            lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
            lambda d: f"{d.year}.{d.month}.{d.day}",
        ]
    )


def _english(day: dt.date) -> str:
    """1 March 2025."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def period(rng: random.Random, policy: dict[str, Any], one_year: bool) -> str:
    """The whole period in one string. ``one_year`` allows forms that name the length."""
    start, end, form = policy["start"], policy["end_day"], policy["form"]
    a, b = {"day": ("零时", "二十四时"), "noon": ("十二时", "十二时"), "midnight": ("零时", "零时")}[form]
    x, y = {"day": ("00:00", "24:00"), "noon": ("12:00", "12:00"), "midnight": ("00:00", "00:00")}[form]
    h, k = x[:2].lstrip("0") or "0", y[:2].lstrip("0") or "0"

    def cn(d: dt.date) -> str:
        return f"{d.year}年{d.month}月{d.day}日"

    forms = [
        f"自{cn(start)}{a}起至{cn(end)}{b}止",
        f"{start} {x} 至 {end} {y}",
        f"{start:%Y/%m/%d} {x}:00 — {end:%Y/%m/%d} {y}:00",
        f"{cn(start)}{h}时至{cn(end)}{k}时",
        f"自{spoken(start)}{a}起至{spoken(end)}{b}止",
        f"从{start:%Y.%m.%d}{a}到{end:%Y.%m.%d}{b}",
        f"{cn(start)}{a}～{cn(end)}{b}",
        f"{start.year} 年 {start.month} 月 {start.day} 日 {h} 时起，"
        f"至 {end.year} 年 {end.month} 月 {end.day} 日 {k} 时止",
    ]
    if form == "noon":
        forms += [
            f"{cn(start)}中午12时至{cn(end)}中午12时",
            f"From 12:00 noon {_english(start)} to 12:00 noon {_english(end)}",
        ]
    forms += [
        f"From {x} hours on {_english(start)} to {y} hours on {_english(end)}（{cn(start)}{h}时至{cn(end)}{k}时）",
        f"{start:%Y-%m-%d} {x}起 / {end:%Y-%m-%d} {y}止",
    ]
    if one_year:
        forms += [
            f"12个月。起：{cn(start)}{a}；止：{cn(end)}{b}",
            f"壹年，自{cn(start)}{a}起至{cn(end)}{b}止",
            f"共12个月，{start} {x} 起，{end} {y} 止",
            f"一年（{cn(start)}{a}至{cn(end)}{b}）",
        ]
    return rng.choice(forms)


def moment(rng: random.Random, day: dt.date, iso: str) -> str:
    """One end of the period: day and hour."""
    clock = iso[-5:]
    hour = {"00:00": "零时", "24:00": "二十四时", "12:00": "十二时"}[clock]
    return rng.choice([f"{day} {clock}", f"{day.year}年{day.month}月{day.day}日{hour}", f"{day:%Y/%m/%d} {clock}:00"])
