"""Whether ink between or under the lines of a section gave no words: a sentence may be lost in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.agreements.stream import Placed
from extractor.document import Box, Document

ROOM = 1.2  # times a line's height: white between two lines in which one more may stand
UNDER = 2.5  # line heights under the last line in which the section may go on


def loses_lines(document: Document, section: Sequence[Placed]) -> bool:
    """Whether unread ink stands where the section has room for one more line, on a page that was read from pixels."""
    lost = {page.number: page.lost for page in document.pages if page.lost}
    return bool(lost) and any(
        min(ink.y1, room.y1) - max(ink.y0, room.y0) > 0.5 * height and min(ink.x1, room.x1) > max(ink.x0, room.x0)
        for page, room, height in _rooms(section)
        for ink in lost.get(page, ())
    )


def _rooms(section: Sequence[Placed]) -> Iterator[tuple[int | None, Box, float]]:
    """Page and box of each room for a line between two lines or under the last of a page, and how high a line is."""
    boxed = [(placed.page, placed.line.box) for placed in section if placed.line.box is not None]
    for (page, a), (next_page, b) in pairwise([*boxed, (None, None)]):
        if a is None:
            continue
        goes_on = b is not None and next_page == page and b.y0 > a.y0
        foot = b.y0 if b is not None and goes_on else a.y1 + UNDER * a.height
        if foot - a.y1 >= ROOM * a.height:
            yield page, Box(a.x0, a.y1, a.x1, foot), a.height
