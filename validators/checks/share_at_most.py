"""A sum is at most such a share of another one, on the base that the text names.

Where only a larger base is known (the whole premium, for what of it was received), a share above the cap on that base is
above it on the smaller one too; a share below it decides nothing, and the outcome says on which base it was worked out.
Unless it is so small that it would be at most the cap on that part of the larger base, ``surely`` in percent, which nobody doubts
as long as the fact ``doubted`` does not hold: a premium paid in parts may have been received to a quarter.

>>> from decimal import Decimal
>>> from validators.cases import facts_of
>>> rule = Params("ledger_spent", "premium_received", "premium", value=Decimal(21), surely=Decimal(50), doubted="in_parts")
>>> [check(facts_of(case), rule).verdict.value for case in (
...     {"ledger_spent": 2000, "premium": 10000, "premium_received": 8000},
...     {"ledger_spent": 2000, "premium": 10000},
...     {"ledger_spent": 2200, "premium": 10000},
...     {"ledger_spent": 1000, "premium": 10000},
...     {"ledger_spent": 1000, "premium": 10000, "in_parts": True},
...     {"ledger_spent": 1600, "premium": 10000, "premium_received": 8000})]
['violated', 'undecided', 'violated', 'satisfied', 'undecided', 'satisfied']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validators.checks import Line, missing, not_applicable, undecided
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.say import shown

COMBINE = "min"
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Params:
    """``fact`` ÷ ``base`` ≤ ``value`` percent; ``larger``: a base that is never the smaller one, and ``raised``: what it
    became since, which is taken where it is more; ``surely``: the part of the larger base, percent, that the base comes to at
    least, unless the fact ``doubted`` holds; ``fixed``: not less either.
    Sums in yuan, rounded to whole fen. Without ``fact`` on the papers the rule does not apply."""

    fact: str
    base: str
    larger: str
    raised: str = ""
    value: Decimal | None = None
    surely: Decimal | None = None
    doubted: str = ""
    fixed: bool = False
    shown: tuple[str, ...] = ()


def check(facts: Facts, params: Params) -> Outcome:
    if facts[params.fact].state == "absent":
        return not_applicable(f"{params.fact} is no matter of these papers")
    if lack := missing(facts, params.fact):
        return lack
    if params.value is None:
        return undecided("the cap is not known", params.fact)
    larger = _larger(facts, params)
    own, whole = _share(facts, params, params.base), _share(facts, params, larger)
    out: dict[str, Any] = {name: facts.value(name) for name in params.shown}
    out |= {"share": own, "share_of_whole": whole, "maximum_percent": params.value, "amount": facts.value(params.fact)}
    out["base"] = params.base if own is not None else larger
    names = (params.fact, params.base, larger)
    if own is not None and params.fixed and _is_of_whole(facts, params, larger):
        return undecided(f"it is the share of {larger}; the rest may be received later", params.base, **out)
    if own is not None:
        return Outcome(Verdict.VIOLATED if _off(facts, params) else Verdict.SATISFIED, out, names)
    if whole is not None and _excess(facts, params, larger) > _FEN:
        return Outcome(Verdict.VIOLATED, out, (params.fact, larger))
    if params.surely is not None and whole is not None and _is_far_below(facts, params, larger):
        return Outcome(Verdict.SATISFIED, out, (params.fact, larger))
    why = facts[params.base].why or facts[params.base].state
    said = f"; it is {whole} % of {larger}" if whole is not None else ""
    return undecided(f"{params.base}: {why}{said}", params.base, **out)


def _larger(facts: Facts, params: Params) -> str:
    """The name of the base that is never the smaller one."""
    after = facts.value(params.raised) if params.raised else None
    return params.raised if after is not None and after > (facts.value(params.larger) or 0) else params.larger


def _share(facts: Facts, params: Params, base: str) -> Decimal | None:
    """The share in percent; None where the base is not known."""
    whole = facts.value(base)
    return (facts.value(params.fact) / whole * 100).quantize(_FEN) if whole else None


def _is_of_whole(facts: Facts, params: Params, larger: str) -> bool:
    """Whether a fixed share is right on the larger base, of which but a part was received so far."""
    whole = facts.value(larger)
    part_only = whole is not None and facts.value(params.base) < whole
    return part_only and abs(_excess(facts, params, larger)) <= _FEN < abs(_excess(facts, params, params.base))


def _off(facts: Facts, params: Params) -> bool:
    """Whether the sum lies beyond the cap, or off the fixed share, by more than the rounding to whole fen."""
    excess = _excess(facts, params, params.base)
    return excess > _FEN or (params.fixed and excess < -_FEN)


def _is_far_below(facts: Facts, params: Params, larger: str) -> bool:
    """Whether the sum is at most the cap on that part of the larger base which nobody doubts; of two, what it became the least."""
    if params.doubted and facts.value(params.doubted):
        return False
    bases = [
        value for name in (larger, params.larger, params.raised) if name and (value := facts.value(name)) is not None
    ]
    share = (params.surely or Decimal(0)) / 100 * (params.value or Decimal(0)) / 100
    return bool(facts.value(params.fact) <= min(bases) * share)


def _excess(facts: Facts, params: Params, base: str) -> Decimal:
    """The sum above its cap on that base, yuan; negative below it."""
    excess: Decimal = facts.value(params.fact) - facts.value(base) * (params.value or 0) / 100
    return excess


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    """The share on each base that is known, the text's own first."""
    part = facts.value(params.fact)
    for base in (params.base, _larger(facts, params)):
        share, whole = _share(facts, params, base), facts.value(base)
        if share is not None:
            yield (
                f"{zh(params.fact)}{shown(part)} ÷ {zh(base)}{shown(whole)} = {share}%（上限{params.value}%）",
                f"{en(params.fact)} {shown(part)} ÷ {en(base)} {shown(whole)} = {share}% (cap {params.value}%)",
            )
