"""Whether a picture shows a seal: its ink is of one colour and goes round.

Seen from outside, in nearly every direction the first ink lies on one ellipse or on the sides of one box.
"""

from __future__ import annotations

import math

from extractor.pdf.pictures import Pixels

INKED = 10 * 255  # by how much ink's own colour lies over both others on white paper, times how opaque it is
DARK = 60 * 255  # and how dark any other ink is
FAINTEST = 10  # opacity below which nothing is ink
RAYS = 40  # directions in which the outermost ink is looked for
GRID = 16  # pixels of one side of those whose colour is asked
FLATTEST, LEAST_HALF = 0.2, 8  # of what goes round: shorter by longer side, and pixels of half the shorter one
ONE_HUE = 0.8  # share of the ink that is red, or blue
FULL = 0.7  # share of the box that is inked: more is a picture or a coloured area
RIM = (0.9, 1.07)  # how far out, of the ellipse or square around all ink, the outermost ink may lie
WHOLE = 0.75  # share of the directions in which it does
RED, BLUE = 2, 0  # where a pixel has these
_RAYS = [(math.cos(2 * math.pi * k / RAYS + 0.01), math.sin(2 * math.pi * k / RAYS + 0.01)) for k in range(RAYS)]


def is_seal(pixels: Pixels, *, over_print: bool = False) -> bool:
    """Whether a picture shows a seal and nothing else; ``over_print``: print may show under and around it."""
    return any(_is_of_one_hue(pixels, hue, over_print) and _goes_round(pixels, hue) for hue in (RED, BLUE))


def _is_of_one_hue(pixels: Pixels, hue: int, over_print: bool) -> bool:
    data, channels, other_hue = pixels.data, pixels.channels, BLUE + RED - hue
    across, down = max(1, pixels.width // GRID), max(1, pixels.height // GRID)
    own = other = asked = 0
    for y in range(down // 2, pixels.height, down):
        row = y * pixels.stride
        for at in range(row + across // 2 * channels, row + pixels.width * channels, across * channels):
            asked += 1
            alpha = data[at + 3] if channels == 4 else 255
            if not alpha:
                continue
            if (data[at + hue] - max(data[at + 1], data[at + other_hue])) * alpha > INKED:
                own += 1
            elif (255 - data[at + 1]) * alpha > DARK:
                other += 1
    return 0 < own <= FULL * asked and (over_print or own >= ONE_HUE * (own + other))


def _goes_round(pixels: Pixels, hue: int) -> bool:
    """Whether the outermost ink in nearly every direction lies on one ellipse, or on the sides of one box."""
    points = _outermost(pixels, hue)
    if len(points) < WHOLE * RAYS:
        return False
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, low = min(y for _, y in points), max(y for _, y in points)
    wide, tall = (right - left) / 2, (low - top) / 2
    if min(wide, tall) < FLATTEST * max(wide, tall) or min(wide, tall) < LEAST_HALF:
        return False
    from_middle = [((x - left) / wide - 1, (y - top) / tall - 1) for x, y in points]
    round_ = sum(RIM[0] <= math.hypot(x, y) <= RIM[1] for x, y in from_middle)
    square = sum(RIM[0] <= max(abs(x), abs(y)) for x, y in from_middle)
    return max(round_, square) >= WHOLE * RAYS


def _outermost(pixels: Pixels, hue: int) -> list[tuple[int, int]]:
    """The first ink on the way to the middle, from ``RAYS`` directions."""
    data, channels, stride, other_hue = pixels.data, pixels.channels, pixels.stride, BLUE + RED - hue
    x0, y0 = (pixels.width - 1) / 2, (pixels.height - 1) / 2
    out: list[tuple[int, int]] = []
    for dx, dy in _RAYS:
        steps = int(min(x0 / abs(dx) if dx else math.inf, y0 / abs(dy) if dy else math.inf))
        for far in range(steps, steps // 3, -1):
            x, y = int(x0 + far * dx + 0.5), int(y0 + far * dy + 0.5)
            at = y * stride + x * channels
            if channels == 4 and data[at + 3] < FAINTEST:
                continue
            excess = data[at + hue] - max(data[at + 1], data[at + other_hue])
            if excess * (data[at + 3] if channels == 4 else 255) > INKED:
                out.append((x, y))
                break
    return out
