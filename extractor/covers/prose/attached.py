"""The covers of a policy in any layout, by one scored reading: to which cover each sum belongs and what it is for, told for all sums in one way.

A sum says itself what it is, or the same relation says it for all of them: the words to its left, above or under it, at the head of its row or of
its column. The same for its cover: its own words, what stands beside it, over it or over its label, or the last cover named before it.
Every pair of relations is tried; the one that explains most sums and contradicts itself nowhere is the reading.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.names import PART_OF_LAST
from extractor.covers.meaning.rows import Coverages, row_of
from extractor.covers.meaning.sums import NO_SUM, scale_of
from extractor.covers.prose.loose import (  # fmt: skip
    ASIDE,
    LONGEST,
    LONGEST_LABEL,
    OF_ALL,
    Name,
    Sum,
    name_before,
    names_in,
    own_words,
    role_in,
    sums_in,
)
from extractor.covers.prose.prose import unit_of_limits
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row

LIMITS = ("per_person", "per_accident", "aggregate")
_FAR = 16
"""Units that a chain of neighbours is followed."""
_MOST_SUMS = 240
"""Sums of a paper beyond which it is a ledger; each is asked for under every pair of relations."""
_LEAST = 10000
"""Yuan from which a bare number is a limit."""
_OF_PERSONS = frozenset({"employee_injury", "medical", "third_party_injury", "aftermath"})
"""Covers that may pay up to a sum for each person."""
_UNEXPLAINED = 0.5
"""What a sum counts against a reading that gives it a cover and does not know for what it is."""
_MOST_LEFT = 2
"""Sums explained for each that is not, which a reading must have more than."""
_FALL = 2
"""What it costs that a cover would pay less for an accident than for a person, or for the period than for an accident; a policy may
print that of one cover, which is then its fault."""
_HALF = 0.5

Cells = dict[str, Reading[Any]]
CoverOf = Callable[[Sum, "Unit | None"], "Name | None"]
LabelOf = Callable[[Sum], "Unit | None"]


@dataclass(frozen=True, slots=True)
class Attached:
    """What one pair of relations tells: code → (its name, role → sum), where by code the sums stand (id() of their units), the units
    read, and what that is worth."""

    covers: Mapping[str, tuple[Name, Cells]]
    places: Mapping[str, frozenset[int]]
    units: frozenset[int]
    worth: float

    def coverages(self) -> Coverages:
        rows = tuple(row_of(n.unit, n.start, n.stop, cells, code) for code, (n, cells) in self.covers.items())
        return Coverages(rows, None, False, rows[0].span, "attached", self.units)


def attached(sheet: Sheet, without: Collection[int] = frozenset()) -> Attached | None:
    """The covers as the best pair of relations tells them; None where no pair tells two covers without a contradiction."""
    units = [u for u in sheet.units if id(u) not in without]
    names = names_in(units)
    sums = [s for u in units if u.tokens and len(u.text) <= LONGEST for s in sums_in(u)]
    if not 2 <= len(sums) <= _MOST_SUMS or len(_codes(sums, names)) < 2:
        return None
    flow, scale = _last_named(units, names), unit_of_limits(sheet)
    by_cover: tuple[CoverOf, ...] = (
        lambda s, _: _along(s.unit, "left", names),
        lambda s, _: _along(s.unit, "right", names),
        lambda s, _: _along(s.unit, "above", names),
        lambda s, label: _along(label or s.unit, "above", names),
        lambda s, _: flow.get(s.unit.index),
    )
    said = [(s, words, role_in(words)) for s in sums for words in (own_words(s),)]
    pairs = itertools.product(by_cover, (_beside, _over, _row_head, _column_head, _under))
    told = [t for cover_of, label_of in pairs if (t := _told(said, names, cover_of, label_of, scale)) is not None]
    return max(told, key=lambda t: t.worth, default=None)


def _codes(sums: Sequence[Sum], names: Mapping[int, Name]) -> set[str]:
    """The covers that are named: alone, before a sum, or in the label of one."""
    labels = {id(u): u for s in sums for u in (_beside(s), _over(s)) if u is not None and id(u) not in names}
    named = [*names.values(), *(s.name for s in sums), *(name_before(u, 0, len(u.text)) for u in labels.values())]
    return {name.code for name in named if name is not None}


def _last_named(units: Sequence[Unit], names: Mapping[int, Name]) -> dict[int, Name]:
    """index of a unit → the cover named last before it, as long as nothing but labels and sums stands between."""
    out: dict[int, Name] = {}
    last: Name | None = None
    for unit in units:
        if id(unit) in names:
            # 其中医疗 names a part of what stands before it: none of what follows its own sum is of it
            last = None if PART_OF_LAST.match(unit.text) else names[id(unit)]
        elif last is not None and (len(unit.text) > LONGEST or (not unit.tokens and not _is_label(unit.text))):
            last = None
        elif last is not None:
            out[unit.index] = last
    return out


def _is_label(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and (
        role_in(text) is not None or NO_SUM.match(text) is not None or "免赔" in text
    )


def _along(unit: Unit, way: str, names: Mapping[int, Name]) -> Name | None:
    """The first unit in a direction that names a cover."""
    at: Unit | None = unit
    for _ in range(_FAR):
        at = getattr(at, way)
        if at is None:
            return None
        if id(at) in names:
            return None if way == "above" and _is_wide(unit, at) else names[id(at)]
    return None


def _is_wide(unit: Unit, name: Unit) -> bool:
    """Whether a line under names side by side runs on under the next of them, so that it is under neither."""
    beside = name.right
    if unit.cell is not None or beside is None or unit.box is None or beside.box is None:
        return False
    return unit.box.x1 > beside.box.x0


def _beside(s: Sum) -> Unit | None:
    return _bare(s.unit.left)


def _over(s: Sum) -> Unit | None:
    below = s.unit.below
    if below is not None and below.tokens and below.above is s.unit and below.cell is not None:
        return None  # the head of a column is over all of its sums, or over none
    return _bare(s.unit.above)


def _under(s: Sum) -> Unit | None:
    return _bare(s.unit.below)


def _bare(unit: Unit | None) -> Unit | None:
    """A unit that may be a label: short and without values."""
    return unit if unit is not None and not unit.tokens and len(unit.text) <= LONGEST_LABEL else None


def _row_head(s: Sum) -> Unit | None:
    return _first_label(s.unit, "left")


def _column_head(s: Sum) -> Unit | None:
    return _first_label(s.unit, "above")


def _first_label(unit: Unit, way: str) -> Unit | None:
    """The first unit in a direction that says what a sum is for."""
    at: Unit | None = unit
    for _ in range(_FAR):
        at = getattr(at, way)
        if at is None or (_bare(at) is not None and role_in(at.text) is not None):
            return at
    return None


def _told(
    said: Sequence[tuple[Sum, str, str | None]],
    names: Mapping[int, Name],
    cover_of: CoverOf,
    label_of: LabelOf,
    scale: Decimal,
) -> Attached | None:
    """What a pair of relations tells of all sums, each given with its own words and what they say it is for; None where one cover would be paid up to two sums, or
    too little is explained."""
    covers: dict[str, tuple[Name, Cells]] = {}
    places: dict[str, set[int]] = defaultdict(set)
    units: set[int] = set()
    told = left = 0
    for s, words, role in said:
        label = None
        if role is None and (label := label_of(s)) is not None:
            role, words = role_in(label.text), f"{label.text}{words}"
        if ASIDE.search(words) or OF_ALL.search(words):
            continue
        name = s.name or (None if label is None else _named_with(label, names)) or cover_of(s, label)
        value = _yuan(s, label, role, scale)
        if name is None or role is None or value is None or (role == "per_person" and name.code not in _OF_PERSONS):
            left += name is not None and s.token.kind == "amount"
            continue
        cells = covers.setdefault(name.code, (name, {}))[1]
        if role in cells and cells[role].value != value:
            return None
        span = s.unit.span(s.token.start, s.token.stop)
        cells.setdefault(role, Reading(value, span, "attached", round(0.8 * s.unit.confidence, 3)))
        places[name.code].add(id(s.unit))
        units |= {id(s.unit), id(name.unit)} | ({id(label)} if label is not None else set())
        told += 1
    covers = _of_covers_alone(covers)
    falling = sum(not rises(cells) for _, cells in covers.values())
    if len(covers) < 2 or told <= _MOST_LEFT * left or falling >= _HALF * len(covers):
        return None
    worth = told - _UNEXPLAINED * left - _FALL * falling
    return Attached(covers, {code: frozenset(ids) for code, ids in places.items()}, frozenset(units), worth)


def _named_with(label: Unit, names: Mapping[int, Name]) -> Name | None:
    """The cover that a label names beside what its sum is for, itself or left of itself: 人身伤亡 | 每次事故限额."""
    for unit in (label, label.left):
        if unit is not None and not unit.tokens:
            own = names.get(id(unit)) or name_before(unit, 0, len(unit.text))
            if own is not None:
                return own
    return None


_UNIT = re.compile("[百千万亿]?元|[(（/]万")


def _yuan(s: Sum, label: Unit | None, role: str | None, shared: Decimal) -> Decimal | None:
    """The sum in yuan; a bare number in the unit of the words around it, else the ``shared`` one of limits, where it is large
    enough for a limit."""
    value = Decimal(s.token.value)
    if s.token.kind == "number":
        over = _first_label(s.unit, "above")
        cells = (label, over, s.unit.right, s.unit.left, _unit_cell(s.unit))
        around = (s.before, *(u.text for u in cells if u is not None))
        told = next((words for words in around if _UNIT.search(words)), "")
        value *= scale_of(told) if told or role == "premium" else shared
        if role != "premium" and value < _LEAST:
            return None
    return value.quantize(Decimal("0.01")) if value > 0 else None


def _unit_cell(unit: Unit) -> Unit | None:
    """The cell over a sum that holds nothing but its unit: 万元 between a cover's name and its limits."""
    at = unit.above
    for _ in range(_FAR):
        if at is None or _UNIT_ALONE.fullmatch(at.text):
            return at
        at = at.above
    return None


_UNIT_ALONE = re.compile(r"[(（]?(?:人民币)?[百千万亿]*元[)）]?")


def _of_covers_alone(covers: Mapping[str, tuple[Name, Cells]]) -> dict[str, tuple[Name, Cells]]:
    """The covers without what is the whole policy's: a premium that few of them have, and sums of medical costs above all that
    injury is paid up to. Without those that have no sum left."""
    paid = [code for code, (_, cells) in covers.items() if "premium" in cells]
    stray = set(paid) if len(paid) < max(2, _HALF * len(covers)) else set()
    injury = covers["employee_injury"][1] if "employee_injury" in covers else {}
    most = max((injury[role].value for role in LIMITS if role in injury), default=None)
    out = {}
    for code, (name, cells) in covers.items():
        kept = {
            role: reading
            for role, reading in cells.items()
            if not (role == "premium" and code in stray)
            and not (code == "medical" and role in LIMITS and most is not None and reading.value > most)
        }
        if kept:
            out[code] = name, kept
    return out


def rises(cells: Mapping[str, Reading[Any]]) -> bool:
    """Whether a person is paid no more than an accident, and that no more than the period."""
    told = [cells[role].value for role in LIMITS if role in cells]
    return all(a <= b for a, b in itertools.pairwise(told))


def has_limit(row: Row) -> bool:
    """Whether a row tells up to what a cover is paid."""
    return not set(LIMITS).isdisjoint(row.cells)
