"""Fonts that say one digit and draw another: the outline of each digit beside those of well-known fonts.

A font translates its glyphs to characters by a table (ToUnicode) that nothing forces to be true. Outlines only give reason to
doubt a digit; whether the page shows another one is for the recogniser to say.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Box, Line
from extractor.layout.lines import Glyph
from extractor.pdf import native
from extractor.pdf.native import address, text_object

DIGITS = "0123456789"
KNOWN_FONTS = (b"Helvetica", b"Times-Roman", b"Courier", b"Helvetica-Bold", b"Times-Bold")  # PDFium carries them
ROWS, COLUMNS = 10, 10  # points at which an outline is inside or outside
NARROWEST = 0.4  # width over height to which a narrow digit (1) is set in the middle
LEAST_INK = 12  # of the points: a font that stands in for a missing one has none, and says nothing
CLEARLY = 8  # of the points: how much nearer another digit must be
SAME_SHARE = 0.8  # of a digit's prints that the recogniser must read as one and the same other digit
_TABLE = str.maketrans("０１２３４５６７８９", DIGITS)

Outline = list[tuple[float, float, float, float]]


def doubtful_digits(
    textpage: Any, glyphs: Iterable[Glyph], indices: Iterable[int], looked_at: dict[tuple[int, str], bool]
) -> frozenset[str]:
    """Digits that a font of the page draws more like another digit. ``looked_at`` remembers the fonts of a document."""
    page = address(textpage)
    fonts: dict[int, int] = {}
    used: dict[int, set[str]] = {}
    for glyph, index in zip(glyphs, indices, strict=True):
        if glyph[0] in DIGITS:
            thing = text_object(page, index) or 0
            font = fonts.get(thing)
            if font is None:
                font = fonts[thing] = (native.text_font(thing) or 0) if thing else 0
            used.setdefault(font, set()).add(glyph[0])
    out: set[str] = set()
    for font, digits in used.items():
        for digit in digits if font else ():
            if (font, digit) not in looked_at:
                looked_at[font, digit] = _looks_otherwise(font, digit)
            if looked_at[font, digit]:
                out.add(digit)
    return frozenset(out)


def _looks_otherwise(font: int, digit: str) -> bool:
    shape = _shape(font, digit)
    if shape is None:
        return False
    nearest = {d: min((shape ^ known).bit_count() for known in shapes) for d, shapes in _known_shapes().items()}
    return nearest[digit] >= min(nearest.values()) + CLEARLY


@cache
def _known_shapes() -> Mapping[str, tuple[int, ...]]:
    document = pypdfium2.PdfDocument.new()
    try:
        fonts = [address(pdfium.FPDFText_LoadStandardFont(document.raw, name)) for name in KNOWN_FONTS]
        return {d: tuple(s for font in fonts if (s := _shape(font, d)) is not None) for d in DIGITS}
    finally:
        document.close()


def _shape(font: int, digit: str) -> int | None:
    """Which points of a grid over the digit lie inside its outline, as bits; None where there is no outline."""
    outline = _outline(font, digit)
    if not outline:
        return None
    xs, ys = [edge[0] for edge in outline], [edge[1] for edge in outline]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    height = high - low
    if height <= 0:
        return None
    width = max(right - left, NARROWEST * height)
    left = (left + right - width) / 2
    bits = 0
    for row in range(ROWS):
        y = low + height * (row + 0.5) / ROWS
        crossed = sorted(x0 + (y - y0) * (x1 - x0) / (y1 - y0) for x0, y0, x1, y1 in outline if (y0 > y) != (y1 > y))
        for column in range(COLUMNS):
            x = left + width * (column + 0.5) / COLUMNS
            bits = bits << 1 | sum(edge < x for edge in crossed) & 1
    return bits if bits.bit_count() >= LEAST_INK else None


_x, _y = ctypes.c_float(), ctypes.c_float()
_x_at, _y_at = ctypes.addressof(_x), ctypes.addressof(_y)


def _outline(font: int, digit: str) -> Outline:
    """The digit's outline as straight edges; a curve is its two halves."""
    path = native.glyph_path(font, ord(digit), 100.0)
    edges: Outline = []
    curve: list[tuple[float, float]] = []
    last = start = (0.0, 0.0)
    for number in range(native.glyph_segments(path) if path else 0):
        segment = native.glyph_segment(path, number)
        native.segment_point(segment, _x_at, _y_at)
        point, kind = (_x.value, _y.value), native.segment_type(segment)
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
