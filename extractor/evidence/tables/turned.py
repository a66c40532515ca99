"""Tables that stand on their side: what would be a column of days, sums or levels is a row of them, labels in the first column."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import NOTHING, grid, has_date, is_money
from extractor.evidence.units import Unit

Classes = Callable[[Unit], str]
"""What a cell is, "" where nothing can be said of it."""

_PURE = 0.8
"""Share of the cells of a line that must be of one class."""
_LONGEST_LABEL = 12


def typed(unit: Unit) -> str:
    """The class of a cell that is nothing but one day, sum or number."""
    text = unit.text.strip()
    if len(text) > 24:
        return ""
    if has_date(unit):
        return "day"
    if any(t.kind in ("code", "uscc") and t.stop - t.start >= 0.8 * len(text) for t in unit.tokens):
        return "code"
    return "number" if is_money(unit) else ""


def turned(table: Table, units: Sequence[Unit], classes: Classes = typed) -> tuple[Table, list[Unit]] | None:
    """The table set upright, with copies of its units; None where it stands upright already, or does not tell."""
    if table.n_cols < 3 or table.n_rows < 3:
        return None
    rows = grid(table, units)
    first = list({id(row[0]): row[0] for row in rows if 0 in row}.values())
    if len(first) < 3 or not all(_is_label(unit) for unit in first):
        return None
    if len({unit.text.strip() for unit in first}) < len(first):
        return None  # a label that comes again opens the next of cards under one another
    lying = _purity([[row[c] for c in range(1, table.n_cols) if c in row] for row in rows], classes)
    standing = _purity([[row[c] for row in rows[1:] if c in row] for c in range(table.n_cols)], classes)
    if lying < 2 or lying <= standing:
        return None
    cells = {id(cell): replace(cell, row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan) for cell in table.cells}  # fmt: skip
    upright = []
    for unit in units:
        other = copy.copy(unit)
        other.cell = cells[id(unit.cell)]
        upright.append(other)
    return replace(table, cells=tuple(cells.values()), n_rows=table.n_cols, n_cols=table.n_rows), upright


def _is_label(unit: Unit) -> bool:
    text = unit.text.strip()
    if len(text) > _LONGEST_LABEL:
        return False
    if unit.tokens:  # "3月21日复查" names a row by the day of a visit; the day alone would be what a row holds
        return _VISIT.fullmatch(text) is not None
    return re.search("[\u4e00-\u9fffA-Za-z]", text) is not None


_VISIT = re.compile(r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[\u4e00-\u9fff]{2,6}")


def _purity(lines: Iterable[Sequence[Unit]], classes: Classes) -> int:
    """How many lines are of one telling class throughout."""
    pure = 0
    for line in lines:
        told = Counter(classes(u) for u in {id(u): u for u in line}.values() if not NOTHING.match(u.text))
        kind, most = max(((k, n) for k, n in told.items() if k), key=lambda pair: pair[1], default=("", 0))
        pure += bool(kind) and most >= 2 and most >= _PURE * sum(told.values())
    return pure
