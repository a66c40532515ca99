"""Numbers as notices write them: 15, 1,000, 十五, 一百二十, 两, 半."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_ARABIC = re.compile(r"[\d,]+(?:\.\d+)?")


def number(text: str, scale: str | None = None) -> Decimal | None:
    """The number written, times its scale (万, 亿); None when it is none.

    >>> number("1,000"), number("一百二十"), number("八十", "万"), number("半")
    (Decimal('1000'), Decimal('120'), Decimal('800000'), Decimal('0.5'))
    """
    value = _plain("".join(text.split()))
    return None if value is None else value * _SCALES[scale] if scale else value


def _plain(text: str) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or not set(text) <= _DIGITS.keys() | _PLACES.keys():
        return None
    if not set(text) & _PLACES.keys():
        return Decimal(int("".join(str(_DIGITS[c]) for c in text)))
    total, digit = 0, None
    for char in text:
        if char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return Decimal(total + (digit or 0))
