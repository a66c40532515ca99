"""Dashes that stand alone in a row of a table on a scan, for "nothing": no text finder finds them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.layout.pixels.scan import Image, Rect
from extractor.scans.boxes import Mark
from extractor.scans.recogniser import Recognised

WIDE = (0.55, 2.3)  # in em: one dash or two; a line to write on is longer
TALL = 0.22  # in em, at most
SOLID = 0.6  # share of its box that is ink
APART = (0.8, 0.3)  # in em: blank paper beside it, above and below
SPECKS = 0.02  # share of that paper that grain may cover
BESIDE = 2  # segments of its row, at least
MIDDLE = (0.3, 0.72)  # where it runs in their height: what runs lower is a line under words
MOST = 120
CONFIDENCE = 0.95


def lone_dashes(
    print_: Image, marks: Sequence[Mark], rects: Sequence[Rect], em: float
) -> list[tuple[Rect, Recognised]]:
    """The dashes of a page as segments and their words.

    ``print_`` is its ink without rules, ``marks`` (``marks_of``) what hangs together of it, ``rects`` its other segments.
    """
    found: list[tuple[Rect, Recognised]] = []
    for x, y, wide, tall in marks:
        if not (WIDE[0] * em <= wide <= WIDE[1] * em and tall <= TALL * em):
            continue
        if float(np.mean(print_[y : y + tall, x : x + wide] > 0)) < SOLID or _is_in_one(x, y, wide, tall, rects):
            continue
        if not _is_alone(print_, (x, y, x + wide, y + tall), em):
            continue
        row = _row_at(y + tall / 2, (x, x + wide), rects)
        if len(row) >= BESIDE:
            top, bottom = (float(np.median([rect[k] for rect in row])) for k in (1, 3))
            text = "—" if wide < 1.4 * em else "——"
            share = (0.5,) if len(text) == 1 else (0.25, 0.75)
            pad = 0.12 * (bottom - top)
            found.append(((x - pad, top, x + wide + pad, bottom), Recognised(text, CONFIDENCE, share)))
    return found if len(found) <= MOST else []


def _is_in_one(x: int, y: int, wide: int, tall: int, rects: Sequence[Rect]) -> bool:
    """Whether a mark is ink of another segment."""
    return any(x0 < x + wide and x < x1 and y0 < y + tall and y < y1 for x0, y0, x1, y1 in rects)


def _is_alone(print_: Image, rect: tuple[int, int, int, int], em: float) -> bool:
    """Whether nothing but grain stands around what fills ``rect``."""
    x0, y0, x1, y1 = rect
    aside, above = round(APART[0] * em), round(APART[1] * em)
    window = print_[max(0, y0 - above) : y1 + above, max(0, x0 - aside) : x1 + aside] > 0
    own = int(np.count_nonzero(print_[y0:y1, x0:x1]))
    return int(np.count_nonzero(window)) - own <= SPECKS * window.size


def _row_at(y: float, across: tuple[float, float], rects: Sequence[Rect]) -> list[Rect]:
    """The segments through whose middle height ``y`` runs, none of them over or under the dash itself."""
    return [
        rect
        for rect in rects
        if MIDDLE[0] <= (y - rect[1]) / max(1.0, rect[3] - rect[1]) <= MIDDLE[1]
        and (rect[2] <= across[0] or rect[0] >= across[1])
    ]
