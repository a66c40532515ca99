"""Days of a visit that are written without their year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import dates

YearApart = tuple[Unit, date, date, int, int]
"""The unit that tells of a visit, its first and its last day, and from which to which character they stand."""

_YEAR_APART = re.compile(
    r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:(?:至|到|-|—|~|～|、|和)\s*(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日)?[^\d]{0,6}[（(]\s*(20\d\d)\s*年?\s*[)）]|(20\d\d)\s*年度?[^\d月日]{1,8}?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)


def with_year_apart(sheet: Sheet, skipped: Callable[[Unit], bool]) -> YearApart | None:
    """A day whose year stands apart from it: "5月7日至8日（2025年）"."""
    for unit in sheet.units:
        match = _YEAR_APART.search(unit.text)
        if match is None or skipped(unit):
            continue
        if any(t.kind == "moment" and t.start <= match.start() < t.stop for t in unit.tokens):
            continue  # a whole day, written with blanks
        month, day, month_2, day_2, year, year_before, month_3, day_3 = match.groups()
        try:
            first = date(int(year or year_before), int(month or month_3), int(day or day_3))
            last = date(first.year, int(month_2 or first.month), int(day_2)) if day_2 else first
        except ValueError:
            continue
        return unit, first, max(first, last), match.start(), match.end()
    return None


_DONE = re.compile("服务|检查|排查|走访|查勘|勘查|巡[查检访]|培训|演练|诊断|体检|会诊|走查|上门|到访|回访|帮扶|把脉")
_BARE_DAY = re.compile(r"(?<![\d年./-])(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*[日号](?!\s*[之以]?前)")
_FROM_VISIT = 92
"""Days within which a letter tells of a visit."""
_TELLS_WITHIN = 80  # characters behind a day in which its sentence names what was done


def with_year_of_letter(sheet: Sheet, skipped: Callable[[Unit], bool], dated: Sequence[Unit]) -> YearApart | None:
    """A day in a sentence that tells of the visit, in the year of the one whole day that ends the letter: "9月16日我司上门服务".

    ``dated``: the units that hold whole days; where any but the last lines of the paper does, no year is taken from them.
    """
    ends = [u for u in dated if u.index >= len(sheet.units) - 2]
    if not ends or len(ends) < len(dated):
        return None
    written = next((t.value.day for t in ends[-1].tokens if t.kind == "moment"), None)
    for unit in sheet.units:
        match = None if skipped(unit) or written is None else _BARE_DAY.search(unit.text)
        if match is None or written is None or not _DONE.search(unit.text[match.end() :][:_TELLS_WITHIN]):
            continue
        for year in (written.year, written.year - 1):
            day = dates.in_year(match[0], year)
            if day is not None and 0 <= (written - day).days <= _FROM_VISIT:
                return unit, day, day, match.start(), match.end()
    return None
