"""Which columns of a table are those of a ledger: told by their headers, and set right by the running balance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import Columns, continued, find_columns, is_words
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.compact_days import with_parts_of_days
from extractor.kinds.fee_ledger.columns.months import month_in_words
from extractor.kinds.fee_ledger.columns.parts import GROWN, with_day_paid, with_paid, without_running_sums
from extractor.kinds.fee_ledger.columns.policies import with_best_policy
from extractor.kinds.fee_ledger.columns.purposes import with_purposes
from extractor.kinds.fee_ledger.columns.roles import MOVES, OPENING, OTHER_SIDE, ROLES, is_entry
from extractor.kinds.fee_ledger.columns.shares import is_of_shares, with_share
from extractor.kinds.fee_ledger.columns.sums import Movement, find_movement, number_in
from extractor.kinds.fee_ledger.columns.two_sides import two_sides
from extractor.kinds.fee_ledger.columns.whose import with_payee
from extractor.record import Reading
from extractor.values import dates


def ledger_columns(
    table: Table, units: Sequence[Unit], whole: Reading[Any] | None = None, last: Columns | None = None
) -> tuple[Columns, Movement | None] | None:
    """The table as a ledger: three columns told by their headers, or two and a running balance that adds up, or the
    columns of the table before it, which it goes on with."""
    found = find_columns(table, units, ROLES, needed=2) or _short_headed(find_columns(table, units, ROLES, needed=0))
    found = _with_days_in_words(with_parts_of_days(_with_signed_sums(_with_short_sides(found))))
    told = found is not None and find_columns(table, units, ROLES, needed=3) is not None
    told = told or (found is not None and any({*sides} <= found.roles.keys() and is_dated(found) for sides in _SIDES))
    told = told or (found is not None and table.n_cols >= 3 and set(found.roles.values()) >= set(range(table.n_cols)))
    on = continued(last, table, units) if last is not None and table.n_cols == last.table.n_cols else None
    if not told and on is not None:
        found, told = on, True
    # where no header says it, the sums must, or the table before under the same header
    again = on if on is not None and on.first_row else None
    for tried in (found, again if told else find_columns(table, units, ROLES, needed=0)):
        if tried is None or not tried.rows:
            continue
        cols, movement = by_arithmetic(with_direction(without_running_sums(with_best_policy(tried, whole))))
        cols = with_payee(
            cols if movement is not None else with_share(with_purposes(with_paid(_with_other_side(cols))))
        )
        if is_of_shares(cols):
            return with_day_paid(cols), None
        cols = with_telling_item(with_day_paid(cols))
        if is_ledger(cols) and (movement is not None or (told and not is_plan(cols))):
            return cols, movement
    return None


_SIDES = (("extract", "spend"), ("debit", "credit"))
PLANNED = re.compile("计划|预计|预估|预定|概算|预算|拟")


def is_plan(cols: Columns) -> bool:
    """Whether the day or every sum is only planned by its header, and nothing shows that it was booked."""
    if {"voucher", "balance"} & cols.roles.keys():
        return False
    sums = [cols.header[c] for name, c in cols.roles.items() if name in MOVES]
    day = cols.header[cols.roles["date"]] if "date" in cols.roles else ""
    return PLANNED.search(day) is not None or all(map(PLANNED.search, sums))


_SIGNS = re.compile(
    "(?:为|是|用|记|以)?(?:正|[+＋]).{1,10}(?:为|是|用|记|以)?(?:负|[-－])"
    "|(?:支|付|用)[出付用]?(?:以|用|按|的|款|项|额|数|均|则)*(?:为|是|用|记|以|填|列|显示|加|带)(?:负|[-－])"
    "|(?:负数?|[-－]号?|带减号)(?:的|者)?(?:为|是|表示|代表|指|即|[=＝])(?:支|付|使?用|列支)"
)


def _with_signed_sums(found: Columns | None) -> Columns | None:
    """The columns with one of sums whose header says what its signs mean as one of both directions: "提取为正、支出为负", "支出为负"."""
    told = {"extract", "spend", "amount"} & found.roles.keys() if found is not None else set()
    if found is None or len(told) != 1 or not _SIGNS.search(found.header[found.roles[next(iter(told))]]):
        return found
    return replace(found, roles={"amount" if name in told else name: c for name, c in found.roles.items()})


_SHORT = {"extract": "收入进提", "spend": "付支出用", "balance": "余存剩"}
"""Headers of one character, as books kept by hand have them."""


def _with_short_sides(found: Columns | None) -> Columns | None:
    """The columns with both sides and the balance where their headers are single characters: 收, 付, 余 or 借, 贷."""
    if found is None or set(found.roles) & {"extract", "spend", "debit", "credit"}:
        return found
    last = ["".join(header.split("|")[-1].split()) for header in found.header]
    short = {
        role: c for role, signs in _SHORT.items() for c, head in enumerate(last) if len(head) == 1 and head in signs
    }
    if not {"extract", "spend"} <= short.keys():
        short = {role: last.index(sign) for role, sign in (("debit", "借"), ("credit", "贷")) if last.count(sign) == 1}
        if len(short) < 2:
            return found
    roles = {name: c for name, c in found.roles.items() if c not in short.values() and name not in MOVES}
    return replace(found, roles=roles | short)


def _short_headed(found: Columns | None) -> Columns | None:
    """The columns of a table in which no more is told than both sides, by single characters, and days in parts."""
    whole = _with_short_sides(found)
    return whole if whole is not None and whole is not found and is_dated(whole) else None


def _with_days_in_words(found: Columns | None) -> Columns | None:
    """The columns with the day of each entry at the beginning of its words, where no column has it: 2025年4月29日付某某检查费."""
    if found is None or is_dated(found):
        return found
    rows = [row for row in found.rows if is_entry(row)]
    for c in range(found.table.n_cols):
        cells = [row[c] for row in rows if c in row]
        begun = [any(t.kind == "moment" and t.start <= 1 for t in u.tokens) and is_words(u) for u in cells]
        if len(rows) > 1 and len(cells) == len(rows) and all(begun):
            return replace(found, roles={**found.roles, "date": c, "item": c})
    return found


def is_dated(cols: Columns) -> bool:
    return "date" in cols.roles or split_date(cols) is not None


def _short_balance(cols: Columns) -> int | None:
    """The one column whose header is a single character for what is left, which tells it from the sums that it is left by."""
    at = [c for c, head in enumerate(cols.header) if head and head.split("|")[-1].strip() in _SHORT["balance"]]
    return at[0] if len(at) == 1 else None


def by_arithmetic(cols: Columns) -> tuple[Columns, Movement | None]:
    """The columns with those of money set right by the running balance, where there is one."""
    date = cols.roles.get("date")
    rows = [
        row
        for row in cols.rows
        if len(row) > 1 and (is_entry(row) or any(OPENING.search(u.text) for u in row.values()))
    ]
    grown = {c for c, head in enumerate(cols.header) if GROWN.search(head)}
    rows = [
        {c: u for c, u in row.items() if c not in (date, cols.roles.get("policy_no"), *grown)}
        | ({-1: row[cols.roles["policy_no"]]} if cols.roles.get("policy_no") in row else {})
        for row in rows
    ]
    found = (
        find_movement(
            rows,
            cols.table.n_cols,
            -1 if "policy_no" in cols.roles else None,
            likely=cols.roles.get("balance", _short_balance(cols)),
        )
        if len(rows) <= 400
        else None
    )
    if found is None:
        return cols, None
    taken = {found.balance, found.come, found.go, found.one}
    roles = {name: c for name, c in cols.roles.items() if c not in taken and name not in MOVES | {"balance"}}
    roles["balance"] = found.balance
    if found.come is not None and found.go is not None:
        roles |= {"extract": found.come, "spend": found.go}
    elif found.one is not None:
        roles["amount"] = found.one
    return replace(cols, roles=roles), found


def with_direction(cols: Columns) -> Columns:
    """The columns with that of directions by its cells, where one says in every line whether money came or went: 费用计提, 费用使用."""
    if "direction" in cols.roles or {"extract", "spend"} & cols.roles.keys() or "amount" not in cols.roles:
        return cols
    rows = [row for row in cols.rows if is_entry(row)]
    for c in range(cols.table.n_cols):
        if c in cols.roles.values():
            continue
        told = {_way(row.get(c)) for row in rows}
        if told == {"extract", "spend"}:
            return replace(cols, roles={**cols.roles, "direction": c})
    return cols


def with_telling_item(cols: Columns) -> Columns:
    """The columns with the one that tells what each entry was for, where the one taken says the same in all: an account's name."""
    now = cols.roles.get("item")
    rows = [row for row in cols.rows if is_entry(row)]
    if now is None and (only := _only_words(cols, rows)) is not None:
        return replace(cols, roles={**cols.roles, "item": only})
    if now is None or len(rows) < 2 or len({row[now].text if now in row else "" for row in rows}) > 1:
        return cols
    for c in range(cols.table.n_cols):
        told = {row[c].text for row in rows if c in row and is_words(row[c])}
        if c not in cols.roles.values() and len(told) > 1 and meaning(cols.header[c]).any("item", "service_type"):
            return replace(cols, roles={**cols.roles, "item": c})
    return cols


def _only_words(cols: Columns, rows: Sequence[Mapping[int, Unit]]) -> int | None:
    """The only column whose cells are words that change from entry to entry, whatever its header says."""
    found = []
    for c in range(cols.table.n_cols):
        told = [row[c].text for row in rows if c in row and _HAN.search(row[c].text) and number_in(row[c]) is None]
        if c not in cols.roles.values() and len(set(told)) > 1 and 2 * len(told) > len(rows):
            found.append(c)
    return found[0] if len(found) == 1 else None


_HAN = re.compile("[\u4e00-\u9fff]{2}")


def _way(unit: Unit | None) -> str:
    """extract or spend as a short cell says it, empty where it says neither or both."""
    if unit is None or not 1 <= len(unit.text.strip()) <= 8:
        return ""
    both = meaning(unit.text).concepts & {"extract", "spend"}
    return next(iter(both)) if len(both) == 1 else ""


def _with_other_side(cols: Columns) -> Columns:
    """The columns with the other side's, where only one direction has a known header: it is filled just where that one is not."""
    sides = set(cols.roles) & MOVES
    rows = [row for row in cols.rows if is_entry(row)]
    if sides == {"amount"} and "direction" not in cols.roles:
        others = {name: c for name, c in cols.roles.items() if name != "amount"}
        if (both := two_sides(cols, rows, set(others.values()))) is not None and cols.roles["amount"] in both:
            return replace(cols, roles=others | {"extract": both[0], "spend": both[1]})
    if len(sides) != 1 or not sides <= {"extract", "spend"}:
        return cols
    known = cols.roles[next(iter(sides))]
    for c in range(cols.table.n_cols):
        if c in cols.roles.values() or meaning(cols.header[c]).any("balance", "premium", "ratio", "ordinal"):
            continue
        filled = [(bool(number_in(row.get(known))), bool(number_in(row.get(c)))) for row in rows]
        if len(rows) > 1 and all(a != b for a, b in filled) and any(b for _, b in filled) and any(a for a, _ in filled):
            return replace(cols, roles={**cols.roles, OTHER_SIDE[next(iter(sides))]: c})
    return cols


_TELLING = {"policy_no", "payee", "item", "voucher", "balance", "direction", "client", "payee2"}


def is_ledger(cols: Columns) -> bool:
    """A table with a day and a sum that is booked."""
    names = set(cols.roles)
    return (
        is_dated(cols)
        and bool(names & MOVES)
        and bool(names & (_TELLING | ({"ratio", "premium"} if "extract" in names else set())))
    )


def split_date(cols: Columns) -> tuple[int | None, int | None, int] | None:
    """(year, month, day) columns of a ledger in which a day is written in several columns."""
    place: dict[str, int] = {}
    for c, header in enumerate(cols.header):
        last = header.split("|")[-1].strip().replace(" ", "")
        cells = [row[c] for row in cols.rows[:8] if is_entry(row) and len(row) > 2 and c in row]
        whole = sum(whole_number(cell) is not None for cell in cells)
        if last in ("年", "月", "日", "年度", "月份") and whole >= 0.6 * len(cells):
            place.setdefault(last[0], c)
        if (
            last in ("月", "月份", "年月", "年月份")
            and cells
            and all(year_and_month(cell) is not None for cell in cells)
        ):
            place.update({"年": c, "月": c})  # 2025年4月 | 12
    if "日" not in place and "年" in place:  # 2025 | 06.22
        both = next((c for c in range(len(cols.header)) if _month_and_day(cols, c)), None)
        return None if both is None else (place["年"], both, both)
    return (place.get("年"), place.get("月"), place["日"]) if "日" in place else None


def _month_and_day(cols: Columns, c: int) -> bool:
    """Whether a column beside that of the years holds months with days: 月日, 日期."""
    last = cols.header[c].split("|")[-1].strip().replace(" ", "")
    cells = [row[c] for row in cols.rows[:8] if is_entry(row) and len(row) > 2 and c in row]
    return re.fullmatch("月[、/.]?日|日期|时间", last) is not None and all(
        dates.in_year(cell.text, LEAP) is not None for cell in cells
    )


LEAP = 2024
"""A year that has every day: any month and day may be one of it."""


def year_and_month(unit: Unit | None) -> tuple[int, int] | None:
    """The year and the month that a cell holds and nothing else: 2025年4月, 2025-04."""
    match = (
        re.fullmatch(r"\s*(20\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])\s*(?:月份?)?\s*", unit.text)
        if unit is not None
        else None
    )
    return (int(match[1]), int(match[2])) if match else None


def whole_number(unit: Unit | None) -> int | None:
    if unit is None:
        return None
    match = re.fullmatch(r"\s*(\d{1,4})(?:\.0)?\s*[年月日号]?\s*", unit.text)
    return int(match[1]) if match else month_in_words(unit.text)
