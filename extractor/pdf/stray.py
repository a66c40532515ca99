"""Words that stand apart from a page's lines and columns: slanting or sideways ones, a form's values."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Block, Line
from extractor.layout.characters.glyphs import Glyph
from extractor.layout.ruled.cells import glyphs_box


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
