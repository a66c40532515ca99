"""What one finding of the clauses is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ClauseMatch:
    """One thing that an item says: ``text[start:stop]`` is the sentence, ``words`` the words that decided.

    ``amount`` is in yuan (fee, deductible), ``ratio_percent`` in percent. ``kind`` says which cover a deductible is
    for: general, medical, property, rescue, legal, injury. ``negated`` marks sentences that forbid or deny the thing.
    """

    code: str
    start: int
    stop: int
    words: tuple[str, ...] = ()
    amount: Decimal | None = None
    negated: bool = False
    ratio_percent: Decimal | None = None
    kind: str | None = None
