"""What a paper holds, and where: the one shape every reader returns.

Coordinates are PDF points (1/72 inch) with the origin at the top left of the page **as displayed** (after
``/Rotate`` and ``CropBox``), x growing to the right and y growing downward. Formats without pages (DOCX, XLSX,
text) have one ``Page`` whose ``number`` is ``None`` and whose blocks carry no boxes but a ``where``.

Everything here is frozen: a stage makes a new value, it never changes one it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from extractor.edges import Edges
from extractor.likeness import Look, Photo


class Box(NamedTuple):
    """A rectangle in points, origin top left; ``x0 < x1`` and ``y0 < y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True)
class Line:
    """One unbroken run of text: a printed segment (no wide gap inside), or a paragraph where there are no pages.

    ``text`` is what is printed, as printed (full-width digits stay full-width). ``edges`` gives the left and right
    x of each character of ``text``, ``None`` where the format has no geometry. ``confidence`` is 1.0 for a text
    layer and the recogniser's score for pixels. ``where`` names the place where there is no box
    (``"第5段"``, ``"台账!C4"``). ``numbering`` is automatic list numbering, which is not part of ``text``.
    ``bold`` and ``size`` (points) are None where unknown. ``guesses`` are what a sign read from pixels may be as well: its
    number in ``text``, the sign read, the other one, how likely that is.
    """

    text: str
    box: Box | None = None
    edges: Edges | None = None
    confidence: float = 1.0
    where: str | None = None
    numbering: str = ""
    bold: bool | None = None
    size: float | None = None
    guesses: tuple[tuple[int, str, str, float], ...] = ()

    def box_of(self, start: int, stop: int) -> Box | None:
        """The rectangle of ``text[start:stop]``; the whole line's when characters have no edges of their own."""
        if self.box is None:
            return None
        if not self.edges or stop <= start:
            return self.box
        reach = self.edges.reach(start, stop)
        return Box(reach[0], self.box.y0, reach[1], self.box.y1) if reach else self.box


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. ``row`` and ``col`` are 0-based; ``lines`` are its printed lines, top to bottom.

    ``value`` is the typed content where the format has one (numbers and dates of a spreadsheet), else None.
    ``where`` is the cell's own name where the format has one (``"台账!C4"``, ``"表1 第2行第3列"``). ``page`` is its page where the
    table goes on over several, None for the table's first page; ``turn`` counts the lines before the page turns within the cell.
    """

    row: int
    col: int
    lines: tuple[Line, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    box: Box | None = None
    value: Decimal | date | datetime | bool | None = None
    where: str | None = None
    page: int | None = None
    turn: int | None = None

    @property
    def text(self) -> str:
        """The cell's words: lines joined without a separator, as Chinese wraps; a space between parts of one row."""
        words: list[str] = []
        above: Box | None = None
        for line in self.lines:
            if above and line.box and min(above.y1, line.box.y1) - max(above.y0, line.box.y0) > 0.5 * line.box.height:
                words.append(" ")  # two segments side by side: "12,000   34,000" is not one number
            words.append(line.text)
            above = line.box
        return "".join(words)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; merged cells stand once, at their top left, with their spans.

    ``method`` is ``"ruled"`` (drawn lines), ``"aligned"`` (columns of a borderless table) or ``"native"`` (DOCX, XLSX).
    ``name`` is the sheet's name for spreadsheets. ``page`` is 1-based or None. ``first_row`` is the 1-based row
    number of grid row 0 on its sheet.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    page: int | None = None
    box: Box | None = None
    method: str = "ruled"
    name: str | None = None
    first_row: int = 1

    def rows(self) -> list[list[Cell | None]]:
        """The grid row by row; a position covered by a merged cell holds that cell, a hole holds None."""
        grid: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            left, right = cell.col, min(cell.col + cell.colspan, self.n_cols)
            for row in grid[cell.row : cell.row + cell.rowspan]:
                row[left:right] = [cell] * (right - left)
        return grid


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change that nobody has accepted or refused yet: the words put in or taken out, by whom and when.

    ``kind`` is ``"inserted"`` or ``"deleted"``. ``author`` and ``day`` (ISO 8601) are "" where the file does not say them;
    ``where`` names the place as ``Line.where`` does, "" where it is not known.
    """

    kind: str
    words: str
    author: str = ""
    day: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """What a page's text layer says where a reader of the page sees something else.

    ``blocks`` are the page's lines and tables as they would be, were all of the layer believed; ``places`` are the boxes
    of the words in question, each with its cause: ``"invisible"`` (drawn without ink), ``"same_colour"``, ``"tiny"``,
    ``"clipped"``, ``"off_page"``, ``"covered"``, ``"ocr_layer"`` (a scanner's words over its picture),
    ``"remapped"`` (digits that a font says and draws as others). With ``changes`` there are no places: then ``blocks`` are
    the paper as it was before these tracked changes, and the page is read with all of them accepted.
    """

    blocks: tuple[Block, ...]
    places: tuple[tuple[Box, str], ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says: the ``name`` along its rim and, below the middle, the ``purpose`` (``"保单专用章"``), "" where
    one was not read. ``box`` is the seal's; ``confidence`` is the recogniser's score for the name, of the purpose where there is
    no name."""

    box: Box
    name: str
    purpose: str
    confidence: float


@dataclass(frozen=True, slots=True)
class SealPicture:
    """The picture of a seal on a page that is read without OCR; what it says is read only where a rule asks for it.

    ``data`` are its pixels row by row from above, three bytes each (blue, green, red) or four (and how opaque it is); with ``size``
    (0, 0) it is an image file (PNG, JPEG).
    """

    box: Box
    data: bytes
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``blocks`` are lines and tables in reading order; lines inside a table are only in its cells.

    ``read`` says how its words came about: ``"text"`` (text layer or native text), ``"ocr"`` (pixels) or
    ``"failed"``. ``seals`` are boxes of seals seen in the pixels, or drawn on a page read as text, of which ``seal_pictures`` has those
    that differ. ``slope`` is how far the print of a page read from
    pixels sinks (points down per point to the right): boxes lie on the page as given, which may lie aslant.
    ``pictures`` are boxes of images on a page read as text: what they show (a signature, a seal) is not read.
    ``turn`` is how many degrees (0, 90, 180, 270) the page was turned clockwise from how it is displayed to be read:
    ``width``, ``height`` and all boxes are those of the turned page. ``layer`` is what the text layer says otherwise than
    the page, None where there is nothing of the kind; nothing is read from it.
    ``look`` is what a page is known again by that is a photo, ``photos`` are those between the words of a page read as text. ``seal_words`` is what its red seals say, as far as read.
    ``under_seals`` are second readings of lines that a seal lies over, which differ from ``blocks``: the line's box, the other words, their
    confidence. ``scrawls`` are boxes of ink that is neither print nor rule nor picture: a signature, most often.
    ``lost`` are boxes of ink on a page read from pixels that is higher than a line and gave no words: some may be lost in it.
    """

    number: int | None
    width: float
    height: float
    blocks: tuple[Block, ...]
    read: str = "text"
    seals: tuple[Box, ...] = ()
    slope: float = 0.0
    pictures: tuple[Box, ...] = ()
    turn: int = 0
    layer: Layer | None = None
    look: Look | None = None
    seal_words: tuple[Seal, ...] = ()
    under_seals: tuple[tuple[Box, str, float], ...] = ()
    seal_pictures: tuple[SealPicture, ...] = ()
    scrawls: tuple[Box, ...] = ()
    lost: tuple[Box, ...] = ()
    photos: tuple[Photo, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Every line of the page, those in table cells included."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block
            else:
                for cell in block.cells:
                    yield from cell.lines


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept a paper or a page from being read: ``code`` from ``errors``, words for a person."""

    code: str
    message: str
    remedy: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as read. ``format`` is the reader's name (``"pdf"``, ``"docx"`` …). ``pages`` is a tuple, or for a long paper
    a sequence as good as one that unpacks a page when it is asked for.

    ``parts`` lists the names of all files when several images are one paper, else is empty. ``page_range`` is the first and
    last page, 1-based in the file, of a paper that shares its file with others; None for a paper that is the whole file.
    """

    name: str
    sha256: str
    format: str
    pages: Sequence[Page]
    problems: tuple[Problem, ...] = ()
    parts: tuple[str, ...] = ()
    paged: bool = True
    notes: tuple[str, ...] = field(default=())
    page_range: tuple[int, int] | None = None

    def lines(self) -> Iterator[tuple[Page, Line]]:
        for page in self.pages:
            for line in page.lines():
                yield page, line

    def tables(self) -> Iterator[Table]:
        for page in self.pages:
            for block in page.blocks:
                if isinstance(block, Table):
                    yield block

    @property
    def text(self) -> str:
        """All words, one line per printed line; for signals and searches, not for places."""
        return "\n".join(line.text for _, line in self.lines())
