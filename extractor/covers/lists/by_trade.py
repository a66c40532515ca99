"""Covers that head the columns of a table of trades or posts, with the same limit in every line: 工种 | 人数 | 每人伤亡限额."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.covers.meaning.captions import caption_of
from extractor.covers.meaning.names import NOT_A_COVER, code_of
from extractor.covers.meaning.rows import row_of
from extractor.covers.meaning.sums import NO_SUM, dimension_of, money_of, scale_of
from extractor.evidence import columns
from extractor.evidence.columns import TOTAL_ROW
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row

_LEAST = 1000
"""Yuan from which a sum is a limit."""
_LONGEST_HEADER = 24
_MOST_HEADERS = 3
"""Rows from the top of a table in which its header is looked for."""


def by_trade(sheet: Sheet) -> tuple[list[Row], set[int]]:
    """The covers told by the columns of tables of trades, and id() of the units that tell them."""
    out: dict[str, Row] = {}
    used: set[int] = set()
    for table, units in sheet.tables:
        grid = columns.grid(table, units) if table.n_cols >= 3 and table.n_rows >= 2 else []
        for at in range(min(_MOST_HEADERS, len(grid))):
            heads = {c: u for c, u in grid[at].items() if _names_a_limit(u)}
            if not heads or not _of_trades(grid[at]):
                continue
            lines = lines_of(grid[at + 1 :])
            caption = caption_of(sheet, units)
            for c, head in heads.items():
                code, role = code_of(head.text), dimension_of(head.text)
                told = same_in_all(lines, c, scale_of(head.text, caption))
                if told is not None and code is not None and role is not None and code not in out:
                    out[code] = row_of(head, 0, len(head.text), {role: told}, code)
                    used |= {id(head), *(id(line[c]) for line in lines if c in line)}
            break
    return list(out.values()), used


def _names_a_limit(unit: Unit) -> bool:
    """Whether a header names a cover and what its sums are for."""
    if unit.tokens or len(unit.text) > _LONGEST_HEADER or NOT_A_COVER.search(unit.text):
        return False
    if meaning(unit.text).any("premium", "deductible", "prevention"):
        return False
    return code_of(unit.text) is not None and dimension_of(unit.text) is not None


def _of_trades(header: Mapping[int, Unit]) -> bool:
    """Whether people are counted or premiums told line by line beside the limits, under a first column that names no cover."""
    first = header[min(header)]
    others = [meaning(u.text) for u in header.values()]
    counted = any(m.any("count", "employees", "insured_count", "premium") and not m.has("limit") for m in others)
    return counted and code_of(first.text) is None and not meaning(first.text).has("cover")


def lines_of(rows: Sequence[Mapping[int, Unit]]) -> list[Mapping[int, Unit]]:
    """The rows down to the one that totals; none where one of them is a cover's: that is the ordinary list."""
    out: list[Mapping[int, Unit]] = []
    for row in rows:
        first = row[min(row)] if row else None
        if first is None or TOTAL_ROW.match(first.text):
            break
        if code_of(first.text) is not None and not meaning(first.text).has("employees"):
            return []
        out.append(row)
    return out


def same_in_all(lines: Sequence[Mapping[int, Unit]], c: int, scale: Decimal) -> Reading[Decimal] | None:
    """The one sum that every line has in a column; None where they differ: then no limit is every worker's."""
    cells = [line[c] for line in lines if c in line and not NO_SUM.match(line[c].text)]
    sums = [got for unit in cells if (got := money_of(unit, scale)) is not None]
    if not sums or len(sums) != len(cells) or len({value for value, *_ in sums}) != 1 or sums[0][0] < _LEAST:
        return None
    value, start, stop = sums[0]
    return Reading(value, cells[0].span(start, stop), "table", round(0.9 * cells[0].confidence, 3))
