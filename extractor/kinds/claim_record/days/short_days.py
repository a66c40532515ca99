"""Days of a table's columns written short: 3.12 under a year's heading, 24/02/29, 14/03/2024, each given its year and its order.

A column is one of days when all its cells are; what year is meant is told by the heading, the sheet's name or other days of
the line, and in which order day and month stand by all such columns of the table together. Where that stays open, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from extractor.document import Table
from extractor.evidence.columns import NOTHING, TOTAL_ROW, grid
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.chains import chained, is_chain
from extractor.values.dates import YEAR, Moment
from extractor.values.scan import Token

_SHORT = re.compile(
    r"\s*(?:(?P<a>\d{1,2})\s*(?P<sep>[-/.])\s*(?P<b>(?!00)\d{1,2})(?:\s*(?P=sep)\s*(?P<c>\d{1,4}))?|(?P<next>[次翌]年)?(?:[同当本]年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?)"
    r"\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*"
)
_LONGEST = 20
_YEARS = range(2000, 2100)
_SUMS = re.compile(r"[元额%％率]|[款金]$")
_BEGINS = frozenset("0123456789次翌同当本 ")
_FEWEST = 2
"""Cells of short days in a table without which it has none."""


def dated(sheet: Sheet, table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table, those of its columns of short days with the day that is meant as their value."""
    if any(u.text == "月" for u in units):
        return _put_together(sheet, table, units)
    if any(map(is_chain, units)):
        first = min((u.cell.row for u in units if u.cell is not None and is_chain(u)), default=0)
        units = chained(units, _year_over(sheet, units, table.name, first))
    short = (u.text for u in units if len(u.text) <= _LONGEST and u.text[:1] in _BEGINS)
    if sum(_SHORT.fullmatch(text) is not None for text in short) < _FEWEST:
        return units
    rows = grid(table, units)
    columns = {c: cells for c in range(table.n_cols) if (cells := _column(rows, c))}
    written = [m for cells in columns.values() for u in cells.values() if (m := _SHORT.fullmatch(u.text))]
    day_first = _day_first(written)
    year = _year_over(sheet, units, table.name, min((min(cells) for cells in columns.values()), default=0))
    told: dict[int, date] = {}
    for r, row in enumerate(rows):
        last = next((t.value.day for u in row.values() for t in u.tokens if t.kind == "moment"), None)
        for c in sorted(columns):
            unit = columns[c].get(r)
            if unit is None or (match := _SHORT.fullmatch(unit.text)) is None or _lost_a_nought(unit, match):
                continue
            day = _day(match, day_first=day_first, last=last, year=year)
            if day is not None:
                told[id(unit)] = last = day
    return [_with_day(u, told[id(u)]) if id(u) in told else u for u in units] if told else units


def _put_together(sheet: Sheet, table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table whose days stand in columns of 年, 月 and 日, each day put together in the first of them."""
    rows = grid(table, units)
    told: dict[int, date] = {}
    parts: set[int] = set()
    for r, row in enumerate(rows):
        for c, unit in row.items():
            if unit.text.strip() != "月" or c + 1 not in row or row[c + 1].text.strip() != "日":
                continue
            with_year = c - 1 in row and row[c - 1].text.strip() == "年"
            year = None if with_year else _year_over(sheet, units, table.name, r)
            first = c - with_year
            for line in rows[r + 1 :]:
                numbers = [line[k].text.strip() if k in line else "" for k in range(first, c + 2)]
                if not all(number.isdigit() for number in numbers) or (year is None and not with_year):
                    continue
                day = _made(*(map(int, numbers) if with_year else (year or 0, *map(int, numbers))))
                if day is not None:
                    told[id(line[first])] = day
                    parts.update(id(line[k]) for k in range(first + 1, c + 2))
    return [_with_day(u, told[id(u)]) if id(u) in told else u for u in units if id(u) not in parts] if told else units


def dated_tables(sheet: Sheet) -> list[tuple[Table, Sequence[Unit], Sequence[Unit]]]:
    """Every table with its units as printed and as ``dated`` gives them."""
    return [(table, units, dated(sheet, table, units)) for table, units in sheet.tables]


def days_of_cells(tables: Iterable[tuple[Table, Sequence[Unit], Sequence[Unit]]]) -> dict[int, date]:
    """The day that is meant in each cell of a column of short days, by the cell's identity."""
    out: dict[int, date] = {}
    for _, units, told in tables:
        if told is not units:
            printed = {id(unit) for unit in units}
            changed = (given for given in told if id(given) not in printed)
            whole = (given for given in changed if given.tokens[0].stop == len(given.text))  # a chain tells several
            out.update({id(given.cell): given.tokens[0].value.day for given in whole})
    return out


def _column(rows: Sequence[dict[int, Unit]], c: int) -> dict[int, Unit]:
    """Row → cell of a column that holds short days and nothing else below its header; empty for any other."""
    cells = {
        r: row[c]
        for r, row in enumerate(rows)
        if c in row
        and not NOTHING.match(row[c].text)
        and row.get(c - 1) is not row[c] is not row.get(c + 1)
        and not TOTAL_ROW.match(row[min(row)].text)
    }
    days = {r: u for r, u in cells.items() if len(u.text) <= _LONGEST and _SHORT.fullmatch(u.text)}
    if not days or any(r > min(days) and r not in days for r in cells):
        return {}
    head = next((cells[r].text for r in sorted(cells, reverse=True) if r < min(days)), "")
    return days if all(_is_day(u) for u in days.values()) and _tells_of_days(head, days) else {}


def _tells_of_days(head: str, days: dict[int, Unit]) -> bool:
    """Whether the header speaks of a day or of a step of a claim, where its cells could as well be sums: 3.12."""
    if _SUMS.search(head):
        return False
    as_sums = all(re.fullmatch(r"\s*\d{1,2}\.\d{1,2}\s*", u.text) for u in days.values())
    return not as_sums or meaning(head).any(
        "date", "accident", "reported", "closed", "uploaded", "payday", "paid", "service"
    )


def _is_day(unit: Unit) -> bool:
    match = _SHORT.fullmatch(unit.text)
    return match is not None and any(_orders(match))


def _lost_a_nought(unit: Unit, match: re.Match[str]) -> bool:
    """Whether a workbook took the day for a number, so that 4.1 may have been 4.10."""
    typed = unit.cell.value if unit.cell is not None else None
    return isinstance(typed, float) and match["sep"] == "." and match["c"] is None and match["b"] in ("1", "2", "3")


def _orders(match: re.Match[str]) -> Iterator[tuple[str, int | None, int, int]]:
    """The ways in which a short day can be read: (order, year, month, day)."""
    if match["m"]:
        yield from _if_day("md", None, int(match["m"]), int(match["d"]))
        return
    a, b, c = match["a"], int(match["b"]), match["c"]
    if c is None:
        yield from _if_day("md", None, int(a), b) if len(a) <= 2 else ()
    elif len(c) == 4:
        yield from _if_day("dmy", int(c), b, int(a))
        yield from _if_day("mdy", int(c), int(a), b)
    elif len(a) == 2 and len(c) <= 2:
        yield from _if_day("ymd", 2000 + int(a), b, int(c))


def _if_day(order: str, year: int | None, month: int, day: int) -> Iterator[tuple[str, int | None, int, int]]:
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        return
    if year is None or year in _YEARS:
        yield order, year, month, day


def _day_first(written: Sequence[re.Match[str]]) -> bool | None:
    """Whether 14/03/2024 stands day first, by the days of the whole table that can stand one way only; None where none tells."""
    ways = [{order for order, *_ in _orders(m)} & {"dmy", "mdy"} for m in written]
    sure = {next(iter(w)) for w in ways if len(w) == 1}
    return sure == {"dmy"} if len(sure) == 1 else None


def _day(match: re.Match[str], *, day_first: bool | None, last: date | None, year: int | None) -> date | None:
    ways = {order: (y, m, d) for order, y, m, d in _orders(match)}
    if not ways.keys().isdisjoint(("dmy", "mdy")):
        order = "dmy" if day_first else "mdy"
        ways = {order: ways[order]} if day_first is not None and order in ways else ways
        if len(set(ways.values())) > 1:
            return None  # 05/06/2024, and no other day of the table tells which stands first
    if not ways:
        return None
    y, m, d = next(iter(ways.values()))
    if y is not None:
        return date(y, m, d)
    if last is None:
        return None if year is None else _made(year, m, d)
    if match["next"]:
        return _made(last.year + 1, m, d) if year is None else _made(year + 1, m, d)
    # a step may stand some days before the one to its left, and up to a year after it
    fits = [day for k in (-1, 0, 1) if (day := _made(last.year + k, m, d)) and -60 <= (day - last).days <= 300]
    return min(fits, key=lambda day: abs((day - last).days), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_over(sheet: Sheet, units: Sequence[Unit], name: str | None, first_row: int) -> int | None:
    """The one year that the rows over the list, the sheet's name, the words before the table or else all days of the paper tell."""
    first = min((u.index for u in units), default=0)
    over = [u.text for u in units if u.cell is not None and u.cell.row < first_row]
    before = [u.text for u in reversed(sheet.units[max(0, first - 4) : first])]
    named = f"{name}年" if name is not None and name.strip().isdigit() else name or ""
    for text in (*over, named, *before):
        years = {int(y) for y in YEAR.findall(text)} | {_in_words(y) for y in _YEAR_IN_WORDS.findall(text)}
        if len(years) == 1:
            return years.pop()
    told = {token.value.day.year for unit, token in sheet.tokens("moment")}
    if not told:  # 统计年度：2025年, under the table
        lines = (u.text for u in sheet.units if u.table is None and len(u.text) <= _LONGEST_REMARK)
        told = {int(y) for text in lines for y in YEAR.findall(text)}
    return told.pop() if len(told) == 1 else None


_LONGEST_REMARK = 30


_YEAR_IN_WORDS = re.compile("二[〇零○O0][一二三][〇零○O0一二三四五六七八九](?=年)")


def _in_words(written: str) -> int:
    return int("".join(str("〇一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in written))


def _with_day(unit: Unit, day: date) -> Unit:
    return replace(unit, tokens=(Token("moment", 0, len(unit.text), Moment(day)),))
