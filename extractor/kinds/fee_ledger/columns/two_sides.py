"""Money in and money out in two columns of sums, or in two books side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import (
    Columns,
    columns_of,
    grid,
)
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import MOVES, ROLES, is_body
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.kinds.fee_ledger.columns.whose import with_payee


def two_books(table: Table, units: Sequence[Unit]) -> list[tuple[Columns, str]]:
    """A book with what came in on one side and what went out on the other, each with its own days: (columns, kind) of both."""
    rows = grid(table, units)
    for h in range(min(4, len(rows) - 2)):
        shared = [c for c, u in rows[h].items() if rows[h + 1].get(c) is u]  # beside both: 保险单号, 备注
        over = {c: u for c, u in rows[h].items() if c not in shared}
        heads = list({id(u): u for u in over.values()}.values())
        if len(heads) != 2 or (stretches := _stretches(over, rows[h + 1], table.n_cols, shared)) is None:
            continue
        kinds = [
            "extract" if _COMES.search(u.text.strip()) else "spend" if _GOES.search(u.text.strip()) else ""
            for u in heads
        ]
        if sorted(kinds) != ["extract", "spend"]:
            continue
        out = []
        for own, kind in zip(stretches, kinds, strict=True):
            at = {c: k for k, c in enumerate(own)}
            part = [{at[c]: u for c, u in row.items() if c in at} for row in rows[h + 1 :]]
            cols = columns_of(table, part, ROLES, len(own), needed=1)
            sums = None if cols is None else set(cols.roles) & MOVES
            if cols is None or "date" not in cols.roles or not sums:
                return []
            roles = {name: c for name, c in cols.roles.items() if name not in MOVES}
            out.append((with_payee(replace(cols, roles={**roles, "amount": cols.roles[min(sums)]})), kind))
        return out
    return []


def _stretches(
    heads: Mapping[int, Unit], under: Mapping[int, Unit], n_cols: int, shared: Sequence[int] = ()
) -> tuple[Sequence[int], Sequence[int]] | None:
    """The columns under each of two heads: those that it spans, or, in a sheet where nothing was merged, those up to the
    next head, each with a header of its own. The ``shared`` ones, whose header reaches down, are of both."""
    begins = [c for c in sorted(heads) if c == min(k for k in heads if heads[k] is heads[c])]
    whole = len(heads) + len(shared) == n_cols
    if shared and whole:
        first, second = ([c for c, u in heads.items() if u is heads[at]] for at in begins)
        return sorted([*shared, *first]), sorted([*shared, *second])
    if not whole and (
        len(heads) != 2 or begins[0] > 1 or min(begins[1], n_cols - begins[1]) < 3 or len(under) < n_cols
    ):
        return None
    return range(begins[0], begins[1]), range(begins[1], n_cols)


_COMES = re.compile("^[收进入存增提加拨留]|[进入收]$")


_GOES = re.compile("^(?:[支付出用减花销]|使用|动用|列支)|[出支付]$")


def two_sides(found: Columns, rows: Sequence[Mapping[int, Unit]], taken: set[int]) -> tuple[int, int] | None:
    """(in, out): two columns of sums of which every entry fills exactly one. What is paid to a body goes out."""
    sums = [
        c
        for c in range(found.table.n_cols)
        if c not in taken and any(c in row for row in rows)
        and all(number_in(row[c]) is not None for row in rows if c in row and row[c].text.strip(" /—-"))
    ]  # fmt: skip
    if len(sums) != 2 or len(rows) < 2:
        return None
    filled = [[c for c in sums if c in row and number_in(row[c])] for row in rows]
    if any(len(cs) != 1 for cs in filled) or len({cs[0] for cs in filled}) != 2:
        return None

    def goes(c: int) -> int:
        paid = sum(
            any(is_body(u) for k, u in row.items() if k != c)
            for row, cs in zip(rows, filled, strict=True)
            if cs[0] == c
        )
        head = found.header[c].split("|")[-1].strip()
        return 2 * bool(_GOES.search(head)) - 2 * bool(_COMES.search(head)) + (paid > 0)

    a, b = sums
    return None if goes(a) == goes(b) else (a, b) if goes(a) < goes(b) else (b, a)
