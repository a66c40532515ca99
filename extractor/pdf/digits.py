"""Fonts that say one digit and draw another: the outline of each digit beside those of well-known fonts.

A font translates its glyphs to characters by a table (ToUnicode) that nothing forces to be true. Outlines only give reason to
doubt a digit; whether the page shows another one is for the recogniser to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Box, Line
from extractor.layout.characters.glyphs import Glyphs
from extractor.pdf import native
from extractor.pdf.native import POINT, Handle, address, text_object

DIGITS = "0123456789"
KNOWN_FONTS = (b"Helvetica", b"Times-Roman", b"Courier", b"Helvetica-Bold", b"Times-Bold")  # PDFium carries them
ROWS, COLUMNS = 10, 10  # points at which an outline is inside or outside
NARROWEST = 0.4  # width over height to which a narrow digit (1) is set in the middle
LEAST_INK = 12  # of the points: a font that stands in for a missing one has none, and says nothing
LIKE = 30  # of the points: a figure that differs more from every digit is none (the box for a missing character)
CLEARLY = 8  # of the points: how much nearer another digit must be
SAME_SHARE = 0.8  # of a digit's prints that the recogniser must read as one and the same other digit
_TABLE = str.maketrans("０１２３４５６７８９", DIGITS)

MOST_VERDICTS = 20_000  # outlines remembered; a font has ten

_verdicts: dict[tuple[str, bytes], bool] = {}  # of outlines alone, so that it matters to no paper what was read before


class DigitShapes:
    """What the fonts of a paper draw for digits, as far as they were asked. A font is known by its address, which is its own
    only for as long as it is loaded: ``keep_only`` forgets all but those that are."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str, bool]] = {}

    def keep_only(self, fonts: Iterable[int]) -> None:
        self._known = {font: self._known[font] for font in fonts if font in self._known}

    def doubtful(
        self, textpage: Any, glyphs: Glyphs, indices: Sequence[int], fonts: Iterable[int] | None
    ) -> frozenset[str]:
        """Digits that a font of the page draws more like another digit. ``fonts`` are those of the page's text, None when
        they are not known."""
        asked = [digit for digit in DIGITS if digit in glyphs.text]
        if fonts is not None:
            asked = [digit for digit in asked if any(self._looks_otherwise(font, digit) for font in fonts)]
        # A font that prints no digit of its own may give any figure for one: only where it prints them does it count.
        return frozenset(
            digit
            for digit in asked
            if any(self._looks_otherwise(font, digit) for font in _printed_in(textpage, glyphs, indices, digit))
        )

    def _looks_otherwise(self, font: int, digit: str) -> bool:
        known = self._known.setdefault(font, {})
        if digit not in known:
            known[digit] = _looks_otherwise(font, digit)
        return known[digit]


def _printed_in(textpage: Any, glyphs: Glyphs, indices: Sequence[int], digit: str) -> set[int]:
    """The addresses of the fonts in which a digit is printed; 0 where there is none."""
    page = address(textpage)
    if isinstance(glyphs.text, str):
        places = [found.start() for found in re.finditer(digit, glyphs.text)]
    else:
        places = [place for place, char in enumerate(glyphs.text) if char == digit]
    things = {text_object(page, indices[place]) for place in places}
    return {font for thing in things if thing and (font := native.text_font(Handle(thing)))}


def _looks_otherwise(font: int, digit: str) -> bool:
    figure = native.outline(font, ord(digit))
    if not figure:
        return False
    verdict = _verdicts.get((digit, figure))
    if verdict is None:
        if len(_verdicts) >= MOST_VERDICTS:
            _verdicts.clear()
        verdict = _verdicts[digit, figure] = _is_nearer_to_another(figure, digit)
    return verdict


def _is_nearer_to_another(figure: bytes, digit: str) -> bool:
    shape = _shape(figure)
    if shape is None:
        return False
    nearest = {d: min((shape ^ known).bit_count() for known in shapes) for d, shapes in _known_shapes().items()}
    least = min(nearest.values())
    return least < LIKE and nearest[digit] >= least + CLEARLY


@cache
def _known_shapes() -> Mapping[str, tuple[int, ...]]:
    document = pypdfium2.PdfDocument.new()
    try:
        fonts = [address(pdfium.FPDFText_LoadStandardFont(document.raw, name)) for name in KNOWN_FONTS]
        figures = {d: [native.outline(font, ord(d)) for font in fonts] for d in DIGITS}
        return {d: tuple(s for f in figures[d] if (s := _shape(f)) is not None) for d in DIGITS}
    finally:
        document.close()


def _shape(figure: bytes) -> int | None:
    """Which points of a grid over the digit lie inside its outline, as bits; None where there is no outline."""
    edges = _edges(figure)
    xs, ys = [edge[0] for edge in edges], [edge[1] for edge in edges]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    height = high - low
    if height <= 0:
        return None
    width = max(right - left, NARROWEST * height)
    left = (left + right - width) / 2
    bits = 0
    for row in range(ROWS):
        y = low + height * (row + 0.5) / ROWS
        crossed = sorted(x0 + (y - y0) * (x1 - x0) / (y1 - y0) for x0, y0, x1, y1 in edges if (y0 > y) != (y1 > y))
        for column in range(COLUMNS):
            x = left + width * (column + 0.5) / COLUMNS
            bits = bits << 1 | bisect_left(crossed, x) & 1  # how many lie left of x
    return bits if bits.bit_count() >= LEAST_INK else None


def _edges(figure: bytes) -> list[tuple[float, float, float, float]]:
    """The outline as straight edges; a curve is its two halves."""
    edges: list[tuple[float, float, float, float]] = []
    curve: list[tuple[float, float]] = []
    last = start = (0.0, 0.0)
    for x, y, kind, _ in POINT.iter_unpack(figure):
        point = (x, y)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curve.append(point)
            if len(curve) < 3:
                continue
            (ax, ay), (bx, by), point = curve
            middle = (last[0] + 3 * ax + 3 * bx + point[0]) / 8, (last[1] + 3 * ay + 3 * by + point[1]) / 8
            edges += [(*last, *middle), (*middle, *point)]
            curve = []
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            edges.append((*last, *point))
        else:
            edges.append((*last, *start))
            start = point
        last = point
    edges.append((*last, *start))
    return edges


def digits_lie(said: Iterable[Line], seen: Iterable[Line], doubtful: frozenset[str]) -> bool:
    """Whether the recogniser reads some doubtful digit as one and the same other one, and the other digits as they are said.

    Lines are compared where they stand at one place and hold equally many digits.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    pixels = [line for line in seen if line.box is not None]
    for line in said:
        own = _digits(line.text)
        near = [other for other in pixels if own and line.box and other.box and _is_at(line.box, other.box)]
        if len(near) == 1 and len(_digits(near[0].text)) == len(own):
            pairs.update(zip(own, _digits(near[0].text), strict=True))
    for digit in doubtful:
        prints = {b: n for (a, b), n in pairs.items() if a == digit}
        other, most = max(prints.items(), key=lambda item: item[1], default=(digit, 0))
        if other != digit and most >= SAME_SHARE * sum(prints.values()):
            return True
    return False


def _digits(text: str) -> str:
    return "".join(char for char in text.translate(_TABLE) if char in DIGITS)


def _is_at(a: Box, b: Box) -> bool:
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    return high > 0.5 * min(a.height, b.height) and min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 * min(a.width, b.width)
