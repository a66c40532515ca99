"""A value that the paper must carry is on it.

Where it was not found the rule is undecided, for it may stand there in other words.

>>> from validators.cases import facts_of
>>> check(facts_of({"deductible": 0}), Params(("deductible",))).verdict.value
'satisfied'
>>> check(facts_of({}), Params(("deductible",))).verdict.value
'undecided'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.checks import Line, missing, not_applicable, satisfied
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``facts``: all must be known; ``optional``: where none is, these papers are not the ones to state them."""

    facts: tuple[str, ...]
    optional: bool = False


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and all(facts[name].state == "absent" for name in params.facts):
        return not_applicable(f"{', '.join(params.facts)}: no matter of these papers")
    return missing(facts, *params.facts) or satisfied(*params.facts)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    for name in params.facts:
        state = "读到了" if facts[name].known else "没有读到", "found" if facts[name].known else "not found"
        yield f"应载明{zh(name)}：{state[0]}", f"{en(name)} must be stated: {state[1]}"
