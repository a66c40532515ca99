"""Characters → runs: those that follow each other on the paper and in the file. Points, y growing downward."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from operator import sub

from extractor.document import Box
from extractor.layout.characters.glyphs import SPACES, Glyph, Glyphs

WIDE = "\u2e80"
"""Characters from here on are as wide as they are high: Chinese ones and their marks."""

_NARROW = re.compile(f"[\0-{chr(ord(WIDE) - 1)}]")

EM_SAMPLE = 24
"""Characters looked at to know the type size of a row."""


@dataclass(slots=True)
class Run:
    """Characters following each other without a wide gap. Only a working value of the room.

    They are those of ``page`` from ``start`` to ``stop``. ``widest`` is the widest gap between two of them, as far as known;
    blanks count as infinitely wide.
    """

    page: Glyphs
    start: int
    stop: int
    x0: float
    y0: float
    x1: float
    y1: float
    widest: float = inf

    @classmethod
    def of(cls, glyphs: Sequence[Glyph], box: Box) -> Run:
        """A run of characters that are no longer a page's."""
        return cls(Glyphs.of(glyphs), 0, len(glyphs), *box)

    @property
    def glyphs(self) -> list[Glyph]:
        return self.page.rows(self.start, self.stop)

    @property
    def text(self) -> str:
        text = self.page.text[self.start : self.stop]
        return text if isinstance(text, str) else "".join(text)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def glyphs_to_runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """Runs in file order; a step back, a change of height or a gap of more than a character starts a new one."""
    page = Glyphs.of(glyphs)
    runs: list[Run] = []
    start = -1  # where the current run begins; none yet
    first_top = first_bottom = left = low = right = high = widest = middle = height = back = slant = 0.0
    place = -1
    for text, x0, y0, x1, y1 in page:
        place += 1
        gap = x0 - right
        if start >= 0 and back <= gap <= height:
            if y0 == first_top and y1 == first_bottom:
                level = True
            elif level := (
                abs((y0 + y1) / 2 - middle) <= slant
                or (y1 - y0 < 0.5 * height and first_top < (y0 + y1) / 2 < first_bottom)  # a comma in its own ink's box
            ):
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
            runs.append(Run(page, start, place, left, low, right, high, widest))
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
        runs.append(Run(page, start, place + 1, left, low, right, high, widest))
    return runs


def em_of(glyphs: Iterable[Glyph]) -> float:
    """The type size in points, as seen: the width of Chinese characters, or four fifths of the line height."""
    page = Glyphs.of(glyphs)
    return em_within(page, 0, len(page.text))


def em_within(page: Glyphs, start: int, stop: int) -> float:
    """As ``em_of``, of the characters ``start`` to ``stop`` of a page."""
    stop = min(stop, start + EM_SAMPLE)
    text, x0, x1 = page.text[start:stop], page.x0[start:stop], page.x1[start:stop]
    narrow = _NARROW.search(text) if isinstance(text, str) else min(text) < WIDE
    if not narrow:
        sizes = list(map(sub, x1, x0))
    else:
        sizes = [right - left for char, left, right in zip(text, x0, x1, strict=True) if char >= WIDE]
        if not sizes:
            sizes = [0.8 * (y1 - y0) for y0, y1 in zip(page.y0[start:stop], page.y1[start:stop], strict=True)]
    sizes.sort()
    middle: float = sizes[(len(sizes) - 1) // 2]
    return max(middle, 1.0)
