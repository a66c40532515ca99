"""The shape of a pack: one notice (or statute) turned into rules, as one YAML file; its cases in ``<name>.cases.yaml``.

A pack holds names, numbers, dates and short quoted terms, never expressions. A word that is not known, a key given
twice, a missing word or a number that does not fit stops loading (``validators.law.pack_reading``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import yaml

from validators import checks
from validators.citation import Citation
from validators.finding import Severity
from validators.law.pack_parts import Assignment, Milestone
from validators.marked import Marked as Marked
from validators.marked import PackError as PackError
from validators.marked import checked_words as checked_words
from validators.marked import marked as marked

# Rank of the form of a text: a higher one decides where two cannot both be met.
LAYERS = {
    "law": 100,
    "administrative_regulation": 90,
    "local_regulation": 80,
    "ministry_rule": 70,
    "local_government_rule": 70,
    "national_standard": 65,
    "national": 60,
    "province": 50,
    "city": 40,
    "county": 30,
    "street": 20,
    "advisory": 0,
}
SUBJECTS = ("policy", "report", "hazard", "claim", "entry", "staff", "roster", "enterprise", "area")
"""What a rule may be about. ``entry``: a line of a fee ledger; ``staff``: a list of the people insured; ``roster``: a list of
the enterprises that must insure, ``enterprise`` a line of it; ``area``: a town or sub-district of a roster."""


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a rule from a day on; ``value`` None with a ``reason`` where the number is not known to us."""

    since: date | None
    value: Any
    source: str = ""
    confidence: str = ""
    reason: str = ""


NOT_YET = Value(None, None, reason="规则已生效，第一个数值还没有开始")
"""The number of a rule on a day before the first that its pack gives."""


@dataclass(frozen=True, slots=True)
class Exception_:
    """A case that a more special text governs: in ``region`` (code prefix), from a day on, where ``fact`` has a
    word."""

    fact: str
    contains: tuple[str, ...]
    why: str
    region: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Rule:
    """One demand: which fact, of what, by which check, at which value, how grave, on which article.

    ``governed_by`` names the fact whose day decides whether the rule binds; ``any`` for what holds at every date
    (papers that contradict themselves), so that a date nobody could read does not silence it. ``allow``: a code of
    ``validators.lint`` → why what it remarks is right here.
    ``bars`` are types of findings that a text of lower form may not raise where this rule binds (a closed list of
    insurers, where the choice is free).
    """

    name: str
    type: str
    article: str
    quote: str
    about: str
    governed_by: str
    since: date | None
    until: date | None
    check: str
    with_: Mapping[str, Any]
    values: tuple[Value, ...]
    when: Mapping[str, tuple[Any, ...]]
    if_unknown: str
    exceptions: tuple[Exception_, ...]
    severity: Severity
    confidence: str
    matters: bool
    say: Mapping[str, str]
    reason: str
    former_names: tuple[str, ...]
    citation: Citation
    layer: int
    region: str
    pack: str
    file: str
    line: int
    bound: str = "insurer"
    bars: tuple[str, ...] = ()
    allow: Mapping[str, str] = field(default_factory=dict)

    def in_force(self, day: date) -> bool:
        """Whether the rule binds what its governing date ``day`` governs; both ends inclusive."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def value_at(self, day: date | None) -> Value | None:
        """The number in force on ``day`` (the last one for None); None where the rule has none of its own, and one that is not
        known before the first of its own."""
        fitting = [v for v in self.values if day is None or v.since is None or v.since <= day]
        return fitting[-1] if fitting else NOT_YET if self.values else None

    def params(self, value: Value | None) -> Any:
        """The check's parameters, filled with ``value``."""
        if value is NOT_YET:
            return self._made[0]  # nobody is judged by them: the number is not known
        return self._made[None if value is None else self.values.index(value)]

    @cached_property
    def _made(self) -> Mapping[int | None, Any]:
        made: dict[int | None, Any] = {i: _combined(self.check, self.with_, v.value) for i, v in enumerate(self.values)}
        return made or {None: _combined(self.check, self.with_, None)}

    @cached_property
    def key(self) -> tuple[str, str, str, str]:
        """What two rules must share to be two demands on one thing."""
        return self.type, self.about, self.check, str(self.with_.get("fact") or self.with_.get("end") or "")


@dataclass(frozen=True)
class Pack:
    """One notice as rules. ``region`` is a GB/T 2260 code (``000000`` = everywhere); ``version`` the hash of its
    file. ``milestones`` and ``routing`` as in ``validators.law.pack_parts``."""

    name: str
    title: str
    document: str
    aliases: tuple[str, ...]
    issuer: tuple[str, ...]
    region: str
    place: str
    street_words: tuple[str, ...]
    issued: date | None
    since: date | None
    until: date | None
    layer: str
    confidence: str
    advisory: bool
    url: str
    notes: str
    rules: tuple[Rule, ...]
    version: str
    file: str
    cases_text: str = field(repr=False, default="")
    allow: Mapping[str, str] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    routing: tuple[Assignment, ...] = ()

    @property
    def prefix(self) -> str:
        """The significant digits of the region: 341300 → 3413, 330604001 stays, 000000 → empty."""
        return significant(self.region)

    def cases(self) -> Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]:
        """Rule name → verdict → fact dictionaries; read only when asked for."""
        return _cases(self.cases_text)


@lru_cache(maxsize=64)  # more than the packs shipped, whose rules are asked for their cases one by one
def _cases(text: str) -> Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]:
    return yaml.load(text, Loader=yaml.CSafeLoader) or {}


def significant(code: str) -> str:
    """A region code without its empty lower levels.

    >>> significant("341300"), significant("330604001"), significant("000000"), significant("110000")
    ('3413', '330604001', '', '11')
    """
    while len(code) in (2, 4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def _combined(check: str, with_: Mapping[str, Any], value: Any) -> Any:
    cls = checks.modules()[check].Params
    given = dict(with_)
    if value is not None:
        names = [f.name for f in dataclasses.fields(cls)]
        given["value" if "value" in names else "values"] = value
    kinds = {f.name: str(f.type) for f in dataclasses.fields(cls)}
    for name, content in given.items():
        if isinstance(content, list):
            given[name] = tuple(content)
        elif kinds.get(name, "").startswith("Decimal") and isinstance(content, int | float):
            given[name] = Decimal(str(content))
    return cls(**given)
