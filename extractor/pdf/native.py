"""PDFium's functions called by address, for the few that are called thousands of times a page.

The binding of pypdfium2 converts and checks every pointer and lets go of the interpreter lock around every call; for a
call of a tenth of a microsecond this costs more than the call. Here pointers are plain addresses: measured, a call
takes half the time. PDFium is not thread-safe, so that nothing is lost by holding the lock.

The most frequent ones do not even say what they take, which halves the time again: their pointers must be ``Handle``, as a
plain number would be passed as 32 bits.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from struct import Struct
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

POINTER = ctypes.c_void_p
INT = ctypes.c_int


def address(pointer: Any) -> int:
    """The address a pointer of pypdfium2 holds; 0 for none."""
    return ctypes.cast(pointer, POINTER).value or 0


def _by_address(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(address(getattr(pdfium, name)))


class Handle(POINTER):
    """A pointer that calls give and take as it is, without turning it into a number; ``value`` is that number."""


def _unchecked(name: str, result: Any) -> Callable[..., Any]:
    """A function that takes handles and whole numbers below 2³¹."""
    return ctypes.PYFUNCTYPE(result)(address(getattr(pdfium, name)))


def handle(buffer: Any, offset: int = 0) -> Handle:
    """Where a ctypes array or structure lies, ``offset`` bytes behind its start."""
    return Handle(ctypes.addressof(buffer) + offset)


loose_char_box = _unchecked("FPDFText_GetLooseCharBox", INT)
"""(text page, index, FS_RECTF), handles → whether the box was written."""

is_generated = _unchecked("FPDFText_IsGenerated", INT)
has_no_character = _unchecked("FPDFText_HasUnicodeMapError", INT)
"""(text page, index), the page a handle → 1 where PDFium made the character up; where the file does not say which it is."""

text_object = _by_address("FPDFText_GetTextObject", POINTER, POINTER, INT)
"""(text page, index) → the text object that drew the character, None when there is none."""

page_objects = _unchecked("FPDFPage_CountObjects", INT)
form_objects = _unchecked("FPDFFormObj_CountObjects", INT)
page_object = _unchecked("FPDFPage_GetObject", Handle)
form_object = _unchecked("FPDFFormObj_GetObject", Handle)
"""(page or form object, index) → the object; handles, as for all about objects of a page that follow."""

object_type = _unchecked("FPDFPageObj_GetType", INT)
object_bounds = _unchecked("FPDFPageObj_GetBounds", INT)
"""(object, left, bottom, right, top), each the place of a float; the line width is inside the bounds."""

object_matrix = _unchecked("FPDFPageObj_GetMatrix", INT)
fill_colour = _unchecked("FPDFPageObj_GetFillColor", INT)
has_transparency = _unchecked("FPDFPageObj_HasTransparency", INT)
text_render_mode = _unchecked("FPDFTextObj_GetTextRenderMode", INT)
text_font = _unchecked("FPDFTextObj_GetFont", POINTER)
"""(object) → the address of its font."""

path_draw_mode = _unchecked("FPDFPath_GetDrawMode", INT)
path_segments = _unchecked("FPDFPath_CountSegments", INT)
path_segment = _unchecked("FPDFPath_GetPathSegment", Handle)

clip_path = _unchecked("FPDFPageObj_GetClipPath", Handle)
clip_paths = _unchecked("FPDFClipPath_CountPaths", INT)
clip_segments = _unchecked("FPDFClipPath_CountPathSegments", INT)
clip_segment = _unchecked("FPDFClipPath_GetPathSegment", Handle)
"""An object's clip, how many paths bound it (-1 or 0: none), the segments of one, one of them."""

set_text_render_mode = _by_address("FPDFTextObj_SetTextRenderMode", INT, POINTER, INT)

segment_point = _unchecked("FPDFPathSegment_GetPoint", INT)
segment_type = _unchecked("FPDFPathSegment_GetType", INT)
segment_closes = _unchecked("FPDFPathSegment_GetClose", INT)
"""Of a point of a path, by handle: where it writes x and y, its kind, whether a straight edge from it closes the figure."""

glyph_path = _by_address("FPDFFont_GetGlyphPath", POINTER, POINTER, ctypes.c_uint32, ctypes.c_float)
"""(font, character, size) → the outline that the font draws where it says the character."""
glyph_segments = _by_address("FPDFGlyphPath_CountGlyphSegments", INT, POINTER)
glyph_segment = _by_address("FPDFGlyphPath_GetGlyphPathSegment", POINTER, POINTER, INT)
"""How many points an outline has, and the address of one."""

POINT = Struct("2fB?2x")
"""A point of a path as PDFium keeps it: x, y, its kind (``FPDF_SEGMENT_…``), whether a straight edge from it closes the figure."""

_SAYING = b"\xff" * 9 + b"\1\0\0"
_point = (ctypes.c_float * 2)()
_x_at, _y_at = handle(_point), handle(_point, 4)


def outline(font: int, character: int) -> bytes:
    """The outline that a font draws where it says the character, in ems: a ``POINT`` for each; empty where it draws none."""
    path = glyph_path(font, character, 1.0)
    count = glyph_segments(path) if path else 0
    if count <= 0:
        return b""
    first = glyph_segment(path, 0)
    if _points_lie_in_a_row() and glyph_segment(path, count - 1) == first + POINT.size * (count - 1):
        return _points_at(first, count)
    return b"".join(_asked(glyph_segment(path, number)) for number in range(count))


def _points_at(first: int, count: int) -> bytes:
    size = POINT.size * count
    points = int.from_bytes(ctypes.string_at(first, size), "little") & _mask(count)
    return points.to_bytes(size, "little")


@cache
def _mask(count: int) -> int:
    """Ones where points say something: what stands in their unused bytes is left from before."""
    return int.from_bytes(_SAYING * count, "little")


def _asked(segment: int) -> bytes:
    point = Handle(segment)
    segment_point(point, _x_at, _y_at)
    return POINT.pack(*_point, segment_type(point), bool(segment_closes(point)))


@cache
def _points_lie_in_a_row() -> bool:
    """Whether this PDFium keeps the points of a path one behind the other as ``POINT`` says.

    The handle of a point is its address, so that a whole outline can be copied at once; four calls for each point cost
    ten times as much. Known by a standard font's figures, asked for both ways.
    """
    with pypdfium2.PdfDocument.new() as document:
        font = address(pdfium.FPDFText_LoadStandardFont(document.raw, b"Helvetica"))
        for character in b"380%":
            path = glyph_path(font, character, 1.0)
            points = [glyph_segment(path, number) for number in range(glyph_segments(path))]
            if points != [points[0] + POINT.size * number for number in range(len(points))]:
                return False
            if _points_at(points[0], len(points)) != b"".join(map(_asked, points)):
                return False
    return True
