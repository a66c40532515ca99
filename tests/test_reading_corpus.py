"""The labelled corpus beside the checkout: the words under every labelled box, and every row of the coverage tables.

Pages without a text layer are left to the OCR measurements; here the recogniser is a stand-in that reads nothing.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.document import Document, Page
from extractor.formats import pdf

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
HALF_CHARACTER = 0.6
"""How far, in points, a character's middle may stand outside the labelled box; boxes are rounded to 0.1."""

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no labelled corpus beside the checkout"),
]

Paper = tuple[str, dict[str, Any], Document]


def nothing(image: Any, dpi: float) -> Any:
    return SimpleNamespace(blocks=(), seals=(), width=0.0, height=0.0, rotation=0)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return list(read_papers())


def read_papers() -> Iterator[Paper]:
    for truth in sorted(CORPUS.glob("*/truth.json")):
        for paper in json.loads(truth.read_text(encoding="utf-8"))["files"]:
            if paper["path"].endswith(".pdf"):
                path = truth.parent / paper["path"]
                yield f"{truth.parent.name}/{path.name}", paper, pdf.read(path.read_bytes(), path.name, ocr=nothing)


def words_under(page: Page, boxes: list[list[float]]) -> str:
    words = ""
    for x0, y0, x1, y1 in boxes:
        row = [
            line
            for line in page.lines()
            if line.box
            and line.edges
            and line.box.y0 <= (y0 + y1) / 2 <= line.box.y1
            and line.box.x0 < x1
            and line.box.x1 > x0
        ]
        for line in sorted(row, key=lambda line: line.box.x0 if line.box else 0.0):
            words += "".join(
                char
                for char, (left, right) in zip(line.text, line.edges or (), strict=True)
                if x0 - HALF_CHARACTER <= (left + right) / 2 <= x1 + HALF_CHARACTER
            )
    return words


def test_the_right_pages_are_read_and_every_labelled_box_holds_its_words(papers: list[Paper]) -> None:
    checked = 0
    wrong: list[tuple[str, str, Any]] = []
    for name, paper, document in papers:
        by_ocr = [page.number for page in document.pages if page.read == "ocr"]
        if by_ocr != sorted(paper.get("scanned_pages") or []):
            wrong.append((name, "pages read by OCR", by_ocr))
        for field, value in (paper.get("fields") or {}).items():
            if not isinstance(value, dict) or not value.get("bbox") or not value.get("raw") or value["page"] in by_ocr:
                continue
            checked += 1
            found = words_under(document.pages[value["page"] - 1], value["bbox"])
            if plain(found) != plain(value["raw"]):
                wrong.append((name, field, found))
    assert checked > 1000
    assert not wrong


def test_every_coverage_row_is_one_row_of_a_table(papers: list[Paper]) -> None:
    checked = 0
    wrong: list[tuple[str, Any]] = []
    for name, paper, document in papers:
        by_ocr = {page.number for page in document.pages if page.read == "ocr"}
        rows = [{plain(cell.text) for cell in row if cell} for table in document.tables() for row in table.rows()]
        for coverage in paper.get("coverages") or []:
            cells = [cell for cell in (coverage.get("cells") or {}).values() if cell and cell.get("raw")]
            if not cells or by_ocr & {cell["page"] for cell in cells}:
                continue
            checked += 1
            if not any({plain(cell["raw"]) for cell in cells} <= row for row in rows):
                wrong.append((name, coverage["name"]))
    assert checked > 250
    assert not wrong
