"""Ways in which values may be records: by the value that begins a line, by the number that several lines share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.partitions import Partition
from extractor.evidence.records.values import kind_of

_BY_FIRST = 0.6


def by_first_values(atoms: Sequence[Atom]) -> Iterator[Partition]:
    """Records that begin where a line begins with a value of one kind or under one label."""
    starts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, atom in enumerate(atoms):
        kind = kind_of(atom.text)
        if atom.first and kind in ("day", "code"):
            starts[kind, ""].append(i)
        if kind == "code" and atom.label:
            starts[kind, atom.label].append(i)
        if kind == "code":
            starts["any code", ""].append(i)
    for places in starts.values():
        texts = {atoms[i].text for i in places}
        if len(places) > 1 and len(texts) > 1:
            yield Partition(
                [tuple(atoms[a:b]) for a, b in zip(places, [*places[1:], _last(atoms, places)], strict=True)], _BY_FIRST
            )


_BY_NUMBER = 1.0


def by_number(atoms: Sequence[Atom]) -> Iterator[Partition]:
    """Records of all that the lines tell that have the same number: a journal in which several cases go on side by side."""
    lines: dict[tuple[int, int], list[Atom]] = defaultdict(list)
    for atom in atoms:
        table, cell = atom.unit.table, atom.unit.cell
        lines[(id(table), cell.row) if table is not None and cell is not None else (0, atom.unit.index)].append(atom)
    by_number: dict[str, list[list[Atom]]] = defaultdict(list)
    for line in lines.values():
        codes = [a.text for a in line if kind_of(a.text) == "code"]
        if len(codes) == 1 and any(kind_of(a.text) == "day" for a in line):
            by_number[codes[0]].append(line)
    cases = [told for told in by_number.values() if len(told) > 1]
    if len(cases) < 2:
        return
    words = Counter(a.text for told in cases for line in told for a in line if not kind_of(a.text))
    words.update(a.label for told in cases for line in told for a in line if kind_of(a.text) == "code" and a.label)
    yield Partition([tuple(_of_case(told, words)) for told in cases], _BY_NUMBER)


def _of_case(lines: Sequence[Sequence[Atom]], words: Counter[str]) -> Iterator[Atom]:
    """The atoms of a case: its number once, each day under the words of its line that others have too."""
    for k, line in enumerate(lines):
        told = next((a for a in line if words[a.text] > 1 and not a.label), None)
        day = next(a for a in line if kind_of(a.text) == "day")
        said = told.text if told is not None else _beside_number(line)
        for atom in line:
            if atom is told or (k and kind_of(atom.text) == "code"):
                continue
            yield replace(atom, label=said) if atom is day and said and not atom.label else atom


def _beside_number(line: Sequence[Atom]) -> str:
    """The words beside the number of a line: what happened on its day, where the line has no others: HC2503-11 结案."""
    return next((a.label for a in line if kind_of(a.text) == "code"), "")


def _last(atoms: Sequence[Atom], places: Sequence[int]) -> int:
    """Where the last record ends: as long as the longest before it."""
    longest = max(b - a for a, b in pairwise(places))
    return min(len(atoms), places[-1] + longest)
