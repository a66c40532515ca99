"""The covers of a policy, as rows, from a table in either direction, from cards or from sentences.

Columns are recognised by header words and cell forms, rows by what the cover's name means; unknown names are kept as ``other``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.covers.prose import from_prose
from extractor.covers.rows import (
    NOT_A_COVER,
    UNITS,
    Coverages,
    code_of,
    dimension_of,
    merged,
    money_of,
    role_of,
    row_of,
    scale_of,
    understood,
    worth_of,
)
from extractor.evidence import columns
from extractor.evidence.columns import NOTHING, TOTAL_ROW, Columns, Role, is_money
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.locate import Sheet, Unit, named_after, part_of, strip_label
from extractor.record import Reading, Row

__all__ = ["Coverages", "code_of", "find", "money_of", "scale_of"]

_TOTALS = re.compile(r"^\s*(?:价税|保费|保险费|本单|各项)?(?:小计|合计|总计|共计|总额|total)", re.I)


def _is_cover_name(unit: Unit) -> bool:
    return (
        len(unit.text) <= 40
        and not any(t.kind in ("amount", "moment") for t in unit.tokens)
        and code_of(unit.text) is not None
        and not NOT_A_COVER.search(unit.text)
    )


_DIVIDED = re.compile(r"[\d.,，\s/／|—\-×无万亿元]+")


def _is_limit(unit: Unit) -> bool:
    return (
        is_money(unit)
        or any(t.kind == "amount" for t in unit.tokens)
        or ("/" in unit.text and bool(unit.tokens) and _DIVIDED.fullmatch(unit.text) is not None)
    )


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


def find(sheet: Sheet) -> Coverages | None:
    """The covers of the paper, from the table that names most of them, else from sentences."""
    best: Coverages | None = None
    tables = [(t, u) for t, u in sheet.tables]
    skip: set[int] = set()
    lists: list[list[Row]] = []
    closing: set[int] = set()
    printed = frozenset(
        Decimal(t.value) for _, t in sheet.tokens("amount", "words", "number") if abs(Decimal(t.value)) >= 100
    )
    for i, (table, units) in enumerate(tables):
        if i in skip or table.n_rows * table.n_cols < 4:
            continue
        caption = _caption(sheet, units)
        found = _from_grid(table, units, caption, printed)
        if found is not None and not caption and _too_small(found[1]) and (far := _far_caption(sheet)):
            caption = far
            found = _from_grid(table, units, caption, printed)
        if found is None:
            continue
        cols, rows, total, ended, used = found
        j = i + 1
        while not ended and j < len(tables) and (more := _continued(cols, *tables[j], caption)) is not None:
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
    prose = from_prose(sheet)
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


_LEAST_LIMIT = Decimal(5000)
"""Yuan below which no policy limits what it pays for a death: such figures are written in a unit that stands elsewhere."""


def _too_small(rows: Sequence[Row]) -> bool:
    main = [row for row in rows if row.value("code") == "employee_injury"]
    limits = [row.value(c) for row in main for c in ("per_person", "per_accident", "aggregate")]
    return any(v is not None for v in limits) and all(v < _LEAST_LIMIT for v in limits if v is not None)


def _far_caption(sheet: Sheet) -> str:
    """The unit of a list that goes on from another page or column, where it is written once: "单位：万元"."""
    return next((u.text for u in sheet.units if len(u.text) <= 40 and re.search("单位.{0,8}万元", u.text)), "")


def _from_grid(
    table: Any, units: Sequence[Unit], caption: str, printed: frozenset[Decimal]
) -> tuple[Columns, list[Row], Reading[Decimal] | None, bool, set[int]] | None:
    rows = columns.grid(table, units)
    options = []
    for grid_rows, n in ((rows, table.n_cols), (columns.transpose(rows, table.n_cols), table.n_rows)):
        if n > 14:
            continue
        cols = columns.columns_of(table, grid_rows, ROLES, n, needed=1, look=60, understand=understood)
        if cols is not None and "name" in cols.roles:
            cols = _by_shape(_by_dimension(cols, n), n, printed)
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
    cols: Columns, table: Any, units: Sequence[Unit], caption: str
) -> tuple[list[Row], Reading[Decimal] | None, bool, set[int]] | None:
    """A following table with the same columns and no header of its own, read as the rest of the list."""
    if table.n_cols != cols.table.n_cols or table.page == cols.table.page:
        return None
    grid_rows = tuple(columns.grid(table, units))
    rest = Columns(table, cols.header, cols.roles, grid_rows, cols.score, 0, len(grid_rows))
    rows, total, ended, used = _rows(rest, caption)
    return (rows, total, ended, used) if rows or total is not None else None


def _by_dimension(cols: Columns, n_cols: int) -> Columns:
    """The columns where each line of a cover says what its sum is for (每人, 每次事故): the sums are limits."""
    if "charge" not in cols.roles or "limit" in cols.roles:
        return cols
    for c in set(range(n_cols)) - set(cols.roles.values()):
        words = [row[c].text for row in cols.rows if c in row]
        if len(words) >= 2 and sum(dimension_of(w) is not None for w in words) >= 0.7 * len(words):
            roles = {("limit" if role == "charge" else role): col for role, col in cols.roles.items()}
            return replace(cols, roles=roles)
    return cols


def _by_shape(cols: Columns, n_cols: int, printed: frozenset[Decimal]) -> Columns:
    """The columns with those given a role that no header names. Sums that add up to one printed elsewhere are premiums;
    sums that rise from left to right in every row are the limits for a person, an accident and all accidents, a person's
    blank where no person is meant."""
    known = set(cols.roles.values())
    loose = [c for c in range(n_cols) if c not in known and c > cols.roles["name"] and _is_money_column(cols, c)]
    if not {"premium", "charge"} & set(cols.roles):
        for c in reversed(loose):
            sums = [value for _, value in _sums_of(cols, c)]
            if len(sums) >= 3 and (sum(sums) in printed or sum(sums[:-1]) == sums[-1]):
                cols = replace(cols, roles={**cols.roles, "premium": c})
                loose.remove(c)
                break
    missing = [role for role in ("per_person", "per_accident", "aggregate") if role not in cols.roles]
    single = cols.roles.get("limit")
    if single is not None and len(loose) in (1, 2):
        loose = sorted([single, *loose])
    if len(loose) < 2 or len(missing) != 3 or not _rises(cols, loose):
        return cols
    if len(loose) == 2 and not _blank_for_others(cols, loose[0]):
        return cols
    roles = {role: c for role, c in cols.roles.items() if role != "limit"}
    roles.update(zip(missing, loose, strict=False))
    return replace(cols, roles=roles)


def _is_money_column(cols: Columns, col: int) -> bool:
    if understood(cols.header[col]).any("premium", "deductible", "ratio", "fee", "count", "number"):
        return False
    cells = [row[col] for row in cols.rows if col in row and not NOTHING.match(row[col].text)]
    return len(cells) >= 2 and all(is_money(u) for u in cells)


def _sums_of(cols: Columns, col: int) -> list[tuple[int, Decimal]]:
    got = ((k, money_of(row[col], scale_of(cols.header[col]))) for k, row in enumerate(cols.rows) if col in row)
    return [(k, found[0]) for k, found in got if found is not None]


def _rises(cols: Columns, cells: Sequence[int]) -> bool:
    by_row = [dict(_sums_of(cols, c)) for c in cells]
    return all(
        lower.get(k, Decimal(0)) <= upper[k] for lower, upper in itertools.pairwise(by_row) for k in upper
    ) and any(lower[k] < upper[k] for lower, upper in itertools.pairwise(by_row) for k in upper if k in lower)


def _blank_for_others(cols: Columns, col: int) -> bool:
    """Whether a column is filled for persons' own injuries and blank for other covers."""
    filled = {k for k, _ in _sums_of(cols, col)}
    codes = {k: code_of(name.text) for k, row in enumerate(cols.rows) if (name := cols.cell(row, "name")) is not None}
    others = [k for k, code in codes.items() if code in ("rescue", "legal", "appraisal", "third_party_property")]
    return bool(others) and not any(k in filled for k in others)


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
        if _ends_list(name.text, bool(out)):
            if out:
                ended = True
                break
            continue
        cells = _cells(cols, row, name, caption)
        if not cells and code_of(name.text) is None:
            continue
        if code_of(name.text) is None and (whole := _sum_of_rows(out, cells)) is not None:
            total, ended = total or whole, True
            break
        out.append(row_of(name, 0, len(name.text), cells))
        used.update(id(unit) for unit in row.values())
    return merged(out), total, ended, used


def _ends_list(name: str, begun: bool) -> bool:
    """Whether a row is no cover: another sum of the schedule that follows the list, or stands before it."""
    if (
        begun
        and code_of(name) is None
        and meaning(name).any(
            "premium", "prevention", "total", "words", "limit", "per_person", "aggregate", "period", "deductible"
        )
    ):
        return True
    return bool((NOT_A_COVER.search(name) and code_of(name) is None) or re.search("预防|免赔额|大写|服务费", name))


def _sum_of_rows(rows: Sequence[Row], cells: Mapping[str, Reading[Any]]) -> Reading[Decimal] | None:
    """The row's premium where it is what the rows above add up to, which makes it the total whatever it is called."""
    parts = [row.value("premium") for row in rows if row.value("premium") is not None]
    whole = cells.get("premium")
    return whole if whole is not None and len(parts) >= 2 and sum(parts, Decimal(0)) == whole.value else None


def _cells(cols: Columns, row: Mapping[int, Unit], name: Unit, caption: str) -> dict[str, Reading[Any]]:
    cells: dict[str, Reading[Any]] = {}
    corner = cols.header_of("name")
    for role, column, unit in _money_cells(cols, row):
        scale = scale_of(cols.header_of(column), corner if "元" in corner else caption or _shared_unit(cols, column))
        for part, (value, start, stop) in _parts(cols.header_of(column), role, unit, name, scale):
            whole = (stop - start) >= 0.6 * len(unit.text.strip()) or part != role
            sure = round((0.97 if whole else 0.4) * unit.confidence, 3)
            cells.setdefault(part, Reading(value, unit.span(start, stop), "table", sure))
    return cells


_LIMITS = ("per_person", "per_accident", "aggregate")


def _shared_unit(cols: Columns, column: str) -> str:
    """The header whose unit a column of limits without one shares: 万元 written once over three columns side by side."""
    if column not in _LIMITS or not set(_LIMITS) <= set(cols.roles) or re.search("[元万亿]", cols.header_of(column)):
        return ""
    told = [h for role in _LIMITS if re.search("[元万亿]", h := cols.header_of(role))]
    return told[0] if len(told) == 1 else ""


def _parts(
    header: str, role: str, unit: Unit, name: Unit, scale: Decimal
) -> list[tuple[str, tuple[Decimal, int, int]]]:
    """The cell's sums with what each is: one, or several side by side as the header or the cover's name divides them."""
    cuts = [m.start() for m in re.finditer(r"[/／|]", unit.text)]
    for words in (header.rpartition("|")[2], name.text) if cuts else ():
        named = [dimension_of(part_of(words, k, len(cuts) + 1) or "") for k in range(len(cuts) + 1)]
        if all(named):
            return _divided(unit, cuts, named, scale)
    if role != "premium" and (after := _named(unit, scale)):
        return after
    got = money_of(unit, scale)
    return [] if got is None else [(role, got)]


def _named(unit: Unit, scale: Decimal) -> list[tuple[str, tuple[Decimal, int, int]]]:
    """The sums of a cell that each say what they are: 50万元/人，500万元/次, or 每人50万元 每次500万元. Empty for one."""
    sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
    if len(sums) < 2:
        return []
    out: dict[str, tuple[Decimal, int, int]] = {}
    at = 0
    for token in sums:
        words = named_after(unit, token.start) or unit.text[at : token.start]
        at = token.stop
        dimension = dimension_of(words.strip(" ,，;；、|"))
        if dimension is not None:
            out.setdefault(dimension, (worth_of(unit, token, scale), token.start, token.stop))
    return list(out.items()) if len(out) > 1 else []


def _divided(
    unit: Unit, cuts: Sequence[int], named: Sequence[str | None], scale: Decimal
) -> list[tuple[str, tuple[Decimal, int, int]]]:
    """The sums of a cell with "/" between them by what each is; a stroke or 无 in a place leaves it out."""
    sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
    last = unit.text[sums[-1].start : sums[-1].stop] if sums else ""
    shared = next((worth for word, worth in UNITS if word in last), scale)
    out = []
    for dimension, low, high in zip(named, [0, *cuts], [*cuts, len(unit.text)], strict=True):
        token = next((t for t in sums if low <= t.start < high), None)
        if token is not None and dimension is not None:
            out.append((dimension, (worth_of(unit, token, shared), token.start, token.stop)))
    return out


def _money_cells(cols: Columns, row: Mapping[int, Unit]) -> list[tuple[str, str, Unit]]:
    """The row's sums as (what it is, the column's role, cell). A single column of limits is for what the cover's name or
    a cell of the row says, else per person for covers of persons' own injuries and per accident for the others."""
    found = [
        (role, role, unit)
        for role in ("per_person", "per_accident", "aggregate", "premium")
        if (unit := cols.cell(row, role)) is not None
    ]
    if "premium" not in cols.roles and (unit := cols.cell(row, "charge")) is not None:
        found.append(("premium", "charge", unit))
    if not set(cols.roles) & {"per_person", "per_accident"} and (unit := cols.cell(row, "limit")) is not None:
        name = cols.cell(row, "name")
        words = [name.text] if name is not None else []
        words += [u.text for c, u in row.items() if c not in cols.roles.values() and len(u.text) <= 12]
        said = next((d for text in words if (d := dimension_of(text)) is not None), None)
        code = code_of(name.text) if name is not None else None
        found.append(
            (said or ("per_person" if code in ("employee_injury", "medical") else "per_accident"), "limit", unit)
        )
    return found


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
                    and not NOT_A_COVER.search(rest)
                ),
                None,
            )
            if name is None:
                continue
            money: dict[str, Reading[Any]] = {}
            for unit, head, mark, rest in split:
                role = role_of(head, False) if mark and unit is not name[0] else None
                token = next((t for t in unit.tokens if t.kind in ("amount", "number") and t.start > len(head)), None)
                if role is None or role in money or token is None or NOTHING.match(rest):
                    continue
                if token.kind == "number" and token.value < 10 and unit.confidence < 1:
                    continue  # a stroke that a scan made a digit: no sum is a few yuan without a unit
                value = token.value * (scale_of(head) if token.kind == "number" else 1)
                money[role] = Reading(
                    value.quantize(Decimal("0.01")),
                    unit.span(token.start, token.stop),
                    "card",
                    round(0.95 * unit.confidence, 3),
                )
            if money:
                rows.append(row_of(name[0], name[1], len(name[0].text), money))
                used.update(id(u) for u in cells)
    if len({r.value("code") for r in rows} - {"other"}) < 2:
        return None
    return Coverages(tuple(rows), None, True, rows[0].span, "table", frozenset(used))
