"""On which day each entry of a ledger was booked: written whole, or with the year and the month from above it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.columns import LEAP, whole_number, year_and_month
from extractor.kinds.fee_ledger.columns.roles import OTHER_SIDE, SHORT_YEAR, is_day, is_entry
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.record import Reading
from extractor.values import dates

_SAME = ' 〃″"同上—-'
_WORDS = ("item", "payee", "payee2", "voucher", "policy_no")
DAY_ABOVE = "table, day above"
"""How the day of an entry was read that leaves its own out."""
_TURN = 6
"""Months by which a book kept in order falls back only where a year ends: from December to January, October to March."""


@dataclass(slots=True)
class Days:
    """The days of one table. ``year`` and ``month``: what stands above it; ``split``: (year, month, day) columns of a day in
    several cells; ``ends``: the year is that of the last entry (a day of printing), not of the first."""

    cols: Columns
    year: int | None
    month: int | None
    split: tuple[int | None, int | None, int] | None
    ends: bool = False
    last: Reading[date] | None = None
    _years: dict[int, int] = field(default_factory=dict)
    _months: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.year is not None:
            self._years = dict(self._turning(self.year))
        now: int | None = None
        for row in self.cols.rows if self.split is not None and self.split[1] is None else ():
            now = _month_alone(row) or now
            if now is not None:
                self._months[id(row)] = now

    def of(self, row: Mapping[int, Unit]) -> Reading[date] | None:
        """The entry's day: written, or with year and month from above, or carried down from the entry above."""
        year = self._years.get(id(row), self.year)
        if self.split is not None:
            return self._of_parts(row, self.split, year)
        unit = self.cols.cell(row, "date")
        if unit is None or not is_day(unit):
            bare = whole_number(unit)
            if unit is not None and bare and year and self.month and bare <= 31:
                return _dated(year, self.month, bare, unit, "table+month above", 0.9)
            return self._carried(row) if unit is None or not unit.text.strip(_SAME) else None
        return _written(unit, year)

    def without_year(self, row: Mapping[int, Unit]) -> bool:
        """Whether an entry has its month and its day in cells of their own, of a year that the paper does not tell."""
        if self.split is None or self.split[0] is not None or self.split[1] is None or self.year is not None:
            return False
        month, day = (whole_number(row.get(c)) for c in self.split[1:] if c is not None)
        return month is not None and day is not None and 1 <= month <= 12 and 1 <= day <= 31

    def in_column(self, row: Mapping[int, Unit], col: int) -> Reading[date] | None:
        """The day in another column than that of the entries' days."""
        unit = row.get(col)
        return _written(unit, self._years.get(id(row), self.year)) if unit is not None and is_day(unit) else None

    def _of_parts(
        self, row: Mapping[int, Unit], split: tuple[int | None, int | None, int], above: int | None
    ) -> Reading[date] | None:
        year, month, day = (None if c is None else whole_number(row.get(c)) for c in split)
        if split[1] == split[2]:  # 2025 | 06.22
            both = row.get(split[2])
            whole = dates.in_year(both.text, year or above or LEAP) if both is not None else None
            month, day = (whole.month, whole.day) if whole is not None else (None, None)
        if split[0] is not None and split[0] == split[1]:  # 2025年4月 | 12
            year, month = year_and_month(row.get(split[0])) or (None, None)
        if self.last is not None:  # written once, where it changes
            year = year or (self.last.value.year if split[0] is not None else None)
            month = month or (self.last.value.month if split[1] is not None and day else None)
        year, month, place = year or above, month or self._months.get(id(row), self.month), row.get(split[2])
        if year and month and day and place is not None:
            return _dated(year, month, day, place, "table", 0.93)
        return self._carried(row)

    def _carried(self, row: Mapping[int, Unit]) -> Reading[date] | None:
        """The day of the entry above, where this entry has words of its own and leaves its day out."""
        if self.last is None or not any(self.cols.cell(row, name) for name in _WORDS):
            return None
        return Reading(self.last.value, self.last.span, DAY_ABOVE, 0.75)

    def _turning(self, year: int) -> list[tuple[int, int]]:
        """(id of a row, its year) in a book whose days have no year and that goes on into the next one."""
        months: list[tuple[int, int]] = []
        headed: dict[int, int] = {}
        for row in self.cols.rows:
            if (told := _year_alone(row)) is not None:
                headed[len(months)] = told
            elif is_entry(row) and (month := self._month(row)) is not None:
                months.append((id(row), month))
        turns = [k for k in range(1, len(months)) if months[k][1] < months[k - 1][1]]
        whole = all(months[k - 1][1] - months[k][1] >= _TURN for k in turns)
        out, now = [], year - len(turns) if self.ends and whole else year
        for k, (row_id, _) in enumerate(months):
            now = headed.get(k, now + (whole and not headed and k in turns))
            out.append((row_id, now))
        return out

    def _month(self, row: Mapping[int, Unit]) -> int | None:
        """The month of an entry whose day is told without a year; None of any other."""
        if self.split is not None:
            if self.split[0] is not None or self.split[1] is None:
                return None
            month = whole_number(row.get(self.split[1]))
            return month if month is not None and 1 <= month <= 12 else None
        unit = self.cols.cell(row, "date")
        if unit is None or any(t.kind == "moment" for t in unit.tokens):
            return None
        day = dates.in_year(unit.text, LEAP)
        return day.month if day is not None else None


def _year_alone(row: Mapping[int, Unit]) -> int | None:
    """The year of a row that holds nothing but words with one: the heading of what follows in a book by month and day."""
    units = list({id(u): u for u in row.values() if u.text.strip()}.values())
    match = re.search(r"(?<!\d)(20\d\d)\s*年", units[0].text) if len(units) == 1 and len(units[0].text) <= 30 else None
    return int(match[1]) if match else None


def _month_alone(row: Mapping[int, Unit]) -> int | None:
    """The month of a row that holds nothing else: the heading of what follows in a book by days."""
    units = list({id(u): u for u in row.values() if u.text.strip()}.values())
    return month_named(units[0].text) if len(units) == 1 else None


_MONTH = re.compile(r"\s*(?:20\d\d\s*年)?\s*(?:(1[0-2]|0?[1-9])|(十[一二]?|[一二三四五六七八九]))\s*月份?\s*[:：]?\s*")


def month_named(text: str) -> int | None:
    """The month that a text names and nothing else.

    >>> month_named("3月份"), month_named("十一月："), month_named("三月小计")
    (3, 11, None)
    """
    match = _MONTH.fullmatch(text)
    return None if match is None else int(match[1]) if match[1] else dates.chinese_int(match[2])


def _dated(year: int, month: int, day: int, unit: Unit, how: str, confidence: float) -> Reading[date] | None:
    try:
        return Reading(date(year, month, day), unit.span(), how, confidence)
    except ValueError:
        return None


def _written(unit: Unit, year: int | None) -> Reading[date] | None:
    typed = unit.cell.value if unit.cell is not None else None
    token = next((t for t in unit.tokens if t.kind == "moment"), None)
    if token is not None:
        return Reading(token.value.day, unit.span(), "table", 0.97)
    if year is not None and (written := dates.in_year(unit.text, year)) is not None:
        return Reading(written, unit.span(), "table+year above", 0.93)
    if (short := SHORT_YEAR.fullmatch(unit.text)) is not None:
        return _dated(2000 + int(short["y"]), int(short["m"]), int(short["d"]), unit, "table", 0.9)
    if isinstance(typed, datetime):
        return Reading(typed.date(), unit.span(), "table", 0.97)
    return Reading(typed, unit.span(), "table", 0.97) if isinstance(typed, date) else None


def days_of_sides(cols: Columns, sides: Mapping[str, str]) -> dict[str, int]:
    """extract or spend → the column of its own days, where money in and money out of one line have each their own day.

    ``sides``: role of a column of sums → what it holds. Told by the headers of the days, else by which side's sum follows.
    """
    if set(sides.values()) != {"extract", "spend"}:
        return {}
    rows = [row for row in cols.rows if is_entry(row)]
    others = {c for name, c in cols.roles.items() if name != "date"}  # 1.8 of sums is no day of January
    dated = [
        c
        for c in range(cols.table.n_cols)
        if c not in others
        and (cells := [row[c] for row in rows if c in row and row[c].text.strip(" /—-")])
        and all(map(is_day, cells))
    ]
    both = any(all(number_in(row.get(cols.roles[role])) for role in sides) for row in rows)
    apart = all(sum(c in row and is_day(row[c]) for c in dated) < 2 for row in rows)
    if len(dated) < 2 or not (both or apart):
        return {}
    out = {kind: c for c in dated for kind in ("extract", "spend") if _is_of(cols.header[c], kind)}
    left = [c for c in dated if c not in out.values()]
    sums = {kind: cols.roles[role] for role, kind in sides.items() if kind not in out}
    before = {kind: max((c for c in left if c < at), default=-1) for kind, at in sums.items()}
    behind = {kind: min((c for c in left if c > at), default=-1) for kind, at in sums.items()}
    for near in (before, behind):  # each sum's day stands on the same side of it
        whole = out | near
        if -1 not in near.values() and len(set(whole.values())) == len(whole) == 2:
            return whole
    return {}


_PAYS = frozenset({"spend", "spent", "payment", "payday"})


def _is_of(header: str, kind: str) -> bool:
    concepts = meaning(header.split("|")[-1]).concepts
    of = {"extract": "extract" in concepts, "spend": not _PAYS.isdisjoint(concepts)}
    return of[kind] and not of[OTHER_SIDE[kind]]
