"""A heading that stands beside the middle of the agreements, as in a form without lines: it is put before the first of them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.agreements.headings import heading_words
from extractor.agreements.stream import Placed

_EDGE = 0.6  # line heights by which the left edges of one column differ
_LEAST = 2
"""Lines beside a heading, of which one stands above it."""


def heading_first(stream: Sequence[Placed]) -> tuple[Placed, ...]:
    """The lines in reading order, each heading that stands to the left of the lines around it before the first of these."""
    out = list(stream)
    for at, placed in enumerate(stream):
        if _is_heading(placed) and (first := _first_beside(stream, at)) < at:
            out[first : at + 1] = [placed, *out[first:at]]
    return tuple(out)


def _is_heading(placed: Placed) -> bool:
    text = placed.line.text.strip()
    told = (
        heading_words(text) if placed.table is None and placed.line.box is not None and len(text) <= _LONGEST else None
    )
    return told is not None and told[0] and told[1] >= len(text)


_LONGEST = 10


def _first_beside(stream: Sequence[Placed], at: int) -> int:
    """The first line above the heading that belongs to the column beside its middle; ``at`` where there is none."""
    head = stream[at].line.box
    below = stream[at + 1].line.box if at + 1 < len(stream) and stream[at + 1].page == stream[at].page else None
    if head is None or below is None or below.x0 <= head.x1 or below.y0 > head.y1 + head.height:
        return at
    last = at + 1
    while last + 1 < len(stream) and _in_column(stream[last + 1], below.x0, stream[at]):
        last += 1
    low = stream[last].line.box
    top = head.y0 + head.y1 - (low.y1 if low is not None else below.y1) - head.height
    first = at
    while first > 0 and _in_column(stream[first - 1], below.x0, stream[at]):
        box = stream[first - 1].line.box
        if box is None or box.y0 < top:
            break
        first -= 1
    return first if last - first >= _LEAST else at


def _in_column(placed: Placed, left: float, head: Placed) -> bool:
    box = placed.line.box
    return (
        box is not None
        and placed.table is None
        and placed.page == head.page
        and abs(box.x0 - left) <= _EDGE * box.height
    )
