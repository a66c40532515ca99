"""PDF: the text layer where it can be trusted, rendered pages and OCR where not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from extractor.document import Document, Page
from extractor.limits import DEFAULT, Limits

EXTENSIONS = ("pdf",)


def sniff(head: bytes) -> float:
    """1.0 when the head of the file says PDF; the mark may stand a little after the start (PDF 32000-1, Annex H)."""
    place = head[:1024].find(b"%PDF-")
    if place < 0:
        return 0.0
    return 1.0 if place == 0 else 0.8


def read(
    data: bytes, name: str, *, limits: Limits = DEFAULT, ocr: Callable[[Any, float], Any] | None = None
) -> Document:
    """Read a PDF. Pages without a trustworthy text layer go to ``ocr``, by default to our own recogniser.

    Raises a ``PaperError`` when no page can be read at all; one failing page is a ``Problem`` of that page.
    """
    from extractor.pdf.reader import read_pdf

    return read_pdf(data, name, limits=limits, ocr=ocr)


def pages(data: bytes, *, limits: Limits = DEFAULT, ocr: Callable[[Any, float], Any] | None = None) -> Iterator[Page]:
    """The pages of a PDF one after the other, for papers of many pages: memory does not grow with their number.

    Each is as ``read`` reads it, but for what only the pages together show (a table that goes on over the page).
    """
    from extractor.pdf.reader import read_pages

    return read_pages(data, limits=limits, ocr=ocr)
