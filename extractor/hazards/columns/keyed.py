"""Columns whose cells are all marks that the paper explains: "1为重大，2为一般", "Y已整改，N未整改"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.evidence.columns import Columns, data_rows
from extractor.hazards.meaning import legends


def with_keyed(cols: Columns, key: Mapping[str, str], states: Mapping[str, str]) -> Columns:
    """The columns with those of a level or a state that only the paper's own key tells."""
    told = {name: c for name, c in cols.roles.items() if name not in ("ordinal", "checked")}
    for c in range(cols.table.n_cols) if key or states else ():
        cells = [row[c].text.strip() for row in data_rows(cols, ("description",)) if c in row]
        if c in told.values() or not cells:
            continue
        number = all(text.isdigit() and int(text) == i for i, text in enumerate(cells, 1))
        if "level" not in told and not number and all(legends.keyed_level(text, key) for text in cells):
            told["level"] = c
        elif "status" not in told and all(text in states for text in cells):
            told["status"] = c
    held = set(told.values())
    return replace(cols, roles={**{n: c for n, c in cols.roles.items() if c not in held}, **told})


def states_by_key(cols: Columns, states: Mapping[str, str]) -> bool:
    """Whether the states of a list are told by marks that the paper explains."""
    cells = [unit.text.strip() for row in cols.rows if (unit := cols.cell(row, "status")) is not None]
    return bool(cells) and all(text in states for text in cells)
