"""PDFium's functions called by address, for the few that are called thousands of times a page.

The binding of pypdfium2 converts and checks every pointer and lets go of the interpreter lock around every call; for a
call of a tenth of a microsecond this costs more than the call. Here pointers are plain addresses: measured, a call
takes half the time. PDFium is not thread-safe, so that nothing is lost by holding the lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

POINTER = ctypes.c_void_p
INT = ctypes.c_int


def address(pointer: Any) -> int:
    """The address a pointer of pypdfium2 holds; 0 for none."""
    return ctypes.cast(pointer, POINTER).value or 0


def _by_address(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(address(getattr(pdfium, name)))


loose_char_box = _by_address("FPDFText_GetLooseCharBox", INT, POINTER, INT, POINTER)
"""(text page, index, FS_RECTF) → whether the box was written."""

text_object = _by_address("FPDFText_GetTextObject", POINTER, POINTER, INT)
"""(text page, index) → the text object that drew the character, None when there is none."""

page_object = _by_address("FPDFPage_GetObject", POINTER, POINTER, INT)
form_object = _by_address("FPDFFormObj_GetObject", POINTER, POINTER, INT)
"""(page or form object, index) → the object."""

object_type = _by_address("FPDFPageObj_GetType", INT, POINTER)
object_bounds = _by_address("FPDFPageObj_GetBounds", INT, POINTER, POINTER, POINTER, POINTER, POINTER)
"""(object, left, bottom, right, top), each the address of a float; the line width is inside the bounds."""

object_matrix = _by_address("FPDFPageObj_GetMatrix", INT, POINTER, POINTER)
fill_colour = _by_address("FPDFPageObj_GetFillColor", INT, POINTER, POINTER, POINTER, POINTER, POINTER)
has_transparency = _by_address("FPDFPageObj_HasTransparency", INT, POINTER)
text_render_mode = _by_address("FPDFTextObj_GetTextRenderMode", INT, POINTER)

clip_path = _by_address("FPDFPageObj_GetClipPath", POINTER, POINTER)
clip_paths = _by_address("FPDFClipPath_CountPaths", INT, POINTER)
clip_segments = _by_address("FPDFClipPath_CountPathSegments", INT, POINTER, INT)
clip_segment = _by_address("FPDFClipPath_GetPathSegment", POINTER, POINTER, INT, INT)
"""An object's clip, how many paths bound it (-1 or 0: none), the segments of one, one of them."""

set_text_render_mode = _by_address("FPDFTextObj_SetTextRenderMode", INT, POINTER, INT)

path_draw_mode = _by_address("FPDFPath_GetDrawMode", INT, POINTER, POINTER, POINTER)
path_segments = _by_address("FPDFPath_CountSegments", INT, POINTER)
path_segment = _by_address("FPDFPath_GetPathSegment", POINTER, POINTER, INT)
segment_point = _by_address("FPDFPathSegment_GetPoint", INT, POINTER, POINTER, POINTER)
segment_type = _by_address("FPDFPathSegment_GetType", INT, POINTER)
segment_closes = _by_address("FPDFPathSegment_GetClose", INT, POINTER)

page_objects = _by_address("FPDFPage_CountObjects", INT, POINTER)
form_objects = _by_address("FPDFFormObj_CountObjects", INT, POINTER)

text_font = _by_address("FPDFTextObj_GetFont", POINTER, POINTER)
glyph_path = _by_address("FPDFFont_GetGlyphPath", POINTER, POINTER, ctypes.c_uint32, ctypes.c_float)
"""(font, character, size) → the outline that the font draws where it says the character."""
glyph_segments = _by_address("FPDFGlyphPath_CountGlyphSegments", INT, POINTER)
glyph_segment = _by_address("FPDFGlyphPath_GetGlyphPathSegment", POINTER, POINTER, INT)
