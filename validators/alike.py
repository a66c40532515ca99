"""Writings that a misreading would turn into one another; nobody is accused by them where the reading is not certain."""

from __future__ import annotations

# What eyes and recognisers take for one another; read as one where the reading is not certain.
ALIKE = str.maketrans("OQDIL|ZSBG", "0001112586")


def nearly(one: str, two: str) -> bool:
    """Whether at most one character differs, as a misread one would.

    >>> nearly("泰山财险", "秦山财险"), nearly("泰山财险", "泰财险"), nearly("泰山", "华泰")
    (True, True, False)
    """
    if abs(len(one) - len(two)) > 1:
        return False
    if len(one) == len(two):
        return sum(a != b for a, b in zip(one, two, strict=True)) <= 1
    short, long = sorted((one, two), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
