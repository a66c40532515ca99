"""Pages as pictures, small and sharp, and the part of one that a box names."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.collect import Part
from extractor import picture
from extractor.document import Box

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


PAGE_DPI = 120.0
"""Sharpness of a page where none is asked for: A4 is 992 pixels wide, half a screen of 1920."""
CROP_DPI = 200.0
MARGIN_PT = 6.0
"""What a crop shows around its box: half a line of print, so that one sees where the words stand."""
MOST_WIDTH_PX = 4000
_PLAIN_SHARE = 0.4
"""Share of pixels of one brightness from which a page was drawn and not photographed: paper that is all one white."""
_PALETTE = 128
"""Colours of a drawn page: black on white with every step between, and some for seals and logos."""
_WHITE = 252
"""Levels that stand for white: the palette's cells are eight levels wide and give their mean."""
_WEBP_QUALITY = 80


@dataclass(frozen=True, slots=True)
class RenderTask:
    """A page to show.

    ``page`` is 1-based. ``width_px`` is how many pixels wide the picture should be, ``dpi`` how sharp where no width is
    asked for; both None: ``PAGE_DPI``, for a crop ``CROP_DPI``. ``box`` (points of the page as read, origin top left)
    asks for that part and ``MARGIN_PT`` around it. ``turn`` is how many degrees clockwise the page was turned to be
    read (the record's ``page_turns``); None for what the text layer of a PDF tells, which is all but pages on their side
    that were read by OCR.
    """

    parts: tuple[Part, ...]
    page: int
    width_px: int | None = None
    dpi: float | None = None
    box: tuple[float, float, float, float] | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture for a browser.

    ``width_pt`` and ``height_pt`` are the page's size and ``shown`` the part of it that the picture shows, in points of
    the page as read: a box's place in the picture is (box - shown's corner) / shown's extent. ``pages`` is how many the
    paper has; ``turn`` how many degrees clockwise the page was turned.
    """

    data: bytes
    media_type: str
    width_px: int
    height_px: int
    width_pt: float
    height_pt: float
    shown: tuple[float, float, float, float]
    pages: int
    turn: int


def render_page(task: RenderTask) -> Rendered:
    """The page, or the part of it in ``task.box``, as PNG or WebP.

    Raises ``NoPages`` for a format without pages, ``Damaged`` for a page that is not there, else what reading raises.
    """
    parts = parts_with_bytes(task.parts)
    asked = None if task.box is None else _grown(Box(*task.box))
    sharp = task.dpi or (PAGE_DPI if asked is None else CROP_DPI)

    def dpi(shown: Box) -> float:
        return sharp if task.width_px is None else min(task.width_px, MOST_WIDTH_PX) * 72 / shown.width

    box = None if asked is None else lambda width, height: asked
    view = picture.draw(parts, task.page, dpi, box=box, turn=task.turn)
    data, media_type = picture_to_bytes(view.picture)
    return Rendered(
        data, media_type, view.picture.width, view.picture.height, view.width, view.height,
        (view.shown.x0, view.shown.y0, view.shown.x1, view.shown.y1), view.pages, view.turn,
    )  # fmt: skip


def page_sizes(parts: tuple[Part, ...]) -> list[tuple[float, float]]:
    """Width and height in points of each page, as ``render_page`` shows it without ``turn``; (0, 0) for one that cannot be
    opened. Empty for a format without pages: ``text_view`` shows it."""
    return picture.sizes(parts_with_bytes(parts))


def picture_to_bytes(seen: Picture) -> tuple[bytes, str]:
    """(bytes, media type): whichever of two formats keeps print sharp and is small.

    A drawn page has few colours: as PNG with a palette no level is off by more than 14 of 255, no edge has a halo, and A4
    takes 25 to 90 KiB at 1000 pixels. Paper seen by a scanner or a camera has noise in every pixel, at which PNG is ten
    times as large; WebP is half of JPEG.
    """
    from PIL import Image

    out = io.BytesIO()
    if max(seen.convert("L").histogram()) >= _PLAIN_SHARE * seen.width * seen.height:
        few = seen.quantize(_PALETTE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.putpalette([255 if level >= _WHITE else level for level in few.getpalette() or []])
        few.save(out, "PNG", compress_level=4)
        return out.getvalue(), "image/png"
    seen.save(out, "WEBP", quality=_WEBP_QUALITY, method=0)
    return out.getvalue(), "image/webp"


def _grown(box: Box) -> Box:
    return Box(box.x0 - MARGIN_PT, box.y0 - MARGIN_PT, box.x1 + MARGIN_PT, box.y1 + MARGIN_PT)


def parts_with_bytes(parts: tuple[Part, ...]) -> list[tuple[str, bytes]]:
    return [(part.name, part.load()) for part in parts]


_BLANK = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def warm() -> None:
    """Draw an empty page, so that the first who looks at a paper does not wait for PDFium and Pillow to be loaded."""
    picture_to_bytes(picture.draw([("blank.pdf", _BLANK)], 1, lambda shown: PAGE_DPI).picture)
