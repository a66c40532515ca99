"""The last character of a 统一社会信用代码 is the one that GB 32100-2015 demands.

A code read from pixels with a second reading that checks is the reader's doubt, not the paper's fault.

>>> from validators.cases import facts_of
>>> check(facts_of({"uscc": "91370306MA2R0CTB9G"}), Params("uscc")).params["expected_check"]
'C'
>>> check(facts_of({"uscc": "91370306MA2R0CTB9C"}), Params("uscc")).verdict.value
'satisfied'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.values import uscc
from validators.checks import Line, missing, satisfied, undecided, violated
from validators.facts import Facts, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``sure``: the least confidence of the reading at which a wrong character is held against the paper."""

    fact: str
    sure: Decimal = Decimal("0.6")


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact):
        return lack
    fact = facts[params.fact]
    code = fold(str(fact.value))
    if uscc.is_valid(code):
        return satisfied(params.fact)
    expected = uscc.check_character(code[:17]) if len(code) == 18 else None
    doubtful = fact.confidence < params.sure or any(uscc.is_valid(fold(str(doubt))) for doubt in fact.doubts)
    if expected is None or doubtful:
        return undecided("the code was not read surely enough to hold its check character against it", params.fact)
    return violated(params.fact, uscc=code, expected_check=expected)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The weighted sum of the first 17 characters, and what its remainder demands."""
    code = fold(str(facts.value(params.fact) or ""))
    expected = uscc.check_character(code[:17]) if len(code) == 18 else None
    if expected is None:
        return
    total = sum(uscc.ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    value = (31 - total % 31) % 31
    stands = "=" if expected == code[17] else "≠"
    yield (
        f"前17位逐位乘以3的i次方除以31的余数，合计{total}；(31 − {total} mod 31) mod 31 = {value}，对应“{expected}” {stands} 末位“{code[17]}”",
        f"Weighted sum of the first 17 characters {total}; (31 − {total} mod 31) mod 31 = {value}, character {expected} {stands} {code[17]}",
    )
