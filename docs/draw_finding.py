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
from PIL import Image, ImageDraw

SCALE = 2.0  # pixels per point
MARGIN = 3.0  # points around the words
RED = (200, 30, 30)


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
    tint = page.copy()
    draw = ImageDraw.Draw(tint)
    for x0, y0, x1, y1 in boxes:
        edges = [(x0 - MARGIN) * SCALE, (y0 - MARGIN) * SCALE, (x1 + MARGIN) * SCALE, (y1 + MARGIN) * SCALE]
        draw.rectangle(edges, fill=(255, 225, 130))
    page = Image.blend(page, Image.composite(tint, page, Image.new("L", page.size, 255)), 0.45)
    draw = ImageDraw.Draw(page)
    for x0, y0, x1, y1 in boxes:
        edges = [(x0 - MARGIN) * SCALE, (y0 - MARGIN) * SCALE, (x1 + MARGIN) * SCALE, (y1 + MARGIN) * SCALE]
        draw.rectangle(edges, outline=RED, width=3)
    return page


def main() -> None:
    folder, out, *rest = sys.argv[1:]
    places = evidence_of(json.loads(sys.stdin.readline()), rest[0] if rest else None)
    file, number = places[0]["path"], places[0]["page"]
    boxes = [e["box"] for e in places if (e["path"], e["page"]) == (file, number)]
    page_with_boxes(Path(folder, file), number, boxes).save(out, optimize=True)


if __name__ == "__main__":
    main()
