"""Days of a visit that are written without their year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.service_report.other_days import is_of_another_visit
from extractor.values import dates

YearApart = tuple[Unit, date, date, int, int]
"""The unit that tells of a visit, its first and its last day, and from which to which character they stand."""

_YEAR_APART = re.compile(
    r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:[上下中]午|全天)?\s*(?:(?:至|到|-|—|~|～|、|和)\s*(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日)?[^\d]{0,6}[（(]\s*(20\d\d)\s*年?\s*[)）]|(20\d\d)\s*年度?[^\d月日]{1,8}?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
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


_DONE = re.compile(
    "服务|检查|排查|走访|查勘|勘查|巡[查检访]|培训|演练|诊断|体检|会诊|走查|上门|到访|回访|帮扶|把脉|安全教育|宣教|授课|[到赴][贵你](?:[厂矿司店站场]|公司|单位)|入企|进厂|讲[课授了解]|宣[讲贯]|辅导|评估|辨识"
)
_LABEL = re.compile(r"(?:服务|检查|排查|走访|查勘|培训|演练|到场|上门|现场|到厂|入企|进场)(?:时间|日期)\s*[:：]\s*$")
_BARE_DAY = re.compile(
    r"(?:(?<![\d年./-])|(?<=[今本当]年))((?:1[0-2]|0?[1-9])\s*月\s*(?:3[01]|[12]\d|0?[1-9]))"
    r"(?:\s*[日号]?\s*(?:至|到|-{1,2}|—{1,2}|–|~|～|、|和)\s*(?:(1[0-2]|0?[1-9])\s*月\s*)?(3[01]|[12]\d|0?[1-9]))?"
    r"\s*[日号](?!\s*[之以]?前)"
)
_FROM_VISIT = 92
"""Days within which a letter tells of a visit."""
_LONGEST_VISIT = 31  # days from its first to its last
_TELLS_WITHIN = 80  # characters behind a day in which its sentence names what was done

Told = tuple[Unit, re.Match[str]]


def labels_visit(unit: Unit, match: re.Match[str]) -> bool:
    """Whether a day stands under the label of the visit's time, in its line or in the cell to the left."""
    beside = unit.left.text.rstrip(" :：") + "：" if not match.start() and unit.left is not None else ""
    return _LABEL.search(unit.text[: match.start()]) is not None or _LABEL.search(beside) is not None


def told_without_year(sheet: Sheet, skipped: Callable[[Unit], bool]) -> list[Told]:
    """The days without a year in a sentence that tells of a visit, or under the label of its time."""
    return [
        (unit, match)
        for unit in sheet.units
        if not skipped(unit) and (match := _BARE_DAY.search(unit.text) or _THIS_MONTH.search(unit.text)) is not None
        if _DONE.search(unit.text[match.end() :][:_TELLS_WITHIN]) or labels_visit(unit, match)
        if not is_of_another_visit((unit.text[: match.start()], unit.left.text if unit.left is not None else ""))
    ]


def with_year_of_letter(
    sheet: Sheet, told: Sequence[Told], dated: Sequence[Unit], ends: Sequence[Unit]
) -> YearApart | None:
    """A day in a sentence that tells of the visit, in the year of the whole day that ends the letter: "9月16日我司上门服务".

    ``dated``: the units that hold whole days; where any but the last lines of the paper and ``ends``, its signatures and
    its day of issue, does, no year is taken from them.
    """
    closing = [u for u in dated if u.index >= len(sheet.units) - 2 or any(u is end for end in ends)]
    if len(closing) < len(dated):
        return None
    days = {t.value.day for u in closing for t in u.tokens if t.kind == "moment"}
    for written in sorted(days, reverse=True):
        for unit, match in told:
            for year in (written.year, written.year - 1):
                day = _in_month_of(written, match) or dates.in_year(match[1] + "日", year)
                if day is not None and 0 <= (written - day).days <= _FROM_VISIT:
                    return unit, day, _last(match, day), match.start(), match.end()
    return None


_THIS_MONTH = re.compile(r"(?<!\d)([本上])月\s*(3[01]|[12]\d|0?[1-9])()\s*[日号](?!\s*[之以]?前)")
"""A day of the month in which a letter was written, or of the one before: "于本月10日派出两名专家"."""


def _in_month_of(written: date, match: re.Match[str]) -> date | None:
    """The day of the letter's own month or of the one before it; None where another month is named."""
    if match.re is not _THIS_MONTH:
        return None
    first = written.replace(day=1)
    month = first if match[1] == "本" else (first - timedelta(days=1)).replace(day=1)
    return dates.in_year(f"{month.month}月{match[2]}日", month.year)


def _last(match: re.Match[str], first: date) -> date:
    """The last day of a range, which may end in the year behind that of its first."""
    if not match[3]:
        return first
    for year in (first.year, first.year + 1):
        last = dates.in_year(f"{match[2] or first.month}月{match[3]}日", year)
        if last is not None and 0 <= (last - first).days <= _LONGEST_VISIT:
            return last
    return first
