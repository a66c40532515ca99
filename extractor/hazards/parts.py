"""Lists under several headers in one grid: a Word form with what was found, and under it what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.outcomes import int_of

_LONGEST_HEAD = 12  # characters of a header's cell


def parts_of_table(table: Table, units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of a table, cut before each line that heads another list in it.

    Such a line is of words only, unlike the heads before it, and under it the numbers begin again with one.
    """
    lines = [_distinct(row) for row in grid(table, units)]
    cuts = [0]
    last = 0
    heads: set[str] = set()
    for r, line in enumerate(lines[:-1]):
        number = int_of(line[0].text) if line else None
        if number is not None:
            last = number
        elif _is_head(line) and lines[r + 1] and int_of(lines[r + 1][0].text) == 1:
            texts = {u.text.strip() for u in line}
            if last > 1 and len(texts & heads) < 0.5 * len(texts):
                cuts.append(r)
                last = 0
            heads |= texts
    if len(cuts) == 1:
        return [list(units)]
    out: list[list[Unit]] = [[] for _ in cuts]
    for unit in units:
        row = unit.cell.row if unit.cell is not None else 0
        out[sum(row >= cut for cut in cuts) - 1].append(unit)
    return out


def _distinct(row: Mapping[int, Unit]) -> list[Unit]:
    return list({id(u): u for _, u in sorted(row.items())}.values())


def _is_head(line: Sequence[Unit]) -> bool:
    return len(line) > 1 and all(len(u.text) <= _LONGEST_HEAD and not u.tokens for u in line)
