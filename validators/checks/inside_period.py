"""A service lies wholly within the period of insurance (whole days).

Undecided where the paper tells another day within the period that may be the service's (the doubts of either day): a person
has to say which of them it was.

>>> from validators.cases import facts_of
>>> case = facts_of({"service_start": "2025-04-08", "service_end": "2025-04-09",
...                  "period_start": "2025-05-06T00:00", "period_end": "2026-05-05T24:00"})
>>> check(case, Params()).verdict.value
'violated'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.values.dates import Moment
from validators.checks import Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import at, en, sign, zh
from validators.checks.one_year import instant
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """The four days; ``last`` may be absent where a service takes one day."""

    first: str = "service_start"
    last: str = "service_end"
    start: str = "period_start"
    end: str = "period_end"
    shown: tuple[str, ...] = ("report_no",)


def _day(value: Moment | date) -> date:
    return value.day if isinstance(value, Moment) else value


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.first, params.start, params.end):
        return lack
    if instant(facts[params.end].value) <= instant(facts[params.start].value):
        return not_applicable("the end of the period is not after its start")
    if facts[params.last].state == "contradicted":
        return undecided(facts[params.last].why, params.last)
    first = facts[params.first].value
    last = facts.value(params.last) or first
    start, end = _day(facts[params.start].value), _day(facts[params.end].value)
    if last < first:
        return undecided("the service ends before it starts", params.first, params.last)
    if first >= start and last <= end:
        return satisfied(params.first, params.last, params.start, params.end)
    out = {name: facts.value(name) for name in params.shown}
    out |= {"service_start": first, "service_end": last, "period_start": start, "period_end": end}
    inside = [day for day in (*facts[params.first].doubts, *facts[params.last].doubts) if _is_within(day, start, end)]
    if inside:
        other = min(map(_day, inside))
        why = f"the paper tells of {other} too, which lies within the period and may be the day meant (not {first})"
        return undecided(f"{params.first}: {why}", params.first, **out, day_within=other, item=f"{first} / {other}")
    return violated(params.first, params.last, params.start, params.end, **out)


def _is_within(day: Any, start: date, end: date) -> bool:
    return isinstance(day, Moment | date) and start <= _day(day) <= end


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """Which end of the service lies beyond which end of the period."""
    first, start, end = (facts.value(name) for name in (params.first, params.start, params.end))
    if first is None or start is None or end is None:
        return
    last = facts.value(params.last) or first
    for name, day, bound_name, bound in (
        (params.first, first, params.start, _day(start)),
        (params.last, last, params.end, _day(end)),
    ):
        stands = sign(day, bound)
        yield (
            f"{zh(name)}{at(day)} {stands} {zh(bound_name)}{at(bound)}",
            f"{en(name)} {at(day)} {stands} {en(bound_name)} {at(bound)}",
        )
