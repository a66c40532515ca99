"""The signs of a segment read from pixels: where each stands, and those that a recogniser leaves out or takes for others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Rect

SLASH_LEAN = 0.15  # how far the top third of a slash stands to the right of its bottom third, in its heights
DASH_TALL, DASH_WIDE = 0.3, 0.7  # in em: a dash is lower than this and wider than that
STOP_TALL = 0.5  # in em: a full stop is lower, a digit is not
MARK_ROOM = (1.6, 2.4)  # times the pitch from middle to middle of two characters with room for a mark between them
BLANK = 0.7  # in line heights: blank columns from which two signs are parted, a full-width blank being one and more
HALF_BLANK = 0.4  # the same between two Chinese signs, where their middles are further apart than others of the line
HALF_WIDER = 0.3  # in line heights: by how much; half a blank is 0.5
LEAST_PAIRS = 4  # neighbours that tell how far apart the line's signs stand
SPREAD = 2.5  # times the line's usual blank that such a gap is: a line set wide has it between all of its signs


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
