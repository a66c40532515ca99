"""Days of running text that are written without their year, or with two figures for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

from extractor.evidence.units import Unit

_BARE_DAY = re.compile(
    r"(?<![\d年./-])(?P<year>同年|当年|本年|今年|次年|翌年)?\s*(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日|(?P<same>当日|同日|当天|同一天)|(?P<next>次日|翌日|第二天)|(?P<past>昨[天日晚](?!\s*[（(]))"
    r"|(?<=[，,；;。])\s*(?P<of_month>3[01]|[12]\d|[1-9])[日号](?=[\u4e00-\u9fff])(?![内前后起之止])"
)


DAY_AND_STEP = re.compile(r"\d{1,2}月\d{1,2}[日号]\s*(?:已?[报结传付](?=[案，,。；;、\s]|$)|报案|结案|上传|支付|付款)")
"""A day of a cell with what happened on it right behind: NM25-0409，4月9日报."""
_SHORT_YEAR = re.compile(r"(?<![\d./-])(2\d)\.(0?[1-9]|1[0-2])\.(3[01]|[12]\d|0?[1-9])(?![\d./-])")
"""A day with two figures for its year: 25.02.13."""
_STAMP = re.compile(
    r"\s*[\[【(]?(?P<m>1[0-2]|0?[1-9])[-/.](?P<d>3[01]|[12]\d|0?[1-9])[\]】)]?\s+\d{1,2}[:：]\d{2}(?!\d)"
)
"""The day and the hour that stand before a message: 03-04 08:50."""


def bare_days(
    unit: Unit, days: Sequence[tuple[int, int, date, float]], year: date | None, latest: date | None = None
) -> Iterator[tuple[int, int, date, float]]:
    """Days written without their year ("3月18日", "同年3月18日", "当日"), read after the day before them.

    ``year``: the last day told before the unit, or one of the year that all days of the paper are of; ``latest``: the last
    day that the paper writes whole, after which none is guessed.
    """
    taken = list(days)
    stamp = _STAMP.match(unit.text) if not days or days[0][0] > 0 else None
    if stamp is not None and (anchor := days[0][2] if days else year) is not None:
        with suppress(ValueError):
            found = (stamp.start("m"), stamp.end("d"), date(anchor.year, int(stamp["m"]), int(stamp["d"])), 0.85)
            taken = [found, *taken]
            yield found
    for match in _SHORT_YEAR.finditer(unit.text) if unit.cell is None else ():
        with suppress(ValueError):
            found = (match.start(), match.end(), date(2000 + int(match[1]), int(match[2]), int(match[3])), 0.9)
            taken.append(found)
            yield found
    for match in _BARE_DAY.finditer(unit.text):
        before = max((d for d in taken if d[1] <= match.start()), default=None)
        anchor = before[2] if before is not None else year
        if anchor is None or any(a <= match.start() < b for a, b, _, _ in days):
            continue
        sure = 0.85
        if (match["past"] or match["of_month"]) and before is None:
            continue  # of when, says the day told before it
        if match["of_month"]:
            told = _later_in_month(anchor, int(match["of_month"]))
            if told is not None:
                taken.append((match.start("of_month"), match.end(), told, 0.8))
                yield taken[-1]
            continue
        if match["same"] or match["next"] or match["past"]:
            told = anchor + timedelta(days=bool(match["next"]) - bool(match["past"]))
        else:
            try:
                told = date(anchor.year + (match["year"] in ("次年", "翌年")), int(match["m"]), int(match["d"]))
                over = before is None and latest is not None and told.replace(year=told.year + 1) > latest
                back = _runs_back([d[2] for d in sorted(taken) if d[1] <= match.start()])
                if told < anchor - _A_LOOK_BACK and not match["year"] and not over and not back:
                    told, sure = told.replace(year=told.year + 1), 0.6
            except ValueError:
                continue
        found = (match.start(), match.end(), told, sure)
        taken.append(found)
        yield found


def _runs_back(days: Sequence[date]) -> bool:
    """Whether the days told so far run from the last to the first, so that one before them is of the same year."""
    return len(days) >= _FEWEST_BACK and all(a > b for a, b in pairwise(days))


_FEWEST_BACK = 3


def _later_in_month(day: date, of_month: int) -> date | None:
    """The day of the same month that stands behind ``day``: 6月16日晚上摔伤，17日报案."""
    with suppress(ValueError):
        told = day.replace(day=of_month)
        return told if told > day else None
    return None


_A_LOOK_BACK = timedelta(days=90)
"""What a day without its year may lie before the one told last and be of the same year: who reports on 11 March tells of the 10th."""
