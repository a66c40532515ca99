"""A sheet of cells → the lines and tables on it.

A sheet is paper without lines: titles stand above a table in a row of their own, several tables share a sheet, notes
follow below. What is table and what is not shows in the cells' kinds (words, numbers, days) row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from extractor.document import Block, Cell, Line, Table

_NUMBER = re.compile(r"[-+(（]?[¥￥$]?-?\d[\d,，]*(\.\d+)?[)）]?[%％元]?")
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*([-/.月]\s*\d{1,2}\s*日?)?(\s*\d{1,2}:\d\d(:\d\d)?)?")
_NAMED = re.compile(r"[^:：]{1,20}[:：].*", re.S)
"""A cell that carries its own label: "单位：元"."""
_WORDS = re.compile(r"[^\W\d_]{2}")
"""What a heading holds and a placeholder ("—", "无") does not."""
_LONG_HEADING = 24
"""A column heading is hardly ever longer, in characters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell with content: ``row`` and ``col`` are 1-based on the sheet, the spans count merged cells."""

    row: int
    col: int
    text: str
    value: Decimal | date | datetime | bool | None = None
    rowspan: int = 1
    colspan: int = 1

    @property
    def typed(self) -> bool:
        """Whether it holds a number or a day rather than words."""
        if self.value is not None:
            return True
        text = self.text.strip()
        return bool(_NUMBER.fullmatch(text) or _DAY.fullmatch(text))


def column_letters(col: int) -> str:
    """1-based column number as a spreadsheet names it.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def entries_to_blocks(entries: Iterable[Entry], sheet: str | None) -> list[Block]:
    """Lines and tables of one sheet, top to bottom; ``sheet`` is None for a file that is one table (CSV)."""
    rows: dict[int, list[Entry]] = {}
    for entry in entries:
        rows.setdefault(entry.row, []).append(entry)
    for row in rows.values():
        row.sort(key=lambda entry: entry.col)
    blocks: list[Block] = []
    for run in _tables_of_one(_runs(rows)):
        for part in _side_by_side(run):
            blocks += _run_to_blocks(part, sheet)
    return blocks


Rows = Mapping[int, Sequence[Entry]]


def _runs(rows: Rows) -> Iterator[dict[int, Sequence[Entry]]]:
    """Stretches of rows without an empty row between them; a merged cell bridges the rows it covers."""
    run: dict[int, Sequence[Entry]] = {}
    end = 0
    for number in sorted(rows):
        if run and number > end + 1:
            yield run
            run = {}
        run[number] = rows[number]
        end = max(end, number + max(entry.rowspan for entry in rows[number]) - 1)
    if run:
        yield run


def _tables_of_one(runs: Iterable[dict[int, Sequence[Entry]]]) -> list[dict[int, Sequence[Entry]]]:
    """Stretches, with those put together again that an empty row only interrupts: rows of data under no heading."""
    joined: list[dict[int, Sequence[Entry]]] = []
    for run in runs:
        if joined and _carries_on(joined[-1], run):
            joined[-1] = {**joined[-1], **run}
        else:
            joined.append(run)
    return joined


def _carries_on(above: Rows, below: Rows) -> bool:
    first = below[min(below)]
    if len(first) < 2 or not any(entry.typed for entry in first) or _is_labels(first):
        return False
    wide = [row for row in above.values() if len(row) >= 2]
    if not wide or not any(entry.typed for row in wide for entry in row):
        return False
    left = min(row[0].col for row in wide)
    right = max(row[-1].col + row[-1].colspan for row in wide)
    words = [{entry.col for entry in row if not entry.typed} for row in wide]
    fitting = {entry.col for entry in first if not entry.typed}
    return left <= first[0].col and first[-1].col < right and any(fitting <= columns for columns in words)


def _is_labels(row: Sequence[Entry]) -> bool:
    """A row of which every cell carries its own label ("编制单位：…", "单位：元"): no row of a table."""
    return all(_NAMED.fullmatch(entry.text) and not entry.typed for entry in row)


def _side_by_side(run: Rows) -> list[Rows]:
    """Two tables beside each other, parted by an empty column, each with its own headings; else the run as it is."""
    wide = {number: row for number, row in run.items() if len(row) >= 2}
    covered = {col for row in wide.values() for entry in row for col in range(entry.col, entry.col + entry.colspan)}
    if not covered or len(wide) < 3:
        return [run]
    gaps = [col for col in range(min(covered), max(covered)) if col not in covered]
    for gap in gaps:
        left = {n: part for n, row in run.items() if (part := [e for e in row if e.col < gap])}
        right = {n: part for n, row in run.items() if (part := [e for e in row if e.col > gap])}
        if _stands_alone(left) and _stands_alone(right):
            return [left, *_side_by_side(right)]
    return [run]


def _stands_alone(part: Rows) -> bool:
    wide = [part[number] for number in sorted(part) if len(part[number]) >= 2]
    return len(wide) >= 3 and _is_heading(wide[0]) and any(entry.typed for row in wide[1:] for entry in row)


def _is_heading(row: Sequence[Entry]) -> bool:
    """A row that could head columns: at least two short texts, no number, no day."""
    return len(row) >= 2 and all(not e.typed and len(e.text) <= _LONG_HEADING for e in row) and not _is_labels(row)


def _run_to_blocks(run: Rows, sheet: str | None) -> Iterator[Block]:
    numbers = sorted(run)
    pending: list[int] = []
    kinds: dict[int, int] = {}
    for at, number in enumerate(numbers):
        following = [run[n] for n in numbers[at + 1 :]]
        if not pending:
            if _stands_apart(run[number], following):
                yield from _lines(run[number], sheet)
                continue
        elif _new_table(run[number], following, kinds) and not _numbered_across([run[n] for n in pending], run[number]):
            yield from _table_and_notes(run, pending, sheet)
            pending, kinds = [], {}
            if _stands_apart(run[number], following):
                yield from _lines(run[number], sheet)
                continue
        pending.append(number)
        for entry in run[number]:
            kinds[entry.col] = kinds.get(entry.col, 0) + entry.typed
    yield from _table_and_notes(run, pending, sheet)


def _stands_apart(row: Sequence[Entry], following: Sequence[Sequence[Entry]]) -> bool:
    """Whether a row above a table is a title or a remark: one cell alone, or cells that carry their own labels."""
    if len(row) == 1:
        return row[0].rowspan == 1 or not following
    return _is_labels(row) and not (following and all(_is_labels(other) for other in following))


def _new_table(row: Sequence[Entry], following: Sequence[Sequence[Entry]], kinds: Mapping[int, int]) -> bool:
    """Whether another table begins at this row: a title with headings under it, or headings where numbers stood.

    A lone cell over rows of data is only a label of a group. Headings have data below them, at once or after a second
    row of headings.
    """
    if len(row) == 1:
        headed = following[:1] if not row[0].typed else []
        return any(_is_heading(heading) for heading in headed) and _has_data(following[1:3])
    if not _is_heading(row) or not _has_data(following[:2]):
        return False
    over_numbers = [entry for entry in row if kinds.get(entry.col)]
    return len(over_numbers) >= 2 and all(_WORDS.search(entry.text) for entry in over_numbers)


_NO_DIGIT = re.compile(r"\D+")
_LONG_NUMBER = 5


def _numbered_across(above: Sequence[Sequence[Entry]], row: Sequence[Entry]) -> bool:
    """Whether a row above numbers the columns of this one behind its label: a table on its side goes on, "序号 | 1 | 2 | 3",
    "隐患 | 第1项 | 第2项"."""
    places = [entry.col for entry in row]
    return any(
        [entry.col for entry in upper] == places
        and len(upper) > 2
        and not upper[0].typed
        and all(len(entry.text) <= _LONG_NUMBER for entry in upper[1:])
        and [_NO_DIGIT.sub("", entry.text) for entry in upper[1:]] == [str(k) for k in range(1, len(upper))]
        for upper in above
    )


def _has_data(rows: Sequence[Sequence[Entry]]) -> bool:
    return any(entry.typed for row in rows for entry in row)


def _table_and_notes(run: Rows, numbers: Sequence[int], sheet: str | None) -> Iterator[Block]:
    last = len(numbers)
    while last > 1 and len(run[numbers[last - 1]]) == 1 and not _completes(run[numbers[last - 1]][0]):
        last -= 1
    body = numbers[:last]
    if len(body) == 1 and len(run[body[0]]) == 1:
        yield from _lines(run[body[0]], sheet)
    elif body:
        yield _table([entry for number in body for entry in run[number]], sheet)
    for number in numbers[last:]:
        yield from _lines(run[number], sheet)


def _completes(entry: Entry) -> bool:
    """Whether a lone cell at a table's end still belongs to it: a number, or a word for a total or a carry-over."""
    return entry.typed or entry.rowspan > 1 or len(entry.text.strip()) <= 4


def _where(sheet: str | None, entry: Entry) -> str:
    if sheet is None:
        return f"第{entry.row}行第{entry.col}列"
    return f"{sheet}!{column_letters(entry.col)}{entry.row}"


def _cell_lines(entry: Entry, where: str) -> tuple[Line, ...]:
    return tuple(Line(part.strip(), where=where) for part in entry.text.splitlines() if part.strip())


def _lines(row: Sequence[Entry], sheet: str | None) -> Iterator[Line]:
    for entry in row:
        yield from _cell_lines(entry, _where(sheet, entry))


def _table(entries: Sequence[Entry], sheet: str | None) -> Table:
    top, left = min(e.row for e in entries), min(e.col for e in entries)
    bottom = max(entry.row for entry in entries)
    right = max(entry.col for entry in entries)
    cells = []
    for entry in entries:
        where = _where(sheet, entry)
        # A cell merged across more columns than the table uses must not widen it: forms are merged to the page's edge.
        spans = min(entry.rowspan, bottom - entry.row + 1), min(entry.colspan, right - entry.col + 1)
        lines = _cell_lines(entry, where)
        cells.append(Cell(entry.row - top, entry.col - left, lines, *spans, value=entry.value, where=where))
    return Table(tuple(cells), bottom - top + 1, right - left + 1, method="native", name=sheet, first_row=top)
