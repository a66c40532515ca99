"""A text has none of the words that a rule forbids there, as where a ledger's line shows who was made to pay.

Words that only look like one of them are taken out first (``not_words``); a name that ends like another body's (``not_ends``) is that body's,
whatever it says of where that stands.

>>> from validators.cases import facts_of
>>> rule = Params("entry_item", ("职工缴纳", "代扣"), ("代扣税",))
>>> [check(facts_of(case), rule).verdict.value for case in ({"entry_item": "按保费计提"}, {"entry_item": "三月职工缴纳部分"}, {})]
['satisfied', 'violated', 'not_applicable']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from validators.checks import missing, not_applicable, satisfied, undecided, violated
from validators.facts import Facts, fold
from validators.finding import Outcome

COMBINE = "each"
SURE = 0.75
"""Below this confidence a text was read too unsurely to accuse anybody by one of its words."""


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the text; ``words``: what must not stand in it; ``not_words``: what looks like them and is allowed;
    ``not_ends``: ends of names that no such word makes another body's; ``shown``: facts for the sentence."""

    fact: str
    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()
    not_ends: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")


@cache
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, words))


def check(facts: Facts, params: Params) -> Outcome:
    if facts[params.fact].state == "absent":
        return not_applicable(f"{params.fact}: {facts[params.fact].why}")
    if lack := missing(facts, params.fact):
        return lack
    text = fold(str(facts[params.fact].value))
    for allowed in _folded(params.not_words):
        text = text.replace(allowed, "")
    if params.not_ends and _IN_BRACKETS.sub("", text).endswith(_folded(params.not_ends)):
        text = ""
    found = next((word for word, said in zip(params.words, _folded(params.words), strict=True) if said in text), None)
    out = {name: facts.value(name) for name in params.shown}
    if found is None:
        return satisfied(params.fact, **out)
    if facts[params.fact].confidence < SURE:
        return undecided("the words were read unsurely", params.fact)
    return violated(params.fact, **out, written=facts[params.fact].value, word=found)
