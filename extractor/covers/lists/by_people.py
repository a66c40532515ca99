"""The cover of the employees in a list of workshops, posts or sites under its name: 车间 | 人数 | 每人责任限额 | 保险费小计."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.covers.lists.by_trade import by_trade, lines_of, same_in_all
from extractor.covers.meaning.captions import caption_of
from extractor.covers.meaning.names import NOT_A_COVER, code_of
from extractor.covers.meaning.rows import Coverages, row_of
from extractor.covers.meaning.sums import dimension_of, money_of, scale_of
from extractor.evidence import columns
from extractor.evidence.columns import TOTAL_ROW
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row

_LONGEST = 40
_MOST_HEADERS = 3
_FEWEST_COLUMNS = 3
_LINES_BACK = 4


def with_trades(found: Coverages | None, sheet: Sheet, without: Collection[int]) -> Coverages | None:
    """The list with the covers that head the columns of a table of trades, where it tells none of them."""
    rows, used = by_trade(sheet)
    rows, used = (rows, used) if rows else by_people(sheet)
    if not rows or used & set(without):
        return found
    if found is None:
        return Coverages(tuple(rows), None, False, rows[0].span, "table", frozenset(used)) if len(rows) >= 2 else None
    codes = {row.value("code") for row in found.rows}
    more = tuple(row for row in rows if row.value("code") not in codes)
    return replace(found, rows=(*more, *found.rows), units=found.units | used) if more else found


def by_people(sheet: Sheet) -> tuple[list[Row], set[int]]:
    """The one cover that such a list tells under its name, and id() of the units that tell it; none where several lists tell one."""
    found = []
    for table, units in sheet.tables:
        if table.n_cols < _FEWEST_COLUMNS or table.n_rows < _FEWEST_COLUMNS or (name := _over(sheet, units)) is None:
            continue
        grid = columns.grid(table, units)
        for at in range(min(_MOST_HEADERS, len(grid))):
            cells = _cells(grid[at], grid[at + 1 :], caption_of(sheet, units)) if _counts_people(grid[at]) else {}
            if cells:
                told = {id(name), *(id(unit) for row in grid[at:] for unit in row.values())}
                found.append((row_of(name, 0, len(name.text), cells, "employee_injury"), told))
                break
    return ([found[0][0]], found[0][1]) if len(found) == 1 else ([], set())


def _over(sheet: Sheet, units: Sequence[Unit]) -> Unit | None:
    """The line right over a list that names the cover of the employees: one that stands over the list itself where two stand abreast."""
    first = min((u.index for u in units), default=0)
    near = [u for u in sheet.units[max(0, first - _LINES_BACK) : first] if u.table is None]
    box = units[0].box if units else None
    if box is not None:
        near = [u for u in near if u.box is not None and u.box.y1 <= box.y1 and u.box.x0 < box.x1 and box.x0 < u.box.x1]
    line = near[-1] if near else None
    if line is None or line.tokens or len(line.text) > _LONGEST or NOT_A_COVER.search(line.text):
        return None
    return line if code_of(line.text) == "employee_injury" else None


def _counts_people(header: Mapping[int, Unit]) -> bool:
    """Whether a header heads people counted, and under its first column neither covers nor sums."""
    first = header[min(header)] if header else None
    if first is None or any(u.tokens for u in header.values()) or code_of(first.text) is not None:
        return False
    said = [meaning(u.text) for c, u in header.items() if c != min(header)]
    return any(m.any("count", "employees", "insured_count") and not m.any("limit", "premium") for m in said)


def _cells(header: Mapping[int, Unit], below: Sequence[Mapping[int, Unit]], caption: str) -> dict[str, Reading[Any]]:
    """What every line pays for one person, and what all lines together cost; empty where one of them is not told."""
    lines = lines_of(below)
    total = next((row for row in below if row and TOTAL_ROW.match(row[min(row)].text)), None)
    out: dict[str, Reading[Any]] = {}
    for c, head in header.items():
        said = meaning(head.text)
        scale = scale_of(head.text, caption)
        if said.has("premium"):
            if total is not None and dimension_of(head.text) is None and (whole := _added(lines, total, c, scale)):
                out["premium"] = whole
        elif (role := dimension_of(head.text)) in _LIMITS and code_of(head.text) in (None, "employee_injury"):
            limit = same_in_all(lines, c, scale)
            if limit is None or role in out:
                return {}
            out[role] = limit
    return out if {"per_person", "premium"} <= set(out) else {}


_LIMITS = ("per_person", "per_accident")


def _added(
    lines: Sequence[Mapping[int, Unit]], total: Mapping[int, Unit], c: int, scale: Decimal
) -> Reading[Decimal] | None:
    """The last line's sum where it is what the lines add up to."""
    parts = [money_of(line[c], scale) for line in lines if c in line]
    whole = money_of(total[c], scale) if c in total else None
    if whole is None or not parts or sum((p[0] for p in parts if p is not None), Decimal(0)) != whole[0]:
        return None
    return Reading(whole[0], total[c].span(whole[1], whole[2]), "table", round(0.95 * total[c].confidence, 3))
