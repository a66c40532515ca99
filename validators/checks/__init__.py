"""The room of check types: one module per type, found by looking; adding one is adding a file.

A check module holds
- ``Params``: a frozen dataclass; its fields are the words a pack may write under ``with:``; ``value`` is filled from
  the
  rule's ``value``/``values`` for the governing date;
- ``check(facts, params) -> Outcome``: pure; opens nothing, asks no clock, raises nothing for a bad paper;
- ``arithmetic(facts, params, said) -> Iterable[Line]``, optional: how the answer was worked out, line by line, in Chinese
  and English; ``said`` are the numbers of the finding (``validators.explain``);
- ``COMBINE``: how two demands of this type on one thing join across layers: ``"max"`` (floors), ``"min"`` (ceilings,
  deadlines), ``"union"`` (required and prohibited things), ``"each"`` (no joining, all are judged).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from validators.facts import Facts
from validators.finding import Outcome, Verdict

Line = tuple[str, str]
"""A line of an explanation: in Chinese, in English."""


@cache
def modules() -> Mapping[str, ModuleType]:
    """Every check type by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


# What a finding calls a fact whose own name only makes sense among all facts.
SHORT = {
    "contract_date": "sign_date",
    "period_start": "start",
    "claim_uploaded": "uploaded",
    "hazard_deadline": "deadline",
    "hazard_reported_on": "reported_on",
    "prevention_fee": "fee",
}


def satisfied(*facts: str, **params: Any) -> Outcome:
    return Outcome(Verdict.SATISFIED, params, facts)


def violated(*facts: str, **params: Any) -> Outcome:
    return Outcome(Verdict.VIOLATED, params, facts)


def not_applicable(why: str) -> Outcome:
    return Outcome(Verdict.NOT_APPLICABLE, why=why)


def undecided(why: str, *lacking: str, **params: Any) -> Outcome:
    """Undecided, for want of the facts named."""
    return Outcome(Verdict.UNDECIDED, params, lacking, why, lacking)


def missing(facts: Facts, *names: str) -> Outcome | None:
    """An undecided outcome when one of the named facts is absent or contradicted, else None."""
    for name in names:  # asked of most facts of most filings: the common answer first
        if facts[name].state != "known":
            break
    else:
        return None
    lacking = tuple([name for name in names if facts[name].state != "known"])
    return undecided("; ".join(f"{name}: {facts[name].why or facts[name].state}" for name in lacking), *lacking)
