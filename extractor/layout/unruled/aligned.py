"""Tables without vertical rules, found by the alignment of their columns.

A borderless or three-line table shows itself by rows with the same number of printed segments standing under each
other, a clear lane between the columns; or by a strip of heading cells whose columns go on below it. A form of labels
and values may look alike; ``columns.list_length`` tells them apart by what stands in the columns. Points, y growing
downward.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.document import Box, Line, Table
from extractor.layout.ruled.grid import Edge, snap_edges
from extractor.layout.unruled.columns import (
    Lane,
    between,
    cut_line,
    is_labelled,
    lanes_met,
    lanes_of,
    list_length,
    slots_of,
    spans_most,
    stretched,
    widened,
)
from extractor.layout.unruled.rows import PrintedRow, lines_to_rows
from extractor.layout.unruled.wrapped import BodyRow, are_cards, build_table, join_wrapped

LEAST_COLUMNS = 3
LEAST_FULL_ROWS = 2  # rows with every column filled, from which columns are believed
LEAST_ROWS = 3  # rows of a table, its heading counted; one fewer where rules or a heading strip show it
ROW_GAP_HEIGHTS = 2.2  # white space above a row, in line heights, from which it belongs to something else
LONE_ROWS = 3  # rows in a run that may hold one segment only (wrapped lines)
HEADING_GAP_HEIGHTS = 0.6  # white space between the lines of one heading, in line heights, at most
ROWS_ABOVE = 6  # rows above the first full row that are looked at for the heading
MARGIN_SHARE = 0.08  # share of the table's width by which a heading or a total may stand out at the sides
RULE_SHARE = 0.85  # a rule over this share of the table's width parts rows


@dataclass(frozen=True, slots=True)
class Header:
    """A ruled or coloured strip of cells that shows where columns part: ``xs`` are the sides of its cells."""

    xs: tuple[float, ...]
    box: Box


def find_aligned_tables(
    lines: Sequence[Line], horizontal: Sequence[Edge], page: int | None, headers: Sequence[Header] = ()
) -> tuple[list[Line], list[Table]]:
    """The lines left over, in their order, and the tables made of the others."""
    rows = lines_to_rows(lines)
    if sum(len(row.lines) >= LEAST_COLUMNS for row in rows) < LEAST_FULL_ROWS:
        return list(lines), []
    finder = _Finder(rows, snap_edges(horizontal), page)
    tables = [*finder.under_headers(headers), *finder.by_alignment()]
    left = [line for line in lines if id(line) not in finder.used]
    return left, sorted(tables, key=lambda table: table.box.y0 if table.box else 0.0)


class _Finder:
    def __init__(self, rows: list[PrintedRow], rules: list[Edge], page: int | None) -> None:
        self.rows = rows
        self.rules = rules
        self.page = page
        self.used: set[int] = set()  # ids of lines that stand in a table

    def under_headers(self, headers: Sequence[Header]) -> Iterator[Table]:
        """Tables whose columns a heading strip shows."""
        for header in sorted(headers, key=lambda h: h.box.y0):
            if len(header.xs) - 1 < LEAST_COLUMNS:
                continue
            start = next((k for k, row in enumerate(self.rows) if row.y0 + row.y1 > 2 * header.box.y0), None)
            if start is None or self._is_used(start):
                continue
            bounds = list(header.xs[1:-1])
            extent = Lane(header.xs[0], header.xs[-1])
            last = self._down_from(start, bounds, extent)
            table = self._make(start, last, bounds, extent, least=LEAST_ROWS - 1)
            if table is not None:
                yield table

    def by_alignment(self) -> Iterator[Table]:
        """Tables whose columns only the words show."""
        start = 0
        while start < len(self.rows):
            lanes, last = self._lanes_from(start)
            if lanes:
                lanes = self._headed(self._settled(lanes, start, last), start)
                bounds = between(lanes)
                extent = Lane(lanes[0].x0, lanes[-1].x1)
                first = self._up_from(start, bounds, extent)
                ruled = len(self._rules_within(first, last, extent)) >= 2
                table = self._make(first, last, bounds, extent, least=LEAST_ROWS - ruled)
                if table is not None:
                    yield table
                    while start <= last and self._is_used(start):
                        start += 1
                    continue
            start += 1

    def _is_used(self, number: int) -> bool:
        return any(id(line) in self.used for line in self.rows[number].lines)

    def _is_apart(self, above: int, below: int) -> bool:
        upper, lower = self.rows[above], self.rows[below]
        return lower.y0 - upper.y1 > ROW_GAP_HEIGHTS * max(upper.height, lower.height)

    def _lanes_from(self, start: int) -> tuple[list[Lane], int]:
        """The columns that the rows from ``start`` agree on and the last such row; no columns where they do not."""
        lanes = lanes_of(self.rows[start].lines)
        full, lone, last = 1, 0, start
        if len(lanes) < LEAST_COLUMNS or self._is_used(start):
            return [], start
        for k in range(start + 1, len(self.rows)):
            row = self.rows[k]
            if self._is_apart(k - 1, k) or self._is_used(k) or len(row.lines) > len(lanes) or is_labelled(row.lines):
                break
            wider = widened(lanes, row.lines)
            if wider:
                lanes, full, lone, last = wider, full + 1, 0, k
                continue
            lanes = stretched(lanes, row.lines)
            lone = lone + 1 if len(row.lines) == 1 else 0
            if lone > LONE_ROWS or (lone and spans_most(row.lines[0], lanes)):
                break
            last = k
        if full >= LEAST_FULL_ROWS or self._heads(start, last, lanes):
            return lanes, last
        return [], start

    def _heads(self, start: int, last: int, lanes: list[Lane]) -> bool:
        """Whether a row of words heads columns of which no row below fills all: a column for money in, one for money out.

        Every segment below must stand under one heading of its own, and every heading over some segment.
        """
        if len(lanes) < LEAST_COLUMNS + 1 or not self._is_wordy(start) or last - start < LEAST_FULL_ROWS:
            return False
        met: set[int] = set()
        rich = 0
        for k in range(start + 1, last + 1):
            under = lanes_met(self.rows[k].lines, lanes)
            if under is None:
                return False
            met.update(under)
            rich += len(under) >= len(lanes) / 2
        return len(met) == len(lanes) and rich >= LEAST_FULL_ROWS

    def _settled(self, lanes: list[Lane], first: int, last: int) -> list[Lane]:
        """The lanes once more, by the pieces of all rows: rows whose words were glued together count as well."""
        bounds, extent = between(lanes), Lane(lanes[0].x0, lanes[-1].x1)
        settled = list(lanes)
        for number in range(first, last + 1):
            row = self._place(number, bounds, extent)
            for col, (span, pieces) in row.cells.items() if row else ():
                boxes = [piece.box for piece in pieces if piece.box]
                if span == 1 and boxes:
                    left = min(settled[col].x0, *(box.x0 for box in boxes))
                    settled[col] = Lane(left, max(settled[col].x1, *(box.x1 for box in boxes)))
        apart = all(left.x1 < right.x0 for left, right in pairwise(settled))
        return settled if apart else lanes

    def _headed(self, lanes: list[Lane], first: int) -> list[Lane]:
        """The lanes as wide as the words of the heading over them, where each word stands over one lane: 年累计限额（万 over 1000."""
        for k in range(first - 1, max(-1, first - 1 - ROWS_ABOVE), -1):
            line = self.rows[k].lines
            if self._is_apart(k, k + 1) or self._is_used(k) or not self._is_wordy(k) or len(line) < LEAST_COLUMNS:
                break
            if lanes_met(line, lanes) is None:
                break
            lanes = stretched(lanes, line)
        return lanes

    def _down_from(self, start: int, bounds: list[float], extent: Lane) -> int:
        """The last row below a heading strip that keeps to its columns."""
        last = start
        for k in range(start + 1, len(self.rows)):
            if self._is_apart(k - 1, k) or self._is_used(k) or self._place(k, bounds, extent) is None:
                break
            if is_labelled(self.rows[k].lines):
                break
            last = k
        return last

    def _up_from(self, start: int, bounds: list[float], extent: Lane) -> int:
        """The first row above that keeps to the columns; none above a row that can be the heading."""
        first = start
        for k in range(start - 1, max(-1, start - 1 - ROWS_ABOVE), -1):
            if self._is_apart(k, k + 1) or self._is_used(k):
                break
            row = self._place(k, bounds, extent)
            if row is not None and len(row.cells) == 1 and self._ends_heading(k):
                continue  # the rest of a heading that broke in its narrow column
            if row is None or len(row.cells) < 2:
                break
            if is_labelled(self.rows[k].lines) or (self._is_wordy(first) and not self._is_wordy(k)):
                break
            covered = sum(span for span, _ in row.cells.values())
            gap = self.rows[first].y0 - self.rows[k].y1
            if covered < len(bounds) and (not self._is_wordy(k) or gap > HEADING_GAP_HEIGHTS * self.rows[k].height):
                break
            first = k
            if self._is_wordy(k) and len(row.cells) > len(bounds):
                break  # a heading over every column is where the table begins
        return first

    def _ends_heading(self, number: int) -> bool:
        """Whether a row of one word stands close under a row of words."""
        row, above = self.rows[number], self.rows[number - 1] if number else None
        return (
            above is not None
            and self._is_wordy(number)
            and self._is_wordy(number - 1)
            and len(above.lines) >= LEAST_COLUMNS
            and row.y0 - above.y1 <= HEADING_GAP_HEIGHTS * row.height
        )

    def _is_wordy(self, number: int) -> bool:
        """Whether a row has no digit, as headings have none."""
        return not any(c.isdigit() for line in self.rows[number].lines for c in line.text)

    def _place(self, number: int, bounds: list[float], extent: Lane) -> BodyRow | None:
        """A row's segments in their columns, cut where one was glued over a boundary; None when they do not fit."""
        row = self.rows[number]
        margin = MARGIN_SHARE * (extent.x1 - extent.x0)
        cells: dict[int, tuple[int, list[Line]]] = {}
        for line in row.lines:
            box = line.box
            if box is None or box.x0 < extent.x0 - margin or box.x1 > extent.x1 + margin:
                return None
            for piece in cut_line(line, bounds):
                slots = slots_of(piece, bounds)
                first = slots[0]
                if first in cells:
                    span, lines = cells[first]
                    cells[first] = (max(span, len(slots)), [*lines, piece])
                elif any(k < first < k + span for k, (span, _) in cells.items()):
                    return None
                else:
                    cells[first] = (len(slots), [piece])
        if len(cells) == 1 and next(iter(cells.values()))[0] > (len(bounds) + 1) / 2:
            return None
        return BodyRow(cells, row.y0, row.y1, [number])

    def _rules_within(self, first: int, last: int, extent: Lane) -> list[float]:
        """Heights of the rules that run across the table, from just above its first row to just below its last."""
        top = self.rows[first].y0 - 0.8 * self.rows[first].height
        bottom = self.rows[last].y1 + 0.8 * self.rows[last].height
        least = RULE_SHARE * (extent.x1 - extent.x0)
        return [
            rule.at
            for rule in self.rules
            if top <= rule.at <= bottom and min(extent.x1, rule.stop) - max(extent.x0, rule.start) >= least
        ]

    def _make(self, first: int, last: int, bounds: list[float], extent: Lane, least: int) -> Table | None:
        """The table of these rows when they are a list; its lines are then used up."""
        placed: list[BodyRow] = []
        for k in range(first, last + 1):
            row = self._place(k, bounds, extent)
            if row is None:
                break
            placed.append(row)
        if are_cards(placed):
            return None
        rules = self._rules_within(first, last, extent)
        if len(rules) >= 3:
            placed = [row for row in placed if row.y0 + row.y1 < 2 * rules[-1]]
        if len(placed) < 2:
            return None
        body = join_wrapped(placed, rules, len(bounds) + 1)
        while body and len(body[-1].cells) == 1:
            body.pop()
        texts = [[row.text(col) for col in range(len(bounds) + 1)] for row in body]
        three_lines = len(rules) >= 2 and len(body) > 1 and any(body[0].y1 - 2 <= at <= body[1].y0 + 2 for at in rules)
        keep = list_length(texts, ruled=three_lines)
        if keep < max(2, least):
            return None
        body = body[:keep]
        for row in body:
            for number in row.printed:
                self.used.update(map(id, self.rows[number].lines))
        return build_table(body, bounds, extent, self.page)
