"""A contract is signed by the day its period starts.

``backdated``: signed within the period; ``expired``: signed after its end.

>>> from validators.cases import facts_of
>>> case = facts_of({"sign_date": "2024-07-06", "period_start": "2024-06-19T00:00", "period_end": "2025-06-18T24:00"})
>>> check(case, Params("backdated")).verdict.value, check(case, Params("expired")).verdict.value
('violated', 'satisfied')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from extractor.values.dates import Moment
from validators.checks import Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import at, en, sign, zh
from validators.checks.one_year import instant
from validators.days import china_day
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fault`` is "backdated" or "expired"; ``arrived``: when the policy reached the platform, never before it was
    signed."""

    fault: str
    sign: str = "sign_date"
    start: str = "period_start"
    end: str = "period_end"
    arrived: str = "uploaded_at"


def _day(value: Moment | date) -> date:
    return value.day if isinstance(value, Moment) else value


def check(facts: Facts, params: Params) -> Outcome:
    names = (params.sign, params.start) if params.fault == "backdated" else (params.sign, params.start, params.end)
    if lack := missing(facts, *names):
        return lack
    signed, start = facts[params.sign].value, _day(facts[params.start].value)
    if params.fault == "backdated" and signed <= start:
        return satisfied(params.sign, params.start)
    end = facts[params.end]
    upside_down = end.known and instant(end.value) <= instant(facts[params.start].value)
    if upside_down and params.fault == "expired":
        return not_applicable("the end is not after the start")
    expired = (
        end.known
        and not upside_down
        and signed >= (instant(end.value) - timedelta(minutes=1)).date() + timedelta(days=1)
    )
    arrived = facts[params.arrived]
    if signed > start and arrived.known and china_day(arrived.value) < signed:
        return undecided("the policy arrived before the day read as its day of signing", params.sign, params.arrived)
    if params.fault == "expired":
        out = {"sign_date": signed, "end": _day(end.value)}
        return (violated if expired else satisfied)(params.sign, params.end, **out)
    if expired:
        return not_applicable("signed after the end, which is another fault")
    return violated(params.sign, params.start, sign_date=signed, start=start, days_after_start=(signed - start).days)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    other = params.start if params.fault == "backdated" else params.end
    signed, bound = facts.value(params.sign), facts.value(other)
    if signed is None or bound is None:
        return
    days, stands = (signed - _day(bound)).days, sign(signed, _day(bound))
    far = f"，相差{abs(days)}天" if days else "", f", {abs(days)} days apart" if days else ""
    yield (
        f"{zh(params.sign)}{at(signed)} {stands} {zh(other)}{at(bound)}{far[0]}",
        f"{en(params.sign)} {at(signed)} {stands} {en(other)} {at(bound)}{far[1]}",
    )
