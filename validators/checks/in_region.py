"""A place lies in a region; elsewhere something more would have to be shown, which the papers do not hold: undecided.

>>> from validators.cases import facts_of
>>> rule = Params("branch_region", "3413", "proof of report")
>>> [check(facts_of({"branch_region": code}), rule).verdict.value for code in ("341302", "340100")]
['satisfied', 'undecided']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.checks import Line, missing, satisfied, undecided
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: a region code; ``value``: the leading digits of the region; ``otherwise``: what would settle it."""

    fact: str
    value: str
    otherwise: str


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact):
        return lack
    code = str(facts[params.fact].value)
    if code.startswith(str(params.value)):
        return satisfied(params.fact, **{params.fact: code})
    return undecided(f"needs {params.otherwise}", params.fact, **{params.fact: code})


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    code = facts.value(params.fact)
    if code is not None:
        inside = str(code).startswith(str(params.value))
        yield (
            f"{zh(params.fact)}代码{code}{'在' if inside else '不在'}{params.value}范围内",
            f"{en(params.fact)} {code} is {'' if inside else 'not '}within {params.value}",
        )
