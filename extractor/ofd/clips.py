"""Where the clips of a graphic unit let it be seen. Source: GB/T 33190-2016, 8.4 (Clips).

Programs disagree whether a clip lies in the space of the unit before its matrix, after it, or in that of the page around.
A place counts as cut off only where it is outside by every one of these readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from lxml import etree

from extractor.document import Box
from extractor.ofd.package import child, children, words_of
from extractor.ofd.paths import outline
from extractor.ofd.values import apply, box, matrix
from extractor.pdf.coordinates import Matrix, multiply

Element = etree._Element


def hull(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The rectangle around a rectangle that a matrix may have turned."""
    xs, ys = zip(*(apply(m, x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def window_of(unit: Element, spaces: Sequence[Matrix], most: int) -> Box | None:
    """The rectangle outside which the unit is cut off, in points of the page; None where nothing is.

    ``spaces`` are those in which its clips may be meant; ``most`` bounds the segments of an outline.
    """
    clips = child(unit, "Clips")
    if clips is None:
        return None
    window: Box | None = None
    for clip in children(clips, "Clip"):
        areas = list(children(clip, "Area"))
        whole = [_area(area, spaces, most) for area in areas]
        known = [place for place in whole if place is not None]
        if known and len(known) == len(areas):  # an area of letters, or one we cannot read, cuts off nothing
            window = narrowed(window, reduce(Box.union, known))
    return window


def _area(area: Element, spaces: Sequence[Matrix], most: int) -> Box | None:
    path = child(area, "Path")
    if path is None:
        return None
    x, y, _, _ = box(path.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    own = multiply(matrix(path.get("CTM")), (1.0, 0.0, 0.0, 1.0, x, y))
    own = multiply(own, matrix(area.get("CTM")))
    places = list(_places(words_of(child(path, "AbbreviatedData")), [multiply(own, space) for space in spaces], most))
    return reduce(Box.union, places) if places else None


def _places(data: str, spaces: Sequence[Matrix], most: int) -> Iterator[Box]:
    for space in spaces:
        points = [point for _, at in outline(data, space, most) for point in at]
        xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
        if min(xs) < max(xs) and min(ys) < max(ys):  # an empty one was left so by a program, not meant to hide all
            yield Box(min(xs), min(ys), max(xs), max(ys))


def narrowed(one: Box | None, other: Box | None) -> Box | None:
    """What two windows leave together: of windows apart from each other an empty one, in which nothing is seen."""
    if one is None or other is None:
        return one or other
    x0, y0 = max(one.x0, other.x0), max(one.y0, other.y0)
    return Box(x0, y0, max(x0, min(one.x1, other.x1)), max(y0, min(one.y1, other.y1)))
