"""CPU and exactness per page image: the whole of ``extractor.scans.ocr`` against RapidOCR as it comes, in the same run.

    python bench/ocr.py [FOLDER] [--pages 8] [--rounds 3]
    python bench/ocr.py IMAGE… [--rounds 3]          (CPU alone)

Pages of the PDFs below FOLDER that have a text layer are drawn at 200 dpi and made worse as a scanner does: lean, noise,
JPEG. The text layer is what should be read: characters are counted as a bag, widths of punctuation and blanks set aside.
Where a ``truth.json`` lies beside a file, each of its fields counts whose words stand on end in what was read. Both sides
run on one thread, each in a process of its own, in turns; each reads one page first so that loading is not counted.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2
from children import Child
from peers import IMAGES
from PIL import Image

DPI = 200
LEAST_CHARS = 300  # a page with fewer says little
MOST_TIMES = 0.6  # of the CPU of RapidOCR


class Sheet(NamedTuple):
    """A page as scanned: its picture, its words, the words of its fields."""

    picture: np.ndarray
    words: str
    fields: tuple[str, ...]


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def scanned(picture: Image.Image, seed: int) -> np.ndarray:
    """A page as a scanner gives it."""
    chance = random.Random(seed)
    leaning = picture.rotate(chance.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(seed).normal(0, 6, (leaning.height, leaning.width, 1))
    noisy = Image.fromarray(np.clip(np.asarray(leaning) + noise, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    noisy.save(packed, "JPEG", quality=75)
    return np.asarray(Image.open(packed).convert("RGB"))


def sheets_of(files: list[Path], most: int) -> list[Sheet]:
    """Pages spread over the files."""
    found: list[Sheet] = []
    for file in files[:: max(1, len(files) // most)]:
        document = pypdfium2.PdfDocument(file)
        page = document[0]
        words = folded(page.get_textpage().get_text_range())
        if len(words) >= LEAST_CHARS and len(found) < most:
            picture = page.render(scale=DPI / 72).to_pil().convert("RGB")
            found.append(Sheet(scanned(picture, len(found)), words, fields_of(file, words)))
        document.close()
    return found


def fields_of(file: Path, words: str) -> tuple[str, ...]:
    """What the labels beside a file say stands on its first page, and what the text layer says as well."""
    truth = file.parent / "truth.json"
    papers = json.loads(truth.read_text(encoding="utf-8"))["files"] if truth.is_file() else ()
    fields = (field for paper in papers if paper["path"] == file.name for field in paper.get("fields", {}).values())
    raws = (folded(f["raw"]) for f in fields if f.get("page") == 1 and isinstance(f.get("raw"), str))
    return tuple(raw for raw in raws if raw and raw in words)


def report(sheets: list[Sheet], rounds: int) -> bool:
    """Prints the lane; whether its targets are met. Pages without words count for CPU alone."""
    with tempfile.TemporaryDirectory() as place:
        files = [str(Path(place, f"{number}.npy")) for number in range(len(sheets))]
        for file, sheet in zip(files, sheets, strict=True):
            np.save(file, sheet.picture)
        sides = {name: Child(name, files) for name in IMAGES}
        failed = {name: side.error for name, side in sides.items() if side.error}
        if failed:
            print(f"OCR not run: {failed}")
            return False
        for _ in range(rounds):
            for side in sides.values():
                side.read()
        said = {name: list(map(folded, side.said().values())) for name, side in sides.items()}
        for side in sides.values():
            side.close()
    cpu = {name: statistics.median(side.seconds) / len(sheets) for name, side in sides.items()}
    print(f"\nOCR: {len(sheets)} pages at {DPI} dpi, median of {rounds} rounds")
    print(f"  {'':<12}{'CPU s/page':>11}{'× RapidOCR':>12}{'peak MB':>9}{'characters':>12}{'fields':>14}")
    right: dict[str, tuple[float, int]] = {}
    for name, side in sides.items():
        right[name] = exactness(sheets, said[name])
        characters, fields = right[name]
        of = sum(len(sheet.fields) for sheet in sheets)
        times = cpu[name] / cpu["RapidOCR"]
        print(f"  {name:<12}{cpu[name]:>11.2f}{times:>12.2f}{side.peak:>9.0f}{characters:>12.4f}{fields:>9}/{of}")
    met = cpu["anze OCR"] <= MOST_TIMES * cpu["RapidOCR"]
    met = met and all(a >= b for a, b in zip(right["anze OCR"], right["RapidOCR"], strict=True))
    print(f"  target: at most {MOST_TIMES:g} × with no fewer characters and fields: {'met' if met else 'MISSED'}")
    return met


def exactness(sheets: list[Sheet], said: list[str]) -> tuple[float, int]:
    """The share of the characters that were read, and how many fields stand whole in what was read."""
    read = total = fields = 0
    for sheet, words in zip(sheets, said, strict=True):
        read += (Counter(sheet.words) & Counter(words)).total()
        total += len(sheet.words)
        fields += sum(field in words for field in sheet.fields)
    return read / total if total else 1.0, fields


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, help="a folder of PDFs, or images of pages")
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.paths[0].is_dir():
        sheets = sheets_of(sorted(options.paths[0].rglob("*.pdf")), options.pages)
    else:
        sheets = [Sheet(np.asarray(Image.open(path).convert("RGB")), "", ()) for path in options.paths]
    return 0 if report(sheets, options.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
