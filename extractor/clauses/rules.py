"""Patterns over concept letters, and the rules made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.clauses.tokens import lexicon, load

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Rule:
    """One way in which a sentence says ``code``; the keys of rules.yaml, compiled."""

    code: str
    needs: frozenset[str]
    any: tuple[Pattern, ...]
    all: tuple[Pattern, ...] = ()
    item: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    unless_match: tuple[Pattern, ...] = ()
    unless_clause: tuple[Pattern, ...] = ()
    but: tuple[Pattern, ...] = ()
    unless_code: frozenset[str] = frozenset()
    negated: bool = False
    money_differs: bool = False
    groups_differ: bool = False
    across: bool = False

    def find(self, sentence: str, item: str) -> re.Match[str] | None:
        """Where in ``sentence`` (letters) the rule holds; None when it does not."""
        if self.needs.isdisjoint(sentence):
            return None
        if not all(p.search(sentence) for p in self.all) or not all(p.search(item) for p in self.item):
            return None
        found = next((m for p in self.any if (m := p.search(sentence)) and not self._undone(m, sentence)), None)
        if found is None or any(p.search(sentence) for p in self.unless):
            return None
        return found

    def _undone(self, match: re.Match[str], sentence: str) -> bool:
        if self.unless_clause:
            start = sentence.rfind(",", 0, match.start()) + 1
            stop = sentence.find(",", match.end())
            clauses = sentence[start : stop if stop >= 0 else len(sentence)]
            if any(p.search(clauses) for p in self.unless_clause):
                return True
        if any(p.search(sentence) for p in self.unless_match):
            return not any(p.search(sentence) for p in self.but)
        return False


_NAME = re.compile(r"[A-Z_]+(?:\|[A-Z_]+)*")


def letters_of(names: str, known: Mapping[str, str] | None = None) -> str:
    """The letters of ``A|B``, of ``known`` or of the vocabulary; an unknown concept is an error of ours."""
    known = lexicon().letters if known is None else known
    return "".join(known[name] for name in names.split("|"))


def compile_pattern(written: str) -> Pattern:
    """A pattern of rules.yaml as a regular expression over letters."""
    return re.compile(spell(written))


def spell(written: str, known: Mapping[str, str] | None = None) -> str:
    """A pattern as the text of a regular expression over the letters of ``known`` (the vocabulary's, if none is given)."""
    out: list[str] = []
    for part in written.split():
        gap = re.fullmatch(r"(\.{2,3})(?:-(.+))?", part)
        if gap:
            barred = "." + (",;" if len(gap[1]) == 2 else "") + (letters_of(gap[2], known) if gap[2] else "")
            out.append(f"[^{re.escape(barred)}]*?")
        elif part == "^":
            out.append(r"(?:^|(?<=[,;.]))")
        elif part == "END":
            out.append(r"(?=[,;.]|$)")
        elif _NAME.fullmatch(part.rstrip("?")):
            out.append(f"[{re.escape(letters_of(part.rstrip('?'), known))}]" + ("?" if part.endswith("?") else ""))
        else:
            raise ValueError(f"not a pattern: {written}")
    return "".join(out)


def _patterns(written: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(one) for one in written)


_LISTS = ("any", "all", "item", "unless", "unless_match", "unless_clause", "but")


def _rule(entry: dict[str, Any]) -> Rule:
    given: dict[str, Any] = {key: _patterns(value) if key in _LISTS else value for key, value in entry.items()}
    given["needs"] = frozenset(letters_of("|".join(entry["needs"])))
    given["unless_code"] = frozenset(entry.get("unless_code", ()))
    return Rule(**given)


@dataclass(frozen=True)
class Rulebook:
    """The sentence rules in order, and the patterns by which the prevention service is judged."""

    rules: tuple[Rule, ...]
    service: dict[str, tuple[Pattern, ...]]


@cache
def rulebook() -> Rulebook:
    """The rules, read once."""
    data = load("rules.yaml")
    return Rulebook(
        tuple(_rule(dict(entry)) for entry in data["rules"]),
        {key: _patterns(value) for key, value in data["service"].items()},
    )
