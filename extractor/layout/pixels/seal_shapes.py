"""Seals whose ink did not take everywhere: the pieces of a rim that together still go round, or along four sides.

A seal that was pressed dry is a dozen patches, none with a seal's size. What tells them from red words is their shape: ink in nearly
every direction from the middle at one distance, an oval's as well as a circle's, or along the sides of one rectangle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Pixels = NDArray[np.intp]
Places = NDArray[np.float64]
Rect = tuple[float, float, float, float]

NEAR = 0.03  # of the page's shorter side: pieces of one rim are no further apart
SIDES = (0.1, 0.3)  # of that side: how long and how wide a worn seal is
SLIM = 0.4  # its least width for its length
DIRECTIONS = 48  # that are looked into from the middle
GONE_ROUND = 0.65  # share of them in which the rim shows
RIM = 0.1  # of the way to the middle: how broad the rim is taken to be, its edges and a lean of the seal too
DENSER = 2.0  # times as much of its rim is ink as of what lies within: a block of words has no rim
BEYOND = 0.1  # share of its ink that lies outside it, at most: the corners of a block of words lie outside an ellipse
HOLLOW = 0.55  # share of its ellipse or rectangle that is ink, at most: what is full is no seal


@dataclass(frozen=True, slots=True)
class Rim:
    """An ellipse or a rectangle of ink: its middle, half its width and half its height, and by how much it is turned (radians)."""

    rect: Rect
    middle: tuple[float, float]
    half: tuple[float, float]
    turn: float
    square: bool

    def far(self, xs: Places, ys: Places) -> Places:
        """How far places lie from the middle, 1 at the outer edge."""
        across, down = self.places(xs, ys)
        return np.maximum(np.abs(across), np.abs(down)) if self.square else np.hypot(across, down)

    def places(self, xs: Places, ys: Places) -> tuple[Places, Places]:
        """Places along the rim's own width and height, -1 and 1 at its edges."""
        x, y, cos, sin = xs - self.middle[0], ys - self.middle[1], np.cos(self.turn), np.sin(self.turn)
        return (x * cos + y * sin) / self.half[0], (y * cos - x * sin) / self.half[1]

    def larger(self, times: float) -> Rim:
        """The rim on a picture so many times larger."""
        x0, y0, x1, y1 = (v * times for v in self.rect)
        middle, half = ((pair[0] * times, pair[1] * times) for pair in (self.middle, self.half))
        return Rim((x0, y0, x1, y1), middle, half, self.turn, self.square)


def rims(small: Mask) -> list[Rim]:
    """The rims on a picture of inked places, in its pixels."""
    side = min(small.shape)
    reach = max(3, round(NEAR * side)) | 1
    near = cv2.morphologyEx(small.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    found: list[Rim] = []
    for number in range(1, count):
        x, y, wide, tall, _area = (int(v) for v in stats[number])
        if not SIDES[0] * side <= max(wide, tall) <= SIDES[1] * side or min(wide, tall) < SLIM * max(wide, tall):
            continue
        part = (slice(y, y + tall), slice(x, x + wide))
        ys, xs = np.nonzero(small[part] & (labels[part] == number))
        xs, ys = xs + x, ys + y
        inked, rim = max(((_on_rim(r, xs, ys), r) for r in (_ellipse(xs, ys), _rectangle(xs, ys))), key=lambda r: r[0])
        if inked:
            found.append(rim)
    return found


def _ellipse(xs: Pixels, ys: Pixels) -> Rim:
    (x, wide), (y, tall) = _frame(xs), _frame(ys)
    return Rim(_box(xs, ys), (x, y), (wide, tall), 0.0, square=False)


def _rectangle(xs: Pixels, ys: Pixels) -> Rim:
    middle, (wide, tall), turn = cv2.minAreaRect(np.stack([xs, ys], axis=1).astype(np.float32))
    half = (max(1.0, wide / 2), max(1.0, tall / 2))
    return Rim(_box(xs, ys), (middle[0], middle[1]), half, float(np.deg2rad(turn)), square=True)


def _on_rim(rim: Rim, xs: Pixels, ys: Pixels) -> int:
    """How many pixels lie along a rim that they go round in nearly every direction and do not fill; 0 where they do not."""
    area = rim.half[0] * rim.half[1] * (4.0 if rim.square else np.pi)
    across, down = rim.places(xs.astype(np.float64), ys.astype(np.float64))
    far = rim.far(xs.astype(np.float64), ys.astype(np.float64))
    outside, within = np.abs(far - 1.0) <= RIM, far < 1.0 - RIM
    angles = np.arctan2(down, across)[outside]
    seen = np.floor((angles + np.pi) / (2 * np.pi) * DIRECTIONS).astype(int) % DIRECTIONS
    dense = len(angles) / (1.0 - (1.0 - RIM) ** 2) >= DENSER * np.count_nonzero(within) / (1.0 - RIM) ** 2
    goes_round = len(np.unique(seen)) >= GONE_ROUND * DIRECTIONS
    beyond = len(far) - len(angles) - np.count_nonzero(within)
    is_rim = dense and goes_round and len(xs) <= HOLLOW * area and beyond <= BEYOND * len(far)
    return len(angles) if is_rim else 0


def _box(xs: Pixels, ys: Pixels) -> Rect:
    return float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1)


def _frame(values: Pixels) -> tuple[float, float]:
    """Middle and half length of what pixels take in one direction."""
    low, high = float(values.min()), float(values.max())
    return (low + high) / 2, max(1.0, (high - low) / 2)


def joined(parts: Sequence[Rect], whole: Sequence[Rect]) -> list[Rect]:
    """Boxes of patches without those that lie in a rim, and the rims."""
    inside = [
        p for p in parts if any(w[0] <= (p[0] + p[2]) / 2 <= w[2] and w[1] <= (p[1] + p[3]) / 2 <= w[3] for w in whole)
    ]
    return [*(part for part in parts if part not in inside), *whole]
