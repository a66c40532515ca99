"""Numbers from pixels whose digits do not fill their print are doubted; columns of other sizes of print say nothing."""

from __future__ import annotations

from extractor.document import Box, Document, Line, Page
from extractor.scans.digit_widths import DOUBTED, doubted, step_of
from extractor.scans.mend import mend_document

STEP, MARGIN = 4.0, 3.0
TRUE = ("600000", "6000000", "21840", "80000", "800000", "1600000", "4200", "3000000", "900")


def _line(printed: str, read: str, at: int) -> Line:
    """A number that fills the print of ``printed`` and was read as ``read``."""
    return Line(read, Box(100.0, 20.0 * at, 100.0 + STEP * len(printed) + MARGIN, 20.0 * at + 11), confidence=0.99)


def test_a_lost_zero_is_doubted_and_the_others_are_not() -> None:
    lines = [_line(number, number, at) for at, number in enumerate(TRUE)]
    short = _line("12000000", "1200000", 20)
    long = _line("30800", "308000", 21)
    assert doubted([*lines, short, long]) == {id(short), id(long)}


def test_few_numbers_or_two_sizes_of_print_say_nothing() -> None:
    assert doubted([_line("12000000", "1200000", 0), _line("600", "600", 1)]) == set()
    small = [_line(number, number, at) for at, number in enumerate(TRUE)]
    large = [Line(n, Box(300, 20 * i, 300 + 2 * (STEP * len(n) + MARGIN), 20 * i + 22)) for i, n in enumerate(TRUE)]
    assert doubted([*small, *large]) == set()
    assert step_of([(6, 27.0)] * 9) is None  # all of one length: no slope


def test_nobody_is_judged_by_a_doubted_number() -> None:
    lines = (*(_line(number, number, at) for at, number in enumerate(TRUE)), _line("12000000", "1200000", 20))
    page = Page(1, 595.0, 842.0, lines, read="ocr")
    mended = mend_document(Document("scan.pdf", "", "pdf", (page,)))
    assert [line.confidence for line in mended.pages[0].lines()] == [0.99] * len(TRUE) + [DOUBTED]
