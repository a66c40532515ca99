"""Books with a column for each figure of a sum, 千百十元角分 over them: the figures of a line are one sum."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Cell, Line, Table
from extractor.evidence.columns import grid
from extractor.evidence.records.drawn import part_of
from extractor.evidence.units import Unit
from extractor.values.scan import scan

_PLACES = "亿千百十万千百十元角分"
"""The places of a sum, from hundreds of millions down to 分 (会计账页)."""
_FEWEST = 4
"""Columns from hundreds of yuan or tens down to 分 that make a sum."""
_HEADS = 4
"""Rows in which the places may stand."""
_FIGURE = re.compile(r"\s*[¥￥]?\s*(\d?)\s*")


def with_figures_together(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with one column for the figures of each sum; itself where it has no columns of places."""
    rows = grid(table, units) if table.n_cols > _FEWEST else []
    found = next(((h, sums) for h in range(min(_HEADS, len(rows))) if (sums := _sums(rows[h], table.n_cols))), None)
    if found is None:
        return table, units
    head, sums = found
    first = {run.start: run for run in sums}
    inside = {c for run in sums for c in run}
    kept = [c for c in range(table.n_cols) if c not in inside or c in first]
    out: list[Unit] = []
    for r, row in enumerate(rows):
        if r == head:
            continue
        line = r - (r > head)
        for i, c in enumerate(kept):
            if r > head and c in first:
                told = [row[k] for k in first[c] if k in row and row[k].text.strip()]
                text = _joined(row, first[c]) if told else None
                out += [_sum(told[0], text, line, i)] if text is not None else []
            elif (unit := row.get(c)) is not None and (r == 0 or rows[r - 1].get(c) is not unit):
                out.append(part_of(unit, 0, len(unit.text), line, i))
    cells = tuple(unit.cell for unit in out if unit.cell is not None)
    whole = replace(table, cells=cells, n_rows=len(rows) - 1, n_cols=len(kept))
    for unit in out:
        unit.table = whole
    return whole, out


def _sum(unit: Unit, text: str, row: int, col: int) -> Unit:
    """The sum as a cell of its own, at the place of its first figure."""
    whole = part_of(unit, 0, len(unit.text), row, col)
    whole.raw = whole.text = text
    whole.pieces, whole.tokens = (), scan(text)
    whole.cell = Cell(row, col, (Line(text),), where=unit.where, page=unit.page)
    return whole


def _sums(row: Mapping[int, Unit], n_cols: int) -> list[range]:
    """The stretches of columns that are the places of a sum each, down to 分."""
    marks = ["".join(row[c].text.split()) if c in row else "" for c in range(n_cols)]
    out: list[range] = []
    start = 0
    for c, mark in enumerate(marks):
        if len(mark) != 1 or mark not in _PLACES:
            start = c + 1
        elif mark == "分":
            if c + 1 - start >= _FEWEST and _PLACES.endswith("".join(marks[start : c + 1])):
                out.append(range(start, c + 1))
            start = c + 1
    return out


def _joined(row: Mapping[int, Unit], run: range) -> str | None:
    """The sum that the figures are, with its cents behind a point; None where a cell holds anything else."""
    figures = [_FIGURE.fullmatch(row[c].text) if c in row else _FIGURE.fullmatch("") for c in run]
    if any(match is None for match in figures):
        return None
    digits = "".join(match[1] or " " for match in figures if match is not None).strip()
    if not digits or " " in digits:
        return None
    missing = len(run) - max(k for k, match in enumerate(figures) if match and match[1]) - 1
    digits += "0" * missing
    digits = digits.rjust(3, "0")
    return f"{digits[:-2]}.{digits[-2:]}"
