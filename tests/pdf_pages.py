"""PDF pages drawn for tests, with a font that needs no file: every word and rule stands where the test put it."""

from __future__ import annotations

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.ruled import Ruled

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheets(Ruled):
    """Pages to draw on, in points from the top left."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, **canvas_options: object) -> None:
        self.buffer = io.BytesIO()
        self.width, self.height = width, height
        self.canvas = Canvas(self.buffer, pagesize=(width, height), **canvas_options)

    def text(self, x: float, y: float, words: str, size: float = 10.0, spacing: float = 0.0, mode: int = 0) -> None:
        """Words with their baseline at ``y``; ``spacing`` points between characters; ``mode`` 3 is drawn without ink."""
        t = self.canvas.beginText(x, self.height - y)
        t.setFont(FONT, size)
        t.setCharSpace(spacing)
        t.setTextRenderMode(mode)
        t.textOut(words)
        self.canvas.drawText(t)

    def right(self, x: float, y: float, words: str, size: float = 10.0) -> None:
        """Words ending at ``x``."""
        self.text(x - pdfmetrics.stringWidth(words, FONT, size), y, words, size)

    def centred(self, x: float, y: float, words: str, size: float = 10.0) -> None:
        self.text(x - pdfmetrics.stringWidth(words, FONT, size) / 2, y, words, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def frame(self, x0: float, y0: float, x1: float, y1: float, fill: tuple[float, float, float] | None = None) -> None:
        """An outlined rectangle, or with ``fill`` a coloured one without outline."""
        if fill is not None:
            self.canvas.setFillColorRGB(*fill)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=fill is None, fill=fill is not None)
        self.canvas.setFillColorRGB(0, 0, 0)

    def next_page(self) -> None:
        self.canvas.showPage()

    def pdf(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()
