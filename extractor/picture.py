"""A paper's pages as pictures, each in the frame in which the boxes of its readings are given.

Page n here is page n of the Document that reading the same parts gives; a format without pages has none.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from types import ModuleType
from typing import TYPE_CHECKING

from extractor import formats
from extractor.document import Box
from extractor.errors import Damaged, Empty, PaperError, TooLarge
from extractor.formats import docx, image, ofd, pdf
from extractor.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

Parts = Sequence[tuple[str, bytes]]
"""Name and bytes of each file of a paper; several where images are its pages."""

MOST_PIXELS = 12_000_000
"""Pixels of one picture: A4 at 300 dpi has 8.7 million. A page that asks for more is drawn less sharp."""
MOST_DPI = 400.0
"""Nothing on paper is clearer beyond; a crop of a single word is not blown up without end."""


class NoPages(PaperError):
    """A page is asked of a format that has none."""

    code, cause, remedy = "no_pages", "该格式没有页面", "请查看文字内容"


@dataclass(frozen=True, slots=True)
class View:
    """A page, or a part of it, as seen.

    ``picture`` is RGB. ``shown`` is what it shows, ``width`` and ``height`` the page's size, all in points of the page
    after ``turn`` degrees clockwise. ``pages`` is how many the paper has.
    """

    picture: Picture
    shown: Box
    width: float
    height: float
    pages: int
    turn: int


def sizes(parts: Parts, limits: Limits = DEFAULT) -> list[tuple[float, float]]:
    """Width and height in points of each page; none where the format has no pages.

    A page whose text layer runs sideways is given as turned to read it; what only OCR sees to lie on its side is given
    as displayed. A page that cannot be opened is (0, 0). Raises a ``PaperError`` where the whole paper cannot be opened.
    """
    if len(parts) == 1:
        files = _image_files(*parts[0], limits)
        if files is None:
            return list(_rendering(parts[0][1]).sizes(parts[0][1], limits))
        return [size for data in files for size in _sizes_or_failure(data, limits, alone=len(files) == 1)]
    if not parts:
        raise Empty
    return [size for _, data in parts for size in _sizes_or_failure(data, limits, alone=False)]


def has_pages(name: str, data: bytes, limits: Limits = DEFAULT) -> bool:
    """Whether the file is shown page by page."""
    files = _image_files(name, data, limits)
    return files is None or bool(files)


def draw(
    parts: Parts,
    number: int,
    dpi: Callable[[Box], float],
    *,
    box: Callable[[float, float], Box] | None = None,
    turn: int | None = None,
    limits: Limits = DEFAULT,
) -> View:
    """Page ``number`` (1-based), or the part of it that ``box`` gives for the page's width and height.

    ``dpi`` gives the sharpness wanted for what is shown; it is lowered to keep within ``MOST_PIXELS``, and an image is
    not enlarged beyond its own pixels. ``turn`` is the page's ``turn`` as read; None takes what the text layer of a PDF
    tells.
    """
    if turn not in (None, 0, 90, 180, 270):
        raise ValueError(f"no quarter turn: {turn}")
    files = _image_files(*parts[0], limits) if len(parts) == 1 else [data for _, data in parts]
    if files == []:
        raise NoPages
    if files is None:
        return _draw_layout(parts[0][1], number, dpi, box, turn, limits)
    return _draw_image(files, number, dpi, box, turn or 0, limits)


def _image_files(name: str, data: bytes, limits: Limits) -> list[bytes] | None:
    """The image files that are the pages of this file; None for a PDF or OFD, none for a format without pages."""
    if not data:
        raise Empty
    if len(data) > limits.file_bytes:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    module = formats.pick(formats.signature(data), name)
    if module.__name__ in (pdf.__name__, ofd.__name__):
        return None
    if module.__name__ == image.__name__:
        return [data]
    return docx.page_pictures(data, name, limits=limits) if module.__name__ == docx.__name__ else []


def _rendering(data: bytes) -> ModuleType:
    """What draws a file of fixed layout: for a PDF and for an OFD, with the same three verbs."""
    if ofd.sniff(formats.signature(data)):
        return importlib.import_module("extractor.ofd.rendering")
    return importlib.import_module("extractor.pdf.rendering")


def _sizes_or_failure(data: bytes, limits: Limits, *, alone: bool) -> Iterator[tuple[float, float]]:
    """The sizes of one file's pages; where it breaks off, a page that failed, as in reading several."""
    try:
        yield from image.sizes(data, limits)
    except PaperError:
        if alone:
            raise
        yield 0.0, 0.0


def _draw_layout(
    data: bytes,
    number: int,
    dpi: Callable[[Box], float],
    box: Callable[[float, float], Box] | None,
    turn: int | None,
    limits: Limits,
) -> View:
    from PIL import Image

    rendering = _rendering(data)
    told, width, height, pages = rendering.turn_of(data, number, limits, look=turn is None)
    turn = told if turn is None else turn
    if turn % 180:
        width, height = height, width
    wanted = _within(box(width, height) if box else None, width, height)
    pixels, shown = rendering.draw(data, number, _bounded(dpi(wanted), wanted), turn, wanted)
    return View(Image.fromarray(pixels), shown, width, height, pages, turn)


def _draw_image(
    files: Sequence[bytes],
    number: int,
    dpi: Callable[[Box], float],
    box: Callable[[float, float], Box] | None,
    turn: int,
    limits: Limits,
) -> View:
    from PIL import Image

    places = list(_places(files, limits))
    if not 1 <= number <= len(places):
        raise Damaged(f"没有第{number}页")
    file, frame, (width, height) = places[number - 1]
    if turn % 180:
        width, height = height, width
    shown = _within(box(width, height) if box else None, width, height)
    wanted = _bounded(dpi(shown), shown)
    picture, own = image.draw(files[file], frame, wanted, limits)
    if turn:
        quarter = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
        picture = picture.transpose(quarter[turn])  # Pillow turns the other way round
    # Each axis by itself: a JPEG unpacked at a fraction of its size is rounded up to whole pixels in both.
    across, down = picture.width / width, picture.height / height
    cut = (
        int(shown.x0 * across), int(shown.y0 * down),
        min(picture.width, ceil(shown.x1 * across)), min(picture.height, ceil(shown.y1 * down)),
    )  # fmt: skip
    shown = Box(cut[0] / across, cut[1] / down, cut[2] / across, cut[3] / down)
    factor = min(1.0, wanted / own)
    size = max(1, round((cut[2] - cut[0]) * factor)), max(1, round((cut[3] - cut[1]) * factor))
    # Every pixel counts for the one it falls into, so that thin strokes stay; half the time of sharper filters.
    picture = picture.resize(size, Image.Resampling.HAMMING, cut) if factor < 1 else picture.crop(cut)
    return View(picture, shown, width, height, len(places), turn)


def _places(files: Sequence[bytes], limits: Limits) -> Iterator[tuple[int, int, tuple[float, float]]]:
    """File, frame (1-based) and size of each page in order."""
    for at, data in enumerate(files):
        for frame, size in enumerate(_sizes_or_failure(data, limits, alone=len(files) == 1), 1):
            yield at, frame, size


def _within(box: Box | None, width: float, height: float) -> Box:
    """``box`` cut to the page, with an extent of at least a point; the whole page for None."""
    if box is None:
        return Box(0.0, 0.0, width, height)
    x0, y0 = min(max(0.0, box.x0), max(0.0, width - 1)), min(max(0.0, box.y0), max(0.0, height - 1))
    return Box(x0, y0, min(width, max(box.x1, x0 + 1)), min(height, max(box.y1, y0 + 1)))


def _bounded(dpi: float, shown: Box) -> float:
    area = max(shown.width * shown.height, 1.0)
    return float(min(dpi, MOST_DPI, 72 * (MOST_PIXELS / area) ** 0.5))
