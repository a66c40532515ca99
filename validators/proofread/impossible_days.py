"""Days that no calendar has, and days of the week that a date contradicts."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from validators.proofread.paper import Defect, Paper

_DAY = re.compile(
    r"(?:(?P<y>20\d{2})\s*年\s*)?(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日(?![内前]?之?内)(?:\s*（?(?:星期|周)(?P<w>[一二三四五六日天]))?"
)
_WEEK = "一二三四五六日"


def detect(paper: Paper) -> Iterator[Defect]:
    """Days that no calendar has (6月31日), and days of the week that the date contradicts (2025年6月18日，星期二)."""
    for sentence in paper.sentences:
        for match in _DAY.finditer(sentence.text):
            month, day = int(match["m"]), int(match["d"])
            year = int(match["y"]) if match["y"] else 2024  # a leap year: 2月29日 without a year is possible
            if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
                yield Defect(
                    "date_impossible",
                    "error",
                    (sentence.place(*match.span(), 4),),
                    f"“{match.group()}”不是日历上有的日期",
                    f"{match.group()} is no day of the calendar",
                )
            elif (
                match["y"] and match["w"] and _WEEK[date(year, month, day).weekday()] != match["w"].replace("天", "日")
            ):
                right = _WEEK[date(year, month, day).weekday()]
                yield Defect(
                    "weekday_wrong",
                    "warning",
                    (sentence.place(*match.span()),),
                    f"{date(year, month, day)}是星期{right}，文中写作星期{match['w']}",
                    f"{date(year, month, day)} is another day of the week than the text says",
                )
