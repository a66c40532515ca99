"""Lists in which a cell says only that it holds what the cell above it does: 〃, 同上."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit

ABOVE = re.compile(r"\s*(?:同上(?:[行项栏列])?|同前(?:项)?|〃|″|do\.?|ditto|-\s*do\s*-)\s*", re.I)
"""What stands for the cell above."""


def without_dittos(table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table with what such marks stand for in their places, as far as anything stands above them."""
    if not any(ABOVE.fullmatch(u.text) for u in units):
        return units
    meant: dict[int, Unit] = {}
    above: dict[int, Unit] = {}
    for row in grid(table, units):
        for c, unit in row.items():
            if not ABOVE.fullmatch(unit.text):
                above[c] = unit
            elif c in above:
                meant[id(unit)] = _in_place_of(unit, above[c])
    return [meant.get(id(u), u) for u in units]


def _in_place_of(mark: Unit, above: Unit) -> Unit:
    """What stands above, as the cell of the mark."""
    own = copy.copy(above)
    own.cell, own.index = mark.cell, mark.index
    return own
