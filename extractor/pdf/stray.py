"""Words that stand apart from a page's lines and columns: slanting or sideways ones, a form's values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.document import Block, Box, Line
from extractor.layout.characters.glyphs import Glyph
from extractor.layout.ruled.cells import glyphs_box
from extractor.pdf.drawing import Drawing

MOST_STROKES = 200  # a page with more drawn lines is a drawing, and none of them a signature
A_HAND = re.compile("[\u4e00-\u9fff]{2,4}")
HAND_SLANT = (
    0.25  # rise over run up to which a name is as written by hand; what is steeper runs across the page, as "样本" does
)


def in_reading_order(blocks: Sequence[Block], stray: Sequence[Block]) -> tuple[Block, ...]:
    """``blocks`` with the lying ones of ``stray`` (a heading in slanted letters, a form's value) where their height puts
    them; standing words stay at the end."""
    out = list(blocks)
    last: list[Block] = []
    for line in stray:
        box = line.box
        if box is None or box.height > box.width:
            last.append(line)
            continue
        at = next(
            (i for i, other in enumerate(out) if other.box is not None and other.box.y0 > box.y0 - 0.3 * box.height),
            len(out),
        )
        out.insert(at, line)
    return (*out, *last)


def turned_lines(turned: dict[int, list[Glyph]]) -> list[Line]:
    """Sideways or slanting words (a margin note, a watermark): one line for each text object, without edges."""
    lines: list[Line] = []
    for glyphs in turned.values():
        text = "".join(glyph[0] for glyph in glyphs).strip()
        if text:
            lines.append(Line(text, glyphs_box(glyphs)))
    return lines


def hands_in(turned: Mapping[int, Sequence[Glyph]], drawing: Drawing) -> tuple[Box, ...]:
    """What a hand may have written: strokes, unless they are so many that they are a drawing, and short words that rise or fall a little,
    as an app signs with a name. ``turned`` are the characters that do not run level, by text object."""
    names = (
        glyphs_box(glyphs)
        for thing, glyphs in turned.items()
        if A_HAND.fullmatch("".join(glyph[0] for glyph in glyphs).strip()) and _nearly_level(*drawing.turned[thing])
    )
    return (*(drawing.strokes if len(drawing.strokes) <= MOST_STROKES else ()), *names)


def _nearly_level(across: float, down: float) -> bool:
    return across > 0 and abs(down) <= HAND_SLANT * across
