"""Rows that the foot or the head of a scanned page cuts, and blanks between full-width digits."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.document import Box, Cell, Document, Line, Page, Table
from extractor.layout.pixels.cut_rows import cut_ends
from extractor.layout.pixels.full_width import without_false_blanks
from extractor.layout.pixels.rules import ruling_lines
from extractor.layout.ruled.grid import Edge, Grid, edges_to_grids
from extractor.layout.scan_tables import _joins_rows
from extractor.scans.mend import mend_document

EM = 20.0
POINT = 0.36  # of a pixel at 200 dpi
COLUMNS = (100, 300, 500, 700)
ROWS = (100, 150, 200)
WORDS = [(x + 10.0, y + 14.0, x + 120.0, y + 38.0) for y in (100, 150, 200) for x in COLUMNS[:3]]


def _cut_table(*, foot: int, inner: bool = True) -> np.ndarray:
    """A table of three columns whose last row is cut at ``foot``; with ``inner`` only its middle cell has a lower side."""
    page = np.zeros((400, 800), np.uint8)
    for y in ROWS:
        page[y - 1 : y + 2, COLUMNS[0] : COLUMNS[-1]] = 255
    for x in COLUMNS:
        page[ROWS[0] : foot, x - 1 : x + 2] = 255
    if inner:
        page[foot - 1 : foot + 2, COLUMNS[1] : COLUMNS[2]] = 255
    return page


def _grid_of(page: np.ndarray, words: list[tuple[float, float, float, float]] = WORDS) -> list[Grid]:
    level, upright = ruling_lines(page, words, EM)
    across, down = ([Edge(*(POINT * v for v in rule)) for rule in rules] for rules in (level, upright))
    return edges_to_grids(across, down)


@pytest.mark.parametrize("inner", [True, False])
def test_the_cells_of_a_row_that_goes_on_over_the_page_are_cells(inner: bool) -> None:
    (grid,) = _grid_of(_cut_table(foot=250, inner=inner))
    assert (grid.n_rows, grid.n_cols, len(grid.cells)) == (3, 3, 9)
    assert max(cell.box.y1 for cell in grid.cells) == pytest.approx(250 * POINT, abs=3)


def test_a_row_cut_at_the_head_of_the_next_page_is_one_too() -> None:
    turned = np.ascontiguousarray(_cut_table(foot=250)[::-1])
    words = [(x0, 400 - y1, x1, 400 - y0) for x0, y0, x1, y1 in WORDS]
    (grid,) = _grid_of(turned, words)
    assert (grid.n_rows, grid.n_cols, len(grid.cells)) == (3, 3, 9)


def test_uprights_drawn_a_little_too_long_and_a_strip_without_words_make_no_row() -> None:
    assert _grid_of(_cut_table(foot=212, inner=False))[0].n_rows == 2
    level = [(100.0, 95.0, 705.0), (150.0, 95.0, 705.0)]
    upright = [(float(x), 100.0, 200.0) for x in COLUMNS]
    assert cut_ends(upright, level, [], EM) == []
    assert len(cut_ends(upright, level, [(110, 164, 200, 188), (310, 164, 400, 188)], EM)) == 1
    assert cut_ends(upright[:2], level, [(110, 164, 200, 188), (310, 164, 400, 188)], EM) == []


@pytest.mark.parametrize(
    ("text", "middles", "expected"),
    [
        ("1,202. 42", (0, 16, 32, 48, 64, 76, 86, 96, 108), "1,202.42"),
        ("1, 202.42", (0, 6, 9, 20, 28, 36, 42, 48, 56), "1, 202.42"),  # half-width: the blank is the paper's
        ("14 00", (0, 16, 28, 41, 57), "14 00"),  # a full-width day and hour, a narrow blank between them
        ("0 0", (0, 8, 16), "00"),
        ("3 12", (0, 30, 60, 76), "3 12"),
    ],
)
def test_blanks_between_full_width_digits(text: str, middles: tuple[float, ...], expected: str) -> None:
    read, places = without_false_blanks(text, middles, 17.0)
    assert read == expected
    assert len(places) == len(read)


def _page(*lines: Line) -> Document:
    return Document("scan.pdf", "0" * 64, "pdf", (Page(1, 600, 800, lines, "ocr"),))


@pytest.mark.parametrize(("below", "expected"), [("0.00元", "4,000,00"), ("备注", "4,000.00")])
def test_a_sum_that_breaks_within_its_thousands_is_not_taken_for_one_with_fen(below: str, expected: str) -> None:
    read = mend_document(_page(Line("4,000,00", Box(50, 100, 110, 111)), Line(below, Box(50, 118, 90, 129))))
    assert next(line.text for page in read.pages for line in page.lines()) == expected


def test_a_broken_sum_makes_no_second_row() -> None:
    def cell(col: int, *texts: str) -> Cell:
        lines = tuple(Line(text, Box(100 * col, 20 * k, 100 * col + 40, 20 * k + 11)) for k, text in enumerate(texts))
        return Cell(0, col, lines, box=Box(100 * col, 0, 100 * col + 95, 40))

    broken = Table((cell(0, "第三者"), cell(1, "4,026.3", "1"), cell(2, "113,11", "5.84")), 1, 3)
    two_rows = Table((cell(0, "第三者"), cell(1, "4,026.31", "12.00"), cell(2, "113.11", "5.84")), 1, 3)
    assert not _joins_rows(broken)
    assert _joins_rows(two_rows)
