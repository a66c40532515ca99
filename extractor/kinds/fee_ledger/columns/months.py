"""Months as cells of a ledger write them out."""

from __future__ import annotations

import re

_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_IN_WORDS = re.compile(rf"\s*({'|'.join(reversed(_MONTHS))})月份?\s*")


def month_in_words(text: str) -> int | None:
    """The month that a text is.

    >>> month_in_words("十二月"), month_in_words("四月份"), month_in_words("4月")
    (12, 4, None)
    """
    match = _IN_WORDS.fullmatch(text)
    return None if match is None else _MONTHS.index(match[1]) + 1
