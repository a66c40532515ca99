"""Lists whose grid begins with their first entry: the header is printed over it without rules, stood over the grid before it, or is nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.document import Table
from extractor.evidence.columns import Columns, columns_of, grid
from extractor.evidence.units import Unit
from extractor.hazards.columns import ROLES, is_hazard_table

_LEAST = 3  # columns whose heads must be found over them
_SLACK = 3.0  # points by which a head may stand out of its column


def headed_above(sheet_units: Sequence[Unit], table: Table, units: Sequence[Unit]) -> Columns | None:
    """The columns of a grid by the line of words printed right over it, each within its column; None where none stands there."""
    heads = _heads(sheet_units, table, units)
    if len(heads) < max(_LEAST, 0.6 * table.n_cols):
        return None
    found = columns_of(table, [heads, *grid(table, units)], ROLES, table.n_cols, needed=3, look=1)
    return found if found is not None and is_hazard_table(found) else None


def _heads(sheet_units: Sequence[Unit], table: Table, units: Sequence[Unit]) -> Mapping[int, Unit]:
    first = min((u.index for u in units), default=0)
    line: list[Unit] = []
    for unit in reversed(sheet_units[max(0, first - table.n_cols) : first]):
        beside = not line or unit.box is None or line[0].box is None or unit.box.y1 > line[0].box.y0
        if unit.table is not None or unit.box is None or unit.page != table.page or unit.tokens or not beside:
            break
        line.append(unit)
    spans: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.colspan == 1 and cell.box is not None:
            spans.setdefault(cell.col, (cell.box.x0 - _SLACK, cell.box.x1 + _SLACK))
    heads: dict[int, Unit] = {}
    for unit in line:
        if unit.box is not None:
            held = [c for c, (low, high) in spans.items() if low <= unit.box.x0 and unit.box.x1 <= high]
            if len(held) != 1 or held[0] in heads:
                return {}
            heads[held[0]] = unit
    return heads
