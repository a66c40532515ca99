"""What each column of a table is for: the words of its header and the form of its cells, weighed together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Table
from extractor.evidence.columns.forms import Form, has_date, is_money, is_ordinal, is_words
from extractor.evidence.columns.headers import (
    DAY_OF_MONTH,
    has_two_storeys,
    header_words,
    holds_values,
    is_code,
    is_second_header,
    with_storey_above,
)
from extractor.evidence.concepts import Formula, Meaning, meaning
from extractor.evidence.units import Unit, strip_label

__all__ = [
    "NOTHING", "SAMPLE", "TOTAL_ROW", "Columns", "Role", "columns_of", "continued", "data_rows", "find_columns", "grid", "has_date",
    "is_money", "is_ordinal", "is_words", "one_below_the_other", "transpose", "unheaded",
]  # fmt: skip

TOTAL_ROW = re.compile(
    r"^(?:本[页月年期季]|累计|以上)?\s*(?:小\s*计|合\s*计|总\s*计|共\s*计|总\s*额(?!度)|汇总|累计(?![限责赔最额])|total|sum$)|^[共总合]\s*$|^本[页月年期季]末?(?:结存|结余|余额)",
    re.I,
)
SAMPLE = 12
"""Rows below a header by whose cells it is judged."""
NOTHING = re.compile(r"^[\s/／\\—–\-_~*.·。×※无一丨]*$|^(?:不适用|未投保|不承保|空白|n/?a|nil|none|—+)$", re.I)


@dataclass(frozen=True, slots=True)
class Role:
    """One column a table may have. ``form`` tells whether a cell can be of this role; ``must`` makes a wrong form fatal.

    ``by_form`` allows the column to be found by its cells alone, when no header names it.
    """

    name: str
    label: Formula
    form: Form | None = None
    must: bool = True
    by_form: float = 0.0


@dataclass(frozen=True)
class Columns:
    """A table whose columns are known: role → column index; ``rows`` are the data rows as column → Unit."""

    table: Table
    header: tuple[str, ...]
    roles: Mapping[str, int]
    rows: tuple[Mapping[int, Unit], ...]
    score: float
    first_row: int
    last_row_used: int

    def cell(self, row: Mapping[int, Unit], role: str) -> Unit | None:
        col = self.roles.get(role)
        return None if col is None else row.get(col)

    def header_of(self, role: str) -> str:
        col = self.roles.get(role)
        return "" if col is None else self.header[col]


def grid(table: Table, units: Sequence[Unit]) -> list[dict[int, Unit]]:
    """Rows of the table as column → Unit; a merged cell stands in every position it covers."""
    held = {id(unit.cell): unit for unit in units if unit.cell is not None}.get
    return [{c: unit for c, cell in enumerate(row) if (unit := held(id(cell))) is not None} for row in table.rows()]


def transpose(rows: Sequence[Mapping[int, Unit]], n_cols: int) -> list[dict[int, Unit]]:
    """The grid with rows and columns exchanged."""
    return [{r: row[c] for r, row in enumerate(rows) if c in row} for c in range(n_cols)]


def find_columns(
    table: Table, units: Sequence[Unit], roles: Sequence[Role], *, needed: int = 2, look: int = 6
) -> Columns | None:
    """The table's columns under ``roles``, with the header row that explains most; None when fewer than ``needed`` fit."""
    rows = grid(table, units)
    return columns_of(table, rows, roles, table.n_cols, needed=needed, look=look)


def columns_of(
    table: Table,
    rows: Sequence[Mapping[int, Unit]],
    roles: Sequence[Role],
    n_cols: int,
    *,
    needed: int = 2,
    look: int = 6,
    understand: Callable[[str], Meaning] = meaning,
) -> Columns | None:
    """As ``find_columns``, for a grid that may be turned; ``understand`` tells what the words of a header mean."""
    best: Columns | None = None
    judged: dict[Form, _Fitting] = {}
    near, filled = rows[: look + SAMPLE + 1], dict[int, list[Unit | None]]()
    for h in range(min(look, len(rows))):
        one = header_words(rows, h, h, n_cols)
        if len({t for t in one if t and len(t) <= 40}) < 2 or any(
            t.kind in ("amount", "moment", "words") or is_code(u, t) for u in rows[h].values() for t in u.tokens
        ):
            continue
        if any(DAY_OF_MONTH.fullmatch(u.text) for u in rows[h].values()):
            continue
        if needed == 0 and holds_values(rows[h]):
            continue  # no word of the header counts, so that it must not be an entry itself
        for last in (h, h + 1):
            if last >= len(rows) or (last > h and not is_second_header(rows[last])):
                continue
            if needed == 0 and last > h and holds_values(rows[last]):
                continue
            if last == h and h + 1 < len(rows) and has_two_storeys(rows[h], rows[h + 1]):
                continue
            header = one if last == h else header_words(rows, h, last, n_cols)
            found = _assign(
                header, _Sample(near, last + 1, last + 1 + SAMPLE, filled), roles, n_cols, judged, understand
            )
            if found is None:
                continue
            assigned, score, by_label = found
            if by_label >= needed and (best is None or score > best.score + 1e-9):
                data = tuple(rows[last + 1 :])
                best = Columns(
                    table, tuple(with_storey_above(rows, h, header)), assigned, data, score, last + 1, len(rows)
                )
    return best


def unheaded(table: Table, units: Sequence[Unit], roles: Sequence[Role]) -> Columns | None:
    """The columns of a grid that begins with its first entry, by what their cells are; None where no row of it can be told so."""
    rows, blank = grid(table, units), [""] * table.n_cols
    found = _assign(blank, _Sample(rows, 0, SAMPLE, {}), roles, table.n_cols, {}, meaning)
    return None if found is None else Columns(table, tuple(blank), found[0], tuple(rows), found[1], 0, len(rows))


def continued(last: Columns, table: Table, units: Sequence[Unit]) -> Columns:
    """A table as wide as the one before it with that one's columns; its own rows begin after the header, where it is printed again."""
    rows = grid(table, units)
    heads = {strip_label(part) for text in last.header for part in text.split("|") if part.strip()}
    first = 0
    for at, row in enumerate(rows[:6]):
        texts = [strip_label(u.text) for u in {id(u): u for u in row.values()}.values()]
        if len(texts) > 1 and sum(text in heads for text in texts) >= max(2, 0.7 * len(texts)):
            first = at + 1
    return Columns(table, last.header, last.roles, tuple(rows[first:]), last.score, first, len(rows))


_TOTAL_ALONE = 6
"""Characters of a word for a total that stands alone in its cell, whatever the column is of."""
_PART = re.compile(r"\s*[（(]?第?[一二三四五六七八九十]{1,3}[)）、.．]?\s*")


def _heads_a_part(row: Mapping[int, Unit]) -> bool:
    """Whether a row holds a Han numeral and the title of what is under it alone: 一 | 第一季度."""
    if len(row) != _NUMBER_AND_TITLE:
        return False
    number, title = (row[c] for c in sorted(row))
    return number is not title and _PART.fullmatch(number.text) is not None


_NUMBER_AND_TITLE = 2


@dataclass(frozen=True, slots=True)
class _Sample:
    """The rows from ``first`` to ``stop``. ``filled``: of the columns asked for, the cells that hold something by row; one
    for all samples of a table, which overlap."""

    rows: Sequence[Mapping[int, Unit]]
    first: int
    stop: int
    filled: dict[int, list[Unit | None]]

    def cells(self, c: int) -> list[Unit]:
        """The cells of a column that say something, each where it begins."""
        if (known := self.filled.get(c)) is None:
            known = self.filled[c] = [
                unit
                if (unit := row.get(c)) is not None
                and row.get(c - 1) is not unit
                and not NOTHING.match(unit.text)
                and not (TOTAL_ROW.match(unit.text) and len(unit.text) <= _TOTAL_ALONE)
                and not _heads_a_part(row)
                else None
                for row in self.rows
            ]
        return [unit for unit in known[self.first : self.stop] if unit is not None]


class _Fitting(dict[Unit, bool]):
    """Which cells are of a form, each judged once for all headers of a table."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, unit: Unit) -> bool:
        fits = self[unit] = self._form(unit)
        return fits


def _assign(
    header: Sequence[str],
    sample: _Sample,
    roles: Sequence[Role],
    n_cols: int,
    judged: dict[Form, _Fitting],
    understand: Callable[[str], Meaning],
) -> tuple[dict[str, int], float, int] | None:
    def share_that_fits(form: Form, units: Sequence[Unit]) -> float:
        if (known := judged.get(form)) is None:
            known = judged[form] = _Fitting(form)
        return sum(map(known.__getitem__, units)) / len(units)

    scores: list[tuple[float, float, int, str]] = []
    unnamed = [role for role in roles if role.by_form or not role.label.all_of]
    for c in range(n_cols):
        label = understand(header[c]) if header[c] and len(header[c]) <= 40 else meaning("")
        cells = sample.cells(c)
        if (
            c + 1 < n_cols and header[c] != header[c + 1]
        ):  # 第一季度 over the whole line heads what follows, and is no day
            cells = [unit for unit in cells if unit.cell is None or unit.cell.colspan == 1] or cells
        if not cells and c and header[c] == header[c - 1]:
            continue  # the column before goes over it, as cells do where several tables share one grid
        # words that mean nothing, as those of most entries, are no label of what demands a concept
        for role in roles if label.concepts else unnamed:
            named = role.label.score(label) if label.concepts or not role.label.all_of else 0.0
            if not named and not role.by_form:
                continue
            share = share_that_fits(role.form, cells) if role.form is not None and cells else None
            if named:
                if share is not None and share < 0.5:
                    if role.must:
                        continue
                    named *= 0.7
                total = named + (0.3 * share if share is not None else 0.0)
                scores.append((total, named, c, role.name))
            elif role.by_form and share is not None and share >= 0.75:
                scores.append((role.by_form * share, 0.0, c, role.name))
    return _best_first(scores)


def _best_first(scores: list[tuple[float, float, int, str]]) -> tuple[dict[str, int], float, int] | None:
    """Each role with the column it fits best that is not taken yet, what they fit together, and how many by their label.

    ``scores``: how well a column fits, how well its label alone does, the column, the role; None for none.
    """
    scores.sort(key=lambda s: (-s[0], s[2], s[3]))
    taken: dict[str, int] = {}
    used: set[int] = set()
    total, by_label = 0.0, 0
    for value, named, c, name in scores:
        if name in taken or c in used:
            continue
        taken[name] = c
        used.add(c)
        total += value
        by_label += named > 0
    return (taken, total, by_label) if taken else None


def one_below_the_other(cols: Columns) -> Columns:
    """The columns with the rows of lists printed side by side under the same headers ("隐患 等级 期限 隐患 等级 期限"), one list after
    the other."""
    heads = [strip_label(text) for text in cols.header]
    width = next(
        (p for p in range(2, len(heads) // 2 + 1) if len(heads) % p == 0 and heads == heads[:p] * (len(heads) // p)), 0
    )
    if not width or not all(heads):
        return cols
    rows = tuple(
        {c - first: unit for c, unit in row.items() if first <= c < first + width}
        for first in range(0, len(heads), width)
        for row in cols.rows
    )
    roles = {name: c % width for name, c in cols.roles.items()}
    return replace(cols, roles=roles, rows=tuple(row for row in rows if row))


def data_rows(columns: Columns, key_roles: Iterable[str]) -> Iterator[Mapping[int, Unit]]:
    """Rows that are entries: not totals, not repeated headers, with at least one of ``key_roles`` filled."""
    keys = [columns.roles[k] for k in key_roles if k in columns.roles]
    head = {strip_label(h) for h in columns.header if h}
    for row in columns.rows:
        texts = [u.text.strip() for _, u in sorted(row.items())]
        if not texts or any(TOTAL_ROW.match(t) for t in texts[:3]):
            continue
        if sum(strip_label(t) in head for t in texts) >= max(2, len(texts) // 2):
            continue
        if any(k in row and not NOTHING.match(row[k].text) for k in keys):
            yield row
