"""A pack from a text that somebody wrote: tamed before it is read, and read without raising anything but PackError."""

from __future__ import annotations

import re
from functools import lru_cache

from validators.law.pack import Pack, PackError
from validators.law.pack_reading import parse_pack
from validators.marked import tame

RESERVED = ("binding", "check")  # words of the service's addresses below /packs
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REGION = re.compile(r"\d{6}(?:\d{3})?")
# What junk in a well-formed pack or case makes the engine raise; anything else is a defect of ours.
JUNK = (TypeError, ValueError, AttributeError, KeyError, IndexError, ArithmeticError, RecursionError)


@lru_cache(maxsize=64)
def read_pack(text: str, file: str, cases: str) -> Pack:
    """A pack from text that somebody sent. Raises PackError with file, line and the words allowed."""
    for part, name in ((text, file), (cases, file.replace(".yaml", ".cases.yaml"))):
        tame(part, name)
    try:
        pack = parse_pack(text, file, cases)
    except JUNK as error:
        raise PackError(file, 1, f"有的值不合该词的形状：{error}") from None
    _check_head(pack, file)
    return pack


def _check_head(pack: Pack, file: str) -> None:
    if not _NAME.fullmatch(pack.name) or len(pack.name) > 100 or pack.name in RESERVED:
        raise PackError(file, 1, f"“name: {pack.name}”不可用：小写字母、数字和连字符，不用 {'、'.join(RESERVED)}")
    if not _REGION.fullmatch(pack.region):
        raise PackError(file, 1, f"“region: {pack.region}”不是6位或9位行政区划代码（全国为 000000）")
    if len(pack.title) > 300:
        raise PackError(file, 1, "title 超过300字")
