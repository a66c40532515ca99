"""Long papers: their pages are packed, and the file is opened anew on the way; what is read is the same."""

from __future__ import annotations

import pickle

import pytest

from extractor.document import Document, Line, Page
from extractor.formats import pdf
from extractor.packed import FEW, PackedPages
from extractor.pdf.reader import OPENED_ANEW
from tests.pdf_pages import Sheets

PAGES = OPENED_ANEW + FEW


@pytest.fixture(scope="module")
def paper() -> bytes:
    """A paper of many pages, each with its own number and table."""
    sheets = Sheets()
    for number in range(1, PAGES + 1):
        sheets.text(60, 80, f"第{number}页 台账")
        sheets.grid((60, 200, 400), (100, 130, 160), [["事项", "金额"], [f"培训{number}", f"{number * 100}.50"]])
        if number < PAGES:
            sheets.next_page()
    return sheets.pdf()


@pytest.fixture(scope="module")
def document(paper: bytes) -> Document:
    return pdf.read(paper, "台账.pdf")


def test_every_page_is_read_as_it_is_alone(paper: bytes, document: Document) -> None:
    assert isinstance(document.pages, PackedPages)
    assert list(document.pages) == list(pdf.pages(paper))
    assert [next(iter(page.lines())).text for page in document.pages] == [f"第{n}页 台账" for n in range(1, PAGES + 1)]
    assert all(any(not isinstance(block, Line) for block in page.blocks) for page in document.pages)


def test_a_page_asked_for_again_is_the_same_object(document: Document) -> None:
    assert document.pages[FEW + 3] is document.pages[FEW + 3] is list(document.pages)[FEW + 3]
    assert document.pages[-1].number == PAGES
    with pytest.raises(IndexError):
        document.pages[PAGES]


def test_packed_pages_are_as_good_as_a_tuple(paper: bytes, document: Document) -> None:
    whole = tuple(pdf.pages(paper))
    assert document.pages == whole
    assert whole == document.pages
    assert whole[:-1] != document.pages
    assert hash(document.pages) == hash(whole)
    assert repr(document.pages) == repr(whole)
    assert document.pages[2:5] == whole[2:5]
    assert pickle.loads(pickle.dumps(document)) == document


def test_a_short_paper_is_a_tuple() -> None:
    sheets = Sheets()
    sheets.text(60, 80, "保险单")
    assert pdf.read(sheets.pdf(), "单.pdf").pages.__class__ is tuple


def test_nothing_is_packed_while_there_are_few() -> None:
    pages = [Page(number, 595.0, 842.0, ()) for number in range(FEW)]
    assert all(a is b for a, b in zip(PackedPages(pages), pages, strict=True))
