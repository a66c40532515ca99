"""The characters of a page with their boxes, column by column: a page has thousands of them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import overload

from extractor.edges import Edges

Glyph = tuple[str, float, float, float, float]
"""One character and its box: text, x0, y0, x1, y1."""

SPACES = frozenset(" \u00a0\u3000\t\u2002\u2003\u2009")
_SPACE = re.compile("[ \u00a0\u3000\t\u2002\u2003\u2009]")


class Glyphs(Sequence[Glyph]):
    """Characters that never change, kept as one column for the texts and one for each side of their boxes.

    Whole columns, and stretches of them, are looked at, cut and joined many times faster than tuples. ``text`` is a string
    where each character is one, else a list.

    >>> page = Glyphs.of([("甲", 10.0, 5.0, 19.5, 15.0), ("方", 20.0, 5.0, 29.5, 15.0)])
    >>> page.text, page.x0, page[1]
    ('甲方', [10.0, 20.0], ('方', 20.0, 5.0, 29.5, 15.0))
    """

    __slots__ = ("_packed", "text", "x0", "x1", "y0", "y1")

    def __init__(
        self, text: str | list[str], x0: list[float], y0: list[float], x1: list[float], y1: list[float]
    ) -> None:
        self.text = text
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self._packed = b""

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Glyphs:
        """The same from tuples; what is in columns already is given back as it is."""
        if isinstance(glyphs, Glyphs):
            return glyphs
        columns = list(zip(*glyphs, strict=True))
        if not columns:
            return cls("", [], [], [], [])
        chars, *sides = columns
        text = "".join(chars)
        x0, y0, x1, y1 = map(list, sides)
        return cls(text if len(text) == len(chars) else list(chars), x0, y0, x1, y1)

    @classmethod
    def joined(cls, parts: Sequence[Glyphs]) -> Glyphs:
        """Several stretches one behind the other."""
        if len(parts) == 1:
            return parts[0]
        chars: list[str] = []
        for part in parts:
            chars += part.text
        text = "".join(chars)
        x0, y0, x1, y1 = (
            list(chain.from_iterable(columns))
            for columns in zip(*((part.x0, part.y0, part.x1, part.y1) for part in parts), strict=True)
        )
        return cls(text if len(text) == len(chars) else chars, x0, y0, x1, y1)

    def rows(self, start: int, stop: int) -> list[Glyph]:
        """The characters of a stretch, one by one."""
        columns = self.text, self.x0, self.y0, self.x1, self.y1
        return list(zip(*(column[start:stop] for column in columns), strict=True))

    def part(self, start: int, stop: int) -> Glyphs:
        """A stretch in columns."""
        return Glyphs(
            self.text[start:stop], self.x0[start:stop], self.y0[start:stop], self.x1[start:stop], self.y1[start:stop]
        )

    def spaces(self) -> list[int]:
        """The places of blanks."""
        if isinstance(self.text, str):
            return [found.start() for found in _SPACE.finditer(self.text)]
        return [place for place, char in enumerate(self.text) if char in SPACES]

    def without(self, places: Sequence[int]) -> Glyphs:
        """The characters but those at ``places``, which are in order."""
        columns = list(self.text), self.x0.copy(), self.y0.copy(), self.x1.copy(), self.y1.copy()
        for column in columns:
            for place in reversed(places):
                del column[place]
        chars, x0, y0, x1, y1 = columns
        return Glyphs("".join(chars) if isinstance(self.text, str) else chars, x0, y0, x1, y1)

    def in_order(self, order: Sequence[int]) -> Glyphs:
        """The characters at these places, in this order."""
        chars = [self.text[k] for k in order]
        x0, y0, x1, y1 = ([column[k] for k in order] for column in (self.x0, self.y0, self.x1, self.y1))
        return Glyphs("".join(chars) if isinstance(self.text, str) else chars, x0, y0, x1, y1)

    def edges(self, start: int, stop: int) -> Edges:
        """Where the characters of a stretch stand from left to right."""
        if not self._packed:  # packed once for a whole page
            flat = [0.0] * (2 * len(self.x0))
            flat[::2], flat[1::2] = self.x0, self.x1
            self._packed = array("d", flat).tobytes()
        return Edges.packed(self._packed, start, stop)

    def __len__(self) -> int:
        return len(self.text)

    def __iter__(self) -> Iterator[Glyph]:
        return zip(self.text, self.x0, self.y0, self.x1, self.y1, strict=True)

    @overload
    def __getitem__(self, at: int) -> Glyph: ...
    @overload
    def __getitem__(self, at: slice) -> list[Glyph]: ...
    def __getitem__(self, at: int | slice) -> Glyph | list[Glyph]:
        if isinstance(at, slice):
            columns = self.text, self.x0, self.y0, self.x1, self.y1
            return list(zip(*(column[at] for column in columns), strict=True))
        return self.text[at], self.x0[at], self.y0[at], self.x1[at], self.y1[at]
