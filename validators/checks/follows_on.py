"""One period follows the one before it without a gap longer than so many days.

Where the gap is so long that a policy in between would fit into it (``longest``), that policy may simply not be among the papers.

>>> from validators.cases import facts_of
>>> rule = Params("period_start", "previous_period_end", value=1)
>>> answers = [check(facts_of({"previous_period_end": "2022-03-14T24:00", "period_start": start}), rule).verdict.value
...            for start in ("2022-03-15T00:00", "2022-05-15T00:00", "2024-05-15T00:00")]
>>> answers
['satisfied', 'violated', 'undecided']
>>> check(facts_of({"previous_period_end": "2022-03-14T24:00", "period_start": "2022-03-15T12:00"}), rule).verdict.value
'satisfied'
>>> check(facts_of({"period_start": "2022-05-15T00:00"}), rule).verdict.value
'not_applicable'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from extractor.values.dates import Moment
from validators.checks import Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import at, en, zh
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"  # every text that asks for it is named; the findings are put together where they say the same
ONE_YEAR = 365


@dataclass(frozen=True, slots=True)
class Params:
    """``start``: when this period begins; ``previous``: when the one before ended; ``value``: days that may lie between;
    ``longest``: from this gap on (days) a whole period would fit in between; ``shown``: facts for the sentence; ``excused``: what
    makes a gap one for a person, who has to see the proof."""

    start: str
    previous: str
    value: int | None = None
    longest: int = ONE_YEAR
    shown: tuple[str, ...] = ()
    excused: str = ""


def reach(value: Moment | date) -> datetime:
    """Until when a period lasts whose end is so written: a day without an hour, or 23:59, lasts to its midnight."""
    if isinstance(value, Moment) and (value.hour, value.minute) != (0, 0):
        return (
            value.instant() if value.hour < 23 else datetime.combine(value.day, datetime.min.time()) + timedelta(days=1)
        )
    day = value.day if isinstance(value, Moment) else value
    return datetime.combine(day, datetime.min.time()) + timedelta(days=1)


def begin(value: Moment | date) -> datetime:
    return value.instant() if isinstance(value, Moment) else datetime.combine(value, datetime.min.time())


def check(facts: Facts, params: Params) -> Outcome:
    if facts[params.previous].state == "absent":
        return not_applicable("no earlier policy of this holder is among the papers")
    if lack := missing(facts, params.start, params.previous):
        return lack
    if params.value is None:
        return undecided("the number of days is not known", params.previous)
    start, end = begin(facts[params.start].value), reach(facts[params.previous].value)
    gap = (start - end) / timedelta(days=1)
    out: dict[str, Any] = {
        "start": start.date(),
        params.previous: facts[params.previous].value,
        "gap_days": max(0, int(gap)),
        **{name: facts.value(name) for name in params.shown},
    }
    names = (params.start, params.previous)
    if int(gap) <= params.value:  # half a day, where one period changes at noon and the other at midnight, is no day
        return satisfied(*names, **out)
    if gap >= params.longest:
        return undecided("a policy in between may not be among the papers", params.previous, **out)
    if params.excused and facts.value(params.excused):
        return undecided("the policy says that the enterprise had stopped", params.excused, **out)
    return violated(*names, **out)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The days between the two periods."""
    one, two = facts.value(params.previous), facts.value(params.start)
    if one is None or two is None:
        return
    gap = max(0, int((begin(two) - reach(one)) / timedelta(days=1)))
    yield (
        f"{zh(params.start)}{at(two)} − {zh(params.previous)}{at(one)} = {gap}天，许可{params.value}天",
        f"{en(params.start)} {at(two)} − {en(params.previous)} {at(one)} = {gap} days; {params.value} allowed",
    )
