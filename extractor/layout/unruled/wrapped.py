"""Printed rows of a table without vertical rules → table rows: lines a cell wraps over become one row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractor.document import Box, Cell, Line, Table
from extractor.layout.unruled.columns import Lane, is_number
from extractor.text.cut_sums import cuts_sum
from extractor.text.fold import fold

CLOSE_HEIGHTS = 0.5  # white space between two lines of one cell, in line heights, at most
SMALL_PRINT = 0.87  # of the size of what it labels, at most, is the print of a label over its value
LEAST_CARDS = 2  # rows of labels over rows of values
OVERLAP_HEIGHTS = 0.15  # rows standing this far into each other are lines of different cells of one row


@dataclass(slots=True)
class BodyRow:
    """A row of a table to be: for each first column the number of columns spanned and the lines.

    ``printed`` numbers the printed rows it was made of.
    """

    cells: dict[int, tuple[int, list[Line]]]
    y0: float
    y1: float
    printed: list[int]

    def text(self, col: int) -> str:
        return "".join(line.text for line in self.cells[col][1]) if col in self.cells else ""


def join_wrapped(rows: Sequence[BodyRow], rules: Sequence[float], columns: int) -> list[BodyRow]:
    """Rows with the wrapped lines of their cells, top to bottom."""
    full = sum(len(row.cells) == columns for row in rows)
    parted = len(rules) >= max(3, full) and not _holds_entries(
        rows, rules
    )  # a rule under every row, not only around heading and body
    width = _widest(rows)
    entry_gap = _entry_gap(rows)
    joined: list[BodyRow] = []
    for row in rows:
        broken = bool(joined) and _is_rest_of_broken(joined[-1], row, width, entry_gap, rules)
        if joined and (broken or _continues(joined, row, rules, parted, columns)):
            above = joined[-1]
            for col, (span, lines) in row.cells.items():
                if col in above.cells:
                    above.cells[col][1].extend(lines)
                else:
                    above.cells[col] = (span, list(lines))
            above.y1 = max(above.y1, row.y1)
            above.printed.extend(row.printed)
        else:
            cells = {col: (span, list(lines)) for col, (span, lines) in row.cells.items()}
            joined.append(BodyRow(cells, row.y0, row.y1, list(row.printed)))
    return joined


_WHOLE_SUM = re.compile(r"\d\.\d\d$")


def _holds_entries(rows: Sequence[BodyRow], rules: Sequence[float]) -> bool:
    """Whether two rows with no rule between them both begin in the first column and end a sum in the same other one: entries
    of a table with three lines, whose columns for money in and money out no row fills both of."""
    return any(
        0 in upper.cells
        and 0 in lower.cells
        and any(
            col and _WHOLE_SUM.search(upper.text(col)) and _WHOLE_SUM.search(lower.text(col)) for col in upper.cells
        )
        and not any(upper.y1 - 2 <= at <= lower.y0 + 2 for at in rules)
        for upper, lower in pairwise(rows)
    )


def are_cards(rows: Sequence[BodyRow]) -> bool:
    """Whether rows of small print stand over rows of larger print, time after time: labels over their values, and no list."""
    sizes = [_print_size(row) for row in rows]
    over = [k for k, (upper, lower) in enumerate(pairwise(sizes)) if upper < SMALL_PRINT * lower]
    return len(over) >= LEAST_CARDS and all(later - earlier >= 2 for earlier, later in pairwise(over)) and 2 * len(over) >= len(rows) - 1  # fmt: skip


def _print_size(row: BodyRow) -> float:
    return median(
        line.size or (line.box.height if line.box else 0.0) for _, lines in row.cells.values() for line in lines
    )


def _widest(rows: Sequence[BodyRow]) -> dict[int, float]:
    """The width of the widest line in each column: where a cell's line breaks."""
    widest: dict[int, float] = {}
    for row in rows:
        for col, (span, lines) in row.cells.items():
            if span == 1:
                widest[col] = max(widest.get(col, 0.0), *(line.box.width for line in lines if line.box), 0.0)
    return widest


def _entry_gap(rows: Sequence[BodyRow]) -> float:
    """The least white space above a row that has its first column filled, below the first such row; 0 where there is none."""
    gaps = [lower.y0 - upper.y1 for upper, lower in pairwise(rows) if 0 in lower.cells and 0 in upper.cells]
    gaps += [lower.y0 - upper.y1 for upper, lower in pairwise(rows) if 0 in lower.cells and 0 not in upper.cells]
    return min(gaps, default=0.0)


def _is_rest_of_broken(
    above: BodyRow, row: BodyRow, width: dict[int, float], entry_gap: float, rules: Sequence[float]
) -> bool:
    """Whether a row holds what did not fit into narrow cells above it, even in the middle of a day or a word.

    It has nothing in the first column, stands nearer than entries do, and every cell it goes on with is filled to
    its width.
    """
    if 0 in row.cells or 0 not in above.cells or not set(row.cells) <= set(above.cells):
        return False
    if any(above.y1 - 2 <= at <= row.y0 + 2 for at in rules):
        return False
    for col, (span, lines) in row.cells.items():
        upper, lower = above.cells[col][1][-1], lines[0]
        if span != 1 or upper.box is None or lower.box is None or abs(upper.box.x0 - lower.box.x0) > 2:
            return False
        size = upper.size or upper.box.height
        if upper.box.width < width[col] - size or lower.box.width > width[col]:
            return False
        if row.y0 - above.y1 > entry_gap - 0.2 * size:
            return False
    return True


def _continues(joined: Sequence[BodyRow], row: BodyRow, rules: Sequence[float], parted: bool, columns: int) -> bool:
    above = joined[-1]
    if any(above.y1 - 2 <= at <= row.y0 + 2 for at in rules):
        return False
    if parted and any(at <= above.y0 + 2 for at in rules) and any(at >= row.y1 - 2 for at in rules):
        return True
    if _cuts_a_sum(above, row):
        return True
    if any(col in above.cells and _are_two_numbers(above.text(col), row.text(col)) for col in row.cells):
        return False
    height = median([line.box.height for _, lines in row.cells.values() for line in lines if line.box])
    gap = row.y0 - above.y1
    if gap < -OVERLAP_HEIGHTS * height:
        return True
    if gap > CLOSE_HEIGHTS * height:
        return False
    if len(above.cells) == 1 and 0 in above.cells and len(row.cells) > 1 and 0 in row.cells and len(joined) > 1:
        # The first line of a name that wraps, the amounts standing beside its middle.
        return above.y0 - joined[-2].y1 > gap + 0.3 * height
    if not set(row.cells) <= set(above.cells):
        return False
    if _begins_next_item(joined, row):
        return False
    if len(row.cells) <= columns / 2 and len(row.cells) < len(above.cells):
        return True
    return all(_runs_over(above.cells[col][1][-1], lines[0]) for col, (_, lines) in row.cells.items())


def _are_two_numbers(upper: str, lower: str) -> bool:
    """Whether two cells under each other hold a number each. Digits in groups go on in groups: 7053 3060 4202 3933 | 8793."""
    return is_number(lower) and is_number(upper) and not (_GROUPS.fullmatch(upper) and _GROUPS.fullmatch(lower))


def _cuts_a_sum(above: BodyRow, row: BodyRow) -> bool:
    """Whether a line breaks within a sum, whose group of thousands or cents the row right below ends: 500,00 | 0, 3,818.0 | 0."""
    for col, (_, lines) in row.cells.items():
        upper, lower = above.cells[col][1][-1] if col in above.cells else None, lines[0]
        if upper is None or upper.box is None or lower.box is None or abs(upper.box.x0 - lower.box.x0) > 2:
            continue
        if lower.box.y0 - upper.box.y1 > CLOSE_HEIGHTS * lower.box.height:
            continue
        if cuts_sum(fold(upper.text), fold(lower.text)):
            return True
    return False


_GROUPS = re.compile(r"\d{4}(?: \d{4})*(?: \d{1,4})?")


_ITEM = re.compile(r"\s*[（(]?(\d{1,2})\s*[.、．)）]\s*(?!\d)")


def _begins_next_item(joined: Sequence[BodyRow], row: BodyRow) -> bool:
    """Whether a line alone in its row begins the item after one that stands some rows above it, lines of its own under that: 4. 第三者财产 over
    its limits, 5. 抢险救援."""
    ((col, (_, lines)), *others) = row.cells.items()
    number = _ITEM.match(lines[0].text)
    if others or number is None or _ITEM.match(joined[-1].text(col)):
        return False
    before = (_ITEM.match(earlier.text(col)) for earlier in reversed(joined[:-1]))
    last = next((item for item in before if item is not None), None)
    return last is not None and int(last[1]) + 1 == int(number[1])


def _runs_over(upper: Line, lower: Line) -> bool:
    """Whether a line reads on below: it begins at the same place, is shorter, and both are words."""
    if upper.box is None or lower.box is None or is_number(lower.text):
        return False
    return abs(upper.box.x0 - lower.box.x0) <= 2 and upper.box.width > lower.box.width


def build_table(rows: Sequence[BodyRow], bounds: Sequence[float], extent: Lane, page: int | None) -> Table:
    """The rows as a table; a place without words is an empty cell."""
    boxes = [line.box for row in rows for _, lines in row.cells.values() for line in lines if line.box]
    x0, x1 = min(extent.x0, *(box.x0 for box in boxes)), max(extent.x1, *(box.x1 for box in boxes))
    xs = [x0, *bounds, x1]
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        for col in range(len(bounds) + 1):
            if any(first < col < first + span for first, (span, _) in row.cells.items()):
                continue
            span, lines = row.cells.get(col, (1, []))
            cells.append(Cell(number, col, tuple(lines), 1, span, Box(xs[col], row.y0, xs[col + span], row.y1)))
    box = Box(x0, rows[0].y0, x1, max(row.y1 for row in rows))
    return Table(tuple(cells), len(rows), len(bounds) + 1, page, box, "aligned")
