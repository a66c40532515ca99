"""理赔记录 (claim record): accidents reported, paid, closed and uploaded, one row for each claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from extractor.candidates import by_slot, by_token
from extractor.columns import Columns, Role, data_rows, find_columns, grid, has_date, is_money
from extractor.concepts import formula, meaning
from extractor.coverages import scale_of
from extractor.kinds.base import Extracted
from extractor.kinds.fee_ledger import is_number_like
from extractor.kinds.policy import policy_numbers
from extractor.locate import Sheet, Unit
from extractor.record import Reading, Row, Witness
from extractor.span import Span
from extractor.values import person

KIND = "claim_record"


def _is_person(unit: Unit) -> bool:
    return bool(person.parse_list(unit.text.strip())) or bool(re.match(r"^[\u4e00-\u9fff某*×]{2,4}$", unit.text.strip()))


_KINDS = re.compile(r"^\s*(?:死亡|伤残|医疗|身故|残疾|受伤|轻伤|重伤|财产|财产损失|医药费?|第三者\S{0,4}|人身伤亡|伤亡|物损|工亡|致残|误工|住院|门诊|[一二三四五六七八九十]级伤残)\s*$")

ROLES = (
    Role("report_no", formula("claim_no|reported", "claim_no", "policy date amount paid"), lambda u: bool(re.search(r"\d{4,}", u.text)) and not has_date(u)),
    Role("policy_no", formula("policy", "number", "date amount claim_no"), is_number_like, by_form=0.4),
    Role("accident_date", formula("accident date|accident", "date", "reported closed uploaded process amount victim paid claimed number number"), has_date),
    Role("reported_date", formula("reported", "date", "closed uploaded amount claim_no paid number accident"), has_date),
    Role("closed_date", formula("closed|paid", "date closed", "uploaded amount claim_no number"), has_date),
    Role("uploaded", formula("uploaded", "date", "amount number"), has_date),
    Role("victim", formula("victim", none_of="date amount number injury_kind count"), _is_person, by_form=0.5),
    Role("kind", formula("injury_kind|injury", "injury_kind", "date amount number process paid claimed"), lambda u: len(u.text.strip()) <= 10, by_form=0.0),
    Role("claimed", formula("claimed", "amount", "date number"), is_money),
    Role("paid", formula("paid", "amount", "date number claimed closed"), is_money),
    Role("process", formula("process", none_of="date amount"), None),
    Role("ordinal", formula("ordinal", none_of="policy claim_no reported"), lambda u: len(u.text.strip()) <= 5, must=False),
)
COLUMNS = ("report_no", "policy_no", "accident_date", "reported_date", "victim", "kind", "claimed", "paid", "closed_date", "uploaded")
_DATES = ("accident_date", "reported_date", "closed_date", "uploaded")


def extract(sheet: Sheet) -> Extracted:
    """One row for each claim, from tables, else from a form or a letter about one claim."""
    rows: list[Row] = []
    last: Columns | None = None
    for table, units in sheet.tables:
        cols = find_columns(table, units, ROLES, needed=3)
        if cols is None and last is not None and table.n_cols == last.table.n_cols:
            grid_rows = tuple(grid(table, units))
            cols = Columns(table, last.header, last.roles, grid_rows, last.score, 0, len(grid_rows))
        if cols is None or not is_claims(cols):
            continue
        last = cols
        for row in data_rows(cols, ("report_no", "accident_date", "paid")):
            read = _table_row(cols, row)
            if read is not None:
                rows.append(read)
    if not rows:
        rows = _from_forms(sheet)
    number = policy_numbers(sheet)
    if number:
        rows = [r if "policy_no" in r.cells else Row({**r.cells, "policy_no": Reading(number[0].value, number[0].span(), "label", 0.85)}, r.span) for r in rows]
    return Extracted({}, {"rows": tuple(rows)}, {"rows": Witness(bool(rows), bool(rows), "rows read" if rows else "no claim found")})


def is_claims(cols: Columns) -> bool:
    """A table of accidents with what became of them."""
    names = set(cols.roles)
    return len(names & {"report_no", "accident_date", "paid", "closed_date", "victim", "uploaded", "claimed", "reported_date"}) >= 3 and bool(names & {"accident_date", "closed_date", "report_no"})


def _table_row(cols: Columns, row: Mapping[int, Unit]) -> Row | None:
    cells: dict[str, Reading[Any]] = {}
    for name in COLUMNS:
        unit = cols.cell(row, name)
        if unit is None or not unit.text.strip(" /—-"):
            continue
        value = _value(name, unit, cols.header_of(name))
        if value is not None:
            cells[name] = Reading(value, unit.span(), "table", round(0.97 * unit.confidence, 3))
    if len(cells) < 3:
        return None
    first = next(u for _, u in sorted(row.items()))
    where = f"{cols.table.name}!{cols.table.first_row + first.cell.row}" if cols.table.name is not None and first.cell is not None else first.where
    return Row(cells, Span(" ".join(u.raw for _, u in sorted(row.items())), first.page, first.span().boxes, where))


def _value(name: str, unit: Unit, header: str) -> Any:
    if name in _DATES:
        typed = unit.cell.value if unit.cell is not None else None
        token = next((t for t in unit.tokens if t.kind == "moment"), None)
        if token is not None:
            return token.value.day
        return (typed.date() if hasattr(typed, "date") else typed) if typed is not None and hasattr(typed, "year") else None
    if name in ("claimed", "paid"):
        token = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
        if token is None:
            return None
        return (Decimal(token.value) * (scale_of(header) if token.kind == "number" else 1)).quantize(Decimal("0.01"))
    text = unit.raw.replace("\n", "").strip()
    return "".join(text.split()) if name in ("report_no", "policy_no", "victim") else text


_LABELS = {
    "accident_date": formula("accident date|accident", "date", "reported closed uploaded number paid claimed amount sign print"),
    "reported_date": formula("reported", "date", "closed uploaded paid claimed amount number"),
    "closed_date": formula("closed|paid", "date closed", "uploaded amount number reported accident"),
    "uploaded": formula("uploaded", "date", "amount number closed"),
    "claimed": formula("claimed", "amount", "date number paid"),
    "paid": formula("paid", "amount", "date number claimed premium"),
}
_CLAIM_NO = formula("claim_no|reported", "claim_no", "policy date amount paid contact")
_VICTIM = formula("victim", none_of="date amount count contact")
_INJURY = formula("injury_kind", none_of="date amount number process paid claimed victim")


def _from_forms(sheet: Sheet) -> list[Row]:
    """Claims as forms, cards or sentences: a claim begins where its number stands."""
    numbers = by_slot(sheet, _CLAIM_NO, _claim_number, least=0.5, least_coverage=0.5)
    numbers = sorted({(c.value): c for c in reversed(numbers)}.values(), key=lambda c: (c.unit.index, c.start))
    bounds = [c.unit.index for c in numbers] or [0]
    rows = []
    for k in range(len(bounds)):
        low = bounds[k] if k else 0
        high = bounds[k + 1] if k + 1 < len(bounds) else len(sheet.units)
        cells: dict[str, Reading[Any]] = {}
        if numbers:
            cells["report_no"] = Reading(numbers[k].value, numbers[k].span(), numbers[k].how, 0.85)
        for name, wanted in _LABELS.items():
            kinds = ("moment",) if name in _DATES else ("amount", "number")
            found = [c for c in by_token(sheet, kinds, wanted) if low <= c.unit.index < max(high, low + 1)]
            if found:
                value = found[0].value.day if name in _DATES else Decimal(found[0].value).quantize(Decimal("0.01"))
                cells[name] = Reading(value, found[0].span(), found[0].how, 0.8)
        for name, wanted, parse in (("victim", _VICTIM, person.parse), ("kind", _INJURY, lambda t: t.strip() if _KINDS.match(t) else None)):
            slots = [c for c in by_slot(sheet, wanted, parse, least=0.5, least_coverage=0.5) if low <= c.unit.index < max(high, low + 1)]
            if slots:
                cells[name] = Reading(slots[0].value, slots[0].span(), slots[0].how, 0.8)
        if len(set(cells) & {"report_no", "accident_date", "paid", "closed_date"}) >= 2:
            rows.append(Row(cells, next(iter(cells.values())).span))
    return rows


def _claim_number(text: str) -> str | None:
    bare = re.split(r"\s{2,}|[（(，,;；。]", text.strip())[0].replace(" ", "")
    return bare if re.fullmatch(r"[A-Za-z0-9\u4e00-\u9fff（）()〔〕\-/]{5,36}", bare) and re.search(r"\d{4}", bare) and not meaning(bare).has("enterprise") else None
