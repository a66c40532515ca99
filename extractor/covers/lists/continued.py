"""A list of covers that goes on in the table of the next page, without its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.covers.lists.entries import rows_of
from extractor.document import Table
from extractor.evidence import columns
from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.record import Reading, Row


def continued(
    cols: Columns, table: Table, units: Sequence[Unit], caption: str
) -> tuple[list[Row], Reading[Decimal] | None, bool, set[int]] | None:
    """A table of a following page with the same columns and no header of its own, read as the rest of the list.

    None where it has others, where labels of a form stand in a column of sums, or where nothing was read.
    """
    if table.n_cols != cols.table.n_cols or table.page == cols.table.page:
        return None
    grid_rows = tuple(columns.grid(table, units))
    if any(_names_fields(cols.rows, grid_rows, col) for role, col in cols.roles.items() if role != "name"):
        return None
    rest = Columns(table, cols.header, cols.roles, grid_rows, cols.score, 0, len(grid_rows))
    rows, total, ended, used = rows_of(rest, caption)
    return (rows, total, ended, used) if rows or total is not None else None


def _names_fields(above: Sequence[Mapping[int, Unit]], rows: Sequence[Mapping[int, Unit]], col: int) -> bool:
    """Whether a column of sums holds labels instead: 保费合计 | 事故预防费 under 50万元/人 | 5万元/人."""
    told = [row[col].text for row in rows if col in row and row[col].text.strip()]
    if not told or any(_has_digit(text) for text in told):
        return False
    before = [row[col].text for row in above if col in row]
    return sum(map(_has_digit, before)) * 2 >= len(before) and all(meaning(text).coverage >= _KNOWN for text in told)


_KNOWN = 0.6
"""Of a label: how much of it are words of fields."""


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
