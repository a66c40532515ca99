"""Counting days as 民法典 200–204 and 1259 do: calendar days, the first day excluded, a last day on a holiday rolls
over."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.values.dates import Moment
from validators.citation import Citation

# What every deadline is counted by.
DAY_COUNT = Citation(
    "中华人民共和国民法典", "中华人民共和国民法典", "第二百零一条、第二百零三条", "法定休假日", date(2021, 1, 1)
)
BEIJING = timezone(timedelta(hours=8))
# The longest run of statutory days off so far is 9 (National Day and Mid-Autumn in one); beyond this nothing can roll.
LONGEST_HOLIDAY = 12


def china_day(moment: datetime) -> date:
    """The calendar day in China of an aware moment; a naive one is taken as China's own clock.

    >>> china_day(datetime(2024, 5, 1, 17, 0, tzinfo=timezone.utc))
    datetime.date(2024, 5, 2)
    """
    return (moment.astimezone(BEIJING) if moment.tzinfo else moment).date()


def as_day(value: Any) -> date | None:
    """The calendar day in China of a date, a Moment or a datetime; None for anything else."""
    if isinstance(value, datetime):
        return china_day(value)
    if isinstance(value, date):
        return value
    return value.day if isinstance(value, Moment) else None


@lru_cache(maxsize=4096)  # the library goes through its whole table each time
def is_day_off(day: date) -> bool | None:
    """Whether the day is a statutory day off (weekends and public holidays, less make-up workdays); None when not
    known.

    >>> is_day_off(date(2024, 10, 1)), is_day_off(date(2024, 9, 29)), is_day_off(date(1999, 1, 1))
    (True, False, None)
    """
    import chinese_calendar  # a large table; only the days that a verdict hangs on are asked for

    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return None


class Lateness(NamedTuple):
    """``late`` is None where the calendar of that year is not known and the outcome hangs on it. ``last_day`` is the
    last day in time, rolled over where that is known; ``days`` is the plain count from the trigger."""

    late: bool | None
    days: int
    last_day: date


def lateness(trigger: date, done: date, allowed: int) -> Lateness:
    """Whether ``done`` comes after ``allowed`` days from ``trigger``.

    >>> lateness(date(2024, 9, 16), date(2024, 9, 23), 7).late
    False
    >>> lateness(date(2024, 9, 24), date(2024, 10, 8), 7)  # the 7th day is 1 October; it rolls over to 8 October
    Lateness(late=False, days=14, last_day=datetime.date(2024, 10, 8))
    >>> lateness(date(2024, 9, 24), date(2024, 10, 9), 7).late
    True
    >>> lateness(date(2031, 9, 24), date(2031, 10, 3), 7).late is None
    True
    """
    days = (done - trigger).days
    last = trigger + timedelta(days=allowed)
    if done <= last:
        return Lateness(False, days, last)
    if (done - last).days > LONGEST_HOLIDAY:
        return Lateness(True, days, last)
    while done > last:
        off = is_day_off(last)
        if off is None:
            return Lateness(None, days, last)
        if not off:
            return Lateness(True, days, last)
        last += timedelta(days=1)
    return Lateness(False, days, last)


def rolled_over(last: date) -> date:
    """The last day of a period: the next working day where it falls on a statutory day off (民法典 203); the day itself where
    the calendar of that year is not known.

    >>> rolled_over(date(2024, 11, 30)), rolled_over(date(2024, 12, 30)), rolled_over(date(2031, 11, 30))
    (datetime.date(2024, 12, 2), datetime.date(2024, 12, 30), datetime.date(2031, 11, 30))
    """
    day = last
    while (off := is_day_off(day)) is True:
        day += timedelta(days=1)
    return last if off is None else day


# More working days than this are never allowed by a text; a calendar is not asked for years on end.
MOST_WORKDAYS = 250


def last_workday(trigger: date, allowed: int) -> date | None:
    """The last day in time where ``allowed`` working days (工作日) run from ``trigger``, which is not counted; None where
    the calendar of a day among them is not known, or ``allowed`` is no number of days that a text gives.

    >>> last_workday(date(2024, 9, 27), 3)  # 29 and 30 September are worked, then come seven days off
    datetime.date(2024, 10, 8)
    >>> last_workday(date(2031, 9, 27), 3) is None
    True
    """
    if not 0 < allowed <= MOST_WORKDAYS:
        return None
    day, left = trigger, allowed
    while left:
        day += timedelta(days=1)
        off = is_day_off(day)
        if off is None:
            return None
        left -= not off
    return day
