"""The seals drawn on a page that has text: pictures, drawings and appearances of signatures that are round, oval or square, in red or blue.

What is as large as a seal is drawn by itself, as large as a seal's words need it, and is one where its ink is of one colour and goes
round: seen from outside, in nearly every direction the first ink lies on one ellipse or on the sides of one square. What it says is not
read here: pages with text are read without the recogniser.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Box, Seal, SealPicture
from extractor.layout.glyphs import Glyph
from extractor.pdf.coordinates import Matrix, place
from extractor.pdf.drawing import Drawing, is_seal_sized
from extractor.pdf.forms import MOST_ANNOTATIONS
from extractor.pdf.pictures import Pixels, drawn, image_size, packed_bytes, taken

SIDE = 330  # pixels of the longer side of what is drawn: a seal of 42 mm at 200 dpi, as on a scan
MOST_LOOKS = 12  # things of a page that are looked at
MOST_PICTURES = 4  # different seals of one paper whose pictures are kept
EXCESS = 40  # by how much the strongest colour of an ink lies over both others, or over all but one
INKED = 0.25  # how much of its own colour a pixel must have to be ink
RAYS = 48  # directions in which the outermost ink is looked for
GRID = 24  # pixels of one side of those whose colour is asked
ONE_HUE = 0.8  # share of the ink that is red, or blue
FULL = 0.7  # share of the box that is inked: more is a picture or a coloured area
RIM = (0.9, 1.07)  # how far out, of the ellipse or square around all ink, the outermost ink may lie
WHOLE = 0.75  # share of the directions in which it does
RED, BLUE = 2, 0  # where a pixel has these
RIM_WORDS = 0.55  # how far out, of the seal's radius, the characters of the name stand
PRINTED = 0.95  # confidence of a name whose characters the file says; where it begins is seen from the gap


class Known(NamedTuple):
    """What was found of an image before: whether it is a seal's, whether it has holes."""

    seal: bool
    holes: bool


class Seals:
    """The seals of one PDF's pages; what is on many of them is looked at once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int, int], Known] = {}
        self.kept = 0

    def of(
        self, document: pypdfium2.PdfDocument, page: Any, drawing: Drawing, matrix: Matrix, turned: bool
    ) -> tuple[tuple[Box, ...], tuple[SealPicture, ...]]:
        """Boxes of the seals on a page, and the pictures of those that no page before had.

        ``matrix`` leads to the page as read; on a page ``turned`` to be read, seals that are no images are left out.
        """
        boxes: list[Box] = []
        pictures: list[SealPicture] = []
        for box, pixels in chain(
            self._images(document, drawing), () if turned else _drawn_ones(page, drawing, matrix, boxes)
        ):
            boxes.append(box)
            if pixels is not None and self.kept < MOST_PICTURES:
                self.kept += 1
                pictures.append(SealPicture(box, *_rows(pixels)))
        return tuple(boxes), tuple(pictures)

    def _images(self, document: pypdfium2.PdfDocument, drawing: Drawing) -> Iterator[tuple[Box, Pixels | None]]:
        """The images that show a seal; with their pixels the first time."""
        sized = [picture for picture in drawing.pictures if picture.image and is_seal_sized(picture.box)]
        for picture in sized[:MOST_LOOKS]:
            wide, high = image_size(picture.image)
            if min(wide, high) < RAYS:
                continue
            key = wide, high, packed_bytes(picture.image)
            before = self.known.get(key)
            if before is not None:
                if before.seal:
                    yield picture.box, None
                continue
            scale = min(1.0, SIDE / max(wide, high))
            pixels = drawn(document, picture.image, round(wide * scale), round(high * scale))
            self.known[key] = Known(pixels is not None and is_seal(pixels), pixels is not None and pixels.has_holes)
            if self.known[key].seal:
                yield picture.box, pixels


def _drawn_ones(page: Any, drawing: Drawing, matrix: Matrix, found: list[Box]) -> Iterator[tuple[Box, Pixels]]:
    """The seals that are drawn by lines and letters, or are a signature's appearance, among what is not ``found`` yet."""
    boxes = (*(form.box for form in drawing.forms), *drawing.circles, *_annotations(page, matrix))
    looks = 0
    for box in sorted(boxes, key=lambda box: -box.width * box.height):
        if looks < MOST_LOOKS and not any(_overlap(box, other) for other in found):
            looks += 1
            pixels = _part(page, box)
            if pixels is not None and is_seal(pixels, over_print=True):
                yield box, pixels


def _annotations(page: Any, matrix: Matrix) -> Iterator[Box]:
    """The places of signatures and stamps that are as large as a seal."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) not in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP):
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


def _part(page: Any, box: Box) -> Pixels | None:
    """A part of the page as displayed, on white paper, with what is drawn for annotations."""
    scale = SIDE / max(box.width, box.height)
    width, height = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    moved = pdfium.FS_MATRIX(scale, 0, 0, scale, -box.x0 * scale, -box.y0 * scale)
    clip = pdfium.FS_RECTF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, moved, clip, pdfium.FPDF_ANNOT)
    return taken(bitmap)


def is_seal(pixels: Pixels, *, over_print: bool = False) -> bool:
    """Whether a picture shows a seal and nothing else; ``over_print``: print may show under and around it."""
    return any(_is_of_one_hue(pixels, hue, over_print) and _goes_round(pixels, hue) for hue in (RED, BLUE))


def _is_of_one_hue(pixels: Pixels, strongest: int, over_print: bool) -> bool:
    across, down = max(1, pixels.width // GRID), max(1, pixels.height // GRID)
    own = other = asked = 0
    for y in range(down // 2, pixels.height, down):
        for x in range(across // 2, pixels.width, across):
            asked += 1
            if _ink(pixels, x, y, strongest):
                own += 1
            elif _is_dark(pixels, x, y):
                other += 1
    return own > 0 and own <= FULL * asked and (over_print or own >= ONE_HUE * (own + other))


def _ink(pixels: Pixels, x: int, y: int, strongest: int) -> bool:
    at = y * pixels.stride + x * pixels.channels
    data = pixels.data
    alpha = data[at + 3] if pixels.channels == 4 else 255
    excess = data[at + strongest] - max(data[at + 1], data[at + 2 - strongest])
    return excess * alpha > EXCESS * 255 * INKED


def _is_dark(pixels: Pixels, x: int, y: int) -> bool:
    at = y * pixels.stride + x * pixels.channels
    alpha = pixels.data[at + 3] if pixels.channels == 4 else 255
    return (255 - pixels.data[at + 1]) * alpha > 60 * 255


def _goes_round(pixels: Pixels, strongest: int) -> bool:
    """Whether the outermost ink in nearly every direction lies on one ellipse, or on the sides of one box."""
    points = list(_outermost(pixels, strongest))
    if len(points) < WHOLE * RAYS:
        return False
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, low = min(y for _, y in points), max(y for _, y in points)
    wide, tall = (right - left) / 2, (low - top) / 2
    if min(wide, tall) < 0.2 * max(wide, tall) or min(wide, tall) < 8:
        return False
    from_middle = [((x - left) / wide - 1, (y - top) / tall - 1) for x, y in points]
    round_ = sum(RIM[0] <= math.hypot(x, y) <= RIM[1] for x, y in from_middle)
    square = sum(RIM[0] <= max(abs(x), abs(y)) for x, y in from_middle)
    return max(round_, square) >= WHOLE * RAYS


def _outermost(pixels: Pixels, strongest: int) -> Iterator[tuple[int, int]]:
    """The first ink on the way to the middle, from ``RAYS`` directions."""
    x0, y0 = (pixels.width - 1) / 2, (pixels.height - 1) / 2
    for ray in range(RAYS):
        dx, dy = math.cos(2 * math.pi * ray / RAYS), math.sin(2 * math.pi * ray / RAYS)
        steps = min(x0 / abs(dx) if abs(dx) > 1e-9 else math.inf, y0 / abs(dy) if abs(dy) > 1e-9 else math.inf)
        for far in range(int(steps), int(steps / 3), -1):
            x, y = round(x0 + far * dx), round(y0 + far * dy)
            if _ink(pixels, x, y, strongest):
                yield x, y
                break


def _rows(pixels: Pixels) -> tuple[bytes, tuple[int, int]]:
    """The picture's rows without gaps, red first, and its width and height."""
    length = pixels.width * pixels.channels
    rows = bytearray(b"".join(pixels.data[y * pixels.stride :][:length] for y in range(pixels.height)))
    rows[0 :: pixels.channels], rows[2 :: pixels.channels] = rows[2 :: pixels.channels], rows[0 :: pixels.channels]
    return bytes(rows), (pixels.width, pixels.height)


def _overlap(one: Box, other: Box) -> bool:
    wide, tall = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
    least = min(one.width * one.height, other.width * other.height)
    return wide > 0 and tall > 0 and wide * tall > 0.5 * least


def texts_in(drawing: Drawing, seals: Iterable[Box]) -> frozenset[int]:
    """The text objects that are part of a seal: they stand in a form object that is one."""
    found = list(seals)
    return frozenset(
        ink.thing
        for form in drawing.forms
        if any(form.box == seal for seal in found)
        for ink in drawing.texts[form.first : form.stop]
    )


def words_along(stamped: Mapping[int, Sequence[Glyph]], seals: Iterable[Box]) -> Iterator[Seal]:
    """What the seals say whose characters stand in the file: the name from the widest gap along the rim, the purpose below the middle."""
    glyphs = [glyph for some in stamped.values() for glyph in some if glyph[0] > " "]
    for seal in seals if glyphs else ():
        x0, y0 = (seal.x0 + seal.x1) / 2, (seal.y0 + seal.y1) / 2
        around: list[tuple[float, str]] = []
        within: list[tuple[int, float, str]] = []
        for char, left, top, right, low in glyphs:
            x, y = (left + right) / 2 - x0, (top + low) / 2 - y0
            far = math.hypot(x / seal.width, y / seal.height) * 2
            if far > 1:
                continue
            if far > RIM_WORDS and not (y > 0 and abs(x) < 0.25 * seal.width and far < 0.8):
                around.append((math.atan2(x, -y) % (2 * math.pi), char))
            else:
                within.append((round(2 * y / (low - top or 1.0)), x, char))
        name, purpose = _from_gap(sorted(around)), "".join(char for _, _, char in sorted(within))
        if name or purpose:
            yield Seal(seal, name, purpose, PRINTED)


def _from_gap(around: Sequence[tuple[float, str]]) -> str:
    """The characters along a rim (direction from above, clockwise) from the widest gap on."""
    if not around:
        return ""
    turns = [at for at, _ in around]
    gaps = [(at - before) % (2 * math.pi) for at, before in zip(turns, [turns[-1], *turns[:-1]], strict=True)]
    start = gaps.index(max(gaps))
    return "".join(char for _, char in (*around[start:], *around[:start]))
