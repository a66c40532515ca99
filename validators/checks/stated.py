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

from validators.checks import missing, satisfied
from validators.filing import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``facts``: all must be known."""

    facts: tuple[str, ...]


def check(facts: Facts, params: Params) -> Outcome:
    return missing(facts, *params.facts) or satisfied(*params.facts)
