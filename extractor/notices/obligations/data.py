"""The words, patterns and vocabularies of this package, compiled once from its YAML files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[零〇一二两三四五六七八九十百千廿卅半]{1,7}"
_HERE = Path(__file__).parent


@cache
def load(name: str) -> Any:
    """The content of one of the YAML files beside this module."""
    return yaml.load((_HERE / f"{name}.yaml").read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data, {N} replaced by a written number."""
    return re.compile(pattern.replace("{N}", f"(?:{NUMBER})"))


@cache
def word(*path: str) -> re.Pattern[str]:
    """One pattern of words.yaml by its keys: ``word("noise", "definition")``."""
    found = load("words")
    for key in path:
        found = found[key]
    return compiled(found)


@cache
def score(name: str) -> re.Pattern[str]:
    """One pattern of scores.yaml."""
    return compiled(load("scores")[name])


@cache
def ordered(*path: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Code and pattern of a list or mapping of words.yaml, in the order of the file."""
    found = load("words")
    for key in path:
        found = found[key]
    pairs = found.items() if isinstance(found, dict) else found
    return tuple((code, compiled(pattern)) for code, pattern in pairs)


@cache
def parties() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The pattern of every party's name, longest first, and name → code."""
    names = {word: code for code, words in load("words")["parties"].items() for word in words}
    longest = sorted(names, key=len, reverse=True)
    others = load("words")["parties_not_before"]
    alternatives = (re.escape(name) + (f"(?![{others[name]}])" if name in others else "") for name in longest)
    return re.compile("|".join(alternatives)), names


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its code (day, yuan, …) and what it measures (time, amount, ratio, points, count)."""

    code: str
    kind: str


@cache
def units() -> tuple[str, Mapping[str, Unit]]:
    """The alternatives of every unit's words, longest first, and word → unit."""
    words = {w: Unit(code, it["kind"]) for code, it in load("words")["units"].items() for w in it["words"]}
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))), words


@cache
def verbs() -> re.Pattern[str]:
    """What the beginning of an act looks like: 在平台中确定…, 提交…."""
    words = load("words")
    names = "|".join(sorted(words["verbs"], key=len, reverse=True))
    return re.compile(f"{words['verb_lead']}(?:{names})")
