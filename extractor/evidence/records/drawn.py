"""Records set under each other as a table of parts of units, which can be read as any other."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Cell, Line, Table
from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.columns import Key
from extractor.evidence.units import Unit
from extractor.values.scan import scan

_MOST_COLUMNS = 24
SPARSE = 0.34
"""Share of the records below which a column stands behind the others."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of parts of units, its first row the labels; ``headed``: whether any column has one. ``worth``: how well its
    columns are filled and what parts its records, by which grids are tried in turn."""

    table: Table
    units: Sequence[Unit]
    worth: float
    headed: bool


def drawn(rows: Sequence[Mapping[Key, Atom]], heads: Mapping[Key, str], worth: float) -> Grid:
    """The rows as a table of parts of units under their labels; columns in the order in which records tell them."""
    order: dict[Key, list[float]] = defaultdict(list)
    label: dict[Key, str] = {}
    for row in rows:
        for k, (key, atom) in enumerate(row.items()):
            order[key].append(k / len(row))
            if atom.label:
                label.setdefault(key, atom.label)
    keys = sorted(order, key=lambda key: (-(len(order[key]) >= SPARSE * len(rows)), sum(order[key]) / len(order[key])))
    keys = keys[:_MOST_COLUMNS]
    words = [heads.get(key, "") + ("|" if key in heads and key in label else "") + label.get(key, "") for key in keys]
    table = Table((), len(rows) + 1, len(keys), method="native")
    cells: list[Cell] = []
    units: list[Unit] = []
    for c, text in enumerate(words):
        if text:
            below = next(row[keys[c]] for row in rows if keys[c] in row)
            head = _headed(below.unit, text, Cell(0, c, (Line(text),)))
            cells.append(head.cell)  # type: ignore[arg-type]
            units.append(head)
    for r, row in enumerate(rows, 1):
        for c, key in enumerate(keys):
            if (told := row.get(key)) is not None:
                part = part_of(told.unit, told.start, told.stop, r, c)
                cells.append(part.cell)  # type: ignore[arg-type]
                units.append(part)
    table = replace(table, cells=tuple(cells))
    for unit in units:
        unit.table = table
    return Grid(table, units, worth, any(words))


def _headed(unit: Unit, text: str, cell: Cell) -> Unit:
    head = copy.copy(unit)
    head.raw = head.text = text
    head.pieces, head.tokens, head.cell, head.turn = (), (), cell, None
    head.spans, head.labels, head.clauses, head.options, head.named = {}, {}, {}, {}, {}
    head.left = head.right = head.above = head.below = head.top = None
    return head


def part_of(unit: Unit, start: int, stop: int, row: int, col: int) -> Unit:
    """A stretch of a unit as a cell of its own, with its places on the paper."""
    whole = start == 0 and stop >= len(unit.text.rstrip())
    own = unit.cell
    value = own.value if own is not None and whole else None
    lines = (Line(unit.raw[start:stop], where=unit.where),)
    part = copy.copy(unit)
    part.raw, part.text = unit.raw[start:stop], unit.text[start:stop]
    part.pieces = tuple((offset - start, line) for offset, line in unit.pieces)
    part.tokens = scan(part.text)  # anew: a number before a day may have hidden it
    part.cell = Cell(row, col, lines, box=unit.box, value=value, where=unit.where, page=unit.page)
    part.turn = None if unit.turn is None else unit.turn - start
    part.spans, part.labels, part.clauses, part.options, part.named = {}, {}, {}, {}, {}
    part.left = part.right = part.above = part.below = part.top = None
    return part
