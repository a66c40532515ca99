"""Makes extractor/pdf/data/em-box.ttf: a font whose every character is an em box without ink.

    python docs/generators/em_box.py

Needs fontTools. Every code from U+0020 to U+2FFFF has one of two glyphs, half an em wide below U+0250 and a whole em
from there; a contour that goes up and back gives them bounds and no area. A cmap of format 13 (many codes to one
glyph) keeps the file under a kilobyte.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

OUT = Path(__file__).parents[2] / "extractor" / "pdf" / "data" / "em-box.ttf"
EM, ASCENT, DESCENT = 1000, 880, -120  # as Chinese fonts have them
WIDTHS = {".notdef": EM, "half": EM // 2, "full": EM}
FIRST, FIRST_FULL, LAST = 0x20, 0x250, 0x2FFFF


def _bounds_without_ink(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((width, ASCENT))
    pen.lineTo((0, DESCENT))
    pen.closePath()
    return pen.glyph()


def main() -> None:
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(WIDTHS))
    builder.setupCharacterMap({FIRST_FULL: "full"})
    builder.setupGlyf({name: _bounds_without_ink(width) for name, width in WIDTHS.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": "Anze Em Box", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language, table.reserved, table.length, table.nGroups = 3, 10, 0, 0, 0, 0
    table.cmap = {code: "half" if code < FIRST_FULL else "full" for code in range(FIRST, LAST + 1)}
    builder.font["cmap"].tables = [table]
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(OUT)


if __name__ == "__main__":
    main()
