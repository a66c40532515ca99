"""Registers: tables with one line for each enterprise or person, their columns known by header words and by what the cells are.

Columns may stand in any order and under any words; a title may stand above, the header may have two or three storeys with merged
cells, a line may head a group of lines, and the table may go on over several pages or sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import grid, transpose
from extractor.evidence.registers.around import as_of, outside, runs_on, title_of
from extractor.evidence.registers.assign import assign
from extractor.evidence.registers.header import LOOK, SAMPLE, STOREYS, continues_header, header_of, is_data, lines_of
from extractor.evidence.registers.shape import BLANK, Column, Form, Line, Register, Rest, columns_of, with_forms
from extractor.evidence.sheet import Sheet

__all__ = [
    "BLANK", "Column", "Form", "Line", "Register", "Rest", "as_of", "columns_of", "outside", "registers", "runs_on", "title_of", "with_forms",
]  # fmt: skip


def registers(sheet: Sheet, columns: Sequence[Column], key: str, needed: int) -> Iterator[Register]:
    """Every table of the paper that is a register with the column ``key`` and at least ``needed`` others, in order.

    A table as wide as the register before it, and without a header of its own, goes on with that one's columns. Beside a register
    one more column is enough: its fellow on another sheet may have less to tell.
    """
    last: Register | None = None
    for table, units in sheet.tables:
        if table.n_cols < 2:
            continue
        rows = grid(table, units)
        found = _best(table, rows, columns, key, needed if last is None else 1)
        if found is None and last is None:
            found = _turned(table, rows, columns, key, max(needed, _LEAST_TURNED))
        if found is None and last is not None and table.n_cols == last.table.n_cols:
            found = _continued(last, table, rows, columns, key)
        if found is not None:
            last = found
            yield from _side_by_side(found)


_LEAST_TURNED = 3
"""Columns beside the key that a list on its side must have: a form has labels at its left as well."""


def _turned(table: Table, rows: Sequence[Line], columns: Sequence[Column], key: str, needed: int) -> Register | None:
    """The table as a register with its labels at the left and a column for each enterprise or person."""
    if table.n_cols < _FEWEST_ABREAST or not _LEAST_TURNED < table.n_rows <= _MOST_LABELS:
        return None
    upright = replace(table, n_rows=table.n_cols, n_cols=table.n_rows)
    found = _best(upright, transpose(rows, table.n_cols), columns, key, needed)
    whole = found is not None and found.named > needed and len(found.lines) >= table.n_cols - 1
    return replace(found, table=table) if found is not None and whole else None


_FEWEST_ABREAST = 3
_MOST_LABELS = 24
"""Columns of a table on its side, its labels among them; and rows, which are what is told of each."""


def _side_by_side(found: Register) -> Iterator[Register]:
    """The register, and those printed beside it under the same header: a list of staff in two halves."""
    heads = found.header
    width = next((p for p in range(2, len(heads) // 2 + 1) if heads == heads[:p] * (len(heads) // p)), 0)
    if not width or not all(heads):
        yield found
        return
    columns = {name: c % width for name, c in found.columns.items()}
    for first in range(0, len(heads), width):
        kept = [
            ({c: u for c, u in line.items() if first <= c < first + width}, group)
            for line, group in zip(found.lines, found.groups, strict=True)
        ]
        kept = [(line, group) for line, group in kept if any(not BLANK.match(u.text) for u in line.values())]
        yield replace(
            found,
            columns={name: c + first for name, c in columns.items()},
            lines=tuple(line for line, _ in kept),
            groups=tuple(group for _, group in kept),
        )


def _best(table: Table, rows: Sequence[Line], columns: Sequence[Column], key: str, needed: int) -> Register | None:
    best: tuple[float, int, int, tuple[str, ...], dict[str, int], int] | None = None
    for first in range(min(LOOK, len(rows))):
        if len({id(u) for u in rows[first].values()}) < 2 or is_data(rows[first]):
            continue
        for last in range(first, min(first + STOREYS, len(rows) - 1)):
            if last > first and (is_data(rows[last]) or not continues_header(rows[last - 1], rows[last])):
                break
            header = header_of(rows[first : last + 1], table.n_cols)
            lines, _ = lines_of(rows[last + 1 : last + 1 + 2 * SAMPLE], header)
            assigned, score, named = assign(header, lines[:SAMPLE], columns, key)
            if key not in assigned or len(assigned.keys() - {"ordinal", "remark", "contact", key}) < needed:
                continue
            if best is None or score > best[0] + 1e-9:
                best = (score, first, last, header, assigned, named)
    if best is None:
        return None
    score, first, last, header, assigned, named = best
    lines, groups = lines_of(rows[last + 1 :], header)
    above = tuple({id(u): u for row in rows[:first] for u in row.values()}.values())
    return Register(table, assigned, header, tuple(lines), tuple(groups), named, score, above)


def _continued(
    last: Register, table: Table, rows: Sequence[Line], columns: Sequence[Column], key: str
) -> Register | None:
    """The table with the columns of the one before it, where its cells fit them."""
    lines, groups = lines_of(rows, last.header)
    forms = {column.name: column.form for column in columns if column.form is not None}
    for name in (key, *(n for n in last.columns if n in forms)):
        cells = [u.text for line in lines[:SAMPLE] if (u := line.get(last.columns[name])) and not BLANK.match(u.text)]
        form = forms.get(name)
        if form is not None and cells and sum(map(form, cells)) < 0.5 * len(cells):
            return None
    if not lines:
        return None
    return replace(last, table=table, lines=tuple(lines), groups=tuple(groups), above=())
