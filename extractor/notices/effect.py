"""From when until when an official paper has effect, as its own words say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from extractor.notices.paragraphs import Paragraph
from extractor.record import Reading
from extractor.text.fold import fold
from extractor.values import dates
from extractor.values.dates import chinese_int

_SELF = r"本(?:通知|办法|意见|方案|规定|细则|决定|规则|规程|制度|文件|标准|规范|条例|指南|实施[办细方意][法则案见])"
_FROM = re.compile(
    rf"(?:{_SELF}|^|[。；，,;])[^。；;]{{0,12}}?自\s*"
    rf"(?:(?P<day>{dates.DATE.pattern})|(?P<on>印发|发布|公布|发文|下发|签发)之日)\s*"
    r"起?\s*(?:正式)?(?:施行|执行|实施|生效|试行|起施行)"
)
_UNTIL = re.compile(
    rf"(?:有效期|试行期|执行期|有效时间|施行期)[^。；;]{{0,20}}?(?:至|到|截至|截止到?)\s*(?P<day>{dates.DATE.pattern})"
)
_YEARS = re.compile(
    r"(?:有效期|试行期|执行期)限?\s*[为是]?\s*(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?P<unit>年|个月)"
)


def effective_from(paragraphs: Sequence[Paragraph], issued: Reading[date] | None) -> Reading[date] | None:
    """The day named, or the day of issue where the words say 自印发之日起; None when nothing is said."""
    for p in paragraphs:
        match = _FROM.search(fold(p.text))
        if match is None:
            continue
        if match["day"]:
            day = dates.to_date(match)
            if day:
                return Reading(day, p.span(*match.span("day")), "prose", 0.97)
        elif issued is not None:
            return Reading(issued.value, p.span(*match.span()), "derived:date_issued", min(0.9, issued.confidence))
    return None


def effective_to(paragraphs: Sequence[Paragraph], start: Reading[date] | None) -> Reading[date] | None:
    """The last day: named, or counted from the first (有效期五年 from 2026-02-01 ends 2031-01-31)."""
    for p in paragraphs:
        text = fold(p.text)
        match = _UNTIL.search(text)
        if match and (day := dates.to_date(match)):
            return Reading(day, p.span(*match.span("day")), "prose", 0.95)
        counted = _YEARS.search(text)
        if counted and start is not None:
            n = int(counted["n"]) if counted["n"].isdigit() else chinese_int(counted["n"])
            if n:
                last = _months_after(start.value, n * 12 if counted["unit"] == "年" else n) - timedelta(days=1)
                return Reading(last, p.span(*counted.span()), "derived:effective_from", min(0.85, start.confidence))
    return None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)
