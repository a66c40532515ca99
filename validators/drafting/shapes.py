"""Which rule a demand of a notice becomes: the table ``shapes.yaml``, and the first line of it that fits a demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.record import Row
from validators.drafting import lists


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of rule. ``value`` says what the demand's number or list becomes: number, items, names, sectors, whole (all of
    them, as 100 %), one (a single year), service (the kind that the act names, once a year), yearly_day ("12-15"), none. ``case``: facts that every case of such a rule has; ``allow``: remarks of the lint that are right for it, and
    why. ``any_force``: also for what the notice only says in principle. ``most``: a larger number is of another thing."""

    slug: str
    type: str
    about: str
    check: str
    with_: Mapping[str, Any]
    value: str
    severity: str
    date: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)
    items: str = ""
    matters: bool | None = None
    say: Mapping[str, str] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    allow: Mapping[str, str] = field(default_factory=dict)
    any_force: bool = False
    most: int | None = None
    subjects: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()

    def fits(self, demand: Row) -> bool:
        """Whether the demand is of this shape."""
        wanted = (
            ("subject", self.subjects),
            ("kind", self.kinds),
            ("unit", self.units),
            ("operator", self.operators),
            ("party", self.parties),
            ("trigger_code", self.triggers),
        )
        if any(words and demand.value(column) not in words for column, words in wanted):
            return False
        number = demand.value("value")
        if self.value == "number":
            return isinstance(number, Decimal) and (self.most is None or number <= self.most)
        if self.value == "one":
            return bool(number == 1)
        if self.value == "whole":
            return bool(number == 100)
        if self.value == "yearly_day":
            return isinstance(number, str)
        if self.value == "service":
            return number == 1 and bool(lists.codes("service", (str(demand.value("act") or ""),)))
        return self.value == "none" or isinstance(number, tuple)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,) if value else ()


_NOT_BINDING = ("may", "encourage")


@cache
def shapes() -> tuple[Shape, ...]:
    """Every shape, in the order in which they are tried."""
    given = yaml.load((files("validators.drafting") / "shapes.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    lists = {
        "subject": "subjects",
        "kinds": "kinds",
        "units": "units",
        "operators": "operators",
        "parties": "parties",
        "triggers": "triggers",
    }
    renamed = {"with": "with_", "undecided_matters": "matters"}
    out = []
    for entry in given:
        words: dict[str, Any] = {
            lists.get(k, renamed.get(k, k)): _words(v) if k in lists else v for k, v in entry.items()
        }
        out.append(Shape(**words))
    return tuple(out)


def shape_of(demand: Row) -> Shape | None:
    """The first shape that fits; None where a person must say what it becomes, and for what is only allowed or encouraged."""
    return next((shape for shape in shapes() if shape.fits(demand) and _binds(shape, demand.value("modality"))), None)


def _binds(shape: Shape, force: Any) -> bool:
    """Whether the words bind enough for a rule: a goal is a figure of a roster at most, an encouragement is nothing."""
    if force == "goal":
        return shape.any_force or shape.about in ("roster", "enterprise")
    return shape.any_force or force not in _NOT_BINDING
