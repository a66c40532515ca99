"""Boxes of a text finder → the printed segments a reader sees: cut where a border or a wide gap runs through."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.layout.scan import Image, Rect, Rule

WIDE_GAP = 1.5  # in heights of the segment's own ink: from here on blank paper parts two segments
EDGE = 0.15  # in box heights: a border this near to the end of a box does not cut it


def segments(rects: Sequence[Rect], print_: Image, uprights: Sequence[Rule]) -> list[Rect]:
    """Detection boxes cut at upright rules and at gaps, each piece trimmed to its ink. Boxes without ink fall away."""
    parts: list[Rect] = []
    for rect in rects:
        for piece in _cut_at(rect, uprights):
            parts.extend(_cut_at_gaps(piece, print_))
    return parts


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


def _cut_at_gaps(rect: Rect, print_: Image) -> list[Rect]:
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
    gap = WIDE_GAP * 0.75 * (y1 - y0)
    breaks = np.flatnonzero(np.diff(columns) > gap)
    starts = [int(columns[0]), *(int(columns[i + 1]) for i in breaks)]
    stops = [*(int(columns[i]) for i in breaks), int(columns[-1])]
    pad = max(2, round(0.12 * (y1 - y0)))
    return [
        (float(max(x0, x0 + a - pad)), float(y0), float(min(x1, x0 + b + 1 + pad)), float(y1))
        for a, b in zip(starts, stops, strict=True)
        if b - a >= 1
    ]


def in_rows(rects: Sequence[Rect]) -> list[list[Rect]]:
    """Boxes row by row from the top, each row left to right; those whose middles lie within half a height share one."""
    rows: list[list[Rect]] = []
    for rect in sorted(rects, key=lambda r: r[1] + r[3]):
        if rows:
            last = rows[-1][-1]
            height = min(last[3] - last[1], rect[3] - rect[1])
            if (rect[1] + rect[3] - last[1] - last[3]) / 2 < 0.5 * height:
                rows[-1].append(rect)
                continue
        rows.append([rect])
    return [sorted(row) for row in rows]
