"""A pack from a text that somebody wrote: tamed before it is read, and read without raising anything but PackError."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

from validators.pack import Pack, PackError, parse_pack

TEXT_BYTES = 512 * 1024
"""No notice makes a longer pack; the longest shipped one has 40 KB."""
DEEPEST = 20
"""Levels of nesting; a pack has seven."""
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


def tame(text: str, file: str) -> None:
    """Refuse what grows when it is read: aliases (a kilobyte of them makes a gigabyte), deep nesting, size."""
    if len(text.encode("utf-8", "replace")) > TEXT_BYTES:
        raise PackError(file, 1, f"超过 {TEXT_BYTES // 1024} KB")
    if "\x00" in text:
        raise PackError(file, 1, "含有空字符")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise PackError(file, line, "规则包不用别名（*名字），请写全")
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth += 1
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise PackError(file, line, f"嵌套超过{DEEPEST}层")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or error
        raise PackError(file, mark.line + 1 if mark else 1, f"不是合法的YAML：{said}") from None


def _check_head(pack: Pack, file: str) -> None:
    if not _NAME.fullmatch(pack.name) or len(pack.name) > 100 or pack.name in RESERVED:
        raise PackError(file, 1, f"“name: {pack.name}”不可用：小写字母、数字和连字符，不用 {'、'.join(RESERVED)}")
    if not _REGION.fullmatch(pack.region):
        raise PackError(file, 1, f"“region: {pack.region}”不是6位或9位行政区划代码（全国为 000000）")
    if len(pack.title) > 300:
        raise PackError(file, 1, "title 超过300字")
