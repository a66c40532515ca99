"""事故预防费用台账 (fee ledger): what was set aside for accident prevention and spent of it, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extractor.covers.table import scale_of
from extractor.document import Table
from extractor.evidence.columns import (
    TOTAL_ROW,
    Columns,
    Role,
    columns_of,
    data_rows,
    find_columns,
    grid,
    has_date,
    is_money,
    is_words,
)
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import Extracted
from extractor.kinds.ledger_sums import Movement, find_movement, is_negative, number_in
from extractor.kinds.policy import policy_numbers
from extractor.record import Reading, Row, Witness
from extractor.span import Span
from extractor.values import dates, money, organisation
from extractor.values.policy_no import FORM as NUMBER_FORM
from extractor.values.scan import Token

KIND = "fee_ledger"


def is_number_like(unit: Unit) -> bool:
    """A cell that holds one policy-like number."""
    bare = "".join(unit.text.split())
    return 8 <= len(bare) <= 40 and NUMBER_FORM.fullmatch(bare) is not None and not has_date(unit)


def _is_body(unit: Unit) -> bool:
    return bool(organisation.find_all(unit.text))


_DIRECTION = re.compile(
    r"^\s*(?:提取|计提|支出|使用|收入|借|贷|收|付|列支|提存|转入|付款|提|支|入|出|结余|支付|进|增|减)\S{0,3}\s*$"
)


def _is_direction(unit: Unit) -> bool:
    return _DIRECTION.match(unit.text) is not None


_NO_PAYEE = "amount date number voucher client"
_NO_SUM = "date ratio number balance voucher"
ROLES = (
    Role("date", formula("booking_date|date", "booking_date", "amount policy number voucher"), has_date, by_form=0.7),
    Role("policy_no", formula("policy|voucher|number", "policy", "premium amount date holder insured ordinal"),
         is_number_like, by_form=0.6),
    Role("extract", formula("extract", "amount fee", f"{_NO_SUM} policy"), is_money),
    Role("spend", formula("spend|spent|payment", "amount fee", f"{_NO_SUM} policy payee item extract"), is_money),
    Role("amount", formula("amount", "fee", f"{_NO_SUM} premium extract spend limit"), is_money),
    Role("debit", formula("debit", none_of="credit date number balance direction"), is_money),
    Role("credit", formula("credit", none_of="debit date number balance direction"), is_money),
    Role("balance", formula("balance", none_of="date"), is_money),
    Role("premium", formula("premium", none_of="ratio extract spend date number balance"), is_money),
    Role("ratio", formula("ratio"), None),
    Role("payee", formula("payee|agency", "payee", "amount date number voucher spend"), None),
    Role("payee2", formula("payee|agency|spend enterprise", none_of=f"{_NO_PAYEE} holder insured insurer"),
         _is_body),
    Role("client", formula("client|holder|insured|enterprise", none_of="payee agency amount date number"), None),
    Role("item", formula("item|service_type", "item", f"{_NO_PAYEE} payee policy"), is_words, must=False),
    Role("voucher", formula("voucher", none_of="date amount"), lambda u: not is_number_like(u)),
    Role("direction", formula("direction", none_of="amount date number item"), _is_direction, by_form=0.5),
    Role("ordinal", formula("ordinal", none_of="policy voucher"), lambda u: len(u.text.strip()) <= 5, must=False),
)  # fmt: skip
_OPENING = re.compile(
    "上年结转|上期结转|期初|承前页|结转下|本年结转|年初余额|上月结转|过次页|上年余额|上期余额|上年结余|上期结余|接上页|转下页|结转上"
)
_SUBTOTAL = re.compile(r"(?:小计|合计|总计|累计|共计|月计|季计|年计)\s*[:：]?$")
_EXTRACTS = re.compile(r"计提|提取|提存|按保费|入账|划入|转入|拨入|归集|预提|提列|收到|补提|追加提|划拨|注入")
_SPENDS = re.compile(r"支付|付款|列支|支出|服务费|排查|检查|培训|演练|评估|辨识|讲座|购置|宣传|走访|标准化|咨询|专家")
_CAPTION = re.compile(r"单位\s*[:：]?\s*(?:人民币)?\s*[(（]?(?:万元|千元|元|万|千)")
_IN_BRACKETS = re.compile(r"[(（【\[]\s*(?:人民币|RMB)?\s*(?:计量|币种|单位)?\s*[:：]?\s*(万元|千元)\s*[)）】\]]")
MOVES = frozenset({"extract", "spend", "amount", "debit", "credit"})


def extract(sheet: Sheet) -> Extracted:
    """The entries of every table that is a ledger."""
    rows: list[Row] = []
    whole_policy = _policy_of_paper(sheet)
    last: Columns | None = None
    for table, units in sheet.tables:
        if halves := _halves(table, units):
            for half, kind in halves:
                own = _policy_above(sheet, half, units) or whole_policy
                book = _Book(
                    half, None, own, year=_year_above(sheet, table, units), month=None,
                    caption=_caption(half, units, _title(sheet, units)), split=None,
                )  # fmt: skip
                book.table_kind = kind
                rows.extend(book.entries())
            continue
        found = _columns(table, units, whole_policy, last) or _of_payments(sheet, table, units)
        if found is None:
            continue
        cols, movement = found
        last = cols
        title = _title(sheet, units)
        own = _policy_above(sheet, cols, units) or whole_policy
        book = _Book(
            cols, movement, own, year=_year_above(sheet, table, units), month=_month_above(table, title),
            caption=_caption(cols, units, title), split=_split_date(cols),
        )  # fmt: skip
        book.settle(" ".join(filter(None, [table.name or "", title])))
        rows.extend(book.entries())
    if rows and not any(row.value("kind") == "extract" for row in rows):
        rows = [*_set_aside_in_prose(sheet, whole_policy), *rows]
    seen_whole = bool(rows)
    return Extracted(
        {},
        {"rows": tuple(rows)},
        {"rows": Witness(seen_whole, seen_whole, "table read to its end" if seen_whole else "no ledger table found")},
    )


def _columns(
    table: Table, units: Sequence[Unit], whole: Reading[Any] | None = None, last: Columns | None = None
) -> tuple[Columns, Movement | None] | None:
    """The table as a ledger: three columns told by their headers, or two and a running balance that adds up, or the
    columns of the table before it, which it goes on with."""
    found = find_columns(table, units, ROLES, needed=2)
    told = found is not None and find_columns(table, units, ROLES, needed=3) is not None
    if not told and last is not None and table.n_cols == last.table.n_cols:
        grid_rows = tuple(grid(table, units))
        found, told = Columns(table, last.header, last.roles, grid_rows, last.score, 0, len(grid_rows)), True
    # where no header says it, the sums must
    for tried in (found, None if told else find_columns(table, units, ROLES, needed=0)):
        if tried is None or not tried.rows:
            continue
        cols, movement = _by_arithmetic(_with_best_policy(tried, whole))
        cols = _with_payee(cols if movement is not None else _with_other_side(cols))
        if is_ledger(cols) and (told or movement is not None):
            return cols, movement
    return None


_FUND = re.compile(
    "(?:预防|防范|防损|减损|防灾|减量|安全服务|安全技术服务|风险管理)[^，。；]{0,6}(?:费|款|资金|经费|基金|专项|专户)"
)


_OF_INSURANCE = re.compile(
    r"保险|保单|保费|安责|承保|投保|预防|[A-Z]{2,}[A-Z\d\-]{8,}|(?<![\d.])\d{12,24}(?![\d.])|提[取列存]|计提"
)


def _of_payments(sheet: Sheet, table: Table, units: Sequence[Unit]) -> tuple[Columns, Movement | None] | None:
    """A table of days, one sum each and who was paid, on a paper about the fund, whatever its header says."""
    found = find_columns(table, units, ROLES, needed=0)
    if found is None or "date" not in found.roles:
        return None
    roles = {name: c for name, c in found.roles.items() if name in ("date", "policy_no", "voucher", "item")}
    rows = [row for row in found.rows if is_entry(row)]
    if "policy_no" in roles and (paid := _by_marks(found, rows, roles)) is not None:
        return paid, None
    if not any(_FUND.search(u.text) for u in sheet.units[:20]):
        return None
    if (sides := _two_sides(found, rows, set(roles.values()))) is not None:
        roles = {name: c for name, c in roles.items() if c not in sides} | dict(
            zip(("extract", "spend"), sides, strict=True)
        )
        cols = _with_payee(replace(found, roles=roles))
        words = [
            c
            for c in range(table.n_cols)
            if c not in cols.roles.values() and any(c in row and is_words(row[c]) for row in rows)
        ]
        more = {"item": words[0]} if words and "item" not in cols.roles else {}
        return replace(cols, roles={**cols.roles, **more}), None
    sums = [c for c in range(table.n_cols) if c not in roles.values() and rows and _all_sums(rows, c)]
    if len(sums) != 1 or "date" not in roles:
        return None
    cols = _with_payee(replace(found, roles={**roles, "amount": sums[0]}))
    if "payee" not in cols.roles:
        return None
    taken = set(cols.roles.values())
    words = [c for c in range(table.n_cols) if c not in taken and any(c in row and is_words(row[c]) for row in rows)]
    return replace(
        cols, roles={**cols.roles, **({"item": words[0]} if words and "item" not in cols.roles else {})}
    ), None


def _by_marks(found: Columns, rows: Sequence[Mapping[int, Unit]], roles: Mapping[str, int]) -> Columns | None:
    """The columns of a book in which one of two marks stands beside every sum, and bodies are paid beside only one of them."""
    taken = set(roles.values())
    sums = [c for c in range(found.table.n_cols) if c not in taken and _all_sums(rows, c)]
    if len(rows) < 2 or len(sums) != 1:
        return None
    for c in range(found.table.n_cols):
        marks = ["".join(row[c].text.split()) if c in row else "" for row in rows]
        if c in taken or c in sums or len(set(marks)) != 2 or not all(1 <= len(mark) <= 4 for mark in marks):
            continue
        for k in set(range(found.table.n_cols)) - {c, *taken, *sums}:
            paid = {mark for mark, row in zip(marks, rows, strict=True) if k in row and _is_payee_like(row[k])}
            others = {mark for mark, row in zip(marks, rows, strict=True) if k not in row or not _is_payee_like(row[k])}
            if len(paid) == 1 and not paid & others:
                own = {name: col for name, col in roles.items() if col not in (c, k)}
                words = [
                    i
                    for i in range(found.table.n_cols)
                    if i not in {c, k, *sums, *own.values()} and any(i in row and is_words(row[i]) for row in rows)
                ]
                if words and "item" not in own:
                    own["item"] = words[0]
                return replace(found, roles={**own, "amount": sums[0], "payee": k, "direction": c})
    return None


def _all_sums(rows: Sequence[Mapping[int, Unit]], c: int) -> bool:
    """Whether every entry has a sum in a column that does not just count the entries."""
    return all(c in row and number_in(row[c]) is not None for row in rows) and not all(
        number_in(row[c]) == i for i, row in enumerate(rows, 1)
    )


def _is_payee_like(unit: Unit) -> bool:
    return _is_body(unit) or _BODY_END.search(unit.text.strip()) is not None


def _halves(table: Table, units: Sequence[Unit]) -> list[tuple[Columns, str]]:
    """A book with what came in on one side and what went out on the other, each with its own days: (columns, kind) of both."""
    rows = grid(table, units)
    for h in range(min(4, len(rows) - 2)):
        heads = list({id(u): u for u in rows[h].values()}.values())
        if len(heads) != 2 or len(rows[h]) != table.n_cols:
            continue
        kinds = [
            "extract" if _COMES.search(u.text.strip()) else "spend" if _GOES.search(u.text.strip()) else ""
            for u in heads
        ]
        if sorted(kinds) != ["extract", "spend"]:
            continue
        out = []
        for head, kind in zip(heads, kinds, strict=True):
            own = [c for c in rows[h] if rows[h][c] is head]
            part = [{c - own[0]: u for c, u in row.items() if c in own} for row in rows[h + 1 :]]
            cols = columns_of(table, part, ROLES, len(own), needed=1)
            sums = None if cols is None else set(cols.roles) & MOVES
            if cols is None or "date" not in cols.roles or not sums:
                return []
            roles = {name: c for name, c in cols.roles.items() if name not in MOVES}
            out.append((_with_payee(replace(cols, roles={**roles, "amount": cols.roles[min(sums)]})), kind))
        return out
    return []


_COMES = re.compile("^[收进入存增提加拨留]|[进入收]$")
_GOES = re.compile("^[支付出用减花销]|[出支付]$")


def _two_sides(found: Columns, rows: Sequence[Mapping[int, Unit]], taken: set[int]) -> tuple[int, int] | None:
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
            any(_is_body(u) for k, u in row.items() if k != c)
            for row, cs in zip(rows, filled, strict=True)
            if cs[0] == c
        )
        head = found.header[c].split("|")[-1].strip()
        return 2 * bool(_GOES.search(head)) - 2 * bool(_COMES.search(head)) + (paid > 0)

    a, b = sums
    return None if goes(a) == goes(b) else (a, b) if goes(a) < goes(b) else (b, a)


_SET_ASIDE = re.compile(
    r"(?:提取|计提|留存|划拨|提存|拨出|转入|归集|提留|列入)[^，。；]{0,24}?(?:预防|防损|防灾|减量|安全)?[^，。；\d]{0,10}(?=人民币|[¥￥]|\d)"
)


def _set_aside_in_prose(sheet: Sheet, whole: Reading[Any] | None) -> Iterator[Row]:
    """What was set aside, where only a sentence over a table of payments tells it, with its day."""
    for unit in sheet.units:
        match = _SET_ASIDE.search(unit.text) if unit.table is None else None
        if match is None:
            continue
        day = next((t for t in unit.tokens if t.kind == "moment" and t.stop <= match.start()), None)
        told = next((t for t in unit.tokens if t.kind == "amount" and t.start >= match.end() - 1), None)
        if day is None or told is None or told.start - match.end() > 6:
            continue
        cells: dict[str, Reading[Any]] = {
            "date": Reading(day.value.day, unit.span(day.start, day.stop), "prose", 0.75),
            "kind": Reading("extract", unit.span(match.start(), match.end()), "prose", 0.75),
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


def _policy_above(sheet: Sheet, cols: Columns, units: Sequence[Unit]) -> Reading[Any] | None:
    """The policy's number in the rows over the header of a table of its own: a sheet or a table for each policy."""
    first = min((u.index for u in units), default=0)
    over = [u for u in units if u.cell is not None and u.cell.row < cols.first_row - 1]
    loose = []
    for unit in reversed(sheet.units[max(0, first - 4) : first]):
        if unit.table is not None:
            break
        loose.append(unit)
    told: list[Reading[Any]] = []
    for unit in (*over, *loose):
        for token in unit.tokens:
            label = unit.text[: token.start] or (unit.left.text if unit.left is not None else "")
            if token.kind == "code" and meaning(label[-14:]).has("policy"):
                told.append(Reading(token.value, unit.span(token.start, token.stop), "label", 0.85))
    return told[0] if len({r.value for r in told}) == 1 else None


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a ledger, in points: a ledger's columns 2, what a payment has beside them
    1, a column for either direction 1, a running balance that adds up 4."""
    best = 0.0
    if not any(_OF_INSURANCE.search(u.text) or _FUND.search(u.text) for u in sheet.units):
        return 0.0  # a book of something else
    for table, units in sheet.tables:
        if _halves(table, units):
            best = max(best, 3.5)
        found = _columns(table, units)
        if found is None:
            best = max(best, 3.5 if _of_payments(sheet, table, units) is not None else 0.0)
            continue
        cols, movement = found
        told = find_columns(table, units, ROLES, needed=3) is not None
        whole = sum(
            any(name in cols.roles for name in names)
            for names in (("payee", "payee2", "direction"), ("policy_no",), ("voucher", "item"))
        )
        sides = len(set(cols.roles) & {"extract", "spend", "debit", "credit"}) >= 2
        points = 4.0 if movement is not None else 0.0
        if told:
            points += 2.0 + (whole >= 2) + sides
        best = max(best, points)
    return best


def is_entry(row: Mapping[int, Unit]) -> bool:
    """A row that may book something: no total, no balance carried over, no heading across the table."""
    units = {id(u): u for u in row.values()}.values()
    return len(units) > 1 and not any(
        (len(u.text) <= 14 and (_OPENING.search(u.text) or _SUBTOTAL.search(u.text.strip())))
        or (TOTAL_ROW.match(u.text.strip()) and len(u.text) <= 14)
        for u in units
    )


def _by_arithmetic(cols: Columns) -> tuple[Columns, Movement | None]:
    """The columns with those of money set right by the running balance, where there is one."""
    date = cols.roles.get("date")
    rows = [
        row
        for row in cols.rows
        if len(row) > 1 and (is_entry(row) or any(_OPENING.search(u.text) for u in row.values()))
    ]
    rows = [
        {c: u for c, u in row.items() if c not in (date, cols.roles.get("policy_no"))}
        | ({-1: row[cols.roles["policy_no"]]} if cols.roles.get("policy_no") in row else {})
        for row in rows
    ]
    found = (
        find_movement(rows, cols.table.n_cols, -1 if "policy_no" in cols.roles else None) if len(rows) <= 400 else None
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


def _with_other_side(cols: Columns) -> Columns:
    """The columns with the other side's, where only one direction has a known header: it is filled just where that one is not."""
    sides = set(cols.roles) & MOVES
    rows = [row for row in cols.rows if is_entry(row)]
    if sides == {"amount"} and "direction" not in cols.roles:
        others = {name: c for name, c in cols.roles.items() if name != "amount"}
        if (both := _two_sides(cols, rows, set(others.values()))) is not None and cols.roles["amount"] in both:
            return replace(cols, roles=others | {"extract": both[0], "spend": both[1]})
    if len(sides) != 1 or not sides <= {"extract", "spend"}:
        return cols
    known = cols.roles[next(iter(sides))]
    for c in range(cols.table.n_cols):
        if c in cols.roles.values() or meaning(cols.header[c]).any("balance", "premium", "ratio", "ordinal"):
            continue
        filled = [(bool(number_in(row.get(known))), bool(number_in(row.get(c)))) for row in rows]
        if len(rows) > 1 and all(a != b for a, b in filled) and any(b for _, b in filled) and any(a for a, _ in filled):
            return replace(cols, roles={**cols.roles, _SIDE[next(iter(sides))]: c})
    return cols


def _with_payee(cols: Columns) -> Columns:
    """The payee's column by its cells where no header tells it: bodies that change from entry to entry, or that stand
    only beside what was spent."""
    if "payee" in cols.roles or "payee2" in cols.roles:
        return cols
    rows = [row for row in cols.rows if is_entry(row)]
    fixed = {c for name, c in cols.roles.items() if name not in ("item", "client", "voucher", "direction")}
    best: tuple[float, int] | None = None
    for c in range(cols.table.n_cols):
        cells = [row[c] for row in rows if c in row and row[c].text.strip(" /—-无")]
        if c in fixed or not cells or meaning(cols.header[c]).any("holder", "insured", "insurer", "branch"):
            continue
        share = sum(_is_body(u) or _BODY_END.search(u.text.strip()) is not None for u in cells) / len(cells)
        names = {"".join(u.text.split()) for u in cells}
        if share < 0.6 or (len(names) == 1 and len(cells) == len(rows) and len(rows) > 1):
            continue
        score = share + 0.3 * (len(cells) < len(rows)) + 0.2 * (len(names) > 1)
        if best is None or score > best[0]:
            best = (score, c)
    if best is None:
        return cols
    return replace(cols, roles={name: c for name, c in cols.roles.items() if c != best[1]} | {"payee": best[1]})


# Bodies without a legal form that are paid for a service: a school, a shop, a station
_BODY_END = re.compile(
    r"^(?=(?:.*[\u4e00-\u9fff]){5})[^，。；]{0,30}(?:学校|学院|中心|基地|协会|学会|院|所|站|部|厂|店|行|社|队|局)$"
)
_VOUCHER_WORDS = re.compile("凭证|凭单|凭据|流水|票|字号|单据|传票|收据")


def _with_best_policy(cols: Columns, whole: Reading[Any] | None) -> Columns:
    """The policy's column chosen among all columns of numbers: a policy's number comes again, a voucher's does not."""
    rows = [row for row in cols.rows if is_entry(row)]
    best: tuple[float, int] | None = None
    for c in range(cols.table.n_cols):
        texts = ["".join(row[c].text.split()) for row in rows if c in row and is_number_like(row[c])]
        if not texts or len(texts) < 0.6 * len(rows) or cols.roles.get("date") == c:
            continue
        header = cols.header[c]
        score = 1.0 - len(set(texts)) / (len(texts) + 1)
        score += 0.6 * bool(re.search("保|合同|契约|policy", header, re.I)) - 0.5 * bool(
            _VOUCHER_WORDS.search(header) and not re.search("保", header)
        )
        score += 0.5 if whole is not None and whole.value in texts else 0.0
        score += 0.2 if cols.roles.get("policy_no") == c else 0.0
        if best is None or score > best[0]:
            best = (score, c)
    now = cols.roles.get("policy_no")
    if best is None or best[1] == now or best[0] < 0.3:
        if now is not None and (best is None or best[0] < 0.0) and _VOUCHER_WORDS.search(cols.header[now]):
            # the only numbers are those of vouchers; the policy's stands above the table
            return replace(
                cols, roles={n: c for n, c in cols.roles.items() if c != now and n != "voucher"} | {"voucher": now}
            )
        return cols
    roles = {name: c for name, c in cols.roles.items() if c != best[1]}
    roles["policy_no"] = best[1]
    if now is not None and "voucher" not in roles:
        roles["voucher"] = now
    return replace(cols, roles=roles)


def is_ledger(cols: Columns) -> bool:
    """A table with a day and a sum that is booked."""
    names = set(cols.roles)
    dated = "date" in names or _split_date(cols) is not None
    return (
        dated
        and bool(names & MOVES)
        and bool(names & {"policy_no", "payee", "item", "voucher", "balance", "direction", "client", "payee2"})
    )


def _title(sheet: Sheet, units: Sequence[Unit]) -> str:
    first = min((u.index for u in units), default=0)
    return " ".join(u.text for u in sheet.units[max(0, first - 3) : first] if len(u.text) <= 60)


def _year_above(sheet: Sheet, table: Table, units: Sequence[Unit]) -> int | None:
    """The year that a heading above the table, a row above its header or its sheet's name gives, for entries that write
    only month and day."""
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
    return None


def _month_above(table: Table, title: str) -> int | None:
    """The month of a ledger with one sheet or one table for each month."""
    for text in (table.name or "", title):
        match = re.search(r"(?<!\d)(1[0-2]|0?[1-9])\s*月|([一二三四五六七八九十]{1,2})月", text)
        if match:
            return int(match[1]) if match[1] else dates.chinese_int(match[2])
    return None


def _caption(cols: Columns, units: Sequence[Unit], title: str) -> str:
    """The unit of money that stands over the table ("金额单位：万元"), empty when none is told."""
    for text in [u.text for u in units if u.cell is not None and u.cell.row < cols.first_row] + [title]:
        if match := _CAPTION.search(text):
            return match[0]
    over = [u.text for u in units if u.cell is not None and u.cell.row < cols.first_row - 1]
    for text in [*over, title]:
        if match := _IN_BRACKETS.search(text):
            return f"单位：{match[1]}"
    return ""


def _split_date(cols: Columns) -> tuple[int | None, int | None, int] | None:
    """(year, month, day) columns of a ledger in which a day is written in several columns."""
    place: dict[str, int] = {}
    for c, header in enumerate(cols.header):
        last = header.split("|")[-1].strip().replace(" ", "")
        if last in ("年", "月", "日", "年度", "月份") and all(
            _whole(row.get(c)) is not None for row in cols.rows[:8] if is_entry(row) and c in row
        ):
            place.setdefault(last[0], c)
    return (place.get("年"), place.get("月"), place["日"]) if "日" in place else None


def _whole(unit: Unit | None) -> int | None:
    if unit is None:
        return None
    match = re.fullmatch(r"\s*(\d{1,4})(?:\.0)?\s*[年月日号]?\s*", unit.text)
    return int(match[1]) if match else None


def _policy_of_paper(sheet: Sheet) -> Reading[Any] | None:
    """A policy number printed once for the whole ledger: above its table or its header, or in a small form."""
    for c in policy_numbers(sheet):
        unit = c.unit
        above = (
            unit.cell is not None
            and unit.cell.row <= 3
            and unit.left is not None
            and meaning(unit.left.text).has("policy")
        )
        if unit.table is None or unit.table.n_rows <= 2 or above:
            return Reading(c.value, c.span(), c.how, 0.85)
    return None


def _group_policy(row: Mapping[int, Unit]) -> Reading[Any] | None:
    """The policy's number in a row that holds nothing else: the heading of a group of entries."""
    units = list({id(u): u for u in row.values() if u.text.strip()}.values())
    if len(units) != 1:
        return None
    unit = units[0]
    codes = [t for t in unit.tokens if t.kind == "code" and len(unit.text[t.start : t.stop]) >= 10]
    if (
        len(codes) != 1
        or len(unit.text) > 60
        or (unit.text[: codes[0].start].strip() and not meaning(unit.text[: codes[0].start][-14:]).has("policy"))
    ):
        return None
    return Reading(codes[0].value, unit.span(codes[0].start, codes[0].stop), "group", 0.85)


_SIDE = {"extract": "spend", "spend": "extract"}


class _Book:
    """One ledger table on its way to entries."""

    def __init__(
        self, cols: Columns, movement: Movement | None, whole_policy: Reading[Any] | None, *,
        year: int | None, month: int | None, caption: str, split: tuple[int | None, int | None, int] | None,
    ) -> None:  # fmt: skip
        self.cols, self.movement, self.whole_policy = cols, movement, whole_policy
        self.year, self.month, self.caption, self.split = year, month, caption, split
        self.kind_of_role: dict[str, str] = {}
        self.table_kind: str | None = None
        self.signs: dict[int, int] = {}
        self.day: Reading[date] | None = None
        self.direct: dict[str, str] = {}

    # -- what the columns of money mean

    def settle(self, context: str) -> None:
        """Decide for each column of money whether it is set aside or spent."""
        roles = self.cols.roles
        self.kind_of_role = {name: name for name in ("extract", "spend") if name in roles}
        if self.movement is not None and self.movement.one is not None:
            entries = [
                row
                for row in self.cols.rows
                if len(row) > 1 and (is_entry(row) or any(_OPENING.search(u.text) for u in row.values()))
            ]
            self.signs = {id(entries[at]): sign for at, sign in self.movement.signs.items()}
        sides = [name for name in ("debit", "credit") if name in roles]
        known = next(iter(self.kind_of_role.values()), None) if len(self.kind_of_role) == 1 else None
        words = meaning(context).concepts
        said = (
            "extract"
            if "extract" in words and "spend" not in words
            else "spend"
            if "spend" in words and "extract" not in words
            else None
        )
        if sides:
            if known is not None:
                self.kind_of_role |= dict.fromkeys(sides, _SIDE[known])
            else:
                votes = {name: self._votes(name) for name in sides}
                if len(sides) == 2:
                    debit_in = votes["debit"] >= votes["credit"]
                    self.kind_of_role |= {
                        "debit": "extract" if debit_in else "spend",
                        "credit": "spend" if debit_in else "extract",
                    }
                else:
                    name, vote = next(iter(votes.items()))
                    self.kind_of_role[name] = (
                        "extract"
                        if vote > 0
                        else "spend"
                        if vote < 0
                        else said or ("extract" if name == "debit" else "spend")
                    )
        if len(self.kind_of_role) == 1:
            self.table_kind = next(iter(self.kind_of_role.values()))
        elif not self.kind_of_role:
            self.table_kind = said or ("extract" if {"premium", "ratio"} <= set(roles) else None)

    def _votes(self, role: str) -> int:
        """How many rows with a sum in this column speak of setting aside, less those that speak of spending."""
        total = 0
        for row in self.cols.rows:
            if is_entry(row) and number_in(self.cols.cell(row, role)):
                total += self._said_by_item(row)
        return total

    def _said_by_item(self, row: Mapping[int, Unit]) -> int:
        """+1 when the entry's words are of setting aside, -1 of spending or a body is paid, 0 else."""
        item = self.cols.cell(row, "item")
        payee = self._payee(row)
        if item is not None and _EXTRACTS.search(item.text):
            return 1
        if (payee is not None and _is_body(payee)) or (item is not None and _SPENDS.search(item.text)):
            return -1
        return 0

    def _payee(self, row: Mapping[int, Unit]) -> Unit | None:
        return self.cols.cell(row, "payee") or self.cols.cell(row, "payee2")

    # -- entries

    def entries(self) -> Iterator[Row]:
        keys = [self.cols.roles[name] for name in MOVES if name in self.cols.roles]
        above: list[Mapping[int, Unit]] = []
        for row in self._under_policies(data_rows(self.cols, MOVES)):
            if self._adds_up(row, above, keys):
                continue
            if is_entry(row):
                above.append(row)
            if is_entry(row) and any(
                number_in(row.get(c)) is not None or self._sum(row.get(c), c) is not None for c in keys
            ):
                yield from self._entry(row)

    def _under_policies(self, rows: Iterator[Mapping[int, Unit]]) -> Iterator[Mapping[int, Unit]]:
        """The entries, each after the policy whose number heads its group has become the policy of what follows."""
        heads = [] if "policy_no" in self.cols.roles else [r for r in self.cols.rows if _group_policy(r) is not None]
        at = {id(row): k for k, row in enumerate(self.cols.rows)}
        for row in rows:
            while heads and at[id(heads[0])] < at.get(id(row), -1):
                self.whole_policy = _group_policy(heads.pop(0))
            yield row

    def _adds_up(self, row: Mapping[int, Unit], above: Sequence[Mapping[int, Unit]], keys: Sequence[int]) -> bool:
        """Whether a row without a day of its own holds the sums of the entries above it: a total, whatever it is called."""
        day = self.cols.cell(row, "date")
        if len(above) < 2 or (day is not None and has_date(day)) or self.split is not None:
            return False
        sums = {c: number for c in keys if (number := number_in(row.get(c))) is not None}
        return bool(sums) and all(
            abs(number - sum(number_in(r.get(c)) or 0 for r in above)) <= Decimal("0.01") for c, number in sums.items()
        )

    def _date(self, row: Mapping[int, Unit]) -> Reading[date] | None:
        """The entry's day: written, or with year and month from above, or carried down from the entry above."""
        unit = self.cols.cell(row, "date")
        if self.split is not None:
            year, month, day = (None if c is None else _whole(row.get(c)) for c in self.split)
            year, month = year or self.year, month or self.month
            place = row.get(self.split[2])
            try:
                return (
                    Reading(date(year, month, day), place.span(), "table", 0.93)
                    if year and month and day and place is not None
                    else self._carried(row)
                )
            except ValueError:
                return None
        if unit is None or not has_date(unit):
            bare = _whole(unit)
            if unit is not None and bare and self.year and self.month and bare <= 31:
                try:
                    return Reading(date(self.year, self.month, bare), unit.span(), "table+month above", 0.9)
                except ValueError:
                    return None
            return self._carried(row) if unit is None or not unit.text.strip(' 〃″"同上—-') else None
        token = next((t for t in unit.tokens if t.kind == "moment"), None)
        typed = unit.cell.value if unit.cell is not None else None
        if token is not None:
            return Reading(token.value.day, unit.span(), "table", 0.97)
        if self.year is not None and (written := dates.in_year(unit.text, self.year)) is not None:
            return Reading(written, unit.span(), "table+year above", 0.93)
        if isinstance(typed, datetime):
            return Reading(typed.date(), unit.span(), "table", 0.97)
        return Reading(typed, unit.span(), "table", 0.97) if isinstance(typed, date) else None

    def _carried(self, row: Mapping[int, Unit]) -> Reading[date] | None:
        """The day of the entry above, where this entry has words of its own and leaves its day out."""
        if self.day is None or not any(
            self.cols.cell(row, name) for name in ("item", "payee", "payee2", "voucher", "policy_no")
        ):
            return None
        return Reading(self.day.value, self.day.span, "table, day above", 0.75)

    def _sum(self, unit: Unit | None, col: int) -> Reading[Decimal] | None:
        if unit is None:
            return None
        typed = unit.cell.value if unit.cell is not None else None
        scale = scale_of(self.cols.header[col], self.caption)
        token: Token | None = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
        if isinstance(typed, Decimal):
            value = typed * scale
        elif token is not None:
            value = token.value * (scale if token.kind == "number" else 1)
            value = -abs(value) if is_negative(unit) else value
        else:
            return None
        if abs(value) >= money.MOST:
            return None
        span = unit.span() if token is None else unit.span(token.start, token.stop)
        return Reading(value.quantize(Decimal("0.01")), span, "table", round(0.97 * unit.confidence, 3))

    def _of_role(self, row: Mapping[int, Unit], role: str) -> Reading[Decimal] | None:
        col = self.cols.roles.get(role)
        return None if col is None else self._sum(row.get(col), col)

    def _entry(self, row: Mapping[int, Unit]) -> Iterator[Row]:
        day = self._date(row)
        if day is None:
            return
        self.day = day
        common: dict[str, Reading[Any]] = {"date": day}
        number = self.cols.cell(row, "policy_no")
        if number is not None and is_number_like(number):
            common["policy_no"] = Reading("".join(number.raw.split()), number.span(), "table", 0.97)
        elif self.whole_policy is not None and "policy_no" not in self.cols.roles:
            common["policy_no"] = self.whole_policy
        payee = self._payee(row)
        if payee is not None and len(payee.text.strip()) >= 2 and re.search("[\u4e00-\u9fffA-Za-z=@+]", payee.text):
            common["payee"] = Reading(payee.raw.replace("\n", "").strip(), payee.span(), "table", 0.95)
        for role in ("item", "voucher"):
            unit = self.cols.cell(row, role)
            if unit is not None and unit.text.strip(" /—-"):
                common[role] = Reading(unit.raw.replace("\n", "").strip(), unit.span(), "table", 0.95)
        balance = self._of_role(row, "balance")
        if balance is not None:
            common["balance"] = balance
        first = next(u for _, u in sorted(row.items()))
        span = Span(
            " ".join(u.raw for _, u in sorted(row.items())),
            first.page,
            day.span.boxes or first.span().boxes,
            _row_name(self.cols, first),
        )
        for kind, amount in self._movements(row):
            value = amount.value if self._takes_back(row, amount) else abs(amount.value)
            cells = {
                **common,
                "kind": Reading(kind, amount.span, "table", 0.95),
                "amount": Reading(value, amount.span, amount.how, amount.confidence),
            }
            if kind == "extract":
                cells.pop("payee", None)
            yield Row(cells, span)

    def _takes_back(self, row: Mapping[int, Unit], amount: Reading[Decimal]) -> bool:
        """Whether a sum below zero takes an earlier entry back (红字): its column holds but one direction, else above zero."""
        if amount.value >= 0:
            return False
        for role, col in self.cols.roles.items():
            if role not in MOVES or (role == "amount" and "direction" not in self.cols.roles):
                continue
            if (own := self._sum(row.get(col), col)) is None or own.value != amount.value:
                continue
            sums = [s.value for r in self.cols.rows if is_entry(r) and (s := self._sum(r.get(col), col)) is not None]
            return any(value > 0 for value in sums)
        return False

    def _movements(self, row: Mapping[int, Unit]) -> list[tuple[str, Reading[Decimal]]]:
        pairs = [
            (kind, got)
            for role, kind in self.kind_of_role.items()
            if (got := self._of_role(row, role)) is not None and got.value != 0
        ]
        arithmetic = self.movement is not None and self.movement.come is not None
        if not pairs and (got := self._of_role(row, "amount")) is not None:
            sign = self.signs.get(id(row), 0)
            return [("extract" if sign > 0 else "spend" if sign < 0 else self._kind(row, got, self.table_kind), got)]
        if len(pairs) == 1 and not arithmetic and "direction" in self.cols.roles and len(self.kind_of_role) == 1:
            kind, got = pairs[0]
            return [(self._kind(row, got, kind), got)]
        return pairs

    def _kind(self, row: Mapping[int, Unit], amount: Reading[Decimal], fallback: str | None) -> str:
        """extract or spend, by the direction's word, the sign of the sum, the table's own kind, the item or a payee."""
        direction = self.cols.cell(row, "direction")
        if direction is not None and (told := self._kind_of_direction(direction.text.strip())) is not None:
            return told
        if direction is not None and (told := self._kind_of_mark(direction.text)) is not None:
            return told
        if amount.value < 0:
            return "spend"
        if fallback:
            return fallback
        return "spend" if self._said_by_item(row) < 0 else "extract"

    def _kind_of_direction(self, text: str) -> str | None:
        words = meaning(text).concepts
        if ("extract" in words) != ("spend" in words):
            return "extract" if "extract" in words else "spend"
        if text[:1] in ("借", "贷"):
            return self._kind_of_side(text[:1])
        if re.match("提|收|入|增|进", text):
            return "extract"
        return "spend" if re.match("支|付|出|用|减", text) else None

    def _kind_of_mark(self, mark: str) -> str | None:
        """What a mark that says nothing known means, where one of two marks stands beside all bodies that are paid."""
        col = self.cols.roles["direction"]
        rows = [row for row in self.cols.rows if is_entry(row) and col in row]
        marks = {"".join(row[col].text.split()) for row in rows}
        paid = {"".join(row[col].text.split()) for row in rows if (u := self._payee(row)) and _is_payee_like(u)}
        if len(marks) != 2 or len(paid) != 1:
            return None
        return "spend" if "".join(mark.split()) in paid else "extract"

    def _kind_of_side(self, side: str) -> str | None:
        """What 借 or 贷 means in this book, by what its entries on either side speak of."""
        if not self.direct:
            col = self.cols.roles["direction"]
            votes = {
                mark: sum(
                    self._said_by_item(row)
                    for row in self.cols.rows
                    if is_entry(row) and col in row and row[col].text.strip().startswith(mark)
                )
                for mark in "借贷"
            }
            debit_in = votes["借"] >= votes["贷"]
            self.direct = {"借": "extract" if debit_in else "spend", "贷": "spend" if debit_in else "extract"}
        return self.direct[side]


def _row_name(cols: Columns, unit: Unit) -> str | None:
    if cols.table.name is not None and unit.cell is not None:
        return f"{cols.table.name}!{cols.table.first_row + unit.cell.row}"
    return unit.where
