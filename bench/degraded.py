"""What survives a bad scan: our own papers spoiled in one way at a time, read, and compared with what was printed.

    python bench/degraded.py [--papers 6] [--each 3] [--seed 1] [--only fax,blur] [--misses]

Policies and service reports of half A of ``tests.papers`` are drawn as pages at 200 dpi and spoiled: seen from the side,
shaded, noisy, packed hard, coarse, blurred, turned, folded, marked, faxed. What counts is the share of what the text layer gives right
that the picture gives right too: fields, and rows of the lists of covers and hazards. Of the papers each way spoils ``--each``
in turn: all papers in all ways take a quarter of an hour. Fields under seals are ``bench/under_seals.py``'s.
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.papers import facts, policy, render, report, seals
from tests.papers.boxes import Pages
from tests.papers.measure import ROW, same

DPI = 200
UNDER = 0.15  # share of a field's box inside a seal's ellipse from which the field lies under it
STAMPED = (
    "sign_date",
    "premium",
    "insurer",
    "insurer_branch",
    "policyholder",
    "per_person_limit",
    "client",
    "service_org",
)
HAZARD = ("level", "description", "deadline", "rectified")
INKS = {
    "red seal": (seals.RED, 0.75),
    "faint seal": (seals.RED, 0.4),
    "blue seal": (seals.BLUE, 0.75),
    "grey seal": ((120, 120, 120), 0.8),
    "black seal": (seals.BLACK, 0.95),
}
Picture = Image.Image
Spot = tuple[int, list[float], str]
"""A field's page (0-based), box in points, and name."""


@dataclass(frozen=True)
class Paper:
    """One written paper: its kind, PDF, fields, rows, and where its fields stand when they stand in one place only."""

    name: str
    kind: str
    pdf: bytes
    fields: dict[str, Any]
    rows: list[tuple[Any, ...]]
    spots: tuple[Spot, ...]


def papers(count: int, seed: str) -> list[Paper]:
    """Policies of every structure in turn, and after two policies a report."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    found: list[Paper] = []
    for k in range(count):
        filing = facts.draw("S001", f"{seed}/{k}", "A")
        rng = random.Random(f"{seed}/{k}")
        if k % 3 == 2 and filing.reports:
            told = report.Report(filing, filing.reports[0])
            pdf = render.to_pdf(told.blocks(), rng)
            truth = told.truth()
            rows = [tuple(h[c] for c in HAZARD) for h in truth["hazards"]]
            found.append(_paper(f"report {k}", "service_report", pdf, truth["fields"], rows))
        else:
            form = policy.Policy(filing, policy.STRUCTURES[k % len(policy.STRUCTURES)], "table")
            pdf = render.to_pdf(form.blocks(), rng)
            rows = [tuple(c[name] for name in ROW) for c in filing.coverages]
            found.append(_paper(f"policy {form.structure} {k}", "policy", pdf, form.truth(), rows))
    return found


def _paper(name: str, kind: str, pdf: bytes, fields: dict[str, Any], rows: list[tuple[Any, ...]]) -> Paper:
    pages, spots = Pages(pdf), []
    for field, told in fields.items():
        words = told["raw"]
        place = pages.only(words) if words and len(words) >= 4 else None
        if place:
            spots.append((place[0] - 1, place[1], field))
    values = {field: told["value"] for field, told in fields.items() if field != "jurisdiction"}
    return Paper(name, kind, pdf, values, rows, tuple(spots))


def drawn(pdf: bytes) -> list[Picture]:
    """Each page as a clean picture."""
    document = pypdfium2.PdfDocument(pdf)
    return [document[n].render(scale=DPI / 72).to_pil().convert("RGB") for n in range(len(document))]


def seen_from_the_side(page: Picture, rng: random.Random) -> Picture:
    """A photo of the sheet on a dark table."""
    wide, tall = page.size
    board = (wide + 160, tall + 160)
    source = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    target = source + 80 + np.array([[rng.uniform(-45, 45), rng.uniform(-45, 45)] for _ in range(4)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    return Image.fromarray(cv2.warpPerspective(np.asarray(page), matrix, board, borderValue=(70, 60, 52)))


def shaded(page: Picture, rng: random.Random) -> Picture:
    """Light from one corner: the far one has half of it."""
    ys, xs = np.mgrid[0 : page.height, 0 : page.width]
    light = 1.0 - 0.5 * (xs / page.width * rng.uniform(0.3, 0.7) + ys / page.height * rng.uniform(0.3, 0.7))
    return Image.fromarray((np.asarray(page) * light[..., None]).astype(np.uint8))


def folded(page: Picture, rng: random.Random) -> Picture:
    """A crease across the sheet with the shadow beside it."""
    ys, xs = np.mgrid[0 : page.height, 0 : page.width]
    away = ys - page.height * rng.uniform(0.35, 0.65) - xs * rng.uniform(-0.02, 0.02)
    light = 1.0 - 0.45 * np.exp(-np.clip(away, 0, None) / 90) * (away > 0) - 0.25 * np.exp(-((away / 2.5) ** 2))
    return Image.fromarray((np.asarray(page) * light[..., None]).astype(np.uint8))


def blurred(page: Picture, rng: random.Random) -> Picture:
    """Out of focus."""
    return Image.fromarray(cv2.GaussianBlur(np.asarray(page), (0, 0), 1.6))


def turned(page: Picture, rng: random.Random) -> Picture:
    """Two degrees to one side."""
    return page.rotate(rng.choice((-2, 2)), Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))


def coarse(page: Picture, rng: random.Random, *, dpi: int) -> Picture:
    """Scanned at fewer dots per inch."""
    size = (page.width * dpi // DPI, page.height * dpi // DPI)
    return page.resize(size, Image.Resampling.BOX)


def noisy(page: Picture, rng: random.Random) -> Picture:
    """A sensor in bad light."""
    grain = np.random.default_rng(rng.randrange(10**6)).normal(0, 22, (page.height, page.width, 3))
    return Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype(np.uint8))


def marked(page: Picture, rng: random.Random) -> Picture:
    """Strokes of a highlighter over some lines."""
    picture = np.asarray(page).astype(np.float32)
    for colour in ((255, 240, 60), (130, 240, 130), (255, 170, 200)):
        x, y = rng.randrange(page.width // 3), rng.randrange(page.height // 8, page.height * 3 // 4)
        picture[y : y + 44, x : x + page.width // 2] *= np.array(colour) / 255
    return Image.fromarray(picture.astype(np.uint8))


def faxed(page: Picture, rng: random.Random) -> Picture:
    """Black and white, grey dithered to dots, specks."""
    grey = np.asarray(page.convert("L")).astype(np.float32)
    noise = np.random.default_rng(rng.randrange(10**6)).normal(0, 40, grey.shape)
    return Image.fromarray(
        np.where(cv2.GaussianBlur(grey, (0, 0), 0.7) + noise > 120, 255, 0).astype(np.uint8)
    ).convert("RGB")


Spoil = Callable[[Picture, random.Random], Picture]
WAYS: dict[str, Spoil] = {
    "as scanned": lambda page, rng: page,
    "perspective": seen_from_the_side,
    "shading": shaded,
    "noise": noisy,
    "JPEG 40": lambda page, rng: page,
    "150 dpi": partial(coarse, dpi=150),
    "130 dpi": partial(coarse, dpi=130),
    "blur": blurred,
    "turned 2°": turned,
    "fold": folded,
    "highlighter": marked,
    "fax": faxed,
    **{name: lambda page, rng: page for name in INKS},
}


def scanned(paper: Paper, way: str, seed: str) -> tuple[list[bytes], frozenset[str]]:
    """The spoiled pages as JPEG (a fax as PNG), and the fields that lie under a seal."""
    rng = random.Random(f"{seed}/{paper.name}/{way}")
    pages, under = drawn(paper.pdf), frozenset[str]()
    if way in INKS:
        under = stamp(pages, paper, way, rng)
    out = []
    for page in pages:
        spoiled = WAYS[way](page, rng)
        dpi = {"150 dpi": 150, "130 dpi": 130}.get(way, DPI)
        data = io.BytesIO()
        if way == "fax":
            spoiled.convert("1", dither=Image.Dither.NONE).save(data, "PNG", dpi=(dpi, dpi))
        else:
            grain = np.random.default_rng(rng.randrange(10**6)).normal(0, 4, (spoiled.height, spoiled.width, 1))
            spoiled = Image.fromarray(np.clip(np.asarray(spoiled) * 0.97 + grain, 0, 255).astype(np.uint8))
            spoiled.save(data, "JPEG", quality=40 if way == "JPEG 40" else 75, dpi=(dpi, dpi))
        out.append(data.getvalue())
    return out, under


def stamp(pages: list[Picture], paper: Paper, way: str, rng: random.Random) -> frozenset[str]:
    """Presses two seals over fields that dates, amounts and names stand in; the fields that lie under one."""
    colour, strength = INKS[way]
    targets = [spot for spot in paper.spots if spot[2] in STAMPED]
    ellipses: list[tuple[int, float, float, float]] = []
    for number, box, _ in rng.sample(targets, min(2, len(targets))):
        middle = ((box[0] + box[2]) / 2 + rng.uniform(-30, 30), (box[1] + box[3]) / 2 + rng.uniform(-30, 30))
        width = rng.randrange(290, 350)
        seal = seals.draw(
            "远山财产保险股份有限公司", "业务专用章", width=width, ink=colour, strength=strength, worn=rng.uniform(0, 0.1),
            turn=rng.uniform(-25, 25), rng=rng,
        )  # fmt: skip
        page, edge = pages[number], seal.width // 2
        at = [round(v * DPI / 72) for v in middle]
        at = [min(max(at[0], edge), page.width - edge), min(max(at[1], edge), page.height - edge)]
        seals.press(page, seal, (at[0], at[1]))
        ellipses.append((number, at[0] * 72 / DPI, at[1] * 72 / DPI, width * 36 / DPI))
    return frozenset(
        name
        for number, box, name in paper.spots
        if any(number == n and covered(box, x, y, radius) >= UNDER for n, x, y, radius in ellipses)
    )


def covered(box: list[float], x: float, y: float, radius: float) -> float:
    """The share of a box that lies inside a circle."""
    xs, ys = np.meshgrid(np.linspace(box[0], box[2], 60), np.linspace(box[1], box[3], 12))
    return float(np.mean(np.hypot(xs - x, ys - y) <= radius))


def answers(parts: list[tuple[str, bytes]], paper: Paper) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """The fields that were read right, and the rows that were."""
    from extractor.errors import PaperError
    from extractor.examine import examine

    try:
        record = examine(parts, kind=paper.kind)
    except PaperError:
        return {}, []
    columns, table = (ROW, "coverages") if paper.kind == "policy" else (HAZARD, "hazards")
    have = [tuple(row.value(c) for c in columns) for row in record.tables.get(table, ())]
    rows = []
    for row in paper.rows:
        near = next((h for h in have if all(a is b is None or same(a, b) for a, b in zip(h, row, strict=True))), None)
        if near is not None:
            have.remove(near)
            rows.append(row)
    read = {name: record.fields[name].value for name in record.fields}
    return {name: read.get(name) for name in paper.fields if same(read.get(name), paper.fields[name])}, rows


@dataclass(frozen=True)
class Result:
    """One paper spoiled in one way: (right, asked) of fields, rows and fields under seals, and what was lost."""

    way: str
    fields: tuple[int, int]
    rows: tuple[int, int]
    under: tuple[int, int]
    lost: tuple[str, ...]


def measured(paper: Paper, ways: tuple[str, ...], seed: str) -> Iterator[Result]:
    """What each way leaves of what the text layer gives."""
    asked, rows = answers([("paper.pdf", paper.pdf)], paper)
    for way in ways:
        images, under = scanned(paper, way, seed)
        ending = "png" if way == "fax" else "jpg"
        right, hits = answers([(f"page{n}.{ending}", data) for n, data in enumerate(images, 1)], paper)
        sealed = under & set(asked)
        lost = [f"{name}{' (under the seal)' if name in sealed else ''}" for name in asked if name not in right]
        lost += [f"row {row}" for row in rows if row not in hits]
        yield Result(
            way,
            (sum(name in right for name in asked), len(asked)),
            (sum(row in hits for row in rows), len(rows)),
            (sum(name in right for name in sealed), len(sealed)),
            tuple(f"{paper.name}: {what}" for what in lost),
        )


def _measured(task: tuple[Paper, tuple[str, ...], str]) -> list[Result]:
    return list(measured(*task))


def _turn(ways: tuple[str, ...], number: int, papers: int, each: int) -> tuple[str, ...]:
    """The ways in which a paper is spoiled: every way has ``each`` of the papers, spread over them."""
    return tuple(
        way for k, way in enumerate(ways) if number in {(k + round(j * papers / each)) % papers for j in range(each)}
    )


def told(results: list[Result], misses: bool) -> str:
    """A line for each way."""
    out = [f"{'':14}{'fields':>14}{'rows':>14}{'under a seal':>16}"]
    for way in [way for way in WAYS if any(result.way == way for result in results)]:
        mine = [result for result in results if result.way == way]
        line = f"{way:14}"
        for part, width in (("fields", 14), ("rows", 14), ("under", 16)):
            right, asked = (sum(getattr(result, part)[k] for result in mine) for k in (0, 1))
            line += f"{f'{right}/{asked} {right / asked:.3f}' if asked else '':>{width}}"
        out.append(line)
        if misses:
            out += [f"    {what}" for result in mine for what in result.lost]
    return "\n".join(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=6)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="", help="ways, parted by commas")
    parser.add_argument("--each", type=int, default=3, help="papers that each way spoils")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    ways = tuple(options.only.split(",")) if options.only else tuple(way for way in WAYS if way not in INKS)
    written = papers(options.papers, options.seed)
    todo = [(paper, _turn(ways, n, len(written), options.each), options.seed) for n, paper in enumerate(written)]
    with ProcessPoolExecutor(options.workers) as pool:
        results = [result for part in pool.map(_measured, todo) for result in part]
    print(told(results, options.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
