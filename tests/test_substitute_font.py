"""Words in a font that the PDF does not carry: read whole, with the same boxes, whatever fonts the machine has."""

from __future__ import annotations

import pypdfium2
import pytest

from extractor.limits import Limits
from extractor.pdf.reader import read_pdf
from extractor.pdf.substitute import machine_fonts, use_em_boxes
from tests.pdf_pages import Sheets

SIZE = 10.0


@pytest.fixture
def paper() -> bytes:
    sheets = Sheets()
    sheets.text(50, 100, "姓", SIZE)  # single characters, which PDFium drops where they have no height
    sheets.text(90, 100, "名", SIZE)
    sheets.text(150, 100, "张三A1", SIZE)
    sheets.canvas.save()
    return sheets.buffer.getvalue()


def boxes(paper: bytes) -> list[tuple[str, tuple[float, ...]]]:
    document = read_pdf(paper, "p.pdf", limits=Limits())
    return [(line.text, tuple(round(edge, 1) for edge in line.box)) for _, line in document.lines() if line.box]


def test_every_word_is_read_and_its_box_is_the_em_box(paper: bytes) -> None:
    found = boxes(paper)
    assert "".join(text for text, _ in found) == "姓名张三A1"
    tops = {box[1] for _, box in found}
    bottoms = {box[3] for _, box in found}
    assert len(tops) == len(bottoms) == 1  # independent of the shapes of single characters
    assert SIZE <= bottoms.pop() - tops.pop() <= 1.3 * SIZE


def test_boxes_return_after_pages_were_drawn_with_the_machines_fonts(paper: bytes) -> None:
    before = boxes(paper)
    for _ in range(20):
        with machine_fonts():
            document = pypdfium2.PdfDocument(paper)
            document[0].render(scale=0.2)
            document.close()
        assert boxes(paper) == before


def test_em_boxes_leave_no_ink(paper: bytes) -> None:
    use_em_boxes()
    with pypdfium2.PdfDocument(paper) as document:
        assert document[0].render(scale=1).to_numpy().min() == 255
