"""Words that speak for a kind of paper or against it, as ``signals.yaml`` has them, weighed by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from extractor.text.needed import Sign

_HAN = re.compile("[\u4e00-\u9fff]")
HEADED = 2.5  # points at which words of the heading name a kind by themselves
SHORT = 30  # characters: labels, headings and cells; a word there says more than the same word in a clause
IN_PROSE = 0.5  # weight of a word that stands in sentences only


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a kind in a heading and elsewhere, and what speaks against it, each with its points."""

    title: tuple[tuple[Sign, float], ...]
    body: tuple[tuple[Sign, float], ...]
    against: tuple[tuple[Sign, float], ...]


Place = tuple[str, frozenset[str]]
"""Words in which signs are looked for, and the characters in them."""


@cache
def of_kinds() -> Mapping[str, Signals]:
    """The signals of each kind."""
    raw = yaml.load(
        resources.files(__package__).joinpath("signals.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )

    def compiled(entry: Mapping[str, float] | None) -> tuple[tuple[Sign, float], ...]:
        return tuple((Sign.of(str(pattern), re.I), float(weight)) for pattern, weight in (entry or {}).items())

    return {
        kind: Signals(compiled(s.get("title")), compiled(s.get("body")), compiled(s.get("against")))
        for kind, s in raw.items()
    }


def signs() -> Iterator[Sign]:
    """Every sign that kinds are told by: most are compiled where a paper has their characters."""
    for signals in of_kinds().values():
        yield from (sign for sign, _ in (*signals.title, *signals.body, *signals.against))


def headed_kinds(title: str) -> frozenset[str]:
    """The kinds that heading lines without blanks name by themselves; a notice's heading names none.

    >>> sorted(headed_kinds("保险费电子发票")), sorted(headed_kinds("现场照片"))
    (['invoice'], [])
    """
    characters = frozenset(title)
    return frozenset(
        kind
        for kind, signals in of_kinds().items()
        if any(weight >= HEADED and sign.search(title, characters) for sign, weight in signals.title)
    )


def is_headed(words: Mapping[str, list[tuple[float, str]]], kind: str) -> bool:
    """Whether the heading names the kind: a form with its staff listed in it is no list of staff."""
    return any(weight >= HEADED and why.startswith("heading: ") for weight, why in words[kind])


def weigh(signals: Signals, title: Place, short: Place, text: Place) -> tuple[float, list[tuple[float, str]]]:
    """The points of a kind and the words that give them: in the heading, in short units, in sentences."""
    why: list[tuple[float, str]] = []
    heading = 0.0
    for sign, weight in signals.title:
        match = sign.search(*title)
        if match:
            heading = max(heading, weight)
            why.append((weight, f"heading: {match[0][:20]}"))
    total, named = heading, any(_HAN.search(word) for _, word in why)
    for sign, weight in signals.body:
        match = sign.search(*short)
        if match is None and (match := sign.search(*text)) is not None:
            weight *= IN_PROSE
        if match:
            total += weight
            why.append((weight, match[0][:16]))
    if heading and not named and total == heading:
        total, why = 0.0, []  # "claim" or "receipt" over a foreign form that says nothing else of the kind
    for sign, weight in signals.against:
        if sign.search(*short):
            total -= weight
        elif sign.search(*text):
            total -= weight * IN_PROSE
    return total, why
