"""The days of an RTF's tracked changes. Source: Rich Text Format 1.9.1, "Track Changes"; DTTM of [MS-DOC] 2.9.86."""

from __future__ import annotations

from datetime import date


def day_of(stamp: int) -> str:
    """The day of a DTTM, "" for a number that is none: from the lowest bit minutes (6), hours (5), day (5), month (4), years
    since 1900 (9) and weekday (3).

    >>> day_of(131271296), day_of(0)
    ('2025-03-01', '')
    """
    if not -(2**31) <= stamp < 2**32:
        return ""
    stamp &= 0xFFFFFFFF  # written as a signed number
    try:
        return date(1900 + (stamp >> 20 & 0x1FF), stamp >> 16 & 0xF, stamp >> 11 & 0x1F).isoformat()
    except ValueError:
        return ""
