"""What the modules of the lint look at, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal

import yaml

from validators.cases import facts_of
from validators.law.pack import Marked, Pack, Rule, marked
from validators.law.pack_text import read_pack

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """A class of faults. ``error``: it judges wrongly or not at all; ``warning``: somebody should look; ``note``: it is so, and
    may be meant. ``means`` in English for the manual; the remedies in both languages."""

    level: Level
    means: str
    remedy_zh: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: ``line`` is 1-based; ``rule`` and ``pack`` "" where it is none's; ``pack_file`` is the file of the
    pack that it belongs to, also where ``file`` holds its cases or requirements."""

    file: str
    line: int
    code: str
    level: Level
    zh: str
    en: str
    rule: str = ""
    pack: str = ""
    pack_file: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one pack, as text; ``file`` is only shown. ``requirements`` None where there is no such file."""

    file: str
    text: str
    cases: str = ""
    requirements: str | None = None

    @property
    def cases_file(self) -> str:
        return beside(self.file, "cases")

    @property
    def requirements_file(self) -> str:
        return beside(self.file, "requirements")


def beside(file: str, what: str) -> str:
    """The name of the file beside a pack.

    >>> beside("x/name.yaml", "cases")
    'x/name.cases.yaml'
    """
    return f"{file.removesuffix('.yaml')}.{what}.yaml"


@dataclass(frozen=True)
class Loaded:
    """A pack that could be read: as understood, and as written with its lines."""

    source: Source
    pack: Pack
    table: Marked
    rules: Mapping[str, Marked]

    def line(self, rule: Rule | None, *words: str) -> int:
        """The line of the first of the words that is written in the rule (the head for None), else where that begins."""
        table = self.table if rule is None else self.rules[rule.name]
        return next((table.lines[word] for word in words if word in table), table.line)

    def value_line(self, rule: Rule, index: int) -> int:
        """The line of a rule's number."""
        written = self.rules[rule.name].get("values")
        return written[index].line if isinstance(written, list) else self.line(rule, "value")

    @cached_property
    def case_lines(self) -> Mapping[str, int]:
        """Rule → line in the file of cases; empty where that cannot be read."""
        try:
            return marked(self.source.cases, self.source.cases_file).lines
        except Exception:  # what is wrong with it is said by the rehearsal
            return {}

    def fault(
        self, code: str, level: Level, zh: str, en: str, rule: Rule | None = None, *words: str, line: int = 0
    ) -> Fault:
        """A fault of this pack, at the line of one of the words, or at ``line``."""
        at = line or self.line(rule, *words)
        file = self.source.file
        return Fault(file, at, code, level, zh, en, rule.name if rule else "", self.pack.name, file)


@dataclass(frozen=True)
class Ground:
    """Everything that is linted together: the packs that could be read, and those in use ``beside`` them."""

    loaded: tuple[Loaded, ...]
    beside: tuple[Pack, ...] = ()

    def rules(self) -> Iterator[tuple[Loaded, Rule]]:
        for one in self.loaded:
            for rule in one.pack.rules:
                yield one, rule

    def others(self, one: Loaded) -> Iterator[Pack]:
        """Every pack but this one."""
        yield from (other.pack for other in self.loaded if other is not one)
        yield from self.beside


def load(source: Source) -> Loaded:
    """Raises PackError with file, line and the words allowed."""
    pack = read_pack(source.text, source.file, source.cases)
    table = marked(source.text, source.file)
    return Loaded(source, pack, table, {str(rule["name"]): rule for rule in table["rules"] or ()})


@lru_cache(maxsize=256)
def _cases_of_text(text: str, file: str) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Rule → its cases that make facts; what is wrong with the others the rehearsal says."""
    out: dict[str, tuple[Mapping[str, Any], ...]] = {}
    try:
        groups = yaml.load(text, Loader=yaml.CSafeLoader) or {}
        for name, verdicts in groups.items():
            out[str(name)] = tuple(case for group in verdicts.values() for case in group if _makes_facts(case))
    except Exception:  # the file may be of any shape
        return out
    return out


def _makes_facts(case: Any) -> bool:
    try:
        facts_of(case)
    except Exception:  # a case may be of any shape
        return False
    return True


def cases_in(pack: Pack, rule: Rule) -> tuple[Mapping[str, Any], ...]:
    """The cases of a rule, of every verdict."""
    return _cases_of_text(pack.cases_text, pack.file).get(rule.name, ())


# --- when, where and on what two rules meet --------------------------------------------------------------------------


def same_time(one: Rule, two: Rule) -> bool:
    """Whether there is a governing date on which both bind."""
    starts = [day for day in (one.since, two.since) if day]
    ends = [day for day in (one.until, two.until) if day]
    return not starts or not ends or max(starts) <= min(ends)


def same_place(one: Pack, two: Pack) -> bool:
    """Whether there is a place that both reach."""
    return one.prefix.startswith(two.prefix) or two.prefix.startswith(one.prefix)


def same_case(one: Rule, two: Rule) -> bool:
    """Whether what they presuppose can hold together: no fact that each wants otherwise."""
    return all(set(wanted) & set(two.when[fact]) for fact, wanted in one.when.items() if fact in two.when)


def numbers_together(one: Rule, two: Rule) -> Iterator[tuple[date | None, Any, Any]]:
    """The numbers of both on every day on which one of them changes, within the time both bind."""
    days = {day for rule in (one, two) for day in (rule.since, *(v.since for v in rule.values)) if day}
    every: list[date | None] = [*sorted(days)]
    for day in every or [None]:
        if day is not None and not (one.in_force(day) and two.in_force(day)):
            continue
        first, second = one.value_at(day), two.value_at(day)
        if first is not None and second is not None and first.value is not None and second.value is not None:
            yield day, first.value, second.value
