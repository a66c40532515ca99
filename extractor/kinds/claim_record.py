"""理赔记录 (claim record): accidents reported, paid, closed and uploaded, one row for each claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from extractor.covers.table import scale_of
from extractor.document import Table
from extractor.evidence.columns import (
    NOTHING,
    Columns,
    Role,
    columns_of,
    data_rows,
    find_columns,
    grid,
    has_date,
    is_money,
    transpose,
)
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds import claim_steps
from extractor.kinds.base import Extracted
from extractor.kinds.claim_forms import FAINT, read_claims
from extractor.kinds.claim_words import ASKS as _ASKS
from extractor.kinds.claim_words import PAYS as _PAYS
from extractor.kinds.claim_words import WHO as _WHO
from extractor.kinds.fee_ledger import is_number_like
from extractor.kinds.ledger_sums import number_in
from extractor.kinds.policy import policy_numbers
from extractor.record import Reading, Row, Witness
from extractor.span import Span
from extractor.values import person

KIND = "claim_record"


def _is_person(unit: Unit) -> bool:
    return bool(person.parse_list(unit.text.strip())) or bool(
        re.match(r"^[\u4e00-\u9fff某*×]{2,4}$", unit.text.strip())
    )


_HURT = re.compile(
    r"^\s*(?:死亡|身故|伤残|[一二三四五六七八九十]级(?:伤残)?|.{0,6}(?:骨折|[烫烧挫扭割砸压摔擦灼撞刺冻]伤|受伤|轻伤|重伤|中毒|截肢|断裂|窒息|触电|坠落|医疗))\s*$"
)
ROLES = (
    Role(
        "report_no",
        formula("claim_no|reported", "claim_no", "policy date amount paid"),
        lambda u: bool(re.search(r"\d{4,}", u.text)) and not has_date(u),
    ),
    Role(
        "case_no",
        formula("number", "accident", "policy date amount contact uscc paid"),
        lambda u: bool(re.search(r"\d{4,}", u.text)) and not has_date(u),
    ),
    Role("policy_no", formula("policy", "number", "date amount claim_no"), is_number_like, by_form=0.4),
    Role(
        "accident_date",
        formula("accident", "date", "reported closed uploaded process amount victim paid claimed number"),
        has_date,
    ),
    Role("reported_date", formula("reported", "date", "closed uploaded amount paid number accident"), has_date),
    Role("closed_date", formula("closed", "date closed", "uploaded amount number"), has_date),
    Role("pay_date", formula("payday|paid", "date payday", "uploaded amount number closed"), has_date),
    Role("uploaded", formula("uploaded", "date", "amount number"), has_date),
    Role("victim", formula("victim", none_of="date amount number injury_kind count"), _is_person, by_form=0.5),
    Role(
        "kind",
        formula("injury_kind|injury", "injury_kind", "date amount number process paid claimed"),
        lambda u: len(u.text.strip()) <= 10,
    ),
    Role("hurt", formula("injury"), lambda u: _HURT.match(u.text) is not None, by_form=0.5),
    Role("claimed", formula("claimed", "amount", "date number"), is_money),
    Role("paid", formula("paid", "total", "date number claimed closed"), is_money),
    Role("process", formula("process", none_of="date amount"), None),
    Role(
        "ordinal",
        formula("ordinal", none_of="policy claim_no reported"),
        lambda u: len(u.text.strip()) <= 5,
        must=False,
    ),
)
COLUMNS = (
    "report_no",
    "policy_no",
    "accident_date",
    "reported_date",
    "victim",
    "kind",
    "claimed",
    "paid",
    "closed_date",
    "uploaded",
)
_DATES = ("accident_date", "reported_date", "closed_date", "uploaded")


_CAPTION = re.compile(r"单位\s*[:：]?\s*(?:人民币)?\s*[(（]?(?:万元|千元|元|万|千)")


def extract(sheet: Sheet) -> Extracted:
    """One row for each claim, from tables (upright or on their side), else from cards, forms or sentences."""
    rows: list[Row] = []
    last: Columns | None = None
    listed: set[int] = set()
    for table, units in sheet.tables:
        cols = claim_columns(table, units)
        if cols is None and last is not None and table.n_cols == last.table.n_cols:
            grid_rows = tuple(grid(table, units))
            cols = Columns(table, last.header, last.roles, grid_rows, last.score, 0, len(grid_rows))
        if cols is None or not is_claims(cols):
            continue
        last = cols
        listed.update(id(u) for u in units if u.cell is not None and u.cell.row >= cols.first_row)
        caption = _caption(sheet, units)
        found = [
            read
            for row in data_rows(cols, ("report_no", "accident_date", "paid"))
            if (read := _table_row(cols, row, caption)) is not None
        ]
        rows.extend(found)
    number = policy_numbers(sheet)
    whole = [
        read
        for turned in _turned_sheets(sheet)
        for row in data_rows(turned, ("report_no",))
        if (read := _table_row(turned, row, "")) is not None
    ]
    if sum(len(row.cells) for row in whole) > sum(len(row.cells) for row in rows):
        rows = whole
    if not rows:
        rows = read_claims(sheet, number[0].value if number else None)
    if number and (id(number[0].unit) not in listed or len(rows) == 1):  # else it is one line's, not the paper's
        rows = [
            r
            if "policy_no" in r.cells or r.value("report_no") == number[0].value
            else Row({**r.cells, "policy_no": Reading(number[0].value, number[0].span(), "label", 0.85)}, r.span)
            for r in rows
        ]
    return Extracted(
        {}, {"rows": tuple(rows)}, {"rows": Witness(bool(rows), bool(rows), "rows read" if rows else "no claim found")}
    )


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a record of claims, in points."""
    found = (claim_columns(table, units) for table, units in sheet.tables)
    if any(cols is not None and is_claims(cols) for cols in found):
        return 2.5
    told = [row for row in read_claims(sheet, None) if {"report_no", "accident_date"} <= set(row.cells)]
    settled = sum(bool({"paid", "closed_date"} & set(row.cells)) for row in told)
    return min(3.5, 1.5 + 0.5 * settled) if settled else 0.0


def claim_columns(table: Table, units: Sequence[Unit]) -> Columns | None:
    """The table's columns, or its rows where each claim is a column of its own; None when it is no table of claims."""
    upright = find_columns(table, units, ROLES, needed=3)
    if upright is not None and is_claims(upright):
        return _by_time(upright)
    turned = None
    if table.n_cols >= 3 and table.n_rows >= 3:
        rows = _without_repeated_labels(grid(table, units), table.n_cols)
        turned = columns_of(table, transpose(rows, table.n_cols), ROLES, table.n_rows, needed=4, look=2)
    if turned is not None and is_claims(turned):
        entries = [row for row in turned.rows if sum(not NOTHING.match(u.text) for u in row.values()) >= 3]
        # a form with label, value, label, value has labels where a turned table has values
        if entries and all(any(has_date(u) for u in row.values()) for row in entries):
            return _by_time(turned)
    return upright


def _without_repeated_labels(rows: list[dict[int, Unit]], n_cols: int) -> list[dict[int, Unit]]:
    """The grid without the labels that stand again beside a second claim (label, value, label, value)."""
    repeated = set()
    for c in range(2, n_cols):
        pairs = [
            (row[0].text.strip(), row[c].text.strip()) for row in rows if 0 in row and c in row and row[c] is not row[0]
        ]
        if len(pairs) >= 3 and sum(a == b for a, b in pairs) >= 0.7 * len(pairs):
            repeated.add(c)
    return [{c: u for c, u in row.items() if c not in repeated} for row in rows] if repeated else rows


_SENT = re.compile("上传|上报|报送|推送|平台|回传|传送|监管")


def _with_upload(cols: Columns) -> Columns:
    """The day the result was sent, chosen among all columns that speak of entering something: 录入时间 is often the day
    the case was opened."""
    closed = cols.roles.get("closed_date")
    ranks: list[tuple[float, int]] = []
    for c, header in enumerate(cols.header):
        if not meaning(header).has("uploaded") or not any(has_date(row[c]) for row in cols.rows if c in row):
            continue
        pairs = [
            (a, b)
            for row in cols.rows
            if closed is not None and (a := _day(row.get(closed))) and (b := _day(row.get(c)))
        ]
        late = sum(a <= b for a, b in pairs) / len(pairs) if pairs else 0.5
        ranks.append((late + bool(_SENT.search(header)), c))
    if not ranks or "uploaded" not in cols.roles:
        return cols
    rank, best = max(ranks, key=lambda r: (r[0], -r[1]))
    roles = {name: c for name, c in cols.roles.items() if name != "uploaded" and c != best}
    if rank < 0.5:
        return replace(cols, roles=roles)
    weak = _SENT.search(cols.header[best]) is None
    return replace(cols, roles=roles | {"uploaded": best} | ({"guessed uploaded": best} if weak else {}))


def _by_time(cols: Columns) -> Columns:
    """The columns with days that no header told placed by the order of time, and numbers by their form."""
    cols = _with_upload(cols)
    roles = _with_sums(cols, dict(cols.roles))
    roles = _with_victim(cols, roles)
    told = "policy_no" in roles and meaning(cols.header[roles["policy_no"]]).has("policy")
    others = {name: c for name, c in roles.items() if name != "policy_no" or told}
    if not told and (held := _policy_column(cols, others)) is not None:
        roles = {name: c for name, c in others.items() if c != held} | {"policy_no": held}
    hurt = roles.pop("hurt", None)
    if hurt is not None:
        roles.setdefault("kind", hurt)
    if "pay_date" in roles and "closed_date" not in roles:
        roles["closed_date"] = roles.pop("pay_date")
    if "report_no" not in roles and "case_no" in roles:
        roles["report_no"] = roles.pop("case_no")
    if "report_no" not in roles and (number := _number_column(cols, roles)) is not None:
        roles = {name: c for name, c in roles.items() if c != number} | {"report_no": number}
    loose = []
    for c in range(len(cols.header)):
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if (
            c not in roles.values()
            and cells
            and all(has_date(u) for u in cells)
            and not meaning(cols.header[c]).any("print", "sign", "payday", "paid", "period")
        ):
            loose.append(c)
    guessed = set()
    missing = [name for name in _DATES if name not in roles]
    while loose and missing and len(loose) <= len(missing):
        fits = {c: [name for name in missing if _in_order(cols, {**roles, name: c})] for c in loose}
        first = min(loose, key=lambda c: [day for row in cols.rows if (day := _day(row.get(c))) is not None])
        names = fits[first]
        loose.remove(first)
        if not names:
            continue
        name = names[0]
        if (
            len(names) > 1
            and name == "reported_date"
            and len(loose) + 1 < len(missing)
            and not _soon_after(cols, roles.get("accident_date"), first)
        ):
            name = names[1]  # weeks after the accident: no report
        roles[name] = first
        guessed.add(name)
        missing.remove(name)
    return replace(cols, roles=roles | {f"guessed {name}": roles[name] for name in guessed})


_OTHER_SUM = re.compile("保费|限额|保额|免赔|估损|准备金|未决|年龄|人数|天数|次数|比例|%|序|年|月|费用")


def _with_sums(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The columns of sums that no header tells: of two, what was claimed is never less than what was paid; one alone is paid."""
    if "paid" in roles:
        return roles | _asked(cols, roles)
    for c in range(len(cols.header)):
        if c not in roles.values() and _PAYS.search(cols.header[c]) and not _ASKS.search(cols.header[c]):
            cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
            if cells and all(is_money(u) and not has_date(u) for u in cells):
                return roles | {"paid": c} | _asked(cols, roles | {"paid": c})
    loose = {}
    for c in range(len(cols.header)):
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if c in roles.values() or not cells or _OTHER_SUM.search(cols.header[c]):
            continue
        sums = [number_in(u) for u in cells if is_money(u)]
        if len(sums) >= 0.7 * len(cells) and any(n is not None and (n >= 100 or n != int(n)) for n in sums):
            loose[c] = [number_in(row.get(c)) for row in cols.rows]
    if len(loose) == 1:
        return roles | {"paid": next(iter(loose))}
    if len(loose) == 2 and "claimed" not in roles:
        (a, first), (b, second) = loose.items()
        pairs = [(x, y) for x, y in zip(first, second, strict=True) if x is not None and y is not None]
        if pairs and all(x >= y for x, y in pairs) and any(x > y for x, y in pairs):
            return roles | {"claimed": a, "paid": b}
        if pairs and all(x <= y for x, y in pairs) and any(x < y for x, y in pairs):
            return roles | {"claimed": b, "paid": a}
    return roles


def _asked(cols: Columns, roles: Mapping[str, int]) -> dict[str, int]:
    """The column of what was claimed, where no header tells it: the one other column of sums, never below what was paid."""
    if "claimed" in roles:
        return {}
    found = []
    for c in range(len(cols.header)):
        pairs = [
            (number_in(row[c]), number_in(row.get(roles["paid"]))) for row in cols.rows if c in row and is_money(row[c])
        ]
        told = [(a, b) for a, b in pairs if a is not None and b is not None]
        whole = told and len(told) == len(pairs) and c not in roles.values() and not _OTHER_SUM.search(cols.header[c])
        if whole and all(a >= b for a, b in told) and any(a > b for a, b in told):
            found.append(c)
    return {"claimed": found[0]} if len(found) == 1 else {}


def _with_victim(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The column of the injured, where no known word of its header tells it: by what its words end in, else by its names."""
    now = roles.get("victim")
    if now is not None and meaning(cols.header[now]).has("victim"):
        return roles
    kind = roles.get("kind")
    if kind is not None and _WHO.search(cols.header[kind]) and not meaning(cols.header[kind]).has("victim"):
        roles = {name: c for name, c in roles.items() if name != "kind"}  # 受损害人 is nobody's 损害
    taken = {c for name, c in roles.items() if name != "victim"}
    best = (0.5, -1)
    for c in range(len(cols.header)):
        cells = [row[c].text.strip() for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if c in taken or not cells:
            continue
        share = sum(bool(person.parse_list(t)) or "某" in t or "*" in t for t in cells) / len(cells)
        score = share + (_WHO.search(cols.header[c]) is not None and all(len(t) <= 12 for t in cells))
        if score > best[0]:
            best = (score, c)
    rest = {name: c for name, c in roles.items() if name != "victim"}
    return rest if best[1] < 0 else {**rest, "victim": best[1]}


def _turned_sheets(sheet: Sheet) -> Iterator[Columns]:
    """Spreadsheets with one claim in each column that were cut into several tables, put together again."""
    groups: list[list[tuple[Table, Sequence[Unit]]]] = []
    for table, units in sheet.tables:
        last = groups[-1][-1][0] if groups else None
        if last is not None and table.name is not None and table.name == last.name and table.n_cols == last.n_cols:
            groups[-1].append((table, units))
        else:
            groups.append([(table, units)])
    for group in groups:
        rows = [row for table, units in group for row in grid(table, units)]
        first = group[0][0]
        if len(group) < 2 or first.n_cols < 3:
            continue
        cols = columns_of(first, transpose(rows, first.n_cols), ROLES, len(rows), needed=4, look=2)
        if (
            cols is not None
            and is_claims(cols)
            and all(any(has_date(u) for u in row.values()) for row in cols.rows if len(row) >= 3)
        ):
            yield _by_time(cols)


_NO_CLAIM_NUMBER = re.compile("电话|手机|身份证|证件|账号|卡号|保单|保险单|合同|契约|凭证|信用代码")


def _number_column(cols: Columns, roles: Mapping[str, int]) -> int | None:
    """A column of numbers each of which stands once: the claims' numbers, when no header names them."""
    taken = {c for name, c in roles.items() if name not in ("ordinal", "victim", "kind", "process")}
    for c in range(len(cols.header)):
        texts = [
            "".join(row[c].text.split())
            for row in cols.rows
            if c in row and not NOTHING.match(row[c].text) and not has_date(row[c])
        ]
        if c in taken or len(texts) < 2 or _NO_CLAIM_NUMBER.search(cols.header[c]):
            continue
        if len(set(texts)) == len(texts) and all(
            re.fullmatch(r"(?=(?:.*\d){5})[A-Za-z0-9\-/]{6,30}", text) for text in texts
        ):
            return c
    return None


def _policy_column(cols: Columns, roles: Mapping[str, int]) -> int | None:
    """A column of long numbers that come again from line to line: of the policies, where no header names them."""
    taken = {c for name, c in roles.items() if name != "case_no" or "report_no" not in roles}
    for c in range(len(cols.header)):
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        texts = ["".join(unit.text.split()) for unit in cells]
        if c in taken or len(texts) < 2 or _NO_POLICY_NUMBER.search(cols.header[c]):
            continue
        if len(set(texts)) < len(texts) and all(
            is_number_like(u) and len(t) >= 10 for u, t in zip(cells, texts, strict=True)
        ):
            return c
    return None


_NO_POLICY_NUMBER = re.compile("电话|手机|身份证|证件|账号|卡号|信用代码|案|赔")


def _soon_after(cols: Columns, accident: int | None, col: int) -> bool:
    """Whether the days of a column follow the accidents within a few days, as reports do."""
    if accident is None:
        return True
    gaps = sorted(
        (b - a).days
        for row in cols.rows
        if (a := _day(row.get(accident))) is not None and (b := _day(row.get(col))) is not None
    )
    return not gaps or gaps[len(gaps) // 2] <= 5


def _in_order(cols: Columns, roles: Mapping[str, int]) -> bool:
    """Whether the days of every row stand in the order of time under ``roles``."""
    for row in cols.rows:
        days = [day for name in _DATES if name in roles and (day := _day(row.get(roles[name]))) is not None]
        if any(a > b for a, b in pairwise(days)):
            return False
    return True


def _day(unit: Unit | None) -> date | None:
    if unit is None:
        return None
    token = next((t for t in unit.tokens if t.kind == "moment"), None)
    if token is not None:
        return token.value.day  # type: ignore[no-any-return]
    typed = unit.cell.value if unit.cell is not None else None
    return typed.date() if isinstance(typed, datetime) else typed if isinstance(typed, date) else None


def _caption(sheet: Sheet, units: Sequence[Unit]) -> str:
    """The unit of money that stands over the table, empty when none is told."""
    first = min((u.index for u in units), default=0)
    for unit in [u for u in units if u.cell is not None and u.cell.row < 4] + sheet.units[max(0, first - 3) : first]:
        if match := _CAPTION.search(unit.text):
            return match[0]
    return ""


def is_claims(cols: Columns) -> bool:
    """A table of accidents with what became of them."""
    names = set(cols.roles)
    return len(
        names & {"report_no", "accident_date", "paid", "closed_date", "victim", "uploaded", "claimed", "reported_date"}
    ) >= 3 and bool(names & {"accident_date", "closed_date", "report_no"})


def _table_row(cols: Columns, row: Mapping[int, Unit], caption: str) -> Row | None:
    cells: dict[str, Reading[Any]] = {}
    for name in COLUMNS:
        unit = cols.cell(row, name)
        if unit is None or not unit.text.strip(" /—-"):
            continue
        value = _value(name, unit, cols.header_of(name), caption)
        if value is not None:
            sure = FAINT if f"guessed {name}" in cols.roles else 0.97
            cells[name] = Reading(value, unit.span(), "table", round(sure * unit.confidence, 3))
    if not set(cells) & {"report_no", "accident_date"} or (
        len(cells) < 3 and not {"report_no", "accident_date"} <= set(cells)
    ):
        return None
    first = next(u for _, u in sorted(row.items()))
    where = (
        f"{cols.table.name}!{cols.table.first_row + first.cell.row}"
        if cols.table.name is not None and first.cell is not None
        else first.where
    )
    cells.update(claim_steps.steps(cols, row))
    return Row(cells, Span(" ".join(u.raw for _, u in sorted(row.items())), first.page, first.span().boxes, where))


def _value(name: str, unit: Unit, header: str, caption: str) -> Any:
    if name in _DATES:
        return _day(unit)
    if name in ("claimed", "paid"):
        token = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
        if token is None:
            return None
        return (Decimal(token.value) * (scale_of(header, caption) if token.kind == "number" else 1)).quantize(
            Decimal("0.01")
        )
    text = unit.raw.replace("\n", "").strip()
    return "".join(text.split()) if name in ("report_no", "policy_no", "victim") else text
