"""What was set aside as a share of premiums: premium × ratio = sum in every line, whatever the headers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import MOVES, is_entry
from extractor.kinds.fee_ledger.columns.sums import number_in

_CENT = Decimal("0.06")
"""Yuan by which a share may be rounded: to 分, or to 角."""


def with_share(cols: Columns) -> Columns:
    """The columns with the premium and the share of it set aside where a column of ratios shows both; else as they are."""
    named = cols.roles.get("ratio")
    rows = [row for row in cols.rows if is_entry(row) and _ratio(row, named) is not None]
    if not rows:
        return cols
    dated = cols.roles.get("date")
    ratios = {c for row in rows for c, unit in row.items() if c == named or _is_ratio(unit)}
    sums = [
        c
        for c in range(cols.table.n_cols)
        if c != dated and c not in ratios and all(number_in(row.get(c)) for row in rows)
    ]
    found = [(p, s) for p in sums for s in sums if p != s and all(_is_share(row, p, s, named) for row in rows)]
    if len(found) != 1:
        return cols
    premium, share = found[0]
    kept = {n: c for n, c in cols.roles.items() if c not in found[0] and n not in ("extract", "amount", "premium")}
    return replace(cols, roles=kept | {"premium": premium, "extract": share})


def _is_share(row: Mapping[int, Unit], premium: int, share: int, named: int | None) -> bool:
    whole, part, ratio = number_in(row.get(premium)), number_in(row.get(share)), _ratio(row, named)
    if whole is None or part is None or ratio is None:
        return False
    return 0 < part < whole and abs(whole * ratio / 100 - part) <= _CENT


def _is_ratio(unit: Unit) -> bool:
    return any(t.kind == "ratio" for t in unit.tokens) and len(unit.text.strip()) <= 8


def _ratio(row: Mapping[int, Unit], named: int | None) -> Decimal | None:
    """The one ratio of a line, in percent. ``named``: the column headed so, where a program leaves the sign out: 0.22."""
    told = [t.value for unit in {id(u): u for u in row.values()}.values() if _is_ratio(unit) for t in unit.tokens]
    if not told and named is not None and (bare := number_in(row.get(named))) is not None and 0 < bare < 1:
        return bare * 100
    return Decimal(str(told[0])) if len(told) == 1 and told[0] else None


def is_of_shares(cols: Columns) -> bool:
    """Whether the table books shares of premiums and nothing else."""
    return {"date", "premium", "extract"} <= cols.roles.keys() and not cols.roles.keys() & (MOVES - {"extract"})
