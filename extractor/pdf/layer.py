"""What a text layer says otherwise than its page: words that nobody sees set apart, and the page as it would be with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from operator import sub

import pypdfium2

from extractor.document import Block, Box, Layer
from extractor.layout.characters.glyphs import Glyph, Glyphs
from extractor.layout.page import Ruling, lay_out
from extractor.limits import Limits
from extractor.pdf.trust import Content, covers, is_writing
from extractor.pdf.unseen import (
    TINY_POINTS,
    changed_pixels,
    drawn_at,
    is_seen,
    is_under,
    shows_print,
    specks,
    tokens,
    whole_tokens,
)

ROW_POINTS = 24.0  # height of the bands by which neighbours are looked up
BELOW_POINTS = 40.0  # words off the page are laid out this far below it, as if they stood on a sheet of their own
TALLEST_POINTS = 1000.0  # of a character that is print; a broken font makes some a hundred thousand kilometres tall


TELLING = frozenset("0123456789０１２３４５６７８９号司厂")  # what a number or the name of a company has


def needs_a_look(content: Content) -> bool:
    """Whether the page must be drawn to know which words are seen: it costs several times the reading, and most that is
    covered is plain text below the corner of a seal."""
    suspects = (content.upright[k][0] for k in content.suspects)
    hidden = (glyph[0] for glyph, cause in zip(content.hidden, content.causes, strict=True) if cause == "same_colour")
    return any(char in TELLING for chars in (suspects, hidden) for char in chars)


def without_unseen(
    content: Content,
    document: pypdfium2.PdfDocument | None,
    number: int,
    width: float,
    height: float,
    limits: Limits,
    turn: int = 0,
) -> Content:
    """The page's content with what nobody sees among the hidden, and what is seen after all among the upright.

    ``document`` is one to be thrown away, opened with the machine's fonts; None where the page needs no look. ``turn`` is how
    many degrees the page was turned clockwise to be read; ``width`` and ``height`` are those it has then.
    """
    upright = content.upright
    causes = _specks_and_strays(upright, width, height)
    back: set[int] = set()
    if document is not None:
        things = dict(content.suspects.values()) | dict.fromkeys(content.drawing.white, "")
        changed, bare = changed_pixels(document, number, drawn_at(content.drawing, things), limits, turn)
        control = [glyph for k, glyph in enumerate(upright) if k not in content.suspects and k not in causes]
        if shows_print(control, bare, width):
            for k, (_, cause) in content.suspects.items():
                if upright[k][0] > " " and k not in causes and not is_seen(upright[k], changed, width):
                    causes[k] = cause
        back = {
            k
            for k, (glyph, cause) in enumerate(zip(content.hidden, content.causes, strict=True))
            if cause == "same_colour"
            and glyph[0] > " "
            and is_seen(glyph, changed, width)
            and not is_under(glyph, upright)
        }
    if not causes and not back:
        return content
    return _sorted_anew(content, {k: causes[k] for k in whole_tokens(upright, set(causes))}, back)


def _sorted_anew(content: Content, causes: dict[int, str], back: set[int]) -> Content:
    upright = [glyph for k, glyph in enumerate(content.upright) if k not in causes]
    upright += [content.hidden[k] for k in sorted(back)]
    kept = [k for k in range(len(content.hidden)) if k not in back]
    hidden = [content.hidden[k] for k in kept] + [content.upright[k] for k in sorted(causes)]
    why = [content.causes[k] for k in kept] + [causes[k] for k in sorted(causes)]
    return replace(content, upright=Glyphs.of(upright), hidden=hidden, causes=why, suspects={})


def hidden_layer(content: Content, ruling: Ruling, width: float, height: float, number: int) -> Layer | None:
    """The page as it would be read with its hidden words, which take the place of what is printed over them."""
    pairs = [
        (glyph, cause)
        for glyph, cause in zip(content.hidden, content.causes, strict=True)
        if cause != "invisible" or not _on_picture(glyph, content)  # a scanner's words over its picture, which is seen
    ]
    words = _without_shadows(
        [(_brought_below(g, width, height) if c == "off_page" else g, c) for g, c in pairs], content.upright
    )
    if not words:
        return None
    over = _by_band(glyph for glyph, _ in words)
    seen = [
        g for token in _words(content.upright) if not any(is_under(g, _near(g, over)) for g in token) for g in token
    ]
    below = max([height, *(glyph[4] + BELOW_POINTS for glyph, cause in words if cause == "off_page")])
    blocks = lay_out([*seen, *(glyph for glyph, _ in words)], ruling, width, below, number)
    return Layer(blocks, tuple(_places(words)))


def _without_shadows(words: list[tuple[Glyph, str]], upright: Sequence[Glyph]) -> list[tuple[Glyph, str]]:
    """The words but those that lie under the same words in print: shadows, and a value printed twice."""
    printed = _by_band(upright)
    causes = iter(words)
    out: list[tuple[Glyph, str]] = []
    for token in _words([glyph for glyph, _ in words]):
        pairs = list(islice(causes, len(token)))
        if not all(is_under(g, (o for o in _near(g, printed) if o[0] == g[0])) for g in token):
            out += pairs
    return out


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The characters, in order, by number or stretch of Chinese."""
    return ([glyphs[k] for k in token] for token in tokens(glyphs))


def _by_band(glyphs: Iterable[Glyph]) -> dict[int, list[Glyph]]:
    bands: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        for band in _bands(glyph):
            bands[band].append(glyph)
    return bands


def _near(glyph: Glyph, bands: dict[int, list[Glyph]]) -> Iterator[Glyph]:
    return (other for band in _bands(glyph) for other in bands.get(band, ()))


def scanner_layer(content: Content, width: float, height: float, number: int) -> Layer | None:
    """The words that a scanner wrote over its picture of the page; None where there are none that people could have written."""
    glyphs = [*content.upright, *content.hidden]
    if not glyphs or not covers(content.drawing.pictures, width * height):
        return None
    if not is_writing("".join(glyph[0] for glyph in glyphs if glyph[0] > " ")):
        return None
    drawing = content.drawing
    ruling = Ruling(drawing.horizontal, drawing.vertical, drawing.ground_horizontal, drawing.ground_vertical)
    return Layer(lay_out(glyphs, ruling, width, height, number), tuple(_places([(g, "ocr_layer") for g in glyphs])))


def remapped_layer(blocks: tuple[Block, ...], content: Content) -> Layer:
    """A page whose font says other digits than it draws, as its text layer has it."""
    return Layer(blocks, tuple((Box(*g[1:]), "remapped") for g in content.upright if g[0] in content.doubtful))


def _places(words: Iterable[tuple[Glyph, str]]) -> Iterable[tuple[Box, str]]:
    """The places of words: one box for characters of one cause that follow each other in a line."""
    box: Box | None = None
    why = ""
    for (_, *edges), cause in words:
        at = Box(*edges)
        if (
            box is not None
            and why == cause
            and abs(at.y1 - box.y1) < 0.5 * at.height
            and -0.5 * at.height < at.x0 - box.x1 < at.height
        ):
            box = box.union(at)
            continue
        if box is not None:
            yield box, why
        box, why = at, cause
    if box is not None:
        yield box, why


def _bands(glyph: Glyph) -> range:
    """The rows that a character stands in: none for one taller than print, which neither covers a word nor lies under one."""
    if glyph[4] - glyph[2] > TALLEST_POINTS:
        return range(0)
    return range(int(glyph[2] // ROW_POINTS), int(glyph[4] // ROW_POINTS) + 1)


def _specks_and_strays(glyphs: Glyphs, width: float, height: float) -> dict[int, str]:
    """Places in ``glyphs`` of characters too small to be read and of such as stand wholly off the page, with the cause."""
    if not glyphs.text:
        return {}
    lie_on_page = min(glyphs.x1) > 0 and max(glyphs.x0) < width and min(glyphs.y1) > 0 and max(glyphs.y0) < height
    if lie_on_page and min(map(sub, glyphs.y1, glyphs.y0)) >= TINY_POINTS:
        return {}
    odd = [
        k
        for k, (_, x0, y0, x1, y1) in enumerate(glyphs)
        if y1 - y0 < TINY_POINTS or x1 <= 0 or x0 >= width or y1 <= 0 or y0 >= height
    ]
    causes = dict.fromkeys(specks(glyphs), "tiny")
    return causes | {k: "off_page" for k in odd if _is_off(glyphs[k], width, height)}


def _is_off(glyph: Glyph, width: float, height: float) -> bool:
    return glyph[0] > " " and (glyph[3] <= 0 or glyph[1] >= width or glyph[4] <= 0 or glyph[2] >= height)


def _brought_below(glyph: Glyph, width: float, height: float) -> Glyph:
    """A character off the page on a sheet below it: moved by whole sheets, so that what stands together stays so."""
    text, x0, y0, x1, y1 = glyph
    dx = -width * ((x0 + x1) / 2 // width)
    dy = height * (1 - (y0 + y1) / 2 // height)
    return text, x0 + dx, y0 + dy, x1 + dx, y1 + dy


def _on_picture(glyph: Glyph, content: Content) -> bool:
    x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
    return any(p.box.x0 <= x <= p.box.x1 and p.box.y0 <= y <= p.box.y1 for p in content.drawing.pictures)
