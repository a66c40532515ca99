"""The words that detectors look for, read once from the YAML files of this room, and the rules they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from validators.citation import Citation

# What the remarks of form rest on, graded as the sources we hold: art. 9 in two copies that agree (6dgww.com, fannhua.com), the
# layout standard by its table of contents and by the dossier.
ELEMENTS = Citation("中办发〔2012〕14号", "党政机关公文处理工作条例", "第九条", confidence="S2")
LAYOUT = Citation("GB/T 9704-2012", "党政机关公文格式", "7.2.5", confidence="S1")
COMPETITION = Citation("中华人民共和国反垄断法", "中华人民共和国反垄断法", "第三十九条", confidence="V")
TRADES = Citation("应急〔2025〕27号", "安全生产责任保险实施办法", "第二条", confidence="S2")


@cache
def load(name: str) -> Mapping[str, Any]:
    """The lists of one file by their names.

    >>> "危险化学品" in [one["name"] for one in load("sectors")["sectors"]]
    True
    """
    data = yaml.load((files("validators.proofread") / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return dict(data)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first, so that 民爆物品 is not read as 民爆.

    >>> any_of(["险", "保险"])
    '(?:保险|险)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """Any word of one list, as a pattern."""
    return re.compile(any_of(load(name)[key]))
