"""The characters of a page with their boxes, in displayed coordinates."""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

import pypdfium2.raw as pdfium

from extractor.layout.characters.glyphs import Glyphs
from extractor.pdf.coordinates import Matrix, place
from extractor.pdf.flat import as_high_as_fonts
from extractor.pdf.native import Handle, address, handle, has_no_character, is_generated, loose_char_box, text_object

CHUNK = 4096  # characters whose boxes are asked for at a time; they stay in one reused array
BOX_BYTES = 16  # an FS_RECTF: left, top, right, bottom as floats
BLANK = re.compile("[\x00-\x20]")
_BROKEN_AT = "\ufffe"
"""What PDFium makes of a hyphen at the end of a row, which it takes for that of a divided word; in a number it is printed."""

_boxes = (pdfium.FS_RECTF * CHUNK)()
_floats: Any = memoryview(_boxes).cast("B").cast("f")
_boxes_at = [handle(_boxes, BOX_BYTES * k) for k in range(CHUNK)]


def read_glyphs(textpage: Any, matrix: Matrix, most: int) -> tuple[Glyphs, Sequence[int]]:
    """The characters in PDFium's order, at most ``most``, and their indices on the text page.

    The box of a character is as wide as it advances and as high as its font, so that a row of boxes has no holes.
    Spaces and line ends that PDFium made up are left out; they have no place on the paper.
    """
    page = Handle(address(textpage))
    text, indices = _printed(page, _characters(textpage, min(pdfium.FPDFText_CountChars(textpage), most)))
    floats: list[float] = []
    for start in range(0, len(indices), CHUNK):
        asked = indices[start : start + CHUNK]
        deque(map(loose_char_box, repeat(page), asked, _boxes_at), maxlen=0)
        floats += _floats[: 4 * len(asked)].tolist()
    floats = as_high_as_fonts(textpage, text, indices, floats)
    side_by_side(text, floats)
    x0, y1, x1, y0 = floats[0::4], floats[1::4], floats[2::4], floats[3::4]
    a, b, _, _, e, f = matrix
    if b == 0.0 and a > 0:  # upright; whole columns are made faster than single characters
        if e:
            x0, x1 = [at + e for at in x0], [at + e for at in x1]
        return Glyphs(text, x0, [f - at for at in y1], x1, [f - at for at in y0]), indices
    boxes = [place(box, matrix) for box in zip(x0, y0, x1, y1, strict=True)]
    return Glyphs.of(zip(text, *zip(*boxes, strict=True), strict=True) if boxes else ()), indices


_DRAWN_AS_ONE = re.compile("([—―…⋯─])\\1+")
"""Marks that fonts draw as one sign where several stand together: a dash or dots of two characters."""


def side_by_side(text: str, floats: list[float]) -> None:
    """Gives each of the characters that were drawn as one sign its share of the box, which they all have: else every one but the first
    steps back and begins a line of its own. ``floats`` are changed: left, top, right, bottom of each.

    >>> floats = [10.0, 5.0, 30.0, -5.0, 10.0, 5.0, 30.0, -5.0]
    >>> side_by_side("——", floats)
    >>> floats
    [10.0, 5.0, 20.0, -5.0, 20.0, 5.0, 30.0, -5.0]
    """
    for found in _DRAWN_AS_ONE.finditer(text):
        at = found.start()
        while at < found.end():
            box = floats[4 * at : 4 * at + 4]
            stop = at + 1
            while stop < found.end() and floats[4 * stop : 4 * stop + 4] == box:
                stop += 1
            share = (box[2] - box[0]) / (stop - at)
            if stop - at > 1 and box[2] - box[0] > abs(box[1] - box[3]):  # else printed twice for a bolder look
                for k in range(at, stop):
                    floats[4 * k], floats[4 * k + 2] = box[0] + share * (k - at), box[0] + share * (k - at + 1)
            at = stop


def _printed(page: Handle, characters: str) -> tuple[str, Sequence[int]]:
    """The characters that stand on the paper, and their indices."""
    blanks = [found.start() for found in BLANK.finditer(characters)]
    made_up = [
        at
        for at, generated in zip(blanks, map(is_generated, repeat(page), blanks), strict=True)
        if generated == 1 or characters[at] in "\r\n"
    ]
    if not made_up:
        return characters, range(len(characters))
    bounds = [*zip([0, *(at + 1 for at in made_up)], [*made_up, len(characters)], strict=True)]
    text = "".join([characters[start:stop] for start, stop in bounds])
    return text, tuple(chain.from_iterable(map(range, *zip(*bounds, strict=True))))


def _characters(textpage: Any, count: int) -> str:
    """The characters by index. One call for all where each takes one UTF-16 unit, else one call for each."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(textpage, 0, count, units) == count + 1:
        try:
            text = bytes(units)[:-2].decode("utf-16-le")
        except UnicodeDecodeError:
            text = ""
        if len(text) == count:
            return text.replace(_BROKEN_AT, "-")
    return "".join([chr(pdfium.FPDFText_GetUnicode(textpage, index)) for index in range(count)]).replace(
        _BROKEN_AT, "-"
    )


def text_objects_of(textpage: Any, indices: Sequence[int]) -> list[int]:
    """The addresses of the text objects that drew the characters, 0 where there is none."""
    page = address(textpage)
    return [text_object(page, index) or 0 for index in indices]


def unmapped_share(textpage: Any, indices: Sequence[int], sample: int = 24) -> float:
    """The share of a sample of characters for which the file does not say which character they are."""
    if not indices:
        return 0.0
    page = Handle(address(textpage))
    asked = indices[:: max(1, len(indices) // sample)]
    unmapped: int = sum(has_no_character(page, k) == 1 for k in asked)
    return unmapped / len(asked)
