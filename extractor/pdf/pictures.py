"""An image of a page drawn by itself, at a size of one's own: its pixels, with the holes that it has."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

LARGEST = 1_500_000  # pixels of an image that is drawn for a look; one of more is a picture of the page


class Pixels(NamedTuple):
    """A picture: rows of ``stride`` bytes from above, each pixel as blue, green, red and, where there are four, how opaque it is."""

    data: bytes
    width: int
    height: int
    stride: int
    channels: int

    @property
    def has_holes(self) -> bool:
        """Whether something shines through it."""
        alpha = self.data[3::4] if self.channels == 4 else b""
        return alpha.count(255) < len(alpha)


def image_size(image: int) -> tuple[int, int]:
    """Width and height of an image's own pixels; (0, 0) where they are not told or too many to look at."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(thing(image), wide, high):
        return 0, 0
    return (wide.value, high.value) if wide.value * high.value <= LARGEST else (0, 0)


def packed_bytes(image: int) -> int:
    """How many bytes an image takes in the file."""
    return int(pdfium.FPDFImageObj_GetImageDataRaw(thing(image), None, 0))


def drawn(document: pypdfium2.PdfDocument, image: int, width: float, height: float) -> Pixels | None:
    """An image (its address) as it is, upright and ``width`` × ``height`` pixels large; None where it cannot be drawn."""
    placed = thing(image)
    as_placed = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(placed, as_placed)
    pdfium.FPDFPageObj_SetMatrix(placed, pdfium.FS_MATRIX(width, 0, 0, height, 0, 0))
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document.raw, None, placed)
    pdfium.FPDFPageObj_SetMatrix(placed, as_placed)
    return taken(bitmap) if bitmap else None


def taken(bitmap: Any) -> Pixels | None:
    """The pixels of a bitmap, which is given back; None for one of another kind than colour."""
    try:
        kind = pdfium.FPDFBitmap_GetFormat(bitmap)
        channels = {pdfium.FPDFBitmap_BGR: 3, pdfium.FPDFBitmap_BGRA: 4, pdfium.FPDFBitmap_BGRx: 4}.get(kind)
        if channels is None:
            return None
        stride, height = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        if kind == pdfium.FPDFBitmap_BGRx:
            whole = bytearray(data)
            whole[3::4] = b"\xff" * len(whole[3::4])
            data = bytes(whole)
        return Pixels(data, pdfium.FPDFBitmap_GetWidth(bitmap), height, stride, channels)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def thing(address: int) -> Any:
    """The object of a page at an address, as pypdfium2 wants it."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
