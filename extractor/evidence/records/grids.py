"""Rival grids of a list of values: its records told apart in every way that the paper suggests, each as a table.

The records are set under each other, what has the same label or stands at the same place as one column, under that label. Who
knows what the columns of such a table mean reads it as any other table, with all that sums and days prove, and says which of
the grids tells most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractor.evidence.records.atoms import Atom, with_labels_apart
from extractor.evidence.records.columns import LEAST_VALUES, Key, Rows, columns, lying
from extractor.evidence.records.drawn import SPARSE, Grid, drawn
from extractor.evidence.records.partitions import Partition, Record, partitions
from extractor.evidence.records.roles import Model
from extractor.evidence.records.value_partitions import by_first_values, by_number
from extractor.evidence.records.values import kind_of, value_atoms, with_labels_over
from extractor.evidence.units import Unit

__all__ = ["Grid", "grids"]

_MOST_GRIDS = 12
"""Grids that are worth reading."""
_LYING = 0.5


def grids(units: Sequence[Unit]) -> list[Grid]:
    """The rival grids of a paper's units, the most promising first."""
    model = _model()
    atoms = value_atoms(units)
    found: list[tuple[float, Rows, Mapping[Key, str]]] = []
    seen: set[tuple[tuple[int, ...], ...]] = set()
    for way in _ways(atoms, model):
        for partition in (*partitions(way, model), *by_first_values(way), *by_number(way)):
            form = tuple(tuple(map(id, record)) for record in partition.records)
            if form in seen or not _holds_values(partition.records) or _runs_across(partition.records):
                continue
            seen.add(form)
            for rows, heads in columns(partition.records):
                found.append((_worth(rows, heads, partition), rows, heads))
    found += [
        (_worth(rows, heads, Partition([tuple(r.values()) for r in rows], _LYING)), rows, heads)
        for rows, heads in lying(atoms)
    ]
    found.sort(key=lambda told: -told[0])
    out: list[Grid] = []
    shapes: set[tuple[tuple[int, ...], ...]] = set()
    for worth, rows, heads in found:
        shape = tuple(tuple(sorted(id(a) for a in row.values())) for row in rows)
        if shape in shapes and not heads:
            continue
        shapes.add(shape)
        out.append(drawn(rows, heads, worth))
        if len(out) == _MOST_GRIDS:
            break
    return out


def _ways(atoms: Sequence[Atom], model: Model) -> Iterator[Sequence[Atom]]:
    """The atoms as they are, with labels that stand in units of their own before them, and with such over them."""
    yield atoms
    labelled = with_labels_apart(atoms, model)
    if labelled is not atoms:
        yield labelled
    over = with_labels_over(atoms)
    if len(over) < len(atoms):
        yield over


def _model() -> Model:
    """No roles: what columns mean is told by who reads the table."""
    return Model(
        roles=(),
        kind=kind_of,
        is_end=lambda text: False,
        idle=lambda text: False,
        may_be_key=lambda label, text: True,
        named=lambda label: None,
        asks=lambda text: False,
    )


def _holds_values(records: Sequence[Record]) -> bool:
    """Whether most records hold two values or more."""
    rich = sum(sum(kind_of(a.text) != "" for a in record) >= LEAST_VALUES for record in records)
    return len(records) > 1 and rich >= 0.6 * len(records)


def _runs_across(records: Sequence[Record]) -> bool:
    """Whether records begin within a line and go on over the beginning of another: no list is told so."""
    across = sum(not _begins_line(record[0]) and any(map(_begins_line, record)) for record in records)
    return across > _FEW * len(records)


_FEW = 0.2


def _begins_line(atom: Atom) -> bool:
    return atom.first and atom.unit.left is None


def _worth(rows: Sequence[Mapping[Key, Atom]], heads: Mapping[Key, str], partition: Partition) -> float:
    """How well the columns of values are filled; those of a few records only count against it."""
    count = len(rows)
    filled: dict[Key, float] = defaultdict(float)
    for row in rows:
        for key, atom in row.items():
            named = bool(atom.label) or key in heads
            filled[key] += (1.0 if named else 0.6) if kind_of(atom.text) else 0.4 if named else 0.0
    good = sum(n for n in filled.values() if n >= 0.4 * count)
    bad = sum(n for n in filled.values() if 0 < n < SPARSE * count)
    return (good - bad) + partition.worth * count
