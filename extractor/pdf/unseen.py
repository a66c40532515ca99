"""Words of a text layer that a reader of the page cannot see: covered, clipped away, in the colour of their ground, tiny.

How a page is built only makes a word suspect. Whether it is seen the page itself decides: it is drawn with the suspects and
without them, and words that change no pixel are not seen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Box
from extractor.layout.characters.glyphs import Glyph
from extractor.limits import Limits
from extractor.pdf import native
from extractor.pdf.asking import bounds, clip_bounds
from extractor.pdf.coordinates import displayed
from extractor.pdf.drawing import Drawing, Ink, Picture, read_drawing
from extractor.pdf.pictures import drawn, image_size

TINY_POINTS = 1.0  # characters lower than this are specks
READABLE_POINTS = 4.0  # on a page whose usual character is at least this high
GLIMPSE = 32  # pixels of a side of an image that is drawn to see whether it has holes
MOST_CLIPS = 500  # text objects of a page whose clip is looked at, as each costs many calls
SEEN = 12  # a channel that changes by less is no ink to the eye
LOOK_DPI = 100.0
RIM = 0.1  # of a character's box on each side
CONTROL = 200  # characters looked at to know that the machine has the fonts of the page
CONTROL_SHARE = 0.9
_NUMBER = frozenset("0123456789.,-/年月日ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
JOIN_EMS = 0.35  # characters of a number stand nearer than this, in their height
OVERPRINT_SHARE = 0.3  # of a character's box under another character: printed over it


def shines_through(document: pypdfium2.PdfDocument, cover: Picture) -> bool:
    """Whether a small image has holes of its own, as the picture of a seal has; a large one is not looked at."""
    if not cover.image or not all(image_size(cover.image)):
        return False
    pixels = drawn(document, cover.image, GLIMPSE, GLIMPSE)
    return pixels is not None and pixels.has_holes


def suspect_objects(drawing: Drawing) -> dict[int, str]:
    """Text objects that may not be seen, by address, each with its cause."""
    out = {ink.thing: "same_colour" for ink in drawing.texts if ink.on_own_colour}
    for ink in [ink for ink in drawing.texts if ink.clipped][:MOST_CLIPS]:
        clip = clip_bounds(ink.thing, ink.matrix)
        if clip is not None and not _holds(clip, _middle(bounds(ink.thing, ink.matrix))):
            out[ink.thing] = "clipped"
    return out | _covered(drawing)


def _covered(drawing: Drawing) -> dict[int, str]:
    """Text objects that touch an opaque area drawn later."""
    if not drawing.covers:
        return {}
    placed: list[tuple[float, Box, Ink]] = []
    for ink in drawing.texts:
        if ink.order < drawing.covers[-1].order:
            box = bounds(ink.thing, ink.matrix)
            placed.append(((box.y0 + box.y1) / 2, box, ink))
    placed.sort(key=lambda item: item[0])
    heights = [item[0] for item in placed]
    out: dict[int, str] = {}
    for cover in drawing.covers:
        around = cover.box
        for _, box, ink in placed[bisect_left(heights, around.y0) : bisect_right(heights, around.y1)]:
            if ink.order < cover.order and box.x0 < around.x1 and box.x1 > around.x0:
                out[ink.thing] = "covered"
    return out


def specks(glyphs: Sequence[Glyph]) -> frozenset[int]:
    """Places in ``glyphs`` of characters too small to be read, on a page whose other characters are not."""
    small = [k for k, (_, _, top, _, bottom) in enumerate(glyphs) if bottom - top < TINY_POINTS]
    if not small:
        return frozenset()
    heights = sorted(glyph[4] - glyph[2] for glyph in glyphs if glyph[4] - glyph[2] >= TINY_POINTS)
    return frozenset(small) if heights and heights[len(heights) // 2] >= READABLE_POINTS else frozenset()


def changed_pixels(
    document: pypdfium2.PdfDocument, number: int, orders: frozenset[int], limits: Limits, turn: int = 0
) -> tuple[Any, Any]:
    """Where the page changes when the text objects at these places in the drawing order are taken away, and when all are.

    Boolean arrays of height × width of the page turned clockwise by ``turn`` degrees from how it is displayed. ``document``
    is one to be thrown away, opened with the machine's fonts.
    """
    import numpy as np  # a page whose words nothing makes suspect is read without

    page = document[number - 1]
    matrix, width, height = displayed(page.raw)
    scale = min(LOOK_DPI / 72, (limits.render_pixels / (width * height)) ** 0.5)
    whole = _pixels(page, scale)
    texts = read_drawing(page.raw, matrix, limits).texts
    _take_away(ink for ink in texts if ink.order in orders)
    without = _pixels(page, scale)
    _take_away(texts)
    bare = _pixels(page, scale)
    page.close()
    changed, printed = ((np.abs(whole - other) >= SEEN).any(axis=2) for other in (without, bare))
    return np.rot90(changed, -turn // 90), np.rot90(printed, -turn // 90)


def _take_away(texts: Iterable[Ink]) -> None:
    for ink in texts:
        native.set_text_render_mode(ink.thing, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _pixels(page: Any, scale: float) -> Any:
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    try:
        return bitmap.to_numpy()[:, :, :3].astype("int16")
    finally:
        bitmap.close()


def is_seen(glyph: Glyph, changed: Any, width: float) -> bool:
    """Whether a pixel of the character changed; the rim of its box may be a neighbour's. ``width`` is the page's."""
    scale = changed.shape[1] / width
    _, x0, y0, x1, y1 = glyph
    dx, dy = RIM * (x1 - x0), RIM * (y1 - y0)
    left, top, right, low = (max(0, int(edge * scale)) for edge in (x0 + dx, y0 + dy, x1 - dx, y1 - dy))
    return bool(changed[top : low + 1, left : right + 1].any())


def shows_print(glyphs: Sequence[Glyph], bare: Any, width: float) -> bool:
    """Whether nearly all of these characters, which nothing makes suspect, are seen: the fonts are there to draw with."""
    printed = [glyph for glyph in glyphs if glyph[0] > " "][:CONTROL]
    return sum(is_seen(glyph, bare, width) for glyph in printed) >= CONTROL_SHARE * len(printed)


def whole_tokens(glyphs: Sequence[Glyph], unseen: set[int]) -> set[int]:
    """Of the places of unseen characters, those of numbers and words that are unseen whole, or that others are printed over.

    A seal that lies over half a number, or over its unit, leaves it as it is: half of it would be another number.
    """
    if not unseen:
        return set()
    seen = [glyph for k, glyph in enumerate(glyphs) if k not in unseen]
    out: set[int] = set()
    before: list[int] = []
    for token in tokens(glyphs):
        hidden = [k for k in token if k in unseen]
        whole = len(hidden) == len(token) and not (_follows(glyphs, before, token) and before[-1] not in out)
        if hidden and (whole or all(is_under(glyphs[k], seen) for k in hidden)):
            out.update(hidden)
        before = token
    return out


def tokens(glyphs: Sequence[Glyph]) -> Iterable[list[int]]:
    """Places of characters that follow each other as one number, one Latin word or one stretch of Chinese."""
    token: list[int] = []
    for k, glyph in enumerate(glyphs):
        if token and not (_class(glyphs[token[-1]]) == _class(glyph) and _joined(glyphs[token[-1]], glyph)):
            yield token
            token = []
        token.append(k)
    if token:
        yield token


def _follows(glyphs: Sequence[Glyph], number: Sequence[int], token: Sequence[int]) -> bool:
    """Whether a stretch of Chinese stands right behind a number, as its unit does."""
    if not number or _class(glyphs[number[-1]]) != "number" or _class(glyphs[token[0]]) != "Chinese":
        return False
    return _joined(glyphs[number[-1]], glyphs[token[0]])


def _class(glyph: Glyph) -> str:
    if glyph[0] in _NUMBER:
        return "number"
    return "Chinese" if "\u4e00" <= glyph[0] <= "\u9fff" else glyph[0]


def _joined(last: Glyph, glyph: Glyph) -> bool:
    height = (glyph[4] - glyph[2]) or 1.0
    return abs(glyph[4] - last[4]) < 0.5 * height and -0.5 < (glyph[1] - last[3]) / height < JOIN_EMS


def is_under(glyph: Glyph, others: Iterable[Glyph]) -> bool:
    """Whether another character is printed over most of this one."""
    _, x0, y0, x1, y1 = glyph
    least = OVERPRINT_SHARE * (x1 - x0) * (y1 - y0)
    return any(
        min(x1, o[3]) > max(x0, o[1])
        and min(y1, o[4]) > max(y0, o[2])
        and (min(x1, o[3]) - max(x0, o[1])) * (min(y1, o[4]) - max(y0, o[2])) >= least
        for o in others
        if o[0] > " "
    )


def drawn_at(drawing: Drawing, things: Mapping[int, str]) -> frozenset[int]:
    """The places in the drawing order of text objects."""
    return frozenset(ink.order for ink in drawing.texts if ink.thing in things)


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1
