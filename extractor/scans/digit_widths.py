"""Numbers from pixels that are too short or too long for their print: a recogniser that reads 12000000 with a 0 too few.

The digits of a typeface are all equally wide, so the width of a printed number grows by the same step with each of its digits.
The step is found from the page's own numbers; one that lies more than half a step beside the line has lost or gained digits,
and nobody shall be judged by it. Pages with several sizes of print, or few numbers, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import median

from extractor.document import Line

DOUBTED = 0.3
"""Confidence of a number whose digits do not fill its print: below what anybody is judged by."""
_FEWEST = 6
"""Numbers a page must have before it tells how wide a digit is."""
_OFF = 0.6
"""Steps beside the page's own line from which a number is doubted."""
_MOST_OFF = 0.25
"""Share of the page's numbers that may lie beside the line; more, and the page has several sizes of print."""
_NUMBER = re.compile(r"\d+")


def signs(text: str) -> int | None:
    """How many digits a line has that is a number and nothing else; None for others. A number with commas is none here: one
    that lost a digit shows it by its groups.

    >>> signs("12000000"), signs("12,000,000"), signs("600元")
    (8, None, None)
    """
    return len(text) if _NUMBER.fullmatch(text) else None


def step_of(widths: Sequence[tuple[int, float]]) -> tuple[float, float] | None:
    """(step, margin) of the straight line ``width = step × signs + margin`` through (signs, width): the median slope
    (Theil 1950, Sen 1968), which a few wrong numbers do not move. None where most of them do not lie on one line."""
    if len(widths) < _FEWEST or len({n for n, _ in widths}) < 2:
        return None
    slopes = [(w1 - w0) / (n1 - n0) for (n0, w0), (n1, w1) in combinations(widths, 2) if n1 != n0]
    step = median(slopes)
    if step <= 0:
        return None
    margin = median(w - step * n for n, w in widths)
    off = sum(abs(w - step * n - margin) > _OFF * step for n, w in widths)
    return (step, margin) if off <= _MOST_OFF * len(widths) else None


def doubted(lines: Iterable[Line]) -> set[int]:
    """Which lines of a page (by ``id``) are numbers that do not fill their print, or overfill it."""
    numbers = [
        (line, n, line.box.x1 - line.box.x0)
        for line in lines
        if line.box is not None and (n := signs(line.text.strip())) is not None
    ]
    found = step_of([(n, width) for _, n, width in numbers])
    if found is None:
        return set()
    step, margin = found
    return {id(line) for line, n, width in numbers if n >= 3 and abs(width - step * n - margin) > _OFF * step}
