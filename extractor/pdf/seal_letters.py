"""Seals drawn with letters: which characters of a page are a seal's, and what they say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.document import Box, Seal
from extractor.layout.characters.glyphs import Glyph
from extractor.pdf.drawing import Drawing

RIM_WORDS = 0.55  # how far out, of the seal's radius, the characters of the name stand
PRINTED = 0.95  # confidence of a name whose characters the file says; where it begins is seen from the gap


def texts_in(drawing: Drawing, seals: Iterable[Box]) -> frozenset[int]:
    """The text objects that are part of a seal: they stand in a form object that is one."""
    found = list(seals)
    return frozenset(
        ink.thing
        for form in drawing.forms
        if any(form.box == seal for seal in found)
        for ink in drawing.texts[form.first : form.stop]
    )


def words_along(stamped: Mapping[int, Sequence[Glyph]], seals: Iterable[Box]) -> Iterator[Seal]:
    """What the seals say whose characters stand in the file: the name from the widest gap along the rim, the purpose below the middle."""
    glyphs = [glyph for some in stamped.values() for glyph in some if glyph[0] > " "]
    for seal in seals if glyphs else ():
        x0, y0 = (seal.x0 + seal.x1) / 2, (seal.y0 + seal.y1) / 2
        around: list[tuple[float, str]] = []
        within: list[tuple[int, float, str]] = []
        for char, left, top, right, low in glyphs:
            x, y = (left + right) / 2 - x0, (top + low) / 2 - y0
            far = math.hypot(x / seal.width, y / seal.height) * 2
            if far > 1:
                continue
            if far > RIM_WORDS and not (y > 0 and abs(x) < 0.25 * seal.width and far < 0.8):
                around.append((math.atan2(x, -y) % (2 * math.pi), char))
            else:
                within.append((round(2 * y / (low - top or 1.0)), x, char))
        name, purpose = _from_gap(sorted(around)), "".join(char for _, _, char in sorted(within))
        if name or purpose:
            yield Seal(seal, name, purpose, PRINTED)


def _from_gap(around: Sequence[tuple[float, str]]) -> str:
    """The characters along a rim (direction from above, clockwise) from the widest gap on."""
    if not around:
        return ""
    turns = [at for at, _ in around]
    gaps = [(at - before) % (2 * math.pi) for at, before in zip(turns, [turns[-1], *turns[:-1]], strict=True)]
    start = gaps.index(max(gaps))
    return "".join(char for _, char in (*around[start:], *around[:start]))
