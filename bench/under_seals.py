"""Fields whose print lies under a seal: how many are read right, by the colour of the seal.

    python bench/under_seals.py [CORPUS…] [--papers 6] [--seed 1] [--only "grey seal,black seal"] [--misses]

A field lies under a seal where at least 15 % of its printed box lies inside the seal's ellipse. Own pages are papers of half A of
``tests.papers``, drawn at 200 dpi and stamped over dates, amounts and names (``bench/degraded.py``); only their stamped pages are read, and
only fields count that the text layer of the same pages gives right. Of a corpus, scanned papers with labels (``truth.json``) are
read; there nobody says where the seals are, so the boxes are held against the seals that were found. "Sure" counts wrong values of 0.9
confidence and more: there should be none.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from degraded import INKS, UNDER, Paper, papers, scanned

from extractor.errors import PaperError
from extractor.examine import _document, _examined, examine
from extractor.limits import DEFAULT
from extractor.record import Record
from tests.papers.measure import same

SURE = 0.9


@dataclass(frozen=True)
class Asked:
    """One field under a seal: whose seal, whether it was read right, and what was said for sure instead."""

    where: str
    name: str
    right: bool
    said: Any
    meant: Any
    confidence: float


def stamped(paper: Paper, way: str, seed: str) -> Iterator[Asked]:
    """The fields under the seals of one paper stamped in one ink."""
    images, under = scanned(paper, way, seed)
    numbers = sorted({number for number, _, name in paper.spots if name in under})
    if not numbers:
        return
    printed = _record([("paper.pdf", _alone(paper.pdf, numbers))], paper.kind)
    read = _record([(f"page{n}.jpg", images[n]) for n in numbers], paper.kind)
    for name in sorted(under):
        if name in printed.fields and same(printed.fields[name].value, paper.fields[name]):
            yield _asked(way, f"{paper.name}: {name}", read, name, paper.fields[name])


def _alone(pdf: bytes, numbers: list[int]) -> bytes:
    """A PDF of some of the pages (0-based)."""
    source, chosen = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    chosen.import_pages(source, numbers)
    out = io.BytesIO()
    chosen.save(out)
    return out.getvalue()


def _record(parts: list[tuple[str, bytes]], kind: str) -> Record:
    return examine(parts, kind=kind)


def _asked(where: str, what: str, record: Record, name: str, meant: Any) -> Asked:
    reading = record.fields.get(name)
    said = reading.value if reading is not None else None
    return Asked(where, what, same(said, meant), said, meant, reading.confidence if reading is not None else 0.0)


def labelled(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The scanned papers of a corpus that have fields: their path and label. Photos, whose pages are bent, are left out."""
    found = []
    for truth in sorted(folder.rglob("truth.json")):
        for paper in json.loads(truth.read_text(encoding="utf-8"))["files"]:
            if paper.get("rendering") in ("scan", "mixed") and paper.get("fields"):
                found.append((str(truth.parent / paper["path"]), paper))
    return found


def under_found(task: tuple[str, dict[str, Any]]) -> list[Asked]:
    """The fields of one labelled paper that lie under the seals found on it."""
    path, told = task
    try:
        document = _document([(path, Path(path).read_bytes())], DEFAULT, ())  # its pages tell the seals
    except PaperError:
        return []
    seals = {page.number: [(s.x0, s.y0, s.x1, s.y1) for s in page.seals] for page in document.pages}
    names = [
        name
        for name, field in told["fields"].items()
        if any(inside(box, seal) >= UNDER for box in _boxes(field) for seal in seals.get(field.get("page"), ()))
    ]
    if not names:
        return []
    record = _examined(document, told["kind"])
    return [_asked("corpus", f"{path}: {name}", record, name, told["fields"][name]["value"]) for name in names]


def _boxes(field: dict[str, Any]) -> list[list[float]]:
    boxes = field.get("bbox") or []
    return boxes if boxes and isinstance(boxes[0], list) else [boxes] if boxes else []


def inside(box: list[float], seal: tuple[float, ...]) -> float:
    """The share of a box that lies inside the ellipse of a seal's box."""
    xs, ys = np.meshgrid(np.linspace(box[0], box[2], 60), np.linspace(box[1], box[3], 12))
    x, y, wide, tall = (seal[0] + seal[2]) / 2, (seal[1] + seal[3]) / 2, seal[2] - seal[0], seal[3] - seal[1]
    return float(np.mean(((xs - x) / (wide / 2)) ** 2 + ((ys - y) / (tall / 2)) ** 2 <= 1))


def _stamped(task: tuple[Paper, str], seed: str) -> list[Asked]:
    return list(stamped(*task, seed))


def told(found: list[Asked], misses: bool) -> str:
    """A line for each colour."""
    out = [f"{'':14}{'right':>8}{'of':>6}{'share':>8}{'wrong':>8}{'sure':>6}"]
    for where in dict.fromkeys(asked.where for asked in found):
        mine = [asked for asked in found if asked.where == where]
        right = sum(asked.right for asked in mine)
        wrong = [asked for asked in mine if not asked.right and asked.said is not None]
        sure = sum(asked.confidence >= SURE for asked in wrong)
        out.append(f"{where:14}{right:>8}{len(mine):>6}{right / len(mine):>8.3f}{len(wrong):>8}{sure:>6}")
        if misses:
            out += [f"    {a.name}: {a.said!r} for {a.meant!r} ({a.confidence:.2f})" for a in mine if not a.right]
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="*", type=Path, help="folders of labelled filings")
    parser.add_argument("--papers", type=int, default=6, help="own papers, each stamped in every ink")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="", help="inks, parted by commas")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    inks = tuple(options.only.split(",")) if options.only else tuple(INKS)
    own = [(paper, ink) for ink in inks for paper in papers(options.papers, f"u{options.seed}")]
    with ProcessPoolExecutor(options.workers) as pool:
        found = [a for part in pool.map(partial(_stamped, seed=options.seed), own) for a in part]
        found += [a for folder in options.corpora for part in pool.map(under_found, labelled(folder)) for a in part]
    print(told(found, options.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
