"""Days that a list of hazards writes without their year, or as the end of a month."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from extractor.evidence.reviews import WORDS, is_review
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import dates

_MONTH_END = re.compile(r"(?:(20\d\d)\s*年)?\s*(1[0-2]|0?[1-9])\s*月\s*(?:底|末)")
_MONTH_DAY = re.compile(r"(?<!\d)(?<!\d[./年-])(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*[日号]")

IN_WORDS = re.compile(r"([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿]{1,3})[日号]")
"""A day in Chinese numerals, without its year."""


def _in_digits(spelt: re.Match[str]) -> str | None:
    """A day in Chinese numerals as it is written in digits; None where they are no number."""
    month, day = map(dates.chinese_int, spelt.groups())
    return None if month is None or day is None else f"{month}月{day}日"


def day_of(text: str, after: date | None) -> tuple[date, int, int] | None:
    """A day that stands without its year, or the end of a month, with its place; ``after`` is a day of the same paper, before it.

    >>> day_of("7月5日前", date(2025, 6, 30))[0].isoformat(), day_of("2025年6月底前", None)[0].isoformat()
    ('2025-07-05', '2025-06-30')
    >>> day_of("十月三十一日前", date(2025, 10, 16)), day_of("十月十日", date(2025, 9, 16))
    ((datetime.date(2025, 10, 31), 0, 6), (datetime.date(2025, 10, 10), 0, 4))
    >>> day_of("1月10日", date(2025, 12, 20))[0].isoformat(), day_of("7日内", date(2025, 6, 30))
    ('2026-01-10', None)
    """
    match, whole = _MONTH_END.search(text), _MONTH_DAY.search(text)
    if match is not None and (whole is None or after is None or match.start() < whole.start()):
        year = int(match[1]) if match[1] else after.year if after is not None else None
        if year is None:
            return None
        month = int(match[2])
        told = date(year, month, monthrange(year, month)[1])
        if not match[1] and after is not None and told < after:
            told = date(year + 1, month, monthrange(year + 1, month)[1])
        return told, match.start(), match.end()
    match = whole
    if match is None and (spelt := IN_WORDS.search(text) if "月" in text else None) is not None:
        written = _in_digits(spelt)
        told_so = None if written is None else day_of(written, after)
        return None if told_so is None else (told_so[0], *spelt.span())
    if match is None or after is None:
        return None
    for year in (after.year, after.year + 1):
        told_in = dates.in_year(match[0], year)
        if told_in is not None and ((after - told_in).days <= _JUST_BEFORE or year > after.year):
            return told_in, match.start(), match.end()
    return None


def first_day(sheet: Sheet) -> date | None:
    """The first whole day that the paper names, from which days without a year are counted; half a year before the day of a
    review, whose hazards were to be mended before it or after: each is in the year in which it lies nearest."""
    unit, token = next(iter(sheet.tokens("moment")), (None, None))
    if unit is not None and token is not None:
        whole: date = token.value.day
        closes = len(unit.text.strip()) <= _DAY_ALONE and unit.index >= len(sheet.units) - _BOTTOM
        if closes:
            return _before(sheet.units[: unit.index], whole)
        if _is_of_review(sheet, unit, token.start):
            return whole - _HALF_A_YEAR
        return _first_of_column(unit, whole)
    month = next((m for u in sheet.units[:_TOP] if (m := _YEAR_MONTH.search(u.text))), None)
    return None if month is None else date(int(month[1]), int(month[2]), 1)


def _first_of_column(unit: Unit, first: date) -> date:
    """The earliest of the days in a column of terms, whose first line need not be that of the first; else the day itself."""
    days, at = [first], unit.below if unit.cell is not None else None
    while at is not None and at.table is unit.table and len(days) < _MOST_LINES:
        days += [t.value.day for t in at.tokens if t.kind == "moment"]
        at = at.below
    return min(day for day in days if first - day <= _TERMS)


_TERMS, _MOST_LINES = timedelta(days=92), 60
"""Days between the terms of one list at most, and lines of it that are asked."""
_JUST_BEFORE = 31
"""Days before the first whole day of a paper, as that of an answer to it, in which a day without its year lies rather than almost a
year later."""
_HALF_A_YEAR = timedelta(days=183)
_OF_REVIEW = re.compile(
    rf"(?<![上前]次)(?<!原)(?:{WORDS})[^，,。；;:：\d]{{0,4}}(?:日期|时间)[:：]?\s*$|(?:^|\s)(?:日\s*期|时\s*间)[:：]?\s*$"
)


def _is_of_review(sheet: Sheet, unit: Unit, start: int) -> bool:
    """Whether a day is labelled as that of the review which the paper is; that of the visit before is no such day."""
    beside = [one.text for one in (unit.left, unit.above) if one is not None and start <= 1]
    return is_review(sheet) and any(_OF_REVIEW.search(text.strip()) for text in (unit.text[:start], *beside))


def _before(units: Sequence[Unit], closing: date) -> date:
    """The first of the days without their year that stand over the day under a letter, in its year and not after it; else that day."""
    told = [t[0] for u in units if (t := day_of(u.text, date(closing.year, 1, 1))) is not None]
    return min((day for day in told if day <= closing), default=closing)


_DAY_ALONE, _BOTTOM = 14, 3
"""Characters of a line that is no more than a day; units at the end of a paper among which the day of signing stands."""
_TOP = 6
"""Units at the top of a paper among which its heading stands."""
_YEAR_MONTH = re.compile(r"(20\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月")
