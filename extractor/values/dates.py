"""Days and moments as written: 2024年3月1日零时, 2025-02-28 24:00, 二〇二四年九月十六日12时, 2024.3.1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_CN = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_CN.update(
    {
        "零": 0,
        "○": 0,
        "O": 0,
        "Ｏ": 0,
        "元": 1,
        "壹": 1,
        "贰": 2,
        "叁": 3,
        "肆": 4,
        "伍": 5,
        "陆": 6,
        "柒": 7,
        "捌": 8,
        "玖": 9,
        "两": 2,
    }
)
_N = "〇零○O一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"

DATE = re.compile(
    rf"(?<!\d)(?<![^.]\.)(?P<y>(?:19|20)\s?\d\s?\d)\s*(?:年|[-/.])\s*(?P<m>\d{{1,2}})\s*(?:月|[-/.])\s*(?P<d>\d{{1,2}})(?!\d)\s*(?:日|号)?"
    rf"|(?P<cy>[一二壹贰][九玖〇零○O][{_N}]{{2}}|(?<![{_N}])二[一二][{_N}])\s*年\s*(?P<cm>[{_N}]{{1,3}})\s*月\s*(?P<cd>[{_N}]{{1,3}})\s*(?:日|号)"
    r"|(?<![\dA-Z-])(?P<c8>20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\dA-Z])"
    rf"|(?<![\dA-Za-z])(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:day of )?(?P<em>(?i:{_MONTH}))\.?,?[\s-]?(?P<ey>20\d\d)(?!\d)"
    rf"|(?<![A-Za-z])(?P<em2>(?i:{_MONTH}))\.?\s(?P<ed2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<ey2>20\d\d)(?!\d)"
)
_LOST = 3
"""Characters of a year of which one was lost."""
TIME = re.compile(
    rf"\s*[,，]?\s*(?:T|当日|当天|的)?\s*(?P<day>凌晨|早|上午|中午|正午|午夜|夜间|夜里|下午)?\s*(?:(?P<h>[0-2]?\d)\s*(?:[:：]\s*(?:(?P<mi>[0-5]\d)(?:[:：][0-5]\d)?|0?$)|[时点]\s*(?:(?P<mi2>[0-5]?\d)\s*分)?)|(?P<ch>[{_N}]{{1,3}})\s*[时点])"
)
COMPACT_TIME = re.compile(r"[ T](?P<h>00|12|24)(?P<mi>00)(?:00)?(?=\s*(?:$|[至到起止)）~～—-]))")
"""The hour of a cover behind a day of eight digits, as systems print both: 20250101 0000."""
_COMPACT_DAY = re.compile(r"(?<!\d)20\d{6}$")
NOON = re.compile(r"\s*(?:中午|正午)(?!\s*[\d一二十])")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day with an hour as printed; ``hour`` 24 is kept (the instant is the next day's 00:00)."""

    day: date
    hour: int = 0
    minute: int = 0

    def isoformat(self) -> str:
        """``YYYY-MM-DDTHH:MM``, 24:00 kept.

        >>> Moment(date(2025, 2, 28), 24).isoformat()
        '2025-02-28T24:00'
        """
        return f"{self.day.isoformat()}T{self.hour:02d}:{self.minute:02d}"

    def instant(self) -> datetime:
        """The point in time; 24:00 is the next day's 00:00.

        >>> Moment(date(2025, 2, 28), 24).instant()
        datetime.datetime(2025, 3, 1, 0, 0)
        """
        day = self.day
        if self.hour < 24:
            return datetime(day.year, day.month, day.day, self.hour, self.minute)
        return datetime(day.year, day.month, day.day) + timedelta(hours=self.hour, minutes=self.minute)


def chinese_int(text: str) -> int | None:
    """A small whole number in Chinese numerals, 0…99.

    >>> chinese_int("二十四"), chinese_int("十"), chinese_int("零"), chinese_int("卅一")
    (24, 10, 0, 31)
    """
    text = text.replace("拾", "十").replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        t = _CN.get(tens, 1 if not tens else None) if len(tens) <= 1 else None
        o = _CN.get(ones, 0 if not ones else None) if len(ones) <= 1 else None
        return None if t is None or o is None else t * 10 + o
    value = 0
    for char in text:
        if char not in _CN:
            return None
        value = value * 10 + _CN[char]
    return value


def to_date(match: re.Match[str]) -> date | None:
    """The day a ``DATE`` match writes; None where there is no such day (2023-02-30)."""
    group = match.groupdict()
    try:
        if group["y"]:
            return date(int("".join(group["y"].split())), int(group["m"]), int(group["d"]))
        if group["c8"]:
            text = group["c8"]
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if month_name := group["em"] or group["em2"]:
            return date(
                int(group["ey"] or group["ey2"]),
                _MONTHS.index(month_name[:3].lower()) + 1,
                int(group["ed"] or group["ed2"]),
            )
        written = group["cy"]  # 二二五年: a scan lost the round character
        year = chinese_int(written if len(written) > _LOST else f"{written[0]}〇{written[1:]}")
        month, day = chinese_int(group["cm"]), chinese_int(group["cd"])
        if year is None or month is None or day is None:
            return None
        return date(year, month, day)
    except ValueError:
        return None


def time_after(text: str, start: int) -> tuple[int, int, int] | None:
    """The clock time written right after index ``start``: (hour, minute, stop), else None."""
    match = TIME.match(text, start) or (
        COMPACT_TIME.match(text, start) if _COMPACT_DAY.search(text[max(0, start - 9) : start]) else None
    )
    if match is None:
        noon = NOON.match(text, start)
        return (12, 0, noon.end()) if noon else None
    if match.re is COMPACT_TIME:
        return int(match["h"]), int(match["mi"]), match.end()
    hour = int(match["h"]) if match["h"] else chinese_int(match["ch"])
    minute = int(match["mi"] or match["mi2"] or 0)
    if hour is None or hour > 24 or (hour == 24 and minute):
        return None
    if match["day"] == "下午" and hour < 12:
        hour += 12
    return hour, minute, match.end()


MONTH_DAY = re.compile(r"^\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})\s*(?:日|号)?\s*(?:[之以]?前)?\s*$")
YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年度?|[-/.](?:0?[1-9]|1[0-2])(?!\d))")


def in_year(text: str, year: int) -> date | None:
    """A day written without its year, in a ledger that gives the year above.

    >>> in_year("12月3日", 2025), in_year("2/30", 2024), in_year("2025-01-02", 2025)
    (datetime.date(2025, 12, 3), None, None)
    """
    match = MONTH_DAY.match(text)
    try:
        return date(year, int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None


def parse(text: str) -> date | None:
    """The one day written in ``text`` (folded), else None.

    >>> parse("2018年8月5日"), parse("二〇二四年九月七日"), parse("2024.3.1"), parse("2023-02-30")
    (datetime.date(2018, 8, 5), datetime.date(2024, 9, 7), datetime.date(2024, 3, 1), None)
    >>> parse("二二五年八月五日")
    datetime.date(2025, 8, 5)
    >>> parse("15 Mar 2024"), parse("March 15th, 2024")
    (datetime.date(2024, 3, 15), datetime.date(2024, 3, 15))
    """
    days = {day for match in DATE.finditer(text) if (day := to_date(match))}
    return days.pop() if len(days) == 1 else None


def format(day: date) -> str:
    """As official papers write it: no zero padding.

    >>> format(date(2018, 8, 5))
    '2018年8月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
