"""事故预防费用台账 (fee ledger): what was set aside for accident prevention and what it was spent on, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.columns import Columns, Role, data_rows, find_columns, grid, has_date, is_money, is_words
from extractor.concepts import formula, meaning
from extractor.coverages import scale_of
from extractor.kinds.base import Extracted
from extractor.kinds.policy import policy_numbers
from extractor.locate import Sheet, Unit
from extractor.record import Reading, Row, Witness
from extractor.span import Span
from extractor.values import dates, organisation
from extractor.values.policy_no import FORM as NUMBER_FORM
from extractor.values.scan import Token

KIND = "fee_ledger"


def is_number_like(unit: Unit) -> bool:
    """A cell that holds one policy-like number."""
    bare = "".join(unit.text.split())
    return 8 <= len(bare) <= 40 and NUMBER_FORM.fullmatch(bare) is not None and not has_date(unit)


def _is_body(unit: Unit) -> bool:
    return bool(organisation.find_all(unit.text))


_VOUCHER = re.compile(r"^\s*(?:[记付收转银现凭][-—字第#\s]*)?[A-Za-z]{0,4}[-#]?\d{1,8}(?:号)?\s*$|第\s*\d+\s*号")

ROLES = (
    Role("date", formula("booking_date|date", "booking_date", "amount policy number voucher"), has_date, by_form=0.7),
    Role("policy_no", formula("policy|voucher|number", "policy", "premium amount date holder insured ordinal"), is_number_like, by_form=0.6),
    Role("extract", formula("extract", "amount fee", "date ratio number balance voucher policy"), is_money),
    Role("spend", formula("spend|spent|payment", "amount fee", "date ratio number balance voucher policy payee item extract"), is_money),
    Role("amount", formula("amount", "fee", "date ratio number balance voucher premium extract spend limit"), is_money),
    Role("balance", formula("balance", none_of="date"), is_money),
    Role("premium", formula("premium", none_of="ratio extract spend date number balance"), is_money),
    Role("ratio", formula("ratio"), None),
    Role("payee", formula("payee|agency", "payee", "amount date number voucher spend"), None),
    Role("payee2", formula("payee|agency|spend enterprise", none_of="amount date number voucher client holder insured insurer"), _is_body),
    Role("client", formula("client|holder|insured|enterprise", none_of="payee agency amount date number"), None),
    Role("item", formula("item|service_type", "item", "amount date number payee client voucher policy"), is_words, must=False),
    Role("voucher", formula("voucher", none_of="date amount"), lambda u: not is_number_like(u)),
    Role("direction", formula("direction", none_of="amount date number item"), lambda u: bool(re.match(r"^\s*(?:提取|计提|支出|使用|收入|借|贷|收|付|列支|提存|转入|付款|提|支|入|出|结余|支付|进|增|减)\S{0,3}\s*$", u.text)), by_form=0.5),
    Role("ordinal", formula("ordinal", none_of="policy voucher"), lambda u: len(u.text.strip()) <= 5, must=False),
)  # fmt: skip
_OPENING = re.compile("上年结转|上期结转|期初|承前页|结转下|本年结转|年初余额|上月结转|过次页")
_EXTRACTS = re.compile(r"计提|提取|提存|按保费|入账|划入|转入|拨入|归集|预提|提列|收到")
_SPENDS = re.compile(r"支付|付款|列支|支出|服务费|排查|检查|培训|演练|评估|辨识|讲座|购置|宣传|走访|标准化|咨询|专家")


def extract(sheet: Sheet) -> Extracted:
    """The entries of every table that is a ledger."""
    rows: list[Row] = []
    whole_policy = _policy_of_paper(sheet)
    last: Columns | None = None
    for table, units in sheet.tables:
        cols = find_columns(table, units, ROLES, needed=3)
        if cols is None and last is not None and table.n_cols == last.table.n_cols:
            grid_rows = tuple(grid(table, units))
            cols = Columns(table, last.header, last.roles, grid_rows, last.score, 0, len(grid_rows))
        if cols is None or not is_ledger(cols):
            continue
        last = cols
        context = " ".join(filter(None, [table.name or "", _title(sheet, units)]))
        kind = _kind_of_table(cols, context)
        year = _year_above(sheet, units)
        for row in data_rows(cols, ("extract", "spend", "amount")):
            rows.extend(_entries(cols, row, kind, whole_policy, year))
    seen_whole = bool(rows)
    return Extracted({}, {"rows": tuple(rows)}, {"rows": Witness(seen_whole, seen_whole, "table read to its end" if seen_whole else "no ledger table found")})


def is_ledger(cols: Columns) -> bool:
    """A table with a day and a sum that is booked."""
    names = set(cols.roles)
    return "date" in names and bool(names & {"extract", "spend", "amount"}) and bool(names & {"policy_no", "payee", "item", "voucher", "balance", "direction", "client", "payee2"})


def _title(sheet: Sheet, units: Sequence[Unit]) -> str:
    first = min((u.index for u in units), default=0)
    return " ".join(u.text for u in sheet.units[max(0, first - 3) : first] if len(u.text) <= 60)


def _year_above(sheet: Sheet, units: Sequence[Unit]) -> int | None:
    """The year that a heading above the table gives, for entries that write only month and day."""
    first = min((u.index for u in units), default=0)
    for unit in reversed(sheet.units[:first]):
        if len(unit.text) <= 40 and (match := dates.YEAR.search(unit.text)):
            return int(match[1])
    return None


def _policy_of_paper(sheet: Sheet) -> Reading[Any] | None:
    """A policy number printed once for the whole ledger, above its table."""
    for c in policy_numbers(sheet):
        if c.unit.table is None or c.unit.table.n_rows <= 2:
            return Reading(c.value, c.span(), c.how, 0.85)
    return None


def _kind_of_table(cols: Columns, context: str) -> str | None:
    """extract or spend, where the whole table is one of them: by its sum's header, its title or its sheet's name."""
    has_extract, has_spend = "extract" in cols.roles, "spend" in cols.roles
    if has_extract != has_spend:
        return "extract" if has_extract else "spend"
    if has_extract:
        return None
    words = meaning(context).concepts
    if ("extract" in words) != ("spend" in words):
        return "extract" if "extract" in words else "spend"
    if "premium" in cols.roles and "ratio" in cols.roles:
        return "extract"
    return None


def _sum(cols: Columns, row: Mapping[int, Unit], role: str) -> Reading[Decimal] | None:
    unit = cols.cell(row, role)
    if unit is None:
        return None
    typed = unit.cell.value if unit.cell is not None else None
    scale = scale_of(cols.header_of(role))
    token: Token | None = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
    if isinstance(typed, Decimal):
        value = typed * scale
    elif token is not None:
        value = token.value * (scale if token.kind == "number" else 1)
    else:
        return None
    span = unit.span() if token is None else unit.span(token.start, token.stop)
    return Reading(value.quantize(Decimal("0.01")), span, "table", round(0.97 * unit.confidence, 3))


def _entries(cols: Columns, row: Mapping[int, Unit], table_kind: str | None, whole_policy: Reading[Any] | None, year: int | None = None) -> list[Row]:
    common: dict[str, Reading[Any]] = {}
    day = cols.cell(row, "date")
    item = cols.cell(row, "item")
    if day is None or not has_date(day) or (item is not None and _OPENING.search(item.text)):
        return []
    token = next((t for t in day.tokens if t.kind == "moment"), None)
    typed = day.cell.value if day.cell is not None else None
    if token is not None:
        common["date"] = Reading(token.value.day, day.span(), "table", 0.97)
    elif year is not None and (written := dates.in_year(day.text, year)) is not None:
        common["date"] = Reading(written, day.span(), "table+year above", 0.93)
    elif typed is not None and hasattr(typed, "year"):
        common["date"] = Reading(typed.date() if hasattr(typed, "date") else typed, day.span(), "table", 0.97)
    number = cols.cell(row, "policy_no")
    if number is not None and is_number_like(number):
        common["policy_no"] = Reading("".join(number.raw.split()), number.span(), "table", 0.97)
    elif whole_policy is not None and "policy_no" not in cols.roles:
        common["policy_no"] = whole_policy
    payee = cols.cell(row, "payee") or cols.cell(row, "payee2")
    if payee is not None and len(payee.text.strip()) >= 2 and re.search("[\u4e00-\u9fffA-Za-z=@+]", payee.text):
        common["payee"] = Reading(payee.raw.replace("\n", "").strip(), payee.span(), "table", 0.95)
    for role in ("item", "voucher"):
        unit = cols.cell(row, role)
        if unit is not None and unit.text.strip(" /—-"):
            common[role] = Reading(unit.raw.replace("\n", "").strip(), unit.span(), "table", 0.95)
    balance = _sum(cols, row, "balance")
    if balance is not None:
        common["balance"] = balance
    span = Span(" ".join(u.raw for _, u in sorted(row.items())), day.page, day.span().boxes, _row_name(cols, day))
    out = []
    pairs = [(kind, got) for kind in ("extract", "spend") if (got := _sum(cols, row, kind)) is not None and got.value != 0]
    if not pairs and (got := _sum(cols, row, "amount")) is not None:
        pairs = [(table_kind or _kind_of_row(cols, row, got), got)]
    elif len(pairs) == 1 and table_kind is None and "direction" in cols.roles:
        pairs = [(_kind_of_row(cols, row, pairs[0][1], pairs[0][0]), pairs[0][1])]
    elif len(pairs) == 1 and table_kind is not None:
        direction = cols.cell(row, "direction")
        pairs = [(_kind_of_row(cols, row, pairs[0][1], table_kind) if direction is not None else table_kind, pairs[0][1])]
    for kind, amount in pairs:
        cells = {**common, "kind": Reading(kind, amount.span, "table", 0.95), "amount": Reading(abs(amount.value), amount.span, amount.how, amount.confidence)}
        if kind == "extract":
            cells.pop("payee", None)
        out.append(Row(cells, span))
    return out


def _row_name(cols: Columns, unit: Unit) -> str | None:
    if cols.table.name is not None and unit.cell is not None:
        return f"{cols.table.name}!{cols.table.first_row + unit.cell.row}"
    return unit.where


def _kind_of_row(cols: Columns, row: Mapping[int, Unit], amount: Reading[Decimal], fallback: str | None = None) -> str:
    """extract or spend, by the direction's word, else by what the item says, a payee, or the sign of the sum."""
    direction = cols.cell(row, "direction")
    if direction is not None:
        text = direction.text.strip()
        words = meaning(text).concepts
        if ("extract" in words) != ("spend" in words):
            return "extract" if "extract" in words else "spend"
        if re.match("提|收|入|借|增|进", text):
            return "extract"
        if re.match("支|付|出|用|贷|减", text):
            return "spend"
    if amount.value < 0:
        return "spend"
    if fallback:
        return fallback
    item = cols.cell(row, "item")
    payee = cols.cell(row, "payee") or cols.cell(row, "payee2")
    text = item.text if item is not None else ""
    if _EXTRACTS.search(text):
        return "extract"
    if _SPENDS.search(text) or (payee is not None and _is_body(payee)):
        return "spend"
    return "extract"
