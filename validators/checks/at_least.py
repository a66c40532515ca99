"""An amount, ratio or count is at least a minimum: a number of the pack (``value``) or another fact (``than``).

>>> from validators.cases import facts_of
>>> check(facts_of({"per_person_limit": 250000}), Params("per_person_limit", value=Decimal(300000))).verdict.value
'violated'
>>> everyone = Params("insured_count", than="employee_count")
>>> check(facts_of({"insured_count": 30, "employee_count": 28}), everyone).verdict.value
'satisfied'
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from validators.checks import SHORT, missing, not_applicable, satisfied, undecided, violated
from validators.filing import Facts
from validators.finding import Outcome

COMBINE = "max"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact`` ≥ ``value`` or ≥ the fact named ``than``; ``label`` and ``bound`` name the two numbers in the finding;
    ``shown`` are facts put into the sentence and its evidence. ``optional``: other papers than
    these state the fact; then the rule does not apply.
    ``sure``: below this confidence a second reading that would do excuses the paper."""

    fact: str
    than: str | None = None
    value: Decimal | None = None
    label: str = "value"
    bound: str = "minimum"
    shown: tuple[str, ...] = ()
    optional: bool = False
    sure: float = 0.8


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and facts[params.fact].state == "absent":
        return not_applicable(f"{params.fact} is no matter of these papers")
    names = (params.fact,) if params.than is None else (params.fact, params.than)
    subject = facts[params.fact]
    if params.than is not None and (lack := missing(facts, params.than)):
        return lack
    floor = params.value if params.than is None else facts.value(params.than)
    if subject.state == "absent" or floor is None:
        return missing(facts, params.fact) or undecided("the minimum is not known", *names)
    answers = {candidate >= floor for candidate in subject.candidates()}
    if len(answers) > 1:
        return undecided(f"{params.fact}: {subject.why}", params.fact)
    if answers == {False} and _excused(facts, params, subject.value, floor):
        return undecided("a second reading would do", *names)
    out = {params.label: subject.value, params.bound: floor, **{SHORT.get(n, n): facts.value(n) for n in params.shown}}
    return (satisfied if answers.pop() else violated)(*names, *params.shown, **out)


def _excused(facts: Facts, params: Params, value: Decimal, bound: Decimal) -> bool:
    """Whether a number that was not read surely has a second reading by which nothing would be wrong."""
    subject, than = facts[params.fact], facts[params.than] if params.than else None
    if subject.confidence < params.sure and any(doubt >= bound for doubt in subject.doubts):
        return True
    return than is not None and than.confidence < params.sure and any(value >= doubt for doubt in than.doubts)
