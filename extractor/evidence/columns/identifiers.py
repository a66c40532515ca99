"""What the names of a database's columns say (CLM_NO, acdntTime, CXRQ), by the words that a kind of paper lists for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import yaml

from extractor.document import Table
from extractor.evidence.units import Unit

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]{1,39}(?:[_\- .][A-Za-z0-9]{1,39}){0,4}")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+")
_FEWEST = 3
"""Columns that say something without which a row of identifiers is no header."""
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Words:
    """``words`` of identifiers, what several of them say ``together``, first letters (``initials``), each with what it says."""

    words: Mapping[str, str]
    together: Mapping[str, str]
    initials: Mapping[str, str]


@cache
def words_of(package: str) -> Words:
    """The words in ``codes.yaml`` of a package."""
    raw = yaml.load(
        resources.files(package).joinpath("codes.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    return Words(raw["words"], raw["together"], raw["initials"])


def with_words(table: Table, units: Sequence[Unit], words: Words) -> Sequence[Unit]:
    """The units of a table with its header in words, where it is a row of identifiers."""
    heads = [u for u in units if u.cell is not None and u.cell.row == 0]
    if len(heads) < _FEWEST or not all(_IDENTIFIER.fullmatch(u.text.strip()) for u in heads):
        return units
    said = {id(u): told for u in heads if (told := spelled_out(u.text, words))}
    if len(said) < _FEWEST:
        return units
    return [replace(u, text=said[id(u)], labels={}, options={}) if id(u) in said else u for u in units]


def spelled_out(name: str, words: Words) -> str:
    """What an identifier says, empty where one of its parts says nothing."""
    if (told := words.initials.get(name.strip().lower())) is not None:
        return told
    parts: list[str] = []
    for part in _PART.findall(name):
        found = _said(part.lower(), words.words)
        if not found:
            return ""
        parts += [word for word in found if word not in parts]
    if len(parts) > 1 and "案件" in parts and "号" not in parts:
        parts.remove("案件")  # endCaseTime, caseCloseDate
    if len(parts) > _LEAST and parts[0] == "报案" and parts[-1] != "号":
        parts = parts[1:]  # claimPayAmount
    whole = "".join(parts)
    return words.together.get(whole, whole)


def _said(part: str, words: Mapping[str, str]) -> list[str]:
    """What a part of an identifier says: a word, a word without some letters, or two words at a stretch."""
    if (one := _word(part, words)) is not None:
        return [one]
    for cut in range(len(part) - _LEAST, _LEAST - 1, -1):
        if (first := words.get(part[:cut])) and (second := words.get(part[cut:])):
            return [first, second]
    return []


def _word(part: str, words: Mapping[str, str]) -> str | None:
    """What a word says that may lack letters behind its first; at least three are left."""
    if (told := words.get(part) or words.get(part.removesuffix("s"))) is not None:
        return told
    return next((told for word, told in words.items() if _lacks_letters(part, word)), None)


def _lacks_letters(part: str, word: str) -> bool:
    if part[0] != word[0] or not _LEAST < len(part) < len(word):
        return False
    rest = iter(word)
    return all(letter in rest for letter in part)
