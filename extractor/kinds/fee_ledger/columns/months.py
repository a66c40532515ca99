"""Months as cells of a ledger write them out."""

from __future__ import annotations

import re

from extractor.values.dates import chinese_int

_IN_WORDS = re.compile(r"\s*([一二三四五六七八九十]{1,2})月份?\s*")
_LAST = 12


def month_in_words(text: str) -> int | None:
    """The month that a text is.

    >>> month_in_words("十二月"), month_in_words("四月份"), month_in_words("4月")
    (12, 4, None)
    >>> month_in_words("十三月")
    """
    match = _IN_WORDS.fullmatch(text)
    month = None if match is None else chinese_int(match[1])
    return month if month is not None and month <= _LAST else None
