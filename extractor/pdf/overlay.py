"""A layer laid over a PDF's own pages: the pages keep their words, the layer is drawn in the frame of the page as read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pypdfium2

from extractor.pdf import coordinates
from extractor.pdf.coordinates import Matrix

Turns = Mapping[int, int]
"""Page (1-based) → how many degrees clockwise it was turned to be read; pages that are not named were not turned."""


def sizes(data: bytes, turns: Turns) -> list[tuple[float, float]]:
    """Width and height in points of each page as read."""
    with pypdfium2.PdfDocument(data) as document:
        return [_frame(page, turns.get(i, 0))[1:] for i, page in enumerate(document, 1)]


def laid_over(data: bytes, layer: bytes, turns: Turns) -> bytes:
    """The PDF with page n of ``layer``, which has the size of the page as read, over its page n."""
    document, over = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(layer)
    for i, page in enumerate(document, 1):
        matrix, _, height = _frame(page, turns.get(i, 0))
        drawn = over.page_as_xobject(i - 1, document).as_pageobject()
        upright = (1.0, 0.0, 0.0, -1.0, 0.0, height)  # a PDF's y grows upwards
        drawn.transform(pypdfium2.PdfMatrix(*coordinates.multiply(upright, _inverse(matrix))))
        page.insert_obj(drawn)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _frame(page: Any, turn: int) -> tuple[Matrix, float, float]:
    frame = coordinates.displayed(page)
    for _ in range(turn // 90):
        frame = coordinates.turned_page(*frame, 90)
    return frame


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    return d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det
