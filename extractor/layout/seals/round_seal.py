"""The words of a round or oval seal laid straight: the name along its rim, the lines across its middle.

Only geometry; what the strips say is for the recogniser. Pixels, origin top left; angles in degrees, clockwise from the
right, as the y axis grows downward.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Rect

Shares = NDArray[np.float64]
Ellipse = tuple[tuple[float, float], tuple[float, float], float]
"""Middle, both axes, and the angle of the first."""

LEAST_WIDTH = 70  # pixels across from which the characters of a seal can be told at all
LEAST_ROUND = 0.4  # shorter over longer axis: flatter is no seal
WHOLE_RIM = 0.6  # share of the directions in which the rim is inked
RIM = 0.35  # share of a circle that is inked from which it is the rim and not characters
NAME = (0.6, 0.8)  # of the radius: inner and outer bound of where the inner edge of the name's characters is looked for
CORE = (0.66, 0.82)  # of the radius: where a name has ink, and the small number along the bottom has none
STEPS = 720  # directions a turn is cut into
SOLID = 0.75  # share of the very middle that is inked where a star stands there
BLACK_PRINT = 0.6  # of the red light that the ink gives back: what gives back less is print
FAINTEST = 16.0  # red above the other colours that ink must reach
CLEAR = 255


@dataclass(frozen=True, slots=True)
class RoundSeal:
    """A seal found round. ``turned`` has its ink (0) on white (255) by radius and direction: one row a pixel of radius from
    the rim inwards, ``STEPS`` columns. ``bottom`` is the direction in which the name leaves a gap; ``name`` are the
    first and last direction of the name and the rows it takes."""

    plate: Image
    middle: tuple[float, float]
    radius: float
    bottom: float
    name: tuple[float, float]
    rows: tuple[int, int]
    turned: Image


def round_seal(image: Image, rect: Rect) -> RoundSeal | None:
    """The seal in a part of a page (RGB); None where what is there is not round, too small, or cut off."""
    plate = ink_alone(image, rect)
    if min(plate.shape) < LEAST_WIDTH:
        return None
    ellipse = _outline(plate)
    if ellipse is None:
        return None
    plate, middle, radius = _made_round(plate, ellipse)
    turned = _by_direction(plate, middle, radius)
    inked = turned < CLEAR // 2
    share = inked.mean(axis=1)
    rim = _rim(inked, share)
    if rim is None:
        return None
    height = len(turned)
    core = inked[round((1 - CORE[1]) * height) : round((1 - CORE[0]) * height)].any(axis=0)
    gap = _longest_blank(np.asarray(core, dtype=np.bool_))
    if gap is None:
        return None
    start, stop = gap
    per_step = 360.0 / STEPS
    low, high = (round((1 - s) * height) for s in (NAME[1], NAME[0]))
    upper = np.roll(inked, -round((start + stop) / 2), axis=1)[:, STEPS // 5 : -STEPS // 5].mean(axis=1)
    smooth = np.convolve(upper, np.ones(3) / 3, "same")
    inner = low + int(smooth[low:high].argmin()) if high > low else high
    if inner <= rim:  # a rim as broad as where a name would stand: nothing is left between them
        return None
    return RoundSeal(
        plate, middle, radius, (start + stop) / 2 * per_step,
        (stop * per_step, (start + STEPS) * per_step), (rim, inner), turned,
    )  # fmt: skip


def name_strip(seal: RoundSeal, begin: float | None = None) -> Image:
    """The name along the rim as a level line, RGB. ``begin`` is another direction to start a whole turn from."""
    start, stop = seal.name if begin is None else (begin, begin + 360.0)
    margin = 4.0 if begin is None else 0.0
    top, bottom = seal.rows
    pad = max(2, (bottom - top) // 12)
    first, last = round((start - margin) * STEPS / 360), round((stop + margin) * STEPS / 360)
    columns = np.arange(first, last) % STEPS
    band = seal.turned[max(0, top) : bottom + pad, columns]
    length = np.radians((last - first) * 360 / STEPS) * (seal.radius * 0.86)
    strip = cv2.resize(np.ascontiguousarray(band), (max(8, round(length)), len(band)), interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(strip, pad, pad, 2 * pad, 2 * pad, cv2.BORDER_CONSTANT, value=CLEAR)
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def middle_lines(seal: RoundSeal) -> list[Image]:
    """The straight lines below the middle, each RGB, from above: what the seal is for."""
    x, y = seal.middle
    upright = cv2.getRotationMatrix2D((x, y), seal.bottom - 90.0, 1.0)
    size = seal.plate.shape[1], seal.plate.shape[0]
    plate: Image = np.asarray(
        cv2.warpAffine(seal.plate, upright, size, flags=cv2.INTER_LINEAR, borderValue=CLEAR), dtype=np.uint8
    )
    radius, inner = seal.radius, seal.radius - seal.rows[1]
    top, bottom = round(max(0.0, y - 0.5 * radius)), round(y + 0.75 * radius)
    part = plate[top:bottom]
    xs, ys = np.arange(part.shape[1])[None, :] - x, np.arange(part.shape[0])[:, None] + top - y
    far = np.hypot(xs, ys)
    half = ((seal.name[0] - seal.name[1]) % 360) / 2 + 6  # the gap that the name leaves, to either side of the bottom
    below = np.abs(np.degrees(np.arctan2(xs, np.maximum(ys, 1e-6)))) < half
    shown = far < np.where(below & (ys > 0), 0.78 * radius, 0.97 * inner)
    if float((part[far < 0.09 * radius] < CLEAR // 2).mean()) > SOLID:
        shown &= (np.abs(xs) > 0.3 * radius) | (ys > 0.27 * radius)
        shown &= ys > 0
    part = np.where(shown, part, np.uint8(CLEAR))
    return [_level(part, a, b) for a, b in _runs((part < CLEAR // 2).sum(axis=1) > 0.04 * radius, 0.1 * radius)]


def _level(part: Image, top: int, bottom: int) -> Image:
    columns = np.flatnonzero((part[top:bottom] < CLEAR // 2).any(axis=0))
    line = part[top:bottom, columns[0] : columns[-1] + 1]
    pad = max(2, (bottom - top) // 8)
    framed = cv2.copyMakeBorder(line, pad, pad, 2 * pad, 2 * pad, cv2.BORDER_CONSTANT, value=CLEAR)
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _runs(inked: NDArray[np.bool_], least: float) -> list[tuple[int, int]]:
    """Start and end of each run of inked rows that is high enough for characters."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]


def ink_alone(image: Image, rect: Rect) -> Image:
    """The red of a part of the page as dark on white, stretched so that the seal's own ink is black."""
    x0, y0, x1, y1 = (round(v) for v in rect)
    pad = max(4, (x1 - x0) // 20)
    part = image[max(0, y0 - pad) : y1 + pad, max(0, x0 - pad) : x1 + pad].astype(np.float32)
    red = np.clip(part[..., 0] - np.maximum(part[..., 1], part[..., 2]), 0, CLEAR)
    strong = float(np.percentile(red, 97)) if red.size else 0.0
    inked = red > 0.5 * strong
    if strong < FAINTEST or not inked.any():
        return np.full(red.shape, CLEAR, np.uint8)
    # A JPEG keeps colour at half the sharpness of light: half of each tells more than either (measured on 25 seals).
    near = np.clip(cv2.blur(red, (3, 3)) / (0.3 * strong), 0, 1)
    dark = np.clip(np.median(part[..., 1]) - part[..., 1], 0, CLEAR) * near
    dark[part[..., 0] < BLACK_PRINT * float(np.median(part[..., 0][inked]))] = 0
    full = max(float(np.percentile(dark[inked], 60)), FAINTEST)
    ink = np.minimum(red / (0.85 * strong), 1) + np.minimum(dark / full, 1)
    return np.asarray(CLEAR * (1 - ink / 2), dtype=np.uint8)


def _outline(plate: Image) -> Ellipse | None:
    """The ellipse through the outermost ink in every direction: middle, axes, angle of the first axis."""
    ys, xs = np.nonzero(plate < CLEAR // 2)
    if len(xs) < 100:
        return None
    x, y = (float(xs.min()) + float(xs.max())) / 2, (float(ys.min()) + float(ys.max())) / 2
    ellipse: Ellipse | None = None
    every = points = _outermost(xs, ys, x, y)
    for _ in range(3):
        if len(points) < 40:
            return None
        ellipse = fitted = _fitted(points)
        off = np.abs(_reach(points, fitted) - 1)
        kept = points[off < max(0.03, 1.5 * float(np.median(off)))]
        if len(kept) == len(points):
            break
        points = kept
    if ellipse is None or float((np.abs(_reach(every, ellipse) - 1) < 0.04).mean()) < WHOLE_RIM:
        return None
    if min(ellipse[1]) < LEAST_ROUND * max(ellipse[1]) or max(ellipse[1]) > 1.4 * max(plate.shape):
        return None
    return ellipse


def _fitted(points: NDArray[np.float64]) -> Ellipse:
    (x, y), (a, b), angle = cv2.fitEllipse(points.astype(np.float32))
    return (float(x), float(y)), (float(a), float(b)), float(angle)


def _outermost(xs: NDArray[np.int64], ys: NDArray[np.int64], x: float, y: float) -> NDArray[np.float64]:
    direction = (np.degrees(np.arctan2(ys - y, xs - x)) * 0.5).astype(int) + 90
    far = np.hypot(xs - x, ys - y)
    order = np.argsort(far, kind="stable")
    last = np.full(182, -1)
    last[direction[order]] = order  # the furthest is written last
    chosen = last[last >= 0]
    return np.stack([xs[chosen], ys[chosen]], axis=1).astype(np.float64)


def _reach(points: NDArray[np.float64], ellipse: Ellipse) -> Shares:
    """How far out each point lies, 1 on the ellipse."""
    (x, y), (a, b), angle = ellipse
    turn = np.radians(angle)
    dx, dy = points[:, 0] - x, points[:, 1] - y
    along, across = dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn)
    return np.asarray(np.hypot(along / (a / 2), across / (b / 2)))


def _made_round(plate: Image, ellipse: Ellipse) -> tuple[Image, tuple[float, float], float]:
    """The plate stretched along the shorter axis until the seal is a circle, its middle and radius."""
    (x, y), (a, b), angle = ellipse
    radius = max(a, b) / 2
    if min(a, b) > 0.93 * max(a, b):
        return plate, (x, y), (a + b) / 4
    turn = np.radians(angle)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    stretch = axes.T @ np.diag([2 * radius / a, 2 * radius / b]) @ axes
    side = int(2 * radius * 1.1)
    shift = np.array([side / 2, side / 2]) - stretch @ np.array([x, y])
    matrix = np.hstack([stretch, shift[:, None]])
    made = cv2.warpAffine(plate, matrix, (side, side), flags=cv2.INTER_LINEAR, borderValue=CLEAR)
    return np.asarray(made, dtype=np.uint8), (side / 2, side / 2), radius


def _by_direction(plate: Image, middle: tuple[float, float], radius: float) -> Image:
    height = max(8, round(radius * 1.02))
    turned = cv2.warpPolar(
        plate, (height, STEPS), middle, height, cv2.INTER_LINEAR | cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS
    )
    return np.ascontiguousarray(turned.T[::-1])


def _rim(inked: NDArray[np.bool_], share: Shares) -> int | None:
    """The first row within the rim; None where no rim goes round."""
    height = len(inked)
    outer = inked[: max(3, round(0.14 * height))]
    if float(outer.any(axis=0).mean()) < WHOLE_RIM:
        return None
    at = int(share[: len(outer)].argmax())
    if share[at] < RIM:
        return None
    while at < height // 3 and share[at] >= RIM:
        at += 1
    return at + int(share[at : at + max(2, height // 25)].argmin())


def _longest_blank(inked: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First and last step of the widest gap on the way round; the start may lie before 0. None where there is no ink."""
    at = np.flatnonzero(inked)
    if len(at) < STEPS // 12:
        return None
    following = np.append(at[1:], at[0] + len(inked))
    k = int((following - at).argmax())
    start, stop = int(at[k]), int(following[k])
    return (start, stop) if stop < len(inked) else (start - len(inked), stop - len(inked))
