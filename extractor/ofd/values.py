"""The written values of OFD: numbers, boxes, matrices, runs of steps. Millimetres, y growing downward.

Source: GB/T 33190-2016, 7.3 (basic types) and 11.3 (steps between characters).
"""

from __future__ import annotations

from math import isfinite

from extractor.errors import Damaged, TooLarge
from extractor.pdf.coordinates import IDENTITY, Matrix

POINTS_PER_MM = 72 / 25.4
_GREATEST = 1e6
"""Millimetres: a kilometre of paper. What lies beyond is no place."""


def number(text: str, what: str = "") -> float:
    """A number; ``Damaged`` for what is none, or no place on any paper."""
    try:
        value = float(text)
    except ValueError:
        raise Damaged(f"{what}数值无效：{text[:40]}") from None
    if not isfinite(value) or abs(value) > _GREATEST:
        raise Damaged(f"{what}数值无效：{text[:40]}")
    return value


def numbers(text: str | None, what: str = "") -> list[float]:
    """Numbers parted by blanks or commas."""
    return [number(word, what) for word in (text or "").replace(",", " ").split()]


def box(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width, height; None where not given.

    >>> box("0 0 210 297")
    (0.0, 0.0, 210.0, 297.0)
    """
    found = numbers(text, "区域")
    if not found:
        return None
    if len(found) != 4:
        raise Damaged("区域应有4个数")
    return found[0], found[1], found[2], found[3]


def matrix(text: str | None) -> Matrix:
    """Six numbers as in PDF; the unit matrix where not given."""
    found = numbers(text, "变换矩阵")
    if not found:
        return IDENTITY
    if len(found) != 6:
        raise Damaged("变换矩阵应有6个数")
    return found[0], found[1], found[2], found[3], found[4], found[5]


def steps(text: str | None, most: int) -> list[float]:
    """The steps from each character to the next; ``g n v`` stands for n times v.

    >>> steps("1 g 3 2.5 4", most=100)
    [1.0, 2.5, 2.5, 2.5, 4.0]

    Raises ``TooLarge`` for more than ``most``: "g 999999999 1" is short to write.
    """
    words = (text or "").replace(",", " ").split()
    found: list[float] = []
    at = 0
    while at < len(words):
        if words[at] in ("g", "G"):
            if at + 2 >= len(words):
                raise Damaged("字符偏移的g后应有两个数")
            count = number(words[at + 1], "字符偏移")
            if count < 0 or len(found) + count > most:
                raise TooLarge("字符偏移过多")
            found += [number(words[at + 2], "字符偏移")] * int(count)
            at += 3
        else:
            found.append(number(words[at], "字符偏移"))
            at += 1
        if len(found) > most:
            raise TooLarge("字符偏移过多")
    return found


def flag(text: str | None, default: bool) -> bool:
    return default if text is None else text.strip().lower() in ("true", "1")


def whole(text: str | None, default: int = 0) -> int:
    """A whole number, ``default`` where it is none."""
    try:
        return int(text or "")
    except ValueError:
        return default


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point through a matrix."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def apply_step(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """A direction through a matrix, which does not move it."""
    return m[0] * x + m[2] * y, m[1] * x + m[3] * y
