"""A PDF opened by PDFium, once nothing of it threatens to burst, and its pages drawn."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.errors import Damaged, Empty, Encrypted, TooLarge
from extractor.limits import Limits
from extractor.pdf.bombs import refuse_bombs
from extractor.pdf.nesting import refuse_nesting
from extractor.pdf.substitute import use_em_boxes


def opened(data: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    """The document, to be read and closed by the caller. Raises a ``PaperError`` for what is too large or a bomb."""
    if not data:
        raise Empty
    if len(data) > limits.file_bytes:
        raise TooLarge(f"文件超过 {limits.file_bytes // 1048576} MB")
    refuse_bombs(data, limits)
    refuse_nesting(data, limits)
    use_em_boxes()
    return open_pdf(data)


def open_pdf(data: bytes, password: str = "") -> pypdfium2.PdfDocument:
    """The document, to be closed by the caller; ``Encrypted`` or ``Damaged`` when PDFium cannot open it."""
    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or "assword" in str(error):
            raise Encrypted from error
        raise Damaged from error


def render(document: pypdfium2.PdfDocument, index: int, dpi: float) -> Any:
    """The page as displayed: an RGB array of height × width × 3."""
    page = document[index]
    try:
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False, no_smoothtext=False)
        try:
            return bitmap.to_numpy()[:, :, :3].copy()
        finally:
            bitmap.close()
    finally:
        page.close()
