"""Readers of PDFs and of page images beside ours, each run in a process of its own by ``bench/reading.py``.

    python bench/peers.py NAME        (then lines of JSON on standard input)

Needs nothing of anze but for its own two readers, so that it runs in any environment in which the peer is installed. The
first line names the files; the answer says whether the reader works. After that each line ``{"round": true}`` has it read
all of them once, and the answer gives CPU seconds and the peak of memory so far; ``{"said": true}`` asks for the words.
"""

from __future__ import annotations

import gc
import importlib.metadata
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

os.environ["OMP_NUM_THREADS"] = "1"

Read = Callable[[str], Any]


class Peer(NamedTuple):
    """A reader: what of it is run, the package that gives its version, what it returns beside text, how it is made."""

    runs: str
    package: str
    boxes: str  # of what it gives boxes: char, word, line, "" for none
    tables: bool
    make: Callable[[], Read]


def anze() -> Read:
    from pathlib import Path

    from extractor.formats import pdf

    return lambda path: pdf.read(Path(path).read_bytes(), path)


def anze_pages() -> Read:
    from pathlib import Path

    from extractor.formats import pdf

    return lambda path: sum(len(page.blocks) for page in pdf.pages(Path(path).read_bytes()))


def pypdfium2() -> Read:
    import pypdfium2

    def read(path: str) -> None:
        with open(path, "rb") as file:
            document = pypdfium2.PdfDocument(file.read())
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
        document.close()

    return read


def pdfplumber() -> Read:
    import pdfplumber

    def read(path: str) -> None:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                page.close()

    return read


def pdfminer() -> Read:
    from pdfminer.high_level import extract_pages

    return lambda path: list(extract_pages(path))


def pymupdf_text() -> Read:
    import pymupdf

    return lambda path: [page.get_text() for page in pymupdf.open(path)]


def pymupdf_words() -> Read:
    import pymupdf

    return lambda path: [page.get_text("words") for page in pymupdf.open(path)]


def pymupdf_rawdict() -> Read:
    import pymupdf

    return lambda path: [page.get_text("rawdict") for page in pymupdf.open(path)]


def kreuzberg() -> Read:
    import kreuzberg

    return lambda path: kreuzberg.extract_file_sync(path)


def markitdown() -> Read:
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)
    return lambda path: converter.convert(path)


def docling() -> Read:
    os.environ["HF_HUB_OFFLINE"] = "1"
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.pipeline_options import PdfPipelineOptions
    from docling.document_converter import DocumentConverter, PdfFormatOption

    options = PdfPipelineOptions(do_ocr=False, do_table_structure=False)
    converter = DocumentConverter(format_options={InputFormat.PDF: PdfFormatOption(pipeline_options=options)})
    return lambda path: converter.convert(path)


def docling_native() -> Read:
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.pipeline_options import NativePdfPipelineOptions
    from docling.document_converter import DocumentConverter, NativePdfFormatOption

    options = NativePdfPipelineOptions(generate_page_images=False, generate_picture_images=False, parser_threads=1)
    converter = DocumentConverter(format_options={InputFormat.PDF: NativePdfFormatOption(pipeline_options=options)})
    return lambda path: converter.convert(path)


def docling_parse() -> Read:
    from docling_parse.pdf_parser import DoclingPdfParser

    parser = DoclingPdfParser(loglevel="fatal")

    def read(path: str) -> None:
        document = parser.load(path_or_stream=path)
        for _ in document.iterate_pages():
            pass
        document.unload()

    return read


def anze_ocr() -> Read:
    import numpy as np

    from extractor.document import Line
    from extractor.scans.ocr import read_image

    def read(path: str) -> str:
        blocks = read_image(np.load(path), 200).blocks
        return "\n".join(b.text if isinstance(b, Line) else "\n".join(c.text for c in b.cells) for b in blocks)

    return read


def rapidocr() -> Read:
    import numpy as np
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
    return lambda path: "\n".join(engine(np.ascontiguousarray(np.load(path)[..., ::-1])).txts or ())


TEXT = {
    "pypdfium2": Peer("raw text", "pypdfium2", "", False, pypdfium2),
    "anze": Peer("words, boxes, tables", "anze", "char", True, anze),
    "anze by page": Peer("the same, one page held", "anze", "char", True, anze_pages),
    "pdfplumber": Peer("words and tables", "pdfplumber", "char", True, pdfplumber),
    "pdfminer.six": Peer("text with layout", "pdfminer.six", "char", False, pdfminer),
    "PyMuPDF text": Peer("text", "pymupdf", "", False, pymupdf_text),
    "PyMuPDF words": Peer("words", "pymupdf", "word", False, pymupdf_words),
    "PyMuPDF rawdict": Peer("characters", "pymupdf", "char", False, pymupdf_rawdict),
    "kreuzberg": Peer("text", "kreuzberg", "", False, kreuzberg),
    "markitdown": Peer("text as Markdown", "markitdown", "", False, markitdown),
    "docling": Peer("whole, without OCR and tables", "docling", "line", False, docling),
    "docling native": Peer("text only, without models", "docling", "line", False, docling_native),
    "docling-parse": Peer("docling's text layer alone", "docling-parse", "char", False, docling_parse),
}
"""By name; the first is what all are measured by."""

IMAGES = {
    "RapidOCR": Peer("as it comes, one thread", "rapidocr", "line", False, rapidocr),
    "anze OCR": Peer("words, boxes, tables, seals", "anze", "char", True, anze_ocr),
}


def peak_mb() -> float:
    """The most memory of this process so far. Not ``getrusage``, which starts at that of the process that started it."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def serve(peer: Peer) -> None:
    answer = sys.stdout
    sys.stdout = sys.stderr  # what a reader prints is no answer
    files = json.loads(sys.stdin.readline())["files"]
    said: dict[str, Any] = {}
    try:
        read = peer.make()
        read(files[0])  # imports, models and first-use tables are not part of a page's price
        version = importlib.metadata.version(peer.package)
    except Exception as error:
        why = (
            f"{peer.package} is not installed" if isinstance(error, ImportError) else f"{type(error).__name__}: {error}"
        )
        print(json.dumps({"error": why.splitlines()[0][:160]}), file=answer, flush=True)
        return
    # Alike for all, and as in the workers of anze: what was loaded until here is no garbage, and is not searched for it.
    gc.set_threshold(400_000, 20, 50)
    gc.collect()
    gc.freeze()
    print(json.dumps({"version": version}), file=answer, flush=True)
    for line in sys.stdin:
        if "said" in json.loads(line):
            print(json.dumps({path: text if isinstance(text, str) else "" for path, text in said.items()}), file=answer)
        else:
            start = time.process_time()
            for path in files:
                said[path] = None
                said[path] = read(path) if peer in IMAGES.values() else bool(read(path))
            print(json.dumps({"cpu": time.process_time() - start, "peak": peak_mb()}), file=answer)
        answer.flush()


if __name__ == "__main__":
    for name in ("pdfminer", "pypdf", "docling"):
        logging.getLogger(name).setLevel(logging.ERROR)
    serve({**TEXT, **IMAGES}[sys.argv[1]])
