"""OFD pages → Document: their text where it can be trusted, their pixels and OCR where not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from extractor.document import Document, Page, Problem, SealPicture, Table
from extractor.errors import PaperError, TooLarge
from extractor.layout.page import Ruling, lay_out
from extractor.limits import Limits
from extractor.ofd.book import Book, Painted, open_book
from extractor.ofd.content import content_of
from extractor.ofd.drawn import page_to_pdf
from extractor.pdf.layer import hidden_layer, without_unseen
from extractor.pdf.opening import open_pdf, render
from extractor.pdf.reader import PICTURE_SHARE
from extractor.pdf.signatures import not_verified
from extractor.pdf.stray import in_reading_order, turned_lines
from extractor.pdf.substitute import machine_fonts
from extractor.pdf.trust import Content

Recogniser = Callable[[Any, float], Any]

MOST_PICTURE_BYTES = 2_000_000  # of the file of a seal's picture; usual ones have 20,000
ATTACHMENT = "attachment_not_read"
BESIDE = "part_not_read"

_DATA = ("xml", "json", "txt", "xbrl", "dat", "asn", "esl")
"""Attachments that repeat a paper for machines (the data of an electronic invoice), by extension."""


def read_ofd(data: bytes, name: str, *, limits: Limits, ocr: Recogniser | None = None) -> Document:
    """Read an OFD. Pages without trustworthy text go to ``ocr``, by default to our own recogniser.

    Raises a ``PaperError`` when no page can be read at all; one failing page is a ``Problem`` of that page.
    """
    book = open_book(data, limits)
    return _Reader(book, limits, ocr).read(name, hashlib.sha256(data).hexdigest())


def reading_content(book: Book, index: int, limits: Limits) -> tuple[Painted, Content, int]:
    """A page as painted, what it holds, and how far it was turned clockwise to be read: 0 for one that goes to OCR."""
    painted = book.paint(index)
    content = content_of(painted.units, book.parts, limits)
    turn = content.quarter_turn()
    if turn:
        turned = book.paint(index, turn)
        inside = content_of(turned.units, book.parts, limits)
        if inside.is_trustworthy(turned.width * turned.height):
            return turned, inside, turn
    return painted, content, 0


class _Reader:
    def __init__(self, book: Book, limits: Limits, ocr: Recogniser | None) -> None:
        self.book = book
        self.limits = limits
        self.ocr = ocr
        self.ocr_pages = 0
        self.errors: list[PaperError] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.seen: list[bytes] = []  # pictures of seals

    def read(self, name: str, sha256: str) -> Document:
        pages = tuple(self._page(index) for index in range(len(self.book.sheets)))
        if self.errors and all(page.read == "failed" for page in pages):
            raise self.errors[0]
        self._say_what_goes_with_it()
        return Document(name, sha256, "ofd", pages, tuple(self.problems), notes=tuple(self.notes))

    def _page(self, index: int) -> Page:
        try:
            return self._read_page(index)
        except PaperError as error:
            self.errors.append(error)
            self.problems.append(error.problem(index + 1))
        try:
            width, height = self.book.size(index)
        except PaperError:
            width = height = 0.0
        return Page(index + 1, width, height, (), "failed")

    def _read_page(self, index: int) -> Page:
        number = index + 1
        painted, content, turn = reading_content(self.book, index, self.limits)
        if painted.trouble:
            said = f"第{number}页批注未读取：{painted.trouble}"
            self.problems.append(Problem(BESIDE, said, painted.trouble.remedy, number))
        if not content.is_trustworthy(painted.width * painted.height):
            return self._recognise(painted, content, number)
        if turn:
            self.notes.append(f"第{number}页内容横置或倒置，位置按顺时针转{turn}度后的页面记")
        else:
            content = without_unseen(content, None, number, painted.width, painted.height, self.limits)
        drawing = content.drawing
        share = sum(p.box.width * p.box.height for p in drawing.pictures) / (painted.width * painted.height)
        if share >= PICTURE_SHARE:
            self.notes.append(f"第{number}页有图片占版面约{min(share, 1.0):.0%}，图中文字未读取")
        if hidden := len(content.hidden) + painted.hidden:
            self.notes.append(f"第{number}页有{hidden}个看不见的字符，未读取")
        ruling = Ruling(drawing.horizontal, drawing.vertical, drawing.ground_horizontal, drawing.ground_vertical)
        blocks = lay_out(content.upright, ruling, painted.width, painted.height, number)
        blocks = in_reading_order(blocks, turned_lines(content.turned))
        pictures = tuple(picture.box for picture in drawing.pictures)
        layer = hidden_layer(content, ruling, painted.width, painted.height, number) if content.hidden else None
        return Page(
            number,
            painted.width,
            painted.height,
            blocks,
            seals=painted.seals,
            pictures=pictures,
            turn=turn,
            layer=layer,
            seal_pictures=self._seal_pictures(painted),
        )

    def _recognise(self, painted: Painted, content: Content, number: int) -> Page:
        """The page by its pixels: it is drawn without the seals of its signatures, whose places are known."""
        width, height = painted.width, painted.height
        self.ocr_pages += 1
        if self.ocr_pages > self.limits.ocr_pages:
            raise TooLarge(f"需要识别的页超过{self.limits.ocr_pages}页")
        if max(width, height) > self.limits.page_points:
            raise TooLarge(f"第{number}页尺寸过大")
        if self.ocr is None:
            from extractor.scans.ocr import read_image  # a run on text alone never loads the recogniser

            self.ocr = read_image
        dpi = min(self.limits.render_dpi, (self.limits.render_pixels / (width * height)) ** 0.5 * 72)
        pdf, missing = page_to_pdf(self.book, painted, self.limits, seals=False)
        for seen, error in missing:
            if seen.box.width * seen.box.height >= PICTURE_SHARE * width * height:
                raise error
            self.notes.append(f"第{number}页有图片无法显示，图中文字未读取：{error}")
        with machine_fonts():
            document = open_pdf(pdf)
            try:
                result = self.ocr(render(document, 0, dpi), dpi)
            finally:
                document.close()
        turn = getattr(result, "rotation", 0)
        seals = tuple(result.seals)
        if turn:
            width, height = result.width, result.height
            self.notes.append(f"第{number}页内容横置或倒置，位置按顺时针转{turn}度后的页面记")
        else:
            seals = (*seals, *painted.seals)
        pictures = () if turn else self._seal_pictures(painted)
        blocks = tuple(replace(block, page=number) if isinstance(block, Table) else block for block in result.blocks)
        slope, look = getattr(result, "slope", 0.0), getattr(result, "look", None)
        said, under = getattr(result, "seal_words", ()), getattr(result, "under_seals", ())
        return Page(
            number, width, height, blocks, "ocr", seals, slope, turn=turn, look=look, seal_words=said, under_seals=under,
            seal_pictures=pictures, scrawls=getattr(result, "scrawls", ()), lost=getattr(result, "lost", ()),
        )  # fmt: skip

    def _seal_pictures(self, painted: Painted) -> tuple[SealPicture, ...]:
        """The pictures of a page's seals that no page before had."""
        out: list[SealPicture] = []
        for box, data in painted.seal_pictures:
            if data not in self.seen and len(self.seen) < self.limits.seal_pictures and len(data) <= MOST_PICTURE_BYTES:
                self.seen.append(data)
                out.append(SealPicture(box, data))
        return tuple(out)

    def _say_what_goes_with_it(self) -> None:
        """Signatures, attachments, and what of them could not be opened."""
        for what, error in self.book.troubles:
            self.problems.append(Problem(BESIDE, f"{what}未读取：{error}", error.remedy))
        if self.book.signatures:
            self.problems.append(not_verified(self.book.signatures))
        for attachment in self.book.attachments:
            if attachment.name.rsplit(".", 1)[-1].lower() in _DATA:
                self.notes.append(f"附件“{attachment.name}”是数据文件，未读取")
                continue
            lost = "在文件内找不到" if attachment.place is None else "未读取"
            said = f"附件“{attachment.name}”{lost}"
            self.problems.append(Problem(ATTACHMENT, said, "请把该附件单独提交，与本文件放在同一案卷"))
