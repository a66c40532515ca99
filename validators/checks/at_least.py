"""An amount, ratio or count is at least a minimum: a number of the pack (``value``) or another fact (``than``).

>>> from decimal import Decimal
>>> from validators.cases import facts_of
>>> check(facts_of({"per_person_limit": 250000}), Params("per_person_limit", value=Decimal(300000))).verdict.value
'violated'
>>> everyone = Params("insured_count", than="employee_count")
>>> check(facts_of({"insured_count": 30, "employee_count": 28}), everyone).verdict.value
'satisfied'
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.checks import Line
from validators.checks._bound import Bounded, judge, worked
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "max"


@dataclass(frozen=True, slots=True)
class Params(Bounded):
    """``fact`` ≥ ``value`` or ≥ the fact named ``than``; the other words as in ``Bounded``."""

    bound: str = "minimum"


def check(facts: Facts, params: Params) -> Outcome:
    return judge(facts, params, operator.ge)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    return worked(facts, params)
