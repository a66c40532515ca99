"""PDF pages as pictures, for people to look at: in the frame in which boxes are given, as sharp as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

from extractor.document import Box
from extractor.errors import Damaged, Empty, TooLarge
from extractor.limits import DEFAULT, Limits
from extractor.pdf.bombs import refuse_bombs
from extractor.pdf.coordinates import displayed
from extractor.pdf.opening import open_pdf
from extractor.pdf.reader import reading_turn
from extractor.pdf.substitute import machine_fonts, use_em_boxes


def sizes(data: bytes, limits: Limits = DEFAULT) -> Iterator[tuple[float, float]]:
    """Width and height in points of each page as its text layer is read; (0, 0) for one that cannot be opened."""
    with _opened(data, limits) as document:
        for number in range(1, len(document) + 1):
            width, height = _displayed(document, number)
            turn = reading_turn(document, data, number, limits) if width else 0
            yield (height, width) if turn % 180 else (width, height)


def turn_of(data: bytes, number: int, limits: Limits = DEFAULT, *, look: bool = True) -> tuple[int, float, float, int]:
    """How many degrees the page is turned clockwise to be read as far as its text layer tells (0 without ``look``), its
    width and height in points before that, and the number of pages."""
    with _opened(data, limits) as document:
        if not 1 <= number <= len(document):
            raise Damaged(f"没有第{number}页")
        width, height = _displayed(document, number)
        if not width or not height:
            raise Damaged(f"第{number}页无法打开")
        return reading_turn(document, data, number, limits) if look else 0, width, height, len(document)


def draw(data: bytes, number: int, dpi: float, turn: int = 0, box: Box | None = None) -> tuple[Any, Box]:
    """A page, or the part of it in ``box``: an RGB array of height × width × 3, and what it shows in points.

    The page is turned clockwise by ``turn`` degrees from how it is displayed, and boxes are those of the turned page.
    What is shown is ``box`` grown to whole pixels. For a file that ``turn_of`` found sound.
    """
    with machine_fonts():
        document = open_pdf(data)
        try:
            document.init_forms()  # what was filled in is part of what is seen
            return _draw(document[number - 1], dpi / 72, turn, box)
        except pypdfium2.PdfiumError as error:
            raise Damaged(f"第{number}页无法打开") from error
        finally:
            document.close()


def _draw(page: Any, scale: float, turn: int, box: Box | None) -> tuple[Any, Box]:
    width, height = page.get_size()
    if turn % 180:
        width, height = height, width
    whole = Box(0.0, 0.0, width, height)
    asked = box or whole
    left, top = int(asked.x0 * scale), int(asked.y0 * scale)
    right, bottom = max(0, int((width - asked.x1) * scale)), max(0, int((height - asked.y1) * scale))
    # pypdfium2 rounds each cut up to whole pixels; half a pixel less comes out at the pixel that is meant.
    cut = [max(0.0, pixels - 0.5) / scale for pixels in (left, bottom, right, top)]
    bitmap = page.render(scale=scale, rotation=turn, crop=tuple(cut), rev_byteorder=True, prefer_bgrx=False)
    try:
        pixels = bitmap.to_numpy()[:, :, :3].copy()
    finally:
        bitmap.close()
    tall, wide = pixels.shape[:2]
    return pixels, Box(left / scale, top / scale, (left + wide) / scale, (top + tall) / scale)


def _displayed(document: pypdfium2.PdfDocument, number: int) -> tuple[float, float]:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return 0.0, 0.0
    try:
        _, width, height = displayed(page.raw)
        return width, height
    finally:
        page.close()


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """The document as it is opened for reading; refused where reading refuses it."""
    if not data:
        raise Empty
    if len(data) > limits.file_bytes:
        raise TooLarge(f"文件超过 {limits.file_bytes // 1048576} MB")
    refuse_bombs(data, limits)
    use_em_boxes()
    document = open_pdf(data)
    try:
        if len(document) == 0:
            raise Damaged("没有可读的页")
        if len(document) > limits.pages:
            raise TooLarge(f"{len(document)} 页，上限 {limits.pages} 页")
        yield document
    finally:
        document.close()
