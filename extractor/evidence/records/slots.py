"""The atoms of all records side by side: what has the same label, or stands at the same place, is one slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.roles import Model

_LONGEST_HEAD = 14


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at one place of the records: record → atom. ``label``: its label or head, "" where none is. ``lead``:
    how many characters all its texts begin with alike, a label without a mark behind it: "这条算重大"."""

    label: str
    atoms: Mapping[int, Atom]
    order: float
    texts: tuple[str, ...]
    lead: int = 0


def slots_by_words(records: Sequence[Sequence[Atom]], model: Model) -> Iterator[list[Slot]]:
    """The records' slots by what the words of each atom tell, so that what stands between them moves none."""
    by_words = [[_told(atom, model) for atom in record] for record in records]
    yield _slots(records, by_words, {})
    if (plain := [[_key(atom, model) for atom in record] for record in records]) != by_words:
        yield _slots(records, plain, {})


def slots_of(records: Sequence[Sequence[Atom]], model: Model) -> Iterator[list[Slot]]:
    """The records' slots by label and order; and by place, where they stand in a table."""
    yield _slots(records, [[_key(atom, model) for atom in record] for record in records], {})
    if all(atom.unit.cell is not None for record in records for atom in record):
        keys = [[_place(record, k) for k in range(len(record))] for record in records]
        yield _slots(records, keys, _heads(records))


def _slots(
    records: Sequence[Sequence[Atom]], keys: Sequence[Sequence[tuple[object, ...]]], heads: Mapping[object, str]
) -> list[Slot]:
    found: dict[tuple[object, ...], dict[int, Atom]] = defaultdict(dict)
    order: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for r, (record, own) in enumerate(zip(records, keys, strict=True)):
        seen: dict[tuple[object, ...], int] = defaultdict(int)
        for k, (atom, key) in enumerate(zip(record, own, strict=True)):
            if atom.bare:
                continue
            at = (*key, seen[key])
            seen[key] += 1
            found[at][r] = atom
            order[at].append(k)
    slots = []
    for at, told in found.items():
        label = next((a.label for a in told.values() if a.label), "") or heads.get(at[:2], "")
        texts = tuple(atom.text for atom in told.values())
        slots.append(Slot(label, told, sum(order[at]) / len(order[at]), texts, _lead(texts)))
    return slots


def _lead(texts: Sequence[str]) -> int:
    """Characters of the words that all texts begin with, where they go on with something else."""
    if len(set(texts)) < 2:
        return 0
    first, last = min(texts), max(texts)
    same = next((k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    words = all("\u4e00" <= c <= "\u9fff" for c in first[:same])
    return same if same > 1 and words and all(len(text) > same for text in texts) else 0


def _key(atom: Atom, model: Model) -> tuple[object, ...]:
    """The label of an atom; without one, which kind of words it is, so that one left out moves no others."""
    return ("label", atom.label) if atom.label else ("kind", model.kind(atom.text))


def _told(atom: Atom, model: Model) -> tuple[object, ...]:
    told = "" if atom.label else model.tells(atom.text)
    return ("told", told) if told else _key(atom, model)


def _place(record: Sequence[Atom], k: int) -> tuple[object, ...]:
    """Line of the record and column in which an atom stands, with the label that it carries in its own cell."""
    first, cell = record[0].unit.cell, record[k].unit.cell
    if first is None or cell is None:
        return ("none", 0, "")
    return cell.row - first.row, cell.col, record[k].label


def _heads(records: Sequence[Sequence[Atom]]) -> dict[object, str]:
    """(line, column) → the words that stand there above the first record, in as many rows as a record has."""
    table = records[0][0].unit.table
    first = records[0][0].unit.cell
    nxt = records[1][0].unit.cell
    if table is None or first is None or nxt is None or records[1][0].unit.table is not table:
        return {}
    per = nxt.row - first.row
    heads: dict[object, str] = {}
    for cell in table.cells:
        above = cell.row - (first.row - per)
        if 0 <= above < per and cell.row < first.row:
            text = "".join(line.text for line in cell.lines).strip()
            if 0 < len(text) <= _LONGEST_HEAD:
                heads[above, cell.col] = text
    return heads
