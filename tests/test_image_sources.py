"""What an image is made of, by the file alone: the same in another file, another where its mask is, unknown where not plain."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from extractor.limits import Limits
from extractor.pdf import seals
from extractor.pdf.pictures import drawn
from extractor.pdf.reader import read_pdf
from extractor.pdf.sources import source_of
from tests.seal_pdfs import Sheet

BOX = (380.0, 120.0, 500.0, 240.0)


def ring(ground: int = 0) -> Image.Image:
    """A red ring on nothing, or on a sheet as opaque as ``ground``."""
    picture = Image.new("RGBA", (120, 120), (255, 255, 255, ground))
    ImageDraw.Draw(picture).ellipse((4, 4, 115, 115), outline=(200, 20, 30, 255), width=6)
    return picture


def paper(picture: Image.Image, words: str = "保险单") -> bytes:
    sheet = Sheet()
    sheet.text(60, 760, words)
    sheet.image(picture, BOX)
    return sheet.pdf()


def source(data: bytes) -> bytes | None:
    with pypdfium2.PdfDocument(data) as document:
        image = next(thing for thing in document[0].get_objects() if isinstance(thing, pypdfium2.PdfImage))
        return source_of(data, image.raw)


def test_an_image_is_the_same_in_another_file_and_another_with_another_mask() -> None:
    first = source(paper(ring()))
    assert first is not None
    assert source(paper(ring(), "保险单 PZ2024")) == first
    assert source(paper(ring(200))) not in (None, first)
    assert source(paper(ring().convert("RGB"))) not in (None, first)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"/ColorSpace /DeviceRGB", b"/ColorSpace 99 0 R    "),
        (b"/SMask", b"/SM#61sk"),
        (b"/ColorSpace /DeviceGray", b"/ColorSpace /DeviceGray /Decode 9 0 R"),
    ],
)
def test_what_a_file_does_not_say_plainly_is_not_known(said: bytes, instead: bytes) -> None:
    data = paper(ring())
    assert said in data
    assert source(data.replace(said, instead)) is None


def test_an_image_that_stands_twice_in_a_file_is_not_known() -> None:
    sheet = Sheet()
    sheet.image(ring(), BOX)
    sheet.image(ring(255), (60.0, 120.0, 180.0, 240.0))
    data = sheet.pdf()
    assert source(data) is None


def test_a_seal_that_was_seen_before_is_a_seal_again_and_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings: list[int] = []

    def counted(document: pypdfium2.PdfDocument, image: int, width: float, height: float) -> object:
        drawings.append(image)
        return drawn(document, image, width, height)

    monkeypatch.setattr(seals, "drawn", counted)
    monkeypatch.setattr(seals, "_seen", {})
    first, again = (read_pdf(paper(ring(), words), "a.pdf", limits=Limits()) for words in ("保险单", "保险单 PZ2024"))
    opaque = read_pdf(paper(ring(255)), "b.pdf", limits=Limits())
    assert len(drawings) == 2
    assert first.pages[0].seals == again.pages[0].seals != ()
    assert first.pages[0].seal_pictures == again.pages[0].seal_pictures != ()
    assert opaque.pages[0].seals
