"""The ring of a seal that a black-and-white scan turned as black as the print beneath it.

Red seals go by colour (``scan.set_seals_aside``). A black one cannot be taken out: filling the ring from both sides was
tried and cost more characters than it saved (docs/decisions). It is found, so that words it crosses are trusted less.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Rect

RADIUS = (0.055, 0.14)  # of the page's shorter side: seals of 23 … 58 mm across on A4
SEARCH_SIDE = 700  # pixels of the shorter side on which circles are looked for
COMPLETE = 0.85  # share of the ring that must be inked; measured: seals 0.97 … 1.0, circles through text at most 0.6
LIGHTER = 0.2  # of the way from print to paper by which a grey seal must be lighter than print to be lifted
MOST_CANDIDATES = 6
LONGEST = (
    6  # times its width: a longer picture is a strip, which enlarged until a seal could be seen would fill the memory
)
NEAREST = 30  # middles of two seals lie no nearer than this part of the shorter side
ONE_MIDDLE = 0.1  # of the radius: nearer middles are one
ROUND = 360  # directions in which a ring is looked at


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle of ink in pixels: its middle, and the inner and outer radius of the stroke."""

    x: float
    y: float
    inner: float
    outer: float

    @property
    def rect(self) -> Rect:
        return self.x - self.outer, self.y - self.outer, self.x + self.outer, self.y + self.outer

    def crosses(self, rect: Rect) -> bool:
        """Whether the stroke runs through a box: some of it lies outside the inner, some inside the outer circle."""
        x0, y0, x1, y1 = rect
        nearest = np.hypot(max(x0 - self.x, 0.0, self.x - x1), max(y0 - self.y, 0.0, self.y - y1))
        furthest = np.hypot(max(self.x - x0, x1 - self.x), max(self.y - y0, y1 - self.y))
        return bool(nearest < self.outer and furthest > self.inner)


def rings(print_: Image, apart: Image, complete: float = COMPLETE) -> list[Ring]:
    """The rings on a page. ``print_`` is its ink, ``apart`` the ink without the lines of text; ``complete`` is the share of a ring
    that must show."""
    if max(print_.shape) > LONGEST * min(print_.shape):
        return []
    scale = SEARCH_SIDE / min(print_.shape)
    small = cv2.GaussianBlur(cv2.resize(apart, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (5, 5), 0)
    low, high = (round(share * SEARCH_SIDE) for share in RADIUS)
    circles = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT,
        dp=2,
        minDist=SEARCH_SIDE / NEAREST,
        param1=120,
        param2=80,
        minRadius=low,
        maxRadius=high,
    )
    if circles is None:
        return []
    candidates = np.asarray(circles, dtype=np.float64).reshape(-1, 3)[:MOST_CANDIDATES] / scale
    found = [_best_stroke(print_, tuple(float(v) for v in circle), complete) for circle in candidates]
    apart_ones: list[Ring] = []
    for ring in found:
        if ring is not None and not any(_are_one(ring, other) for other in apart_ones):
            apart_ones.append(ring)
    return apart_ones


def _are_one(ring: Ring, other: Ring) -> bool:
    """Whether two circles go round the same middle, as both edges of a stroke do."""
    return bool(np.hypot(ring.x - other.x, ring.y - other.y) < ONE_MIDDLE * max(ring.outer, other.outer))


def without_rings(image: Image, found: list[Ring], print_: Image) -> tuple[Image, list[Ring]]:
    """The image (RGB) with black seals made fainter: a grey one lighter than the print is lifted to paper within its ring, of one as
    dark as the print the ring alone is painted over, which costs strokes of the print. Also given: the seals that were lifted."""
    lifted_ones: list[Ring] = []
    clear = image.copy() if found else image
    for ring in found:
        x0, y0, x1, y1 = (max(0, round(v)) for v in ring.rect)
        part = clear[y0:y1, x0:x1]
        ys, xs = np.mgrid[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
        far = np.hypot(xs - ring.x, ys - ring.y)
        stroke = (far >= ring.inner) & (far <= ring.outer) & (print_[y0:y1, x0:x1] > 0)
        if not stroke.any():
            continue
        plain = part.mean(axis=2)
        paper, seal = float(np.percentile(plain, 90)), float(np.median(plain[stroke]))
        darkest = float(np.percentile(plain[print_[y0:y1, x0:x1] > 0], 5))
        if seal - darkest > LIGHTER * (paper - darkest):
            lifted = np.clip((plain - darkest) / (seal - darkest), 0, 1) * (paper - darkest) + darkest
            part[far <= ring.outer] = lifted[far <= ring.outer].astype(np.uint8)[:, None]
            lifted_ones.append(ring)
        else:
            part[stroke] = round(paper)
    return clear, lifted_ones


def _centred(print_: Image, x: float, y: float, radius: float) -> tuple[float, float, float]:
    """The circle drawn nearer to the ink around it: by least squares through the outermost ink in every direction."""
    turn = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    for band in (0.14, 0.08, 0.04):
        radii = np.arange((1 + band) * radius, (1 - band) * radius, -1.0)  # from outside
        inked = _around(print_, x, y, radii)
        hit = inked.any(axis=1)
        if np.count_nonzero(hit) < ROUND // 3:
            break
        far = radii[inked[hit].argmax(axis=1)]
        dx, dy = far * np.cos(turn[hit]), far * np.sin(turn[hit])
        # dx² + dy² = 2·a·dx + 2·b·dy + c is linear in the middle (a, b) and c (Kåsa 1976)
        terms = np.stack([2 * dx, 2 * dy, np.ones(len(dx))], axis=1)
        a, b, c = np.linalg.lstsq(terms, far**2, rcond=None)[0]
        off = np.abs(np.hypot(dx - a, dy - b) - np.sqrt(max(c + a**2 + b**2, 1.0)))
        kept = off <= max(2.0, 1.5 * float(np.median(off)))
        a, b, c = np.linalg.lstsq(terms[kept], far[kept] ** 2, rcond=None)[0]
        if np.hypot(a, b) > 0.15 * radius:
            break
        x, y, radius = x + float(a), y + float(b), float(np.sqrt(max(c + a**2 + b**2, 1.0)))
    return x, y, radius


def _best_stroke(print_: Image, circle: tuple[float, ...], complete: float) -> Ring | None:
    """The stroke of a circle as it was found or, where that goes round better, as drawn nearer to the ink."""
    x, y, radius = circle
    tries = [_stroke(print_, x, y, radius, complete), _stroke(print_, *_centred(print_, x, y, radius), complete)]
    found = [stroke for stroke in tries if stroke is not None]
    return max(found, key=lambda stroke: stroke[1])[0] if found else None


def _stroke(print_: Image, x: float, y: float, radius: float, complete: float) -> tuple[Ring, float] | None:
    """The circle's stroke and how much of it is inked where ink really goes all the way round, else None."""
    radii = np.arange(0.88 * radius, 1.12 * radius, 1.0)
    inked = _around(print_, x, y, radii)
    share = inked.mean(axis=0)
    best = int(share.argmax())
    near = slice(max(0, best - 3), best + 4)
    if float(inked[:, near].any(axis=1).mean()) < complete or share[best] < 0.7 * complete:
        return None
    stroke = np.flatnonzero(share >= 0.35)
    stroke = stroke[np.abs(stroke - best) <= 0.08 * radius]
    return Ring(x, y, float(radii[stroke[0]]) - 1.5, float(radii[stroke[-1]]) + 1.5), float(share[best])


def _around(print_: Image, x: float, y: float, radii: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether there is ink, per direction and radius."""
    turn = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    xs = np.clip(np.round(x + np.outer(np.cos(turn), radii)), 0, print_.shape[1] - 1).astype(int)
    ys = np.clip(np.round(y + np.outer(np.sin(turn), radii)), 0, print_.shape[0] - 1).astype(int)
    return np.asarray(print_[ys, xs] > 0)
