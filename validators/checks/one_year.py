"""A period of insurance lasts one year: noon to noon, midnight to midnight, 零时 to 二十四时, leap days included.

Many count 365 days also where a 29 February lies among them: that is a year too.

>>> from validators.cases import facts_of
>>> rule = Params("period_start", "period_end")
>>> check(facts_of({"period_start": "2023-03-01T00:00", "period_end": "2024-02-29T24:00"}), rule).verdict.value
'satisfied'
>>> check(facts_of({"period_start": "2023-03-01T00:00", "period_end": "2024-02-28T24:00"}), rule).verdict.value
'satisfied'
>>> check(facts_of({"period_start": "2024-03-23T00:00", "period_end": "2025-05-23T00:00"}), rule).params["days"]
426
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from extractor.values.dates import Moment
from validators.checks import Line, missing, not_applicable, satisfied, violated
from validators.checks._worked import at, en, zh
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"

# A period that starts at noon and ends at midnight is hours off a year, not a day: no two papers count hours alike.
DAY = timedelta(days=1)
OF_DAYS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Params:
    """The facts that hold the first and the last moment."""

    start: str
    end: str


def instant(value: Moment | date) -> datetime:
    return value.instant() if isinstance(value, Moment) else datetime(value.year, value.month, value.day)


def years_later(moment: datetime, years: int = 1) -> datetime:
    """The same day and hour so many years on; 29 February becomes 28 February (民法典 202).

    >>> years_later(datetime(2024, 2, 29))
    datetime.datetime(2025, 2, 28, 0, 0)
    """
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.start, params.end):
        return lack
    start, end = instant(facts[params.start].value), instant(facts[params.end].value)
    if end <= start:
        return not_applicable("the end is not after the start")
    due = years_later(start)
    if end == due:
        return satisfied(params.start, params.end)
    # A last day named without an hour, or as 23:59, is insured to its end; 29 February may count to either neighbour.
    last = facts[params.end].value
    reach = (
        {end, end + timedelta(days=1)} if not isinstance(last, Moment) or (last.hour, last.minute) == (0, 0) else {end}
    )
    if isinstance(last, Moment) and last.hour == 23:
        reach = {datetime(end.year, end.month, end.day) + timedelta(days=1)}
    span = {due, due + timedelta(days=1)} if (start.month, start.day) == (2, 29) else {due, start + OF_DAYS}
    if any(abs(reached - one_year_on) < DAY for reached in reach for one_year_on in span):
        return satisfied(params.start, params.end)
    return violated(params.start, params.end, start=start.date(), end_exclusive=end.date(), days=(end - start).days)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The same day and hour a year on, beside the end as printed."""
    start, end = facts.value(params.start), facts.value(params.end)
    if start is None or end is None or instant(end) <= instant(start):
        return
    due, reached = years_later(instant(start)), instant(end)
    stands = "=" if abs(due - reached) < DAY else "≠"
    days = (reached - instant(start)).days
    yield (
        f"{zh(params.start)}{at(start)} + 1年 = {at(due)} {stands} {zh(params.end)}{at(end)}（{at(reached)}止，共{days}天）",
        f"{en(params.start)} {at(start)} + 1 year = {at(due)} {stands} {en(params.end)} {at(end)} (until {at(reached)}, {days} days)",
    )
