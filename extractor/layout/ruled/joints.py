"""The columns of a table that has level rules only, by where the pieces of its rules meet.

Browsers and word processors draw the line under every cell for itself: a rule across the table is a chain of pieces that
touch, and where the joints of rule after rule lie under each other its columns part, as surely as if uprights were drawn.
Points, y growing downward.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extractor.layout.characters.runs import Run
from extractor.layout.ruled.grid import SNAP_POINTS, Edge

LEAST_COLUMNS = 3
LEAST_RULES = 3
COLUMNS_UNDER_HEADING = 5  # columns from which two rules do, where a heading stands over the first
SHORTEST_PIECE = 10.0  # points: the dashes of a broken line are shorter
TOUCHING = 0.5  # points of white between two pieces of one rule, at most
OVERLAP = 3.0  # points that two pieces may reach over each other
LEAST_ROW = 8.0  # points between two rules with words between them
HEADING_GAP = 0.8  # white space above a line of the heading, in line heights, at most
PADDING = 1.5  # white space between the last line of the heading and the rule under it, in line heights, at most
WIDER = 0.75  # of the widest strip without words between two rules, more than this parts rows
HEADING_LINES = 4
CELL_GAP = 0.3  # in line heights: white between the words of two cells, at least


class _Rule(NamedTuple):
    at: float
    joints: tuple[float, ...]


def edges_at_joints(
    horizontal: Sequence[Edge], vertical: Sequence[Edge], runs: Sequence[Run]
) -> tuple[list[Edge], list[Edge]]:
    """The level and upright edges that tables of level rules in pieces lack: the sides of their columns and the top of the
    heading over the first rule. Nothing where an upright is drawn.

    >>> rules = [Edge(y, x, x + 50.4) for y in (20, 40, 60) for x in (10, 60, 110)]
    >>> level, upright = edges_at_joints(rules, [], [])
    >>> [round(e.at) for e in upright], upright[0].start, upright[0].stop
    ([10, 60, 110, 160], 20, 60)
    """
    level: list[Edge] = []
    upright: list[Edge] = []
    for table in _tables(list(_rules(horizontal))):
        top, bottom = table[0].at, table[-1].at
        joints = tuple(sum(rule.joints[k] for rule in table) / len(table) for k in range(len(table[0].joints)))
        if any(joints[0] < x < joints[-1] and start < bottom and stop > top for x, start, stop in vertical):
            continue
        rows = _rows_between(table, joints, runs)
        if rows is None or _underline_words(table, runs):
            continue
        level += [Edge(at, joints[0], joints[-1]) for at in rows]
        floor = max(
            (e.at for e in horizontal if e.at < top - SNAP_POINTS and e.stop > joints[0] and e.start < joints[-1]),
            default=0.0,
        )
        over = _top_of_heading(top, joints, [run for run in runs if run.y0 >= floor - SNAP_POINTS])
        if over is None and len(table) < LEAST_RULES:
            continue
        if over is not None:
            level.append(Edge(over, joints[0], joints[-1]))
            top = over
        elif (under := _foot_of_last_row(table, joints, runs)) is not None and not any(
            bottom + SNAP_POINTS < e.at < under for e in horizontal
        ):
            level.append(Edge(under, joints[0], joints[-1]))
            bottom = under
        upright += [Edge(x, top, bottom) for x in joints]
    return level, upright


def _underline_words(table: Sequence[_Rule], runs: Sequence[Run]) -> bool:
    """Whether most rules run through the feet of words, as word processors underline values between tabs: no cell's side does."""
    through = sum(
        any(r.y0 < rule.at < r.y1 - 0.2 and r.x1 > rule.joints[0] and r.x0 < rule.joints[-1] for r in runs)
        for rule in table
    )
    return 2 * through > len(table)


def _rules(horizontal: Sequence[Edge]) -> Iterator[_Rule]:
    """The rules that are chains of touching pieces, from the top."""
    heights: dict[int, list[Edge]] = defaultdict(list)
    for edge in sorted(horizontal):
        heights[round(edge[0] / SNAP_POINTS)].append(edge)
    for pieces in heights.values():
        if len(pieces) < LEAST_COLUMNS:  # nearly every one
            continue
        pieces.sort(key=itemgetter(1, 2))
        distinct = [p for k, p in enumerate(pieces) if not k or p.start - pieces[k - 1].start > SNAP_POINTS]
        touch = all(-OVERLAP <= right.start - left.stop <= TOUCHING for left, right in pairwise(distinct))
        if len(distinct) < LEAST_COLUMNS or not touch or any(p.stop - p.start < SHORTEST_PIECE for p in distinct):
            continue
        inner = [(left.stop + right.start) / 2 for left, right in pairwise(distinct)]
        yield _Rule(distinct[0].at, (distinct[0].start, *inner, distinct[-1].stop))


def _tables(rules: list[_Rule]) -> Iterator[list[_Rule]]:
    """Rules under each other with the same joints."""
    run: list[_Rule] = []
    for rule in sorted(rules):
        if run and not _alike(run[-1], rule):
            if _are_enough(run):
                yield run
            run = []
        if not run or rule.at - run[-1].at >= LEAST_ROW:
            run.append(rule)
    if _are_enough(run):
        yield run


def _are_enough(run: Sequence[_Rule]) -> bool:
    return len(run) >= LEAST_RULES or (len(run) == LEAST_RULES - 1 and len(run[0].joints) > COLUMNS_UNDER_HEADING)


def _alike(upper: _Rule, lower: _Rule) -> bool:
    return len(upper.joints) == len(lower.joints) and all(
        abs(a - b) <= SNAP_POINTS for a, b in zip(upper.joints, lower.joints, strict=True)
    )


def _rows_between(table: Sequence[_Rule], joints: Sequence[float], runs: Sequence[Run]) -> list[float] | None:
    """Where rows part between rules that stand around heading and body only; None where that cannot be told."""
    out: list[float] = []
    for upper, lower in pairwise(rule.at for rule in table):
        if _holds_rows(upper, lower, joints, runs):
            parts = _widest_gaps(upper, lower, runs)
            sides = [upper, *parts, lower]
            if not parts or any(_holds_rows(a, b, joints, runs) for a, b in pairwise(sides)):
                return None
            out += parts
    return out


def _widest_gaps(top: float, bottom: float, runs: Sequence[Run]) -> list[float]:
    """The middles of the strips without words between two rules, of the wider ones where some are wider: a row's own lines
    stand nearer to each other than rows do."""
    spans = sorted((r.y0, r.y1) for r in runs if top < (r.y0 + r.y1) / 2 < bottom)
    gaps: list[tuple[float, float]] = []
    low = spans[0][1] if spans else bottom
    for y0, y1 in spans[1:]:
        if y0 > low:
            gaps.append((y0 - low, (y0 + low) / 2))
        low = max(low, y1)
    widest = max((gap for gap, _ in gaps), default=0.0)
    return [at for gap, at in gaps if gap > WIDER * widest]


def _holds_rows(top: float, bottom: float, joints: Sequence[float], runs: Sequence[Run]) -> bool:
    """Whether several rows stand between two rules: entries counted one under another, or whole values so in two columns."""
    columns: dict[int, list[str]] = defaultdict(list)
    for run in sorted((r for r in runs if top < (r.y0 + r.y1) / 2 < bottom), key=lambda r: r.y0):
        columns[bisect(joints, run.x0 + SNAP_POINTS)].append(run.text.strip())
    counted = [int(m[0]) for text in columns[1] if (m := _ORDINAL.match(text))]
    if len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted))):
        return True
    return sum(sum(_WHOLE.fullmatch(text) is not None for text in texts) > 1 for texts in columns.values()) > 1


_ORDINAL = re.compile(r"\d{1,2}(?![\d年.,/-])")
_WHOLE = re.compile(
    r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|[¥￥]?-?\d[\d,]*\.\d\d元?|[¥￥]?\d{1,3}(?:,\d{3})+元?|\d{1,4}(?:万元?)?|(?=.*\d{6})[A-Z\d/()（）-]{10,24}"
)
"""A day, a sum or a number of a paper, whole: what breaks in a narrow cell is none."""


def _top_of_heading(first: float, joints: Sequence[float], runs: Sequence[Run]) -> float | None:
    """Where the heading over the first rule begins; None where no line of words over it keeps to the columns."""
    over = sorted((r for r in runs if r.y1 <= first + SNAP_POINTS and r.x1 > joints[0]), key=lambda r: -r.y1)
    top, filled, lines, size = first, set[int](), 0, 0.0
    while over and lines < HEADING_LINES:
        low = over[0].y1
        height = over[0].y1 - over[0].y0
        line = [r for r in over if r.y1 > low - 0.5 * height]
        columns = [c for r in line for c in _columns(r, joints)]
        if None in columns or low < top - (PADDING if top == first else HEADING_GAP) * height:
            break
        if 0 in filled and set(columns) == {0} and _is_over_table(line, size):
            break
        if filled.issuperset(columns) and _is_of_other_size(line, size) and any(_TOLD.search(r.text) for r in line):
            break
        size = size or height
        filled.update(c for c in columns if c is not None)
        top, lines = min(r.y0 for r in line), lines + 1
        over = over[len(line) :]
    return top - 1.0 if 2 * len(filled) > len(joints) - 1 else None


def _is_over_table(line: Sequence[Run], size: float) -> bool:
    """Whether a line that begins over the first column stands over the table, and is no first line of that column's heading: it is
    set larger, counts as a section does, or tells what no heading does."""
    return _is_of_other_size(line, size) or any(_TOLD.search(r.text) for r in line)


def _is_of_other_size(line: Sequence[Run], size: float) -> bool:
    return abs(max(r.y1 - r.y0 for r in line) - size) > _OTHER_SIZE * size


_OTHER_SIZE = 0.08  # of the heading's line height
_TOLD = re.compile(r"\d|[:：;；。，]|^\s*[(（]?[一二三四五六七八九十]{1,3}\s*[、.．)）]")


def _foot_of_last_row(table: Sequence[_Rule], joints: Sequence[float], runs: Sequence[Run]) -> float | None:
    """Where the row below the last rule ends, where rules stand over rows and none closes the table; None where no row of
    values in the columns, as high as the others, stands there."""
    heights = sorted(lower.at - upper.at for upper, lower in pairwise(table))
    bottom, high = table[-1].at, heights[len(heights) // 2]
    row = [r for r in runs if bottom < (r.y0 + r.y1) / 2 < bottom + high and r.x1 > joints[0] and r.x0 < joints[-1]]
    columns = [c for r in row for c in _columns(r, joints)]
    if None in columns or 0 not in columns or 2 * len(set(columns)) < len(joints) - 1:
        return None
    values = sum(_WHOLE.fullmatch(r.text.strip()) is not None for r in row)
    return bottom + high if values > 0 and max(r.y1 for r in row) <= bottom + high else None


def _columns(run: Run, joints: Sequence[float]) -> list[int | None]:
    """The columns that a run's words stand in; None for what stands across a joint. Narrow columns side by side are one run."""
    words: list[tuple[float, float]] = []
    for _, left, top, right, bottom in run.glyphs:
        if words and left - words[-1][1] < CELL_GAP * (bottom - top):
            words[-1] = words[-1][0], right
        else:
            words.append((left, right))
    return [_column(left, right, joints) for left, right in words]


def _column(left: float, right: float, joints: Sequence[float]) -> int | None:
    return next(
        (k for k, (x0, x1) in enumerate(pairwise(joints)) if x0 - SNAP_POINTS <= left and right <= x1 + SNAP_POINTS),
        None,
    )
