"""Reading order of a page's lines and tables: from the top, left to right, column by column in two-column prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractor.document import Block, Box, Line, Table
from extractor.values.dates import chinese_int

GUTTER_RANGE = (0.35, 0.65)  # share of the page's width in which the second column of prose begins
LEAST_LINES = 6  # lines in each column; fewer are a form or a place for signatures
LEAST_FILL = 0.7  # mean length of a column's lines over its width: prose fills its column, labels do not
LEAST_CHARS = 10  # mean characters of a line of prose
NEW_MATTER = 0.5  # white space under a line, in line heights, after which what follows a list is none of it
LEAST_ITEMS = 2  # numbers of a list in each column, from which the list itself tells the order, however few its lines

_ITEM = re.compile(r"\s*[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[、)）]|[.．](?!\d))")
_HEADING = re.compile(r"\s*(\d{1,2}|[一二三四五六七八九十]{1,3})[ \u3000]+(?=[\u4e00-\u9fff]{2,12}$)")  # 1 单据识别


def reading_order(lines: Sequence[Line], tables: Sequence[Table], width: float) -> tuple[Block, ...]:
    """Lines come row by row already; tables are put in by where they begin, columns of prose one after the other."""
    blocks: list[Block] = list(lines)
    for table in sorted(tables, key=_top, reverse=True):
        top = _top(table)
        place = next((k for k, block in enumerate(blocks) if _middle(block) > top), len(blocks))
        blocks.insert(place, table)
    gutter = _gutter(lines, width)
    return tuple(blocks) if gutter is None else tuple(_columns_in_turn(blocks, gutter))


def columns_apart(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in reading order, cut where a column of prose begins and where the next one begins beside it, higher up."""
    parts: list[list[Line]] = [[]] if lines else []
    for line in lines:
        held = parts[-1]
        if held and line.box and _leaps_up(held[-1].box, line.box):
            level = line.box.y0 - 0.5 * line.box.height
            first = next((k for k, other in enumerate(held) if other.box and other.box.y0 >= level), 0)
            if all(other.box and other.box.x1 <= line.box.x0 for other in held[first:]):
                parts[-1:] = [part for part in (held[:first], held[first:]) if part]
                parts.append([])
        parts[-1].append(line)
    return parts


def _leaps_up(last: Box | None, box: Box) -> bool:
    return last is not None and box.y0 < last.y0 - 2 * last.height and box.x0 >= last.x1


def _top(block: Block) -> float:
    return block.box.y0 if block.box else 0.0


def _middle(block: Block) -> float:
    if block.box is None:
        return 0.0
    return (block.box.y0 + block.box.y1) / 2 if isinstance(block, Line) else block.box.y0


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The x before which most lines of a second column begin; None where few lines begin at one place."""
    low, high = GUTTER_RANGE[0] * width, GUTTER_RANGE[1] * width
    starts = Counter(round(line.box.x0 / 2) for line in lines if line.box and low < line.box.x0 < high)
    if not starts:
        return None
    start, count = starts.most_common(1)[0]
    if count >= LEAST_LINES - 1:
        return 2 * start - 2.0
    items = Counter(
        round(line.box.x0 / 2) for line in lines if line.box and low < line.box.x0 < high and _ITEM.match(line.text)
    )
    start, count = items.most_common(1)[0] if items else (0, 0)
    return 2 * start - 2.0 if count >= LEAST_ITEMS else None


def _columns_in_turn(blocks: Sequence[Block], gutter: float) -> list[Block]:
    """The blocks with every stretch of two-column prose put left column first."""
    ordered: list[Block] = []
    left: list[Line] = []
    right: list[Line] = []
    stretch: list[Block] = []

    def close() -> None:
        if (
            (_is_prose_column(left) and _is_prose_column(right))
            or _is_list_beside(left, right)
            or _out_of_step(left, right)
        ):
            ordered.extend([*left, *right])
        elif _counts_on(left, right):
            ordered.extend(_list_in_turn(stretch, left, right))
        else:
            ordered.extend(stretch)
        for held in (left, right, stretch):
            held.clear()

    for block in blocks:
        box = block.box
        if not isinstance(block, Line) or box is None or (box.x0 < gutter - 2 and box.x1 > gutter):
            close()
            ordered.append(block)
            continue
        stretch.append(block)
        (left if box.x0 < gutter - 2 else right).append(block)
    close()
    return ordered


def _is_prose_column(lines: Sequence[Line]) -> bool:
    boxes = [line.box for line in lines if line.box]
    if len(boxes) < LEAST_LINES:
        return False
    width = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
    filled = sum(box.width for box in boxes) / len(boxes)
    return filled >= LEAST_FILL * width and sum(len(line.text) for line in lines) >= LEAST_CHARS * len(lines)


LEAST_OFF = 2  # lines at no height of the other column's, from which the columns run by themselves


def _out_of_step(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether prose stands in one column and lines as long as statements in the other, which do not keep to its heights."""
    if len(left) < LEAST_LINES or len(right) < LEAST_LINES or not (_is_prose_column(left) or _is_prose_column(right)):
        return False
    if any(sum(len(line.text) for line in column) < LEAST_CHARS * len(column) for column in (left, right)):
        return False
    low, high = (f(_middle(line) for line in right) for f in (min, max))
    beside = [line for line in left if low <= _middle(line) <= high]
    off = [
        line
        for line in beside
        if line.box and min(abs(_middle(line) - _middle(o)) for o in right) > line.box.height / 4
    ]
    return len(off) >= LEAST_OFF


def _counts_on(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether one list runs down the left column and on down the right: its numbers follow each other in this order only.

    What stands under both columns may go on with the list: 7 under 1 to 3 and 4 to 6.
    """
    foot = max((line.box.y1 for line in right if line.box), default=0.0)
    beside = [line for line in left if line.box and line.box.y0 < foot]
    theirs = _numbers(right)
    return any(
        min(len(ours), len(theirs)) >= LEAST_ITEMS and all(b == a + 1 for a, b in pairwise([*ours, *theirs]))
        for ours in (_numbers(left), _numbers(beside))
    )


LEAST_BESIDE = 3  # items of a list that stands beside a form, from which it is a column of its own


def _is_list_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the right column is a numbered list of sentences from its first item on, beside lines without numbers: a form and what
    was agreed."""
    theirs = _numbers(right)
    if len(theirs) < LEAST_BESIDE or _numbers(left) or theirs != list(range(1, len(theirs) + 1)):
        return False
    items = [line for line in right if _ITEM.match(line.text)]
    return sum(len(line.text) for line in items) >= LEAST_CHARS * len(items) and len(right) <= 3 * len(items)


def _numbers(lines: Sequence[Line]) -> list[int]:
    marks = (_ITEM.match(line.text) or _HEADING.match(line.text) for line in lines)
    return [int(m[1]) if m[1].isdigit() else chinese_int(m[1]) or 0 for m in marks if m]


def _list_in_turn(stretch: Sequence[Block], left: Sequence[Line], right: Sequence[Line]) -> list[Block]:
    """The stretch with its list put left column first; what stands over the list and under both columns stays there."""
    first = min(_middle(line) for line in (*left, *right) if _numbers([line]))
    top = first - 0.5 * max(line.box.height for line in (*left, *right) if line.box)
    foot = max(line.box.y1 for line in right if line.box)
    for line in left:
        if line.box and line.box.y1 > foot:
            if line.box.y0 - foot > NEW_MATTER * line.box.height:
                break
            foot = line.box.y1
    before = [block for block in stretch if _middle(block) < top]
    after = [block for block in stretch if _middle(block) > foot]
    held = set(map(id, (*before, *after)))
    return [*before, *(line for line in (*left, *right) if id(line) not in held), *after]
