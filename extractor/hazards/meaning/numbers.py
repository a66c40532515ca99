"""How a list's hazards are named by their numbers: one, several, from one to another, and what is numbers and nothing else."""

from __future__ import annotations

import re

from extractor.hazards.meaning.words import int_of

DIGIT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳]|(?<![A-Za-z\d-])[A-H](?=\s*[项条处]|\s*[、，,和及与至]\s*[A-H]))"
COUNTED_IN = "[项条号处个点]"
JOINT = r"(?:\s*(?:[、，,]|和|及|与)\s*|(?<=[)）①-⑳])\s*(?=[（(①-⑳]))"
"""What stands between two numbers: 1、3, (1)(3)."""
UP_TO = r"(?:至|到|[-–—~～])"
"""What stands between the first and the last of several: 1-3."""
_ONE = rf"(?:第|问题|隐患|序号|编号|编码|项目)?\s*[（(#＃]?\s*{DIGIT}\s*[)）]?\s*(?:{COUNTED_IN}(?:问题|隐患)?)?"
SEVERAL = rf"{_ONE}(?:{JOINT}{_ONE}|\s*{UP_TO}\s*(?:第)?{DIGIT}\s*{COUNTED_IN})*"
"""One or more hazards by number, as sentences name them."""
FURTHER = r"(?:\s*[、，,和及与]?\s*[（(]?\d{1,2}[)）]?)"
"""A further number behind the one that begins a line."""
_ALONE = re.compile(
    rf"\s*(?:第|序号|问题|隐患)?\s*\d{{1,2}}\s*((?:(?:[、，,和及与]|{UP_TO})\s*第?\d{{1,2}}\s*){{0,8}})[项条号处]?\s*"
)
_NUMBER = re.compile(DIGIT)
_RANGE = re.compile(rf"({DIGIT})\s*{COUNTED_IN}?\s*{UP_TO}\s*(?:第)?({DIGIT})")


def are_numbers(text: str) -> bool:
    """Whether numbers of hazards are all of a text.

    >>> are_numbers("第1项"), are_numbers("1、3-5"), are_numbers("1月")
    (True, True, False)
    """
    return _ALONE.fullmatch(text) is not None


def are_several(text: str) -> bool:
    """Whether two numbers or more are.

    >>> are_several("第1项"), are_several("1、3-5")
    (False, True)
    """
    return (alone := _ALONE.fullmatch(text)) is not None and bool(alone[1])


_EACH = re.compile(
    r"(?:^|[:：；;，,。\s])(?:第\s*)?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-H])\s*[项条处](?!目)|[①-⑳]"
    r"|(?:^|[:：；;\s])[A-H]\s*(?=\d{1,2}\s*月)"
)


def names_several(text: str) -> bool:
    """Whether a line speaks of several hazards one by one, and of none alone.

    >>> names_several("整改情况：1项1月17日已换；2项未改"), names_several("整改情况：已换2处")
    (True, False)
    """
    return len(set(_EACH.findall(text))) > 1


def numbers_in(words: str) -> list[int]:
    """The numbers that words name, those between two of them too.

    >>> numbers_in("第1、3项"), numbers_in("第二至四项"), numbers_in("（1）（3）")
    ([1, 3], [2, 3, 4], [1, 3])
    """
    out: list[int] = []
    at = 0
    for m in _RANGE.finditer(words):
        first, last = _place(m[1]), _place(m[2])
        out += _plain(words[at : m.start()])
        out += range(first, last + 1) if first is not None and last is not None else ()
        at = m.end()
    return out + _plain(words[at:])


def _plain(words: str) -> list[int]:
    return [n for m in _NUMBER.finditer(words) if (n := _place(m[0])) is not None]


def _place(number: str) -> int | None:
    """Which of a list a number or a letter is of: 3, 三, C."""
    return ord(number) - ord("A") + 1 if number.isascii() and number.isalpha() else int_of(number)
