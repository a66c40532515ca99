"""A form of labels and values in a grid, which columns would take for a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from extractor.covers.meaning.names import code_of
from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit

OF_SUMS = frozenset({"per_person", "per_accident", "aggregate", "limit", "premium"})


def are_labels(cols: Columns, sums: Collection[int]) -> bool:
    """Whether what was taken for the names of covers are labels of a form, each before its own sum: 每人责任限额 | 80万 | 其中医疗 | 8万."""
    name = cols.roles["name"]
    pairs = [row for row in cols.rows for c in sums if _holds_two(row, *sorted((c, name + 1)))]
    if max(sums) < name:
        return bool(pairs)
    beside = [
        (code_of(row[name].text), code_of(row[c - 1].text))
        for row in pairs
        for c in sums
        if c - 1 > name and c - 1 in row
    ]
    return any(label not in (None, "other", own) for own, label in beside)


def _holds_two(row: Mapping[int, Unit], first: int, second: int) -> bool:
    """Whether a line holds two sums, each right behind words without any."""
    return second - first > 1 and all(
        c in row
        and c - 1 in row
        and row[c].tokens
        and row[c].tokens[0].kind in ("amount", "number")
        and not row[c - 1].tokens
        for c in (first, second)
    )
