"""Something is stated as it must be: a yes, or at least one of several yeses; a no needs a witness to count.

>>> from validators.cases import facts_of
>>> rule = Params(("customer_signed",), "signoff_complete")
>>> [check(facts_of(case), rule).verdict.value for case in (
...     {"customer_signed": True}, {"customer_signed": False, "signoff_complete": True}, {"customer_signed": False})]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.checks import Line, undecided, violated
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome, Verdict

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
    for name in params.any_of:
        if facts.value(name):
            return Outcome(Verdict.SATISFIED, out, params.any_of)
    if any(facts[name].state == "contradicted" for name in params.any_of):
        return undecided("the papers disagree", *params.any_of, **out)
    if not facts[params.complete].known:
        return undecided(facts[params.complete].why, params.complete, **out)
    return violated(params.complete, *params.any_of, **out)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    names = " 或 ".join(map(zh, params.any_of)), " or ".join(map(en, params.any_of))
    yes = any(facts.value(name) for name in params.any_of)
    yield f"应有{names[0]}：{'有' if yes else '没有'}", f"{names[1]}: {'stated' if yes else 'not stated'}"
    if not yes:
        whole = facts[params.complete].known
        yield (
            (f"{zh(params.complete)}已找到并读全" if whole else f"{zh(params.complete)}没有读全，所以不说没有"),
            (
                f"{en(params.complete)}: found and read whole"
                if whole
                else f"{en(params.complete)}: not read whole, so nothing is called missing"
            ),
        )
