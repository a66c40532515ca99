"""Photos and scans delivered as image files: JPEG, PNG, TIFF, BMP, WebP, GIF, HEIC, AVIF. One image, or several of one
paper."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from extractor.document import Document, Page, Problem
from extractor.errors import Damaged, Empty, PaperError, TooLarge
from extractor.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

EXTENSIONS = ("jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp", "gif", "heic", "heif", "hif", "avif")

ASSUMED_DPI = 200.0
"""Resolution of an image that does not say one we can believe; what offices scan at."""
BELIEVABLE_DPI = (96.0, 600.0)
BELIEVABLE_SIDE = (380.0, 900.0)
"""Points of the shorter side that the stated resolution must lead to: A5 is 420, A4 595, A3 842."""

_SIGNATURES = (
    (b"\xff\xd8\xff", 0),
    (b"\x89PNG\r\n\x1a\n", 0),
    (b"II*\0", 0),
    (b"MM\0*", 0),
    (b"II+\0\x08\0", 0),  # BigTIFF, which libtiff writes for long scans
    (b"MM\0+\0\x08", 0),
    (b"GIF87a", 0),
    (b"GIF89a", 0),
    (b"WEBP", 8),
)
_BMP_HEADERS = (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
"""Sizes of the three header versions in use."""
_PHONE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"avif", b"avis", b"mif1", b"msf1"}
)
"""Brands of ISO/IEC 23008-12 (HEIF) and of AVIF, at byte 8 after ``ftyp``; other brands of that container are films."""
_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, OverflowError, ZeroDivisionError, TypeError,
    struct.error,
)  # fmt: skip
"""What PIL raises for damaged files, by format."""


def sniff(head: bytes) -> float:
    """1.0 for the signature of an image format; BMP's two letters count only with a header that fits.

    >>> sniff(b"\\0\\0\\0\\x18ftypheic"), sniff(b"\\0\\0\\0\\x18ftypisom")
    (1.0, 0.0)
    """
    if any(head[at : at + len(mark)] == mark for mark, at in _SIGNATURES):
        return 1.0
    if head[4:8] == b"ftyp" and head[8:12] in _PHONE_BRANDS:
        return 1.0
    return 0.9 if head[:2] == b"BM" and head[14:18] in _BMP_HEADERS else 0.0


def read(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """One image; a TIFF of several frames has several pages. Raises a ``PaperError`` when it cannot be read."""
    notes: list[str] = []
    pages = tuple(_pages(data, limits, 1, notes))
    return Document(name, hashlib.sha256(data).hexdigest(), "image", pages, notes=tuple(notes))


def read_many(parts: Sequence[tuple[str, bytes]], limits: Limits = DEFAULT) -> Document:
    """Several images that are the pages of one paper, in their order; page n is the n-th image.

    The document goes by the first image's name. An image that cannot be read is a failed page with a problem; when none
    can, the first one's error is raised.
    """
    if not parts:
        raise Empty
    pages: list[Page] = []
    problems: list[Problem] = []
    notes: list[str] = []
    errors: list[PaperError] = []
    for name, data in parts:
        number = len(pages) + 1
        try:
            pages.extend(_pages(data, limits, number, notes))
        except PaperError as error:
            errors.append(error)
            trouble = error.problem(number)
            problems.append(Problem(trouble.code, f"{name}：{trouble.message}", trouble.remedy, number))
            pages.append(Page(number, 0.0, 0.0, (), "failed"))
    if len(errors) == len(parts):
        raise errors[0]
    whole = hashlib.sha256(b"".join(data for _, data in parts)).hexdigest()
    names = tuple(name for name, _ in parts)
    return Document(names[0], whole, "image", tuple(pages), tuple(problems), names, notes=tuple(notes))


def _pages(data: bytes, limits: Limits, first: int, notes: list[str]) -> Iterator[Page]:
    """The pages of one image file, numbered from ``first``; what a reader should know of them is added to ``notes``."""
    import numpy as np

    from extractor.scans.ocr import MOST_PIXELS, page_of, read_image

    for number, picture in enumerate(_frames(data, limits), first):
        sheet, dpi = _on_white(picture), _resolution(picture)
        factor = int((sheet.width * sheet.height / MOST_PIXELS) ** 0.5)
        if factor > 1:  # here, before a second copy in memory is made
            sheet, dpi = sheet.reduce(factor), dpi / factor
        seen = read_image(np.asarray(sheet), dpi)
        if seen.rotation:
            notes.append(f"第{number}页内容横置或倒置，位置按顺时针转{seen.rotation}度后的页面记")
        yield page_of(seen, number)


def sizes(data: bytes, limits: Limits = DEFAULT) -> Iterator[tuple[float, float]]:
    """Width and height in points of each page, upright by its EXIF mark; pixels are not unpacked."""
    for frame in _opened(data, limits):
        scale = 72.0 / _resolution(frame)
        width, height = frame.size[::-1] if _lies(frame) else frame.size
        yield width * scale, height * scale


def draw(data: bytes, number: int, most_dpi: float, limits: Limits = DEFAULT) -> tuple[Picture, float]:
    """The ``number``-th page of the file (1-based), upright by its EXIF mark and on white, and its resolution in dpi.

    A JPEG is unpacked at a half to an eighth of its size where that still has ``most_dpi``; other formats come as they
    are.
    """
    from PIL import ImageOps

    for at, frame in enumerate(_opened(data, limits), 1):
        if at < number:
            continue
        with _decoding():
            (width, height), dpi = frame.size, _resolution(frame)
            if most_dpi < dpi and frame.format == "JPEG":
                frame.draft(None, (max(1, int(width * most_dpi / dpi)), max(1, int(height * most_dpi / dpi))))
            dpi *= frame.size[0] / width
            return _on_white(ImageOps.exif_transpose(frame)), dpi
    raise Damaged(f"没有第{number}页")


def _lies(frame: Picture) -> bool:
    """Whether the EXIF mark turns the frame by a quarter: orientations 5 to 8 (JEITA CP-3451, 4.6.4)."""
    if frame.format == "TIFF":
        return False  # whose size PIL gives upright, before it is unpacked too
    with _decoding():
        return frame.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _frames(data: bytes, limits: Limits) -> Iterator[Picture]:
    """Each frame, upright by its EXIF mark."""
    from PIL import ImageOps

    for frame in _opened(data, limits):
        with _decoding():
            upright = ImageOps.exif_transpose(frame)
        yield upright


def _opened(data: bytes, limits: Limits) -> Iterator[Picture]:
    """Each frame as stored. Its size is looked at before any pixel is unpacked."""
    from PIL import Image, ImageSequence

    if not data:
        raise Empty
    _learn_heif()
    with _decoding():
        picture = Image.open(io.BytesIO(data))
        _keep_orientation(picture, data)
        frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]
        for number, frame in enumerate(frames, 1):
            if number > limits.ocr_pages:
                raise TooLarge(f"需要识别的页超过{limits.ocr_pages}页")
            width, height = frame.size
            if width * height > limits.image_pixels:
                raise TooLarge(f"图像{width}×{height}像素，上限{limits.image_pixels}像素")
            yield frame


@cache
def _learn_heif() -> None:
    """PIL reads HEIC through libheif from now on; one thread, and no pictures beside the photo itself."""
    from pi_heif import register_heif_opener

    register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


def _keep_orientation(picture: Picture, data: bytes) -> None:
    """Restore the EXIF mark of a HEIC whose container does not turn it (``irot``, ``imir``): libheif drops it always."""
    stored = picture.info.get("original_orientation")
    if picture.format == "HEIF" and stored and not any(mark in data for mark in (b"irot", b"imir")):
        picture.getexif()[0x0112] = stored


@contextmanager
def _decoding() -> Iterator[None]:
    """What PIL raises for a bad file becomes a ``PaperError``."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PIL's own bound and odd metadata: ours is the one that counts
            yield
    except Image.DecompressionBombError as error:
        raise TooLarge("图像像素过多") from error
    except _BROKEN as error:
        raise Damaged("图像无法解码") from error


def _resolution(picture: Picture) -> float:
    """The stated dots per inch where it leads to a sheet of paper, else ``ASSUMED_DPI``."""
    stated = picture.info.get("dpi")
    try:
        dpi = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return ASSUMED_DPI
    side = min(picture.size) * 72.0 / dpi if dpi > 0 else 0.0
    believable = BELIEVABLE_DPI[0] <= dpi <= BELIEVABLE_DPI[1] and BELIEVABLE_SIDE[0] <= side <= BELIEVABLE_SIDE[1]
    return dpi if believable else ASSUMED_DPI


def _on_white(picture: Picture) -> Picture:
    """The picture as RGB; what is transparent becomes paper."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # By way of "I": of sixteen bits with the high byte first Pillow computes no points.
        return picture.convert("I").point(lambda v: v / 256).convert("L").convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    return picture.convert("RGB")
