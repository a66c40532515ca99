"""Tables of claims: upright, on their side, or cut into several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.document import Table
from extractor.evidence.columns import (
    NOTHING,
    Columns,
    columns_of,
    find_columns,
    grid,
    has_date,
    transpose,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.meaning.roles import DATES, ROLES, is_claims
from extractor.kinds.claim_record.tables.by_time import by_time

_CAPTION = re.compile(r"(?:单位|金额|币种)\s*[:：]?\s*(?:人民币)?\s*[(（]?(?:万元|千元|元|万|千)")


def claim_columns(table: Table, units: Sequence[Unit]) -> Columns | None:
    """The table's columns, or its rows where each claim is a column of its own; None when it is no table of claims."""
    if (storeyed := _storeyed(table, grid(table, units))) is not None:
        return by_time(storeyed)
    upright = find_columns(table, units, ROLES, needed=3)
    if upright is not None and is_claims(upright):
        return by_time(upright)
    turned = None
    if table.n_cols >= 3 and table.n_rows >= 3:
        rows = _labels_first(_without_repeated_labels(grid(table, units), table.n_cols), table.n_cols)
        turned = columns_of(table, transpose(rows, table.n_cols), ROLES, table.n_rows, needed=4, look=2)
    if turned is not None and is_claims(turned):
        entries = [row for row in turned.rows if sum(not NOTHING.match(u.text) for u in row.values()) >= 3]
        # a form with label, value, label, value has labels where a turned table has values
        if (
            entries
            and all(any(has_date(u) for u in row.values()) for row in entries)
            and not any(_holds_words(row, c) for row in entries for name, c in turned.roles.items() if name in _DAYS)
            and not any(_are_labels(row, entries) for row in entries)
        ):
            return by_time(turned)
    return _by_cells(table, units) or _turned_by_cells(table, grid(table, units)) or upright


def _storeyed(table: Table, whole: Sequence[Mapping[int, Unit]]) -> Columns | None:
    """The columns of a card whose labels stand over their values, row upon row, each claim under the same labels again."""
    rows = [_once(row) for row in whole]
    while rows and len(rows[0]) < 2:
        rows = rows[1:]  # what stands over the card
    if len(rows) < _LEAST_STOREYS or len(rows) % 2:
        return None
    if any(_says_values(row) for row in rows[::2]) or not any(_says_values(row) for row in rows[1::2]):
        return None
    heads = [[u.text.strip() for u in row.values()] for row in rows[::2]]
    storeys = next((k for k in range(1, len(heads)) if heads[k] == heads[0]), len(heads))
    if storeys < 2 or len(heads) % storeys or any(head != heads[k % storeys] for k, head in enumerate(heads)):
        return None
    step = table.n_cols

    def side_by_side(first: int) -> dict[int, Unit]:
        return {k * step + c: u for k in range(storeys) for c, u in rows[first + 2 * k].items()}

    wide = [side_by_side(0), *(side_by_side(2 * k + 1) for k in range(0, len(heads), storeys))]
    cols = columns_of(table, wide, ROLES, storeys * step, needed=4, look=1)
    return cols if cols is not None and is_claims(cols) else None


_LEAST_STOREYS = 4
"""Rows of a card with two storeys."""


def _once(row: Mapping[int, Unit]) -> dict[int, Unit]:
    """The row with each merged cell in its first place alone."""
    seen: set[int] = set()
    return {c: u for c, u in sorted(row.items()) if not (id(u) in seen or seen.add(id(u)))}  # type: ignore[func-returns-value]


def _says_values(row: Mapping[int, Unit]) -> bool:
    return any(token.kind in ("moment", "amount", "number", "code") for u in row.values() for token in u.tokens)


_DAYS = (*DATES, "pay_date")


def _holds_words(row: Mapping[int, Unit], c: int) -> bool:
    """Whether words stand where the days of a claim would: labels of a form."""
    return c in row and not NOTHING.match(row[c].text) and not has_date(row[c])


def _are_labels(row: Mapping[int, Unit], entries: Sequence[Mapping[int, Unit]]) -> bool:
    """Whether a column holds nothing but labels of a form, a value that runs through several columns apart: 保险单号, 伤亡人员, 索赔金额."""
    wide = {id(u) for other in entries if other is not row for u in other.values()}
    own = [u for u in row.values() if id(u) not in wide and not NOTHING.match(u.text)]
    labels = [u for u in own if not u.tokens and meaning(u.text).coverage >= _KNOWN]
    return len(own) >= _FEWEST_LABELS and len(labels) == len(own)


_FEWEST_LABELS = 3
_KNOWN = 0.6  # of a label are words of fields
_OF_CLAIMS = re.compile("案|赔|伤|亡|出险|事故|理赔|损失|死|险情|报损")


def _by_cells(table: Table, units: Sequence[Unit]) -> Columns | None:
    """The table's columns where no header tells enough: numbers that stand once, people, a sum, and days in the order of time."""
    found = find_columns(table, units, ROLES, needed=0) if table.n_cols >= 5 else None
    if found is None or len(found.rows) < 2:
        return None
    above = [u.text for u in units if u.cell is not None and u.cell.row < found.first_row]
    if not any(_OF_CLAIMS.search(text) for text in above):
        return None
    cols = by_time(found)
    names = set(cols.roles)
    days = len(names & set(DATES))
    told = {"paid"} <= names and bool(names & {"report_no", "victim"})
    return cols if told and days >= _FEWEST_DAYS and is_claims(cols) else None


_FEWEST_DAYS = 3
"""Columns of days in the order of time without which a table whose header tells nothing is no list of claims."""


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


def turned_sheets(sheet: Sheet) -> Iterator[Columns]:
    """Spreadsheets with one claim in each column, or storeys of labels over values, cut into several tables, put together again."""
    groups: list[list[tuple[Table, Sequence[Unit]]]] = []
    for table, units in sheet.tables:
        last = groups[-1][-1][0] if groups else None
        of_one_sheet = table.name is not None or sheet.document.format == "csv"
        if last is not None and of_one_sheet and table.name == last.name and table.n_cols == last.n_cols:
            groups[-1].append((table, units))
        else:
            groups.append([(table, units)])
    for group in groups:
        first = group[0][0]
        rows = _labels_first([row for table, units in group for row in grid(table, units)], first.n_cols)
        if len(group) < 2 or first.n_cols < 3:
            continue
        if (storeyed := _storeyed(first, rows)) is not None:
            yield by_time(storeyed)
        cols = columns_of(first, transpose(rows, first.n_cols), ROLES, len(rows), needed=4, look=2)
        if (
            cols is not None
            and is_claims(cols)
            and all(any(has_date(u) for u in row.values()) for row in cols.rows if len(row) >= 3)
        ):
            yield by_time(cols)
        elif (found := _turned_by_cells(first, rows)) is not None:
            yield found


def _turned_by_cells(table: Table, rows: Sequence[Mapping[int, Unit]]) -> Columns | None:
    """A case in each column under labels that say too little: by its number, the sum and the days in the order of time."""
    if table.n_cols < 3 or len(rows) <= _FEWEST_DAYS:
        return None
    rows = _labels_first(rows, table.n_cols)
    cols = columns_of(table, transpose(rows, table.n_cols), ROLES, len(rows), needed=0, look=2)
    if cols is None or len(cols.rows) < 2 or not any(_OF_CLAIMS.search(text) for text in cols.header):
        return None
    cols = by_time(cols)
    entries = [row for row in cols.rows if len(row) >= _FEWEST_DAYS]
    days = [c for name, c in cols.roles.items() if name in DATES]
    told = {"report_no", "paid"} <= cols.roles.keys() and len(days) >= _FEWEST_DAYS and is_claims(cols)
    whole = told and len(entries) > 1 and all(any(has_date(row[c]) for c in days if c in row) for row in entries)
    return cols if whole and not any(_holds_words(row, c) for row in entries for c in days) else None


def _labels_first(rows: Sequence[Mapping[int, Unit]], n_cols: int) -> Sequence[Mapping[int, Unit]]:
    """The rows with the one column of labels first, where it stands between those of values."""
    held = [sum(c in row and _says_values({c: row[c]}) for row in rows) for c in range(n_cols)]
    words = [c for c in range(n_cols) if not held[c] and sum(c in row for row in rows) > _FEWEST_DAYS]
    if len(words) != 1 or words == [0] or any(held[c] < _FEWEST_DAYS for c in range(n_cols) if c != words[0]):
        return rows
    order = [words[0], *(c for c in range(n_cols) if c != words[0])]
    return [{k: row[c] for k, c in enumerate(order) if c in row} for row in rows]


def entries_alone(table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table without rows under its header that only number the columns or name their units: 1 | 2 | 3, — | 元."""
    first: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.cell is not None and 0 < unit.cell.row <= _LAST_NUMBERED:
            first.setdefault(unit.cell.row, []).append(unit)
    gone: set[int] = set()
    for row in first.values():
        if len(row) < _LEAST_NUMBERED or len(row[0].text) > _LONGEST_NUMBER or len(row[-1].text) > _LONGEST_NUMBER:
            continue
        texts = [u.text.strip() for u in sorted(row, key=lambda u: u.cell.col if u.cell else 0)]
        numbers = [int(text) for text in texts if text.isdecimal() and len(text) < _LONGEST_NUMBER]
        counts = len(numbers) == len(texts) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if counts or all(_A_UNIT.fullmatch(text) for text in texts):
            gone.update(map(id, row))
    return [u for u in units if id(u) not in gone] if gone else units


_LEAST_NUMBERED = 4
_LAST_NUMBERED = 3
_LONGEST_NUMBER = 5
_A_UNIT = re.compile(r"[-—–/]*|[(（]?(?:万?元|人|天|日|件|%)[)）]?")


def caption_over(sheet: Sheet, units: Sequence[Unit]) -> str:
    """The unit of money that stands over the table, empty when none is told."""
    first = min((u.index for u in units), default=0)
    for unit in [u for u in units if u.cell is not None and u.cell.row < 4] + sheet.units[max(0, first - 3) : first]:
        if match := _CAPTION.search(unit.text):
            return match[0]
    return ""
