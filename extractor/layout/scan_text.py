"""Boxes of a text finder → the printed segments a reader sees: cut where a border or a wide gap runs through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.scan import Image, Rect, Rule

WIDE_GAP = 1.5  # in heights of the segment's own ink: from here on blank paper parts two segments
NARROW_GAP = 0.8  # the same where rows around begin a column at its right side; beside a full stop there is less room
SPECK = 4  # pixels of ink: a stroke has more
TABULAR = 3  # segments of a row that is one of a table
LEAST_WITNESSES = 2  # rows that begin a column there
ASIDE = 0.3  # in box heights: how far apart the beginnings of one column may stand
REACH = 12.0  # in box heights: how far up and down the rows of one table are looked for
SLASH_LEAN = 0.15  # how far the top third of a slash stands to the right of its bottom third, in its heights
DASH_TALL, DASH_WIDE = 0.3, 0.7  # in em: a dash is lower than this and wider than that
STOP_TALL = 0.5  # in em: a full stop is lower, a digit is not
MARK_ROOM = (1.6, 2.4)  # times the pitch from middle to middle of two characters with room for a mark between them
BLANK = 0.7  # in line heights: blank columns from which two signs are parted, a full-width blank being one and more
HALF_BLANK = 0.4  # the same between two Chinese signs, where their middles are further apart than others of the line
HALF_WIDER = 0.3  # in line heights: by how much; half a blank is 0.5
LEAST_PAIRS = 4  # neighbours that tell how far apart the line's signs stand
SPREAD = 2.5  # times the line's usual blank that such a gap is: a line set wide has it between all of its signs
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
    """Boxes around lines of print that no segment holds: a text finder leaves out a whole line between two others at times.

    ``print_`` is without rules; ``em`` is the height of the body's characters in pixels. What is not as high as a line and several
    characters long is no line; whether the rest is words, the recogniser tells.
    """
    left = print_.copy()
    for x0, y0, x1, y1 in rects:
        left[max(0, round(y0)) : round(y1), max(0, round(x0 - em / 2)) : round(x1 + em / 2)] = 0
    left = np.asarray(cv2.medianBlur(left, 3), dtype=np.uint8)
    kernel = np.ones((max(1, round(0.25 * em)), max(3, round(1.2 * em))), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(left, cv2.MORPH_CLOSE, kernel), connectivity=8)
    found = []
    for x, y, wide, tall, _area in stats[1:]:
        inked = float(np.mean(left[y : y + tall, x : x + wide] > 0))
        if (
            LINE_TALL[0] * em <= tall <= LINE_TALL[1] * em
            and wide >= LEAST_LINE * em
            and LINE_INK[0] < inked < LINE_INK[1]
        ):
            pad = max(2.0, 0.15 * em)
            found.append((float(max(0, x - pad)), float(max(0, y - pad)), float(x + wide + pad), float(y + tall + pad)))
    return found[:MOST_OVERLOOKED]


def runs_sideways(rects: Sequence[Rect]) -> bool:
    """Whether the boxes of a text finder mostly stand upright: text that runs up or down the page."""
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in rects]
    return sum(h for w, h in sizes if h > 1.5 * w) > sum(w for w, h in sizes if w > 1.5 * h)


def inked_columns(print_: Image, rect: Rect) -> tuple[int, NDArray[np.bool_]]:
    """The first column of a segment and, from there on, which columns hold ink in its middle rows."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in rect)
    inset = round(0.12 * (y1 - y0))
    return x0, np.asarray(print_[y0 + inset : max(y0 + inset + 1, y1 - inset), x0:x1].any(axis=0))


def edges_of_characters(
    text: str, middles: Sequence[float], ends: tuple[float, float], columns: tuple[int, NDArray[np.bool_]]
) -> list[tuple[float, float]]:
    """Left and right of each character in pixels: at the blank columns between its middle and its neighbours'.

    Where two characters touch they part half way. A space takes the room between its neighbours.
    """
    if not middles:
        return []
    printed = [k for k, char in enumerate(text) if not char.isspace()]
    lefts, rights = dict.fromkeys(printed, ends[0]), dict.fromkeys(printed, ends[1])
    for before, after in pairwise(printed):
        rights[before], lefts[after] = _blank_between(middles[before], middles[after], columns)
    edges: list[tuple[float, float]] = []
    for k in range(len(text)):
        if k in lefts:
            edges.append((min(lefts[k], rights[k]), max(lefts[k], rights[k])))
        else:
            left = edges[-1][1] if edges else ends[0]
            edges.append((left, max(left, lefts[min((p for p in printed if p > k), default=printed[-1])])))
    return edges


def with_lost_marks(text: str, middles: Sequence[float], print_: Image, rect: Rect) -> tuple[str, list[float]]:
    """The text with the 、 that a recogniser left out between names, and the middles of its characters.

    Between two Chinese characters there is room for one more, and what ink stands there is small and lies low.
    """
    if len(middles) != len(text) or len(text) < 4:
        return text, list(middles)
    pitch = float(np.median(np.diff(middles)))
    marked, places = text[:1], [middles[0]]
    for before, after, char, left in zip(middles, middles[1:], text[1:], text, strict=False):
        if (
            MARK_ROOM[0] * pitch < after - before < MARK_ROOM[1] * pitch
            and "\u4e00" <= left <= "\u9fff"
            and "\u4e00" <= char <= "\u9fff"
            and _holds_mark(print_, before + 0.6 * pitch, before + 1.5 * pitch, rect)
        ):
            marked, places = marked + "、", [*places, before + pitch]
        marked, places = marked + char, [*places, after]
    return marked, places


def with_lost_spaces(
    text: str, middles: Sequence[float], columns: tuple[int, NDArray[np.bool_]], height: float
) -> tuple[str, list[float]]:
    """The text with a space where the paper leaves one between two signs and the recogniser did not: 西环路8号 类别：电池.

    ``height`` is that of the signs in pixels. Beside a mark or a bracket there is always room, and it says nothing.
    """
    if len(middles) != len(text) or len(text) < 4:
        return text, list(middles)
    gaps = [_blank_between(x, y, columns) for x, y in pairwise(middles)]
    blanks = [b - a for a, b in gaps]
    least = max(BLANK * height, SPREAD * float(np.median(blanks)))
    half = _half_blanks(text, gaps, columns, height) if max(blanks) > HALF_BLANK * height else set()
    parted, places = text[:1], [middles[0]]
    for k in range(1, len(text)):
        if k in half or (blanks[k - 1] > least and text[k - 1].isalnum() and text[k].isalnum()):
            parted, places = parted + " ", [*places, (middles[k - 1] + middles[k]) / 2]
        parted, places = parted + text[k], [*places, middles[k]]
    return parted, places


def _half_blanks(
    text: str, gaps: Sequence[tuple[float, float]], columns: tuple[int, NDArray[np.bool_]], height: float
) -> set[int]:
    """Before which signs of a line half a blank stands: two Chinese signs further apart, from middle to middle, than the line's others.

    A narrow sign (日, 目) has white at both its sides as well, but its middle stands where that of a broad one would.
    """
    first, inked = columns
    seen = np.flatnonzero(inked)
    ends = [(0.0, float(first + seen[0])), *gaps, (float(first + seen[-1] + 1), 0.0)] if len(seen) else []
    centres = [(before[1] + after[0]) / 2 for before, after in pairwise(ends)]
    pairs = [k for k in range(1, len(text)) if all("\u4e00" <= sign <= "\u9fff" for sign in text[k - 1 : k + 1])]
    if len(centres) != len(text) or len(pairs) < LEAST_PAIRS:
        return set()
    usual = float(np.median([centres[k] - centres[k - 1] for k in pairs]))
    return {
        k
        for k in pairs
        if gaps[k - 1][1] - gaps[k - 1][0] > HALF_BLANK * height
        and HALF_WIDER * height < centres[k] - centres[k - 1] - usual
    }


def with_commas(text: str, middles: Sequence[float], print_: Image, rect: Rect) -> str:
    """The text with the ， that a recogniser took for a full stop: between two Chinese characters, its ink all at the foot of the line.

    No sentence is parted by a "." there, and the dot in a name stands at middle height.
    """
    if "." not in text or len(middles) != len(text) or len(text) < 4:
        return text
    pitch = float(np.median(np.diff(middles)))
    signs = list(text)
    for k in range(1, len(text) - 1):
        beside = text[k - 1], text[k + 1]
        if text[k] == "." and all("\u4e00" <= sign <= "\u9fff" for sign in beside):
            rows = _inked_rows(print_, middles[k] - 0.4 * pitch, middles[k] + 0.4 * pitch, rect)
            if len(rows) and rows[0] > 0.5 and rows[-1] - rows[0] < 0.45:
                signs[k] = "，"
    return "".join(signs)


def _inked_rows(print_: Image, start: float, stop: float, rect: Rect) -> NDArray[np.float64]:
    """Which rows of a line's middle hold ink between two x, as shares of its height from the top."""
    top, bottom = rect[1], rect[3]
    inset = 0.1 * (bottom - top)
    window = print_[round(top + inset) : round(bottom - inset), max(0, round(start)) : max(0, round(stop))]
    rows = np.flatnonzero(window.any(axis=1)) if window.size else np.array([])
    return np.asarray(rows / max(1, window.shape[0]), dtype=np.float64)


def _holds_mark(print_: Image, start: float, stop: float, rect: Rect) -> bool:
    """Whether what ink stands between two x is a 、: no sign of full height, and more than a dot at middle height."""
    rows = _inked_rows(print_, start, stop, rect)
    return len(rows) > 0 and rows[0] > 0.33 and rows[-1] > 0.55 and 0.16 < rows[-1] - rows[0] < 0.5


def _blank_between(left: float, right: float, columns: tuple[int, NDArray[np.bool_]]) -> tuple[float, float]:
    """Start and end of the widest blank between two x; their middle twice where there is none."""
    first, inked = columns
    start = max(0, round(left) - first)
    gaps = np.flatnonzero(~inked[start : max(start, round(right) - first)])
    if len(gaps) == 0:
        return (left + right) / 2, (left + right) / 2
    runs = np.split(gaps, np.flatnonzero(np.diff(gaps) > 1) + 1)
    widest = max(runs, key=len)
    return float(first + start + widest[0]), float(first + start + widest[-1] + 1)


def leans_like_slash(window: Image) -> bool:
    """Whether the one mark in ``window`` (255 where there is ink) leans to the right as a slash does and a 1 does not.

    Standing alone in a cell, for "nothing insured", a slash is otherwise read as the number one.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
    if count < 2:
        return False
    ys, xs = np.nonzero(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))
    top, bottom = int(ys.min()), int(ys.max())
    height = bottom - top + 1
    upper, lower = xs[ys < top + height / 3], xs[ys > bottom - height / 3]
    if len(upper) == 0 or len(lower) == 0:
        return False
    return float(upper.mean() - lower.mean()) > SLASH_LEAN * height and float(np.ptp(xs)) < height


def is_dash(window: Image, em: float) -> bool:
    """Whether all ink in ``window`` (255 where there is ink) is a level stroke or two of a dash, wider than high: no digit is."""
    rows, columns = (np.flatnonzero(window.any(axis=axis)) for axis in (1, 0))
    return len(rows) > 0 and int(np.ptp(rows)) < DASH_TALL * em and int(np.ptp(columns)) > DASH_WIDE * em


def is_full_stop(window: Image, em: float) -> bool:
    """Whether the one mark in ``window`` (255 where there is ink) is as low as a 。 that a line carried over, and no digit is."""
    rows = np.flatnonzero(window.any(axis=1))
    return len(rows) > 0 and int(np.ptp(rows)) < STOP_TALL * em


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
