"""An amount, ratio or count is at most a maximum: a number of the pack (``value``) or another fact (``than``).

>>> from decimal import Decimal
>>> from validators.cases import facts_of
>>> check(facts_of({"fee_ratio": 23}), Params("fee_ratio", value=Decimal(21))).verdict.value
'violated'
>>> check(facts_of({}), Params("per_accident_limit", than="aggregate_limit")).verdict.value
'undecided'
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

COMBINE = "min"


@dataclass(frozen=True, slots=True)
class Params(Bounded):
    """``fact`` ≤ ``value`` or ≤ the fact named ``than``; the other words as in ``Bounded``."""

    bound: str = "maximum"


def check(facts: Facts, params: Params) -> Outcome:
    return judge(facts, params, operator.le)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    return worked(facts, params)
