"""Money spent in a column for each purpose: 培训支出, 排查支出 and 演练支出 side by side, one of them filled in each entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_entry
from extractor.kinds.fee_ledger.columns.sums import number_in

_NO_SPENDING = "balance premium ratio ordinal date number extract"


def with_purposes(cols: Columns) -> Columns:
    """The columns with all of spending as one, where every entry fills just one of them or the one of what was set aside."""
    spend = cols.roles.get("spend")
    if spend is None:
        return cols
    entries = [row for row in cols.rows if is_entry(row)]
    more = [c for c in range(cols.table.n_cols) if c not in cols.roles.values() and _tells_spending(cols, c, entries)]
    sides = [c for c in (cols.roles.get("extract"), spend, *more) if c is not None]
    if not more or len(entries) < 2 or any(sum(map(bool, _sums(row, sides))) != 1 for row in entries):
        return cols
    return replace(cols, rows=tuple(_moved(row, spend, more) for row in cols.rows))


def _tells_spending(cols: Columns, c: int, entries: list[Mapping[int, Unit]]) -> bool:
    """Whether a column holds sums and nothing else under a header that names a service or a spending."""
    cells = [row[c] for row in entries if c in row and row[c].text.strip(" /—-")]
    head = meaning(cols.header[c].split("|")[-1])
    return (
        bool(cells)
        and all(number_in(unit) is not None for unit in cells)
        and head.any("spend", "spent", "service_type", "service", "fee")
        and not head.any(*_NO_SPENDING.split())
    )


def _sums(row: Mapping[int, Unit], sides: list[int]) -> list[object]:
    return [number_in(row.get(c)) for c in sides]


def _moved(row: Mapping[int, Unit], spend: int, more: list[int]) -> Mapping[int, Unit]:
    """The row with what stands under any purpose in the one column of spending."""
    filled = next((c for c in more if number_in(row.get(c))), None)
    if filled is None or not is_entry(row):
        return row
    return {c: unit for c, unit in row.items() if c not in more} | {spend: row[filled]}
