"""The first of several deeds is done within so many calendar days of its trigger, or a shorter term that is agreed.

What a contract agrees counts only where it is no worse than the statute (保险法 23, 合同另有约定).

>>> from validators.cases import facts_of
>>> rule = Params("claim_docs_date", ("claim_advance_date", "claim_paid_date"), value=60)
>>> paid = {"claim_docs_date": "2025-01-06", "claim_paid_date": "2025-05-06"}
>>> check(facts_of(paid), rule).verdict.value
'violated'
>>> check(facts_of({**paid, "claim_advance_date": "2025-02-20"}), rule).verdict.value
'satisfied'
>>> check(facts_of({"claim_docs_date": "2025-01-06"}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from validators.checks import SHORT, Line, missing, not_applicable, undecided
from validators.checks._worked import at, en, rolled, sign, zh
from validators.days import as_day, lateness
from validators.facts import Facts
from validators.finding import Outcome, Verdict

COMBINE = "min"


@dataclass(frozen=True, slots=True)
class Params:
    """``start``: the trigger; ``ends``: deeds of which the first counts; ``value``: days; ``agreed``: a fact with the days
    that the contract agrees, which count where they are fewer; ``optional``: most papers name neither day, then the rule
    does not apply."""

    start: str
    ends: tuple[str, ...]
    value: int | None = None
    agreed: str = ""
    optional: bool = False
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    names = (params.start, *params.ends)
    if params.optional and _silent(facts, params):
        return not_applicable("the papers do not name both days")
    if lack := missing(facts, params.start):
        return lack
    if params.value is None:
        return undecided("the number of days is not known", *names)
    if unsure := next((name for name in params.ends if facts[name].state == "contradicted"), None):
        return undecided(f"{unsure}: {facts[unsure].why}", unsure)
    start = as_day(facts[params.start].value)
    done = [(day, name) for name in params.ends if (day := as_day(facts.value(name))) is not None]
    if start is None or not done:
        return undecided("none of the deeds is dated", *names)
    first, deed = min(done)
    return _judged(facts, params, start, first, deed)


def _silent(facts: Facts, params: Params) -> bool:
    return facts[params.start].state == "absent" or all(facts[name].state == "absent" for name in params.ends)


def _judged(facts: Facts, params: Params, start: date, first: date, deed: str) -> Outcome:
    if first < start:
        return undecided("the deed comes before its trigger", params.start, deed)
    allowed, agreed = int(params.value or 0), facts.value(params.agreed) if params.agreed else None
    if agreed is not None and agreed < allowed:
        allowed = int(agreed)
    found = lateness(start, first, allowed)
    if found.late is None:
        return undecided("the calendar of that year is not known", deed)
    out: dict[str, Any] = {name: facts.value(name) for name in params.shown}
    out |= {SHORT.get(params.start, params.start): start, "done": first, "days": found.days, "limit_days": allowed}
    out |= {"limit": f"{allowed}d", "last_day": found.last_day}
    verdict = Verdict.VIOLATED if found.late else Verdict.SATISFIED
    return Outcome(verdict, out, (params.start, deed))


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    start = as_day(facts.value(params.start))
    done = [(day, name) for name in params.ends if (day := as_day(facts.value(name))) is not None]
    allowed = said.get("limit_days", params.value)
    if start is None or allowed is None:
        return
    last = start + timedelta(days=int(allowed))
    yield (
        f"{zh(params.start)}{at(start)}（当日不计）+ {allowed}日 = {at(last)}",
        f"{en(params.start)} {at(start)} (not counted) + {allowed} days = {at(last)}",
    )
    if done:
        first, deed = min(done)
        yield from rolled(last) if first > last else ()
        end = lateness(start, first, int(allowed)).last_day
        yield (
            f"最早的是{zh(deed)}{at(first)} {sign(first, end)} {at(end)}",
            f"The first is {en(deed)} {at(first)} {sign(first, end)} {at(end)}",
        )
