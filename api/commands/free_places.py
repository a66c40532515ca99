"""Where on a page a name beside a box hides least of what is printed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractor.document import Box
from extractor.picture import View

INK_DPI = 50.0
"""Enough to tell a line of print from the white between lines."""
_DARK = 225
"""Of 255, below which a point of the page is printed on; fine print is grey at this sharpness."""
_LATER = 0.003
"""What a place further down the list must be better by, as a share of the name's own room."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What is printed on a page, by its picture; ``width`` in points."""

    dark: npt.NDArray[np.bool_]
    width: float

    @classmethod
    def of(cls, view: View) -> Ink:
        return cls(np.asarray(view.picture.convert("L")) < _DARK, view.width)

    def hidden(self, place: Box) -> float:
        """Which share of a place is printed on."""
        scale = self.dark.shape[1] / self.width
        x0, y0, x1, y1 = (max(0, round(scale * edge)) for edge in (place.x0, place.y0, place.x1, place.y1))
        under = self.dark[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
        return float(under.mean()) if under.size else 0.0


def free_place(box: Box, wide: float, high: float, page: tuple[float, float], taken: Sequence[Box], ink: Ink) -> Box:
    """Where a name of this size stands beside a box: above, below, right or left of it, where least is hidden; of places alike the
    first. A name over another name or another box (``taken``) is worse than one over print; places lie on the page, of size ``page``."""
    width, height = page
    left, right = max(0.0, min(box.x0, width - wide)), max(0.0, box.x1 - wide)
    places = [
        (left, box.y0 - high - _GAP),
        (left, box.y1 + _GAP),
        (box.x1 + _BESIDE, box.y0),
        (box.x0 - _BESIDE - wide, box.y0),
        (right, box.y0 - high - _GAP),
        (right, box.y1 + _GAP),
    ]
    on_page = [(x, y) for x, y in places if x >= 0 and y >= 0 and x + wide <= width and y + high <= height]
    tries = [Box(x, y, x + wide, y + high) for x, y in on_page or [(left, max(0.0, box.y0 - high - _GAP))]]

    def cost(i: int) -> float:
        return ink.hidden(tries[i]) + sum(_overlap(tries[i], other) for other in taken) + i * _LATER

    return tries[min(range(len(tries)), key=cost)]


_GAP = 1.0
_BESIDE = 2.0


def _overlap(place: Box, other: Box) -> float:
    """Which share of a place lies over another."""
    wide = min(place.x1, other.x1) - max(place.x0, other.x0)
    high = min(place.y1, other.y1) - max(place.y0, other.y0)
    return max(0.0, wide) * max(0.0, high) / ((place.x1 - place.x0) * (place.y1 - place.y0))
