"""What was typed into a PDF's form fields, and free-text notes: words that stand in no text layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractor.document import Box
from extractor.pdf.coordinates import Matrix, place

MOST_ANNOTATIONS = 5000  # on one page; a form of a hundred rows has about a thousand
MOST_VALUE_BYTES = 200_000  # of one value in UTF-16


class FormValue(NamedTuple):
    """The value shown in a form field, or the words of a free-text note."""

    text: str
    box: Box


def read_form_values(page: Any, matrix: Matrix) -> Iterator[FormValue]:
    """Values of AcroForm fields and free-text notes; they stand in no text layer."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
                continue
            if pdfium.FPDFAnnot_GetFlags(annotation) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW):
                continue
            rect = pdfium.FS_RECTF()
            if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
                continue
            if kind == pdfium.FPDF_ANNOT_FREETEXT:
                text = _string_of(annotation, b"Contents")
            elif state := _string_of(annotation, b"AS"):  # a box to tick has a state of appearance
                text = "☐" if state == "Off" else "☑"
            else:
                text = _string_of(annotation, b"V")
            if text:
                yield FormValue(text, place((rect.left, rect.bottom, rect.right, rect.top), matrix))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _string_of(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2 or size > MOST_VALUE_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00").strip()
