"""Something happens within so many hours of a day whose hour is not printed.

Decided only where no hour of that day would change the answer.

>>> from validators.cases import facts_of
>>> rule = Params("sign_date", "uploaded_at", value=24)
>>> late = facts_of({"sign_date": "2024-03-19", "uploaded_at": "2024-03-21T09:00:00+08:00"})
>>> same_day = facts_of({"sign_date": "2024-03-19", "uploaded_at": "2024-03-19T09:31:52+08:00"})
>>> next_day = facts_of({"sign_date": "2024-03-19", "uploaded_at": "2024-03-20T09:00:00+08:00"})
>>> [check(case, rule).verdict.value for case in (late, same_day, next_day)]
['violated', 'satisfied', 'undecided']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from extractor.values.dates import Moment
from validators.checks import SHORT, Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import at, en, sign, zh
from validators.days import BEIJING
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "min"


@dataclass(frozen=True, slots=True)
class Params:
    """``start``: the day (or moment) that starts the clock; ``end``: the moment it is done; ``value``: hours."""

    start: str
    end: str
    value: int | None = None
    optional: bool = False


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and facts[params.end].state == "absent":
        return not_applicable(facts[params.end].why)
    if lack := missing(facts, params.start, params.end):
        return lack
    if params.value is None:
        return undecided("the number of hours is not known", params.end)
    started, done = facts[params.start].value, facts[params.end].value
    if done.tzinfo is None:
        done = done.replace(tzinfo=BEIJING)
    if isinstance(started, datetime):
        earliest = latest = started if started.tzinfo else started.replace(tzinfo=BEIJING)
    elif isinstance(started, Moment):
        earliest = latest = started.instant().replace(tzinfo=BEIJING)
    else:
        earliest = datetime(started.year, started.month, started.day, tzinfo=BEIJING)
        latest = earliest + timedelta(days=1)
    allowed = timedelta(hours=params.value)
    out = {
        SHORT.get(params.start, params.start): started,
        params.end: done,
        "limit": f"{params.value}h",
        "days": (done.date() - earliest.date()).days,
    }
    if done <= earliest + allowed:
        return satisfied(params.start, params.end, **out)
    if done > latest + allowed:
        return violated(params.start, params.end, **out)
    return undecided("the hour of signing is not printed and the outcome hangs on it", params.start, **out)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The latest moment in time, beside the moment of the deed, both by Beijing's clock."""
    started, done = facts.value(params.start), facts.value(params.end)
    if started is None or done is None or params.value is None:
        return
    done = (done if done.tzinfo else done.replace(tzinfo=BEIJING)).astimezone(BEIJING)
    if isinstance(started, date) and not isinstance(started, datetime):
        first = datetime(started.year, started.month, started.day, tzinfo=BEIJING)
        latest = first + timedelta(days=1)
        yield (
            f"{zh(params.start)}{at(started)}没有写明时刻，最晚算到当日24:00",
            f"{en(params.start)} {at(started)} names no hour; at the latest 24:00",
        )
    else:
        latest = started.instant().replace(tzinfo=BEIJING) if isinstance(started, Moment) else started
        latest = (latest if latest.tzinfo else latest.replace(tzinfo=BEIJING)).astimezone(BEIJING)
    end = latest + timedelta(hours=params.value)
    yield (
        f"{at(latest)} + {params.value}小时 = {at(end)}；{zh(params.end)}{at(done)} {sign(done, end)} {at(end)}",
        f"{at(latest)} + {params.value} hours = {at(end)}; {en(params.end)} {at(done)} {sign(done, end)} {at(end)}",
    )
