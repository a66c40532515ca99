"""Draws one finding's box on its page: report line on standard input → picture.

    anze check samples/suzhou-low-fee --format jsonl | python docs/draw_finding.py samples/suzhou-low-fee out.png [TYPE]

Uses nothing but the public report: path, page and box of the evidence of the first violated finding (of TYPE).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

SCALE = 1.6  # pixels per point
MARGIN = 2.0  # points left and right of the words
RED, YELLOW = (200, 30, 30), (255, 235, 120)


def evidence_of(report: dict[str, Any], type_: str | None) -> list[dict[str, Any]]:
    """The places of the first violated finding that stands on a PDF page."""
    for finding in report["findings"]:
        if finding["verdict"] == "violated" and type_ in (None, finding["type"]):
            places = [e for e in finding["evidence"] if e["box"] and e["path"].endswith(".pdf")]
            if places:
                return places
    sys.exit("no finding with a box on a PDF page")


def page_with_boxes(file: Path, number: int, boxes: list[list[float]]) -> Image.Image:
    """The page as displayed, each box outlined and tinted."""
    with pypdfium2.PdfDocument(file) as document:
        page = document[number - 1].render(scale=SCALE).to_pil().convert("RGB")
    tint = Image.new("RGB", page.size, "white")
    edges = [tuple(SCALE * edge for edge in (x0 - MARGIN, y0, x1 + MARGIN, y1)) for x0, y0, x1, y1 in boxes]
    for box in edges:
        ImageDraw.Draw(tint).rectangle(box, fill=YELLOW)
    page = ImageChops.multiply(page, tint)  # like a marker pen: the words stay black
    for box in edges:
        ImageDraw.Draw(page).rectangle(box, outline=RED, width=3)
    return page


def main() -> None:
    folder, out, *rest = sys.argv[1:]
    places = evidence_of(json.loads(sys.stdin.readline()), rest[0] if rest else None)
    file, number = places[0]["path"], places[0]["page"]
    boxes = [e["box"] for e in places if (e["path"], e["page"]) == (file, number)]
    page_with_boxes(Path(folder, file), number, boxes).save(out, optimize=True)


if __name__ == "__main__":
    main()
