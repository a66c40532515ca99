"""Photos that stand within a paper's words, each known again by its look.

What they show is not read. Only their looks are kept, so that one photo in the papers of two enterprises is seen. Logos, banners, seals,
pictograms and square codes stand in every paper of a house and are no photos: they are small, long, of blank paper or without halftones.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from extractor.likeness import Look, look_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_BYTES: Final = 6_000
"""Of a photo in its file; one of 300 × 200 pixels that anything can be told from has more."""
LEAST_SIDE: Final = 150
"""Pixels of the shorter side."""
STRETCH: Final = 2.6
"""Times as long as it is high (or the other way round), from which on a picture is a banner. A photo of a phone has 2.2 at most."""
MOST_PIXELS: Final = 60_000_000
LOOKED_AT: Final = 512
"""Pixels of the side that a photo is unpacked to: a JPEG gives a smaller picture for a part of the work."""
HALFTONES: Final = 30
"""Per cent of a photo that is neither dark nor light; a square code has its edges alone, some 20."""


def is_shaped(width: float, height: float, least: float = LEAST_SIDE) -> bool:
    """Whether a picture of this size may be a photo.

    >>> is_shaped(640, 480), is_shaped(1200, 200), is_shaped(90, 90)
    (True, False, False)
    """
    short, long = sorted((width, height))
    return short >= least and long <= STRETCH * short


def look_of_file(data: bytes) -> Look | None:
    """The look of an image file that is a photo; None for another picture and for one that cannot be unpacked."""
    if len(data) < LEAST_BYTES:
        return None
    import numpy as np
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if not is_shaped(*picture.size) or picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (LOOKED_AT, LOOKED_AT))
            if "A" in picture.getbands() or "transparency" in picture.info:
                return None
            return look_of_pixels(np.asarray(picture.convert("RGB")))
    except Exception:
        return None


def look_of_pixels(image: NDArray[np.uint8]) -> Look | None:
    """The look of an RGB picture that is a photo."""
    import numpy as np

    green = image[:: max(1, image.shape[0] // 256), :: max(1, image.shape[1] // 256), 1]
    light = float(np.percentile(green, 95))
    middle = (green > 0.2 * light) & (green < 0.85 * light)
    return look_of(image) if 100 * float(middle.mean()) >= HALFTONES else None
