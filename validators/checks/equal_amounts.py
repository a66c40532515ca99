"""Two writings of one sum agree: digits and words.

Where the reader of one of them had a second reading that would agree, the paper is not accused: undecided.

>>> from validators.cases import facts_of
>>> check(facts_of({"premium": 48644, "premium_words": 38644}), Params("premium", "premium_words")).verdict.value
'violated'
>>> check(facts_of({"premium": 48644}), Params("premium", "premium_words")).verdict.value
'undecided'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.values import money
from validators.checks import Line, missing, satisfied, undecided, violated
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome
from validators.say import shown

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``tolerance`` in yuan; ``sure`` is the least confidence at which a disagreement is held against the paper;
    ``elsewhere`` are sums of other meaning on it: a reading that is one of them was taken from the wrong place."""

    fact: str
    other: str
    tolerance: Decimal = Decimal(0)
    sure: Decimal = Decimal("0.5")
    elsewhere: str | None = None


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact, params.other):
        return lack
    one, two = facts[params.fact], facts[params.other]
    if abs(one.value - two.value) <= params.tolerance:
        return satisfied(params.fact, params.other)
    others = set(facts.value(params.elsewhere) or ()) if params.elsewhere else set()
    if {one.value, two.value} & others:
        return undecided("one of the two stands elsewhere with another meaning", params.fact, params.other)
    agreeing = one.value in two.doubts or two.value in one.doubts
    if agreeing or min(one.confidence, two.confidence) < params.sure:
        return undecided(
            "the two were not read surely enough to hold them against each other", params.fact, params.other
        )
    words = next((e.span.text for e in two.evidence if e.span is not None), str(two.value))
    if _is_part(words, one.value):
        return undecided("only a part of the sum in words may have been read", params.fact, params.other)
    return violated(params.fact, params.other, field=params.fact, digits=one.value, words=words, words_value=two.value)


def _is_part(words: str, digits: Decimal) -> bool:
    """Whether words that do not begin as a sum does are the end of what the digits are in words: 叁拾陆元 of 柒万陆佰叁拾陆元."""
    bare, whole = (re.sub(r"[\s整正]", "", text) for text in (words, money.to_words(digits)))
    return not bare.startswith("人民币") and 2 <= len(bare) < len(whole) and whole.endswith(bare)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    one, two = facts.value(params.fact), facts.value(params.other)
    if one is None or two is None:
        return
    far = abs(one - two)
    stands = "=" if far <= params.tolerance else "≠"
    apart = f"，相差{shown(far)}元" if far else "", f", {shown(far)} yuan apart" if far else ""
    yield (
        f"{zh(params.fact)}{shown(one)} {stands} {zh(params.other)}{shown(two)}{apart[0]}",
        f"{en(params.fact)} {shown(one)} {stands} {en(params.other)} {shown(two)}{apart[1]}",
    )
