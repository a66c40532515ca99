"""HEIC and AVIF of phones: upright by the mark they carry, bounded before their pixels are unpacked.

The three files hold the photo of ``photo_of_sheet.jpg``, 596 × 787, lying on its left side as a phone's sensor stores it.
``turned.heic`` and ``turned.avif`` say so in their container, ``exif_only.heic`` in its EXIF mark alone.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor import formats
from extractor.errors import Damaged, TooLarge
from extractor.formats import image
from extractor.limits import Limits

DATA = Path(__file__).parent / "data" / "ocr"
PHOTOS = ("turned.heic", "exif_only.heic", "turned.avif")


@pytest.mark.parametrize("name", PHOTOS)
def test_a_phone_s_photo_stands_upright(name: str) -> None:
    data = (DATA / name).read_bytes()
    assert formats.pick(formats.signature(data), name).__name__ == image.__name__
    (size,) = image.sizes(data)
    assert size == pytest.approx((596 * 72 / 200, 787 * 72 / 200))
    seen, _ = image.draw(data, 1, 200)
    meant = Image.open(DATA / "photo_of_sheet.jpg").convert("L").resize((596, 787))
    off = np.abs(np.asarray(seen.convert("L"), np.int16) - np.asarray(meant, np.int16))
    assert float(off.mean()) < 6  # upside down it is more than 30


@pytest.mark.parametrize("name", PHOTOS)
def test_its_size_is_refused_before_pixels_are_unpacked(name: str) -> None:
    with pytest.raises(TooLarge):
        image.read((DATA / name).read_bytes(), name, limits=Limits(image_pixels=400_000))


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_cut_off_photo_is_damaged(name: str, share: float) -> None:
    data = (DATA / name).read_bytes()
    with pytest.raises(Damaged):
        list(image._frames(data[: int(len(data) * share)], Limits()))


def test_a_film_in_the_same_container_is_no_picture() -> None:
    assert image.sniff(b"\0\0\0\x18ftypisom\0\0\0\0isommp42") == 0


@pytest.mark.parametrize("order", ["<u2", ">u2"])
def test_sixteen_bits_a_pixel_are_read_with_either_byte_first(order: str) -> None:
    """Scanners' TIFFs of the Macintosh kind have the high byte first."""
    grey = np.array([[0, 0x8000, 0xFFFF]], dtype=order)
    mode = "I;16" if order == "<u2" else "I;16B"
    picture = Image.frombytes(mode, (3, 1), grey.tobytes())
    assert [pixel[0] for pixel in np.asarray(image._on_white(picture))[0].tolist()] == [0, 128, 255]
