"""A sum is what its formula gives: the sum of its parts times its factors, one of which may be either of two.

Where a text leaves open which of two coefficients it means, a sum that either of them gives keeps the rule, and the finding says
which was taken. Nothing is asked of papers beside which no terms were handed in.

>>> from validators.cases import facts_of
>>> rule = Params("premium", ("employee_premium", "fixed_premium"), ("no_claim_discount",), ("credit_coefficient", "standardisation_coefficient"))
>>> terms = {"employee_premium": 12000, "fixed_premium": 500, "no_claim_discount": 0.9, "credit_coefficient": 0.95}
>>> [check(facts_of({"premium": premium, **terms}), rule).verdict.value for premium in (10687.50, 12500)]
['satisfied', 'violated']
>>> check(facts_of({"premium": 12500}), rule).verdict.value
'not_applicable'
>>> check(facts_of({"premium": 12500, "employee_premium": 12000}), rule).lacking
('fixed_premium', 'no_claim_discount', 'credit_coefficient', 'standardisation_coefficient')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validators.checks import Line, missing, not_applicable, satisfied, undecided, violated
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome
from validators.say import shown

COMBINE = "each"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Params:
    """``fact`` = (sum of ``parts``) × each of ``factors`` × one of ``either``, within ``tolerance`` (yuan: coefficients are rounded
    when they are quoted)."""

    fact: str
    parts: tuple[str, ...]
    factors: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(1)


def check(facts: Facts, params: Params) -> Outcome:
    terms = (*params.parts, *params.factors, *params.either)
    if all(facts[name].state == "absent" for name in terms):
        return not_applicable("the terms of the formula were not handed in")
    if lack := missing(facts, params.fact):
        return lack
    chosen = [name for name in params.either if facts[name].known]
    lacking = [name for name in (*params.parts, *params.factors) if not facts[name].known]
    lacking += params.either if params.either and not chosen else ()
    if lacking:
        return undecided(f"not handed in: {', '.join(lacking)}", *lacking)
    given = facts[params.fact].value
    results = {name: _worked(facts, params, name) for name in chosen or [""]}
    fits = [name for name, result in results.items() if abs(given - result) <= params.tolerance]
    names = (params.fact, *params.parts, *params.factors, *chosen)
    taken = tuple(fits or chosen)
    out: dict[str, Any] = {params.fact: given, "expected": tuple(sorted(set(results.values()))), "taken": taken}
    return (satisfied if fits else violated)(*names, **out)


def _worked(facts: Facts, params: Params, coefficient: str) -> Decimal:
    """What the formula gives with one of the two coefficients, to the cent."""
    result = sum((Decimal(facts[name].value) for name in params.parts), Decimal(0))
    for name in (*params.factors, *([coefficient] if coefficient else ())):
        result *= Decimal(facts[name].value)
    return result.quantize(_CENT)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The formula worked out with each coefficient that was handed in."""
    chosen = [name for name in params.either if facts[name].known]
    if not all(facts[name].known for name in (*params.parts, *params.factors)) or (params.either and not chosen):
        return
    for name in chosen or [""]:
        factors = (*params.factors, *([name] if name else ()))
        result = shown(_worked(facts, params, name))
        yield (
            f"（{' + '.join(f'{zh(n)}{shown(facts.value(n))}' for n in params.parts)}）"
            + "".join(f" × {zh(n)}{facts.value(n)}" for n in factors) + f" = {result}",
            f"({' + '.join(f'{en(n)} {shown(facts.value(n))}' for n in params.parts)})"
            + "".join(f" × {en(n)} {facts.value(n)}" for n in factors) + f" = {result}",
        )  # fmt: skip
