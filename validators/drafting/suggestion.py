"""The draft of a pack before anybody has looked: its head, its rules, what is demanded, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from validators.drafting.numbers import SHAPES, NumberShape


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a draft. "" and None where the paper does not say; ``region`` "" where no place was recognised."""

    name: str
    title: str
    document: str
    issuer: tuple[str, ...]
    region: str
    place: str
    issued: date | None
    since: date | None
    until: date | None
    layer: str
    confidence: str
    advisory: bool
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """One rule that a number of the paper makes.

    ``key`` is the field's name. ``line`` is the 1-based line the number stands in, None where it was not found again.
    ``article`` is the path of the clause above it, "" where the paper numbers none. ``others`` are different values that the
    paper names too. ``how`` and ``confidence`` are the reading's; below 0.9 or with others a person must look.
    """

    key: str
    value: Decimal
    article: str
    quote: str
    severity: str
    line: int | None
    how: str
    confidence: float
    others: tuple[str, ...] = ()

    @property
    def shape(self) -> NumberShape:
        return SHAPES[self.key]

    @property
    def sure(self) -> bool:
        return self.confidence >= 0.9 and not self.others and bool(self.article) and self.how != "prose:working days"


@dataclass(frozen=True, slots=True)
class Demand:
    """A line that commands or forbids. ``start``, ``stop``: the commanding word in the line. ``drafted``: the key of the rule
    made from it, "" where nobody has drafted one."""

    line: int
    start: int
    stop: int
    text: str
    drafted: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a person must supply or check. ``code`` is stable; ``params`` fill its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a notice comes to, before anybody has looked."""

    head: Head
    rules: tuple[Suggested, ...]
    demands: tuple[Demand, ...]
    gaps: tuple[Gap, ...]
