"""Of the values said to be 0.95 sure, are 95 in 100 right? Counts it, fits the table, draws the curve.

    python bench/reliability.py read FOLDER SAMPLES.jsonl [--digital]   # read papers with truth files, keep what was said
    python bench/reliability.py fit SAMPLES.jsonl… [--write] [--ocr]    # the table of extractor/evidence/calibration.json
    python bench/reliability.py report SAMPLES.jsonl… [--fit SAMPLES.jsonl… | --apart] [--draw docs/images/reliability.png]

FOLDER has filings as ``python -m tests.papers.generate`` writes them. ``report`` tells the expected calibration error of
the scores and of the shares; with ``--fit`` the shares are those fitted on other samples, so that what is fitted on half A
is judged on half B; with ``--apart`` each author's values are judged by the table fitted on all others' (``bench/first_sight.py``
tells who wrote what). ``fit --ocr`` counts only the classes of values read from pixels anew, from dev's scans (``read``) and strangers' papers drawn as scans
(``bench/scanned_strangers.py --samples``), and leaves the others as they are. The picture needs nothing but Pillow.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.evidence.calibration import classes, from_pixels, share_at
from validators.finding import plain

TABLE = Path(__file__).parent.parent / "extractor" / "evidence" / "calibration.json"
SHOWN = 30  # values; a step of fewer says nothing by itself and is drawn with the next
LEAST = 60  # samples; a smaller class is judged as the wider one it belongs to
PRIOR = 8.0  # samples of the wider class that each step is given, so that ten right values are not called certain
MOST = 0.995  # nothing is called surer: papers unlike all of these will come
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99, 1.01)
Sample = Mapping[str, Any]
Steps = list[list[float]]


def samples_of(folder: Path, *, digital: bool, scans: bool = False) -> Iterator[Sample]:
    """One sample per field that was read of a paper whose kind was recognised and whose truth names the field."""
    from extractor.examine import examine

    for truth_file in sorted(folder.glob("*/truth.json")):
        for paper in json.loads(truth_file.read_text("utf-8"))["files"]:
            if (digital and paper.get("rendering") != "digital") or (scans and paper.get("rendering") == "digital"):
                continue
            path = truth_file.parent / Path(paper["path"]).name
            try:
                record = examine([(path.name, path.read_bytes())])
            except Exception as error:  # a paper that cannot be read says nothing of how sure readings are
                print(f"{path}: {error}", file=sys.stderr)
                continue
            if record.kind != paper["kind"]:
                continue
            for name, true in (paper.get("fields") or {}).items():
                reading = record.fields.get(name)
                if reading is not None and reading.value is not None:
                    yield {
                        "paper": f"{truth_file.parent.name}/{path.name}", "field": name, "how": reading.how,
                        "score": reading.confidence, "rivals": bool(reading.rivals), "ocr": from_pixels(record, reading),
                        "right": _same(plain(reading.value), true["value"]),
                    }  # fmt: skip


def _same(said: Any, true: Any) -> bool:
    a, b = _normal(said), _normal(true)
    try:
        return abs(float(a) - float(b)) < 0.006 if len(str(a)) < 16 else bool(a == b)
    except (TypeError, ValueError):
        return bool(a == b)


def _normal(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_normal(one) for one in value), key=str)
    if isinstance(value, str):
        text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
        return text.replace(",", "") if re.fullmatch(r"-?[\d,]+(\.\d+)?", text) else text
    return value


def fit(samples: Sequence[Sample]) -> dict[str, Steps]:
    """Class → steps, each class leaning on the next wider one where it has few samples."""
    of: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for s in samples:
        for name in classes(s["how"], ocr=s["ocr"], rivals=s["rivals"]):
            of[name].append((s["score"], s["right"]))
    out: dict[str, Steps] = {}
    for name in sorted(of, key=lambda n: (n != "all", n.count("/"), n)):
        if name == "all" or len(of[name]) >= LEAST:
            wider = next((out[w] for w in _wider(name) if w in out), None)
            out[name] = _steps(of[name], wider)
    return dict(sorted(out.items()))


def with_pixels(samples: Sequence[Sample], known: Mapping[str, Steps]) -> dict[str, Steps]:
    """The known table with its classes of values read from pixels counted anew; they lean on all values as before."""
    kept = {name: steps for name, steps in known.items() if "ocr" not in name.split("/")}
    of: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for s in samples:
        for name in classes(s["how"], ocr=True, rivals=s["rivals"]) if s["ocr"] else ():
            if "ocr" in name.split("/"):
                of[name].append((s["score"], s["right"]))
    for name in sorted(of, key=lambda n: (n.count("/"), n)):
        if name == "ocr" or len(of[name]) >= LEAST:
            kept[name] = _steps(of[name], next((kept[w] for w in _wider(name) if w in kept), None))
    return dict(sorted(kept.items()))


def _wider(name: str) -> Iterator[str]:
    parts = name.split("/")
    if len(parts) == 3:
        yield "/".join(parts[:2])
    if len(parts) > 1:
        yield parts[1]
    if name != "all":
        yield "all"


def _steps(pairs: Iterable[tuple[float, bool]], wider: Steps | None) -> Steps:
    """Shares by step of the score, pooled where a higher score was right less often (pool adjacent violators)."""
    bins: dict[float, list[float]] = {}
    for score, right in pairs:
        low = max(edge for edge in BINS if edge <= max(score, 0.0))
        one = bins.setdefault(low, [0.0, 0.0])
        one[0] += 1
        one[1] += right
    every = [sum(b[i] for b in bins.values()) for i in (0, 1)]
    blocks: list[list[float]] = []
    for low in sorted(bins):
        base = share_at(wider, low) if wider else (every[1] + 1) / (every[0] + 2)
        blocks.append([low, bins[low][0] + PRIOR, bins[low][1] + PRIOR * base])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][1] >= blocks[-1][2] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0], blocks[-1][1] + last[1], blocks[-1][2] + last[2]]
    return [[low if i else 0.0, min(MOST, round(right / n, 4))] for i, (low, n, right) in enumerate(blocks)]


def share(table: Mapping[str, Steps], s: Sample) -> float:
    name = next(n for n in classes(s["how"], ocr=s["ocr"], rivals=s["rivals"]) if n in table)
    found = share_at(table[name], s["score"])
    return found if s["score"] >= 0.5 else min(found, 0.5)


def curve(said: Sequence[tuple[float, bool]], *, least: int = 1) -> list[tuple[float, float, int]]:
    """(mean said, share right, how many) of each step of what was said; steps of fewer than ``least`` join the next one."""
    groups: list[list[tuple[float, bool]]] = []
    edge = -1.0
    for sure, right in sorted(said):
        low = max(edge_ for edge_ in BINS if edge_ <= sure)
        if low != edge and (not groups or len(groups[-1]) >= least):
            groups.append([])
        edge = low
        groups[-1].append((sure, right))
    return [(sum(x for x, _ in g) / len(g), sum(r for _, r in g) / len(g), len(g)) for g in groups]


def expected_error(said: Sequence[tuple[float, bool]]) -> float:
    """The mean distance between what was said and what came true, each step weighted by its values."""
    return sum(abs(x - y) * n for x, y, n in curve(said)) / max(1, len(said))


def draw(curves: Mapping[str, Sequence[tuple[float, float, int]]], path: Path) -> None:
    """The reliability curves as a picture: what was said across, what came true upwards, the diagonal where they agree."""
    from PIL import Image, ImageDraw, ImageFont

    size, edge, low = 900, 90, 0.4
    image = Image.new("RGB", (size, size), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(20)

    def at(x: float, y: float) -> tuple[float, float]:
        span = size - 2 * edge
        return edge + (max(x, low) - low) / (1 - low) * span, size - edge - (max(y, low) - low) / (1 - low) * span

    for i in range(7):
        mark = low + i * 0.1
        pen.line([at(mark, low), at(mark, 1)], "#e5e5e5")
        pen.line([at(low, mark), at(1, mark)], "#e5e5e5")
        pen.text((at(mark, low)[0] - 16, size - edge + 10), f"{mark:.1f}", "#333333", font)
        pen.text((edge - 46, at(low, mark)[1] - 11), f"{mark:.1f}", "#333333", font)
    pen.line([at(low, low), at(1, 1)], "#999999", 2)
    for i, ((name, points), colour) in enumerate(zip(curves.items(), ("#c0392b", "#1f6fb2"), strict=False)):
        pen.line([at(x, y) for x, y, _ in points], colour, 3)
        for x, y, n in points:
            (cx, cy), r = at(x, y), 4 + min(n, 1500) ** 0.5 / 4
            pen.ellipse([cx - r, cy - r, cx + r, cy + r], outline=colour, width=3)
        pen.text((edge + 200, size - edge - 80 + 28 * i), name, colour, font)
    pen.text((size // 2 - 120, size - 40), "said to be this sure", "#333333", font)
    pen.text((edge, 40), "share that was right", "#333333", font)
    image.quantize(32).save(path, optimize=True)


def _judged_apart(samples: Sequence[Sample], judged: Sequence[Sample]) -> Iterator[tuple[float, bool]]:
    """What each author's values are said to be by the table of all others', and whether they are right."""
    for author in sorted({s["author"] for s in judged}):
        others = fit([s for s in samples if s["author"] != author])
        yield from ((share(others, s), s["right"]) for s in judged if s["author"] == author)


def _read(paths: Sequence[Path]) -> list[Sample]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line]


def _fitted(samples: Sequence[Sample], *, ocr: bool) -> str:
    """The table of ``calibration.json`` counted anew; with ``ocr`` only its classes of values read from pixels."""
    told = json.loads(TABLE.read_text("utf-8")) if ocr else {}
    found = with_pixels(samples, told["classes"]) if ocr else fit(samples)
    counted = (
        {"samples": told["samples"], "pixels": len(samples)}
        if ocr
        else {"samples": len(samples), "pixels": sum(s["ocr"] for s in samples)}
    )
    shown = json.dumps({**counted, "classes": found}, indent=1)
    return re.sub(r"\[\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2]", shown)


def main() -> int:
    parser = argparse.ArgumentParser(description="How sure readings are, and how often they are right")
    parser.add_argument("what", choices=["read", "fit", "report"])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--digital", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ocr", action="store_true", help="fit only what was read from pixels")
    parser.add_argument("--scans", action="store_true", help="read only papers that are not digital")
    parser.add_argument("--fit", type=Path, nargs="+", default=[])
    parser.add_argument(
        "--apart", action="store_true", help="judge each author's values by what the others' papers say"
    )
    parser.add_argument("--seen", choices=["text", "pixels"], help="report only what was read so")
    parser.add_argument("--draw", type=Path)
    options = parser.parse_args()
    if options.what == "read":
        folder, out = options.paths
        with out.open("w", encoding="utf-8") as file:
            for sample in samples_of(folder, digital=options.digital, scans=options.scans):
                file.write(json.dumps(sample, ensure_ascii=False) + "\n")
        return 0
    samples = _read(options.paths)
    if options.what == "fit":
        shown = _fitted(samples, ocr=options.ocr)
        if options.write:
            TABLE.write_text(shown + "\n", encoding="utf-8")
        print(shown)
        return 0
    known = fit(_read(options.fit)) if options.fit else json.loads(TABLE.read_text("utf-8"))["classes"]
    judged = [s for s in samples if options.seen is None or s["ocr"] == (options.seen == "pixels")]
    before = [(share(known, s) if options.apart else s["score"], s["right"]) for s in judged]
    after = list(_judged_apart(samples, judged)) if options.apart else [(share(known, s), s["right"]) for s in judged]
    curves = {}
    for name, said in (
        ("the table" if options.apart else "score", before),
        ("apart" if options.apart else "calibrated", after),
    ):
        curves[f"{name}: expected error {expected_error(said):.3f} ({len(said)} values)"] = curve(said, least=SHOWN)
        print(f"{name}: {len(said)} values, expected calibration error {expected_error(said):.4f}")
        for x, y, n in curve(said):
            print(f"   said {x:.3f}  right {y:.3f}  of {n}")
    if options.draw:
        draw(curves, options.draw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
