"""Sums that a line breaks within: their last group of thousands, or their cents, end in the next line."""

from __future__ import annotations

import re

_CUT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})*(?:,\d{0,2}|(?<=,\d{3})\.\d?)$")
_REST = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d\d)?(?![\d.,])")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?")


def cuts_sum(upper: str, lower: str) -> bool:
    """Whether the folded text ``upper`` breaks off within a sum that ``lower`` ends.

    >>> cuts_sum("CNY 500,00", "0"), cuts_sum("保费(元)3,2", "24.00"), cuts_sum("3,818.0", "0元"), cuts_sum("500,000", "200,000")
    (True, True, True, False)
    """
    begun, rest = _CUT.search(upper), _REST.match(lower)
    return begun is not None and rest is not None and _WHOLE.fullmatch(begun[0] + rest[0]) is not None
