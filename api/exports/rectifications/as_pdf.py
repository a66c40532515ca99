"""PDF in plain official style (GB/T 9704: A4, 156 mm of text, page numbers between dashes), its font embedded.

The font is ``serif.ttf`` beside this file, Noto Serif CJK SC with the characters of GBK (OFL.txt; docs/generators/font.py
makes it). A character that it does not have is shown as 〓 and named by its code point at the end of the letter, so
that no name is silently cut. The same letters give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from api.exports.rectifications.letter import HEADS, WIDTHS_MM, Letter, Section
from api.exports.rectifications.lines import text_to_lines

FONT = "anze-serif"
MISSING = "〓"
"""What printers set for a character that is not in the case."""
_CELL = 9.5
_PADDING = 3
_WITH_HEADING = 45 * mm
"""What a heading keeps below it on its page: the heads of the table and a row or two."""
TEXT_MM = 156
_MARGINS_MM = {"left": 28, "right": 26, "top": 37, "bottom": 35}
_FRAME = 6
"""Points that the library keeps free within the margins."""


@cache
def letter_font() -> Any:
    """The font, registered once; 0.3 s, for its tables are read whole."""
    with as_file(files("api.exports.rectifications") / "serif.ttf") as path:
        font = TTFont(FONT, str(path))
    pdfmetrics.registerFont(font)
    return font


class _Heavy(Flowable):  # type: ignore[misc]
    """A line of heading: the letters with their edges drawn too, for the font has one weight."""

    def __init__(self, text: str, size: float, centred: bool = False, after: float = 6) -> None:
        super().__init__()
        self.text, self.size, self.centred, self.spaceAfter = text, size, centred, after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, self.size * 1.5

    def draw(self) -> None:
        at = (self.width - pdfmetrics.stringWidth(self.text, FONT, self.size)) / 2 if self.centred else 2 * self.size
        line = self.canv.beginText(at, self.size * 0.4)
        line.setFont(FONT, self.size)
        line.setTextRenderMode(2)
        self.canv.setLineWidth(self.size / 45)
        line.textOut(self.text)
        self.canv.drawText(line)


class _Case:
    """The characters at hand; remembers which were wanted and are not there."""

    def __init__(self) -> None:
        self.held = letter_font().face.charToGlyph
        self.missing: dict[str, None] = {}

    def set(self, text: str) -> str:
        out = []
        for char in text:
            if char == "\n" or ord(char) in self.held:
                out.append(char)
            elif char.isprintable():
                self.missing.setdefault(char)
                out.append(MISSING)
        return "".join(out)


def write(letters: Sequence[Letter], stream: IO[bytes]) -> None:
    letter_font()
    story: list[Any] = []
    for number, letter in enumerate(letters):
        story += [PageBreak()] if number else []
        story += list(_letter(letter))
    sides = {f"{side}Margin": margin * mm - _FRAME for side, margin in _MARGINS_MM.items()}
    document = SimpleDocTemplate(stream, pagesize=A4, **sides, invariant=1, title=letters[0].title if letters else "",
                                 author="anze", creator="anze", lang="zh-CN")  # fmt: skip
    document.build(story, onFirstPage=_number, onLaterPages=_number)


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(A4[0] / 2, 24 * mm, f"— {canvas.getPageNumber()} —")


def _style(size: float, leading: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("", fontName=FONT, fontSize=size, leading=leading, wordWrap="CJK", **more)


def _set(text: str, style: ParagraphStyle, width: float, case: _Case) -> Any:
    """A paragraph whose lines are broken here: the library lets marks stand at the beginning of a line."""
    lines = text_to_lines(case.set(text), lambda run: pdfmetrics.stringWidth(run, FONT, style.fontSize), width,
                          style.firstLineIndent)  # fmt: skip
    return Paragraph("<br/>".join(map(escape, lines)), style)


def _letter(letter: Letter) -> Iterator[Any]:
    case = _Case()
    body = _style(15, 27, firstLineIndent=30)
    plain, right = _style(15, 27), _style(15, 27, alignment=TA_RIGHT)

    def paragraph(text: str, style: ParagraphStyle) -> Any:
        return _set(text, style, TEXT_MM * mm, case)

    yield _Heavy(case.set(letter.title), 21, centred=True, after=14)
    yield paragraph(letter.addressee, plain)
    yield paragraph(letter.opening, body)
    for section in letter.sections:
        yield Spacer(1, 6)
        yield CondPageBreak(_WITH_HEADING)
        yield _Heavy(case.set(section.heading), 15)
        yield _table(section, case)
    yield Spacer(1, 8)
    yield paragraph(letter.closing, body)
    yield Spacer(1, 20)
    yield paragraph(letter.sender or "（盖章）", right)
    yield paragraph(letter.day, right)
    if letter.copies:
        yield Spacer(1, 12)
        yield paragraph(letter.copies, _style(13, 22))
    if case.missing:
        codes = "、".join(f"U+{ord(char):04X}" for char in case.missing)
        yield paragraph(f"注：“{MISSING}”处为字库没有的字，依次是{codes}。", _style(9, 14, spaceBefore=10))


def _table(section: Section, case: _Case) -> Any:
    left, centre = _style(_CELL, 13.5), _style(_CELL, 13.5, alignment=TA_CENTER)
    widths = [width * mm - 2 * _PADDING for width in WIDTHS_MM]
    rows = [[_set(head, centre, width, case) for head, width in zip(HEADS, widths, strict=True)]]
    for row in section.rows:
        cells = zip(row, widths, strict=True)
        rows.append([_set(text, left if at else centre, width, case) for at, (text, width) in enumerate(cells)])
    table = Table(rows, colWidths=[width * mm for width in WIDTHS_MM], repeatRows=1, splitInRow=1)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, 0), "MIDDLE"), ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING), ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]))  # fmt: skip
    return table
