"""Control words of RTF that say where words belong or stand for a character; what a word means for the form is said where it is used."""

from __future__ import annotations

THROUGH = frozenset((b"shpinst", b"shptxt", b"nesttableprops", b"ud", b"shppict"))
"""Destinations that a reader may pass over and that hold what is printed."""
SKIPPED = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"fldinst", b"objdata", b"objclass", b"shprslt", b"nonshppict", b"sp", b"upr",
    b"annotation", b"atnid", b"atnref", b"xe", b"tc", b"rxe", b"themedata", b"nonesttables", b"pntxta", b"pntxtb",
    b"listtable", b"listoverridetable", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn", b"private", b"bkmkstart",
    b"bkmkend", b"filetbl", b"template",
))  # fmt: skip
MARGINS = {
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "页眉"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "页脚"),
}
CHARACTERS = {
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": " ", b"tab": " ", b"line": "\n", b"lbr": "\n", b"softline": "\n",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": " "}
