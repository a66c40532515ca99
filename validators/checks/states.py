"""Something is stated as it must be: a yes, or at least one of several yeses; a no needs a witness to count.

>>> from validators.cases import facts_of
>>> rule = Params(("customer_signed",), "signoff_complete")
>>> [check(facts_of(case), rule).verdict.value for case in (
...     {"customer_signed": True}, {"customer_signed": False, "signoff_complete": True}, {"customer_signed": False})]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import satisfied, undecided, violated
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``any_of``: facts of which one must be true; ``complete``: what vouches for their absence; ``shown``: for the
    sentence."""

    any_of: tuple[str, ...]
    complete: str
    shown: tuple[str, ...] = ("report_no",)


def check(facts: Facts, params: Params) -> Outcome:
    out = {name: facts.value(name) for name in params.shown}
    if any(facts.value(name) for name in params.any_of):
        return satisfied(*params.any_of, **out)
    if any(facts[name].state == "contradicted" for name in params.any_of):
        return undecided("the papers disagree", *params.any_of, **out)
    if not facts[params.complete].known:
        return undecided(facts[params.complete].why, params.complete, **out)
    return violated(params.complete, *params.any_of, **out)
