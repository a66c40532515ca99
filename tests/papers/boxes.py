"""Where a printed value stands on a PDF's pages, when it stands in one place only."""

from __future__ import annotations

from typing import Any

import pypdfium2

SHORTEST = 4
"""Shorter words are too easily a part of others."""


class Pages:
    """The text of a PDF, searchable. Boxes are [x0, top, x1, bottom] in points, origin top left."""

    def __init__(self, pdf: bytes) -> None:
        document = pypdfium2.PdfDocument(pdf)
        self.pages = [(document[n].get_height(), document[n].get_textpage()) for n in range(len(document))]

    def only(self, text: str) -> tuple[int, list[float]] | None:
        """1-based page and box of ``text``; None when it is absent, wraps, or stands in several places."""
        hits = []
        for number, (height, page) in enumerate(self.pages, 1):
            search = page.search(text, match_case=True)
            while (hit := search.get_next()) is not None:
                start, count = hit
                rectangles = [page.get_rect(i) for i in range(page.count_rects(start, count))]
                if len(rectangles) == 1:
                    x0, y0, x1, y1 = rectangles[0]
                    hits.append((number, [round(v, 1) for v in (x0, height - y1, x1, height - y0)]))
                else:
                    hits.append((number, []))
        return hits[0] if len(hits) == 1 and hits[0][1] else None


def ground(fields: dict[str, dict[str, Any]], pdf: bytes) -> None:
    """Fills page and bbox of every field whose ``raw`` text is found once."""
    pages = Pages(pdf)
    for field in fields.values():
        text = str(field["raw"] or "")
        found = pages.only(text) if len(text) >= SHORTEST else None
        if found:
            field["page"], field["bbox"] = found[0], [found[1]]
