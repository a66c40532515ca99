"""Numbers from pixels whose digits are printed as wide as characters: a recogniser parts them with blanks, "39 4人" for ３９４人.

Only on pages that show such print: a line with digits that stand one by one. There a line that is a number and nothing else is
put together; days and times keep their blanks, and so do digits in groups of four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.document import Line

_ONE_BY_ONE = re.compile(r"(?<![\d.,])\d \d \d(?: \d)*(?![\d.,])")
_NUMBER = re.compile(r"[¥￥]?[\d., ]*\d [\d., ]*\d ?(?:人|名|%|％|万?元)?|[¥￥]?\d+(?: \d+)* (?:%|％)")
_GROUPS = re.compile(r"\d{4}(?: \d{4})+(?: \d{1,4})?")
_BLANK = re.compile(r"(?<=[\d.,]) (?=[\d.,%％])")


def is_spread(lines: Iterable[Line]) -> bool:
    """Whether a page shows digits that are printed as wide as characters."""
    return any(_ONE_BY_ONE.search(line.text) for line in lines)


def joined(text: str) -> str:
    """A line of such a page without the blanks within its number; other lines as they are.

    >>> joined("39 4人"), joined("1 2 %"), joined("7053 3060 4202"), joined("2026-07-20 24:00"), joined("5 人 39 4")
    ('394人', '12%', '7053 3060 4202', '2026-07-20 24:00', '5 人 39 4')
    """
    if not _NUMBER.fullmatch(text) or _GROUPS.fullmatch(text):
        return text
    return _BLANK.sub("", text)
