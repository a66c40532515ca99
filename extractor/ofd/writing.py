"""Text objects → characters with their boxes and the frame each is drawn in.

Source: GB/T 33190-2016, 11.2 (text objects), 11.3 (TextCode: X, Y, DeltaX, DeltaY), 11.4 (CGTransform).
"""

from __future__ import annotations

import re
import unicodedata
from math import cos, radians, sin
from typing import NamedTuple

from lxml import etree

from extractor.document import Box
from extractor.ofd.package import children, words_of
from extractor.ofd.values import apply, apply_step, number, steps, whole
from extractor.pdf.coordinates import Matrix, multiply

Element = etree._Element

ASCENT, DESCENT = 0.893, 0.254
"""Height of a character over and under its baseline, in em: what PDFium gives for a Chinese font that is not embedded."""

PLACEHOLDER = "\u00a4"
"""What stands for a character that is given by its glyph only."""

_NARROW_EM = 0.5
"""Width of a Latin letter where no next one shows it."""
_PROPORTIONAL_EM = {
    **dict.fromkeys("iljtfI|!'.,:;()[]/ -", 0.3),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", 0.68),
    **dict.fromkeys("mwMW%@", 0.87),
}
"""Widths in common proportional faces (Times, Arial), for a last letter among others that are not all half an em."""
_WIDEST_LATIN_EM = 1.0
"""A step this wide is a Latin letter's own width ("W"); a wider one leaves a gap behind it."""
_SLACK = 1.02
"""Steps are rounded: a full-width character may step this many em and still touch the next."""
_ESCAPED = re.compile(r"\\(00[01][0-9A-Fa-f]|0020)")
"""Blanks and controls as the standard has them written."""


class Placed(NamedTuple):
    """A character. ``frame`` leads from em units at its origin (x along its baseline, y down) to the page; ``glyph`` is
    the number of its glyph in the font file, None where the font is asked by character."""

    text: str
    box: Box
    frame: Matrix
    glyph: int | None


def place_characters(unit: Element, own: Matrix, most: int) -> tuple[tuple[Placed, ...], tuple[float, float]]:
    """The characters of a text object, and where its characters' baseline runs on the page (across, down)."""
    size = number(unit.get("Size") or "0", "字号")
    scale = number(unit.get("HScale") or "1", "字宽比")
    turn = radians(whole(unit.get("CharDirection")) % 360)
    c, s = round(cos(turn), 9), round(sin(turn), 9)
    reading = whole(unit.get("ReadDirection")) % 360
    glyphs = _glyphs(unit)
    placed: list[Placed] = []
    x = y = 0.0
    for code in children(unit, "TextCode"):
        text = _text_of(code)
        x = number(code.get("X") or str(x), "X")
        y = number(code.get("Y") or str(y), "Y")
        across, down = steps(code.get("DeltaX"), most), steps(code.get("DeltaY"), most)
        at_x, at_y = x, y
        known: dict[str, float] = {}
        for k, char in enumerate(text):
            step = _step(char, k, across, down, reading, size * scale)
            run = step[0] * c + step[1] * s  # the step along the character's own baseline
            if k + 1 < len(text):
                width = known[char] = _width(char, run / (size * scale) if size * scale else 0.0)
            else:
                width = _last_width(char, known)
            em: Matrix = (size * scale * c, size * scale * s, -size * s, size * c, at_x, at_y)
            frame = multiply(em, own)
            placed.append(Placed(char, _box(frame, width), frame, glyphs.get(len(placed))))
            at_x, at_y = at_x + step[0], at_y + step[1]
    return tuple(placed), apply_step(own, c, s)


def _text_of(code: Element) -> str:
    """The characters as printed: line ends are the writer's indenting, blanks may be escaped."""
    text = code.text or ""
    if "\n" in text or "\r" in text:
        text = text.strip()
    text = re.sub("[\n\r\t]", "", text)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\" in text else text


def _step(char: str, k: int, across: list[float], down: list[float], reading: int, size: float) -> tuple[float, float]:
    """From this character's origin to the next one's. The last step given holds for all that follow, as in viewers;
    where none is given the text runs on in its reading direction."""
    if across or down:
        dx = across[min(k, len(across) - 1)] if across else 0.0
        dy = down[min(k, len(down) - 1)] if down else 0.0
        return dx, dy
    run = _natural(char) * size
    return {90: (0.0, run), 180: (-run, 0.0), 270: (0.0, -run)}.get(reading, (run, 0.0))


def _natural(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" and char != PLACEHOLDER else _NARROW_EM


def _width(char: str, step: float) -> float:
    """A character's width in em: up to the next one, where that stands close enough to be its neighbour."""
    natural = _natural(char)
    if step <= 0:
        return natural
    if natural == 1.0:
        return step if step <= _SLACK else 1.0
    return step if step <= _WIDEST_LATIN_EM else natural


def _last_width(char: str, known: dict[str, float]) -> float:
    """The width of a last character, after which nothing shows it: that of the same one before it, or of its kind."""
    if char in known or _natural(char) == 1.0:
        return min(known.get(char, 1.0), 1.0)
    narrow = [width for other, width in known.items() if _natural(other) != 1.0]
    if all(abs(width - _NARROW_EM) < 0.02 for width in narrow):
        return _NARROW_EM
    return _PROPORTIONAL_EM.get(char, _NARROW_EM)


def _box(frame: Matrix, width: float) -> Box:
    xs, ys = zip(*(apply(frame, x, y) for x in (0.0, width) for y in (-ASCENT, DESCENT)), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _glyphs(unit: Element) -> dict[int, int]:
    """Glyph numbers by the place of their character in the object, where one stands for one."""
    found: dict[int, int] = {}
    for group in children(unit, "CGTransform"):
        start, count = whole(group.get("CodePosition")), whole(group.get("CodeCount"), 1)
        numbers = [whole(word, -1) for word in words_of(next(children(group, "Glyphs"), None)).split()]
        if count == len(numbers):
            found.update((start + k, glyph) for k, glyph in enumerate(numbers) if 0 <= glyph < 65536)
    return found
