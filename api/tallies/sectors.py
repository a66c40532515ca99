"""The sectors that must be insured, and which of them a policy's words for its trade mean (``sectors.yaml``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: its code, its names, the words that mean it and those that mean something else."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()


@cache
def sectors() -> tuple[Sector, ...]:
    """The eight sectors in the order in which words are looked for."""
    given = yaml.load((files("api.tallies") / "sectors.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Sector(item["code"], item["zh"], item["en"], tuple(item["words"]), tuple(item.get("not") or ()))
        for item in given
    )


@cache
def names() -> Mapping[str, tuple[str, str]]:
    """Each code's name in Chinese and English, ``other`` last."""
    return {**{sector.code: (sector.zh, sector.en) for sector in sectors()}, OTHER: ("其他行业", "Other")}


def sector_of(text: str) -> str:
    """The code of the sector that a policy's words for its trade mean; "" for no words.

    >>> sector_of("危险化学品经营"), sector_of("煤矿机械制造"), sector_of("纺织"), sector_of("")
    ('hazardous_chemicals', 'other', 'other', '')
    """
    said = "".join(unicodedata.normalize("NFKC", text).split())
    if not said:
        return ""
    for sector in sectors():
        if any(word in said for word in sector.words) and not any(word in said for word in sector.not_words):
            return sector.code
    return OTHER
