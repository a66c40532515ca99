"""Ink on a scan that is no print: a signature beside "签字：", which no recogniser reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.rules import EM_OF_BOX
from extractor.layout.pixels.scan import Image, Rect
from extractor.layout.pixels.scan_signs import inked_columns
from extractor.scans.network import LEAST_CONFIDENCE
from extractor.scans.recogniser import Recognised

BEHIND = (
    2.2  # characters from the middle of a segment's last sign to its end: from here on more than a mark may stand there
)
LEAST_WIDE = 1.2  # characters; a scrawl is as wide as one and a bit
LEAST_TALL = 0.35  # of the segment: what is lower is what a rule left
LEAST_COLUMNS = 0.4  # of its columns that hold ink: strokes hang together, specks do not
_WAVES = re.compile("(?<=[:：)）])\\s*[~～∽∼﹏]+\\s*$")
"""What the recogniser makes of a hand's strokes behind a label: no paper prints these there."""
DOUBTFUL, MOST_SIGNS = 0.7, 5
_PRINTED = re.compile("[年月日签字名盖公章:：]")
LEVEL_ROWS, LEVEL_INK = 0.2, 0.88  # a fifth of the rows with most of the ink are a rule's rest
LEAST_INK, MOST_INK = 0.03, 0.5  # of its area; more is a blot or a picture


def scrawls(rects: Sequence[Rect], words: Sequence[Recognised], unread: Sequence[Rect], print_: Image) -> list[Rect]:
    """Boxes of ink that was looked at and gave no words: whole segments, and what stands behind the last sign of others.

    ``print_`` is the page's ink without its rules, ``rects`` its segments and ``words`` what was read of each; ``unread`` are boxes
    beside them that held ink and no line.
    """
    found = [
        ink
        for rect in unread
        if not any(_overlap(rect, other) for other in rects)
        and (ink := _strokes(rect, (rect[3] - rect[1]) * EM_OF_BOX, print_)) is not None
    ]
    for rect, read in zip(rects, words, strict=True):
        em = (rect[3] - rect[1]) * EM_OF_BOX
        if not read.text or read.confidence < LEAST_CONFIDENCE or _is_of_a_hand(read):
            rest: Rect | None = rect
        else:
            rest = _behind(rect, read, em)
        if rest is not None and (ink := _strokes(rest, em, print_)) is not None:
            found.append(ink)
    return found


def _is_of_a_hand(read: Recognised) -> bool:
    """Whether a few signs, read with much doubt, are what a recogniser makes of strokes: 五Q, LA0X. A place's own words are none."""
    return read.confidence < DOUBTFUL and len(read.text) <= MOST_SIGNS and not _PRINTED.search(read.text)


def without_waves(read: Recognised) -> Recognised:
    """The words without the signs that the recogniser made of a signature behind them: "（签字）：~"."""
    found = _WAVES.search(read.text)
    if found is None or len(read.centres) != len(read.text):
        return read
    at = found.start()
    guesses = tuple(guess for guess in read.guesses if guess[0] < at)
    return replace(read, text=read.text[:at], centres=read.centres[:at], guesses=guesses)


def _overlap(one: Rect, other: Rect) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _behind(rect: Rect, read: Recognised, em: float) -> Rect | None:
    """The part of a segment behind its last sign, where that is wide enough for a scrawl."""
    x0, y0, x1, y1 = rect
    last = x0 + read.centres[-1] * (x1 - x0) if read.centres else x1
    return (last + em * 0.8, y0, x1, y1) if x1 - last > BEHIND * em else None


def _is_level(part: NDArray[np.bool_]) -> bool:
    """Whether nearly all ink stands in few rows, as what is left of a rule does and no hand's strokes do."""
    rows = np.sort(part.sum(axis=1))[::-1]
    few = max(2, round(LEVEL_ROWS * len(rows)))
    return float(rows[:few].sum()) >= LEVEL_INK * float(rows.sum())


def _strokes(rect: Rect, em: float, print_: Image) -> Rect | None:
    """The box around the ink within ``rect``; None where it is specks, a rule's rest, or a blot."""
    start, columns = inked_columns(print_, rect)
    inked = np.flatnonzero(columns)
    if not inked.size:
        return None
    x0, x1 = start + int(inked[0]), start + int(inked[-1]) + 1
    part = print_[max(0, round(rect[1])) : round(rect[3]), x0:x1] > 0
    rows = np.flatnonzero(part.any(axis=1))
    tall = int(rows[-1] - rows[0] + 1) if rows.size else 0
    if (
        x1 - x0 < LEAST_WIDE * em
        or tall < LEAST_TALL * (rect[3] - rect[1])
        or inked.size < LEAST_COLUMNS * (x1 - x0)
        or _is_level(part)
        or not LEAST_INK < float(part.mean()) < MOST_INK
    ):
        return None
    return float(x0), rect[1] + float(rows[0]), float(x1), rect[1] + float(rows[-1] + 1)
