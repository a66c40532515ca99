"""OFD pages as pictures, in the frame in which boxes are given; the same verbs as ``extractor.pdf.rendering``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.document import Box
from extractor.errors import Damaged, PaperError
from extractor.limits import DEFAULT, Limits
from extractor.ofd.book import Book, open_book
from extractor.ofd.drawn import page_to_pdf
from extractor.ofd.reader import reading_content
from extractor.pdf import rendering


def sizes(data: bytes, limits: Limits = DEFAULT) -> Iterator[tuple[float, float]]:
    """Width and height in points of each page as its text is read; (0, 0) for one that cannot be opened."""
    book = open_book(data, limits)
    for index in range(len(book.sheets)):
        try:
            yield _turned_size(book, index, limits)
        except PaperError:
            yield 0.0, 0.0


def _turned_size(book: Book, index: int, limits: Limits) -> tuple[float, float]:
    width, height = book.size(index)
    return (height, width) if _turn(book, index, limits) % 180 else (width, height)


def _turn(book: Book, index: int, limits: Limits) -> int:
    try:
        return reading_content(book, index, limits)[2]
    except PaperError:
        return 0


def turn_of(data: bytes, number: int, limits: Limits = DEFAULT, *, look: bool = True) -> tuple[int, float, float, int]:
    """How many degrees the page is turned clockwise to be read as far as its text tells (0 without ``look``), its width
    and height in points before that, and the number of pages."""
    book = open_book(data, limits)
    if not 1 <= number <= len(book.sheets):
        raise Damaged(f"没有第{number}页")
    width, height = book.size(number - 1)
    return _turn(book, number - 1, limits) if look else 0, width, height, len(book.sheets)


def draw(
    data: bytes, number: int, dpi: float, turn: int = 0, box: Box | None = None, limits: Limits = DEFAULT
) -> tuple[Any, Box]:
    """A page, or the part of it in ``box``: an RGB array, and what it shows in points. Pictures in it that cannot be
    decoded are left white; the seals of its signatures lie over the print without hiding it."""
    book = open_book(data, limits)
    pdf, _ = page_to_pdf(book, book.paint(number - 1), limits, seals=True)
    return rendering.draw(pdf, 1, dpi, turn, box)
