"""Picture files inside an OFD → pixels, within bounds. Not turned by an EXIF mark: the page's matrix says how they lie."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import Damaged, TooLarge
from extractor.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_KINDS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP")
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    ZeroDivisionError,
    TypeError,
)
"""What Pillow raises for damaged files, by format."""


class Pixels(NamedTuple):
    """RGB, and how opaque each pixel is (a grey picture of the same size), None where all are."""

    colour: Picture
    cover: Picture | None


def unpacked(data: bytes, limits: Limits) -> Pixels:
    """The picture, made smaller by a whole factor beyond ``render_pixels``. ``Damaged`` for a kind or file that cannot be
    decoded (JBIG2 among them), ``TooLarge`` for one with too many pixels, by what it says before it is unpacked."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bound and odd metadata: ours is the one that counts
            picture: Picture = Image.open(io.BytesIO(data), formats=_KINDS)
            width, height = picture.size
            if width * height > limits.image_pixels:
                raise TooLarge(f"图像{width}×{height}像素，上限{limits.image_pixels}像素")
            factor = int((width * height / limits.render_pixels) ** 0.5)
            if factor > 1:
                picture = picture.convert("RGBA" if _is_see_through(picture) else "RGB").reduce(factor)
            if not _is_see_through(picture):
                return Pixels(_as_rgb(picture), None)
            layered = picture.convert("RGBA")
            return Pixels(layered.convert("RGB"), layered.getchannel("A"))
    except Image.DecompressionBombError as error:
        raise TooLarge("图像像素过多") from error
    except _BROKEN as error:
        raise Damaged("图像无法解码") from error


def _is_see_through(picture: Picture) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _as_rgb(picture: Picture) -> Picture:
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda v: v / 256)
    return picture.convert("RGB")
