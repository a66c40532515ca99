"""What stands around a table of entries: its title, year, month, unit of money and policy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import (
    Columns,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.book.sheet_names import OF_A_POLICY
from extractor.record import Reading, Row
from extractor.values import dates
from extractor.values.policy_no import FORM as NUMBER_FORM
from extractor.values.scan import Token

_CAPTION = re.compile(r"(?:单位|金额|币种)\s*(?:[:：]|都?[是为])?\s*(?:人民币)?\s*[(（]?(?:万元|千元|元|万|千)")


_IN_BRACKETS = re.compile(r"[(（【\[]\s*(?:人民币|RMB)?\s*(?:计量|币种|单位)?\s*[:：]?\s*(万元|千元)\s*[)）】\]]")


_SET_ASIDE = re.compile(
    r"(?:提取|计提|留存|划拨|提存|拨出|转入|归集|提留|列入)[^，。；]{0,24}?(?:预防|防损|防灾|减量|安全)?[^，。；\d]{0,10}(?=人民币|[¥￥]|\d)"
)


def set_aside_under_headings(sheet: Sheet, booked: Collection[Any]) -> Iterator[Row]:
    """What a sentence under the heading of a policy tells was set aside, where that policy is none of those ``booked``."""
    now: Reading[Any] | None = None
    begun = 0
    for i, unit in enumerate(sheet.units):
        codes = (
            [t for t in unit.tokens if t.kind == "code"]
            if unit.table is None and len(unit.text) <= _LONGEST_HEAD
            else []
        )
        if len(codes) == 1 and meaning(unit.text[: codes[0].start][-14:]).has("policy"):
            now, begun = Reading(codes[0].value, unit.span(codes[0].start, codes[0].stop), "heading", 0.75), i
        elif now is not None and now.value not in booked and i <= begun + 2 and unit.table is None:
            yield from _set_aside_in([unit], now)


_LONGEST_HEAD = 60


def set_aside_in_prose(sheet: Sheet, whole: Reading[Any] | None) -> Iterator[Row]:
    """What was set aside, where only a sentence over a table of payments tells it, with its day."""
    yield from _set_aside_in(sheet.units, whole)


def _set_aside_in(units: Sequence[Unit], whole: Reading[Any] | None) -> Iterator[Row]:
    year: int | None = None
    for unit in units:
        found = (_said_before(unit, year) or _said_behind(unit)) if unit.table is None else None
        if years := _YEAR_TOLD.findall(unit.text):
            year = int(years[-1])
        if found is None:
            continue
        told, words, day, place = found
        cells: dict[str, Reading[Any]] = {
            "date": Reading(day, unit.span(*place), "prose", 0.75),
            "kind": Reading("extract", unit.span(*words), "prose", 0.75),
            "amount": Reading(
                Decimal(told.value).quantize(Decimal("0.01")), unit.span(told.start, told.stop), "prose", 0.75
            ),
        }
        number = next((t for t in unit.tokens if t.kind == "code" and len(unit.text[t.start : t.stop]) >= 10), None)
        if number is not None:
            cells["policy_no"] = Reading(number.value, unit.span(number.start, number.stop), "prose", 0.75)
        elif whole is not None:
            cells["policy_no"] = whole
        yield Row(cells, unit.span())
        return


Place = tuple[int, int]


def _said_before(unit: Unit, year: int | None) -> tuple[Token, Place, date, Place] | None:
    """(sum, the words before it that set it aside, their day, where it stands): 2025年1月17日计提10,080元, 1/17计提10,080元."""
    match = _SET_ASIDE.search(unit.text)
    if match is None:
        return None
    told = next((t for t in unit.tokens if t.kind == "amount" and t.start >= match.end() - 1), None)
    if told is None or _apart(unit, match.end(), told) > 6:
        return None
    if (day := _day_beside(unit, match.start(), told)) is not None:
        return told, match.span(), day.value.day, (day.start, day.stop)
    short = _DAY_BEFORE.search(unit.text, 0, match.start())
    own = dates.in_year(short[0], year) if short is not None and year is not None else None
    return (told, match.span(), own, short.span()) if own is not None and short is not None else None


def _said_behind(unit: Unit) -> tuple[Token, Place, date, Place] | None:
    """The same where words in brackets behind a sum tell that and when it was set aside: 12,600.00元（2025年1月27日计提）."""
    for told in (t for t in unit.tokens if t.kind == "amount"):
        opened = _OPENS.match(unit.text, told.stop)
        day = next((t for t in unit.tokens if opened and t.kind == "moment" and t.start == opened.end()), None)
        said = _THEN_SET_ASIDE.match(unit.text, day.stop) if day is not None else None
        if day is not None and said is not None:
            return told, said.span(), day.value.day, (day.start, day.stop)
    return None


_OPENS = re.compile(r"\s*[（(]\s*于?(?=20\d\d)")
_THEN_SET_ASIDE = re.compile(r"\s*(?:已|由[\u4e00-\u9fff]{2,12})?(?:提取|计提|提存|提列|提留|划拨|拨入|划入|归集)")
_DAY_BEFORE = re.compile(
    r"(?<![\d年./-])(?:1[0-2]|0?[1-9])(?:[./-](?:3[01]|[12]\d|0?[1-9])|月(?:3[01]|[12]\d|0?[1-9])[日号])\s*$"
)
"""A day without its year right before the words: 1/17计提."""


def _apart(unit: Unit, start: int, told: Token) -> int:
    """How far a sum stands behind the words that set it aside, a day between them left out: 提取:2025年2月28日 7,950.00元."""
    days = sum(t.stop - t.start for t in unit.tokens if t.kind == "moment" and start - 1 <= t.start < told.start)
    return told.start - start - days


_STOP = re.compile("[。；;\n]")


def _day_beside(unit: Unit, start: int, told: Token) -> Token | None:
    """The day of the sentence in which a sum is told from ``start`` on: the last before it, else one before the sum or the only one
    after it."""
    begin = max((m.end() for m in _STOP.finditer(unit.text, 0, start)), default=0)
    ends = _STOP.search(unit.text, told.stop)
    days = [
        t for t in unit.tokens if t.kind == "moment" and begin <= t.start < (ends.start() if ends else len(unit.text))
    ]
    before = [t for t in days if t.stop <= start] or [t for t in days if t.stop <= told.start]
    after = [t for t in days if t.start >= told.stop]
    return before[-1] if before else after[0] if len(after) == 1 else None


def form_of(number: str) -> str:
    """A number with its digits and letters made alike.

    >>> form_of("GJ04-88")
    'AA00-00'
    """
    return re.sub("[A-Za-z]", "A", re.sub(r"\d", "0", number))


def policy_above(
    sheet: Sheet, cols: Columns, units: Sequence[Unit], whole: Reading[Any] | None = None
) -> Reading[Any] | None:
    """The policy's number in the rows over the header of a table of its own: a sheet or a table for each policy.

    ``whole``: a policy's number of the same paper; what is written in its form is another one, whatever its label is.
    """
    first = min((u.index for u in units), default=0)
    over = [u for u in units if u.cell is not None and u.cell.row < cols.first_row - 1]
    loose = []
    for unit in reversed(sheet.units[max(0, first - 4) : first]):
        if unit.table is not None:
            break
        loose.append(unit)
    told: list[Reading[Any]] = []
    name = "".join((cols.table.name or "").split())
    if NUMBER_FORM.fullmatch(name) and OF_A_POLICY.search(name) and cols.rows:  # a sheet named after its policy
        first_unit = next(iter(cols.rows[0].values()))
        told.append(Reading(name, first_unit.span(), "sheet name", 0.7))
    for unit in (*over, *loose):
        for token in unit.tokens:
            label = unit.text[: token.start] or (unit.left.text if unit.left is not None else "")
            alike = whole is not None and form_of(str(token.value)) == form_of(str(whole.value))
            # eighteen digits look like a credit code too
            if token.kind in ("code", "uscc") and (alike or meaning(label[-14:]).has("policy")):
                told.append(Reading(token.value, unit.span(token.start, token.stop), "label", 0.85))
    return told[0] if len({r.value for r in told}) == 1 else None


def title_over(sheet: Sheet, units: Sequence[Unit]) -> str:
    first = min((u.index for u in units), default=0)
    over = [u for u in sheet.units[max(0, first - 3) : first] if len(u.text) <= 60]
    return " ".join(
        u.text for u in over if u.table is None or u.table.n_rows <= 2
    )  # the last entries of another book are none


def year_above(sheet: Sheet, table: Table, units: Sequence[Unit]) -> int | None:
    """The year that a heading above the table, a row above its header or its sheet's name gives, else the one year of all
    days on the paper, for entries that write only month and day."""
    own = [u.text for u in units if u.cell is not None and u.cell.row < 4 and len(u.text) <= 40]
    first = min((u.index for u in units), default=0)
    above = [u.text for u in reversed(sheet.units[:first]) if len(u.text) <= 60]
    if match := re.fullmatch(r"\s*(20\d\d)\s*", table.name or ""):
        return int(match[1])
    for text in (table.name or "", *own, *above):
        if match := dates.YEAR.search(text) or re.search(r"年度?\s*[:：]\s*(20\d\d)(?!\d)", text):
            return int(match[1])
        if (match := re.search(r"二[〇零○O](?P<y>[〇零○O一二三四五六七八九]{2})\s*年", text)) and (
            year := dates.chinese_int("二〇" + match["y"])
        ):
            return year
    if short := {m[1] for text in own if (m := _SHORT_YEAR.fullmatch(text))}:
        return 2000 + int(short.pop()) if len(short) == 1 else None
    # no heading tells it: the one year in which all written days of the paper lie
    years = {t.value.day.year for u in sheet.units for t in u.tokens if t.kind == "moment"}
    years = years or {int(m[1]) for u in sheet.units for m in _YEAR_TOLD.finditer(u.text)}  # under the table
    return years.pop() if len(years) == 1 else None


_SHORT_YEAR = re.compile(r"\s*([12]\d)\s*年度?\s*")
"""The head of columns of months and days in a book ruled for them: 25年."""
_YEAR_TOLD = re.compile(r"(?<!\d)(20\d\d)\s*年")


def month_above(table: Table, title: str) -> int | None:
    """The month of a ledger with one sheet or one table for each month."""
    for text in (table.name or "", title):
        match = re.search(r"(?<!\d)(1[0-2]|0?[1-9])\s*月|([一二三四五六七八九十]{1,2})月", text)
        if match:
            return int(match[1]) if match[1] else dates.chinese_int(match[2])
    return None


def caption_over(sheet: Sheet, cols: Columns, units: Sequence[Unit], title: str) -> str:
    """The unit of money that stands over the table ("金额单位：万元"), be its line wrapped, or in a note under it; empty when
    none is told."""
    first, last = min((u.index for u in units), default=0), max((u.index for u in units), default=0)
    above = sheet.units[max(0, first - _LINES_OVER) : first]
    joined = "".join(u.text for u in above if u.table is None)
    for text in [u.text for u in units if u.cell is not None and u.cell.row < cols.first_row] + [title, joined]:
        if match := _CAPTION.search(text):
            return match[0]
    over = [u.text for u in units if u.cell is not None and u.cell.row < cols.first_row - 1]
    for text in [*over, title]:
        if match := _IN_BRACKETS.search(text):
            return f"单位：{match[1]}"
    for unit in sheet.units[last + 1 : last + 1 + _LINES_UNDER]:
        if unit.table is None and (match := _NOTED.search(unit.text)):
            return f"单位：{match[1]}"
    return ""


_LINES_OVER, _LINES_UNDER = 8, 4
_NOTED = re.compile(r"(?:金额|单位|数额|款项)[^，。；\d]{0,8}?(?:为|是|均?以|按|[:：])\s*(?:人民币)?(万元|千元)")
