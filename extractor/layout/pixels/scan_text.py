"""Boxes of a text finder → the printed segments a reader sees: cut where a border or a wide gap runs through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Rect, Rule

WIDE_GAP = 1.5  # in heights of the segment's own ink: from here on blank paper parts two segments
NARROW_GAP = 0.8  # the same where rows around begin a column at its right side; beside a full stop there is less room
SPECK = 4  # pixels of ink: a stroke has more
TABULAR = 3  # segments of a row that is one of a table
LEAST_WITNESSES = 2  # rows that begin a column there
ASIDE = 0.3  # in box heights: how far apart the beginnings of one column may stand
REACH = 12.0  # in box heights: how far up and down the rows of one table are looked for
LINE_TALL = (0.6, 1.7)  # in em: heights that an overlooked line of print may have
LEAST_LINE = 4.0  # in em: its least length
LINE_INK = (0.06, 0.6)  # share of it that is ink
MOST_OVERLOOKED = 24  # on one page; more is a picture
EDGE = 0.15  # in box heights: a border this near to the end of a box does not cut it


def segments(rects: Sequence[Rect], print_: Image, uprights: Sequence[Rule]) -> list[Rect]:
    """Detection boxes cut at upright rules and at gaps, each piece trimmed to its ink. Boxes without ink fall away."""
    parts: list[Rect] = []
    for rect in rects:
        for piece in _cut_at(rect, uprights):
            parts.extend(_cut_at_gaps(piece, print_))
    return _cut_at_columns(parts, print_)


def _cut_at_columns(parts: Sequence[Rect], print_: Image) -> list[Rect]:
    """The segments of rows of a table, those cut that run on over a narrower gap where rows around them begin a column."""
    tabular = {rect for row in in_rows(parts) if len(row) >= TABULAR for rect in row}
    starts = [(x0, (y0 + y1) / 2) for x0, y0, _, y1 in tabular]

    def begins(rect: Rect, x: float) -> bool:
        height, middle = rect[3] - rect[1], (rect[1] + rect[3]) / 2
        near = [
            y for at, y in starts if abs(at - x) <= ASIDE * height and 0.5 * height < abs(y - middle) <= REACH * height
        ]
        return len(near) >= LEAST_WITNESSES

    return [
        piece
        for rect in parts
        for piece in (_cut_at_gaps(rect, print_, NARROW_GAP, begins) if rect in tabular else [rect])
    ]


def _cut_at(rect: Rect, uprights: Sequence[Rule]) -> list[Rect]:
    x0, y0, x1, y1 = rect
    height, middle = y1 - y0, (y0 + y1) / 2
    cuts = sorted(x for x, top, bottom in uprights if top <= middle <= bottom and x0 < x < x1)
    clear = max(2.0, 0.06 * height)
    borders = [x0]
    for x in cuts:
        if x - borders[-1] > EDGE * height:
            borders += [x - clear, x + clear]
        else:
            borders[-1] = x + clear
    if len(borders) > 1 and x1 - borders[-1] <= EDGE * height:
        borders.pop()
    else:
        borders.append(x1)
    return [(a, y0, b, y1) for a, b in zip(borders[::2], borders[1::2], strict=False) if b - a > 2]


def _cut_at_gaps(
    rect: Rect, print_: Image, widest: float = WIDE_GAP, begins: Callable[[Rect, float], bool] | None = None
) -> list[Rect]:
    """The segment in pieces at the gaps from ``widest`` on; with ``begins`` only where that says that a piece begins at an x."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in rect)
    window: NDArray[np.uint8] = print_[y0:y1, x0:x1]
    if window.size == 0:
        return []
    rows = np.flatnonzero(np.count_nonzero(window, axis=1) >= 1)
    # The box reaches a little beyond its line: judge columns by the middle rows, where neighbours do not intrude.
    inner = window[round(0.12 * len(window)) : max(1, round(0.88 * len(window)))]
    columns = np.flatnonzero(np.count_nonzero(inner, axis=0) >= 1)
    if len(columns) == 0 or len(rows) == 0:
        return []
    if begins is not None:
        columns = _without_specks(inner, columns)
    gap = widest * 0.75 * (y1 - y0)
    pad = max(2, round(0.12 * (y1 - y0)))
    breaks = [
        int(i)
        for i in np.flatnonzero(np.diff(columns) > gap)
        if begins is None or begins(rect, x0 + int(columns[i + 1]) - pad)
    ]
    if begins is not None and not breaks:
        return [rect]
    starts = [int(columns[0]), *(int(columns[i + 1]) for i in breaks)]
    stops = [*(int(columns[i]) for i in breaks), int(columns[-1])]
    return [
        (float(max(x0, x0 + a - pad)), float(y0), float(min(x1, x0 + b + 1 + pad)), float(y1))
        for a, b in zip(starts, stops, strict=True)
        if b - a >= 1
    ]


def _without_specks(window: NDArray[np.uint8], columns: NDArray[np.intp]) -> NDArray[np.intp]:
    """Inked columns without those of single specks, smaller than any sign: they stand alone and hold next to no ink."""
    stretches = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    kept = [part for part in stretches if len(part) > 2 or np.count_nonzero(window[:, part]) > SPECK]
    return np.concatenate(kept) if kept else columns


def overlooked(print_: Image, rects: Sequence[Rect], em: float) -> list[Rect]:
    """Boxes around lines of print that no segment holds: a text finder leaves out a whole line between two others at times."""
    return left_over(print_, rects, em)[0]


def left_over(print_: Image, rects: Sequence[Rect], em: float) -> tuple[list[Rect], list[Rect]]:
    """Boxes around ink that no segment holds: lines of print, and what is as long as a line and higher: in a seal that was not
    lifted a line may be lost with all its words.

    ``print_`` is without rules; ``em`` is the height of the body's characters in pixels. What is not as high as a line and several
    characters long is no line; whether the rest is words, the recogniser tells.
    """
    left = print_.copy()
    for x0, y0, x1, y1 in rects:
        left[max(0, round(y0)) : round(y1), max(0, round(x0 - em / 2)) : round(x1 + em / 2)] = 0
    left = np.asarray(cv2.medianBlur(left, 3), dtype=np.uint8)
    kernel = np.ones((max(1, round(0.25 * em)), max(3, round(1.2 * em))), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(left, cv2.MORPH_CLOSE, kernel), connectivity=8)
    found, higher = [], []
    for x, y, wide, tall, _area in stats[1:].tolist():
        if wide < LEAST_LINE * em or tall < LINE_TALL[0] * em:
            continue
        if tall > LINE_TALL[1] * em:
            higher.append((float(x), float(y), float(x + wide), float(y + tall)))
            continue
        inked = float(np.mean(left[y : y + tall, x : x + wide] > 0))
        if LINE_INK[0] < inked < LINE_INK[1]:
            pad = max(2.0, 0.15 * em)
            found.append((float(max(0, x - pad)), float(max(0, y - pad)), float(x + wide + pad), float(y + tall + pad)))
    return found[:MOST_OVERLOOKED], higher[:MOST_OVERLOOKED]


def runs_sideways(rects: Sequence[Rect]) -> bool:
    """Whether the boxes of a text finder mostly stand upright: text that runs up or down the page."""
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in rects]
    return sum(h for w, h in sizes if h > 1.5 * w) > sum(w for w, h in sizes if w > 1.5 * h)


def in_rows(rects: Sequence[Rect]) -> list[list[Rect]]:
    """Boxes row by row from the top, each row left to right; a box belongs to a row while its middle lies within half a height
    of that row's first."""
    rows: list[list[Rect]] = []
    for rect in sorted(rects, key=lambda r: r[1] + r[3]):
        if rows:
            first = rows[-1][0]
            height = min(first[3] - first[1], rect[3] - rect[1])
            if (rect[1] + rect[3] - first[1] - first[3]) / 2 < 0.5 * height:
                rows[-1].append(rect)
                continue
        rows.append([rect])
    return [sorted(row) for row in rows]
