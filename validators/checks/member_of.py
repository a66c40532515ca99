"""A name is one of a closed list.

A name that is nearly one of them (one character differs) or that is no full legal name is undecided, not violated.

>>> from validators.cases import facts_of
>>> rule = Params("insurer", ("中国人民财产保险股份有限公司", "泰山财产保险股份有限公司"))
>>> names = ("泰山财产保险股份有限公司周村支公司", "鼎衡财产保险股份有限公司", "鼎衡财险")
>>> [check(facts_of({"insurer": name}), rule).verdict.value for name in names]
['satisfied', 'violated', 'undecided']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from validators.alike import nearly
from validators.checks import Line, missing, satisfied, undecided, violated
from validators.checks._worked import en, zh
from validators.facts import Facts, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``values``: the list; ``legal_form``: the words a full name ends with or contains; ``area``: for the sentence;
    ``also``: another fact that may show membership (the branch's name)."""

    fact: str
    values: tuple[str, ...]
    legal_form: str = "有限公司"
    area: str = ""
    also: str | None = None


def check(facts: Facts, params: Params) -> Outcome:
    if lack := missing(facts, params.fact):
        return lack
    name = fold(str(facts[params.fact].value))
    branch = fold(str(facts.value(params.also) or "")) if params.also else ""
    listed = [fold(value) for value in params.values]
    if any(name.startswith(value) or (branch and branch.startswith(value)) for value in listed):
        return satisfied(params.fact)
    if params.legal_form not in name or any(nearly(name[: len(value)], value) for value in listed):
        return undecided("the name was not read as a full legal name that can be compared", params.fact)
    return violated(params.fact, **{params.fact: facts[params.fact].value, "area": params.area})


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    name = facts.value(params.fact)
    if name is None:
        return
    yield (
        f"{zh(params.fact)}“{name}”；名单共{len(params.values)}家：" + "、".join(params.values),
        f"{en(params.fact)} {name}; the list: " + ", ".join(params.values),
    )
