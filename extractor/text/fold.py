"""Fold written variants to one form, character for character, so that every index still points at the original.

Full-width ASCII, ideographic blanks, Kangxi radicals and compatibility ideographs become their plain characters; the length
never changes, which is what lets a match in folded text be a place on the paper.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE.update({ord(c): " " for c in "\u3000\u00a0\u2002\u2003\u2009\t"})
_TABLE.update({ord(c): "-" for c in "‐‑‒–−"})
_TABLE.update({ord("∶"): ":", ord("︰"): ":", ord("﹕"): ":", ord("￥"): "¥", ord("．"): ".", ord("﹣"): "-"})
# One-to-one compatibility forms (Kangxi radicals U+2F00, CJK compatibility ideographs U+F900 …).
for _low, _high in ((0x2E80, 0x2FE0), (0xF900, 0xFB00)):
    for _code in range(_low, _high):
        _plain = unicodedata.normalize("NFKC", chr(_code))
        if len(_plain) == 1 and _plain != chr(_code):
            _TABLE[_code] = _plain
_PLAIN = {chr(code): plain for code, plain in _TABLE.items()}
_VARIANT = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
"""Most texts hold few variants: to look for them is several times faster than ``str.translate``, which asks for every character."""


def _plain_of(variant: re.Match[str]) -> str:
    return _PLAIN[variant[0]]


_KEPT = 200
"""Characters up to which what was folded is kept for the next who asks: a printed line is folded by a dozen readers."""


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return _VARIANT.sub(_plain_of, text)


def fold(text: str) -> str:
    """``text`` with variants folded; same length, so indices carry over.

    >>> fold("１２％，保单号：Ａ")
    '12%,保单号:A'
    """
    return _folded(text) if len(text) <= _KEPT else _VARIANT.sub(_plain_of, text)


def squeeze(text: str) -> str:
    """Folded and without any white space: the form in which labels and names are compared.

    >>> squeeze("投 保　人：")
    '投保人:'
    """
    return _squeezed(text) if len(text) <= _KEPT else "".join(fold(text).split())


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(_folded(text).split())
