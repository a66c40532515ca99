"""Outlines as OFD abbreviates them → straight segments and curves. Source: GB/T 33190-2016, 9.1 (AbbreviatedData)."""

from __future__ import annotations

from math import acos, copysign, cos, hypot, pi, radians, sin, sqrt

from extractor.errors import Damaged, TooLarge
from extractor.ofd.values import apply, number
from extractor.pdf.coordinates import Matrix

Point = tuple[float, float]

Segment = tuple[str, tuple[Point, ...]]
"""``M`` (to here), ``L`` (a line), ``B`` (a cubic curve: two controls and its end) or ``C`` (close), in points."""

_WANTED = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_ARC_STEPS = 24
"""Straight pieces of a whole turn of an arc: the rim of a seal looks round."""

_LEAST_RADIUS = 1e-3
"""Millimetres; a thinner arc is a line."""


def outline(text: str, matrix: Matrix, most: int) -> list[Segment]:
    """The segments of an outline, through ``matrix``.

    >>> outline("M 0 0 L 10 0 C", (1, 0, 0, 1, 5, 5), most=9)
    [('M', ((5.0, 5.0),)), ('L', ((15.0, 5.0),)), ('C', ())]

    Raises ``Damaged`` for an unknown letter or missing numbers, ``TooLarge`` for more than ``most`` segments.
    """
    words = text.replace(",", " ").split()
    found: list[Segment] = []
    here: Point = (0.0, 0.0)
    at = 0
    while at < len(words):
        letter = words[at]
        count = _WANTED.get(letter)
        if count is None or at + count >= len(words) + (count == 0):
            raise Damaged(f"图形数据无效：{letter[:20]}")
        values = [number(word, "图形数据") for word in words[at + 1 : at + 1 + count]]
        at += 1 + count
        points = [(values[k], values[k + 1]) for k in range(0, count - count % 2, 2)]
        found += _segments(letter, values, points, here, matrix)
        if len(found) > most:
            raise TooLarge("图形过于复杂")
        if count:
            here = (values[-2], values[-1])
    return found


def _segments(letter: str, values: list[float], points: list[Point], here: Point, m: Matrix) -> list[Segment]:
    if letter == "C":
        return [("C", ())]
    if letter in "SM":
        return [("M", (apply(m, *points[0]),))]
    if letter == "L":
        return [("L", (apply(m, *points[0]),))]
    if letter == "B":
        return [("B", tuple(apply(m, *point) for point in points))]
    if letter == "Q":  # a quadratic curve as a cubic one
        (cx, cy), (x, y) = points
        first = here[0] + 2 / 3 * (cx - here[0]), here[1] + 2 / 3 * (cy - here[1])
        second = x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y)
        return [("B", (apply(m, *first), apply(m, *second), apply(m, x, y)))]
    return [("L", (apply(m, *point),)) for point in _arc(here, values)]


def _arc(here: Point, values: list[float]) -> list[Point]:
    """Points along an elliptic arc: rx, ry, angle, large, sweep, x, y as in SVG 1.1, F.6.5."""
    rx, ry, turn, large, sweep, x, y = values
    rx, ry = abs(rx), abs(ry)
    if min(rx, ry) < _LEAST_RADIUS or here == (x, y):
        return [(x, y)]
    c, s = cos(radians(turn)), sin(radians(turn))
    dx, dy = (here[0] - x) / 2, (here[1] - y) / 2
    px, py = c * dx + s * dy, -s * dx + c * dy
    grow = max(1.0, sqrt((px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    u, v = (rx * py) ** 2, (ry * px) ** 2
    factor = sqrt(max(0.0, (rx * rx * ry * ry - u - v) / (u + v))) if u + v else 0.0
    factor *= -1.0 if bool(large) == bool(sweep) else 1.0
    qx, qy = factor * rx * py / ry, -factor * ry * px / rx
    mx, my = c * qx - s * qy + (here[0] + x) / 2, s * qx + c * qy + (here[1] + y) / 2
    start = _angle((px - qx) / rx, (py - qy) / ry)
    span = (_angle((-px - qx) / rx, (-py - qy) / ry) - start) % (2 * pi)
    if not sweep:
        span -= 2 * pi
    count = max(2, round(abs(span) / (2 * pi) * _ARC_STEPS))
    angles = [start + span * k / count for k in range(1, count + 1)]
    return [(mx + c * rx * cos(a) - s * ry * sin(a), my + s * rx * cos(a) + c * ry * sin(a)) for a in angles]


def _angle(x: float, y: float) -> float:
    length = hypot(x, y)
    return copysign(acos(max(-1.0, min(1.0, x / length))), y) if length else 0.0
