"""Characters → runs → rows → printed lines.

A *run* is a stretch of characters that follow each other on the paper and in the file; a *row* is everything at one
height; a ``Line`` is a printed segment of a row, cut where a wide gap parts a label from a value or one column from
the next. Points, y growing downward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from extractor.document import Box, Line

Glyph = tuple[str, float, float, float, float]
"""One character and its box: text, x0, y0, x1, y1. A plain tuple, because a page has thousands of them."""

WIDE_GAP_EM = 1.5
"""A gap wider than this many character widths parts two printed segments."""

LETTER_SPACED_EM = 4.5
"""Regular gaps up to this width are letter-spacing ("保   险   单"), not column gaps."""

WORD_GAP_EM = 0.25
"""A gap this wide between two Latin words or numbers is a space, even if the file has no space character there."""

SPACES = frozenset(" \u00a0\u3000\t\u2002\u2003\u2009")


@dataclass(slots=True)
class Run:
    """Characters following each other without a wide gap. Only a working value of this module and the page assembly."""

    glyphs: list[Glyph]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class _Row:
    middle: float
    height: float
    runs: list[Run] = field(default_factory=list)


def glyphs_to_runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """Runs in file order; a step back, a change of height or a gap of more than a character starts a new one."""
    runs: list[Run] = []
    current: list[Glyph] = []
    run: Run | None = None
    middle = height = 0.0
    for glyph in glyphs:
        text, x0, y0, x1, y1 = glyph
        if run is not None and -0.5 * height <= x0 - run.x1 <= height and abs((y0 + y1) / 2 - middle) <= 0.3 * height:
            current.append(glyph)
            if x1 > run.x1:
                run.x1 = x1
            if y0 < run.y0:
                run.y0 = y0
            if y1 > run.y1:
                run.y1 = y1
            continue
        if text in SPACES:
            run = None
            continue
        current = [glyph]
        run = Run(current, x0, y0, x1, y1)
        runs.append(run)
        middle, height = (y0 + y1) / 2, max(y1 - y0, 1.0)
    return runs


def runs_to_rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs standing at one height, top to bottom, each row left to right.

    Words printed over other words (a seal, a watermark) make a row of their own, so they never interleave.
    """
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.x0)):
        height = run.y1 - run.y0
        for row in reversed(rows[-4:]):
            if abs(run.middle - row.middle) <= 0.5 * min(height, row.height) and not _overlaps(run, row.runs, height):
                row.runs.append(run)
                break
        else:
            rows.append(_Row(run.middle, height, [run]))
    for row in rows:
        row.runs.sort(key=lambda r: r.x0)
    return [row.runs for row in rows]


def _overlaps(run: Run, others: Sequence[Run], height: float) -> bool:
    return any(min(run.x1, o.x1) - max(run.x0, o.x0) > 0.5 * height for o in others)


def row_to_lines(runs: Sequence[Run]) -> list[Line]:
    """The printed segments of one row."""
    glyphs: list[Glyph] = []
    for run in runs:
        glyphs.extend(run.glyphs)
    spaces_before: dict[int, str] = {}
    printed: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g[1]) if len(runs) > 1 else glyphs:
        if glyph[0] in SPACES:
            spaces_before.setdefault(len(printed), glyph[0])
        else:
            printed.append(glyph)
    if not printed:
        return []
    em = em_of(printed)
    gaps = [right[1] - left[3] for left, right in pairwise(printed)]
    cuts = _cuts(printed, gaps, em)
    typical = _typical_gap(gaps, em)
    lines: list[Line] = []
    start = 0
    for stop in (*cuts, len(printed)):
        lines.append(_line(printed, start, stop, gaps, spaces_before, em, typical))
        start = stop
    return lines


def em_of(glyphs: Sequence[Glyph]) -> float:
    """The type size in points, as seen: the width of Chinese characters, or four fifths of the line height."""
    wide = [g[3] - g[1] for g in glyphs if g[0] >= "\u2e80"]
    if wide:
        return max(median_low(wide), 1.0)
    return max(0.8 * median_low([g[4] - g[2] for g in glyphs]), 1.0)


def _typical_gap(gaps: Sequence[float], em: float) -> float:
    """The spacing that a letter-spaced line has between all its characters; 0 for ordinary setting."""
    if len(gaps) < 3:
        return 0.0
    return max(0.0, median_low(gaps))


def _cuts(glyphs: Sequence[Glyph], gaps: Sequence[float], em: float) -> list[int]:
    """Indices at which a new printed segment starts."""
    wide = [k + 1 for k, gap in enumerate(gaps) if gap > WIDE_GAP_EM * em]
    if not wide:
        return []
    bounds = [0, *wide, len(glyphs)]
    cuts: list[int] = []
    k = 1
    while k < len(bounds) - 1:
        # A stretch of single Chinese characters at one regular wide gap is one letter-spaced word.
        last = k
        while last < len(bounds) - 1 and _single(glyphs, bounds, last - 1) and _single(glyphs, bounds, last):
            if abs(gaps[bounds[last] - 1] - gaps[bounds[k] - 1]) > 0.3 * em:
                break
            last += 1
        if last > k and gaps[bounds[k] - 1] <= LETTER_SPACED_EM * em:
            k = last
            continue
        cuts.append(bounds[k])
        k += 1
    return cuts


def _single(glyphs: Sequence[Glyph], bounds: Sequence[int], k: int) -> bool:
    return bounds[k + 1] - bounds[k] == 1 and "\u3400" <= glyphs[bounds[k]][0] <= "\u9fff"


def _line(
    glyphs: Sequence[Glyph],
    start: int,
    stop: int,
    gaps: Sequence[float],
    spaces_before: dict[int, str],
    em: float,
    typical: float,
) -> Line:
    text: list[str] = []
    edges: list[tuple[float, float]] = []
    y0, y1 = glyphs[start][2], glyphs[start][4]
    for k in range(start, stop):
        char, x0, top, x1, bottom = glyphs[k]
        if k > start:
            space = _space_between(glyphs[k - 1], glyphs[k], gaps[k - 1], spaces_before.get(k), em, typical)
            if space:
                text.append(space)
                edges.append((glyphs[k - 1][3], max(x0, glyphs[k - 1][3])))
        text.append(char)
        edges.append((x0, x1))
        if top < y0:
            y0 = top
        if bottom > y1:
            y1 = bottom
    for _ in range(sum(len(t) for t in text) - len(edges)):
        edges.append(edges[-1])
    box = Box(min(e[0] for e in edges), y0, max(e[1] for e in edges), y1)
    return Line("".join(text), box, tuple(edges), size=round(em, 2))


def _space_between(left: Glyph, right: Glyph, gap: float, space: str | None, em: float, typical: float) -> str:
    """The one space to write between two characters, or nothing."""
    if space is not None:
        return (" " if space == "\t" or space == "\u00a0" else space) if gap > 0.05 * em else ""
    narrow = left[0] < "\u2e80" and right[0] < "\u2e80"
    if narrow:
        return " " if gap >= WORD_GAP_EM * em + typical else ""
    return " " if gap >= 0.6 * em + typical else ""


def glyphs_to_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """All printed segments of a set of characters, row by row from the top, each row left to right."""
    return runs_to_lines(glyphs_to_runs(glyphs))


def runs_to_lines(runs: Iterable[Run]) -> list[Line]:
    return [line for row in runs_to_rows(runs) for line in row_to_lines(row)]
