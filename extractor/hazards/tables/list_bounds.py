"""Where in a grid a list of hazards begins and ends, and which of its rows are heads over others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import Columns, data_rows, grid
from extractor.evidence.units import Unit
from extractor.hazards.apart.headed import LEVEL_HEADING
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.reported import tells_reported
from extractor.hazards.meaning.words import int_of


def same_heads(last: Columns, units: Sequence[Unit]) -> bool:
    """Whether the first row of a table is the header of the list read before it, word for word."""
    heads = [u.text.strip() for u in units if u.cell is not None and u.cell.row == 0]
    return len(heads) > 2 and heads == [text.strip() for text in last.header]


_LEVEL = re.compile("重大|较大|一般")


def group_head(row: Mapping[int, Unit]) -> Unit | None:
    """The one cell of a row across the list that says how grave all under it are: "一、重大隐患"."""
    cells = list({id(u): u for u in row.values()}.values())
    text = cells[0].text.strip() if len(cells) == 1 else ""
    whole = LEVEL_HEADING.fullmatch(text) is not None or _LEVEL.fullmatch(text) is not None
    return cells[0] if whole else None


def without_particulars(table: Table, units: list[Unit]) -> list[Unit]:
    """The units of a table without those of a form over it, whose rows have a label and a value and no more."""
    if table.n_cols < 3 or table.n_rows < 4:
        return units
    wide = {r for r, row in enumerate(grid(table, units)) if len({id(u) for u in row.values()}) > 2}
    first = min(wide, default=0)
    return [u for u in units if u.cell is None or u.cell.row >= first] if len(wide) > 2 else units


def last_line(cols: Columns) -> int:
    """The last row that belongs to a list; where its rows are numbered, a form goes on under the last number in the same grid."""
    first = [row[min(row)] for row in cols.rows if row]
    numbered = [u.cell.row + u.cell.rowspan - 1 for u in first if u.cell is not None and int_of(u.text) is not None]
    return max(numbered) if len(numbered) > 1 else cols.first_row + cols.table.n_rows


def number_of_line(cols: Columns, row: Mapping[int, Unit]) -> int | None:
    """The number of a line: in its first cell, or behind the name of the place where a list is told by places."""
    first = int_of(row[min(row)].text)
    if first is not None:
        return first
    ordinal = cols.roles.get("ordinal", next((c for c, head in enumerate(cols.header) if _ORDINAL.fullmatch(head)), -1))
    return int_of(row[ordinal].text) if ordinal in row else None


_ORDINAL = re.compile(r"\s*(?:序|编)\s*号\s*")


def once_each(cols: Columns) -> Columns:
    """The columns without a line whose cells are the very ones of the line before: a hazard merged over two lines of its grid, as
    where a form above a list on its side cut its columns."""
    read = sorted({c for name, c in cols.roles.items() if name != "ordinal"})
    kept = [
        row
        for above, row in zip([None, *cols.rows], cols.rows, strict=False)
        if above is None or not any(c in row for c in read) or any(row.get(c) is not above.get(c) for c in read)
    ]
    return cols if len(kept) == len(cols.rows) else replace(cols, rows=tuple(kept))


def restates(cols: Columns, numbers: Sequence[int | None]) -> bool:
    """Whether a list tells how the hazards ``numbers`` of the list before it stand, each by its number: it is no list of others."""
    rows = list(data_rows(cols, ("description",)))
    own = [n for row in rows if (n := int_of(row[min(row)].text)) is not None]
    words = [row[cols.roles["description"]].text for row in rows]
    return (
        bool(own)
        and set(own) <= set(numbers)
        and len(set(own)) == len(own)
        and "level" not in cols.roles
        and sum(hazard_cells.tells_state(text) or tells_reported(text) for text in words) >= 0.6 * len(words)
    )
