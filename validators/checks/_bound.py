"""What ``at_least`` and ``at_most`` share: one number beside a bound, the doubts of a reading weighed in the paper's favour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validators.checks import SHORT, Line, missing, not_applicable, undecided
from validators.checks._worked import en, ratio, sign, zh
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.say import shown

Holds = Callable[[Any, Any], bool]
"""Whether a number keeps its bound: ``operator.ge`` for a floor, ``operator.le`` for a ceiling."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """``fact`` keeps to ``value`` or to the fact named ``than``; ``label`` and ``bound`` name the two numbers in the
    finding; ``shown`` are facts put into the sentence and its evidence. ``optional``: other papers than these state the
    fact; then the rule does not apply. ``sure``: below this confidence a second reading that would do excuses the paper."""

    fact: str
    than: str | None = None
    value: Decimal | None = None
    label: str = "value"
    bound: str = "bound"
    shown: tuple[str, ...] = ()
    optional: bool = False
    sure: float = 0.8


def judge(facts: Facts, params: Bounded, holds: Holds) -> Outcome:
    """The outcome for ``params.fact`` beside the number of the pack or the fact it is compared to."""
    subject = facts[params.fact]
    if params.optional and subject.state == "absent":
        return not_applicable(f"{params.fact} is no matter of these papers")
    names = (params.fact,) if params.than is None else (params.fact, params.than)
    if params.than is not None and (lack := missing(facts, params.than)):
        return lack
    bound = params.value if params.than is None else facts.value(params.than)
    if subject.state == "absent" or bound is None:
        return missing(facts, params.fact) or undecided("the bound is not known", *names)
    kept = holds(subject.value, bound)
    if subject.rivals and any(holds(rival, bound) is not kept for rival in subject.rivals):
        return undecided(f"{params.fact}: {subject.why}", params.fact)
    if not kept and _excused(facts, params, holds, bound):
        return undecided("a second reading would do", *names)
    out = {params.label: subject.value, params.bound: bound}
    for name in params.shown:
        out[SHORT.get(name, name)] = facts.value(name)
    return Outcome(Verdict.SATISFIED if kept else Verdict.VIOLATED, out, names + params.shown)


def _excused(facts: Facts, params: Bounded, holds: Holds, bound: Decimal) -> bool:
    """Whether a number that was not read surely has a second reading by which nothing would be wrong."""
    subject, than = facts[params.fact], facts[params.than] if params.than else None
    if subject.confidence < params.sure and any(holds(doubt, bound) for doubt in subject.doubts):
        return True
    return than is not None and than.confidence < params.sure and any(holds(subject.value, d) for d in than.doubts)


def worked(facts: Facts, params: Bounded) -> Iterator[Line]:
    """The number beside its bound, and how it was worked out where it is a share of two sums."""
    yield from ratio(facts, params.fact)
    bound = params.value if params.than is None else facts.value(params.than)
    if bound is None:
        return
    percent = "%" if "percent" in params.label or "ratio" in params.fact or "rate" in params.fact else ""
    limit = ("下限", "at least") if params.bound == "minimum" or "min" in params.bound else ("上限", "at most")
    name = limit if params.than is None else (zh(params.than), en(params.than))
    for value in facts[params.fact].candidates():
        stands = sign(value, bound)
        yield (
            f"{zh(params.fact)}{shown(value)}{percent} {stands} {name[0]}{shown(bound)}{percent}",
            f"{en(params.fact)} {shown(value)}{percent} {stands} {name[1]} {shown(bound)}{percent}",
        )
