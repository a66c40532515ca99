"""CPU per page of reading text-layer PDFs: raw PDFium text, our reader, and pdfplumber's words and tables, in one run.

    python bench/reading.py FOLDER [--name 保险单] [--rounds 3]

Takes every PDF below FOLDER all of whose pages have a text layer that can be trusted (``--name`` keeps those whose file
name contains it). The three are interleaved, file by file, and the median of the rounds is taken, so that a busy
machine slows all alike: read the ratios, not the milliseconds. Opening and closing each file counts for all three.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pdfplumber
import pypdfium2

from extractor.errors import PaperError
from extractor.formats import pdf


def raw_text(path: Path) -> None:
    document = pypdfium2.PdfDocument(path.read_bytes())
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def our_reader(path: Path) -> None:
    pdf.read(path.read_bytes(), path.name)


def plumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.extract_tables()
            page.close()


class _NotRead(Exception):
    """A page went to OCR, so the file is none of this benchmark's."""


def _no_ocr(image: Any, dpi: float) -> NoReturn:
    raise _NotRead


def pages_with_text(path: Path) -> int:
    """How many pages the file has when all are read from the text layer, else 0."""
    try:
        return len(pdf.read(path.read_bytes(), path.name, ocr=_no_ocr).pages)
    except (_NotRead, PaperError):
        return 0


def cpu_of(read: Callable[[Path], None], path: Path) -> float:
    start = time.process_time()
    read(path)
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description="CPU per page of reading text-layer PDFs")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="", help="only files whose name contains this")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found = sorted(p for p in options.folder.rglob("*.pdf") if options.name in p.name)
    files = {path: pages for path in found if (pages := pages_with_text(path))}
    if not files:
        print(f"no PDF with a text layer below {options.folder}", file=sys.stderr)
        return 1
    readers = {"pypdfium2 text": raw_text, "anze reader": our_reader, "pdfplumber words+tables": plumber}
    for read in readers.values():
        read(next(iter(files)))  # imports and first-use tables are not part of a page's price
    rounds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(options.rounds):
        spent = dict.fromkeys(readers, 0.0)
        for path in files:
            for name, read in readers.items():
                spent[name] += cpu_of(read, path)
        for name, seconds in spent.items():
            rounds[name].append(seconds)
    pages = sum(files.values())
    price = {name: 1000 * statistics.median(seconds) / pages for name, seconds in rounds.items()}
    base, ours, rival = price.values()
    print(f"{len(files)} files, {pages} pages, median of {options.rounds} rounds, CPU ms per page")
    for name, milliseconds in price.items():
        print(f"  {name:<26}{milliseconds:8.2f}   {milliseconds / base:5.2f} x raw text")
    print(f"  anze reader is {rival / ours:.1f} x cheaper than pdfplumber words+tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
