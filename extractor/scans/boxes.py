"""Boxes to tick on a scan, seen by their shape: a recogniser leaves many of them out, and then every option of a form was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractor.layout.pixels.scan import Image, Rect, Rule
from extractor.scans.recogniser import Recognised

SIDE = (0.45, 1.15)  # in em: least and most of a box's side
UNEVEN = 0.2  # of the longer side, by which the other may be shorter
DRAWN = 0.9  # share of each side that holds ink
BORDER = 0.16  # of a side: how far in its strokes are looked for
WITHIN = 0.24  # of a side: from here on inwards nothing but a tick stands
EMPTY, TICKED = 0.03, (0.07, 0.7)  # share of the inside that is ink; between the two nobody can tell
STRAIGHT = 0.9  # share of a row or column of the inside that a stroke of 日, 田 or 目 fills and a tick does not
BEFORE, BEHIND = 1.4, 0.8  # in em: room between a box and its option
MOST = 80  # on one page; more is a pattern
_EMPTY_SIGNS, _TICKED_SIGNS = frozenset("□☐◻"), frozenset("☑☒")


Mark = tuple[int, int, int, int]
"""Ink that hangs together: x, y, width and height of the box around it."""


def marks_of(print_: Image) -> list[Mark]:
    """What hangs together of a page's ink, also what stands within a frame."""
    outlines, levels = cv2.findContours(print_, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    whole = [outline for outline, level in zip(outlines, levels[0] if outlines else (), strict=True) if level[3] < 0]
    return [(int(x), int(y), int(wide), int(tall)) for x, y, wide, tall in map(cv2.boundingRect, whole)]


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box and whether it was ticked."""

    rect: Rect
    ticked: bool

    @property
    def sign(self) -> str:
        """What is printed there, as a text layer would say it."""
        return "☑" if self.ticked else "□"

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        x0, y0, x1, y1 = self.rect
        return (x0 + x1) / 2, (y0 + y1) / 2


def tick_boxes(print_: Image, marks: Sequence[Mark], em: float) -> list[TickBox]:
    """The square frames on a page, as large as a sign, that are empty or hold a tick.

    ``print_`` is its ink without rules, ``marks`` (``marks_of``) what hangs together of it.
    """
    found: list[TickBox] = []
    for x, y, wide, tall in marks:
        longer = max(wide, tall)
        if not (SIDE[0] * em <= longer <= SIDE[1] * em and min(wide, tall) >= (1 - UNEVEN) * longer):
            continue
        ticked = _is_ticked(np.asarray(print_[y : y + tall, x : x + wide], dtype=np.uint8))
        if ticked is not None:
            found.append(TickBox((float(x), float(y), float(x + wide), float(y + tall)), ticked))
    return found if len(found) <= MOST else []


def _is_ticked(window: Image) -> bool | None:
    """Whether the frame that fills ``window`` holds a tick; None where it is no such frame or nobody can tell."""
    tall, wide = window.shape
    drawn, across, down = window > 0, max(2, round(BORDER * wide)), max(2, round(BORDER * tall))
    sides = (drawn[:down].any(0), drawn[-down:].any(0), drawn[:, :across].any(1), drawn[:, -across:].any(1))
    inset = round(WITHIN * wide), round(WITHIN * tall)
    inside = drawn[inset[1] : tall - inset[1], inset[0] : wide - inset[0]]
    if min(float(side.mean()) for side in sides) < DRAWN or min(inside.shape) < 3:
        return None
    inked = float(inside.mean())
    if inked <= EMPTY:
        return False
    if max(inside.mean(0).max(), inside.mean(1).max()) >= STRAIGHT:
        return None
    return True if TICKED[0] <= inked <= TICKED[1] else None


def with_boxes(
    rects: Sequence[Rect], words: Sequence[Recognised], boxes: Sequence[TickBox], upright: Sequence[Rule], em: float
) -> tuple[list[Rect], list[Recognised]]:
    """The segments and their words with the boxes that were left out, each before or behind the option it belongs to."""
    grown, read = list(rects), list(words)
    for box in sorted(boxes, key=lambda b: b.rect):
        k = next(_holders(box, grown, upright, em), None)
        if k is None or len(read[k].centres) != len(read[k].text) or not read[k].text:
            continue
        x0, y0, x1, y1 = grown[k]
        middles = [x0 + share * (x1 - x0) for share in read[k].centres]
        text = _with_box(read[k].text, middles, box, em)
        if text is None:
            continue
        a, b = min(x0, box.rect[0] - 0.1 * em), max(x1, box.rect[2] + 0.1 * em)
        grown[k] = (a, y0, b, y1)
        shares = [(x - a) / (b - a) for x in middles]
        at, added = text
        guesses = read[k].guesses
        if added:
            shares.insert(at, (box.centre[0] - a) / (b - a))
            guesses = tuple((n + (n >= at), *rest) for n, *rest in guesses)  # type: ignore[misc]
        signs = read[k].text[:at] + box.sign + read[k].text[at + (not added) :]
        read[k] = replace(read[k], text=signs, centres=tuple(shares), guesses=guesses)
    return grown, read


def _holders(box: TickBox, rects: Sequence[Rect], upright: Sequence[Rule], em: float) -> Iterator[int]:
    """The segments that a box may belong to, the likeliest first: the one it stands in, the one it stands before or behind."""
    (x, y), (left, _, right, _) = box.centre, box.rect
    row = [k for k, (_, y0, _, y1) in enumerate(rects) if y0 < y < y1]
    yield from (k for k in row if rects[k][0] <= x <= rects[k][2])

    def parted(a: float, b: float) -> bool:
        return any(a < at < b and start < y < stop for at, start, stop in upright)

    before = [k for k in row if x < rects[k][0] <= right + BEFORE * em and not parted(x, rects[k][0])]
    yield from sorted(before, key=lambda k: rects[k][0])
    behind = [k for k in row if left - BEHIND * em <= rects[k][2] < x and not parted(rects[k][2], x)]
    yield from sorted(behind, key=lambda k: -rects[k][2])


def _with_box(text: str, middles: Sequence[float], box: TickBox, em: float) -> tuple[int, bool] | None:
    """Where in a text the sign of a box goes, and whether it is one more; None where another sign was read there."""
    left, right = box.rect[0] - 0.15 * em, box.rect[2] + 0.15 * em
    here = [k for k, x in enumerate(middles) if left < x < right and not text[k].isspace()]
    if not here:
        return sum(x < box.centre[0] for x in middles), True
    if len(here) == 1 and text[here[0]] in _EMPTY_SIGNS | _TICKED_SIGNS:
        is_said = text[here[0]] in _TICKED_SIGNS
        return (here[0], False) if is_said != box.ticked else None
    return None
