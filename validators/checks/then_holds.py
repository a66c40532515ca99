"""Where the words of one fact name a case that a text lists, another fact is true.

>>> from validators.cases import facts_of
>>> rule = Params("category", ("重点监管危险化学品", "重伤"), "is_due")
>>> listed = {"category": "近三年发生重伤以上事故"}
>>> [check(facts_of({**listed, **due}), rule).verdict.value for due in ({"is_due": True}, {"is_due": False}, {})]
['satisfied', 'violated', 'undecided']
>>> check(facts_of({"category": "一般工贸", "is_due": False}), rule).verdict.value
'not_applicable'
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import missing, not_applicable, satisfied, violated
from validators.facts import Facts, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the words; ``words``: those that name the case; ``then``: what must be true; ``shown``: facts for the sentence."""

    fact: str
    words: tuple[str, ...]
    then: str
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    if not facts[params.fact].known:
        return not_applicable(f"{params.fact}: {facts[params.fact].why or facts[params.fact].state}")
    text = fold(str(facts[params.fact].value))
    named = next((word for word in params.words if fold(word) in text), None)
    if named is None:
        return not_applicable(f"{params.fact} names none of the listed cases")
    if lack := missing(facts, params.then):
        return lack
    out = {params.fact: facts[params.fact].value, "case": named, **{name: facts.value(name) for name in params.shown}}
    return (satisfied if facts[params.then].value else violated)(params.fact, params.then, **out)
