"""A page image made flat and level: a photographed sheet, a slanted scan, a page seen at an angle.

Everything is one 3 × 3 matrix from the image as given, so that each box found later can be mapped back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.scan import Image, Matrix, Streak, grey, ink, streaks

PAGE_SHARE = (0.35, 0.97)  # share of the photo that a visible sheet of paper covers
DIMMER = (1.0, 0.75, 0.55)  # times the level that parts light from dark best, at which a sheet is looked for
LIGHTER = 40.0  # than what lies around it is a sheet on a darker ground, taken together
STEP = 4.0  # pixels of a small copy to either side of the end of a sheet
FALL = 0.85  # share of a sheet's light that what lies beside it has at most
SHARP = 0.7  # share of a side along which it does
LEAST_TILT = 0.35  # degrees by which a part of a page must differ from the whole for its perspective to be corrected
SMALL_SIDE = 700.0  # pixels of the longer side on which the lean of the rows is looked for
STRIP = 8  # columns of it that are moved as one: at two degrees their ends lie a quarter of a pixel apart
LEAST_INK = 0.002  # share of a part of a page that must be inked for its tilt to be told


@dataclass(frozen=True, slots=True)
class Upright:
    """A page image turned, flattened and straightened. ``back`` maps its pixels to those of the image as given; ``soiled``
    are the x of a scanner's marks in that one."""

    image: Image
    back: Matrix
    flattened: bool = False
    soiled: tuple[float, ...] = ()

    def given(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (n, 2) of this image in pixels of the image as given."""
        if not len(points):
            return points
        return np.asarray(cv2.perspectiveTransform(points.reshape(1, -1, 2).astype(np.float64), self.back)[0])

    @property
    def slope(self) -> float:
        """How far a level line of this image sinks in the image as given: pixels down per pixel to the right."""
        height, width = self.image.shape[:2]
        (x0, y0), (x1, y1) = self.given(np.array([[0.0, height / 2], [float(width), height / 2]]))
        return float((y1 - y0) / (x1 - x0)) if abs(x1 - x0) > 1 else 0.0

    def streak(self, x: float, height: int) -> Streak:
        """Where an upright mark at ``x`` of the given image runs in this one."""
        ends = np.array([[[x, 0.0], [x, float(height)]]])
        (xa, ya), (xb, yb) = cv2.perspectiveTransform(ends, np.linalg.inv(self.back))[0]
        slope = (xb - xa) / (yb - ya)
        tall = self.image.shape[0]
        return float(xa - slope * ya), float(xa + slope * (tall - ya)), float(tall)


def page_corners(image: Image) -> NDArray[np.float64] | None:
    """The four corners of a sheet photographed on a darker ground (top left, top right, bottom right, bottom left).

    None unless one four-sided bright region with straight sides stands clearly against its surroundings.
    """
    height, width = image.shape[:2]
    scale = 500.0 / max(height, width)
    small = np.asarray(
        cv2.GaussianBlur(cv2.resize(grey(image), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (5, 5), 0),
        dtype=np.uint8,
    )
    usual, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in DIMMER:  # in a shadow paper is darker than a table in the light: the usual level cuts the sheet in two
        sheet = _sheet_above(small, usual * share)
        if sheet is not None and _ends_there(small, sheet):
            top_left, bottom_right = sheet[np.argmin(sheet.sum(1))], sheet[np.argmax(sheet.sum(1))]
            across = sheet[:, 0] - sheet[:, 1]
            corners = np.array([top_left, sheet[np.argmax(across)], bottom_right, sheet[np.argmin(across)]]) / scale
            return corners if len(np.unique(corners, axis=0)) == 4 else None
    return None


def _sheet_above(small: Image, level: float) -> NDArray[np.float64] | None:
    """The four corners of the one large four-sided region that is brighter than ``level``, in any order."""
    bright = np.asarray(cv2.threshold(small, level, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)
    bright = np.asarray(cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), dtype=np.uint8)
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    sheet = cv2.convexHull(max(contours, key=cv2.contourArea))
    share = cv2.contourArea(sheet) / (small.shape[0] * small.shape[1])
    if not PAGE_SHARE[0] <= share <= PAGE_SHARE[1]:
        return None
    four = cv2.approxPolyDP(sheet, 0.02 * cv2.arcLength(sheet, True), True).reshape(-1, 2).astype(np.float64)
    if len(four) != 4 or cv2.contourArea(four.astype(np.float32)) < 0.97 * cv2.contourArea(sheet):
        return None
    mask = np.zeros_like(small)
    cv2.fillConvexPoly(mask, four.astype(np.int32), 1)
    if float(small[mask == 1].mean()) - float(small[mask == 0].mean()) < LIGHTER:
        return None
    return four


def _ends_there(small: Image, four: NDArray[np.float64]) -> bool:
    """Whether along each side of the four the light falls at once, as at the end of a sheet: across a sheet it falls slowly.

    A side along the end of the picture ends there.
    """
    height, width = small.shape
    middle = four.mean(axis=0)
    for a, b in zip(four, np.roll(four, -1, axis=0), strict=True):
        out = np.array([b[1] - a[1], a[0] - b[0]]) / max(1.0, float(np.hypot(*(b - a))))
        out = out if float(out @ ((a + b) / 2 - middle)) > 0 else -out
        points = a + np.linspace(0.1, 0.9, 25)[:, None] * (b - a)
        inside, outside = (points + out * step for step in (-STEP, STEP))
        seen = (outside >= 0).all(axis=1) & (outside[:, 0] < width) & (outside[:, 1] < height)
        if not seen.any():
            continue
        light, dark = (
            np.asarray(small[at[seen, 1].astype(int), at[seen, 0].astype(int)], dtype=np.float64)
            for at in (inside, outside)
        )
        if float(np.mean(dark < FALL * light)) < SHARP:
            return False
    return True


def _strips(print_: Image) -> NDArray[np.float32]:
    """The ink of a small copy, summed over strips a few columns wide: rows × strips."""
    scale = SMALL_SIDE / max(print_.shape)
    small = cv2.resize(print_, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    starts = np.arange(0, small.shape[1], STRIP)
    return np.ascontiguousarray(np.add.reduceat(small, starts, axis=1, dtype=np.float32))


def _row_energy(strips: NDArray[np.float32], degrees: float) -> float:
    """How sharp the rows' profile is when the page is turned anticlockwise: each strip is moved up or down instead."""
    rows, count = strips.shape
    sink = float(np.tan(np.radians(degrees))) * STRIP
    moved = cv2.warpAffine(
        strips,
        np.array([[1.0, 0.0, 0.0], [sink, 1.0, -sink * (count - 1) / 2]]),
        (count, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
    )
    profile = cv2.reduce(moved, 1, cv2.REDUCE_SUM).ravel().astype(np.float64)
    return float(((profile[1:] - profile[:-1]) ** 2).sum())


def skew_angle(print_: Image, widest: float = 5.0) -> float:
    """Degrees by which ``print_`` (from ``ink``) must be turned anticlockwise for its text rows to lie level.

    The rows' profile is sharpest when they are level; searched from coarse to fine on a small copy.
    """
    strips = _strips(print_)
    best = 0.0
    for reach, step in ((widest, 0.5), (0.5, 0.1), (0.1, 0.02)):
        tries = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tries, key=lambda degrees: _row_energy(strips, float(degrees))))
    return best


def straighten(image: Image) -> Upright:
    """The page flattened when the whole sheet is seen, its rows made level, its remaining perspective taken out."""
    height, width = image.shape[:2]
    forward = np.eye(3)
    corners = page_corners(image)
    size = (width, height)
    if corners is not None:
        a, b, c, d = corners
        size = (
            round(max(np.linalg.norm(b - a), np.linalg.norm(c - d))),
            round(max(np.linalg.norm(d - a), np.linalg.norm(c - b))),
        )
        forward = _perspective(corners, [(0, 0), (size[0], 0), size, (0, size[1])])
    draft = _warp(image, forward, size)
    angle = skew_angle(ink(draft))
    if abs(angle) >= 0.04:
        level = np.vstack([cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1), [0, 0, 1]])
        forward = level @ forward
        draft = _warp(image, forward, size)
    so_far = Upright(draft, np.linalg.inv(forward).astype(np.float64))
    soiled = tuple(streaks(image))
    squared = _keystone(ink(draft, [so_far.streak(x, height) for x in soiled]))
    if squared is not None:
        forward = squared @ forward
        draft = _warp(image, forward, size)
    return Upright(draft, np.linalg.inv(forward).astype(np.float64), corners is not None, soiled)


def _keystone(print_: Image) -> Matrix | None:
    """What squares a page whose rows tilt differently above and below, or whose drawn uprights lean; None for most.

    Rows show the tilt of the upper and the lower half; uprights longer than any character that of the left and right.
    """
    height, width = print_.shape
    upper, lower = (_tilt(half) for half in (print_[: height // 2], print_[height // 2 :]))
    tall = cv2.morphologyEx(print_, cv2.MORPH_OPEN, np.ones((max(height, width) // 40, 1), np.uint8))
    sides = (tall[:, : width // 2], tall[:, width // 2 :])
    left, right = (_tilt(np.ascontiguousarray(half.T)) for half in sides)
    if max(abs(v) for v in (upper, lower, left, right)) < LEAST_TILT:
        return None
    x, y = width / 2, height / 2
    rows = [(at, np.tan(np.radians(tilt))) for at, tilt in ((0.25 * height, upper), (0.75 * height, lower))]
    columns = [(at, np.tan(np.radians(tilt))) for at, tilt in ((0.25 * width, left), (0.75 * width, right))]
    corners, square = [], []
    for row, column in ((0, 0), (0, 1), (1, 1), (1, 0)):
        (level, slope), (upright, lean) = rows[row], columns[column]
        # where y = level + slope · (x - middle) meets x = upright + lean · (y - middle)
        px = (upright + lean * (level - slope * x - y)) / (1 - lean * slope)
        corners.append((px, level + slope * (px - x)))
        square.append((upright, level))
    return _perspective(np.array(corners), square)


def _tilt(part: Image) -> float:
    """The tilt in degrees of one part of a page; 0 where there is too little to tell."""
    if np.count_nonzero(part) < LEAST_INK * part.size:
        return 0.0
    angle = skew_angle(part, widest=2.5)
    return angle if abs(angle) < 2.5 else 0.0


def _perspective(corners: NDArray[np.float64], square: Sequence[tuple[float, float]]) -> Matrix:
    target = np.array(square, dtype=np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), target), dtype=np.float64)


def _warp(image: Image, forward: Matrix, size: tuple[int, int]) -> Image:
    if np.allclose(forward, np.eye(3)):
        return image
    paper = tuple(int(v) for v in np.percentile(image.reshape(-1, image.shape[-1])[::97], 90, axis=0))
    return np.asarray(
        cv2.warpPerspective(image, forward, size, flags=cv2.INTER_CUBIC, borderValue=paper),
        dtype=np.uint8,
    )
