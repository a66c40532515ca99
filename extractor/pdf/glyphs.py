"""The characters of a page with their boxes, in displayed coordinates."""

from __future__ import annotations

import ctypes
import re
from collections import deque
from itertools import compress, repeat
from typing import Any

import pypdfium2.raw as pdfium

from extractor.layout.lines import Glyph
from extractor.pdf.coordinates import Matrix, place
from extractor.pdf.native import Handle, address, handle, has_no_character, is_generated, loose_char_box, text_object

CHUNK = 4096  # characters whose boxes are asked for at a time; they stay in one reused array
BOX_BYTES = 16  # an FS_RECTF: left, top, right, bottom as floats
BLANK = re.compile("[\x00-\x20]")

_boxes = (pdfium.FS_RECTF * CHUNK)()
_floats: Any = memoryview(_boxes).cast("B").cast("f")
_boxes_at = [handle(_boxes, BOX_BYTES * k) for k in range(CHUNK)]


def read_glyphs(textpage: Any, matrix: Matrix, most: int) -> tuple[list[Glyph], list[int]]:
    """The characters in PDFium's order, at most ``most``, and their indices on the text page.

    The box of a character is as wide as it advances and as high as its font, so that a row of boxes has no holes.
    Spaces and line ends that PDFium made up are left out; they have no place on the paper.
    """
    count = min(pdfium.FPDFText_CountChars(textpage), most)
    characters = _characters(textpage, count)
    printed = bytearray(b"\1") * count
    page = Handle(address(textpage))
    for blank in BLANK.finditer(characters):
        index = blank.start()
        if blank.group() in "\r\n" or is_generated(page, index) == 1:
            printed[index] = 0
    glyphs: list[Glyph] = []
    _, b, _, _, e, f = matrix
    upright = b == 0.0 and matrix[0] > 0
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        deque(map(loose_char_box, repeat(page), range(start, stop), _boxes_at), maxlen=0)
        floats = _floats[: 4 * (stop - start)].tolist()
        x0, y1, x1, y0 = floats[0::4], floats[1::4], floats[2::4], floats[3::4]
        text, ink = characters[start:stop], printed[start:stop]
        if upright:  # column by column, as whole lists are made faster than single characters
            if e:
                x0, x1 = [at + e for at in x0], [at + e for at in x1]
            columns = zip(text, x0, [f - at for at in y1], x1, [f - at for at in y0], strict=True)
            glyphs += compress(columns, ink)
        else:
            boxes = zip(x0, y0, x1, y1, strict=True)
            glyphs += [(char, *place(box, matrix)) for char, box, seen in zip(text, boxes, ink, strict=True) if seen]
    return glyphs, list(compress(range(count), printed))


def _characters(textpage: Any, count: int) -> str:
    """The characters by index. One call for all where each takes one UTF-16 unit, else one call for each."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(textpage, 0, count, units) == count + 1:
        try:
            text = bytes(units)[:-2].decode("utf-16-le")
        except UnicodeDecodeError:
            text = ""
        if len(text) == count:
            return text
    return "".join([chr(pdfium.FPDFText_GetUnicode(textpage, index)) for index in range(count)])


def text_objects_of(textpage: Any, indices: list[int]) -> list[int]:
    """The addresses of the text objects that drew the characters, 0 where there is none."""
    page = address(textpage)
    return [text_object(page, index) or 0 for index in indices]


def unmapped_share(textpage: Any, indices: list[int], sample: int = 24) -> float:
    """The share of a sample of characters for which the file does not say which character they are."""
    if not indices:
        return 0.0
    page = Handle(address(textpage))
    asked = indices[:: max(1, len(indices) // sample)]
    unmapped: int = sum(has_no_character(page, k) == 1 for k in asked)
    return unmapped / len(asked)
