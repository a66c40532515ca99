"""Lists with a line of its own under each hazard for one entry of it: "要求：| 加装灭火系统", across the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.words import label_role

_ENTRIES = frozenset(("advice", "deadline", "status", "reported"))
_MOST = 0.6
"""Share of the hazards that must have such a line."""
_LEAST = 2


def with_lines_below(cols: Columns) -> Columns:
    """The columns with what stands in such lines in a column of its own, in the row of its hazard."""
    rows: list[dict[int, Unit]] = []
    told: dict[str, dict[int, Unit]] = {}
    labels: dict[str, str] = {}
    for row in cols.rows:
        entry = _entry(row)
        if entry is None or not rows:
            rows.append(dict(row))
            continue
        role, label, value = entry
        labels.setdefault(role, label)
        told.setdefault(role, {})[len(rows) - 1] = value
    if not told or any(len(lines) < max(_LEAST, _MOST * len(rows)) for lines in told.values()):
        return cols
    header, roles = list(cols.header), dict(cols.roles)
    for role, lines in told.items():
        c = max(len(header), cols.table.n_cols)
        header += [""] * (c - len(header)) + [labels[role]]
        roles[role] = c
        for k, value in lines.items():
            rows[k][c] = value
    return replace(cols, rows=tuple(rows), header=tuple(header), roles=roles)


def _entry(row: Mapping[int, Unit]) -> tuple[str, str, Unit] | None:
    """(role, label, value) of a line that is one label and one value."""
    units = list({id(u): u for _, u in sorted(row.items())}.values())
    if len(units) == 1 and (said := _said_across(units[0])) is not None:
        return "status", said, units[0]
    if len(units) != 2 or units[1].cell is None or units[1].cell.colspan < 2:
        return None
    label = units[0].text.strip(" :：")
    role = label_role(label)
    return None if role not in _ENTRIES else (role, label, units[1])


def _said_across(unit: Unit) -> str | None:
    """The label of a line across the table that says how the hazard above it stands: "跟踪：3月9日修复，已销号。"."""
    label = _LABEL.match(unit.text)
    if label is None or unit.cell is None or unit.cell.colspan < _LEAST or label_role(label[1]) in _OTHERS:
        return None
    words = unit.text[label.end() :]
    told = outcome(words, status=True)
    return label[1] if told["rectified"] or told["refused"] or hazard_cells.tells_state(words) else None


_LABEL = re.compile(r"\s*([\u4e00-\u9fff]{2,6})\s*[:：]\s*(?=\S)")
_OTHERS = ("description", "advice", "level", "deadline", "reported")
