"""Values that wrap though others stand beside them: on cards under labels in smaller print, and behind labels of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, pairwise

from extractor.document import Box, Line
from extractor.evidence.concepts import meaning
from extractor.evidence.lines.broken import (
    CLOCK,
    HAN_LAST,
    UNFINISHED,
    breaks_day,
    finishes_name,
    is_left_over,
    is_rest,
)
from extractor.evidence.lines.rows import right_under
from extractor.text.cut_sums import cuts_sum
from extractor.text.fold import fold

SMALLER = 0.92
"""Of a value's size: print of a label over it, at most."""
SMALLER_INK = 0.85
"""The same where sizes are those of boxes read from pixels."""
_SAME = 0.04  # of its size: how far two lines of one value differ
_EDGE = 0.6  # line heights: how far apart beginnings of lines of one column are


def goes_on_abreast(members: list[Line], line: Line, rows: list[list[Line]], at: int, reach: float) -> bool:
    """Whether ``line``, of ``rows[at]``, goes on the text ``members`` of the row above, where others stand beside it."""
    row, before, over = rows[at], rows[at - 1], rows[at - 2] if at > 1 else []
    if _wraps_on_card(members, line, before, over, reach) or _wraps_beside_another(members, line, row, before, reach):
        return True
    return line is row[0] and _wraps_back(
        members, row, before, chain.from_iterable(rows[max(0, at - 3) : at + 2]), reach
    )


def _wraps_on_card(members: list[Line], line: Line, values: list[Line], labels: list[Line], reach: float) -> bool:
    """Whether ``line`` goes on the value ``members`` of a row of ``values``, which stand in columns under a row of ``labels``.

    What a label beside a value would forbid does not hold here: every column has its label above it in smaller print, so that a line
    in the print of the values, right under one of them, is none of a next card's label.
    """
    last = members[-1]
    if all(last is not value for value in values) or last.box is None or line.box is None:
        return False
    label = _label_of(last, labels)
    if label is None or not label.size or not last.size or not line.size:
        return False
    smaller = SMALLER if last.confidence == 1.0 else SMALLER_INK
    if label.size > smaller * last.size or abs(line.size - last.size) > _SAME * last.size:
        return False
    if not right_under(last.box, line.box, reach) or not _same_edge(last, line):
        return False
    return _fills_its_column(last.box, values, labels) or is_rest(fold(last.text), fold(line.text))


def _wraps_beside_another(members: list[Line], line: Line, row: list[Line], fields: list[Line], reach: float) -> bool:
    """Whether ``line`` goes on the field ``members``, one of several on a row that tell a label and a value each, as all lines of its
    row go on theirs: 期间：…十二日二 | 限额：80万 over 十四时止 | 元. One of them at least must end what breaks off above it.
    """
    last = members[-1]
    if all(last is not field for field in fields) or last.box is None or line.box is None or not _same_edge(last, line):
        return False
    pairs = [(upper, lower) for lower in row for upper in fields if _same_edge(upper, lower)]
    if len(pairs) != len(row) or not right_under(last.box, line.box, reach):
        return False
    told = [(fold(upper.text), fold(lower.text)) for upper, lower in pairs]
    if not all(_FIELD.match(upper) and _REST.fullmatch(lower) for upper, lower in told):
        return False
    return any(ends(upper, lower) for upper, lower in told if upper[-1:] not in ":：" for ends in _ENDS)


def _ends_hour(upper: str, lower: str) -> bool:
    return UNFINISHED.search(upper) is not None and CLOCK.match(lower) is not None


def _ends_count(upper: str, lower: str) -> bool:
    return _COUNTED.search(upper) is not None and _UNIT.fullmatch(lower) is not None


def _ends_address(upper: str, lower: str) -> bool:
    return _NUMBERED.search(upper) is not None and _HOUSE.match(lower) is not None


_ENDS = (is_rest, is_left_over, breaks_day, finishes_name, cuts_sum, _ends_hour, _ends_count, _ends_address)
_NUMBERED = re.compile(r"[路街道巷弄村镇区](?:[\u4e00-\u9fff]{0,4}\d{1,5}号?)?$")
_HOUSE = re.compile(r"[A-Z]?\d{1,4}号?[幢栋楼室层座号]|[A-Z]\d{0,3}[区座栋]")
_COUNTED = re.compile(r"\d[万亿]?\s*$")
_UNIT = re.compile(r"\s*(?:[万亿]?元整?|[人名%])\s*")
_FIELD = re.compile(r"[^\s:：]{2,14}[:：]")
"""A label, with a value behind it or none: what had no room beside 信用代码： stands in the next line too."""
_REST = re.compile(r"(?![（(【\[]|\d{1,2}[.、])[^:：]{1,18}")


def _wraps_back(members: list[Line], row: list[Line], fields: list[Line], around: Iterable[Line], reach: float) -> bool:
    """Whether a row begins at a label's edge with the rest of the value beside that label, which fills its column: e-policies of two
    columns whose values return to where their labels stand. ``around``: lines of the rows near, which show where columns begin.
    """
    line = row[0]
    if members[-1] is not fields[1] or len(members) > 1 or not _same_edge(fields[0], line):
        return False
    a, b = fields[1].box, line.box
    if a is None or b is None or not right_under(a, b, reach):
        return False
    upper, lower = fold(fields[1].text).strip(), fold(line.text).strip()
    if HAN_LAST.search(upper) is None or not _REST_OF_VALUE.fullmatch(lower):
        return False
    if any(_same_edge(fields[1], other) for other in row):
        return False  # what begins the row has a value of its own
    edge = min((o.box.x0 for o in around if o.box is not None and o.box.x0 > a.x1), default=None)
    full = edge is not None and a.x1 >= edge - _FULL * a.height
    return full and meaning(fields[0].text).coverage >= _A_LABEL and meaning(lower).coverage < _NO_LABEL


_REST_OF_VALUE = re.compile(r"[\u4e00-\u9fff]{1,14}")
_FULL = 1.5
"""Line heights of white before the next column that leave no room for another character and the gap between columns."""
_A_LABEL, _NO_LABEL = 0.7, 0.7  # of its words that are known


def _label_of(value: Line, labels: list[Line]) -> Line | None:
    """The line right above a value that begins where it does."""
    return next((label for label in labels if _same_edge(label, value)), None)


def _same_edge(one: Line, other: Line) -> bool:
    a, b = one.box, other.box
    return a is not None and b is not None and abs(a.x0 - b.x0) <= _EDGE * min(a.height, b.height)


def _fills_its_column(last: Box, values: list[Line], labels: list[Line]) -> bool:
    """Whether the value reaches so near to the next column that the first word of another line had no room behind it."""
    lefts = sorted(other.box.x0 for other in (*values, *labels) if other.box is not None)
    pitch = max((b - a for a, b in pairwise(lefts)), default=0.0)  # of columns as wide as one another
    return pitch > 0 and last.x1 >= last.x0 + pitch - _ROOM * last.height


_ROOM = 3.0
"""Line heights of room that a card leaves at its right where a line of it is full: its rim, the gap to the next one, a word."""
