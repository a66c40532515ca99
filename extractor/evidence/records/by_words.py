"""The ways in which words alone may part records, where nothing printed does: at each run of what tells the key role, and a run of such
lines beside a run of as many that answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.orders import orders_of
from extractor.evidence.records.partitions import Partition, Record, by_starts, with_lead
from extractor.evidence.records.roles import Model

_CHANCE, _ONE_EACH = 0.0, 0.5
"""What such a way is worth for each record."""


def told_partitions(atoms: Sequence[Atom], model: Model) -> Iterator[Partition]:
    """Partitions whose records begin with what tells the key role by its own words, or shortly before it."""
    for ordered in orders_of(atoms):
        yield from by_starts(ordered, _told(ordered, model), _CHANCE, model)
    yield from (Partition(records, _ONE_EACH) for records in _answered(atoms, model))


def _told(atoms: Sequence[Atom], model: Model) -> Iterator[list[int]]:
    """The places of what tells the key role by its own words, where something else stands between one and the next."""
    keys = {role.name for role in model.roles if role.key}
    told = [model.tells(atom.text) in keys for atom in atoms]
    places = [i for i, is_key in enumerate(told) if is_key and not (i and told[i - 1])]
    if places:
        yield places
        yield from with_lead(atoms, places)


_MOST_BETWEEN = 2
"""Headings between a list and what answers it."""


def _answered(atoms: Sequence[Atom], model: Model) -> Iterator[list[Record]]:
    """A run of lines that tell the key role and a run of as many that tell another, one after the other: each answers its own."""
    lines = [atom for atom in atoms if not atom.bare]
    told = [model.tells(atom.text) for atom in lines]
    keys = {role.name for role in model.roles if role.key}
    start = 0
    for k in range(len(lines) + 1):
        if k < len(lines) and told[k] in keys and (k == start or _follows(lines[k - 1], lines[k])):
            continue
        n = k - start
        if n > 1:
            for first in range(k, min(k + _MOST_BETWEEN, len(lines) - n) + 1):
                other = told[first : first + n]
                one_each = all(_follows(a, b) for a, b in pairwise(lines[first : first + n]))
                if one_each and not keys & set(other) and sum(map(bool, other)) > _FEW * n:
                    yield list(zip(lines[start:k], lines[first : first + n], strict=True))
        start = k if k < len(lines) and told[k] in keys else k + 1


def _follows(one: Atom, other: Atom) -> bool:
    return other.first and not other.label and 0 < other.unit.index - one.unit.index <= 1


_FEW = 0.3
