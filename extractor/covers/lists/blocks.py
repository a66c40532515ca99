"""Where in a table the covers stand: rows one below the other whose names are those of covers, whatever heads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.covers.lists.entries import ends_list
from extractor.covers.meaning.names import guess_of
from extractor.covers.meaning.roles import ROLES, is_cover_name
from extractor.covers.meaning.sums import understood
from extractor.evidence.columns import NOTHING, TOTAL_ROW, Columns, is_money
from extractor.evidence.units import Unit

Grid = Sequence[Mapping[int, Unit]]

_LONGEST_NAME = 16
_NAMED_SUM = re.compile(r"\D{0,8}\d[\d,.]*\s*[亿万千]?元?(?:[/／]\S{1,2})?")
_STOREYS = 2
"""Rows above the first cover that may head its columns."""


def blocks_of(table: Any, rows: Grid, n_cols: int) -> Iterator[Columns]:
    """Every run of covers in the grid as columns of which only the names are known yet, with the words above the run."""
    for c in range(min(n_cols, 4)):
        start = 0
        while (start := _next_cover(rows, c, start)) < len(rows):
            stop = _run(rows, c, start)
            codes = {guess_of(rows[r][c].text) for r in range(start, stop)} - {None}
            if len(codes) >= 2:
                first = _header_row(rows, start)
                header = tuple(_words(rows[first:start], k) for k in range(n_cols))
                roles = {"name": c, **_weak_roles(header, rows[start:stop], c)}
                yield Columns(table, header, roles, tuple(rows[start:]), float(stop - start), start, len(rows))
            start = stop


def _weak_roles(header: Sequence[str], rows: Grid, name: int) -> dict[str, int]:
    """The columns of sums headed as a limit or a charge without a word of whose."""
    out: dict[str, int] = {}
    for k, text in enumerate(header):
        if k <= name or not any(k in row and is_money(row[k]) for row in rows):
            continue
        for role in ROLES:
            if role.name in ("limit", "charge") and role.label.score(understood(text)) > 0:
                out.setdefault(role.name, k)
    return out


def _next_cover(rows: Grid, c: int, start: int) -> int:
    return next((r for r in range(start, len(rows)) if _names_cover(rows[r], c) and _has_sum(rows[r], c)), len(rows))


def _names_cover(row: Mapping[int, Unit], c: int) -> bool:
    return c in row and row.get(c - 1) is not row[c] and is_cover_name(row[c])


def _has_sum(row: Mapping[int, Unit], c: int) -> bool:
    return any(k > c and (is_money(unit) or _NAMED_SUM.fullmatch(unit.text)) for k, unit in row.items())


def _run(rows: Grid, c: int, start: int) -> int:
    """The row after the run: a cover nobody knows may stand within it, other sums of the schedule may not."""
    r = start + 1
    while r < len(rows):
        unit = rows[r].get(c)
        if unit is None or TOTAL_ROW.match(unit.text) or ends_list(unit.text, True):
            break
        if not _names_cover(rows[r], c) and (len(unit.text) > _LONGEST_NAME or unit.tokens or not _has_sum(rows[r], c)):
            break
        r += 1
    return r


def _header_row(rows: Grid, start: int) -> int:
    """The first of the rows above ``start`` that hold words only."""
    first = start
    while first > 0 and start - first < _STOREYS and _is_words(rows[first - 1]):
        first -= 1
    return first


def _is_words(row: Mapping[int, Unit]) -> bool:
    units = {id(u): u for u in row.values()}.values()
    return len(units) >= 2 and all(
        len(u.text) <= 40 and not any(t.kind in ("amount", "moment", "words", "code", "uscc", "count") for t in u.tokens)
        and not is_money(u)
        for u in units
        if not NOTHING.match(u.text)
    )  # fmt: skip


def _words(storeys: Grid, c: int) -> str:
    out: list[str] = []
    for row in storeys:
        if c in row and row[c].text not in out:
            out.append(row[c].text)
    return "|".join(out)
