"""PDF pages → Document: the text layer where it can be trusted, rendered pixels and OCR where not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Block, Document, Line, Page, Problem, Table
from extractor.errors import Damaged, PaperError, TooLarge
from extractor.layout.characters.glyphs import Glyph, Glyphs
from extractor.layout.page import Ruling, lay_out
from extractor.limits import Limits
from extractor.packed import FEW, PackedPages
from extractor.pdf.coordinates import Matrix, displayed, turned_page
from extractor.pdf.digits import DigitShapes, digits_lie
from extractor.pdf.drawing import read_drawing
from extractor.pdf.forms import read_form_values
from extractor.pdf.glyphs import read_glyphs, unmapped_share
from extractor.pdf.layer import hidden_layer, needs_a_look, remapped_layer, scanner_layer, without_unseen
from extractor.pdf.opening import open_pdf, opened, render
from extractor.pdf.photos import Photos
from extractor.pdf.seal_letters import texts_in, words_along
from extractor.pdf.seals import Seals
from extractor.pdf.signatures import not_verified, signatures_of
from extractor.pdf.stray import hands_in, in_reading_order, turned_lines
from extractor.pdf.substitute import machine_fonts
from extractor.pdf.trust import Content, sort_glyphs
from extractor.text.radicals import RADICALS

Recogniser = Callable[[Any, float], Any]
"""(RGB array, dpi) → page with ``blocks`` and ``seals`` in points, as ``extractor.scans.ocr.read_image`` gives."""


def read_pdf(data: bytes, name: str, *, limits: Limits, ocr: Recogniser | None = None) -> Document:
    """Read a PDF. Pages without a trustworthy text layer go to ``ocr``, by default to our own recogniser.

    Raises a ``PaperError`` when no page can be read at all; one failing page is a ``Problem`` of that page.
    """
    reader = _Reader(opened(data, limits), data, name, limits, ocr)
    try:
        return reader.read()
    finally:
        reader.close()


def read_pages(data: bytes, *, limits: Limits, ocr: Recogniser | None = None) -> Iterator[Page]:
    """The pages of a PDF one after the other, each as ``read_pdf`` reads it; no more than one is held.

    A page that cannot be read is one whose ``read`` is ``"failed"``. Raises a ``PaperError`` when the file cannot be opened.
    """
    reader = _Reader(opened(data, limits), data, "", limits, ocr)
    try:
        for number in reader.numbers():
            yield reader.page(number)
    finally:
        reader.close()


def reading_turn(document: pypdfium2.PdfDocument, data: bytes, number: int, limits: Limits) -> int:
    """How many degrees a page is turned clockwise to be read, as far as its text layer tells: 0 for a page that goes to
    OCR. ``document`` was opened with em boxes, as for reading."""
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        return 0
    try:
        matrix, width, height = displayed(page)
        content = _Reader(document, data, "", limits, None)._content(page, matrix, number)
        return content.quarter_turn() if content.is_trustworthy(width * height) else 0
    except PaperError:
        return 0
    finally:
        pdfium.FPDF_ClosePage(page)


PICTURE_SHARE = 0.12
"""An image over this share of a page read from its text layer is mentioned; a seal covers about 0.03."""
OPENED_ANEW = 100
"""Pages after which a long paper is closed and opened again: PDFium keeps the drawing of every page that it has read."""
_RADICAL_CHARS = frozenset(map(chr, RADICALS))


def _with_plain_character(glyph: Glyph) -> Glyph:
    return RADICALS[ord(glyph[0])], glyph[1], glyph[2], glyph[3], glyph[4]


class _Reader:
    def __init__(
        self, document: pypdfium2.PdfDocument, data: bytes, name: str, limits: Limits, ocr: Recogniser | None
    ) -> None:
        self.document = document
        self.data = data
        self.name = name
        self.limits = limits
        self.ocr = ocr
        self.ocr_pages = 0
        self.errors: list[PaperError] = []  # one for each failed page
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.digits = DigitShapes()
        self.seals, self.photos = Seals(data, limits.seal_pictures), Photos(limits.photos)
        self.open_page: Any = (
            None  # the page before, kept so that what is known of its fonts still holds for the next one
        )
        self.fonts: set[int] = set()
        self.has_forms = pdfium.FPDF_GetFormType(document.raw) != pdfium.FORMTYPE_NONE

    def numbers(self) -> range:
        """The numbers of the pages."""
        count = len(self.document)
        if count == 0:
            raise Damaged("没有可读的页")
        if count > self.limits.pages:
            raise TooLarge(f"{count} 页，上限 {self.limits.pages} 页")
        return range(1, count + 1)

    def read(self) -> Document:
        numbers = self.numbers()
        pages: Sequence[Page] = (tuple if len(numbers) <= FEW else PackedPages)(map(self.page, numbers))
        if len(self.errors) == len(pages):
            raise self.errors[0]
        if b"%%EOF" not in self.data[-2048:]:
            self.problems.append(Damaged("文件结尾缺失，已尽力读取").problem())
        if self.has_forms and (signatures := signatures_of(self.document)):
            self.problems.append(not_verified(signatures))
        digest = hashlib.sha256(self.data).hexdigest()
        return Document(self.name, digest, "pdf", pages, tuple(self.problems), notes=tuple(self.notes))

    def page(self, number: int) -> Page:
        if number % OPENED_ANEW == 0:
            self.close()
            self.document = open_pdf(self.data)
        page = pdfium.FPDF_LoadPage(self.document.raw, number - 1)
        if not page:
            return self._failed(Damaged(f"第{number}页无法打开"), number, 0.0, 0.0)
        try:
            return self._read_page(page, number)
        except PaperError as error:
            _, width, height = displayed(page)
            return self._failed(error, number, width, height)
        finally:
            self._keep_open(page)

    def _keep_open(self, page: Any) -> None:
        """Closes the page before; all but the fonts of this one may be gone then."""
        if self.open_page:
            pdfium.FPDF_ClosePage(self.open_page)
        self.open_page = page
        self.digits.keep_only(self.fonts)
        self.fonts = set()

    def close(self) -> None:
        """Closes the document with the page that is still open."""
        self._keep_open(None)
        self.document.close()

    def _failed(self, error: PaperError, number: int, width: float, height: float) -> Page:
        self.errors.append(error)
        self.problems.append(error.problem(number))
        return Page(number, width, height, (), "failed")

    def _read_page(self, page: Any, number: int) -> Page:
        matrix, width, height = displayed(page)
        content = self._content(page, matrix, number)
        turn = content.quarter_turn()
        if turn:
            # The whole page is printed sideways: it is read, and its boxes are given, as one turns it to read.
            matrix, width, height = turned_page(matrix, width, height, turn)
            content = self._content(page, matrix, number)
            self._note_turn(number, turn)
        if not content.is_trustworthy(width * height):
            return self._recognise(page, number, width, height, content)
        seals, seal_pictures = self.seals.of(self.document, page, number, content.drawing, matrix, turn)
        if texts := texts_in(content.drawing, seals):
            content = self._content(page, matrix, number, texts)
        said = tuple(words_along(content.stamped, seals))
        whole, content = content, self._without_unseen(content, number, width, height, turn)
        if content is not whole and not content.is_trustworthy(width * height):
            return self._recognise(page, number, width, height, content)
        share = sum(p.box.width * p.box.height for p in content.drawing.pictures) / (width * height or 1.0)
        if share >= PICTURE_SHARE:
            self.notes.append(f"第{number}页有图片占版面约{min(share, 1.0):.0%}，图中文字未读取")
        if content.hidden:
            self.notes.append(f"第{number}页有{len(content.hidden)}个看不见的字符，未读取")
        drawing = content.drawing
        ruling = Ruling(drawing.horizontal, drawing.vertical, drawing.ground_horizontal, drawing.ground_vertical)
        blocks = lay_out(content.upright, ruling, width, height, number)
        stray = [*turned_lines(content.turned), *self._form_lines(page, matrix)]
        pictures = tuple(picture.box for picture in drawing.pictures)
        layer = hidden_layer(content, ruling, width, height, number) if content.hidden else None
        ordered = in_reading_order(blocks, stray)
        read = Page(
            number, width, height, ordered, seals=seals, pictures=pictures, turn=turn, layer=layer, seal_words=said,
            seal_pictures=seal_pictures, scrawls=hands_in(content.turned, drawing),
            photos=self.photos.on(self.document, drawing.pictures, number),
        )  # fmt: skip
        return self._digits_as_drawn(page, read, content) if content.doubtful else read

    def _digits_as_drawn(self, page: Any, said: Page, content: Content) -> Page:
        """The page by its pixels where its digits are drawn otherwise than the text layer says, else as it says."""
        try:
            seen = self._recognise(page, int(said.number or 0), said.width, said.height, content)
        except PaperError:
            return said
        if seen.turn != said.turn or not digits_lie(said.lines(), seen.lines(), content.doubtful):
            return said
        self.notes.append(f"第{said.number}页字体的数字对照有误，已按页面识别")
        return replace(seen, layer=remapped_layer(said.blocks, content))

    def _without_unseen(self, content: Content, number: int, width: float, height: float, turn: int) -> Content:
        """The content without what nobody sees; the page is drawn only where something gives reason to doubt."""
        if not needs_a_look(content):
            return without_unseen(content, None, number, width, height, self.limits, turn)
        with machine_fonts():
            drawn = open_pdf(self.data)
            try:
                return without_unseen(content, drawn, number, width, height, self.limits, turn)
            finally:
                drawn.close()

    def _content(self, page: Any, matrix: Matrix, number: int, seal_texts: frozenset[int] = frozenset()) -> Content:
        drawing = read_drawing(page, matrix, self.limits)
        if drawing.overflow:
            raise TooLarge(f"第{number}页图形对象过多")
        self.fonts = drawing.fonts or set()
        drawing.covers = [cover for cover in drawing.covers if not self.seals.shines_through(self.document, cover)]
        textpage = pdfium.FPDFText_LoadPage(page)
        if not textpage:
            return Content(Glyphs.of(()), {}, [], 0.0, drawing)
        try:
            glyphs, indices = read_glyphs(textpage, matrix, self.limits.page_chars)
            if len(glyphs) >= self.limits.page_chars:
                raise TooLarge(f"第{number}页文字过多")
            found = sort_glyphs(textpage, glyphs, indices, drawing, seal_texts)
            unmapped = unmapped_share(textpage, indices)
            doubtful = self.digits.doubtful(textpage, glyphs, indices, drawing.fonts)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
        upright = found.upright
        if not _RADICAL_CHARS.isdisjoint(upright.text):
            upright = Glyphs.of([_with_plain_character(g) if g[0] in _RADICAL_CHARS else g for g in upright])
        return Content(
            upright,
            found.turned,
            found.hidden,
            unmapped,
            drawing,
            found.causes,
            found.suspects,
            doubtful,
            found.stamped,
        )

    def _form_lines(self, page: Any, matrix: Matrix) -> list[Block]:
        if not self.has_forms:
            return []
        return [Line(value.text, value.box) for value in read_form_values(page, matrix)]

    def _recognise(self, page: Any, number: int, width: float, height: float, content: Content) -> Page:
        self.ocr_pages += 1
        if self.ocr_pages > self.limits.ocr_pages:
            raise TooLarge(f"需要识别的页超过 {self.limits.ocr_pages} 页")
        if max(width, height) > self.limits.page_points:
            raise TooLarge(f"第{number}页尺寸过大")
        if self.ocr is None:
            from extractor.scans.ocr import read_image  # a run on text layers alone never loads the recogniser

            self.ocr = read_image
        dpi = min(self.limits.render_dpi, (self.limits.render_pixels / (width * height)) ** 0.5 * 72)
        result = self.ocr(self._picture(number, dpi), dpi)
        turn = getattr(result, "rotation", 0)
        layer = None if turn else scanner_layer(content, width, height, number)
        if turn:
            width, height = result.width, result.height
            self._note_turn(number, turn)
        blocks = tuple(replace(block, page=number) if isinstance(block, Table) else block for block in result.blocks)
        slope, look = getattr(result, "slope", 0.0), getattr(result, "look", None)
        said, under = getattr(result, "seal_words", ()), getattr(result, "under_seals", ())
        return Page(
            number, width, height, blocks, "ocr", tuple(result.seals), slope, turn=turn, look=look, layer=layer,
            seal_words=said, under_seals=under, scrawls=getattr(result, "scrawls", ()), lost=getattr(result, "lost", ()),
        )  # fmt: skip

    def _note_turn(self, number: int, turn: int) -> None:
        note = f"第{number}页内容横置或倒置，位置按顺时针转{turn}度后的页面记"
        if note not in self.notes:  # a page that is read both ways is turned both times
            self.notes.append(note)

    def _picture(self, number: int, dpi: float) -> Any:
        """The page drawn with the machine's fonts; they take effect in a document that is opened anew."""
        with machine_fonts():
            document = open_pdf(self.data)
            try:
                return render(document, number - 1, dpi)
            finally:
                document.close()
