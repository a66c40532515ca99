"""Something is done within so many calendar days of its trigger, counted by 民法典 200–204.

With several triggers the latest counts, so that nobody is late who is in time by one reading of the rule. Where the
deed is not on the papers, it is late only if the paper that would show it was read whole (``complete``) and the day
of review (``review_date``) lies beyond the last day.

>>> from validators.cases import facts_of
>>> rule = Params(("closed_date",), "claim_uploaded", value=7)
>>> check(facts_of({"closed_date": "2024-12-30", "claim_uploaded": "2025-01-13"}), rule).params["days"]
14
>>> check(facts_of({"closed_date": "2024-12-30"}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from extractor.values.dates import Moment
from validators.checks import SHORT, Line, missing, not_applicable, undecided
from validators.checks._worked import at, en, rolled, sign, zh
from validators.days import china_day, lateness
from validators.facts import Fact, Facts
from validators.finding import Outcome, Verdict

COMBINE = "min"


@dataclass(frozen=True, slots=True)
class Params:
    """``start``: triggers; ``end``: the deed's day or moment; ``value``: days; ``complete``: what vouches for its
    absence; ``optional``: the deed is not on the papers at all in many filings, then the rule does not apply."""

    start: tuple[str, ...]
    end: str
    value: int | None = None
    complete: str | None = None
    optional: bool = False
    shown: tuple[str, ...] = ()


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    if isinstance(value, Moment):
        return value.day
    return china_day(value) if isinstance(value, datetime) else value


@cache
def _days_from(name: str) -> str:
    return f"days_from_{SHORT.get(name, name).removesuffix('_date')}"


def _days(fact: Fact) -> list[date | None]:
    return [None if value is None else _day(value) for value in fact.candidates()]


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, *params.start):
        return lack
    if params.value is None:
        return undecided("the number of days is not known", params.end)
    starts = [_day(facts[name].value) for name in params.start]
    trigger = max(starts)
    deed = facts[params.end]
    names = (params.end, *params.start)
    out: dict[str, Any] = {SHORT.get(name, name): facts.value(name) for name in (*names, *params.shown)}
    if deed.state == "known":
        done = _day(deed.value)
        out.update((_days_from(name), (done - start).days) for name, start in zip(params.start, starts, strict=True))
    out["limit_days"], out["limit"] = params.value, f"{params.value}d"
    if deed.state == "absent":
        review = facts[params.complete or ""]
        reviewed = facts["review_date"]
        if reviewed.known and lateness(trigger, reviewed.value, params.value).late is False:
            return not_applicable("the days have not yet run out on the day of review")
        if not (params.complete and review.known and reviewed.known):
            if params.optional:
                return not_applicable(deed.why)
            return undecided(f"{params.end}: {deed.why}", params.end)
        late = lateness(trigger, reviewed.value, params.value)
        if late.late is None:
            return undecided("the calendar of that year is not known", params.end)
        return Outcome(Verdict.VIOLATED, {**out, "days": None, "last_day": late.last_day}, names)
    if deed.state == "known":
        only = lateness(trigger, done, params.value)
        if only.late is not None:
            out["days"], out["last_day"] = only.days, only.last_day
            return Outcome(Verdict.VIOLATED if only.late else Verdict.SATISFIED, out, names)
    answers = [None if day is None else lateness(trigger, day, params.value) for day in _days(deed)]
    verdicts = {None if answer is None else answer.late for answer in answers}
    if len(verdicts) > 1 or None in verdicts:
        return undecided(f"{params.end}: {deed.why or 'the calendar of that year is not known'}", params.end)
    first = next(answer for answer in answers if answer is not None)
    out |= {"days": first.days, "last_day": first.last_day}
    return Outcome(Verdict.VIOLATED if verdicts.pop() else Verdict.SATISFIED, out, names)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The last day counted out, with the roll-over where it decides, beside the day of the deed."""
    starts = [(_day(facts.value(name)), name) for name in params.start if facts[name].known]
    if not starts or params.value is None:
        return
    trigger, name = max(starts)
    if len(starts) > 1:
        days = [(f"{zh(n)}{at(d)}", f"{en(n)} {at(d)}") for d, n in starts]
        yield (
            "、".join(z for z, _ in days) + f"，取较晚的{at(trigger)}",
            ", ".join(e for _, e in days) + f": the later counts, {at(trigger)}",
        )
    last = trigger + timedelta(days=params.value)
    sums = (
        f"{at(trigger)}（当日不计）+ {params.value}日 = {at(last)}",
        f"{at(trigger)} (not counted) + {params.value} days = {at(last)}",
    )
    yield f"{zh(name)}{sums[0]}", f"{en(name)} {sums[1]}"
    deed = params.end if facts[params.end].known else "review_date"
    if not facts[deed].known:
        return
    done = _day(facts.value(deed))
    end = lateness(trigger, done, params.value).last_day
    if done > last:
        yield from rolled(last)
    over = (done - end).days
    late = f"，超过{over}日" if over > 0 else "", f", {over} days late" if over > 0 else ""
    what = (
        (zh(deed), en(deed)) if deed == params.end else ("至审核日期仍没有：", "still not done on the day of review:")
    )
    yield (
        f"{what[0]}{at(done)} {sign(done, end)} {at(end)}{late[0]}",
        f"{what[1]} {at(done)} {sign(done, end)} {at(end)}{late[1]}",
    )
