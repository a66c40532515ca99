"""Columns of a table without vertical rules: their lanes, cutting a line at them, and telling a list from a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from extractor.document import Line

DIGIT_SHARE = 0.25  # least share of digits in a cell that holds a number, a date or a code
WORD_SHARE = 0.25  # most Chinese characters besides units in such a cell
COLUMN_SHARE = 0.6  # share of a column's filled cells that must be numbers for it to be a column of numbers
LABEL_SHARE = 0.4  # share of cells ending or parted by a colon from which the whole is a form
CUT_REACH = 8.0  # points around a column boundary in which a small gap may be cut
LEAST_CUT_EM = 0.15  # least gap, in type sizes, at which a line may be cut beside a column boundary
WORD_CUT_EM = 0.25  # least gap at which it may be cut anywhere between the neighbouring boundaries
USUAL_SAMPLE = 4  # gaps of a line from which the one in the middle shows how far apart its characters are set
OVERLAP_POINTS = 3.0  # a segment reaching less than this into the next column does not span it

NOTHING = frozenset(
    ["-", "—", "–", "－", "——", "/", "／", "\\", "＼", "*", "※", "√", "×", "〃", "无", "不适用", "是", "否"]
)
"""What a column of numbers holds where there is none."""

UNITS = re.compile("人民币|[万亿千百元圆角分整人名次份项个年月日时起止至自约第]")
IN_WORDS = re.compile("(?:人民币)?[零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{2,}")
WORDS = re.compile("[\u3400-\u9fff]")
LABEL_ENDINGS = frozenset("人名称号码址业数额期费率型类位间话式限别者")
LABEL = re.compile(r"[\u3400-\u9fff）)]\s*[：:]")
LABELLED = re.compile(LABEL.pattern + r"\s*\S")


class Lane(NamedTuple):
    """The x range of a column."""

    x0: float
    x1: float


def lanes_of(lines: Sequence[Line]) -> list[Lane]:
    return [Lane(line.box.x0, line.box.x1) for line in lines if line.box]


def lanes_met(lines: Sequence[Line], lanes: Sequence[Lane]) -> list[int] | None:
    """Which lane each segment of a row overlaps; None where one overlaps none or several, or two the same."""
    met = [[n for n, lane in enumerate(lanes) if own.x0 < lane.x1 and lane.x0 < own.x1] for own in lanes_of(lines)]
    one_each = all(len(found) == 1 for found in met) and len({found[0] for found in met}) == len(met)
    return [found[0] for found in met] if one_each else None


def between(lanes: list[Lane]) -> list[float]:
    """The x in the middle between neighbouring lanes."""
    return [(left.x1 + right.x0) / 2 for left, right in pairwise(lanes)]


def stretched(lanes: list[Lane], lines: list[Line]) -> list[Lane]:
    """The lanes widened by the segments of a row that fills only some, where this leaves the lanes apart."""
    for mine in lanes_of(lines):
        under = [k for k, lane in enumerate(lanes) if mine.x0 < lane.x1 and lane.x0 < mine.x1]
        if len(under) != 1:
            continue
        k = under[0]
        wider = Lane(min(mine.x0, lanes[k].x0), max(mine.x1, lanes[k].x1))
        if (k == 0 or lanes[k - 1].x1 < wider.x0) and (k + 1 == len(lanes) or wider.x1 < lanes[k + 1].x0):
            lanes = [*lanes[:k], wider, *lanes[k + 1 :]]
    return lanes


def widened(lanes: list[Lane], lines: list[Line]) -> list[Lane]:
    """The lanes widened by another full row; empty when its segments do not stand under them."""
    mine = lanes_of(lines)
    if len(mine) != len(lanes):
        return []
    wider = [Lane(min(a.x0, b.x0), max(a.x1, b.x1)) for a, b in zip(lanes, mine, strict=True)]
    return [] if any(left.x1 >= right.x0 for left, right in pairwise(wider)) else wider


def slots_of(line: Line, bounds: Sequence[float]) -> range:
    """The columns a line stands in; ``bounds`` are the x between neighbouring columns."""
    box = line.box
    if box is None:
        return range(1)
    reach = min(OVERLAP_POINTS, 0.3 * box.width)
    first = sum(box.x0 + reach >= x for x in bounds)
    last = sum(box.x1 - reach > x for x in bounds)
    return range(first, max(first, last) + 1)


def spans_most(line: Line, lanes: Sequence[Lane]) -> bool:
    """Whether one line runs over most columns: a sentence or a title, not a cell."""
    box = line.box
    return box is None or sum(box.x0 < lane.x1 and lane.x0 < box.x1 for lane in lanes) > len(lanes) / 2


def cut_line(line: Line, bounds: Sequence[float]) -> list[Line]:
    """The line in pieces, cut at every column boundary where there is a gap between two of its characters."""
    if line.box is None or not line.edges or not any(line.box.x0 < bound < line.box.x1 for bound in bounds):
        return [line]
    em = line.size or line.box.height
    white = gaps_of(line)
    usual = sorted(gap.width for gap in white)[(len(white) - 1) // 2] if len(white) >= USUAL_SAMPLE else 0.0
    least = LEAST_CUT_EM * em + max(0.0, usual)  # boxes of ink leave white between all characters
    gaps = [gap for gap in white if gap.width >= least]
    places: set[int] = set()
    for number, bound in enumerate(bounds):
        if not line.box.x0 < bound < line.box.x1:
            continue
        low = bounds[number - 1] if number else line.box.x0
        high = bounds[number + 1] if number + 1 < len(bounds) else line.box.x1
        near = [
            (gap.away(bound), gap.at)
            for gap in gaps
            if gap.away(bound) < CUT_REACH or (gap.width >= WORD_CUT_EM * em and low < gap.x0 and gap.x1 < high)
        ]
        if near:
            places.add(min(near)[1])
    return [piece for piece in _pieces(line, sorted(places)) if piece.text]


class Gap(NamedTuple):
    """White space in a line, before the character ``at``."""

    at: int
    x0: float
    x1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def away(self, x: float) -> float:
        """How far a place is from the gap; 0 inside it."""
        return max(self.x0 - x, x - self.x1, 0.0)


def gaps_of(line: Line) -> list[Gap]:
    """The white space before each printed character but the first, spaces counted as white."""
    if not line.edges:
        return []
    gaps: list[Gap] = []
    before: float | None = None
    for index, (char, (x0, x1)) in enumerate(zip(line.text, line.edges, strict=True)):
        if char.isspace():
            continue
        if before is not None:
            gaps.append(Gap(index, before, x0))
        before = x1
    return gaps


def _pieces(line: Line, places: list[int]) -> list[Line]:
    if not places:
        return [line]
    return [slice_line(line, start, stop) for start, stop in zip([0, *places], [*places, len(line.text)], strict=True)]


def slice_line(line: Line, start: int, stop: int) -> Line:
    """The part of a line between two character indices, without blanks at its ends."""
    text = line.text[start:stop]
    start += len(text) - len(text.lstrip())
    stop = start + len(text.strip())
    if line.box is None or not line.edges or stop <= start:
        return replace(line, text=text.strip())
    return replace(line, text=line.text[start:stop], edges=line.edges[start:stop], box=line.box_of(start, stop))


def is_labelled(lines: Sequence[Line]) -> bool:
    """Whether most segments of a row are a label with its value ("日期：2024-05-01"): a form, not a row of a list."""
    return 2 * sum(bool(LABELLED.search(line.text)) for line in lines) > len(lines)


def is_number(text: str) -> bool:
    """Whether a cell holds a number, an amount, a date or a code, in digits or in words, or the sign for none."""
    packed = "".join(text.split())
    if packed in NOTHING or IN_WORDS.fullmatch(packed):
        return True
    digits = sum(c.isdigit() for c in packed)
    words = len(WORDS.findall(UNITS.sub("", packed)))
    return digits > 0 and digits >= DIGIT_SHARE * len(packed) and words <= WORD_SHARE * len(packed)


def list_length(rows: Sequence[Sequence[str]], *, ruled: bool) -> int:
    """How many rows from the top are a list with a heading (or its continuation); 0 when they are a form.

    A list has a heading without numbers over at least one column of numbers or dates. A form has labels in some columns
    and their values in the next, or labels with colons. ``ruled`` lists (three-line tables) need no column of numbers.
    """
    if not rows:
        return 0
    cells = [text for row in rows for text in row if text]
    if sum(bool(LABEL.search(text)) for text in cells) > LABEL_SHARE * len(cells):
        return 0
    headed = not any(is_number(text) for text in rows[0] if text) and sum(map(bool, rows[0])) >= 2
    body = rows[1:] if headed else rows
    body = body[: _end_of_list(body) if headed else len(body)]
    numeric = [_is_number_column([row[k] for row in body]) for k in range(len(rows[0]))]
    if _alternates(rows[0], numeric) or _labels_alternate([*rows[:headed], *body]):
        return 0
    enough = any(numeric) or ruled if headed else sum(numeric) >= 2
    return len(body) + headed if enough else 0


def _end_of_list(body: Sequence[Sequence[str]]) -> int:
    """The first row that is a heading again (every column filled, none with a number, after rows that had them)."""
    numbers_seen = False
    for number, row in enumerate(body):
        has_number = any(is_number(text) for text in row if text)
        if numbers_seen and not has_number and all(row):
            return number
        numbers_seen = numbers_seen or has_number
    return len(body)


def _is_number_column(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and sum(map(is_number, filled)) >= COLUMN_SHARE * len(filled)


def _alternates(heading: Sequence[str], numeric: Sequence[bool]) -> bool:
    """Label, value, label, value: a form, unless the headings repeat as in a list printed in two halves."""
    if len(numeric) < 4 or len(numeric) % 2 or (heading[0] and heading[0] == heading[len(heading) // 2]):
        return False
    return not any(numeric[::2]) and all(numeric[1::2])


def _labels_alternate(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every other column from the first holds words that end as labels do, and not the columns between."""
    if len(rows[0]) < 4 or len(rows[0]) % 2:
        return False
    shares = []
    for column in zip(*rows, strict=True):
        filled = [text for text in column if text]
        shares.append(sum(text[-1] in LABEL_ENDINGS for text in filled) / max(1, len(filled)))
    return min(shares[::2]) >= COLUMN_SHARE and max(shares[1::2]) < COLUMN_SHARE
