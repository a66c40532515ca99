"""What was drawn in a place for a signature: a hand's strokes, a picture of them, a seal. It is seen to be there, and not read."""

from __future__ import annotations

from extractor.document import Box, Page
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.text.changes import changes

_LARGEST = (220.0, 75.0)  # points; what is wider or higher is no signature, and no stamp with a name
_WITHIN = 0.6  # of what is drawn, across, that stands in the place
_ABOVE = 0.7  # heights of the line by which a hand goes over and under it
_SIGNS_TO_ONE = 8  # of a long name, to one that may be read otherwise
_SAME = 0.7  # of words, across and down, that a scrawl covers where they are the scrawl
_LEAST_NAME = 4  # characters of the enterprise's name that its seal must show


def drawn_in(pages: dict[int | None, Page], place: Place, client: str) -> Ink | None:
    """A mark where something is drawn in a place that no words fill; words nobody can tell where a stranger's seal lies on it.

    ``pages`` are the paper's by number, ``client`` is the name of the enterprise that was served, "" if unknown: the seal that says
    it is its consent.
    """
    unit, page = place.unit, pages.get(place.unit.page)
    if page is None or not (page.scrawls or page.pictures or page.seals):
        return None
    area = _area(place, page)
    if area is None:
        return None
    whole = 0, len(unit.text)
    if any(_stands_in(box, area) and not _is_seal(box, page) for box in (*page.scrawls, *page.pictures)):
        return Ink("mark", unit, *whole)
    over = [seal for seal in page.seals if _lies_on(seal, area)]
    if not over:
        return None
    said = [seal.name for seal in page.seal_words if _lies_on(seal.box, area)]
    own = len(client) >= _LEAST_NAME and any(_says(name, client) for name in said if len(name) >= _LEAST_NAME)
    return Ink("mark" if own else "unknown", unit, *whole)


def _says(name: str, client: str) -> bool:
    """Whether a seal says the client's name: what stands on a curve is read a sign or two off where it is long."""
    return client in name or name in client or changes(name, client) <= min(len(name), len(client)) // _SIGNS_TO_ONE


def _area(place: Place, page: Page) -> Box | None:
    """Where a hand would sign: from the end of the label to what stands beside it, as high as its row or a bit more than its line."""
    unit, box = place.unit, place.unit.box
    if box is None:
        return None
    end = len(unit.text[: place.start].rstrip())  # a day far to the right is read as a line of its own
    label = unit.span(end - 1, end).boxes if end else ()
    cell, right = unit.cell, unit.right
    if cell is not None and cell.box is not None and not unit.text[place.start :].strip():
        x0, (y0, y1) = label[-1].x0 if label else cell.box.x0, (cell.box.y0, cell.box.y1)
    else:
        over = _ABOVE * box.height / max(1, len(unit.pieces))
        x0, y0, y1 = label[-1].x0 if label else box.x1, box.y0 - over, box.y1 + over
    while right is not None and right.box is not None and _is_hand(right.box, page):
        right = right.right
    x1 = right.box.x0 if right is not None and right.box is not None and right.box.x0 > x0 else page.width
    if place.stop < len(unit.text) and (following := unit.span(place.stop, place.stop + 1).boxes):
        x1 = min(x1, following[0].x0) if following[0].x0 > x0 else x1
    return Box(x0, y0, x1, y1) if x1 > x0 else None


def _stands_in(box: Box, area: Box) -> bool:
    middle = (box.y0 + box.y1) / 2
    inside = min(box.x1, area.x1) - max(box.x0, area.x0)
    return (
        box.width <= _LARGEST[0]
        and box.height <= _LARGEST[1]
        and area.y0 <= middle <= area.y1
        and inside >= _WITHIN * box.width
    )


def _is_hand(words: Box, page: Page) -> bool:
    """Whether words beside a place are what was made of strokes: nearly all of them is one scrawl."""
    return any(
        min(words.x1, ink.x1) - max(words.x0, ink.x0) >= _SAME * words.width
        and min(words.y1, ink.y1) - max(words.y0, ink.y0) >= _SAME * words.height
        for ink in page.scrawls
    )


def _is_seal(box: Box, page: Page) -> bool:
    return any(_lies_on(box, seal) and box.width > 0.5 * seal.width for seal in page.seals)


def _lies_on(seal: Box, area: Box) -> bool:
    """Whether the middle of a seal, across and down, is in the area, or all but."""
    x, y, slack = (seal.x0 + seal.x1) / 2, (seal.y0 + seal.y1) / 2, 0.2 * seal.height
    return area.x0 <= x <= area.x1 and area.y0 - slack <= y <= area.y1 + slack
