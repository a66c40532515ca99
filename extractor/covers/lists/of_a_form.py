"""A form of labels and values in a grid, which columns would take for a list."""

from __future__ import annotations

from collections.abc import Collection

from extractor.covers.meaning.names import code_of
from extractor.evidence.columns import Columns

OF_SUMS = frozenset({"per_person", "per_accident", "aggregate", "limit", "premium"})


def are_labels(cols: Columns, sums: Collection[int]) -> bool:
    """Whether what was taken for the names of covers are labels of a form, each before its own sum: 每人责任限额 | 80万 | 其中医疗 | 8万."""
    name = cols.roles["name"]
    if max(sums) < name:
        behind = [row[name + 1] for row in cols.rows if name in row and name + 1 in row]
        return any(t.kind in ("amount", "number") for unit in behind for t in unit.tokens)
    before = [
        row[c - 1] for row in cols.rows for c in sums if c - 1 > name and c in row and row[c].tokens and c - 1 in row
    ]
    return any(not unit.tokens and code_of(unit.text) not in (None, "other") for unit in before)
