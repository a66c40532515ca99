"""Boxes as high as the font where PDFium gives them only as high as the ink.

A box is as high as its font by the font's ascent and descent. Some programs (LibreOffice among them) write both as 0; then a comma is a
quarter as high as the character before it, in some fonts narrower too, and a row of print falls into pieces. Such a page is known by its
marks, and all of its upright characters get boxes of one em around their baseline, which reach to the next.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import pypdfium2.raw as pdfium

_MARKS = "，、。：；－—．.,-"
_STROKE = "一"
_STROKE_FLAT = 0.25
"""Height over width of a box that holds nothing but the ink of 一."""
_FLAT = 0.6
"""Height over width: a box as high as its font is no lower than it is wide, and a mark of full width has a quarter's ink."""
_ABOVE, _BELOW = 0.88, 0.12
"""Shares of the em over and under the baseline, those of Chinese fonts (OpenType, BASE table, ideo)."""
_BESIDE = 0.15
"""Share of the em beside the ink of a letter of half width: what it advances beyond its ink, where nothing follows."""


def as_high_as_fonts(textpage: Any, text: str, indices: Sequence[int], floats: list[float]) -> list[float]:
    """The boxes (left, top, right, bottom of each character, y upward) as they are, or made as high as the fonts."""
    return (
        _heightened(textpage, text, indices, floats)
        if _are_flat(text, floats)
        else _with_strokes(textpage, text, indices, floats)
    )


def _with_strokes(textpage: Any, text: str, indices: Sequence[int], floats: list[float]) -> list[float]:
    """The boxes with those of 一 as high as the font, where its ink alone is measured: browsers draw it as a shape of its own,
    and a cell that wraps before or behind it ("一" over "般") would lose a line too low to be print."""
    out = floats
    at = text.find(_STROKE)
    while at >= 0:
        left, top, right, bottom = floats[4 * at : 4 * at + 4]
        if 0 < top - bottom < _STROKE_FLAT * (right - left) and (here := _standing(textpage, indices[at])) is not None:
            out = list(floats) if out is floats else out
            out[4 * at + 1], out[4 * at + 3] = here.y + _ABOVE * here.em, here.y - _BELOW * here.em
        at = text.find(_STROKE, at + 1)
    return out


def _are_flat(text: str, floats: Sequence[float]) -> bool:
    for mark in _MARKS:
        at = text.find(mark)
        while at >= 0:
            left, top, right, bottom = floats[4 * at : 4 * at + 4]
            if 0 < top - bottom < _FLAT * (right - left):
                return True
            last = text.rfind(mark)
            at = last if last > at else -1
    return False


def _heightened(textpage: Any, text: str, indices: Sequence[int], floats: list[float]) -> list[float]:
    out = list(floats)
    standing = [_standing(textpage, index) for index in indices]
    for nth, (letter, here, then) in enumerate(zip_longest(text, standing, standing[1:])):
        if here is None:
            continue
        left, _, right, _ = floats[4 * nth : 4 * nth + 4]
        reach = here.x + here.em if east_asian_width(letter) in "WF" else right + _BESIDE * here.em
        if then is not None and then.y == here.y and then.x > here.x:
            reach = min(reach, then.x)
        out[4 * nth : 4 * nth + 4] = (
            min(left, here.x), here.y + _ABOVE * here.em, max(right, reach), here.y - _BELOW * here.em,
        )  # fmt: skip
    return out


class _Standing(NamedTuple):
    """Where an upright character stands: its origin, and the em of its font on the page, points."""

    x: float
    y: float
    em: float


def _standing(textpage: Any, index: int) -> _Standing | None:
    """None for a character that is not upright."""
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetMatrix(textpage, index, matrix) or matrix.b or matrix.c or matrix.d <= 0:
        return None
    if not pdfium.FPDFText_GetCharOrigin(textpage, index, x, y):
        return None
    return _Standing(x.value, y.value, pdfium.FPDFText_GetFontSize(textpage, index) * matrix.d)
