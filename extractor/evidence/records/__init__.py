"""Lists of records in any manner, read by one scored mechanism: atoms, rival partitions into records, slots, roles, choice.

``atoms`` cuts a paper into short runs of words, with the label that stands before each; ``ordinals`` knows numbers of any
form; ``partitions`` tells in which ways the atoms may be records; ``slots`` sets the atoms of all records side by side;
``assignment`` gives the slots their roles, all together, and says what that explains. ``best`` chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractor.evidence.records.assignment import Judged, Told, told_by
from extractor.evidence.records.atoms import Atom, atoms_of, with_labels_apart
from extractor.evidence.records.by_words import told_partitions
from extractor.evidence.records.partitions import Partition, partitions
from extractor.evidence.records.roles import Model
from extractor.evidence.records.slots import Slot, slots_by_words, slots_of
from extractor.evidence.units import Unit

__all__ = ["Model", "Told", "best", "best_by_words"]


def best(units: Sequence[Unit], model: Model) -> Told | None:
    """The partition of the units into records whose roles explain most; None where none tells two records or more."""
    return _best(units, model, partitions, slots_of)


def best_by_words(units: Sequence[Unit], model: Model) -> Told | None:
    """The same of partitions that the words themselves suggest, where nothing printed parts the records."""
    return _best(units, model, told_partitions, slots_by_words)


def _best(
    units: Sequence[Unit],
    model: Model,
    ways: Callable[[Sequence[Atom], Model], Iterator[Partition]],
    sides: Callable[[Sequence[Sequence[Atom]], Model], Iterator[list[Slot]]],
) -> Told | None:
    chosen: Told | None = None
    judged = Judged(model)
    seen: dict[tuple[tuple[int, ...], ...], float] = {}
    for atoms in _cut_in_ways(units, model):
        for partition in ways(atoms, model):
            form = tuple(tuple(map(id, record)) for record in partition.records)
            if seen.get(form, _NEVER) >= partition.worth or not _may_tell(partition.records, model):
                continue
            seen[form] = partition.worth
            for slots in sides(partition.records, model):
                told = told_by(slots, partition, judged)
                if told is not None and (chosen is None or told.score > chosen.score + _MARGIN):
                    chosen = told
    return chosen


def _cut_in_ways(units: Sequence[Unit], model: Model) -> Iterator[Sequence[Atom]]:
    """The atoms of the units: by lines or by sentences, each with labels that stand in units of their own or without."""
    coarse, *fine = atoms_of(units, model)
    for plain in (coarse, *(way for way in fine if len(way) > len(coarse))):
        yield plain
        labelled = with_labels_apart(plain, model)
        if labelled is not plain:
            yield labelled


def _may_tell(records: Sequence[Sequence[Atom]], model: Model) -> bool:
    """Whether most records have something that may be their key."""
    keyed = sum(any(model.may_be_key(atom.label, atom.text) for atom in record) for record in records)
    return keyed >= _HALF * len(records)


_HALF = 0.5
_NEVER = float("-inf")
_MARGIN = 1e-6
