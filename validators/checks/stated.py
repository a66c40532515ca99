"""A value that the paper must carry is on it.

Where it was not found the rule is undecided, for it may stand there in other words.

>>> from validators.cases import facts_of
>>> check(facts_of({"deductible": 0}), Params(("deductible",))).verdict.value
'satisfied'
>>> check(facts_of({}), Params(("deductible",))).verdict.value
'undecided'
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, not_applicable, satisfied
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
