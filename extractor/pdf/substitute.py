"""What stands in for a Chinese font that a PDF names and does not carry.

PDFium takes such a font from the machine. Where there is none it gives characters no height and then drops words as
if they were drawn twice; where there is one the boxes are those of whatever font that is. So the text layer is read
with a font of our own whose every character is an em box without ink: nothing is dropped, and a paper gives the same
boxes on every machine. For pictures of a page the machine's fonts are put back.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as pdfium

_LATIN = frozenset({0, 2})  # ANSI and symbol character sets: PDFium has fonts of its own for them
_ONE_FONT = 1  # a handle that is not null
_WITHOUT_ENUMERATION = 2  # FPDF_SYSFONTINFO.version: fonts are mapped on demand


@cache
def use_em_boxes() -> None:
    """From here on, in this process, fonts that a PDF does not carry are em boxes."""
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_em_boxes()[0]))


@contextmanager
def machine_fonts() -> Iterator[None]:
    """The machine's own fonts, for a document that is opened and drawn inside."""
    # PDFium releases a source when another takes its place, so each use needs a source of its own.
    source = pdfium.FPDF_GetDefaultSystemFontInfo()
    pdfium.FPDF_SetSystemFontInfo(source)
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_em_boxes()[0]))
        pdfium.FPDF_FreeDefaultSystemFontInfo(source)


@cache
def _em_boxes() -> tuple[Any, bytes]:
    """The font source that PDFium asks, kept alive with its font for as long as the process lives."""
    font = files("extractor.pdf").joinpath("data", "em-box.ttf").read_bytes()

    def map_font(source: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        return None if charset in _LATIN else _ONE_FONT

    def font_data(source: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0  # PDFium asks for single tables only to look for collections
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    answers = {
        "Release": lambda source: None,
        "EnumFonts": lambda source, mapper: None,
        "MapFont": map_font,
        "GetFont": lambda source, face: None,
        "GetFontData": font_data,
        "GetFaceName": lambda source, handle, buffer, size: 0,
        "GetFontCharset": lambda source, handle: 0,
        "DeleteFont": lambda source, handle: None,
    }
    source = pdfium.FPDF_SYSFONTINFO()
    source.version = _WITHOUT_ENUMERATION
    for name, kind in source._fields_:
        if name in answers:
            setattr(source, name, kind(answers[name]))
    return source, font
