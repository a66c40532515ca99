"""Papers of strangers on the scanner's glass: what their pictures lose of what their digital form gives right.

    python bench/scanned_strangers.py [--ways scan,photo,fax,copy] [--all-ways] [--sets sixteenth,eleventh.yaml] [--misses]
                                      [--samples SAMPLES.jsonl]

The papers are those of ``tests/strangers`` and ``tests/data/strangers``, by default the last three sets of each; every one is drawn as a PDF, whatever form
it came in (a sheet as a ruled table). What counts are the fields and whole rows that the PDF gives right. A ``scan`` has 200 dots an inch,
is turned by up to a degree, has grain, a red seal over its date and one over a company, and is packed as JPEG 60; a ``photo`` is seen from the side, shaded,
stamped, and says nothing of its resolution; a ``fax`` has 150 dots an inch, black or white; a ``copy`` is a grey scan of a stamped sheet. Without ``--all-ways`` each paper is spoiled in
one way, in turn. ``--samples`` writes what was said of each field and how sure, for ``bench/reliability.py``.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

import cv2
from degraded import DPI, UNDER, Picture, covered, drawn, seen_from_the_side, shaded

from tests.papers import seals
from tests.papers.strangers import COLUMNS, load, to_bytes
from tests.strangers import kit

ROOT = Path(__file__).parent.parent
SETS = ("fourteenth", "fifteenth", "sixteenth", "ninth.yaml", "tenth.yaml", "eleventh.yaml")
DATES = ("sign_date", "report_date", "service_end", "issue_date")
SIGNERS = ("insurer_branch", "insurer", "service_org", "client", "policyholder", "enterprise", "insured")
SURE = 0.9


@dataclass(frozen=True)
class Asked:
    """One paper: its PDF, what it says, its list's table and columns."""

    name: str
    kind: str
    pdf: bytes
    fields: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    table: str


@dataclass(frozen=True)
class Read:
    """What was read: kind, values (plain), scores, boxes of fields by page (1-based), rows (plain)."""

    kind: str = "failed"
    values: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, tuple[str, float, bool, bool]] = field(default_factory=dict)
    boxes: Mapping[str, tuple[int, tuple[float, ...]]] = field(default_factory=dict)
    rows: tuple[tuple[Any, ...], ...] = ()


def papers(name: str) -> Iterator[Asked]:
    """The papers of one set that are of a known kind."""
    if name.endswith(".yaml"):
        for one in load(ROOT / "tests" / "data" / "strangers" / name):
            if one.kind != "unknown":
                body = f"<pre>{one.body}</pre>" if one.form == "txt" else one.body
                pdf = to_bytes(type(one)(**{**_slots(one), "body": body, "form": "pdf"}))
                rows = tuple(one.coverages or ())
                yield Asked(f"{name}: {one.name}", one.kind, pdf, one.fields, COLUMNS, rows, "coverages")
        return
    for paper in importlib.import_module(f"tests.strangers.{name}").PAPERS:
        if paper.kind != "unknown":
            pdf = kit.drawn(kit.Paper(paper.what, "pdf", list(_blocks(paper.blocks)), paper.kind))[1]
            columns, rows = tuple(paper.columns.split()), tuple(map(tuple, paper.rows or ()))
            yield Asked(f"{name}: {paper.what}", paper.kind, pdf, paper.fields, columns, rows, paper.table)


def plain(value: Any) -> Any:
    """A value to compare; of a moment its day, which is what all sets tell."""
    told = kit.plain(value)
    return told[:10] if isinstance(told, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", told) else told


def _slots(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _blocks(blocks: Sequence[Any]) -> Iterator[Any]:
    """The blocks as a page has them: a sheet is its name over a ruled table."""
    for block in blocks:
        if not isinstance(block, str) and block[0] == "sheet":
            width = max(len(row) for row in block[2])
            rows = [
                ["" if cell is None else str(cell) for cell in [*row, *[""] * (width - len(row))]] for row in block[2]
            ]
            yield from (("title", block[1]), ("table", rows))
        else:
            yield block


def read(parts: list[tuple[str, bytes]], paper: Asked) -> Read:
    """What the product says of a paper, told its kind so that a wrong kind does not hide everything else."""
    from extractor.classify import classify
    from extractor.errors import PaperError
    from extractor.evidence.calibration import from_pixels
    from extractor.evidence.sheet import Sheet
    from extractor.examine import _document, _examined
    from extractor.limits import DEFAULT

    try:
        document = _document(parts, DEFAULT, ())
    except PaperError:
        return Read()
    kind = classify(document, Sheet(document)).kind
    record = _examined(document, paper.kind)
    named = {n: record.fields[n] for n in {*paper.fields, *DATES, *SIGNERS} if n in record.fields}
    return Read(
        kind,
        {n: plain(r.value) for n, r in named.items()},
        {n: (r.how, r.confidence, bool(r.rivals), from_pixels(record, r)) for n, r in named.items()},
        {
            n: (r.span.page, (b.x0, b.y0, b.x1, b.y1))
            for n, r in named.items()
            if r.span.page and r.span.boxes
            for b in r.span.boxes[:1]
        },
        tuple(tuple(plain(row.value(c)) for c in paper.columns) for row in record.tables.get(paper.table, ())),
    )


def _stamped(pages: list[Picture], digital: Read, rng: random.Random) -> frozenset[str]:
    """Presses a red seal over the date of signing and one over a company; the fields that lie under one."""
    under: set[str] = set()
    for names in (DATES, SIGNERS):
        place = next((digital.boxes[name] for name in names if name in digital.boxes), None)
        if place is None:
            continue
        number, box = place[0] - 1, place[1]
        width = rng.randrange(290, 350)
        seal = seals.draw(
            "青石财产保险股份有限公司", "业务专用章", width=width, strength=rng.uniform(0.5, 0.85),
            worn=rng.uniform(0, 0.1), turn=rng.uniform(-25, 25), rng=rng,
        )  # fmt: skip
        page, edge = pages[number], seal.width // 2
        at = [round(((box[k] + box[k + 2]) / 2 + rng.uniform(-25, 25)) * DPI / 72) for k in (0, 1)]
        x, y = min(max(at[0], edge), page.width - edge), min(max(at[1], edge), page.height - edge)
        seals.press(page, seal, (x, y))
        for name, (n, spot) in digital.boxes.items():
            if n == number + 1 and covered(list(spot), x * 72 / DPI, y * 72 / DPI, width * 36 / DPI) >= UNDER:
                under.add(name)
    return frozenset(under)


def _grained(page: Picture, rng: random.Random, depth: float) -> Picture:
    grain = np.random.default_rng(rng.randrange(10**6)).normal(0, depth, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(page) * 0.97 + grain, 0, 255).astype(np.uint8))


def _turned(page: Picture, rng: random.Random) -> Picture:
    return page.rotate(rng.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))


def _scan(page: Picture, rng: random.Random) -> bytes:
    return _saved(_grained(_turned(page, rng), rng, 5), "JPEG", quality=60, dpi=(DPI, DPI))


def _copy(page: Picture, rng: random.Random) -> bytes:
    return _saved(_grained(_turned(page, rng), rng, 5).convert("L"), "JPEG", quality=60, dpi=(DPI, DPI))


def _photo(page: Picture, rng: random.Random) -> bytes:
    return _saved(_grained(shaded(seen_from_the_side(page, rng), rng), rng, 4), "JPEG", quality=70)


def _fax(page: Picture, rng: random.Random) -> bytes:
    small = page.convert("L").resize((page.width * 150 // DPI, page.height * 150 // DPI), Image.Resampling.BOX)
    grain = np.random.default_rng(rng.randrange(10**6)).normal(0, 15, (small.height, small.width))
    black = np.where(cv2.GaussianBlur(np.asarray(small, np.float32), (0, 0), 0.5) + grain > 150, 255, 0)
    return _saved(Image.fromarray(black.astype(np.uint8)).convert("1", dither=Image.Dither.NONE), "PNG", dpi=(150, 150))


def _saved(page: Picture, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    page.save(out, form, **options)
    return out.getvalue()


WAYS: dict[str, tuple[Callable[[Picture, random.Random], bytes], str, bool]] = {
    "scan": (_scan, "jpg", True),
    "photo": (_photo, "jpg", True),
    "fax": (_fax, "png", False),
    "copy": (_copy, "jpg", True),
}


@dataclass(frozen=True)
class Result:
    """One paper spoiled in one way: (right, asked) of fields, rows, fields under seals; wrong values, those said for sure; misses."""

    way: str
    kind: str
    fields: tuple[int, int]
    rows: tuple[int, int]
    under: tuple[int, int]
    wrong: int
    sure: int
    misses: tuple[str, ...]
    samples: tuple[dict[str, Any], ...]


def compared(paper: Asked, way: str, digital: Read, seen: Read, under: frozenset[str]) -> Result:
    """What of the digital form's right values the picture gives right."""
    truth = {name: plain(value) for name, value in paper.fields.items()}
    asked = [n for n, value in truth.items() if value is not None and digital.values.get(n) == value]
    right = [n for n in asked if seen.values.get(n) == truth[n]]
    wrong = [n for n in asked if n not in right and seen.values.get(n) is not None]
    rows, have = [], list(digital.rows)
    for row in (tuple(map(plain, row)) for row in paper.rows):
        if row in have:
            have.remove(row)
            rows.append(row)
    left, lost = list(seen.rows), []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            lost.append(row)
    sealed = [n for n in asked if n in under]
    misses = [
        f"{n}{' (seal)' if n in under else ''}: {seen.values.get(n)!r} for {truth[n]!r}"
        for n in asked
        if n not in right
    ]
    misses += [f"row {row}\n         {_nearest(row, left)}" for row in lost]
    if digital.kind == paper.kind != seen.kind:
        misses.append(f"kind {seen.kind} for {paper.kind}")
    samples = tuple(
        {"paper": f"{way} {paper.name}", "field": n, "how": t[0], "score": t[1], "rivals": t[2], "ocr": t[3],
         "right": seen.values[n] == truth[n]}
        for n, t in seen.told.items() if n in truth
    )  # fmt: skip
    return Result(
        way, paper.kind, (len(right), len(asked)), (len(rows) - len(lost), len(rows)),
        (sum(n in right for n in sealed), len(sealed)), len(wrong), sum(seen.told[n][1] >= SURE for n in wrong),
        tuple(f"{way} {paper.name} [{paper.kind}] {miss}" for miss in misses), samples,
    )  # fmt: skip


def _nearest(row: tuple[Any, ...], left: Sequence[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    return max(left, key=lambda other: sum(a == b for a, b in zip(row, other, strict=True)), default=None)


def told(results: Sequence[Result]) -> str:
    """A line for each way."""
    out = [f"{'':8}{'papers':>7}{'fields':>20}{'rows':>18}{'under seals':>18}{'wrong':>7}{'sure':>6}"]
    for way in [*dict.fromkeys(r.way for r in results), "all"]:
        mine = [r for r in results if way in (r.way, "all")]
        line = f"{way:8}{len(mine):>7}"
        for part, width in (("fields", 20), ("rows", 18), ("under", 18)):
            right, asked = (sum(getattr(r, part)[k] for r in mine) for k in (0, 1))
            line += f"{f'{right}/{asked} {right / asked:.4f}' if asked else '':>{width}}"
        out.append(line + f"{sum(r.wrong for r in mine):>7}{sum(r.sure for r in mine):>6}")
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--all-ways", action="store_true", help="every paper in every way")
    parser.add_argument("--only", default="", help="papers whose name holds this")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--keep", type=Path, help="a folder for the pictures")
    options = parser.parse_args()
    ways, results = options.ways.split(","), []
    chosen = [(k, p) for name in options.sets.split(",") for k, p in enumerate(papers(name)) if options.only in p.name]
    with ProcessPoolExecutor(1) as pool:  # reads; here is only drawn, for the product draws without the machine's fonts
        for number, paper in chosen:
            digital = pool.submit(read, [("paper.pdf", paper.pdf)], paper).result()
            for way in ways if options.all_ways else [ways[number % len(ways)]]:
                rng = random.Random(f"{options.seed}/{paper.name}/{way}")
                spoil, ending, has_seal = WAYS[way]
                pages = drawn(paper.pdf)
                under = _stamped(pages, digital, rng) if has_seal else frozenset[str]()
                parts = [(f"page{n}.{ending}", spoil(page, rng)) for n, page in enumerate(pages, 1)]
                if options.keep:
                    for name, data in parts:
                        (options.keep / f"{way}-{paper.name.replace('/', ' ')[:40]}-{name}").write_bytes(data)
                seen = pool.submit(read, parts, paper).result()
                results.append(compared(paper, way, digital, seen, under))
                if options.misses:
                    print(*results[-1].misses, sep="\n", end="\n" * bool(results[-1].misses), flush=True)
    print(told(results))
    if options.samples:
        lines = (json.dumps(sample, ensure_ascii=False) + "\n" for r in results for sample in r.samples)
        options.samples.write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
