"""Something is done each year before a day of that year ("12-15").

On the day itself it is undecided: 民法典 1259 says what 以内 includes and is silent on 前, so that a person must say.

>>> from validators.cases import facts_of
>>> rule = Params("annual_report_date", "annual_report_year", value="12-15")
>>> [check(facts_of({"annual_report_year": 2024, "annual_report_date": day}), rule).verdict.value
...  for day in ("2024-12-14", "2024-12-15", "2025-01-10")]
['satisfied', 'undecided', 'violated']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from validators.checks import missing, satisfied, undecided, violated
from validators.days import as_day
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the day it was done; ``year``: the year it is for; ``value``: month and day before which it is due."""

    fact: str
    year: str
    value: str = ""


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact, params.year):
        return lack
    done = as_day(facts.value(params.fact))
    due = date.fromisoformat(f"{int(facts.value(params.year)):04}-{params.value}")
    if done is None:
        return undecided("what was read is no day", params.fact)
    out = {params.fact: done, "due": due}
    if done == due:
        return undecided("done on the very day before which it was due", params.fact, **out)
    return (satisfied if done < due else violated)(params.fact, params.year, **out)
