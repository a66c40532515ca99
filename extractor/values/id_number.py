"""居民身份证号 (resident identity number), GB 11643-1999: 18 characters, the last a check character; lists often mask the middle."""

from __future__ import annotations

import re

FORM = re.compile(
    r"(?<![0-9A-Za-z*])(?:\d{17}[0-9X]|\d{15}|\d{3,10}[*＊xX]{4,12}[0-9X]{0,4}|[*＊]{6,14}[0-9X]{4})(?![0-9A-Za-z*])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_valid(number: str) -> bool:
    """Whether 18 characters check.

    >>> is_valid("11010519491231002X"), is_valid("110105194912310021")
    (True, False)
    """
    if not re.fullmatch(r"\d{17}[0-9X]", number):
        return False
    return "10X98765432"[sum(int(c) * w for c, w in zip(number, _WEIGHTS, strict=False)) % 11] == number[17]


def parse(text: str) -> str | None:
    """The one number written in ``text``, masked or not, else None.

    >>> parse("1101051949 1231002x"), parse("3413**********1234"), parse("13905570000")
    ('11010519491231002X', '3413**********1234', None)
    """
    bare = "".join(text.split()).upper().replace("＊", "*")
    found = FORM.fullmatch(bare)
    return found[0] if found else None


def format(number: str) -> str:
    return "".join(number.split()).upper()
