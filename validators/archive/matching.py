"""What a paper is alike to, and how the few that may be alike are found among many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

MOST_COMPARED: Final = 20
MOST_NAMED: Final = 5
"""Of what is alike, as many are compared with each and named: time and findings stay in proportion to the papers."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a report or photo is alike to. ``how`` is a code of words.yaml; ``other`` the index of the filing of ``paper``;
    ``why`` says what keeps it undecided, "" where nothing does."""

    how: str
    other: int
    paper: str
    why: str = ""


def buckets(keyed: Iterable[tuple[Hashable, T]]) -> Mapping[Hashable, list[T]]:
    """Items by what they have in common; what nothing else has is left out.

    >>> buckets([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3]}
    """
    found: dict[Hashable, list[T]] = {}
    for key, item in keyed:
        found.setdefault(key, []).append(item)
    return {key: items for key, items in found.items() if len(items) > 1}
