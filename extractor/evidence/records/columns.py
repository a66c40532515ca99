"""Records set under each other: what has the same label, or stands at the same place of a table, is one column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.evidence.records.atoms import Atom
from extractor.evidence.records.partitions import Record
from extractor.evidence.records.values import kind_of

Key = tuple[object, ...]
Rows = list[dict[Key, Atom]]
"""Of each record, its atoms by column."""
LEAST_VALUES = 2
"""Values without which something is no record."""


def columns(records: Sequence[Record]) -> Iterator[tuple[Rows, Mapping[Key, str]]]:
    """The records by column, with the columns' heads: by label and kind, and by place where they stand in a table."""
    by_label: Rows = []
    for record in records:
        row: dict[Key, Atom] = {}
        times: dict[tuple[str, str], int] = defaultdict(int)
        for atom in record:
            if atom.bare:
                continue
            kind = kind_of(atom.text)
            kind = "" if kind == "body" else kind
            own = kind if not atom.label else "", atom.label
            row[(*own, times[own])] = atom
            times[own] += 1
        by_label.append(row)
    yield by_label, {}
    if (one_day := _with_one_day(by_label)) is not None:
        yield one_day, {}
    if all(atom.unit.cell is not None for record in records for atom in record):
        yield _by_place(records)


def _with_one_day(rows: Rows) -> Rows | None:
    """The rows with their days in one column, where each has one, under whatever label: 收入：2025-01-22 … 支出1：2025-04-03 …."""
    days = [[key for key, atom in row.items() if kind_of(atom.text) == "day"] for row in rows]
    if any(len(keys) != 1 for keys in days) or len({keys[0] for keys in days}) < 2:
        return None
    out: Rows = []
    for row, keys in zip(rows, days, strict=True):
        day = row[keys[0]]
        told = {("day",) if key == keys[0] else key: replace(a, label="") if a is day else a for key, a in row.items()}
        at = day.unit.text.rfind(day.label, 0, day.start) if day.label else -1
        out.append(
            told
            if at < 0
            else {**told, ("of the day",): replace(day, start=at, stop=at + len(day.label), label="", text=day.label)}
        )
    return out


def lying(atoms: Sequence[Atom]) -> Iterator[tuple[Rows, dict[Key, str]]]:
    """The columns of each table as records, where its first column heads its lines; parts of one sheet are one table."""
    by_table: dict[object, dict[int, dict[Key, Atom]]] = defaultdict(lambda: defaultdict(dict))
    for atom in atoms:
        table, cell = atom.unit.table, atom.unit.cell
        if table is None or cell is None or cell.colspan > 1 or atom.bare:
            continue
        whole = id(table) if table.name is None else (table.name, table.n_cols)
        line = table.first_row + cell.row
        by_table[whole][cell.col].setdefault((line,), atom)
    for columns in by_table.values():
        first, *others = (columns[c] for c in sorted(columns))
        heads = {key: a.text for key, a in first.items() if not kind_of(a.text) and len(a.text) <= 14}
        others = [record for record in others if sum(kind_of(a.text) != "" for a in record.values()) >= LEAST_VALUES]
        if len(others) > 1 and len(heads) > 2:
            yield [{k: a for k, a in record.items() if k in heads} for record in others], heads


def _by_place(records: Sequence[Record]) -> tuple[Rows, dict[Key, str]]:
    rows: Rows = []
    for record in records:
        row: dict[Key, Atom] = {}
        times: dict[tuple[int, int], int] = defaultdict(int)
        top = min(a.unit.cell.row for a in record if a.unit.cell is not None)
        for atom in record:
            cell = atom.unit.cell
            if cell is None or atom.bare:
                continue
            at = cell.row - top, cell.col
            row[(*at, atom.label or times[at])] = atom
            times[at] += not atom.label
        rows.append(row)
    heads = _above(records)
    same = {key: {row[key].text for row in rows if key in row} for row in rows for key in row}
    counts = {key: sum(key in row for row in rows) for key in same}
    fixed = {
        key: next(iter(texts))
        for key, texts in same.items()
        if len(texts) == 1
        and counts[key] == len(rows)
        and not kind_of(next(iter(texts)))
        and len(next(iter(texts))) <= 14
    }
    for key in same:
        above, left = (key[0] - 1, key[1], 0), (key[0], key[1] - 1, 0)  # type: ignore[operator]
        if key not in fixed and (named := fixed.get(above) or fixed.get(left)):
            heads[key] = named
    return [{k: a for k, a in row.items() if k not in fixed} for row in rows], heads


def _above(records: Sequence[Record]) -> dict[Key, str]:
    """The words above the first record, in as many rows as a record has, by the place that they head."""
    first, second = (min((a.unit.cell.row for a in r if a.unit.cell), default=0) for r in records[:2])
    table, per = records[0][0].unit.table, second - first
    if table is None or records[1][0].unit.table is not table or per < 1:
        return {}
    heads: dict[Key, str] = {}
    while per == 1 and first > 1 and sum(cell.row == first - 1 and bool(cell.lines) for cell in table.cells) < 2:
        first -= 1  # a line across the list
    over = [cell for cell in table.cells if first - per <= cell.row < first]
    if any(kind_of(cell.text) in ("day", "sum") for cell in over):
        return {}  # an entry, and no heads
    for cell in over:
        line = cell.row - (first - per)
        if 0 < len(text := "".join(x.text for x in cell.lines).strip()) <= 20:
            heads[line, cell.col, 0] = text
    for cell in over:
        names = _BETWEEN.split(heads.get((0, cell.col, 0), ""))
        if len(names) == per > 1 and all(names) and not any((k, cell.col, 0) in heads for k in range(1, per)):
            heads |= {(k, cell.col, 0): name for k, name in enumerate(names)}  # 赔案与保单 over a number above another
    return heads


_BETWEEN = re.compile(r"\s*(?:[/／、|｜&]|与|及|和)\s*")
