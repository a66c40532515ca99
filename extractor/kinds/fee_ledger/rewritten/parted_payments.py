"""A line for each contract with its payments beside each other, each under heads that name the part: 首付款, 首付日期, 尾款, 尾款日期."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import NOTHING, grid, has_date, is_money
from extractor.evidence.records.drawn import part_of
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.rewritten.by_policy import said

_HEADS = 3
"""Rows in which the heads may stand."""
_PART = re.compile("首[付笔次期]?|尾|末[笔次期]|预付|余款|中期|进度|第?([一二三四五六1-6])[次期笔]")
"""What tells one payment of a contract from another."""

Rows = Sequence[Mapping[int, Unit]]
Pair = tuple[int, int]


def with_parts_apart(table: Table, units: Sequence[Unit]) -> tuple[Table, Sequence[Unit]]:
    """The table with a line for each payment in place of one for each contract; itself where it has no such pairs of columns."""
    rows = grid(table, units)
    tried = ((h, h + deep) for h in range(min(_HEADS, len(rows))) for deep in (1, 2) if h + deep < len(rows))
    found = next(((*at, pairs) for at in tried if (pairs := _pairs(rows, *at, table.n_cols))), None)
    if found is None:
        return table, units
    head, top, pairs = found
    taken = {c for pair in pairs for c in pair}
    sums = {c for c in range(table.n_cols) if c not in taken and _holds(rows[top:], c, money=True)}
    # what the contract is worth in all was not paid at once
    kept = [c for c in range(table.n_cols) if c not in taken | sums]
    out = [part_of(u, 0, len(u.text), 0, i) for i, c in enumerate(kept) if (u := rows[head].get(c)) is not None]
    first = rows[head][pairs[0][0]]
    out += [said(first, words, len(kept) + k) for k, words in enumerate(("支出金额", "付款日期"))]
    line = 0
    for row in rows[top:]:
        for pair in pairs:
            own = [row.get(c) for c in pair]
            if any(u is None or NOTHING.match(u.text) for u in own):
                continue
            line += 1
            told = [*(row.get(c) for c in kept), *own]
            out += [part_of(u, 0, len(u.text), line, i) for i, u in enumerate(told) if u is not None]
    cells = tuple(unit.cell for unit in out if unit.cell is not None)
    upright = replace(table, cells=cells, n_rows=line + 1, n_cols=len(kept) + 2)
    for unit in out:
        unit.table = upright
    return upright, out


def _pairs(rows: Rows, head: int, top: int, n_cols: int) -> list[Pair]:
    """(column of the sum, column of its day) of each payment, where at least two are named and each has both; the heads stand in the
    rows from ``head`` up to ``top``."""
    below = rows[top:]
    of: dict[str, dict[bool, list[int]]] = {}
    for c in range(n_cols):
        heads = [row[c] for row in rows[head:top] if c in row]
        part = None if any(map(has_date, heads)) else _PART.search("".join("".join(u.text.split()) for u in heads))
        for money in (True, False):
            if part is not None and _holds(below, c, money=money):
                of.setdefault(part[1] or part[0][0], {}).setdefault(money, []).append(c)
    pairs = [
        (own[True][0], own[False][0]) for own in of.values() if len(own.get(True, ())) == len(own.get(False, ())) == 1
    ]
    return pairs if len(pairs) == len(of) >= 2 else []


def _holds(rows: Rows, c: int, *, money: bool) -> bool:
    """Whether a column holds sums, or days, and nothing else."""
    told = [row[c] for row in rows if c in row and not NOTHING.match(row[c].text)]
    return bool(told) and all(has_date(u) != money and (not money or is_money(u)) for u in told)
