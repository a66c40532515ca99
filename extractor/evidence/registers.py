"""Registers: tables with one line for each enterprise or person, their columns known by header words and by what the cells are.

Columns may stand in any order and under any words; a title may stand above, the header may have two or three storeys with merged
cells, a line may head a group of lines, and the table may go on over several pages or sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise

import yaml

from extractor.document import Table
from extractor.evidence.candidates import Candidate
from extractor.evidence.columns import TOTAL_ROW, grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.text.fold import squeeze
from extractor.values import organisation
from extractor.values.dates import DATE, to_date

Form = Callable[[str], bool]
Line = Mapping[int, Unit]

# A cell that says nothing. "×", "无" and "未投保" say something here.
BLANK = re.compile(r"^[\s/／\\—–\-_~*.·。一丨]*$|^(?:空白|空|不适用|暂缺|n/?a|nil|none)$", re.I)
_LOOK = 9  # rows from the top in which the header is looked for
_SAMPLE = 14  # lines that a column's form is told by
_STOREYS = 3
_LONGEST_LABEL = 40
_BODY = 8  # characters of a body's own name; shorter is a word for bodies (承保公司)


@dataclass(frozen=True, slots=True)
class Rest:
    """How a column is told by elimination: beside the column ``proof``, the one left whose cells have ``form``.

    ``distinct``: each cell stands once, as names and codes do.
    """

    proof: str
    form: Form
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column a register may have: what its header says, how much its ``form`` alone tells (0: nothing without a header)."""

    name: str
    words: tuple[tuple[re.Pattern[str], float], ...]
    excluded: re.Pattern[str] | None = None
    form: Form | None = None
    by_form: float = 0.0
    least: float = 0.8  # share of the cells that must have the form where no header says it
    rest: Rest | None = None

    def named(self, label: str) -> float:
        """How much the header says for this column, 0…1."""
        if not label or len(label) > _LONGEST_LABEL or (self.excluded is not None and self.excluded.search(label)):
            return 0.0
        return max((weight for pattern, weight in self.words if pattern.search(label)), default=0.0)


@dataclass(frozen=True)
class Register:
    """A table as a register: column name → index, its lines as column index → Unit, the header as read.

    ``named``: how many columns the header told. ``groups``: beside each line the heading of the group it stands in ("" for none).
    """

    table: Table
    columns: Mapping[str, int]
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    groups: tuple[str, ...]
    named: int
    score: float
    above: tuple[Unit, ...] = ()

    def cell(self, line: Line, name: str) -> Unit | None:
        """The cell of a line under a column; None where there is none, or where it holds a stroke for nothing."""
        unit = line.get(self.columns[name]) if name in self.columns else None
        return None if unit is None or BLANK.match(unit.text) else unit

    def told(self, name: str) -> bool:
        return name in self.columns


@cache
def columns_of(register: str) -> Mapping[str, Column]:
    """The columns of "roster" or "staff", without the forms of their cells."""
    raw = yaml.load(
        resources.files("extractor.evidence").joinpath("registers.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )[register]
    return {
        name: Column(
            name,
            tuple((re.compile(pattern, re.I), float(weight)) for pattern, weight in entry["words"].items()),
            re.compile(entry["not"], re.I) if entry.get("not") else None,
        )
        for name, entry in raw.items()
    }


def with_forms(
    register: str,
    forms: Mapping[str, tuple[Form, float]],
    least: Mapping[str, float] | None = None,
    rest: Mapping[str, Rest] | None = None,
) -> tuple[Column, ...]:
    """The columns of a register with the forms that their cells must have, and how much each form says alone; ``least``
    is the share of cells that must have it, where that is not the usual one."""
    few, left = least or {}, rest or {}
    return tuple(
        replace(
            column, form=forms[name][0], by_form=forms[name][1], least=few.get(name, column.least), rest=left.get(name)
        )
        if name in forms
        else column
        for name, column in columns_of(register).items()
    )


def registers(sheet: Sheet, columns: Sequence[Column], key: str, needed: int) -> Iterator[Register]:
    """Every table of the paper that is a register with the column ``key`` and at least ``needed`` others, in order.

    A table as wide as the register before it, and without a header of its own, goes on with that one's columns. Beside a register
    one more column is enough: its fellow on another sheet may have less to tell.
    """
    last: Register | None = None
    for table, units in sheet.tables:
        if table.n_cols < 2:
            continue
        rows = grid(table, units)
        found = _best(table, rows, columns, key, needed if last is None else 1)
        if found is None and last is not None and table.n_cols == last.table.n_cols:
            found = _continued(last, table, rows, columns, key)
        if found is not None:
            last = found
            yield from _side_by_side(found)


def _side_by_side(found: Register) -> Iterator[Register]:
    """The register, and those printed beside it under the same header: a list of staff in two halves."""
    heads = found.header
    width = next((p for p in range(2, len(heads) // 2 + 1) if heads == heads[:p] * (len(heads) // p)), 0)
    if not width or not all(heads):
        yield found
        return
    columns = {name: c % width for name, c in found.columns.items()}
    for first in range(0, len(heads), width):
        kept = [
            ({c: u for c, u in line.items() if first <= c < first + width}, group)
            for line, group in zip(found.lines, found.groups, strict=True)
        ]
        kept = [(line, group) for line, group in kept if any(not BLANK.match(u.text) for u in line.values())]
        yield replace(
            found,
            columns={name: c + first for name, c in columns.items()},
            lines=tuple(line for line, _ in kept),
            groups=tuple(group for _, group in kept),
        )


def _best(table: Table, rows: Sequence[Line], columns: Sequence[Column], key: str, needed: int) -> Register | None:
    best: tuple[float, int, int, tuple[str, ...], dict[str, int], int] | None = None
    for first in range(min(_LOOK, len(rows))):
        if len({id(u) for u in rows[first].values()}) < 2 or _is_data(rows[first]):
            continue
        for last in range(first, min(first + _STOREYS, len(rows) - 1)):
            if last > first and (_is_data(rows[last]) or not _continues_header(rows[last - 1], rows[last])):
                break
            header = _header(rows[first : last + 1], table.n_cols)
            lines, _ = _lines(rows[last + 1 : last + 1 + 2 * _SAMPLE], header)
            assigned, score, named = _assign(header, lines[:_SAMPLE], columns)
            if key not in assigned or len(assigned.keys() - {"ordinal", "remark", "contact", key}) < needed:
                continue
            if best is None or score > best[0] + 1e-9:
                best = (score, first, last, header, assigned, named)
    if best is None:
        return None
    score, first, last, header, assigned, named = best
    lines, groups = _lines(rows[last + 1 :], header)
    above = tuple({id(u): u for row in rows[:first] for u in row.values()}.values())
    return Register(table, assigned, header, tuple(lines), tuple(groups), named, score, above)


def _continued(
    last: Register, table: Table, rows: Sequence[Line], columns: Sequence[Column], key: str
) -> Register | None:
    """The table with the columns of the one before it, where its cells fit them."""
    lines, groups = _lines(rows, last.header)
    forms = {column.name: column.form for column in columns if column.form is not None}
    for name in (key, *(n for n in last.columns if n in forms)):
        cells = [u.text for line in lines[:_SAMPLE] if (u := line.get(last.columns[name])) and not BLANK.match(u.text)]
        form = forms.get(name)
        if form is not None and cells and sum(map(form, cells)) < 0.5 * len(cells):
            return None
    if not lines:
        return None
    return replace(last, table=table, lines=tuple(lines), groups=tuple(groups), above=())


def _is_data(row: Line) -> bool:
    """A row that holds days, sums, codes or counts, which no header does."""
    units = {id(u): u for u in row.values()}.values()
    typed = [u for u in units if any(t.kind in ("moment", "amount", "uscc", "code") for t in u.tokens)]
    counts = [u for u in units if any(t.kind == "count" for t in u.tokens)]
    typed += counts if len(counts) > 1 or typed else []  # "18位码" is a header
    bare = [u for u in units if re.fullmatch(r"\s*[\d,.]+\s*", u.text)]
    return (
        (bool(typed) and not all("(" in u.text for u in typed)) or len(bare) >= 2 or (len(bare) == 1 and len(units) > 1)
    )


def _continues_header(upper: Line, lower: Line) -> bool:
    """Whether the row below is a storey of the same header: a cell above reaches down into it or across several of its cells."""
    down = any(c in upper and upper[c] is unit for c, unit in lower.items())
    across = any(c + 1 in upper and upper[c] is upper[c + 1] and lower.get(c) is not lower.get(c + 1) for c in upper)
    return down or across or _fills_gaps(upper, lower)


def _fills_gaps(upper: Line, lower: Line) -> bool:
    """Whether two rows of words are one header whose cells were not merged: each has words where the other has none."""
    if not lower or len(lower) >= len(upper) or any(u.tokens or len(u.text) > 12 for u in lower.values()):
        return False
    under = [c for c in lower if c not in upper]
    return bool(under) and all(c - 1 in lower for c in under) and len(set(upper) - set(lower)) >= 2


def _header(rows: Sequence[Line], n_cols: int) -> tuple[str, ...]:
    """What the header says of each column, its storeys joined by "|"."""
    out = []
    for c in range(n_cols):
        texts: list[str] = []
        for r, row in enumerate(rows):
            text = squeeze(row[c].text).lower() if c in row else ""
            if not text and any(c in lower for lower in rows[r + 1 :]):
                left = max((k for k in row if k < c), default=None)  # the head of a group whose cells were not merged
                text = squeeze(row[left].text).lower() if left is not None else ""
            if text and text not in texts:
                texts.append(text)
        out.append("|".join(texts))
    return tuple(out)


def _lines(rows: Sequence[Line], header: Sequence[str]) -> tuple[list[Line], list[str]]:
    """The rows that are lines of the register, and the heading of the group that each stands in."""
    lines: list[Line] = []
    groups: list[str] = []
    group = ""
    told = {part for text in header for part in text.split("|") if part}
    for row in rows:
        units = list({id(u): u for u in row.values()}.values())
        texts = [squeeze(u.text).lower() for u in units]
        if not units or any(TOTAL_ROW.match(t) and len(t) <= 14 for t in texts[:3]):
            continue
        if len(units) == 1:
            group = units[0].text.strip() if len(units[0].text) <= 30 else group
            continue
        if sum(t in told for t in texts) >= max(2, (len(texts) + 1) // 2):
            continue  # the header again, on a new page
        lines.append(row)
        groups.append(group)
    return lines, groups


def _assign(
    header: Sequence[str], lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[dict[str, int], float, int]:
    """(column name → index, score, how many the header told), the best fitting first; each column and name once."""
    scored: list[tuple[float, float, int, str]] = []
    for c, label in enumerate(header):
        if any(len(name) >= _BODY for _, _, name in organisation.find_all(label)):
            label = ""  # a form: the cell holds a label with its value
        own = [line[c] for line in lines if c in line and line.get(c - 1) is not line[c]]
        cells = [unit.text for unit in own if not BLANK.match(unit.text)]
        for column in columns:
            named = column.named(label) or 0.9 * column.named(label.rsplit("|", 1)[-1])
            share = sum(map(column.form, cells)) / len(cells) if column.form is not None and cells else None
            if named and share is not None and share < 0.5:
                continue
            if named:
                scored.append((named + (0.4 * share if share is not None else 0.0), named, c, column.name))
            elif (
                column.by_form
                and share is not None
                and share >= column.least
                and (len(cells) >= min(2, len(lines)) or column.by_form >= _PROVES)
            ):
                scored.append((column.by_form * share, 0.0, c, column.name))
    scored.sort(key=lambda s: (-s[0], s[2], s[3]))
    taken: dict[str, int] = {}
    used: set[int] = set()
    total, by_name = 0.0, 0
    for score, named, c, name in scored:
        if c in used or (name in taken and name not in _MANY):
            continue
        taken.setdefault(name, c)
        used.add(c)
        total += score
        by_name += named > 0
    for column in columns:
        left = _by_elimination(column, taken, used, header, lines)
        if left is not None:
            taken[column.name] = left
            used.add(left)
            total += 0.3
    return taken, total, by_name


_PROVES = 0.9
"""What a form says that proves itself, by a check digit: one cell is enough."""


def _by_elimination(
    column: Column, taken: Mapping[str, int], used: Collection[int], header: Sequence[str], lines: Sequence[Line]
) -> int | None:
    """The column that is left for a name which no header and no form alone told; the nearest to its proof."""
    rest = column.rest
    if rest is None or column.name in taken or rest.proof not in taken or len(lines) < 2:
        return None
    fits = []
    for c in range(len(header)):
        cells = [line[c].text for line in lines if c in line and not BLANK.match(line[c].text)]
        if c in used or len(cells) < 0.8 * len(lines) or not all(map(rest.form, cells)):
            continue
        if not rest.distinct or len(set(cells)) == len(cells):
            fits.append(c)
    return min(fits, key=lambda c: abs(c - taken[rest.proof]), default=None)


_MANY = frozenset({"foreign", "other_date", "contact", "limit", "premium", "remark", "medical", "certificate"})
"""Names that several columns may have; only the first is kept."""


# --- around the tables -----------------------------------------------------------------------------------------------

_AS_OF = re.compile(r"截[至止]|统计(?:时间|日期|口径|节点|时点)|数据(?:日期|时间|截止|来源)|时点|as of", re.I)
_MADE = re.compile(r"填报|填表|制表|填制|编制|更新|上报|报送|报表|日期|时间|date", re.I)
_LAST_DAY = re.compile(r"(20\d\d)年(?:底|末|12月底|12月末)")
_OTHER_DAY = re.compile(r"发布|印发|施行|生效|起保|〔|号文|保险期|签")


def title_of(sheet: Sheet, found: Register) -> str:
    """The words above the table, those in it above its header, and the name of its sheet."""
    first = min((u.index for line in found.lines[:1] for u in line.values()), default=0)
    near = [u.text for u in sheet.units[max(0, first - 30) : first] if u.table is None and len(u.text) <= 60]
    return squeeze(" ".join([found.table.name or "", *near[-6:], *(u.text for u in found.above)]))


def outside(sheet: Sheet, found: Iterable[Register]) -> list[Unit]:
    """What stands around the lines: text of its own, and rows of a table above its header."""
    above = {id(u) for register in found for u in register.above}
    lists = {id(register.table) for register in found}
    small = {id(table) for table, _ in sheet.tables if table.n_rows <= _FORM_ROWS and id(table) not in lists}
    return [u for u in sheet.units if (u.table is None or id(u) in above or id(u.table) in small) and len(u.text) <= 80]


_FORM_ROWS = 6
"""A table of no more rows that is no list is the form at its head."""


def as_of(units: Iterable[Unit]) -> Iterator[Candidate]:
    """The day a register speaks of; a day of filling in counts where no other is told."""
    for unit in units:
        for match in DATE.finditer(unit.text):
            day = to_date(match)
            before = unit.text[max(0, match.start() - 16) : match.start()]
            label = before if before.strip(" (（") else (unit.left.text if unit.left is not None else "")
            score = 0.95 if _AS_OF.search(label) else 0.7 if _MADE.search(label) else 0.5
            if score <= 0.5 and unit.table is not None and not unit.text.strip().startswith(match[0]):
                continue
            if day is not None and not _OTHER_DAY.search(label):
                yield Candidate(day, unit, match.start(), match.end(), score, "label" if score > 0.5 else "form")
        for match in _LAST_DAY.finditer(unit.text):
            if _AS_OF.search(unit.text):
                yield Candidate(date(int(match[1]), 12, 31), unit, match.start(), match.end(), 0.9, "label")


def runs_on(found: Register) -> bool:
    """Whether the printed ordinals of the lines leave none out; lines without ordinals prove nothing against it."""
    cells = [found.cell(line, "ordinal") for line in found.lines]
    printed = [int(t) for u in cells if u is not None and (t := u.text.strip()).isdigit()]
    return all(after - before == 1 or after == 1 for before, after in pairwise(printed))
