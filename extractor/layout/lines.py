"""Characters → runs → rows → printed lines.

A *run* is a stretch of characters that follow each other on the paper and in the file; a *row* is everything at one
height; a ``Line`` is a printed segment of a row, cut where a wide gap parts a label from a value or one column from
the next. Points, y growing downward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from operator import itemgetter, sub

from extractor.document import Box, Line
from extractor.edges import Edges

Glyph = tuple[str, float, float, float, float]
"""One character and its box: text, x0, y0, x1, y1. A plain tuple, because a page has thousands of them."""

WIDE_GAP_EM = 1.5
"""A gap wider than this many character widths parts two printed segments."""

LETTER_SPACED_EM = 4.5
"""Regular gaps up to this width are letter-spacing ("保   险   单"), not column gaps."""

WORD_GAP_EM = 0.25
"""A gap this wide between two Latin words or numbers is a space, even if the file has no space character there."""

WIDE_WORD_GAP_EM = 0.6
"""The same beside a Chinese character, which is set apart from numbers by up to a quarter anyway."""

EM_SAMPLE = 24
"""Characters looked at to know the type size of a row."""

SPACES = frozenset(" \u00a0\u3000\t\u2002\u2003\u2009")


@dataclass(slots=True)
class Run:
    """Characters following each other without a wide gap. Only a working value of this module and the page assembly.

    ``widest`` is the widest gap between two of its characters, as far as known; blanks count as infinitely wide.
    """

    glyphs: list[Glyph]
    x0: float
    y0: float
    x1: float
    y1: float
    widest: float = inf

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
    printed = list(glyphs)
    start = -1  # where the current run begins; none yet
    first_top = first_bottom = left = low = right = high = widest = middle = height = back = slant = 0.0
    place = -1
    for text, x0, y0, x1, y1 in printed:
        place += 1
        gap = x0 - right
        if start >= 0 and back <= gap <= height:
            if y0 == first_top and y1 == first_bottom:
                level = True
            elif level := abs((y0 + y1) / 2 - middle) <= slant:
                if y0 < low:
                    low = y0
                if y1 > high:
                    high = y1
            if level:
                if x1 > right:
                    right = x1
                if gap > widest:
                    widest = gap
                if text in SPACES:
                    widest = inf
                continue
        if start >= 0:
            runs.append(Run(printed[start:place], left, low, right, high, widest))
        if text in SPACES:
            start = -1
            continue
        start = place
        first_top = low = y0
        first_bottom = high = y1
        left, right, widest = x0, x1, 0.0
        middle, height = (y0 + y1) / 2, max(y1 - y0, 1.0)
        back, slant = -0.5 * height, 0.3 * height
    if start >= 0:
        runs.append(Run(printed[start:], left, low, right, high, widest))
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
    if len(runs) == 1:
        run = runs[0]
        glyphs = run.glyphs
        em = em_of(glyphs)
        if run.widest < WORD_GAP_EM * em:  # ordinary setting, nothing to cut
            chars, lefts, _, rights, _ = zip(*glyphs, strict=True)
            box = Box(min(lefts), run.y0, run.x1, run.y1)
            return [Line("".join(chars), box, Edges.of_columns(lefts, rights), size=round(em, 2))]
    else:
        glyphs = sorted((glyph for run in runs for glyph in run.glyphs), key=itemgetter(1))
    spaces_before: dict[int, str] = {}
    printed = [glyph for glyph in glyphs if glyph[0] not in SPACES]
    if len(printed) < len(glyphs):
        places = [place for place, glyph in enumerate(glyphs) if glyph[0] in SPACES]
        for number, place in enumerate(places):
            spaces_before.setdefault(place - number, glyphs[place][0])
    if not printed:
        return []
    em = em_of(printed)
    gaps = list(map(sub, map(itemgetter(1), printed[1:]), map(itemgetter(3), printed)))
    bounds = [0, *_cuts(printed, gaps, em), len(printed)]
    return [_line(printed, gaps, spaces_before, em, start, stop) for start, stop in pairwise(bounds)]


def em_of(glyphs: Sequence[Glyph]) -> float:
    """The type size in points, as seen: the width of Chinese characters, or four fifths of the line height."""
    sample = glyphs[:EM_SAMPLE]
    sizes = [x1 - x0 for char, x0, _, x1, _ in sample if char >= "\u2e80"]
    if not sizes:
        sizes = [0.8 * (y1 - y0) for _, _, y0, _, y1 in sample]
    sizes.sort()
    return max(sizes[(len(sizes) - 1) // 2], 1.0)


def _typical_gap(glyphs: Sequence[Glyph], gaps: Sequence[float], em: float) -> float:
    """The spacing that a letter-spaced line has between all its characters; 0 for ordinary setting."""
    ordered = sorted(gaps)
    if len(gaps) >= 3:
        return max(0.0, ordered[(len(gaps) - 1) // 2])
    if gaps and ordered[-1] - ordered[0] <= 0.3 * em and all(_is_ideograph(glyph[0]) for glyph in glyphs):
        return max(0.0, ordered[-1])
    return 0.0


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _cuts(glyphs: Sequence[Glyph], gaps: Sequence[float], em: float) -> list[int]:
    """Indices at which a new printed segment starts."""
    least = WIDE_GAP_EM * em
    if not gaps or max(gaps) <= least:
        return []
    wide = [k + 1 for k, gap in enumerate(gaps) if gap > least]
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
    return bounds[k + 1] - bounds[k] == 1 and _is_ideograph(glyphs[bounds[k]][0])


def _line(
    glyphs: Sequence[Glyph],
    gaps: Sequence[float],
    spaces_before: dict[int, str],
    em: float,
    start: int,
    stop: int,
) -> Line:
    shown = glyphs[start:stop]
    chars, lefts, tops, rights, bottoms = zip(*shown, strict=True)
    text = "".join(chars)
    edges: Edges | None = None
    box = Box(min(lefts), min(tops), max(rights), max(bottoms))
    loose: list[int] = []
    typical = 0.0
    if gaps:
        typical = _typical_gap(shown, gaps[start : stop - 1], em)
        least = WORD_GAP_EM * em + typical
        loose = [k for k, gap in enumerate(gaps[start : stop - 1], start + 1) if gap >= least or k in spaces_before]
    if loose:
        parts: list[str] = []
        pairs = list(zip(lefts, rights, strict=True))
        spread: list[tuple[float, float]] = []
        before = start
        for k in loose:
            space = _space_between(glyphs[k - 1], glyphs[k], gaps[k - 1], spaces_before.get(k), em, typical)
            if space:
                parts += (text[before - start : k - start], space)
                spread += pairs[before - start : k - start]
                spread.append((glyphs[k - 1][3], max(glyphs[k][1], glyphs[k - 1][3])))
                before = k
        text = "".join((*parts, text[before - start :]))
        edges = Edges(spread + pairs[before - start :])
    return Line(text, box, edges or Edges.of_columns(lefts, rights), size=round(em, 2))


def _space_between(left: Glyph, right: Glyph, gap: float, space: str | None, em: float, typical: float) -> str:
    """The one space to write between two characters, or nothing."""
    narrow = left[0] < "\u2e80" and right[0] < "\u2e80"
    if space is not None:
        # Some files put spaces between all Chinese characters, without moving on; between Latin words they count.
        kept = gap > (-0.2 if narrow else 0.05) * em
        return (space if space == "\u3000" else " ") if kept else ""
    if narrow:
        return " " if gap >= WORD_GAP_EM * em + typical else ""
    return " " if gap >= WIDE_WORD_GAP_EM * em + typical else ""


def glyphs_to_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """All printed segments of a set of characters, row by row from the top, each row left to right."""
    return runs_to_lines(glyphs_to_runs(glyphs))


def runs_to_lines(runs: Sequence[Run]) -> list[Line]:
    rows = [runs] if len(runs) == 1 else runs_to_rows(runs)
    return [line for row in rows for line in row_to_lines(row)]
