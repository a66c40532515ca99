"""Tables whose rules are typed: ┌─┬─┐ and │ between the cells, as line printers set them, taken as lines that are drawn."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extractor.layout.characters.glyphs import SPACES, Glyphs
from extractor.layout.ruled.grid import Edge

_TYPED = re.compile("[\u2500-\u257f]")
_LEAST_BARS = 3
"""Bars of a line of two cells."""
_LEAST_LINES = 2
_AWAY = 2.5
"""Heights of a character that two lines of one typed table may be apart."""


@cache
def arms(char: str) -> frozenset[str]:
    """To which sides a rule goes from the middle of a character.

    >>> sorted(arms("┌")), sorted(arms("┼")), sorted(arms("═")), sorted(arms("甲"))
    (['down', 'right'], ['down', 'left', 'right', 'up'], ['left', 'right'], [])
    """
    words = unicodedata.name(char, "").split() if _TYPED.match(char) else []
    told = {side for side in ("left", "right", "up", "down") if side.upper() in words}
    told |= {"left", "right"} if "HORIZONTAL" in words else set()
    return frozenset(told | ({"up", "down"} if "VERTICAL" in words else set()))


@dataclass(slots=True)
class _Line:
    """A line with typed rules: where its middle is, and its characters by where theirs are, with the sides they go to."""

    y: float
    height: float
    marks: list[tuple[float, float, frozenset[str]]] = field(default_factory=list)  # middle, half of the width, sides

    @property
    def bars(self) -> list[float]:
        return sorted(x for x, _, sides in self.marks if sides & {"up", "down"})

    @property
    def parts(self) -> bool:
        """Whether the line is a rule from side to side."""
        return sum(bool(sides & {"left", "right"}) for *_, sides in self.marks) > len(self.bars) / 2


def taken_as_drawn(glyphs: Glyphs) -> tuple[Glyphs, list[Edge], list[Edge]]:
    """The characters without typed rules, and these as level and upright lines; all of them and none where no table is typed."""
    text = glyphs.text if isinstance(glyphs.text, str) else "".join(c[:1] or " " for c in glyphs.text)
    places = [match.start() for match in _TYPED.finditer(text)]
    lines = _lines(glyphs, places)
    if sum(len(line.bars) >= _LEAST_BARS for line in lines) < _LEAST_LINES:
        return glyphs, [], []
    columns = [x for line in lines if line.parts for x in line.bars]
    level = [edge for line in lines for edge in _level(line)]
    upright: list[Edge] = []
    for upper, lower in pairwise(lines):
        if lower.y - upper.y > _AWAY * upper.height:
            continue
        for x, half, sides in upper.marks:
            below = [b for b, _, theirs in lower.marks if "up" in theirs and abs(b - x) <= 2 * half]
            if "down" in sides and below:
                at = min(columns, key=lambda c: abs(c - x), default=x)
                upright.append(Edge(at if abs(at - x) <= 2 * half else x, upper.y, lower.y))
    level += _between_entries(glyphs, frozenset(places), lines)
    return glyphs.without(places), level, upright


def _lines(glyphs: Glyphs, places: Iterable[int]) -> list[_Line]:
    lines: list[_Line] = []
    for char, x0, y0, x1, y1 in sorted((glyphs[k] for k in places), key=lambda g: (g[2] + g[4], g[1])):
        y = (y0 + y1) / 2
        if not lines or y - lines[-1].y > 0.4 * lines[-1].height:
            lines.append(_Line(y, y1 - y0))
        lines[-1].marks.append(((x0 + x1) / 2, (x1 - x0) / 2, arms(char)))
    return lines


def _level(line: _Line) -> Iterable[Edge]:
    for x, half, sides in line.marks:
        if sides & {"left", "right"}:
            yield Edge(line.y, x - half if "left" in sides else x, x + half if "right" in sides else x)


def _between_entries(glyphs: Glyphs, typed: frozenset[int], lines: Sequence[_Line]) -> Iterable[Edge]:
    """Level lines between lines of cells that no rule parts, over each that begins with words: a line in whose first cell nothing
    stands goes on with the one above it."""
    first = _words_in_first_cells(glyphs, typed, lines)
    for k, (upper, lower) in enumerate(pairwise(lines)):
        apart = lower.y - upper.y <= _AWAY * upper.height and not upper.parts and not lower.parts
        if apart and first[k + 1] and len(upper.bars) == len(lower.bars) >= _LEAST_BARS:
            yield Edge((upper.y + lower.y) / 2, upper.bars[0], upper.bars[-1])


def _words_in_first_cells(glyphs: Glyphs, typed: frozenset[int], lines: Sequence[_Line]) -> Mapping[int, bool]:
    out: dict[int, bool] = defaultdict(bool)
    barred = [(k, line) for k, line in enumerate(lines) if not line.parts and len(line.bars) >= _LEAST_BARS]
    for place, (char, x0, y0, x1, y1) in enumerate(glyphs):
        if place in typed or char in SPACES:
            continue
        for k, line in barred:
            if y0 < line.y < y1 and line.bars[0] < (x0 + x1) / 2 < line.bars[1]:
                out[k] = True
    return out
