"""One day or moment does not come before (``strict``: nor at) another.

>>> from validators.cases import facts_of
>>> check(facts_of({"period_start": "2024-01-15T00:00", "period_end": "2023-08-28T24:00"}),
...       Params("period_end", "period_start", strict=True)).verdict.value
'violated'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.values.dates import Moment
from validators.checks import Line, missing, not_applicable, satisfied, violated
from validators.checks._worked import at, en, sign, zh
from validators.checks.one_year import instant
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact`` ≥ ``than`` (``strict``: >). ``optional``: most papers name only one of them, then the rule does not apply."""

    fact: str
    than: str
    strict: bool = False
    optional: bool = False


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and any(facts[name].state == "absent" for name in (params.fact, params.than)):
        return not_applicable("the papers do not name both")
    if lack := missing(facts, params.fact, params.than):
        return lack
    later, earlier = facts[params.fact].value, facts[params.than].value
    one, two = instant(later), instant(earlier)
    if one > two or (one == two and not params.strict):
        return satisfied(params.fact, params.than)
    day = {name: (v.day if isinstance(v, Moment) else v) for name, v in ((params.fact, later), (params.than, earlier))}
    return violated(params.fact, params.than, start=day[params.than], end=day[params.fact])


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    later, earlier = facts.value(params.fact), facts.value(params.than)
    if later is None or earlier is None:
        return
    stands = sign(instant(later), instant(earlier))
    yield (
        f"{zh(params.fact)}{at(later)} {stands} {zh(params.than)}{at(earlier)}",
        f"{en(params.fact)} {at(later)} {stands} {en(params.than)} {at(earlier)}",
    )
