"""Covers in tables beside the list: the main one in a table of its own line, the additional ones in another."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from extractor.covers.lists.entries import rows_of
from extractor.covers.meaning.rows import row_of
from extractor.evidence import columns
from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit, strip_label
from extractor.record import Row

LIMITS = frozenset({"per_person", "per_accident", "aggregate"})

_THE_LINE = re.compile(
    r"(?:安全生产责任保?险|安责险|主险|主条款|基本险)(?:主险|基本险|条款|责任)*(?:[(（][^()（）]*[)）])?"
)
"""What the main cover is called where it is called after the insurance itself."""


def with_further(rows: tuple[Row, ...], lists: Sequence[Sequence[Row]]) -> tuple[Row, ...]:
    """The rows with those of a list of other covers altogether, in the order they are printed."""
    before: list[Row] = []
    behind: list[Row] = []
    met = False
    codes = {row.value("code") for row in rows}
    for other in lists:
        met = met or any(row.span == rows[0].span for row in other)
        theirs = {row.value("code") for row in other} - {"other"}
        if theirs and not theirs & codes and all(set(row.cells) & LIMITS for row in other):
            (behind if met else before).extend(other)
            codes |= theirs
    return (*before, *rows, *behind)


def headed_alike(cols: Columns, table: Any, units: Sequence[Unit], caption: str) -> tuple[list[Row], set[int]]:
    """The rows of a table under the same header as the list's; one called after the insurance itself is the main cover."""
    if table.n_cols != cols.table.n_cols or table is cols.table:
        return [], set()
    heads = [strip_label(part) for part in cols.header]
    grid = columns.grid(table, units)
    for at, row in enumerate(grid[:3]):
        if [strip_label(row[c].text) if c in row else "" for c in range(table.n_cols)] == heads and any(heads):
            rest = Columns(table, cols.header, cols.roles, tuple(grid[at + 1 :]), cols.score, at + 1, len(grid))
            rows, _, _, used = rows_of(rest, caption)
            return [_as_main(rest, row) for row in rows], used
    return [], set()


def _as_main(cols: Columns, row: Row) -> Row:
    name = str(row.value("name"))
    unit = next((u for r in cols.rows if (u := cols.cell(r, "name")) is not None and name in u.text), None)
    if row.value("code") != "other" or unit is None or not _THE_LINE.fullmatch(name):
        return row
    money = {column: cell for column, cell in row.cells.items() if column not in ("code", "name")}
    return row_of(unit, 0, len(unit.text), money, "employee_injury")


def units_of(read: Sequence[tuple[Sequence[Row], set[int]]], rows: Collection[Row]) -> set[int]:
    """id() of the units of every list that gave some of ``rows``."""
    spans = {row.span for row in rows}
    return {unit for other, used in read if any(row.span in spans for row in other) for unit in used}
