"""The seals drawn on a page that has text: pictures, drawings and appearances of signatures that are round, oval or square, in red or blue.

What is as large as a seal is drawn by itself, as large as a seal's words need it, and is one by its shape (``seal_shape``). What it
says is not read here: pages with text are read without the recogniser.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Box, SealPicture
from extractor.pdf.coordinates import IDENTITY, Matrix, displayed, multiply, place, turned_page
from extractor.pdf.drawing import Drawing, Picture, is_seal_sized
from extractor.pdf.pictures import Pixels, drawn, image_size, packed_bytes, taken, thing
from extractor.pdf.seal_shape import RAYS, is_seal
from extractor.pdf.sources import source_of
from extractor.pdf.unseen import shines_through

SIDE = 220  # pixels of the longer side of what is drawn: names were read as well as from 330, and drawing costs half as much more
MOST_KNOWN = 40  # different images of one paper that are looked at
MOST_DRAWN = 500  # notes of a page, which are all drawn where one is looked at
MOST_LOOKS = 12  # things of a page that are looked at
MOST_SEEN = 8  # images remembered from paper to paper: an insurer's policies carry one seal


@dataclass(slots=True)
class _Known:
    """What is known of an image: its pixels until they are kept elsewhere, whether it has holes, whether it is a seal's."""

    pixels: Pixels | None
    holes: bool
    seal: bool


_seen: dict[bytes, _Known] = {}  # by all that an image is made of, so that it matters to no paper what was read before


class Seals:
    """The seals of one PDF's pages; what is on many of them is looked at once."""

    def __init__(self, data: bytes, most: int) -> None:
        self.data = data
        self.known: dict[tuple[int, int, int], _Known] = {}
        self.left = most  # pictures that may still be kept

    def of(
        self, document: pypdfium2.PdfDocument, page: Any, number: int, drawing: Drawing, matrix: Matrix, turn: int = 0
    ) -> tuple[tuple[Box, ...], tuple[SealPicture, ...]]:
        """Boxes of the seals on a page, and the pictures of those that no page before had.

        ``matrix`` leads to the page as read, which was turned clockwise by ``turn`` degrees to be read.
        """
        boxes: list[Box] = []
        pictures: list[SealPicture] = []
        frame = _turned(page, turn)
        others = _drawn_ones(page, drawing, matrix, frame, boxes), self._signatures(page, number, matrix, frame, boxes)
        for box, pixels in chain(self._images(document, drawing), *others):
            boxes.append(box)
            if pixels is not None and self.left > 0:
                self.left -= 1
                pictures.append(SealPicture(box, *_as_kept(pixels)))
        return tuple(boxes), tuple(pictures)

    def _signatures(
        self, page: Any, number: int, matrix: Matrix, frame: Matrix, found: list[Box]
    ) -> Iterator[tuple[Box, Pixels]]:
        """The seals that signed fields show. PDFium draws fields only where it is made ready for forms: in a document opened anew."""
        boxes = list(islice(_annotations(page, matrix, pdfium.FPDF_ANNOT_WIDGET), MOST_LOOKS))
        if not boxes:
            return
        with pypdfium2.PdfDocument(self.data) as document:
            document.init_forms()
            fields = document[number - 1]
            for box in boxes:
                if any(_overlap(box, other) for other in found):
                    continue
                pixels = _part(fields.raw, box, frame, document.formenv.raw if document.formenv else None)
                if pixels is not None and is_seal(pixels):
                    yield box, pixels

    def _images(self, document: pypdfium2.PdfDocument, drawing: Drawing) -> Iterator[tuple[Box, Pixels | None]]:
        """The images that show a seal; with their pixels the first time."""
        sized = [picture for picture in drawing.pictures if picture.image and is_seal_sized(picture.box)]
        for picture in sized[:MOST_LOOKS]:
            known = self._look(document, picture)
            if known is not None and known.seal:
                yield picture.box, known.pixels
            if known is not None:
                known.pixels = None

    def shines_through(self, document: pypdfium2.PdfDocument, cover: Picture) -> bool:
        """As ``unseen.shines_through`` says; what is as large as a seal is drawn once for both."""
        known = self._look(document, cover) if cover.image and is_seal_sized(cover.box) else None
        return known.holes if known is not None else shines_through(document, cover)

    def _look(self, document: pypdfium2.PdfDocument, picture: Picture) -> _Known | None:
        """What is known of an image that may be a seal's; it is drawn where nothing is. None where it is too large, or too small."""
        wide, high = image_size(picture.image)
        if min(wide, high) < RAYS:
            return None
        key = wide, high, packed_bytes(picture.image)
        if key not in self.known:
            if len(self.known) >= MOST_KNOWN:
                return None
            self.known[key] = replace(self._remembered(document, picture, wide, high))
        return self.known[key]

    def _remembered(self, document: pypdfium2.PdfDocument, picture: Picture, wide: int, high: int) -> _Known:
        """What an image shows, drawn unless the same one has been lately."""
        source = source_of(self.data, thing(picture.image)) if picture.opaque else None
        if source in _seen:
            return _seen[source]
        scale = min(1.0, SIDE / max(wide, high))
        pixels = drawn(document, picture.image, round(wide * scale), round(high * scale))
        known = _Known(pixels, pixels is not None and pixels.has_holes, pixels is not None and is_seal(pixels))
        if source is not None:
            if len(_seen) >= MOST_SEEN:
                del _seen[next(iter(_seen))]
            _seen[source] = known
        return known


def _drawn_ones(
    page: Any, drawing: Drawing, matrix: Matrix, frame: Matrix, found: list[Box]
) -> Iterator[tuple[Box, Pixels]]:
    """The seals that are drawn by lines and letters, or stamped as a note, among what is not ``found`` yet."""
    stamps = _annotations(page, matrix, pdfium.FPDF_ANNOT_STAMP)
    boxes = (*(form.box for form in drawing.forms), *drawing.circles, *stamps)
    looks = 0
    for box in sorted(boxes, key=lambda box: -box.width * box.height):
        if looks < MOST_LOOKS and not any(_overlap(box, other) for other in found):
            looks += 1
            pixels = _part(page, box, frame)
            if pixels is not None and is_seal(pixels, over_print=True):
                yield box, pixels


def _annotations(page: Any, matrix: Matrix, kind: int) -> Iterator[Box]:
    """The places of notes of one kind that are as large as a seal; none on a page with so many that drawing them takes its time."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    for number in range(count if count <= MOST_DRAWN else 0):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) != kind:
                continue
            if pdfium.FPDFAnnot_GetFlags(annotation) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW):
                continue
            rect = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
                box = place((rect.left, rect.bottom, rect.right, rect.top), matrix)
                if is_seal_sized(box):
                    yield box
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _turned(page: Any, turn: int) -> Matrix:
    """From the page as displayed to the page as read."""
    _, width, height = displayed(page)
    return turned_page(IDENTITY, width, height, turn)[0] if turn else IDENTITY


def _part(page: Any, box: Box, frame: Matrix, fields: Any = None) -> Pixels | None:
    """A part of the page as read, on white paper: with its notes, or where ``fields`` are given (a form environment) these alone."""
    scale = SIDE / max(box.width, box.height)
    width, height = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    if fields is not None:
        _, wide, high = displayed(page)
        turn = {IDENTITY: 0}.get(frame, 1 if frame[1] > 0 else 3)
        if turn:
            wide, high = high, wide
        at = [round(v * scale) for v in (-box.x0, -box.y0, wide, high)]
        pdfium.FPDF_FFLDraw(fields, bitmap, page, *at, turn, pdfium.FPDF_ANNOT)
    else:
        moved = multiply(frame, (scale, 0.0, 0.0, scale, -box.x0 * scale, -box.y0 * scale))
        clip = pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, pdfium.FS_MATRIX(*moved), clip, pdfium.FPDF_ANNOT)
    return taken(bitmap)


def _as_kept(pixels: Pixels) -> tuple[bytes, tuple[int, int]]:
    """The picture's rows without gaps, and its width and height."""
    length = pixels.width * pixels.channels
    data = pixels.data
    if pixels.stride != length:
        data = b"".join(data[y * pixels.stride :][:length] for y in range(pixels.height))
    return data, (pixels.width, pixels.height)


def _overlap(one: Box, other: Box) -> bool:
    wide, tall = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
    least = min(one.width * one.height, other.width * other.height)
    return wide > 0 and tall > 0 and wide * tall > 0.5 * least
