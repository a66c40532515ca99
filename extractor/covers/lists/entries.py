"""The covers of a list whose columns are known, row by row, down to where it ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.covers.lists.cells import cells_of, pays_by_the_day
from extractor.covers.lists.remarks import is_remark, of_deductible
from extractor.covers.meaning.captions import caption_for
from extractor.covers.meaning.divided import by_whom
from extractor.covers.meaning.names import NOT_A_COVER, PART_OF_LAST, code_of, code_under, code_within, guess_of
from extractor.covers.meaning.rows import merged, row_of, with_one_care, without_headings
from extractor.covers.meaning.sums import dimension_of, scale_of
from extractor.evidence.columns import TOTAL_ROW, Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit, strip_label
from extractor.record import Reading, Row


def rows_of(cols: Columns, caption: str) -> tuple[list[Row], Reading[Decimal] | None, bool, set[int]]:
    """The covers, what they cost in all, whether the list was seen to end, and the ids of the units that were read.

    ``caption``: the words over the list, which may tell the unit of its sums.
    """
    entries = _Entries(cols, caption)
    for at in range(len(cols.rows)):
        if entries.ends_at(at):
            break
    return with_one_care(merged(without_headings(entries.rows))), entries.total, entries.ended, entries.used


class _Entries:
    """A list read line by line: the covers so far, what they cost in all, whether it was seen to end, and id() of the units read."""

    def __init__(self, cols: Columns, caption: str) -> None:
        self.cols = cols
        self.caption = caption
        self.rows: list[Row] = []
        self.total: Reading[Decimal] | None = None
        self.ended = False
        self.used: set[int] = set()
        self._head = {strip_label(part) for h in cols.header for part in h.split("|") if part}
        self._name: Unit | None = None
        self._group = ""  # the name alone in its line over those of the lines that follow: 二、第三者
        self._whole: str | None = None  # the name of which lines that begin with 其中 tell parts

    def ends_at(self, at: int) -> bool:
        """Reads the line; whether the list ends with it."""
        row = self.cols.rows[at]
        told = {id(row[c]) for c in self.cols.roles.values() if c in row}
        if told <= self.used:
            return False  # the same cells again, where they span several lines of a table that is read turned
        name = self.cols.cell(row, "name")
        if _totals(row, name):
            self.total = self.total or _total(self.cols, row, self.caption)
            return self._end()
        if name is None:
            self._go_on(row)
            return False
        if strip_label(name.text) in self._head or is_remark(self.cols, at):
            return False
        if self.rows and len(told) == 1 and _is_entry_of_form(self.cols, row, name):
            return self._end()
        if _of_whole_policy(self.cols, name) or of_deductible(self.cols, row, name):
            return False
        if ends_list(name.text, bool(self.rows)):
            return self._end()
        return self._add(row, name)

    def _end(self) -> bool:
        """Whether covers were read before the line that is none: then the list ends."""
        self.ended = bool(self.rows)
        return self.ended

    def _add(self, row: Mapping[int, Unit], name: Unit) -> bool:
        told = cells_of(self.cols, row, name, self.caption)
        cells = self._without_shared_premium(row, told)
        if len({id(unit) for unit in row.values()}) == 1:
            self._group = name.text
        if not cells and code_of(name.text) is None and not any(pays_by_the_day(u.text) for u in row.values()):
            return False
        if code_of(name.text) is None and (whole := _sum_of_rows(self.rows, told)) is not None:
            self.total, self.ended = self.total or whole, True
            return True
        part = PART_OF_LAST.match(name.text)
        if part is None:
            self._whole = name.text
        if part is not None and self._whole is not None and (rest := name.text[part.end() :]):
            self.rows.append(row_of(name, 0, len(name.text), cells, code_within(self._whole, rest)))
        else:
            self.rows += by_whom(self.cols, row, name, self.caption) or [_row(self.cols, row, name, cells, self._group)]
        self.used.update(id(unit) for unit in row.values())
        self._name = name
        return False

    def _without_shared_premium(
        self, row: Mapping[int, Unit], cells: dict[str, Reading[Any]]
    ) -> dict[str, Reading[Any]]:
        """The sums of a line without a premium that a cell over several lines tells, where a line before was given it: it counts once.
        Nor is what one cell tells over the columns of limits and of premiums both a premium."""
        unit = self.cols.cell(row, "premium") or self.cols.cell(row, "charge")
        if unit is None or unit.cell is None:
            return cells
        several = max(unit.cell.rowspan, unit.cell.colspan) > 1  # lines may be columns: a list stands on its side
        beside = sum(self.cols.cell(row, role) is unit for role in self.cols.roles) > 1
        if beside or (several and id(unit) in self.used):
            return {c: cell for c, cell in cells.items() if c != "premium"}
        return cells

    def _go_on(self, row: Mapping[int, Unit]) -> None:
        """Adds what a line without a name tells of the cover above it: 每次事故 | 5000000 under 死亡伤残 | 每人 | 500000."""
        words = [u.text for u in row.values() if not u.tokens]
        if self._name is None or not words or any(dimension_of(text) is None for text in words):
            return
        last = self.rows[-1]
        cells = cells_of(self.cols, {**row, self.cols.roles["name"]: self._name}, self._name, self.caption)
        self.rows[-1] = Row({**cells, **last.cells}, last.span)
        self.used.update(id(unit) for unit in row.values())


_SUM_LINE = re.compile("^(?:总|应收|应缴|实收)?保(?:险)?费.{0,4}(?:合计|总|[（(]?大写)")


def _totals(row: Mapping[int, Unit], name: Unit | None) -> bool:
    """Whether one of the first cells of a line says that it totals."""
    texts = [u.text.strip() for _, u in sorted(row.items())]
    if name is not None and code_of(name.text) is not None:  # 累计 beside a cover's name says what its sum is for
        texts = [t for t in texts if dimension_of(t) is None]
    if name is None and len(texts) == 2 and dimension_of(texts[0]) is not None:
        return False  # 累计 | 10000000 in a line without a name
    return any(TOTAL_ROW.match(t) or _SUM_LINE.match(t) for t in texts[:3])


def _is_entry_of_form(cols: Columns, row: Mapping[int, Unit], name: Unit) -> bool:
    """Whether one cell goes over all columns of a list beside a label: an entry of the form that the list stands in, 免赔额 | 1000元/次.

    What its words name is no cover where the label says that they tell another thing: 免赔额 | 医疗费用每次500元.
    """
    left = range(cols.roles["name"] - 1, -1, -1)
    label = next((row[c] for c in left if c in row and row[c] is not name), None)
    if len(cols.roles) < _COLUMNS or label is None:
        return False
    return code_of(name.text) is None or ends_list(label.text, True)


_COLUMNS = 3
"""Columns of a list that one cell is not all of by chance."""


def _of_whole_policy(cols: Columns, name: Unit) -> bool:
    """Whether a line among those of covers, each with one sum, tells up to what the whole policy pays: 每次事故责任限额."""
    return (
        not set(cols.roles) & {"per_person", "per_accident", "aggregate"}
        and code_of(name.text) is None
        and dimension_of(name.text) is not None
        and not meaning(name.text).any("premium", "prevention", "deductible", "period", "words")
    )


def _row(cols: Columns, row: Mapping[int, Unit], name: Unit, cells: dict[str, Reading[Any]], group: str = "") -> Row:
    """The row of a cover; a line within it is of what the line and the name together tell, one under a name that stands alone
    (``group``) of what both tell."""
    line = _line_within(cols, row, name)
    over = _name_over(row, name) if line is None else None
    if line is None and over is None and (rest := _rest_of_name(cols, row, name)) is not None:
        return row_of(name, 0, len(name.text), cells, rest)
    if line is not None and (code := code_within(name.text, line.text)) != guess_of(name.text):
        return row_of(
            line, 0, len(line.text), {c: cells[c] for c in cells if not _spans_lines(cols.cell(row, c))}, code
        )
    code = code_within(over.text, name.text) if over is not None else _code_of_people(row, name)
    if (
        code is None
        and group != name.text
        and (code_of(group) or "").startswith("third")
        and code_of(name.text) in _OF_ANYBODY
    ):
        code = code_within(group, name.text)
    return row_of(name, 0, len(name.text), cells, code)


_OF_ANYBODY = ("employee_injury", "third_party_property")
_PEOPLE = re.compile("(?:从业人员|雇员|员工|职工|船员|矿工|第?三[者方]|第三人|他人)(?:责任)?")


def _code_of_people(row: Mapping[int, Unit], name: Unit) -> str | None:
    """The cover of a name that says only for whom it is, under one that says for what: 人身伤亡 over 从业人员 and 第三者, 财产 over 第三者."""
    if _PEOPLE.fullmatch(name.text.strip()) is None:
        return None
    at = next((c for c, unit in row.items() if unit is name), 0)
    over = (unit for c, unit in sorted(row.items(), reverse=True) if c < at and unit is not name and not unit.tokens)
    return next((code for unit in over if (code := code_of(f"{name.text}{unit.text}")) is not None), None)


def _rest_of_name(cols: Columns, row: Mapping[int, Unit], name: Unit) -> str | None:
    """The cover that a name and the words in the cell before or behind it are of together, where the name alone is of none or may be
    anybody's: 从业人员 | 伤亡, 第三者 | 人身伤亡, a name on two lines of a list read turned."""
    at, own = cols.roles["name"], code_of(name.text)
    for c in {at - 1, at + 1} - set(cols.roles.values()):
        beside = row.get(c)
        if beside is None or beside is name or beside.tokens or len(beside.text) > _LONGEST_LINE:
            continue
        code = code_under(beside.text, name.text) if c < at else code_under(name.text, beside.text)
        if own is None and c > at and code_of(beside.text) is not None:
            code = code_of(f"{name.text}{beside.text}")
        if code is not None:
            return code
    return None


def _spans_lines(unit: Unit | None) -> bool:
    """Whether a sum stands once for several lines: it is the whole's, not a line's."""
    return unit is not None and unit.cell is not None and unit.cell.rowspan > 1


def _line_within(cols: Columns, row: Mapping[int, Unit], name: Unit) -> Unit | None:
    """The cell that says what a line under a cover's name is of: 其中：每人医疗费用, or 财产损失 under a name over several lines."""
    # over several lines, which are columns where the list stands on its side
    spans = sum(cols.cell(line, "name") is name for line in cols.rows) > 1 or (
        name.cell is not None and name.cell.rowspan > 1
    )
    for c, unit in sorted(row.items()):
        if c in cols.roles.values() or unit is name or unit.tokens or not 2 <= len(unit.text) <= _LONGEST_LINE:
            continue
        if code_of(unit.text) is not None and (spans or dimension_of(unit.text) is not None):
            return unit
    return None


_LONGEST_LINE = 18


def _name_over(row: Mapping[int, Unit], name: Unit) -> Unit | None:
    """The name to the left over several lines that a cover's name stands under: 第三者 over 人身伤亡 and 财产损失."""
    at = next((c for c, unit in row.items() if unit is name), 0)
    for c, unit in sorted(row.items()):
        if c >= at or unit is name or unit.cell is None or unit.tokens:
            continue
        if max(unit.cell.rowspan, unit.cell.colspan) > 1:  # lines may be columns: a list stands on its side
            return unit if code_of(unit.text) is not None and code_of(name.text) is not None else None
    return None


def ends_list(name: str, begun: bool) -> bool:
    """Whether a row is no cover: another sum of the schedule that follows the list, or stands before it."""
    if (
        begun
        and code_of(name) is None
        and meaning(name).any(
            "premium", "prevention", "total", "words", "limit", "per_person", "aggregate", "period", "deductible"
        )
    ):
        return True
    return bool(
        (NOT_A_COVER.search(name) and code_of(name) is None)
        or re.search("预防|免赔额|大写|(?<![律师讼援护])服务费", name)
    )


def _sum_of_rows(rows: Sequence[Row], cells: Mapping[str, Reading[Any]]) -> Reading[Decimal] | None:
    """The row's premium where it is what the rows above add up to, which makes it the total whatever it is called."""
    parts = [row.value("premium") for row in rows if row.value("premium") is not None]
    whole = cells.get("premium")
    return whole if whole is not None and len(parts) >= 2 and sum(parts, Decimal(0)) == whole.value else None


def _total(cols: Columns, row: Mapping[int, Unit], caption: str) -> Reading[Decimal] | None:
    unit = cols.cell(row, "premium") or cols.cell(row, "charge")
    if unit is None:
        return None
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number")]
    if not tokens:
        return None
    scale = scale_of(
        cols.header_of("premium" if "premium" in cols.roles else "charge"), caption_for("premium", caption)
    )
    value = tokens[-1].value * (
        scale if not re.search("[万亿千元圆]", unit.text[tokens[-1].start : tokens[-1].stop]) else 1
    )
    return Reading(value.quantize(Decimal("0.01")), unit.span(tokens[-1].start, tokens[-1].stop), "table", 0.95)
