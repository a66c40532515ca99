"""Columns that stand so close that a line runs on from one into the next: the white strip between them, seen in all rows together.

In one row the gap is no wider than between a number and a word. That the words behind it begin at one place in row after
row, and that nothing is printed over the strip, shows that a column begins there. Points, y growing downward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.document import Line
from extractor.layout.unruled.columns import gaps_of, slice_line
from extractor.layout.unruled.rows import COLUMN_REACH, PrintedRow, lines_to_rows

LEAST_EM = 0.28
"""Least width of the strip, in type sizes; letters and digits stand apart by a quarter within one cell."""
ASIDE = 0.8
"""Points by which the words of one column may begin aside of each other."""
LEAST_ROWS = 3
"""Rows that must show the strip."""

_STOPS = frozenset("，。；：、！？）】》”’,;:.!?)(（【《“‘·-—/")
"""Marks whose own white space looks like a gap."""


class _Gap(NamedTuple):
    row: int
    line: Line
    at: int  # character before which the gap stands
    x0: float
    x1: float


def part_at_gutters(lines: Sequence[Line]) -> list[Line]:
    """The lines, those parted that run over a strip which stays white in the rows around them."""
    rows = lines_to_rows(lines)
    if sum(len(row.lines) > 1 for row in rows) < LEAST_ROWS:
        return list(lines)
    cuts: dict[int, set[int]] = defaultdict(set)
    for gutter in _gutters(rows):
        for gap in gutter:
            cuts[id(gap.line)].add(gap.at)
    if not cuts:
        return list(lines)
    out: list[Line] = []
    for line in lines:
        places = sorted(cuts.get(id(line), ()))
        bounds = [0, *places, len(line.text)]
        out += [slice_line(line, a, b) for a, b in pairwise(bounds)] if places else [line]
    return out


def _gutters(rows: Sequence[PrintedRow]) -> Iterator[list[_Gap]]:
    """The gaps of each strip that enough neighbouring rows show."""
    gaps = sorted(
        (gap for n, row in enumerate(rows) for line in row.lines for gap in _gaps(n, line)), key=lambda g: g.x1
    )
    starts = sorted(
        (line.box.x0, n) for n, row in enumerate(rows) for line in row.lines[1:] if line.box
    )  # columns that begin without being run into
    first = 0
    while first < len(gaps):
        last = first
        while last + 1 < len(gaps) and gaps[last + 1].x1 - gaps[first].x1 <= ASIDE:
            last += 1
        cluster = sorted(gaps[first : last + 1], key=lambda g: g.row)
        x = median(g.x1 for g in cluster)
        others = {n for at, n in starts if abs(at - x) <= ASIDE}
        yield from _stretches(cluster, x, rows, others)
        first = last + 1


def _stretches(cluster: list[_Gap], x: float, rows: Sequence[PrintedRow], others: set[int]) -> Iterator[list[_Gap]]:
    """Runs of rows over which the strip before ``x`` stays white, where enough of them show it."""
    shown = sorted({g.row for g in cluster} | others)
    run: list[int] = []
    runs: list[list[int]] = []
    for number in shown:
        if run and (
            rows[number].y0 - rows[run[-1]].y1 > COLUMN_REACH
            or any(_is_crossed(rows[k], x) for k in range(run[-1] + 1, number))
        ):
            runs.append(run)
            run = []
        run.append(number)
    for agreed in [*runs, run]:
        held = set(agreed)
        mine = [g for g in cluster if g.row in held]
        if len(agreed) >= LEAST_ROWS and mine and sum(len(rows[k].lines) > 1 for k in agreed) * 2 > len(agreed):
            yield mine


def _gaps(number: int, line: Line) -> Iterator[_Gap]:
    size = line.size or 0.0
    if size <= 0 or len(line.text) < 2:
        return
    if line.edges and len(line.text.split(None, 1)) < 2 and line.edges.widest_gap() < LEAST_EM * size:
        return  # nearly every line
    gaps = gaps_of(line)
    wide = [gap for gap in gaps if gap.width >= LEAST_EM * size]
    if not wide or len(wide) > max(3, len(gaps) // 3):
        return  # set wide throughout
    for gap in wide:
        before = line.text[: gap.at].rstrip()[-1:]
        if before not in _STOPS and line.text[gap.at] not in _STOPS:
            yield _Gap(number, line, gap.at, gap.x0, gap.x1)


def _is_crossed(row: PrintedRow, x: float) -> bool:
    """Whether a character of the row stands over the strip before ``x``."""
    for line in row.lines:
        box = line.box
        if box is None or box.x0 >= x - ASIDE or box.x1 <= x - LEAST_EM * (line.size or box.height) + ASIDE:
            continue
        low = x - LEAST_EM * (line.size or box.height) + 0.2
        if not line.edges or any(x0 < x - ASIDE and x1 > low for x0, x1 in line.edges):
            return True
    return False
