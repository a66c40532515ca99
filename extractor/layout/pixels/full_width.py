"""Blanks that a recogniser sees between full-width digits, which stand a whole square apart: ５１，１２６．０３ as 51,126. 03.

Left in, such a blank cuts the fen off a sum and a digit off a share (１５％ as 1 5 %). Digits that are set wide are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

PITCH = 0.8  # in line heights, from middle to middle: half-width digits stand 0.6 and less apart
BESIDE_MARK = 1.6  # pitches between a point or a comma and the digit after it without room for a blank
BESIDE_DIGIT = 1.2  # the same between two digits: a day and an hour have a narrow blank between them
ONE_BY_ONE = (0.8, 1.4)  # in line heights: how far apart digits stand that each have a blank beside them
EVEN = 1.25  # times the least of such gaps that the widest is, at most
_MARKS = ",.，．"
_SINGLE = re.compile(r"\d(?: \d)+(?: ?[%％元])?")


def without_false_blanks(text: str, middles: Sequence[float], height: float) -> tuple[str, list[float]]:
    """The text of a line and the middles of its signs without blanks where full-width print leaves none.

    ``height`` is that of the signs, in the unit of the middles.

    >>> without_false_blanks("51,126. 03", [0, 10, 20, 30, 40, 50, 60, 65, 70, 80], 10)[0]
    '51,126.03'
    >>> without_false_blanks("51,126. 03", [0, 5, 8, 11, 16, 21, 24, 27, 31, 36], 10)[0]
    '51,126. 03'
    >>> without_false_blanks("1 5 %", [0, 5, 10, 14, 18], 10)[0]
    '15%'
    """
    if " " not in text or len(middles) != len(text):
        return text, list(middles)
    pitch = _pitch(text, middles, height)
    if pitch is None:
        return text, list(middles)
    kept = [k for k in range(len(text)) if not _is_false(text, middles, k, pitch)]
    return "".join(text[k] for k in kept), [middles[k] for k in kept]


def _pitch(text: str, middles: Sequence[float], height: float) -> float | None:
    """How far apart the digits of a line stand; None where they are half as wide as a square."""
    pairs = [middles[k + 1] - middles[k] for k in range(len(text) - 1) if text[k].isdigit() and text[k + 1].isdigit()]
    if not pairs:
        return _one_by_one(text, middles, height)
    found = float(median(pairs))
    return found if found >= PITCH * height else None


def _one_by_one(text: str, middles: Sequence[float], height: float) -> float | None:
    """The same where a blank stands beside each digit, and all are as far apart: nobody writes one number so."""
    if _SINGLE.fullmatch(text.strip()) is None:
        return None
    printed = [middle for middle, sign in zip(middles, text, strict=True) if sign.isdigit()]
    gaps = [after - before for before, after in pairwise(printed)]
    wide = ONE_BY_ONE[0] * height <= min(gaps) and max(gaps) <= ONE_BY_ONE[1] * height
    return max(gaps) if wide and max(gaps) <= EVEN * min(gaps) else None


def _is_false(text: str, middles: Sequence[float], at: int, pitch: float) -> bool:
    """Whether a sign is a blank between a digit or a mark and a digit (or the unit of one) that stand as close as neighbours."""
    if text[at] != " " or not 0 < at < len(text) - 1:
        return False
    before, after, apart = text[at - 1], text[at + 1], middles[at + 1] - middles[at - 1]
    if after.isdigit() and before in _MARKS:
        return apart <= BESIDE_MARK * pitch
    return before.isdigit() and (after.isdigit() or after in "%％元") and apart <= BESIDE_DIGIT * pitch
