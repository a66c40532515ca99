"""The covers of a policy, as rows, from a table in either direction or from sentences.

Columns are recognised by header words and cell forms, rows by what the cover's name means; unknown names are kept as ``other``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extractor import columns
from extractor.columns import NOTHING, TOTAL_ROW, Columns, Role, is_money
from extractor.concepts import formula, meaning
from extractor.locate import Sheet, Unit, strip_label
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values.scan import scan

_MAIN = re.compile("主险|基本险|基本责任|主要责任|基础险")
_TOTALS = re.compile(r"^\s*(?:价税|保费|保险费|本单|各项)?(?:小计|合计|总计|共计|总额|total)", re.I)
_NOT_A_COVER = re.compile("免赔|预防|服务费|提取|计提|大写|特别约定|期间|期限|税|费率|签|缴费|付款|合计|总计|小计")


def code_of(name: str) -> str | None:
    """The cover's code by what its name means; None when the words name no known cover.

    >>> code_of("雇员身故伤残"), code_of("医药费"), code_of("三者财产损失"), code_of("诉讼抗辩费用"), code_of("施救费用")
    ('employee_injury', 'medical', 'third_party_property', 'legal', 'rescue')
    """
    has = meaning(name).concepts
    if "third" in has:
        return "third_party_property" if "property" in has and "injury" not in has else "third_party_injury"
    if "disease" in has:
        return None
    if "medical" in has and (not has & {"injury"} or re.search("医.{0,4}费|医疗$", name)):
        return "medical"
    for concept in ("legal", "appraisal", "rescue", "aftermath"):
        if concept in has:
            return concept
    if "property" in has:
        return "third_party_property"
    if "injury" in has or ("employees" in has and "liability" in has) or _MAIN.search(name):
        return "employee_injury"
    return None


def _is_cover_name(unit: Unit) -> bool:
    return (
        len(unit.text) <= 40
        and not any(t.kind in ("amount", "moment") for t in unit.tokens)
        and code_of(unit.text) is not None
        and not _NOT_A_COVER.search(unit.text)
    )


def _is_limit(unit: Unit) -> bool:
    return is_money(unit) or any(t.kind == "amount" for t in unit.tokens)


ROLES = (
    Role("name", formula("cover", none_of="premium per_person per_accident aggregate"), _is_cover_name, by_form=0.7),
    Role("per_person", formula("per_person", "limit", none_of="premium deductible"), _is_limit),
    Role("per_accident", formula("per_accident", "limit", none_of="premium per_person deductible"), _is_limit),
    Role("aggregate", formula("aggregate", "limit", none_of="premium per_person per_accident deductible"), _is_limit),
    Role(
        "limit", formula("limit", none_of="premium per_person per_accident aggregate deductible prevention"), _is_limit
    ),
    Role("premium", formula("premium", "total", none_of="limit prevention ratio deductible"), is_money),
    Role(
        "charge",
        formula(
            "amount|fee",
            none_of="limit prevention ratio deductible premium injury medical per_person per_accident aggregate",
        ),
        is_money,
    ),
    Role("deductible", formula("deductible"), None),
)
_SCALES = (("万元", Decimal(10000)), ("千元", Decimal(1000)), ("百万", Decimal(1000000)), ("亿元", Decimal(100000000)))


def scale_of(header: str, caption: str = "") -> Decimal:
    """Yuan per written unit, from the header or a caption such as "单位：万元"; a header's own 元 beats the caption.

    >>> scale_of("每人限额（万元）"), scale_of("保费（元）", "单位：万元"), scale_of("限额", "金额单位:人民币万元")
    (Decimal('10000'), Decimal('1'), Decimal('10000'))
    """
    for text in (header, caption):
        for word, worth in _SCALES:
            if word in text:
                return worth
        if "元" in text or "RMB" in text or "¥" in text:
            return Decimal(1)
    return Decimal(1)


def money_of(unit: Unit, scale: Decimal) -> tuple[Decimal, int, int] | None:
    """The cell's one sum in yuan with its place; the scale applies only where no unit is written."""
    if NOTHING.match(unit.text):
        return None
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number", "words", "code")]
    if not tokens:
        return None
    token = tokens[0]
    if token.kind == "code":
        return None
    value: Decimal = token.value
    written = unit.text[token.start : token.stop]
    bare = not re.search("[万亿千元圆]", written)
    if bare:
        value = value * scale
    return value.quantize(Decimal("0.01")), token.start, token.stop


@dataclass(frozen=True)
class Coverages:
    """Rows as found. ``ended`` tells that the list's end is shown (a total row or other text after the last row)."""

    rows: tuple[Row, ...]
    total: Reading[Decimal] | None
    ended: bool
    span: Span | None
    how: str
    units: frozenset[int] = frozenset()  # id() of the units read as part of the list
    closing: frozenset[int] = frozenset()  # id() of the units of the list's total row


def find(sheet: Sheet) -> Coverages | None:
    """The covers of the paper, from the table that names most of them, else from sentences."""
    best: Coverages | None = None
    tables = [(t, u) for t, u in sheet.tables]
    skip: set[int] = set()
    lists: list[list[Row]] = []
    closing: set[int] = set()
    for i, (table, units) in enumerate(tables):
        if i in skip or table.n_rows * table.n_cols < 4:
            continue
        found = _from_grid(sheet, table, units)
        if found is None:
            continue
        cols, rows, total, ended, used = found
        j = i + 1
        while not ended and j < len(tables) and (more := _continued(cols, *tables[j])) is not None:
            rows, total, ended, used = [*rows, *more[0]], total or more[1], more[2], used | more[3]
            skip.add(j)
            j += 1
        lists.append(rows)
        closing |= _closing(table, units)
        codes = {r.value("code") for r in rows} - {"other"}
        if len(codes) >= 2 and (best is None or len(rows) > len(best.rows)):
            last_unit = max((u.index for _, us in tables[i:j] for u in us), default=0)
            follows = (
                any(u.index > last_unit and u.page == tables[j - 1][1][-1].page for u in sheet.units)
                if tables[j - 1][1]
                else False
            )
            best = Coverages(tuple(rows), total, ended or follows, rows[0].span, "table", frozenset(used))
    if best is not None:
        best = replace(best, rows=_completed(best.rows, lists), closing=frozenset(closing))
    cards = _from_cards(sheet) if best is None else None
    if cards is not None:
        return cards
    prose = _from_prose(sheet)
    if prose is not None and (best is None or len(prose.rows) > len(best.rows) + 1):
        return prose
    return best


def _completed(rows: tuple[Row, ...], lists: Sequence[Sequence[Row]]) -> tuple[Row, ...]:
    """The rows with the columns that a second list of the same covers prints: limits in one table, premiums in another."""
    have = {column for row in rows for column in row.cells}
    codes = [row.value("code") for row in rows]
    for other in lists:
        theirs = {row.value("code"): row for row in other}
        more = {column for row in other for column in row.cells} - have
        if more and len(theirs) == len(other) and len(set(codes)) == len(codes) and set(codes) <= set(theirs):
            rows = tuple(
                Row(
                    {
                        **row.cells,
                        **{c: theirs[row.value("code")].cells[c] for c in more if c in theirs[row.value("code")].cells},
                    },
                    row.span,
                )
                for row in rows
            )
            have |= more
    return rows


def _closing(table: Any, units: Sequence[Unit]) -> set[int]:
    """The units of rows that total: what their columns are headed says nothing of them."""
    out: set[int] = set()
    for row in columns.grid(table, units):
        first = next((row[c] for c in sorted(row)), None)
        if first is not None and _TOTALS.match(first.text):
            out.update(id(u) for u in row.values())
    return out


def _caption(sheet: Sheet, units: Sequence[Unit]) -> str:
    """Words just before the table, its heading included: where "单位：万元" stands."""
    first = min((u.index for u in units), default=0)
    near = [u.text for u in sheet.units[max(0, first - 3) : first] if u.table is None and len(u.text) <= 40]
    inside = [u.text for u in units[:4] if "单位" in u.text and len(u.text) <= 24]
    return next((t for t in [*inside, *reversed(near)] if re.search(r"单位|[（(].{0,4}元[)）]", t)), "")


def _from_grid(
    sheet: Sheet, table: Any, units: Sequence[Unit]
) -> tuple[Columns, list[Row], Reading[Decimal] | None, bool, set[int]] | None:
    rows = columns.grid(table, units)
    caption = _caption(sheet, units)
    options = []
    for grid_rows, n in ((rows, table.n_cols), (columns.transpose(rows, table.n_cols), table.n_rows)):
        if n > 14:
            continue
        cols = columns.columns_of(table, grid_rows, ROLES, n, needed=1, look=60)
        if (
            cols is None
            or "name" not in cols.roles
            or not set(cols.roles) & {"per_person", "per_accident", "aggregate", "limit", "premium"}
        ):
            continue
        read = _rows(cols, caption)
        if len({r.value("code") for r in read[0]} - {"other"}) >= 2:
            options.append((cols, *read))
    return max(options, key=lambda o: (len(o[1]), o[0].score)) if options else None


def _continued(
    cols: Columns, table: Any, units: Sequence[Unit]
) -> tuple[list[Row], Reading[Decimal] | None, bool, set[int]] | None:
    """A following table with the same columns and no header of its own, read as the rest of the list."""
    if table.n_cols != cols.table.n_cols or table.page == cols.table.page:
        return None
    grid_rows = tuple(columns.grid(table, units))
    rest = Columns(table, cols.header, cols.roles, grid_rows, cols.score, 0, len(grid_rows))
    rows, total, ended, used = _rows(rest, "")
    return (rows, total, ended, used) if rows or total is not None else None


def _rows(cols: Columns, caption: str) -> tuple[list[Row], Reading[Decimal] | None, bool, set[int]]:
    out: list[Row] = []
    used: set[int] = set()
    total: Reading[Decimal] | None = None
    ended = False
    head = {strip_label(part) for h in cols.header for part in h.split("|") if part}
    for row in cols.rows:
        name = cols.cell(row, "name")
        texts = [u.text.strip() for _, u in sorted(row.items())]
        if any(
            TOTAL_ROW.match(t) or re.match("^(?:总|应收|应缴|实收)?保(?:险)?费.{0,4}(?:合计|总|[（(]?大写)", t)
            for t in texts[:3]
        ):
            total = total or _total(cols, row, caption)
            if out:
                ended = True
                break
            continue
        if name is None or strip_label(name.text) in head:
            continue
        if (
            out
            and code_of(name.text) is None
            and meaning(name.text).any(
                "premium", "prevention", "total", "words", "limit", "per_person", "aggregate", "period", "deductible"
            )
        ):
            ended = True
            break
        if (_NOT_A_COVER.search(name.text) and code_of(name.text) is None) or re.search(
            "预防|免赔额|大写|服务费", name.text
        ):
            if out:
                ended = True
                break
            continue
        cells: dict[str, Reading[Any]] = {}
        for role, column, unit in _money_cells(cols, row):
            corner = cols.header_of("name")
            got = money_of(unit, scale_of(cols.header_of(column), corner if "元" in corner else caption))
            if got is not None:
                whole = (got[2] - got[1]) >= 0.6 * len(unit.text.strip())
                cells[role] = Reading(
                    got[0], unit.span(got[1], got[2]), "table", round((0.97 if whole else 0.4) * unit.confidence, 3)
                )
        if not cells and code_of(name.text) is None:
            continue
        out.append(_row(name, 0, len(name.text), cells))
        used.update(id(unit) for unit in row.values())
    return out, total, ended, used


def _money_cells(cols: Columns, row: Mapping[int, Unit]) -> list[tuple[str, str, Unit]]:
    """The row's sums as (what it is, the column's role, cell); a single limit column is per person for covers of persons'
    own injuries and per accident for the others."""
    found = [
        (role, role, unit)
        for role in ("per_person", "per_accident", "aggregate", "premium")
        if (unit := cols.cell(row, role)) is not None
    ]
    if "premium" not in cols.roles and (unit := cols.cell(row, "charge")) is not None:
        found.append(("premium", "charge", unit))
    if not set(cols.roles) & {"per_person", "per_accident"} and (unit := cols.cell(row, "limit")) is not None:
        name = cols.cell(row, "name")
        code = code_of(name.text) if name is not None else None
        found.append(("per_person" if code in ("employee_injury", "medical") else "per_accident", "limit", unit))
    return found


def _row(name: Unit, start: int, stop: int, money: Mapping[str, Reading[Any]]) -> Row:
    text = re.sub(
        r"^\s*(?:[（(]?\d{1,2}[)）.、．]|[一二三四五六七八九十]+、|[①-⑳●■·•])\s*", "", name.text[start:stop]
    ).strip(" :：")
    lead = name.text.find(text, start) if text else start
    span = name.span(max(lead, 0), max(lead, 0) + len(text))
    code = code_of(text) or "other"
    cells: dict[str, Reading[Any]] = {
        "code": Reading(code, span, "meaning", 0.95),
        "name": Reading(span.text, span, "table", round(0.98 * name.confidence, 3)),
    }
    cells.update(money)
    return Row(cells, span)


def _total(cols: Columns, row: Mapping[int, Unit], caption: str) -> Reading[Decimal] | None:
    unit = cols.cell(row, "premium") or cols.cell(row, "charge")
    if unit is None:
        return None
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number")]
    if not tokens:
        return None
    scale = scale_of(cols.header_of("premium" if "premium" in cols.roles else "charge"), caption)
    value = tokens[-1].value * (
        scale if not re.search("[万亿千元圆]", unit.text[tokens[-1].start : tokens[-1].stop]) else 1
    )
    return Reading(value.quantize(Decimal("0.01")), unit.span(tokens[-1].start, tokens[-1].stop), "table", 0.95)


def _role_of(words: str, first: bool) -> str | None:
    """What a sum is by the words before it; ``first``: the first sum after a cover's name may go without any."""
    has = meaning(words).concepts
    if "premium" in has:
        return "premium"
    for role in ("per_person", "per_accident", "aggregate"):
        if role in has:
            return role
    if has & {"fee", "amount"} and "limit" not in has and not first:
        return "premium"
    return "limit" if first and ("limit" in has or not has - {"amount", "digits", "cover"}) else None


def _from_cards(sheet: Sheet) -> Coverages | None:
    """Covers whose cells each carry their own label over the value: one row of such cells is one cover."""
    rows: list[Row] = []
    used: set[int] = set()
    for table, units in sheet.tables:
        for grid_row in columns.grid(table, units):
            cells = list({id(u): u for _, u in sorted(grid_row.items())}.values())
            split = [(u, *u.text.partition("\n")) for u in cells]
            name = next(
                (
                    (u, u.text.index(rest))
                    for u, head, mark, rest in split
                    if mark
                    and rest.strip()
                    and not meaning(head).any(
                        "per_person",
                        "per_accident",
                        "aggregate",
                        "premium",
                        "limit",
                        "deductible",
                        "holder",
                        "insured",
                        "insurer",
                    )
                    and code_of(rest)
                    and not u.tokens[1:]
                    and not _NOT_A_COVER.search(rest)
                ),
                None,
            )
            if name is None:
                continue
            money: dict[str, Reading[Any]] = {}
            for unit, head, mark, rest in split:
                role = _role_of(head, False) if mark and unit is not name[0] else None
                token = next((t for t in unit.tokens if t.kind in ("amount", "number") and t.start > len(head)), None)
                if role is None or role in money or token is None or NOTHING.match(rest):
                    continue
                value = token.value * (scale_of(head) if token.kind == "number" else 1)
                money[role] = Reading(
                    value.quantize(Decimal("0.01")),
                    unit.span(token.start, token.stop),
                    "card",
                    round(0.95 * unit.confidence, 3),
                )
            if money:
                rows.append(_row(name[0], name[1], len(name[0].text), money))
                used.update(id(u) for u in cells)
    if len({r.value("code") for r in rows} - {"other"}) < 2:
        return None
    return Coverages(tuple(rows), None, True, rows[0].span, "table", frozenset(used))


_PART = re.compile(r"[；;。\n]")


def _from_prose(sheet: Sheet) -> Coverages | None:
    """Covers in sentences or list lines: a cover's name followed by sums that say what they are."""
    rows: list[Row] = []
    seen: set[str] = set()
    span: Span | None = None
    used: set[int] = set()
    units = [
        u for u in sheet.units if (u.table is None or u.table.n_cols <= 2) and any(t.kind == "amount" for t in u.tokens)
    ]
    for unit in units:
        at = 0
        for cut in [*(m.end() for m in _PART.finditer(unit.text)), len(unit.text)]:
            start, at = at, cut
            part = unit.text[start:cut]
            tokens = [
                t
                for t in scan(part)
                if t.kind == "amount"
                or (t.kind == "number" and re.search(r"元\s*[)）]?\s*[:：]?\s*$", part[: t.start]))
            ]
            if not tokens:
                continue
            name_start, name_stop, name = _name_in(part[: tokens[0].start])
            code = code_of(name) if name else None
            outside = None
            if code is None and unit.left is not None and code_of(unit.left.text) and len(unit.left.text) <= 24:
                outside, code = unit.left, code_of(unit.left.text)
            if code is None or code in seen or re.search("免赔|预防", part[: tokens[0].start]):
                continue
            cells: dict[str, Reading[Any]] = {}
            before = name_stop if outside is None else 0
            for token in tokens:
                words = part[before : token.start]
                before = token.stop
                role = _role_of(words.replace(name, ""), not cells)
                if role == "limit":
                    role = "per_person" if code in ("employee_injury", "medical") else "per_accident"
                if role and role not in cells:
                    cells[role] = Reading(
                        token.value,
                        unit.span(start + token.start, start + token.stop),
                        "prose",
                        round(0.85 * unit.confidence, 3),
                    )
            if not cells:
                continue
            row = (
                _row(unit, start + name_start, start + name_stop, cells)
                if outside is None
                else _row(outside, 0, len(outside.text), cells)
            )
            seen.add(code)
            rows.append(row)
            used.add(id(unit))
            span = span or row.span
    with_premium = [r for r in rows if r.value("premium") is not None]
    if len(rows) >= 2 and (with_premium or len(rows) >= 3):
        return Coverages(tuple(rows), None, False, span, "prose", frozenset(used))
    return None


def _name_in(text: str) -> tuple[int, int, str]:
    """The last phrase before the sums that names a cover: (start, stop, phrase)."""
    best = (0, 0, "")
    for match in re.finditer(r"[^，,、：:。；;（()）\s|]+(?:（[^）]*）)?", text):
        phrase = re.sub(r"^(?:其中|另|以及|及|和|并|附加|包括|为|对|每次|就|本保单|\d{1,2}[.、]|[①-⑳])+", "", match[0])
        phrase = (
            re.split(r"每人|每次|每名|累计|限额|责任限|赔偿限|保险金额|保费|保险费|最高|按|为$", phrase)[0] or phrase
        )
        if 2 <= len(phrase) <= 22 and code_of(phrase) is not None:
            start = match.start() + match[0].find(phrase)
            if not best[2]:
                best = (start, start + len(phrase), phrase)
    return best
