"""A second opinion on a ledger that was not read whole: its entries set under each other in every way that the paper suggests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.evidence.columns import NOTHING, Columns, has_date, is_money, unheaded
from extractor.evidence.records.drawn import part_of
from extractor.evidence.records.grids import Grid, grids
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.book.around import caption_over, set_aside_in_prose, title_over, year_above
from extractor.kinds.fee_ledger.book.book import INTEREST, Book
from extractor.kinds.fee_ledger.book.days import Days
from extractor.kinds.fee_ledger.columns.columns import by_arithmetic, is_ledger, ledger_columns, with_direction
from extractor.kinds.fee_ledger.columns.parts import with_day_paid
from extractor.kinds.fee_ledger.columns.roles import ROLES
from extractor.kinds.fee_ledger.columns.sides import SET_ASIDE
from extractor.kinds.fee_ledger.columns.sums import Movement, number_in
from extractor.kinds.fee_ledger.columns.whose import stands_alone, with_payee
from extractor.record import Reading, Row

_MOST_UNITS = 1200
"""Units of a paper beyond which weighing all its grids takes longer than reading it."""
_CENT = Decimal("0.015")


def second_opinion(sheet: Sheet, rows: Sequence[Row], policy: Reading[Any] | None) -> list[Row] | None:
    """The entries as the best of the rival grids tells them; None where the first reading stands."""
    if len(sheet.units) > _MOST_UNITS or not _worth_it(sheet, rows):
        return None
    best, most, whole = None, worth_of(rows), _are_whole(rows)
    for one in grids(sheet.units):
        told = _entries(sheet, one, policy)
        if told and not any(row.value("kind") == "extract" for row in told):
            told = [*set_aside_in_prose(sheet, policy), *told]
        if len(told) < 2 or not _is_proved(told) or (whole and not _adds_to(told, rows)):
            continue
        if (worth := worth_of(told)) > most + _MARGIN and _accounts_for(told, rows):
            best, most = told, worth
    return best


def _is_proved(rows: Sequence[Row]) -> bool:
    """Whether nearly every entry that was spent says who was paid, or the printed balance comes out."""
    spent = [row for row in rows if row.value("kind") == "spend"]
    paid = sum(len(str(row.value("payee") or "")) >= _SHORTEST for row in spent)
    return paid >= _MOST * len(spent) or _balanced(rows) >= _MOST * (len(rows) - 1) > 0


_MOST = 0.7


def _are_whole(rows: Sequence[Row]) -> bool:
    """Whether each entry that was read has its day, its sum and, if it was spent, who was paid."""
    return (
        bool(rows)
        and not _are_ordinals(rows)
        and all(
            {"date", "amount"} <= row.cells.keys() and ("payee" in row.cells or row.value("kind") == "extract")
            for row in rows
        )
    )


def _adds_to(told: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether entries hold all that were read before as they were read, with who was paid in each that is more."""
    known = Counter(map(_key, rows))
    more = [row for row in told if _key(row) not in known]
    return not known - Counter(map(_key, told)) and all(
        "payee" in row.cells or row.value("kind") == "extract" for row in more
    )


def _key(row: Row) -> tuple[Any, ...]:
    return row.value("date"), row.value("kind"), row.value("amount")


_MARGIN = 0.01


def _worth_it(sheet: Sheet, rows: Sequence[Row]) -> bool:
    """Whether days and sums of the paper stand in no entry that was read."""
    if not rows:
        return True
    days = Counter(t.value.day for u in sheet.units for t in u.tokens if t.kind == "moment")
    read = {row.value("date") for row in rows}
    left = sum(n for day, n in days.items() if day not in read)
    return left > 1 or _are_ordinals(rows)


def _are_ordinals(rows: Sequence[Row]) -> bool:
    """Whether what was read for sums counts the entries."""
    sums = [row.value("amount") for row in rows]
    return len(sums) > 1 and all(s is not None and 0 < s < len(sums) + 1 and s == int(s) for s in sums)


def worth_of(rows: Sequence[Row]) -> float:
    """What the entries tell beyond what one at least tells; balances that come out count for them, others against."""
    if _are_ordinals(rows):
        return 0.0
    same = Counter((row.value("date"), row.value("amount"), row.value("payee")) for row in rows)
    both = {(row.value("date"), row.value("amount")) for row in rows if row.value("kind") == "extract"}
    told = sum(_worth(row) for row in rows) - sum(n - 1 for n in same.values())
    told -= 2.0 * sum(row.value("kind") == "spend" and (row.value("date"), row.value("amount")) in both for row in rows)
    return float(told) + _BALANCED * _balanced(rows)


_LEAST, _BALANCED = 1.5, 1.0


def _worth(row: Row) -> float:
    if "date" not in row.cells or "amount" not in row.cells or row.value("amount") < 0:
        return -1.0
    if row.value("kind") == "spend" and SET_ASIDE.fullmatch(str(row.value("item") or "")):
        return -1.0
    payee = str(row.value("payee") or "")
    worth: float = 2.0 - _LEAST + 0.5 * (row.value("kind") == "extract")
    if not payee:
        return worth
    named = len(payee) >= _SHORTEST and SET_ASIDE.match(payee) is None
    return worth + (1.0 if named else -1.0)


_SHORTEST = 4
"""Characters of a body's name."""


def _balanced(rows: Sequence[Row]) -> int:
    """How many steps of the printed balance are the sums between, less those that are not."""
    good, before = 0, None
    for row in rows:
        balance, amount = row.value("balance"), row.value("amount")
        if balance is None or amount is None:
            continue
        if before is not None:
            step = amount if row.value("kind") == "extract" else -amount
            good += 1 if abs(before + step - balance) <= _CENT or abs(balance + step - before) <= _CENT else -1
        before = balance
    return good


def _accounts_for(told: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether the entries hold each sum that was read before, unless it only counted."""
    sums = {row.value("amount") for row in told}
    return _are_ordinals(rows) or all(row.value("amount") in sums for row in rows if row.value("amount") is not None)


def _entries(sheet: Sheet, one: Grid, policy: Reading[Any] | None) -> list[Row]:
    return max((_booked(sheet, one, policy, found) for found in _readings(one, policy)), key=worth_of, default=[])


def _readings(one: Grid, policy: Reading[Any] | None) -> Iterator[tuple[Columns, Movement | None]]:
    """The grid's columns as those of any ledger, and by what their cells are."""
    if one.headed and (found := ledger_columns(one.table, one.units, policy)) is not None:
        yield found
    if (found := _by_form(one)) is not None:
        yield found


def _booked(sheet: Sheet, one: Grid, policy: Reading[Any] | None, found: tuple[Columns, Movement | None]) -> list[Row]:
    cols, movement = found
    cols = _under_policies(sheet, cols)
    title = title_over(sheet, one.units)
    days = Days(cols, year_above(sheet, one.table, one.units), None, None)
    book = Book(cols, movement, policy, days=days, caption=caption_over(sheet, cols, one.units, title))
    book.sides.settle(title)
    gone = {_words(row) for row in cols.rows if not _is_an_entry(cols, row)}
    return [row for row in book.entries() if row.span.text not in gone]


def _words(row: Mapping[int, Unit]) -> str:
    return " ".join(u.raw for _, u in sorted(row.items()))


def _is_an_entry(cols: Columns, row: Mapping[int, Unit]) -> bool:
    """Whether a line has a day of its own and nothing in it stands under a bank's interest."""
    day = cols.cell(row, "date")
    return (
        day is not None
        and has_date(day)
        and not any(INTEREST.fullmatch(cols.header[c]) for c in row if c < len(cols.header))
    )


def _under_policies(sheet: Sheet, cols: Columns) -> Columns:
    """The columns with that of the policies whose numbers stand alone over the entries, where several do."""
    over = [
        (u.index, u, m)
        for u in sheet.units
        if u.left is u.right is None and (m := _ALONE.fullmatch(u.text)) and not has_date(u)
    ]
    if "policy_no" in cols.roles or len({m["no"] for _, _, m in over}) < 2:
        return cols
    c, rows = cols.table.n_cols, []
    for row in cols.rows:
        first = min(u.index for u in row.values()) if row else -1
        told = [(u, m) for index, u, m in over if index < first]
        if not told:
            return cols
        unit, match = told[-1]
        rows.append({**row, c: part_of(unit, *match.span("no"), 0, c)})
    return replace(cols, header=(*cols.header, "保单号"), roles={**cols.roles, "policy_no": c}, rows=tuple(rows))


_ALONE = re.compile(
    r"\W*(?:保险?单号?码?\W*)?(?P<no>(?=(?:.*\d){8})[A-Za-z0-9\-]{10,30})(?:\s*[(（][^()（）]{1,30}[)）]|\s+[\u4e00-\u9fff（）()]{4,30})?\W*"
)


def _by_form(one: Grid) -> tuple[Columns, Movement | None] | None:
    """The columns of a grid by what their cells are: one of days, one of sums or those of a balance that comes out, bodies and words."""
    found = unheaded(one.table, one.units, ROLES)
    if found is None:
        return None
    header = _header(one)
    rows = tuple(
        row
        for row in found.rows
        if not any(map(_is_left, row.values()))
        and any(has_date(u) for u in row.values())
        and any(map(is_money, row.values()))
    )
    of = {c: [row[c] for row in rows if c in row and not NOTHING.match(row[c].text)] for c in range(one.table.n_cols)}
    days = [c for c, cells in of.items() if sum(map(has_date, cells)) >= _HALF * len(rows)]
    sums = [
        c
        for c, cells in of.items()
        if cells and c not in days and all(map(is_money, cells)) and not all(map(_is_small, cells))
    ]
    if not days or not sums or len(rows) < 2:
        return None
    roles = {"date": days[0], "amount": sums[0]}
    way = found.roles.get("direction")
    if way is not None and (len({u.text for u in of[way]}) > 1 or all(_COMES.fullmatch(u.text) for u in of[way])):
        roles["direction"] = way
    cols = with_direction(Columns(one.table, header, roles, rows, 0.0, 1, len(rows) + 1))
    cols, movement = by_arithmetic(cols)
    if movement is None and len([c for c in sums if len(of[c]) >= 0.5 * len(rows)]) > 1:
        return None  # which of them was paid nothing tells
    if len(days) > 1 and (cols := with_day_paid(cols)).roles["date"] == days[0]:
        return None  # asked for, agreed, paid: nothing tells which
    cols = _with_bodies(with_payee(cols), of)
    words = [c for c in of if c not in cols.roles.values() and of[c] and _share(of[c], rows, _is_words)]
    if words:  # what each was for says most; 第一笔 says nothing
        said = max(words, key=lambda c: sum(len(u.text) for u in of[c] if not _COUNTS.fullmatch(u.text)) / len(of[c]))
        cols = replace(cols, roles={**cols.roles, "item": said})
    return (cols, movement) if is_ledger(cols) else None


_COMES = re.compile(r"\s*(?:收入?|进账?|入账|计?提取?|转入)\s*")
_COUNTS = re.compile(r"第?[一二三四五六七八九十\d]+[笔项次件]")


def _with_bodies(cols: Columns, of: Mapping[int, Sequence[Unit]]) -> Columns:
    """The columns with that of bodies as of those paid, where what was set aside has other words in it."""
    if "payee" in cols.roles:
        return cols
    told = {c: [u for u in cells if not SET_ASIDE.fullmatch(u.text)] for c, cells in of.items()}
    shares = [
        (sum(map(stands_alone, cells)) / len(cells), c)
        for c, cells in told.items()
        if cells and c not in cols.roles.values()
    ]
    share, c = max(shares, default=(0.0, -1))
    return replace(cols, roles={**cols.roles, "payee": c}) if share >= _HALF and len(told[c]) > 1 else cols


_HALF = 0.5


def _header(one: Grid) -> tuple[str, ...]:
    texts = {u.cell.col: u.text for u in one.units if u.cell is not None and u.cell.row == 0}
    return tuple(texts.get(c, "") for c in range(one.table.n_cols))


def _share(cells: Sequence[Unit], rows: Sequence[Mapping[int, Unit]], form: Callable[[Unit], bool]) -> bool:
    return sum(map(form, cells)) >= 0.7 * len(rows)


def _is_left(unit: Unit) -> bool:
    """Whether a cell says that what stands in its line is left: 截至 … 余."""
    return _LEFT.fullmatch(unit.text.strip()) is not None


_LEFT = re.compile("(?:尚|还|现|目前|账上|当前)*(?:结?余额?|剩余?|结存|合计|共计|总计|累计)")


def _is_small(unit: Unit) -> bool:
    number = number_in(unit)
    return number is not None and number < 100 and number == int(number)


def _is_words(unit: Unit) -> bool:
    return re.search("[\u4e00-\u9fff]{2}", unit.text) is not None and not unit.tokens
