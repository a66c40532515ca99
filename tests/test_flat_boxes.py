"""A font whose height the file does not tell: its rows of print stay whole."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import extractor
from api.exports.rectifications import as_pdf

ROWS = ("服务专家：郭长河、孟萍、邱立。", "费用 2,400.00 元，一次-付清", "备注：——，、。")


def paper(flat: bool) -> bytes:
    """The rows at 11 points, the font made 1.5 times as large by the page; ``flat``: ascent and descent are one."""
    pdfmetrics.registerFont(TTFont("serif", str(as_pdf.__file__).replace("as_pdf.py", "serif.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.scale(1.5, 1.5)
    canvas.setFont("serif", 11)
    for nth, row in enumerate(ROWS):
        canvas.drawString(40, 500 - 14 * nth, row)
    canvas.save()
    data = out.getvalue()
    assert b"/Ascent 880 " in data
    return data.replace(b"/Ascent 880 ", b"/Ascent -120") if flat else data


@pytest.mark.parametrize("flat", [False, True])
def test_marks_stay_in_their_rows(flat: bool) -> None:
    document = extractor.read(paper(flat), "报告.pdf")
    assert [line.text for _, line in document.lines()] == list(ROWS)


def test_the_boxes_are_one_em_high_and_lie_around_the_print() -> None:
    boxes = [[line.box for _, line in extractor.read(paper(flat), "报告.pdf").lines()] for flat in (False, True)]
    for known, mended in zip(*boxes, strict=True):
        assert known is not None
        assert mended is not None
        assert mended.height == pytest.approx(16.5, abs=0.1)
        assert (mended.x0, mended.x1) == pytest.approx((known.x0, known.x1), abs=0.1)
        assert (mended.y0, mended.y1) == pytest.approx((known.y0, known.y1), abs=1.5)
