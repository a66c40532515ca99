"""Where a scanned table is cut by the foot or the head of its page: its uprights go on past the last rule and end together.

The cells that go on over the page have no rule there, and an upright that ends in the open is drawn no further than the last
rule it meets, so that the row would be lost with all it says. Lengths in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.layout.pixels.scan import Rect, Rule

TOGETHER = 0.45  # in em: ends of uprights this near are at one height
LEAST_UPRIGHTS = 3  # that end there: two may be a frame, or strokes
LEAST_ROW = 1.0  # in em: what is lower than this past the last rule is an upright drawn too long
MOST_ROW = 8.0  # in em: a row of five lines


def cut_ends(upright: Sequence[Rule], level: Sequence[Rule], text: Sequence[Rect], em: float) -> list[Rule]:
    """Level lines that nobody drew: where three and more uprights of one table end together below its last rule, or begin
    together above its first, with words between. One rule crosses them all, which shows that they are of one table.
    """
    found: list[Rule] = []
    for side, sign in ((2, 1.0), (1, -1.0)):
        for group in _together(upright, side, TOGETHER * em):
            left, right = min(rule[0] for rule in group), max(rule[0] for rule in group)
            end = sum(rule[side] for rule in group) / len(group)
            crossing = [
                y
                for y, x0, x1 in level
                if x0 <= left + em and x1 >= right - em and all(a - em < y < b + em for _, a, b in group)
            ]
            past = min((sign * (end - y) for y in crossing), default=0.0)
            if LEAST_ROW * em < past <= MOST_ROW * em and _holds_words(text, left, right, end, end - sign * past):
                drawn = [y for y, x0, x1 in level if abs(y - end) <= TOGETHER * em and x0 < right and x1 > left]
                found.append((drawn[0] if drawn else end, left, right))
    return found


def _together(upright: Sequence[Rule], side: int, near: float) -> list[list[Rule]]:
    """The uprights in groups whose ends (``side`` 2) or beginnings (1) lie at one height."""
    groups: list[list[Rule]] = []
    for rule in sorted(upright, key=lambda r: r[side]):
        if groups and rule[side] - groups[-1][-1][side] <= near:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= LEAST_UPRIGHTS]


def _holds_words(text: Sequence[Rect], left: float, right: float, one: float, other: float) -> bool:
    """Whether words stand between two heights of a table, in two columns at least."""
    top, bottom = sorted((one, other))
    inside = sorted((x0, x1) for x0, y0, x1, y1 in text if top < (y0 + y1) / 2 < bottom and left <= x0 and x1 <= right)
    return any(after[0] > before[1] for before, after in pairwise(inside))
