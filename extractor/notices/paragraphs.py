"""Printed lines joined to the paragraphs they make, with the way back to each line.

Without pages one line is one paragraph, unless a page break of the source cut a sentence in two ("开展业" / "务。").
With pages a line that reaches the right margin goes on in the next one when that begins at the left margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Box, Document, Line, Page
from extractor.notices.numbering import mark
from extractor.span import Span

_PAGE_NUMBER = re.compile(
    r"^[\s\-—–－·_]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[\s，,]*[/／共]\s*(?:共\s*)?\d{1,3}\s*页?)?[\s\-—–－·_]*$"
)
_RULE = re.compile(r"^[\s\-—–－_=＿─━*]{4,}$")
_END = re.compile(r"[。！？!?；;：:∶…]['\"”’）)》」]*$|[）)》]$")
_ANNEX = re.compile(r"^\s*附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：∶]?\s*$")
"""The line that heads an annex goes on with nothing, though the day above it stands at the right margin."""
_DAY = re.compile(
    r"\s*(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[二两][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
_REMARK = re.compile(r"\s*[（(【\[]")
"""Under the day of signing: （此件公开发布）, （联系人：…）."""
_WHERE_LINE = re.compile(r"^第(\d+)行$")
# Only a line this long, with a comma or a full stop inside, is a sentence that a page break may have cut; titles and
# headings have neither.
_LONG = 30
_INSIDE = re.compile(r"[，。；,]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed line inside a paragraph: ``start`` is its offset there, ``number`` its 1-based line number."""

    start: int
    line: Line
    page: int | None
    number: int
    in_table: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words and the printed lines they stand on."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def number(self) -> int:
        """The line number of its first line."""
        return self.pieces[0].number

    @property
    def numbered(self) -> str:
        """The words with the automatic number in front, which is not part of ``text``."""
        return self.pieces[0].line.numbering + self.text

    @property
    def in_table(self) -> bool:
        return self.pieces[0].in_table

    @property
    def is_rule(self) -> bool:
        """A drawn or typed rule, or the residue of a page number: no words."""
        return bool(_RULE.match(self.text) or _PAGE_NUMBER.match(self.text))

    def span(self, start: int = 0, stop: int | None = None) -> Span:
        """The place of ``text[start:stop]``, leading and trailing blanks left out."""
        stop = len(self.text) if stop is None else stop
        while start < stop and self.text[start].isspace():
            start += 1
        while stop > start and self.text[stop - 1].isspace():
            stop -= 1
        boxes: list[Box] = []
        first: Piece | None = None
        for piece in self.pieces:
            low, high = max(start, piece.start), min(stop, piece.start + len(piece.line.text))
            if low >= high and not (start == stop == piece.start):
                continue
            first = first or piece
            box = piece.line.box_of(low - piece.start, high - piece.start)
            if box is not None and piece.page == first.page:
                boxes.append(box)
        first = first or self.pieces[0]
        where = first.line.where if not boxes else None
        return Span(self.text[start:stop], first.page, tuple(boxes), where)


def _row(above: Line, below: Line) -> bool:
    """Whether two lines stand side by side."""
    if above.box is None or below.box is None:
        return False
    overlap = min(above.box.y1, below.box.y1) - max(above.box.y0, below.box.y0)
    return overlap > 0.5 * min(above.box.height, below.box.height)


def _margins(page: Page) -> tuple[float, float]:
    boxes = [line.box for line in page.lines() if line.box is not None]
    return (min(b.x0 for b in boxes), max(b.x1 for b in boxes)) if boxes else (0.0, page.width)


def _goes_on(above: Piece, below: Piece, margins: tuple[float, float]) -> bool:
    """Whether ``below`` continues the sentence of ``above``."""
    text, next_text = above.line.text.rstrip(), below.line.text
    if (
        above.in_table
        or below.in_table
        or not text
        or mark(below.line.numbering + next_text)
        or _ANNEX.match(next_text)
        or (_DAY.fullmatch(text) and _REMARK.match(next_text))
    ):
        return False
    a, b = above.line.box, below.line.box
    if a is None or b is None:
        return len(text) > _LONG and bool(_INSIDE.search(text)) and not _END.search(text)
    height = min(a.height, b.height)
    if _row(above.line, below.line) or abs(a.height - b.height) > 0.3 * height:
        return False
    open_title = text.count("《") > text.count("》")
    return (open_title or a.x1 > margins[1] - 2.2 * height) and b.x0 < margins[0] + 0.9 * height


def pieces_of(document: Document) -> list[tuple[Piece, tuple[float, float]]]:
    """Every printed line that has words, with its number and its page's margins; page numbers are kept."""
    out: list[tuple[Piece, tuple[float, float]]] = []
    count = 0
    for page in document.pages:
        margins = _margins(page)
        for block in page.blocks:
            lines = (block,) if isinstance(block, Line) else tuple(x for cell in block.cells for x in cell.lines)
            for line in lines:
                named = _WHERE_LINE.match(line.where or "")
                count = int(named[1]) if named else count + 1
                if line.text.strip():
                    out.append((Piece(0, line, page.number, count, not isinstance(block, Line)), margins))
    return out


def paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs of a paper in reading order."""
    groups: list[list[Piece]] = []
    for piece, margins in pieces_of(document):
        last = groups[-1][-1] if groups else None
        if last and _PAGE_NUMBER.match(piece.line.text) is None and _goes_on(last, piece, margins):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_join(group) for group in groups)


def _join(group: Sequence[Piece]) -> Paragraph:
    text = ""
    pieces: list[Piece] = []
    for piece in group:
        pieces.append(Piece(len(text), piece.line, piece.page, piece.number, piece.in_table))
        text += piece.line.text
    return Paragraph(text, tuple(pieces))
