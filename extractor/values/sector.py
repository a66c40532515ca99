"""Lines of business: the sectors that texts about this insurance name, in whatever words a paper prints (``sector.yaml``)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: its code, its names, the words that mean it and those that mean something else; ``surely``: words beside which those
    do not.

    ``industrial``: whether its enterprises are of industry and mining (工矿企业).
    """

    code: str
    zh: str
    en: str
    industrial: bool
    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()
    surely: tuple[str, ...] = ()

    def meant(self, said: str) -> bool:
        """Whether words without blanks mean it."""
        if not any(word in said for word in self.words):
            return False
        return any(word in said for word in self.surely) or not any(word in said for word in self.not_words)


@cache
def sectors() -> tuple[Sector, ...]:
    """Every entry in the order in which words are looked for; a code may have several."""
    given = yaml.load((files("extractor.values") / "sector.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Sector(
            e["code"],
            e["zh"],
            e["en"],
            e["industrial"],
            tuple(e["words"]),
            tuple(e.get("not") or ()),
            tuple(e.get("surely") or ()),
        )
        for e in given
    )


@cache
def codes() -> tuple[str, ...]:
    """Every code once, ``other`` last."""
    return tuple(dict.fromkeys(s.code for s in sectors() if s.code))


def _entry(text: str) -> Sector | None:
    said = "".join(unicodedata.normalize("NFKC", text).split())
    return next((sector for sector in sectors() if sector.meant(said)), None)


def parse(text: str) -> str | None:
    """The code of the sector that the words of a line of business mean; a code is itself, ``other`` is none of the named
    sectors, None for no words or words that leave it open.

    >>> parse("运输设备制造"), parse("铁矿石贸易"), parse("建筑施工及建筑装饰材料销售")
    ('other', 'other', 'construction')
    >>> parse("煤矿"), parse("道路货物运输"), parse("危化品运输"), parse("煤矿机械制造"), parse("矿山"), parse("—"), parse("fishery")
    ('coal_mine', 'transport', 'transport', 'other', None, None, 'fishery')
    """
    said = "".join(unicodedata.normalize("NFKC", text).split())
    if said.lower() in codes():
        return said.lower()
    if sum("\u4e00" <= c <= "\u9fff" or c.isalpha() for c in said) < 2:
        return None
    entry = _entry(said)
    return OTHER if entry is None else entry.code or None


def format(code: str, lang: str = "zh") -> str:
    """The name of a code; the code itself where it is none of ours.

    >>> format("coal_mine"), format("other", "en")
    ('煤矿', 'Other')
    """
    found = next((s for s in sectors() if s.code == code), None)
    return code if found is None else found.zh if lang == "zh" else found.en


def is_industrial(text: str) -> bool | None:
    """Whether an enterprise of that line of business (words or a code) is of industry or mining (工矿企业); None where the
    words do not tell.

    >>> is_industrial("电气机械制造"), is_industrial("道路货运"), is_industrial("coal_mine"), is_industrial("综合")
    (True, False, True, None)
    """
    said = "".join(unicodedata.normalize("NFKC", text).split())
    if said.lower() in codes():
        return None if said.lower() == OTHER else next(s.industrial for s in sectors() if s.code == said.lower())
    entry = _entry(said) if said else None
    return None if entry is None else entry.industrial
