"""Photos on a page whose words come from its text layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.likeness import Photo
from extractor.pdf.pictures import drawn, packed_bytes, thing
from extractor.photos import LEAST_BYTES, LOOKED_AT, MOST_PIXELS, is_shaped, look_of_file, look_of_pixels

if TYPE_CHECKING:
    from extractor.document import Box
    from extractor.likeness import Look
    from extractor.pdf.drawing import Picture

LEAST_POINTS: Final = 80.0
"""Of the shorter side on the page (28 mm): what is smaller is a stamp, a code or a logo."""


class Photos:
    """The photos of a paper's pages, found page by page; ``most`` images are looked at, be they photos or not."""

    def __init__(self, most: int) -> None:
        self._left = most

    def on(self, document: pypdfium2.PdfDocument, pictures: Iterable[Picture], number: int) -> tuple[Photo, ...]:
        """The photos among the images of a page, in the order in which they are drawn."""
        found: list[Photo] = []
        for picture in filter(_may_be, pictures):
            if self._left <= 0:
                break
            self._left -= 1
            if (look := _look(document, picture)) is not None:
                found.append(Photo(look, number, picture.box))
        return tuple(found)


def _may_be(picture: Picture) -> bool:
    box: Box = picture.box
    return bool(picture.opaque and picture.image and is_shaped(box.width, box.height, LEAST_POINTS))


def _look(document: pypdfium2.PdfDocument, picture: Picture) -> Look | None:
    if packed_bytes(picture.image) < LEAST_BYTES:
        return None
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    placed = thing(picture.image)
    told = pdfium.FPDFImageObj_GetImagePixelSize(placed, wide, high)
    if not told or not is_shaped(wide.value, high.value) or wide.value * high.value > MOST_PIXELS:
        return None
    packed = _packed(placed)
    if packed.startswith(b"\xff\xd8\xff"):
        return look_of_file(packed)
    return _look_drawn(document, picture.image, wide.value, high.value)


def _packed(placed: Any) -> bytes:
    """The image as it stands in the file, which a JPEG is itself."""
    size = int(pdfium.FPDFImageObj_GetImageDataRaw(placed, None, 0))
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(placed, buffer, size)
    return buffer.raw


def _look_drawn(document: pypdfium2.PdfDocument, image: int, width: int, height: int) -> Look | None:
    import numpy as np

    part = min(1.0, LOOKED_AT / max(width, height))
    pixels = drawn(document, image, max(1.0, width * part), max(1.0, height * part))
    if pixels is None:
        return None
    rows = np.frombuffer(pixels.data, dtype="uint8").reshape(pixels.height, pixels.stride)
    coloured = rows[:, : pixels.width * pixels.channels].reshape(pixels.height, pixels.width, pixels.channels)
    return look_of_pixels(coloured[:, :, 2::-1])
