"""Two pages copied side by side onto one sheet: nothing printed crosses the strip between them, from the top of the sheet to its foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from extractor.document import Block, Box, Page
from extractor.layout.ruled.grid import Edge

LANDSCAPE = 1.2  # times as wide as high, at least
MIDDLE = (0.4, 0.6)  # share of the width within which the strip lies
STRIP = 0.035  # of the width, at least
LEAST = (6, 4)  # pieces on the fuller page, on the other one
LONG = 0.45  # of a half: so long are some lines on both pages, which the halves of a form seldom have
LEAST_LONG = 2
CENTRED, LARGER = 0.03, 1.1  # of a half, from its middle to its title's; of the height of its other words


def middle_strip(boxes: Sequence[Box], level: Sequence[Edge], width: float, height: float) -> float | None:
    """The x between two pages on one sheet; None where the sheet is one page.

    A title in the middle, a table or a sentence that runs over the middle says that it is one.
    """
    if width < LANDSCAPE * height or len(boxes) < sum(LEAST):
        return None
    low, high = MIDDLE[0] * width, MIDDLE[1] * width
    left = max((box.x1 for box in boxes if (box.x0 + box.x1) / 2 < width / 2), default=0.0)
    right = min((box.x0 for box in boxes if (box.x0 + box.x1) / 2 >= width / 2), default=width)
    left, right = max(left, low), min(right, high)
    if right - left < STRIP * width:
        return None
    x = (left + right) / 2
    if any(rule.start < x < rule.stop for rule in level):
        return None
    halves = [box for box in boxes if box.x1 < x], [box for box in boxes if box.x0 > x]
    counts = sorted(map(len, halves))
    long = [sum(box.width >= LONG * width / 2 for box in half) for half in halves]
    if counts[0] < LEAST[1] or counts[1] < LEAST[0]:
        return None
    headed = all(
        _is_headed(half, *sides) for half, sides in zip(halves, ((0.0, width / 2), (width / 2, width)), strict=True)
    )
    return x if headed or min(long) >= LEAST_LONG else None


def _is_headed(half: Sequence[Box], left: float, right: float) -> bool:
    """Whether a half begins with a title of its own: in its middle, larger than its other words, with nothing beside it."""
    title = min(half, key=lambda box: box.y0)
    others = [box for box in half if box is not title]
    return (
        abs(title.x0 + title.x1 - left - right) / 2 <= CENTRED * (right - left)
        and all(box.y0 >= title.y0 + 0.5 * title.height for box in others)
        and title.height >= LARGER * median(box.height for box in others)
    )


def pages_on(page: Page) -> Iterator[Page]:
    """The page, or the two that a scanned sheet carries, each with what is its own and with the number of the sheet."""
    boxes = [block.box for block in page.blocks if block.box is not None]
    x = None
    if page.read == "ocr" and len(boxes) == len(page.blocks):
        lines = [line.box for line in page.lines() if line.box is not None]
        x = middle_strip(lines, (), page.width, page.height)
    if x is None or any(box.x0 < x < box.x1 for box in boxes):
        yield page
        return
    for is_left in (True, False):
        yield replace(page, blocks=tuple(b for b in page.blocks if _is_left_of(b, x) is is_left))


def _is_left_of(block: Block, x: float) -> bool:
    return block.box is not None and block.box.x1 <= x
