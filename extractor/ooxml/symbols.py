"""Glyphs that Word prints from symbol fonts, as the characters a reader sees: ticks, boxes, bullets."""

from __future__ import annotations

_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆", 0x77: "◆",
    0x80: "⓪", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x30: "☐", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "☒", 0x56: "☒", 0x98: "●",
    0x99: "○", 0xA2: "■", 0xA3: "☐", 0xAE: "◆",
}  # fmt: skip
_SYMBOL = {0xB7: "•", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xD6: "√", 0xA5: "∞"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_WINGDINGS.update({0x81 + n: chr(ord("①") + n) for n in range(10)})


_STRAY = {0xF0FE: "☑", 0xF0A8: "☐", 0xF052: "☑", 0xF0A3: "☐", 0xF0FC: "✓", 0xF050: "✓", 0xF06F: "☐", 0xF071: "☐"}
"""Ticks and boxes that kept their symbol code when the font's name was lost, as copying between programs does."""


def glyph(font: str, code: int) -> str:
    """The character printed for a code of a symbol font; codes stand as they are or shifted to U+F000.

    >>> glyph("Wingdings", 0xF0FE), glyph("Wingdings 2", 0x52)
    ('☑', '☑')
    """
    table = _FONTS.get(font.strip().lower())
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if table is None:
        return chr(code) if 0x20 <= code < 0xD800 else ""
    return table.get(low, "•" if table is not _SYMBOL else "")


def shown_in(font: str, text: str) -> str:
    """What text set in this font shows. Chinese characters of the run are set in another font and stay.

    >>> shown_in("Wingdings", "þ 已整改"), shown_in("SimSun", "þ")
    ('☑ 已整改', 'þ')
    """
    if font.strip().lower() not in _FONTS:
        return text.translate(_STRAY) if any("\uf020" <= char <= "\uf0ff" for char in text) else text
    return "".join(
        glyph(font, ord(char)) if "!" <= char <= "\u00ff" or "\uf020" <= char <= "\uf0ff" else char for char in text
    )
