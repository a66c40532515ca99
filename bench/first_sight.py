"""What was said of papers at first sight, kept as the command printed it, as samples for ``bench/reliability.py``.

    python bench/first_sight.py SAMPLES.jsonl AUTHOR=CORPUS:OUT.jsonl…

CORPUS has filings with ``truth.json``; OUT is what ``anze check CORPUS --format jsonl`` printed before anything was mended. Only the share that
was said stands there, not the finder's score: the score is the least one of the step of ``calibration.json`` that has this share, so the
table must be the one in force when OUT was printed. A sample's ``author`` is who wrote its papers: what several wrote says more
than much of one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from reliability import _same

from extractor.evidence.calibration import classes, table


def score_of(said: float, how: str, *, ocr: bool, rivals: bool) -> float | None:
    """The least score that is said to be this sure; None where the table has no such share."""
    name = next((name for name in classes(how, ocr=ocr, rivals=rivals) if name in table()), None)
    steps = table()[name] if name is not None else ()
    if said == 0.5 and all(share != said for _, share in steps):
        return 0.45  # doubted for a reason: never said to be surer than one half
    return next((max(low, 0.5) for low, share in steps if abs(round(share, 4) - said) < 1e-9), None)


def samples_of(author: str, corpus: Path, told: Path) -> Iterator[dict[str, Any]]:
    """One sample per field that was read of a paper whose kind was recognised and whose truth names the field."""
    for line in told.read_text("utf-8").splitlines():
        filing = json.loads(line)
        truth = json.loads((corpus / filing["filing"] / "truth.json").read_text("utf-8"))
        papers = {Path(paper["path"]).name: paper for paper in truth["files"]}
        for document in filing["documents"]:
            paper = papers.get(Path(document["path"]).name)
            if paper is None or paper["kind"] != document["kind"]:
                continue
            pixels = set(document["pages_read"]["ocr"])
            for name, said in document["fields"].items():
                true = (paper.get("fields") or {}).get(name)
                if true is None or said["value"] is None:
                    continue
                seen = {"ocr": said["page"] in pixels, "rivals": bool(said["rivals"])}
                score = score_of(said["confidence"], said["how"] or "", **seen)
                if score is not None:
                    where = f"{author}/{filing['filing']}/{document['path']}"
                    yield {
                        "paper": where, "author": author, "field": name, "how": said["how"] or "", "score": score, **seen,
                        "right": _same(said["value"], true["value"]),
                    }  # fmt: skip


def main() -> int:
    out, *sources = sys.argv[1:]
    with Path(out).open("w", encoding="utf-8") as file:
        for source in sources:
            author, _, places = source.partition("=")
            corpus, _, told = places.rpartition(":")
            for sample in samples_of(author, Path(corpus), Path(told)):
                file.write(json.dumps(sample, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
