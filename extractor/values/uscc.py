"""统一社会信用代码 (unified social credit code), GB 32100-2015: 18 characters, the last a check character."""

from __future__ import annotations

import re
from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
# Deliberately wider than the alphabet: a code with a forbidden letter is still a written code, and wrong.
FORM = re.compile(r"(?<![0-9A-Z])[1-9A-HJ-NP-Y][1-59][0-9]{6}[0-9A-Z]{9}[0-9A-Z](?![0-9A-Z])")


def check_character(code: str) -> str | None:
    """The check character that the first 17 characters demand; None where one of them is outside the alphabet.

    >>> check_character("91100000710931483")
    'R'
    """
    if len(code) < 17:
        return None
    try:
        total = sum(map(mul, map(_VALUES.__getitem__, code[:17]), _WEIGHTS))
    except KeyError:
        return None
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Whether the 18 characters check.

    >>> is_valid("91100000710931483R"), is_valid("911000007109314830")
    (True, False)
    """
    return len(code) == 18 and check_character(code) == code[17]


def parse(text: str) -> str | None:
    """The one code written in ``text`` (folded, blanks allowed inside), else None.

    >>> parse("9110 0000 7109 3148 3r")
    '91100000710931483R'
    """
    found = FORM.findall("".join(text.split()).upper())
    return found[0] if len(set(found)) == 1 else None


def format(code: str) -> str:
    """As printed: upper case, no blanks."""
    return "".join(code.split()).upper()
