"""What something was understood to be is of an allowed sort; what was not understood is undecided.

>>> from validators.cases import facts_of
>>> rule = Params("entry_purpose", ("training", "inspection"))
>>> [check(facts_of({"entry_purpose": code}), rule).verdict.value for code in ("training", "hospitality", None)]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, satisfied, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: a code; ``values``: the allowed ones; ``shown``: facts for the sentence and its evidence."""

    fact: str
    values: tuple[str, ...]
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact):
        return lack
    out = {params.fact: facts.value(params.fact), **{name: facts.value(name) for name in params.shown}}
    answer = satisfied if facts.value(params.fact) in params.values else violated
    return answer(params.fact, *params.shown, **out)
