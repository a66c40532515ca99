"""Radicals and compatibility ideographs that a PDF writes where it prints a plain character.

A printed 页 may be stored as the radical ⻚ (U+2EDA) or a printed 方 as ⽅ (U+2F45): the glyph is the same and the
font's map points back at the wrong one of two code points. Both look alike on paper, so replacing them changes
nothing a reader sees. One character for one: indices and places stay. Source: Unicode's compatibility
decompositions for U+2F00…2FD5 and U+F900…FAFF, and for U+2E80…2EF3 (which has none) the character each radical is the
form of.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺊卜⺌小⺒巳⺓幺⺝月⺟母⺠民⺥爪⺧牛⺩王⺪疋⺫目⺬示⺮竹⺯糸⺶羊⺷羊⺸羊⺻聿⺼月⻀艹⻁虎⻃覀⻄西⻅见⻆角⻇角⻉贝⻊足⻋车"
    "⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
    "⺅亻⺉刂⺖忄⺘扌⺙攵⺡氵⺣灬⺨犭⺭礻⺰纟⺲罒⺹耂⺾艹⺿艹⻂衤⻈讠⻌辶⻍辶⻎辶⻏阝⻐钅⻖阝⻠饣"
)

RADICALS: dict[int, str] = {
    ord(radical): plain for radical, plain in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
}
for _low, _high in ((0x2F00, 0x2FD6), (0xF900, 0xFB00)):
    for _code in range(_low, _high):
        _plain = unicodedata.normalize("NFKC", chr(_code))
        if len(_plain) == 1 and _plain != chr(_code):
            RADICALS[_code] = _plain
"""Code point → plain character, in the form ``str.translate`` takes."""


def plain_characters(text: str) -> str:
    """``text`` with radicals and compatibility ideographs as plain characters; full-width digits stay as printed.

    >>> plain_characters("第１⻚，⽅案")
    '第１页，方案'
    """
    return text.translate(RADICALS)
