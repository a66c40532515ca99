"""The orders in which atoms may be read: as they stand, band by band where entries stand abreast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.evidence.records.atoms import Atom

_NEAR = 12.0  # points between left edges of one column
_LEAST = 3  # lines of a column


def orders_of(atoms: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    """The atoms as they stand; then each table that parts in equal bands, and lines that stand in columns, band by band."""
    yield atoms
    by_table: dict[int, list[Atom]] = defaultdict(list)
    for atom in atoms:
        if atom.unit.table is not None and atom.unit.cell is not None:
            by_table[id(atom.unit.table)].append(atom)
    for told in by_table.values():
        yield from _by_bands(told)
    yield from _by_columns([atom for atom in atoms if atom.unit.box is not None and _is_free(atom)])


def _is_free(atom: Atom) -> bool:
    """Whether no rules stand around the words: a borderless table may be no more than lines abreast."""
    return atom.unit.table is None or atom.unit.table.method == "aligned"


def _by_bands(atoms: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    width = max(a.unit.cell.col + a.unit.cell.colspan for a in atoms if a.unit.cell)
    for bands in (2, 3, 4):
        if width % bands or (width == bands and bands > 2):
            continue
        wide = width // bands
        rows = defaultdict(set)
        for a in atoms:
            if (cell := a.unit.cell) is not None:
                crosses = cell.col // wide != (cell.col + cell.colspan - 1) // wide
                rows[cell.row].add(-1 if crosses else cell.col // wide)
        kept = {row for row, told in rows.items() if -1 not in told}
        inside = [a for a in atoms if a.unit.cell and a.unit.cell.row in kept]
        if len(kept) > 1 and len({a.unit.cell.col // wide for a in inside if a.unit.cell}) == bands:
            yield sorted(inside, key=lambda a: (a.unit.cell.col // wide, a.unit.cell.row))  # type: ignore[union-attr]


def _by_columns(atoms: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    """Loose lines column by column, where more than one column has several lines beside others'."""
    abreast = [a for a in atoms if a.first and (a.unit.left is not None or a.unit.right is not None)]
    edges: list[float] = []
    for x in sorted(a.unit.box.x0 for a in abreast if a.unit.box is not None):
        if not edges or x - edges[-1] > _NEAR:
            edges.append(x)
    edges = [e for e in edges if sum(abs(_left(a) - e) <= _NEAR for a in abreast) >= _LEAST]
    if not 1 < len(edges) <= 4:
        return
    told = [a for a in atoms if any(abs(_left(a) - e) <= _NEAR for e in edges)]
    column = {id(a): min(range(len(edges)), key=lambda k: abs(edges[k] - _left(a))) for a in told}
    yield sorted(told, key=lambda a: (a.unit.page or 0, column[id(a)]))


def _left(atom: Atom) -> float:
    return atom.unit.box.x0 if atom.unit.box is not None else 0.0
