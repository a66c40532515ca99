"""Something is shown to have been done within so many calendar days of its trigger.

A paper of a later day only shows that it was done by then, so that lateness is never proven: undecided.

>>> from validators.cases import facts_of
>>> rule = Params("contract_date", "agency_shown_on", value=45)
>>> [check(facts_of({"sign_date": "2024-05-01", "agency_shown_on": day}), rule).verdict.value
...  for day in ("2024-06-01", "2024-07-01")]
['satisfied', 'undecided']
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, satisfied, undecided
from validators.days import as_day, lateness
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "min"


@dataclass(frozen=True, slots=True)
class Params:
    """``start``: the trigger; ``end``: the first day on which a paper shows it done; ``value``: days."""

    start: str
    end: str
    value: int | None = None


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.start, params.end):
        return lack
    started, shown = as_day(facts.value(params.start)), as_day(facts.value(params.end))
    if params.value is None or started is None or shown is None:
        return undecided("the number of days is not known", params.end)
    if lateness(started, shown, int(params.value)).late is False:
        return satisfied(params.end, params.start, **{params.end: shown, "limit_days": params.value})
    return undecided("the papers show it later than that; it may have been done before", params.end)
