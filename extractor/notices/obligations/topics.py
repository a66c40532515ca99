"""What a demand is about: the first rule of subjects.yaml that its act, clause, sentence or heading satisfies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.notices.obligations.data import compiled, load

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject code and who is bound when nobody is named (``party``) or whoever is named (``bound``)."""

    code: str
    party: str | None = None
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    topic: Topic
    kinds: frozenset[str]
    any: re.Pattern[str]
    unless: re.Pattern[str] | None
    trigger: frozenset[str]
    units: frozenset[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            Topic(row["code"], row.get("party"), row.get("bound")),
            frozenset(row["kinds"]),
            compiled(row["any"]),
            compiled(row["unless"]) if "unless" in row else None,
            frozenset(row.get("trigger", ())),
            frozenset(row.get("units", ())),
        )
        for row in load("subjects")
    )


@lru_cache(maxsize=256)
def _rules_of(kind: str, trigger: str, unit: str) -> tuple[_Rule, ...]:
    return tuple(
        r
        for r in _rules()
        if kind in r.kinds and (not r.trigger or trigger in r.trigger) and (not r.units or unit in r.units)
    )


def topic(kind: str, words: Sequence[str], trigger: str = "none", unit: str = "") -> Topic:
    """The subject of a demand of this kind; ``words`` from the narrowest to the widest. Code ``other`` when none fits."""
    rules = _rules_of(kind, trigger, unit)
    for text in dict.fromkeys(words):
        for rule in rules:
            if rule.any.search(text) and not (rule.unless and rule.unless.search(text)):
                return rule.topic
    return Topic(OTHER)
