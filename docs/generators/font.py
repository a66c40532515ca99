"""Makes api/exports/rectifications/serif.ttf: Noto Serif CJK SC Regular with the characters of GBK, outlines as TrueType.

.venv/bin/python docs/generators/font.py     (needs fonttools and Debian's fonts-noto-cjk; some minutes)

reportlab embeds TrueType outlines only, and the font comes with cubic ones. GBK holds the 20,902 unified ideographs of Unicode
1.1, so that the names of nearly everybody can be printed; layout features and vertical metrics are left out.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

SOURCE = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SIMPLIFIED = 2  # place of the SC face in the collection
OUT = Path(__file__).parents[2] / "api" / "exports" / "rectifications" / "serif.ttf"
ERROR = 3.0
"""Units of 1000 by which a curve may be off; a tenth of a hair at 22 points."""
MORE = "〓←→≠≈≥≤÷×±–—…‰①②③④⑤⑥⑦⑧⑨⑩□■○●√✓"


def characters() -> set[int]:
    """Latin, GBK, and what our own sentences use."""
    found = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, MORE)}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes([lead, trail]).decode("gbk", "ignore")
            found |= set(map(ord, text))
    return found


def to_truetype(font: TTFont) -> None:
    """Cubic outlines → quadratic ones, in place."""
    order, shapes, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))
    most = font["maxp"]
    most.tableVersion, most.maxZones = 0x00010000, 1
    for field in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions",
                  "ComponentElements"):  # fmt: skip
        setattr(most, f"max{field}", 0)
    del font["CFF "]
    font["post"].formatType, font.sfntVersion = 3.0, "\x00\x01\x00\x00"


if __name__ == "__main__":
    face = TTFont(SOURCE, fontNumber=SIMPLIFIED)
    dropped = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True,
                             name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], drop_tables=dropped)  # fmt: skip
    wanted = subset.Subsetter(options)
    wanted.populate(unicodes=characters())
    wanted.subset(face)
    to_truetype(face)
    face.recalcTimestamp = False
    face.save(OUT)
