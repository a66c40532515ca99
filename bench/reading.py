"""The price of reading a page: ours beside the peers', in one run – text layers, table cells, scans, long papers.

    python bench/reading.py [FOLDER] [--peers-python VENV/bin/python] [--rounds 12] [--ocr-pages 8] [--enforce]

Takes the policies below FOLDER (by default the labelled corpus where it lies beside the checkout, else samples/): every
PDF whose name contains ``--name`` and all of whose pages have a text layer that can be trusted. Each reader runs in a
process of its own and they take turns, so that a busy machine slows all alike: read the ratios, not the milliseconds.
Readers that take many times as long as the raw text read fewer rounds, so that the whole takes about five minutes.
Opening and closing each file counts; imports and a first file do not. Peers that are no part of our environment
(docling, kreuzberg, markitdown, PyMuPDF) are looked for in that of ``--peers-python``; what is not there is said.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import ocr
import pdfplumber
from children import Child
from peers import TEXT

from extractor.document import Cell, Table
from extractor.errors import PaperError
from extractor.formats import pdf

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("ANZE_SHARED", ROOT.parent / "shared")) / "corpus" / "dev"
POLICY_NAME = r"policy|保险单|保单"
OURS = (
    "anze",
    "anze by page",
    "pypdfium2",
    "pdfplumber",
    "pdfminer.six",
)  # part of our environment, the last three for tests
LONG = ("anze by page", "anze", "pypdfium2")  # that are measured on a long paper
SLOW, SLOW_ROUNDS = 4.0, 2  # times the raw text from which a reader is slow, and the rounds that are enough for it
MOST_TIMES_RAW = 2.0  # anze ÷ raw text of pypdfium2, at most
LEAST_TIMES_FASTER = 6.0  # pdfplumber ÷ anze, at least
MOST_GROWTH = 1.3  # peak memory for a paper of 1,000 pages ÷ for one of 10
SAME_POINTS = 3.0  # how far apart the sides of one cell may be


class _NotRead(Exception):
    """A page went to OCR, so the file is none of this benchmark's."""


def _no_ocr(image: Any, dpi: float) -> NoReturn:
    raise _NotRead


def pages_with_text(path: Path) -> int:
    """How many pages the file has when all are read from the text layer, else 0."""
    try:
        document = pdf.read(path.read_bytes(), path.name, ocr=_no_ocr)
    except (_NotRead, PaperError):
        return 0
    return len(document.pages) if all(page.read == "text" for page in document.pages) else 0


def text_lane(files: dict[Path, int], peers_python: str, rounds: int) -> dict[str, float]:
    """Prints the readers, cheapest first. CPU of each reader as a multiple of the raw text's."""
    names = [str(path) for path in files]
    readers = {name: Child(name, names, sys.executable if name in OURS else peers_python) for name in TEXT}
    for number in range(rounds):
        for reader in readers.values():
            if number < SLOW_ROUNDS or reader.error or reader.seconds[0] < SLOW * readers["pypdfium2"].seconds[0]:
                reader.read()
    for reader in readers.values():
        reader.close()
    pages = sum(files.values())
    cpu = {n: 1000 * statistics.median(r.seconds) / pages for n, r in readers.items() if not r.error}
    base = cpu["pypdfium2"]
    print(
        f"Text layers: {len(files)} policies, {pages} pages, median of {rounds} rounds in turns, {SLOW_ROUNDS} of slow readers"
    )
    print(f"  {'':<17}{'CPU ms/page':>12}{'× raw text':>12}{'peak MB':>9}  {'boxes':<6}{'tables':<8}runs")
    for name in sorted(cpu, key=cpu.__getitem__):
        peer, tables = TEXT[name], "yes" if TEXT[name].tables else "no"
        price = f"{cpu[name]:>12.2f}{cpu[name] / base:>12.2f}{readers[name].peak:>9.0f}"
        print(f"  {name:<17}{price}  {peer.boxes or 'no':<6}{tables:<8}{peer.runs} ({readers[name].version})")
    for name, reader in readers.items():
        if reader.error:
            print(f"  {name:<17}  not run: {reader.error}")
    return {name: milliseconds / base for name, milliseconds in cpu.items()}


def cells_lane(files: dict[Path, int]) -> bool:
    """Compares the cells of every table that both we and pdfplumber find; whether all are equal."""
    equal = other = alone = 0
    for path in files:
        ours = pdf.read(path.read_bytes(), path.name)
        with pdfplumber.open(path) as document:
            for page, own in zip(document.pages, ours.pages, strict=True):
                tables = [block for block in own.blocks if isinstance(block, Table) and block.method == "ruled"]
                for theirs in page.find_tables():
                    mine = next((t for t in tables if t.box and is_at(t.box, theirs.bbox)), None)
                    if mine is None:
                        alone += sum(1 for _ in cells_of(theirs))
                        continue
                    found = [is_same(mine, box, text) for box, text in cells_of(theirs)]
                    equal += sum(found)
                    other += len(found) - sum(found) + abs(len(mine.cells) - len(found))
                page.close()
    print(f"\nTable cells: {equal} equal in box and words to those of pdfplumber, {other} not")
    print(f"  {alone} more are cells of pdfplumber alone: strips of one row and cards, which we read as lines")
    return not other and equal > 0


def cells_of(table: Any) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    for row, texts in zip(table.rows, table.extract(), strict=True):
        yield from ((box, text or "") for box, text in zip(row.cells, texts, strict=True) if box)


def is_same(table: Table, box: tuple[float, float, float, float], text: str) -> bool:
    def words(of: str) -> str:
        return "".join(of.split())

    found: list[Cell] = [cell for cell in table.cells if cell.box and is_at(cell.box, box)]
    return len(found) == 1 and words(found[0].text) == words(text)


def is_at(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return all(abs(one - other) <= SAME_POINTS for one, other in zip(a, b, strict=True))


def memory_lane(most_pages: int = 1000, few_pages: int = 10) -> float:
    """Prints the peak memory for a long paper and a short one, each in a process of its own; our worst ratio, by page or whole."""
    peaks = {}
    with tempfile.TemporaryDirectory() as place:
        for pages in (few_pages, most_pages):
            file = Path(place, f"{pages}.pdf")
            file.write_bytes(long_paper(pages))
            for name in LONG:
                reader = Child(name, [str(file)])
                reader.read()
                reader.close()
                peaks[name, pages] = reader.peak
    print(f"\nPeak memory, papers of {most_pages} and {few_pages} pages with a table on each")
    for name in LONG:
        most, few = peaks[name, most_pages], peaks[name, few_pages]
        print(f"  {name:<12}{most:>8.0f} MB{few:>8.0f} MB{most / few:>8.2f}")
    return max(peaks[name, most_pages] / peaks[name, few_pages] for name in ("anze by page", "anze"))


def long_paper(pages: int) -> bytes:
    """A ledger of so many pages, 12 rows of 5 ruled columns on each, in a Chinese font that it does not carry."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (5 + 2 * k) for k in range(pages)), pages),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light "
        b"/Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
    ]
    for number in range(pages):
        drawn = ledger_page(number)
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>"
            % (6 + 2 * number)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + end


def ledger_page(number: int) -> bytes:
    heads = ("序号", "日期", "服务内容", "金额（元）", "凭证号")
    lefts = (50, 100, 190, 390, 480, 550)
    drawn = [b"50 %d m 550 %d l S" % (y, y) for y in range(400, 777, 30)]
    drawn += [b"%d 400 m %d 760 l S" % (x, x) for x in lefts]
    rows = [heads] + [
        (
            str(12 * number + k),
            f"2025-03-{k + 10}",
            "现场隐患排查与安全培训",
            f"{number + 100}{k}.50",
            f"P{number:05}{k}",
        )
        for k in range(11)
    ]
    for row, texts in enumerate(rows):
        for left, text in zip(lefts, texts, strict=False):
            words = text.encode("utf-16-be").hex().encode()
            drawn.append(b"BT /F 10 Tf %d %d Td <%s> Tj ET" % (left + 4, 740 - 30 * row, words))
    return b"\n".join(drawn)


def verdict(words: str, met: bool) -> bool:
    print(f"  {'met   ' if met else 'MISSED'}  {words}")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS if CORPUS.is_dir() else ROOT / "samples")
    parser.add_argument("--name", default=POLICY_NAME, help="only files whose name this expression finds")
    parser.add_argument("--peers-python", default=sys.executable, help="the Python in whose environment the peers are")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--ocr-pages", type=int, default=8, help="0 leaves scans out")
    parser.add_argument("--enforce", action="store_true", help="status 1 when a target is missed")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found = sorted(p for p in options.folder.rglob("*.pdf") if re.search(options.name, p.name))
    files = {path: pages for path in found if (pages := pages_with_text(path))}
    if not files:
        print(f"no PDF with a text layer below {options.folder}", file=sys.stderr)
        return 1
    times = text_lane(files, options.peers_python, options.rounds)
    equal = cells_lane(files)
    growth = memory_lane()
    scans = not options.ocr_pages or ocr.report(ocr.sheets_of(list(files), options.ocr_pages), 3)
    ahead = times["pdfplumber"] / times["anze"]
    boxed = sorted((times[name], name) for name in times if TEXT[name].boxes == "char" and "anze" not in name)
    words = [f"{name} {times[name]:.2f}" for name in times if TEXT[name].boxes in ("word", "line")]
    print("\nTargets")
    met = [
        verdict(f"anze ÷ raw text {times['anze']:.2f}, at most {MOST_TIMES_RAW:g}", times["anze"] <= MOST_TIMES_RAW),
        verdict(f"pdfplumber ÷ anze {ahead:.1f}, at least {LEAST_TIMES_FASTER:g}", ahead >= LEAST_TIMES_FASTER),
        verdict("equal cells", equal),
        verdict(
            f"first of all that box characters; next: {boxed[0][1]} {boxed[0][0]:.2f}", times["anze"] < boxed[0][0]
        ),
        verdict(f"peak memory grows {growth:.2f} times, at most {MOST_GROWTH:g}", growth <= MOST_GROWTH),
        verdict("OCR", scans),
    ]
    print(f"  (boxes of words or lines only, no tables: {', '.join(words) or 'none run'})")
    return 1 if options.enforce and not all(met) else 0


if __name__ == "__main__":
    sys.exit(main())
