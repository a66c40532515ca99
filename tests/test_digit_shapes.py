"""What an outline says of a digit: another digit, or nothing where it is no digit's figure at all."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from extractor.pdf import native
from extractor.pdf.digits import DIGITS, _is_nearer_to_another

MOVE, LINE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO


@pytest.fixture(scope="module")
def times() -> Iterator[dict[str, bytes]]:
    """The digits of a serif font."""
    with pypdfium2.PdfDocument.new() as document:
        font = native.address(pdfium.FPDFText_LoadStandardFont(document.raw, b"Times-Roman"))
        yield {digit: native.outline(font, ord(digit)) for digit in DIGITS}


def frame(width: float, height: float, inset: float) -> list[tuple[float, float, int]]:
    def rectangle(a: float, b: float, c: float, d: float) -> list[tuple[float, float, int]]:
        return [(a, b, MOVE), (c, b, LINE), (c, d, LINE), (a, d, LINE), (a, b, LINE)]

    return rectangle(0, 0, width, height) + rectangle(inset, inset, width - inset, height - inset)


def packed(points: list[tuple[float, float, int]]) -> bytes:
    return b"".join(native.POINT.pack(x, y, kind, False) for x, y, kind in points)


def test_every_digit_drawn_as_it_is_said_is_believed(times: dict[str, bytes]) -> None:
    assert not [digit for digit in DIGITS if _is_nearer_to_another(times[digit], digit)]


@pytest.mark.parametrize(("said", "drawn"), [("3", "8"), ("1", "7"), ("5", "6"), ("0", "4"), ("9", "2")])
def test_a_digit_drawn_as_another_is_doubted(times: dict[str, bytes], said: str, drawn: str) -> None:
    assert _is_nearer_to_another(times[drawn], said) == (said != drawn)


@pytest.mark.parametrize(("width", "height", "inset"), [(0.5, 0.7, 0.05), (0.6, 0.72, 0.08), (0.9, 1.0, 0.06)])
def test_the_box_for_a_missing_character_is_no_other_digit(width: float, height: float, inset: float) -> None:
    figure = packed(frame(width, height, inset))
    assert not [digit for digit in DIGITS if _is_nearer_to_another(figure, digit)]
