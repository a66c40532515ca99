"""The colours and the ink of a page image: red seals set aside, scanner streaks found, print told from paper.

Images are numpy arrays, RGB or grey, uint8, origin top left. Every length that depends on print size is a fraction of
the page or of the body text's height, because the same form arrives at 100 and at 400 dots per inch.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.seal_shapes import joined, rims

Image = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""
Rule = tuple[float, float, float]
"""A drawn line in pixels: its position across, its start and its end along. For a horizontal: y, x0, x1."""

Streak = tuple[float, float, float]
"""A scanner's mark down a whole page of pixels: x at the top, x at the bottom, the page's height."""

RED_EXCESS = 28  # R above max(G, B) from which a pixel is red ink; measured: body text and paper stay under 15
WORN_AWAY = 0.08  # of a worn seal's side: as much may be missing at each edge
PALE = 12  # the same beside the red of a faint seal
FAINT = 0.35  # of the excess of its red places
PURE_RED = 30  # percentile of R within a seal that is red ink on bare paper; what is darker has print beneath
LIGHT_INK = 150  # grey level, in its own colour, above which blue ink is a seal's; blue print stays near 107
PAPER, WHITE = 90, 240.0  # percentile of a seal's box that is its paper, and how light paper is in even light
SEAL_SIDE = (0.06, 0.42)  # side of a seal as a share of the page's shorter side (12 mm name seal … 88 mm)
SEAL_FILL = 0.03  # least share of a seal's box that is red; outlines and letters of real seals reach 0.08 and more
OVERLAP = 0.2  # share of a patch's box that lies over another's where both are pieces of one seal
GHOST = 0.3  # of the way from paper to print: what stays lighter where a seal was lifted is its edge, not print
DARKEST = 0.1  # percentile of a page's red light that is its print
STREAK_DEPTH = 3  # grey levels by which a streak is darker than what lies beside it
DARK_PRINT = 0.6  # of the paper's grey: what is lighter may be a streak
LEAST_DEPTH = 8.0  # grey levels by which print is darker than what lies around it
GRAINS = 2.4  # and so many times the grain of the paper: else a grainy photo has rules everywhere
STREAK_SHARE = 0.5  # of the rows, of the top margin and of the bottom margin, in which a streak shows


def grey(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8) if image.ndim == 3 else image


def red_mask(image: Image) -> NDArray[np.bool_]:
    """Where the image shows red ink."""
    rest = np.maximum(image[..., 1], image[..., 2])
    return np.asarray(cv2.subtract(image[..., 0], rest) > RED_EXCESS)


def seal_rects(red: NDArray[np.bool_]) -> list[Rect]:
    """Boxes of the red patches that have a seal's size and proportion.

    A red heading (红头), a red form number or a red rule is a wide strip and is no seal: it must stay readable.
    """
    height, width = red.shape
    side = min(height, width)
    if np.count_nonzero(red) < (SEAL_SIDE[0] * side) ** 2 * SEAL_FILL:
        return []
    shrink = max(1, side // 400)
    small = cv2.resize(red.astype(np.uint8), (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    reach = max(3, int(side / shrink * 0.012) | 1)
    near = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    low, high = SEAL_SIDE[0] * side, SEAL_SIDE[1] * side
    parts = [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _area in stats[1:] * shrink]
    found = [rect for rect in _put_together(parts, high) if _has_seal_shape(rect, (low, high), (width, height), shrink)]
    found = [r for r in found if np.count_nonzero(red[_window(r)]) >= SEAL_FILL * (r[2] - r[0]) * (r[3] - r[1])]
    worn = [rim.larger(shrink).rect for rim in rims(small > 0)]
    found = joined(found, [_grown(r, WORN_AWAY) for r in worn if not any(_within(r, other) for other in found)])
    return [rect for rect in found if not any(_within(rect, other) for other in found if other != rect)]


def blue_seals(image: Image) -> list[Rect]:
    """Boxes of the blue patches that have a seal's shape and are lighter than print: a list set in dark blue is none.

    How light they are is told against the paper around them: in a shadow both are darker.
    """
    swapped = image[..., ::-1]
    mask = red_mask(swapped)
    found = []
    for rect in seal_rects(mask):
        own, inked = swapped[_window(rect)][..., 0], mask[_window(rect)]
        if np.median(own[inked]) > LIGHT_INK * min(1.0, float(np.percentile(own, PAPER)) / WHITE):
            found.append(rect)
    return found


def _window(rect: Rect) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (int(v) for v in rect)
    return slice(y0, y1), slice(x0, x1)


def _has_seal_shape(rect: Rect, sides: tuple[float, float], page: tuple[int, int], rim: int) -> bool:
    wide, tall = rect[2] - rect[0], rect[3] - rect[1]
    cut_off = rect[0] <= 2 * rim or rect[2] >= page[0] - 2 * rim  # 骑缝章: half a seal at the page's edge
    slim = 0.2 if cut_off else 0.45
    return sides[0] <= max(wide, tall) <= sides[1] and min(wide, tall) >= slim * max(wide, tall)


def _put_together(parts: Sequence[Rect], most: float) -> list[Rect]:
    """Patches as they are, but for those that lie over one another: a seal whose worn rim left it in pieces."""
    whole: list[Rect] = []
    for part in sorted(parts, key=lambda r: (r[0] - r[2]) * (r[3] - r[1])):
        for k, other in enumerate(whole):
            wide = min(part[2], other[2]) - max(part[0], other[0])
            tall = min(part[3], other[3]) - max(part[1], other[1])
            area = (part[2] - part[0]) * (part[3] - part[1])
            joint = (min(part[0], other[0]), min(part[1], other[1]), max(part[2], other[2]), max(part[3], other[3]))
            if (
                wide > 0
                and tall > 0
                and wide * tall >= OVERLAP * area
                and max(joint[2] - joint[0], joint[3] - joint[1]) <= most
            ):
                whole[k] = joint
                break
        else:
            whole.append(part)
    return whole if len(whole) == len(parts) else _put_together(whole, most)


def _grown(rect: Rect, share: float) -> Rect:
    """A box with room at every side, a share of its longer one, where the ink of a worn seal did not show."""
    x0, y0, x1, y1 = rect
    room = share * max(x1 - x0, y1 - y0)
    return max(0.0, x0 - room), max(0.0, y0 - room), x1 + room, y1 + room


def _within(inner: Rect, outer: Rect) -> bool:
    """Whether one box lies inside another, as the star of a seal does."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def set_seals_aside(image: Image, red: NDArray[np.bool_], seals: Sequence[Rect]) -> Image:
    """The image with the red of its seals taken out and the black print beneath them kept."""
    if not seals:
        return image
    clear = image.copy()
    print_ = float(np.percentile(image[::3, ::3, 0], DARKEST))
    for x0, y0, x1, y1 in seals:
        part = (slice(max(0, int(y0) - 4), int(y1) + 4), slice(max(0, int(x0) - 4), int(x1) + 4))
        here, inked = clear[part], red[part]
        if not inked.any():
            continue
        inked = _pale_too(here, inked)
        # In the red channel a seal is nearly as light as paper and print is dark: stretch it until pure red is paper.
        pure = float(np.percentile(here[..., 0][inked], PURE_RED))
        paper = float(np.median(here[..., 0]))
        lifted = np.clip(here[..., 0][inked].astype(np.float32) * (paper / max(pure, 1.0)), 0, paper)
        here[inked] = lifted.astype(np.uint8)[:, None]
        here[_ghosts(here[..., 0], inked, paper, print_)] = np.median(here.reshape(-1, 3), axis=0).astype(np.uint8)
    return clear


def _pale_too(here: Image, inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The red places of a seal, and where it is faint the paler ones around them: the ink that hardly took."""
    rest = np.maximum(here[..., 1], here[..., 2])
    excess = cv2.subtract(here[..., 0], rest)
    paper, seal = float(np.median(excess)), float(np.median(excess[inked]))
    least = max(PALE, paper + FAINT * (seal - paper))
    return np.asarray(inked | (excess > least)) if least < RED_EXCESS else inked


def _ghosts(light: Image, inked: NDArray[np.bool_], paper: float, print_: float) -> NDArray[np.bool_]:
    """What is left of a lifted seal: pale, on or beside its ink, and not the soft edge of a printed stroke.

    A JPEG keeps colour at half the sharpness of light, so the edge of a seal is grey and would draw strokes and rules.
    """
    dark = (light < paper - GHOST * (paper - print_)).astype(np.uint8)
    grown = cv2.dilate(dark, np.ones((5, 5), np.uint8)) > 0
    beside = cv2.dilate(inked.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    return np.asarray(beside & ~grown)


def streaks(image: Image) -> list[float]:
    """x of the thin dark marks that a soiled scanner draws from the very top of a page to its very bottom."""
    plain = grey(image)
    height, width = plain.shape
    reach = max(4, width // 250)
    around = cv2.blur(plain, (2 * reach + 1, 1)).astype(np.int16)
    darker = around - cv2.blur(plain, (1, 9)).astype(np.int16) >= STREAK_DEPTH
    margin = max(8, height // 40)
    share = np.minimum(darker.mean(axis=0), np.minimum(darker[:margin].mean(axis=0), darker[-margin:].mean(axis=0)))
    found = np.flatnonzero(share >= STREAK_SHARE)
    parts = np.split(found, np.flatnonzero(np.diff(found) > 2) + 1)
    return [float(part.mean()) for part in parts if 0 < len(part) <= 2 * reach]


def _grain(plain: Image) -> float:
    """How far the pixels of bare paper stray from those around them, in grey levels (one standard deviation)."""
    starts = range(0, max(1, plain.shape[0] - 64), max(64, plain.shape[0] // 6))
    strays = [
        np.abs(band - cv2.blur(band, (15, 15))) for band in (plain[y : y + 64].astype(np.float32) for y in starts)
    ]
    return float(np.median(np.concatenate(strays))) / 0.6745  # the median of a normal distribution's strays


def ink(image: Image, streaked: Sequence[Streak] = ()) -> Image:
    """255 where there is print, 0 on paper; follows uneven light. Along a streak only dark print counts."""
    plain: Image = np.asarray(cv2.GaussianBlur(grey(image), (3, 3), 0), dtype=np.uint8)
    block = max(15, min(image.shape[:2]) // 65) | 1
    deeper = max(LEAST_DEPTH, GRAINS * _grain(plain))
    found = cv2.adaptiveThreshold(plain, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, deeper)
    if streaked:
        along = np.zeros_like(plain)
        for top, bottom, height in streaked:
            ends = (round(top), 0), (round(bottom), round(height))
            cv2.line(along, *ends, 255, max(5, min(image.shape[:2]) // 250))
        found[(along > 0) & (plain > DARK_PRINT * float(np.median(plain)))] = 0
    return np.asarray(found, dtype=np.uint8)
