"""Lists under several headers in one grid: a Word form with what was found, and under it what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.meaning.numbers import are_numbers
from extractor.hazards.meaning.words import int_of, label_role

_LONGEST_HEAD = 12  # characters of a header's cell


def parts_of_table(table: Table, units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of a table, cut before each line that heads another list in it.

    Such a line is of words only, unlike the heads before it, and under it the numbers begin again with one; or its cells and
    those of the lines under it begin elsewhere than those of the lines over it, as where a form and a list were drawn as one grid.
    """
    rows = grid(table, units)
    if (first := _where_columns_change(rows)) is not None:
        upper = [u for u in units if u.cell is not None and u.cell.row < first]
        lower = [u for u in units if u.cell is None or u.cell.row >= first]
        return [*parts_of_table(table, upper), *parts_of_table(table, lower)]
    lines = [_distinct(row) for row in rows]
    cuts = [0]
    last = 0
    heads: set[str] = set()
    for r, line in enumerate(lines[:-1]):
        number = int_of(line[0].text) if line else None
        if number is not None:
            last = number
        elif _heads_answers(table, lines, r):
            cuts.append(r)
            last = 0
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


_LEAST_LINES = 3  # a head and two entries
_LEAST_CELLS = 4


def _where_columns_change(rows: Sequence[Mapping[int, Unit]]) -> int | None:
    """The first of three lines or more of four cells or more that begin at the same places, under lines that all begin elsewhere."""
    at = [frozenset(u.cell.col for u in row.values() if u.cell is not None) for row in rows]
    filled = [r for r, places in enumerate(at) if places]
    for k, r in enumerate(filled[1:], 1):
        alike = [at[q] for q in filled[k : k + _LEAST_LINES]]
        if len(alike) < _LEAST_LINES or len(at[r]) < _LEAST_CELLS or any(places != at[r] for places in alike):
            continue
        above = [at[q] for q in filled[:k]]
        # a form of labels and values: few cells, of which none but the first begins where a column of the list does
        return r if all(1 < len(p) <= _LEAST_CELLS and len(p - {0} & at[r]) < len(p - {0}) for p in above) else None
    return None


def _heads_answers(table: Table, lines: Sequence[Sequence[Unit]], r: int) -> bool:
    """Whether a line is one cell across a grid, under a list in it, that asks for something about hazards which the lines below
    name by their numbers: 措施 over "1、2 | 恢复防护"."""
    cell = lines[r][0].cell if len(lines[r]) == 1 else None
    if r == 0 or cell is None or cell.colspan < table.n_cols or not lines[r + 1]:
        return False
    return label_role(lines[r][0].text) in _ANSWERS and are_numbers(lines[r + 1][0].text)


_ANSWERS = ("advice", "status", "deadline")


def _distinct(row: Mapping[int, Unit]) -> list[Unit]:
    return list({id(u): u for _, u in sorted(row.items())}.values())


def _is_head(line: Sequence[Unit]) -> bool:
    return len(line) > 1 and all(len(u.text) <= _LONGEST_HEAD and not u.tokens for u in line)
