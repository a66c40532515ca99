"""Something is done within so many working days (工作日) of its trigger; the day of the trigger is not counted.

Working days are those of the State's calendar, make-up days included. A year that the calendar does not cover is
undecided, not guessed; calendar days are never turned into working days or back.

>>> from validators.cases import facts_of
>>> rule = Params("complained_on", "answered_on", value=3)
>>> said = facts_of({"complained_on": "2024-09-27", "answered_on": "2024-10-09"})
>>> check(said, rule).verdict.value, str(check(said, rule).params["last_day"])
('violated', '2024-10-08')
>>> check(facts_of({"complained_on": "2031-09-26", "answered_on": "2031-10-20"}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.checks import SHORT, Line, missing, not_applicable, undecided
from validators.checks._worked import at, en, sign, zh
from validators.days import as_day, last_workday
from validators.facts import Facts
from validators.finding import Outcome, Verdict

COMBINE = "min"


@dataclass(frozen=True, slots=True)
class Params:
    """``start``: the trigger; ``end``: the deed; ``value``: working days; ``optional``: most papers do not name the trigger,
    ``only_done``: nor the deed; then the rule does not apply."""

    start: str
    end: str
    value: int | None = None
    optional: bool = False
    only_done: bool = False
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    asked = (params.start,) * params.optional + (params.end,) * params.only_done
    if silent := next((name for name in asked if facts[name].state == "absent"), None):
        return not_applicable(f"{silent}: no matter of these papers")
    if lack := missing(facts, params.start, params.end):
        return lack
    if params.value is None:
        return undecided("the number of working days is not known", params.end)
    start, end = as_day(facts[params.start].value), as_day(facts[params.end].value)
    if start is None or end is None:
        return undecided("one of the two is no day", params.start, params.end)
    last = last_workday(start, int(params.value))
    if last is None:
        # A working day is a calendar day: what came within as many calendar days is in time by every calendar.
        if (end - start).days <= params.value:
            return Outcome(Verdict.SATISFIED, {}, (params.start, params.end))
        return undecided("the calendar of that year is not known", params.end)
    out: dict[str, Any] = {
        SHORT.get(name, name): facts.value(name) for name in (params.start, params.end, *params.shown)
    }
    out |= {"limit_workdays": params.value, "last_day": last}
    verdict = Verdict.VIOLATED if end > last else Verdict.SATISFIED
    return Outcome(verdict, out, (params.end, params.start))


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    start, end = as_day(facts.value(params.start)), as_day(facts.value(params.end))
    last = None if start is None or params.value is None else last_workday(start, int(params.value))
    if start is None or end is None or last is None:
        return
    yield (
        f"{zh(params.start)}{at(start)}（当日不计）+ {params.value}个工作日 = {at(last)}；{zh(params.end)}{at(end)} {sign(end, last)} {at(last)}",
        f"{en(params.start)} {at(start)} (not counted) + {params.value} working days = {at(last)}; {en(params.end)} {at(end)} {sign(end, last)} {at(last)}",
    )
