"""Lines standing at one height, and lines parted where a column begins or ends in the rows around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from extractor.document import Line
from extractor.layout.unruled.columns import Gap, slice_line

COLUMN_GAP_EM = 0.6  # least gap, in type sizes, that may part two columns; word spaces are a quarter
COLUMN_POINTS = 1.5  # how far apart the sides of one column may stand in different rows
COLUMN_REACH = 150.0  # points up and down in which rows can belong to one table or form
LEAST_WITNESSES = 2  # other segments whose side stands there

SPACES = re.compile(r"(?<=\S)\s+(?=\S)")
NUMBERING = re.compile(r"[（(【]?(第?[\d０-９一二三四五六七八九十百]{1,4}[条项款章节]?|[①-⑳]|[a-zA-Z])[)）】.．、:：]?")


_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _left(line: Line) -> float:
    return line.box[0] if line.box else 0.0


@dataclass(slots=True)
class PrintedRow:
    """The printed segments at one height, left to right."""

    lines: list[Line]
    y0: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def lines_to_rows(lines: Iterable[Line]) -> list[PrintedRow]:
    """Lines at one height, top to bottom, each row left to right. Lines without a box are left out."""
    rows: list[PrintedRow] = []
    top = low = 0.0  # of the last row
    for twice, line in sorted(((line.box[1] + line.box[3], line) for line in lines if line.box), key=itemgetter(0)):
        _, y0, _, y1 = line.box or _NOWHERE
        if rows and abs(twice - top - low) <= min(y1 - y0, low - top):
            rows[-1].lines.append(line)
        else:
            rows.append(PrintedRow([line], y0, y1))
            top, low = y0, y1
    for row in rows:
        if len(row.lines) > 1:
            row.lines.sort(key=_left)
    return rows


def part_at_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines with those parted that run on over a narrow gap where other rows begin or end a column.

    A long name may reach so near the next column that the gap looks like a space between words; the rows above and
    below show that it is not.
    """
    if not any(_wide_gaps(line) for line in lines):
        return list(lines)
    for _ in range(2):  # what the first pass parts is a witness in the second
        witnesses = _Witnesses(lines)
        parted = [piece for line in lines for piece in _part(line, witnesses)]
        if len(parted) == len(lines):
            break
        lines = parted
    return list(lines)


def _wide_gaps(line: Line) -> list[Gap]:
    if line.box is None or not line.edges or len(line.text.split(None, 1)) < 2:
        return []
    least = COLUMN_GAP_EM * (line.size or line.box.height)
    gaps = [Gap(m.end(), line.edges[m.start() - 1][1], line.edges[m.end()][0]) for m in SPACES.finditer(line.text)]
    return [gap for gap in gaps if gap.width >= least]


class _Witnesses:
    """Where the rows of a page begin and end their columns."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.starts: list[tuple[float, float]] = []  # x and y of segments with another to their left
        self.ends: list[tuple[float, float]] = []
        for row in lines_to_rows(lines):
            boxes = [line.box for line in row.lines if line.box]
            self.starts += [(box.x0, box.y0) for box in boxes[1:]]
            self.ends += [(box.x1, box.y0) for box in boxes[:-1]]
        self.starts.sort()
        self.ends.sort()

    def agree(self, gap: Gap, y: float) -> bool:
        """Whether enough other rows begin a column at the gap's right side, or end one at its left."""
        return self._count(self.starts, gap.x1, y) >= LEAST_WITNESSES or (
            self._count(self.ends, gap.x0, y) >= LEAST_WITNESSES
        )

    @staticmethod
    def _count(sides: list[tuple[float, float]], x: float, y: float) -> int:
        first = bisect_left(sides, (x - COLUMN_POINTS, float("-inf")))
        last = bisect_right(sides, (x + COLUMN_POINTS, float("inf")))
        return sum(abs(side_y - y) <= COLUMN_REACH for _, side_y in sides[first:last])


def _part(line: Line, witnesses: _Witnesses) -> list[Line]:
    if line.box is None:
        return [line]
    y = line.box.y0
    cuts = [
        gap.at
        for gap in _wide_gaps(line)
        if not NUMBERING.fullmatch(line.text[: gap.at].strip()) and witnesses.agree(gap, y)
    ]
    if not cuts:
        return [line]
    return [slice_line(line, start, stop) for start, stop in zip([0, *cuts], [*cuts, len(line.text)], strict=True)]
