"""The ways in which atoms may be records: by number, by the first label coming round again, by rows, by cells, by the period of
what they tell, and lists of the same numbers joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.orders import orders_of
from extractor.evidence.records.roles import Model

Record = tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """Records, and what the way in which they were told apart is worth for each of them: numbers and labels are printed to part
    records, a period may be chance."""

    records: Sequence[Record]
    worth: float


_NUMBERS, _LABELS, _CELLS, _ROWS, _PERIOD = 1.0, 0.7, 0.7, 0.5, 0.0
_MOST_ATOMS = 24
_MOST_RECORDS = 500


def partitions(atoms: Sequence[Atom], model: Model) -> Iterator[Partition]:
    """Every partition that the atoms suggest, each of two records or more."""
    for ordered in orders_of(atoms):
        yield from by_starts(ordered, _numbered(ordered), _NUMBERS, model)
        yield from by_starts(ordered, _labelled(ordered), _LABELS, model)
        yield from by_starts(ordered, _periodic(ordered, model), _PERIOD, model)
    yield from (Partition(records, _NUMBERS) for records in _joined(atoms, model))
    yield from (Partition(records, _CELLS) for records in _by_cells(atoms))
    yield from (Partition(records, _ROWS) for records in _by_rows(atoms))


def by_starts(atoms: Sequence[Atom], starts: Iterator[list[int]], worth: float, model: Model) -> Iterator[Partition]:
    """The partitions whose records begin at some places, each set of places once."""
    seen: set[tuple[int, ...]] = set()
    for places in starts:
        key = tuple(places)
        if len(places) > 1 and key not in seen:
            seen.add(key)
            records = _cut(atoms, places, model)
            if records is not None:
                yield Partition(records, worth - _BREAK * _breaks(records) / len(records))


_BREAK = 2.0
"""What it costs that a record goes on over the number of another, or from a table into lines."""


def _breaks(records: Sequence[Record]) -> int:
    styles = Counter(atom.mark.style for record in records for atom in record if atom.mark is not None)
    marks = sum(atom.mark is not None and styles[atom.mark.style] > 1 for record in records for atom in record[1:])
    first = sum(record[0].mark is not None for record in records)
    marks += len(records) - first if first >= _HALF * len(records) else 0  # one without a number among those with
    mixed = sum(len({id(atom.unit.table) for atom in record}) > 1 for record in records)
    return marks + (mixed if mixed < len(records) else 0)


_HALF = 0.5


def _cut(atoms: Sequence[Atom], starts: Sequence[int], model: Model) -> list[Record] | None:
    """The atoms from each start to the next; the last as long as those before it, up to what ends a list."""
    if len(starts) > _MOST_RECORDS:
        return None
    out: list[Record] = []
    outer = _outer_styles(atoms, starts)
    for a, b in zip(starts, [*starts[1:], len(atoms)], strict=True):
        out.append(_up_to_end(atoms[a:b], model, outer))
    longest = max(len(record) for record in out[:-1])
    if longest > _MOST_ATOMS:
        return None
    labels = {atom.label for record in out[:-1] for atom in record}
    kept: list[Atom] = []
    for atom in out[-1][:longest]:
        if kept and atom.label not in labels:
            break
        if kept and (atom.unit.table is None) != (kept[-1].unit.table is None) and not _changes(out[:-1]):
            break
        kept.append(atom)
    return [*out[:-1], tuple(kept)]


def _changes(records: Sequence[Record]) -> bool:
    """Whether a record goes on from a table into lines or back."""
    return any(len({atom.unit.table is None for atom in record}) > 1 for record in records)


def _outer_styles(atoms: Sequence[Atom], starts: Sequence[int]) -> frozenset[str]:
    """The styles in which sections are numbered around numbered records: one stands before the first record, and goes on."""
    own = atoms[starts[0]].mark
    if own is None:
        return frozenset()
    before = {a.mark.style for a in atoms[: starts[0]] if a.mark is not None and a.unit.table is None}
    return frozenset(before - {own.style})


def _up_to_end(atoms: Sequence[Atom], model: Model, outer: Collection[str] = ()) -> Record:
    for k, atom in enumerate(atoms[: _MOST_ATOMS + 1]):
        if k and atom.mark is not None and atom.mark.style in outer:
            return tuple(atoms[:k])  # the next section: "二、机械方面"
        if k and model.is_end(f"{atom.label}:{atom.text}" if atom.label else atom.text):
            return tuple(atoms[:k])
    return tuple(atoms[: _MOST_ATOMS + 1])


def _numbered(atoms: Sequence[Atom]) -> Iterator[list[int]]:
    """The places of the numbers of one style that are together 1, 2, 3 …, whatever their order."""
    by_style: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, atom in enumerate(atoms):
        if atom.mark is not None:
            by_style[atom.mark.style].append((atom.mark.number, i))
    for told in by_style.values():
        numbers = [n for n, _ in told]
        if len(numbers) > 1 and len(set(numbers)) == len(numbers) and max(numbers) - min(numbers) == len(numbers) - 1:
            yield [i for _, i in told]
        else:
            yield from _runs(told)


def _runs(told: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The runs of numbers that each rise by one."""
    run: list[int] = []
    last = 0
    for number, i in told:
        if run and number == last + 1:
            run.append(i)
        else:
            if len(run) > 1:
                yield run
            run = [i]
        last = number
    if len(run) > 1:
        yield run


def _labelled(atoms: Sequence[Atom]) -> Iterator[list[int]]:
    """The places of each label that stands more than once, and of words alone that do."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for i, atom in enumerate(atoms):
        if atom.label:
            by_label[atom.label].append(i)
    counts = Counter(len(places) for places in by_label.values() if len(places) > 1)
    for places in by_label.values():
        if len(places) > 1 and counts[len(places)] > 1:
            yield places
            yield from with_lead(atoms, places)
    alone: dict[str, list[int]] = defaultdict(list)
    for i, atom in enumerate(atoms):
        if atom.first and not atom.label and atom.text and not any(c.isalnum() for c in atom.text):
            alone[atom.text].append(i)  # a line of dashes
    for places in alone.values():
        yield places


def with_lead(atoms: Sequence[Atom], places: Sequence[int]) -> Iterator[list[int]]:
    """The same records begun one to three atoms earlier, where words without a label lead each: the fault as a heading over
    labels, with its level and its state before it."""
    for k in range(1, _MOST_LEADING + 1):
        if not all(i >= k and not atoms[i - k].label for i in places):
            return
        yield [i - k for i in places]


_MOST_LEADING = 3


_LONGEST_PERIOD = 8


def _periodic(atoms: Sequence[Atom], model: Model) -> Iterator[list[int]]:
    """Starts by the equal distance of values of one kind: each record has as many atoms as the next."""
    values = [i for i, atom in enumerate(atoms) if model.is_value(atom.text)]
    runs = [(period, run) for period in range(2, _LONGEST_PERIOD + 1) for run in _at_distance(values, period)]
    longest = max((len(run) for _, run in runs), default=0)
    for period, run in runs:
        if len(run) >= _HALF * longest:  # a stretch of the list is told better by its whole
            for offset in range(period):
                yield [
                    i - offset for i in run if i >= offset
                ]  # the first value may be none of the list: the day of the visit


def _at_distance(values: Sequence[int], period: int) -> Iterator[list[int]]:
    """The longest chains of places each of which is ``period`` behind the one before."""
    there = set(values)
    for i in values:
        if i - period in there:
            continue
        run = [i]
        while run[-1] + period in there:
            run.append(run[-1] + period)
        if len(run) > 1:
            yield run


def _joined(atoms: Sequence[Atom], model: Model) -> Iterator[list[Record]]:
    """Lists of the same numbers, each telling something else: the entries of one number are one record."""
    by_style: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, atom in enumerate(atoms):
        if atom.mark is not None:
            by_style[atom.mark.style].append((atom.mark.number, i))
    runs = [run for told in by_style.values() for run in _runs(told)]
    by_numbers: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    for run in runs:
        numbers = tuple(mark.number for i in run if (mark := atoms[i].mark) is not None)
        by_numbers[numbers].append(run)
    for same in by_numbers.values():
        lists = [cut for run in sorted(same) if (cut := _cut(atoms, run, model)) is not None]
        if len(lists) < 2:
            continue
        yield [tuple(atom for entry in entries for atom in entry) for entries in zip(*lists, strict=True)]


def _by_cells(atoms: Sequence[Atom]) -> Iterator[list[Record]]:
    """Each unit that holds several atoms is a record of its own."""
    by_unit: dict[int, list[Atom]] = defaultdict(list)
    for atom in atoms:
        by_unit[atom.unit.index].append(atom)
    cards = [tuple(told) for told in by_unit.values() if len(told) > 2]
    if 1 < len(cards) <= _MOST_RECORDS:
        yield cards


_MOST_ROWS_PER_RECORD = 4
_LOOK = 8


def _by_rows(atoms: Sequence[Atom]) -> Iterator[list[Record]]:
    """The rows of a table by ones, twos, threes and fours, from each row that may be the first."""
    by_table: dict[int, dict[int, list[Atom]]] = defaultdict(lambda: defaultdict(list))
    for atom in atoms:
        if atom.unit.table is not None and atom.unit.cell is not None:
            by_table[id(atom.unit.table)][atom.unit.cell.row].append(atom)
    for rows in by_table.values():
        places = sorted(rows)
        forms = [tuple(a.unit.cell.col for a in rows[r] if a.unit.cell and a.first) for r in places]
        for per in range(1, _MOST_ROWS_PER_RECORD + 1):
            for first in range(min(_LOOK, len(places) - 2 * per + 1)):
                if first >= per and forms[first : first + per] == forms[first - per : first] and first > 2 * per:
                    continue  # a list does not begin in its middle
                stop = first + per
                while stop + per <= len(places) and _alike(forms[first : first + per], forms[stop : stop + per]):
                    stop += per
                if stop - first >= 2 * per and (stop - first) // per <= _MOST_RECORDS:
                    yield [
                        tuple(atom for r in places[k : k + per] for atom in rows[r]) for k in range(first, stop, per)
                    ]


def _alike(one: Sequence[tuple[int, ...]], other: Sequence[tuple[int, ...]]) -> bool:
    """Whether the rows of two records begin their cells at the same columns, but for a blank or two."""
    return all(len(set(a) ^ set(b)) <= max(1, _BLANKS * len({*a, *b})) for a, b in zip(one, other, strict=True))


_BLANKS = 0.34
"""Share of the cells of a row that another may leave blank."""
