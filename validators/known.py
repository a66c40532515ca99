"""Documents known by number, and texts known by title alone: year, dates, standing. Data in ``packs/known_documents.yaml``.

>>> wrong_year("淄政办字", "16", 2017)
'淄政办字〔2018〕16号'
>>> wrong_year("淄政办字", "16", 2018) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.values import doc_number
from extractor.values.doc_number import DocNumber
from validators.citation import Citation

GRADES = ("V", "S2", "S1", "M")
_TEXT_KEYS = frozenset(
    {
        "title", "aliases", "region", "issued", "in_force_from", "in_force_to", "repealed", "replaced_by", "confidence",
        "source",
    }
)  # fmt: skip
_KEYS = _TEXT_KEYS | {"number"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its three dates and its end: ``issued`` is the day it bears, ``in_force_from`` and ``in_force_to`` (the last
    day) bound its force, ``repealed`` is the first day without it; None where no source says it. ``replaced_by`` is the number
    or title of its successor. ``confidence`` is one of ``GRADES``; M is never used to correct a paper."""

    title: str | None
    aliases: tuple[str, ...]
    region: str | None
    issued: date | None
    in_force_from: date | None
    in_force_to: date | None
    repealed: date | None
    replaced_by: str | None
    confidence: str
    source: str

    def ended_by(self, day: date) -> date | None:
        """The first day on which it no longer stood, where that is ``day`` or earlier: of its repeal, or after its term."""
        ends = [self.repealed] if self.repealed else []
        ends += [self.in_force_to + timedelta(days=1)] if self.in_force_to else []
        first = min(ends, default=None)
        return first if first is not None and first <= day else None

    def in_force(self, day: date) -> bool | None:
        """Whether it had effect on ``day``: False from the day of repeal or after its term; None where not known."""
        if (self.repealed and day >= self.repealed) or (self.in_force_to and day > self.in_force_to):
            return False
        begin = self.in_force_from or self.issued
        return None if begin is None else day >= begin


@dataclass(frozen=True, slots=True)
class Known(Text):
    """A text that is cited by its number."""

    number: DocNumber


def parse_known(text: str) -> tuple[Known, ...]:
    """The documents of a YAML list; ValueError names the number and what is wrong with it."""
    return tuple(_one(item) for item in yaml.load(text, Loader=yaml.CSafeLoader)["documents"])


def parse_texts(text: str) -> tuple[Text, ...]:
    """The texts without numbers of the same file; ValueError names the title and what is wrong with it."""
    out = []
    for item in yaml.load(text, Loader=yaml.CSafeLoader).get("texts") or ():
        if not item.get("title"):
            raise ValueError("a text without a number needs a title")
        out.append(Text(**_dates(item, str(item["title"]), _TEXT_KEYS)))
    return tuple(out)


def _one(item: Mapping[str, Any]) -> Known:
    number = doc_number.parse(str(item.get("number", "")))
    if number is None:
        raise ValueError(f"{item.get('number')}: not a document number")
    return Known(**_dates(item, str(number), _KEYS), number=number)


def _dates(item: Mapping[str, Any], name: str, allowed: frozenset[str]) -> dict[str, Any]:
    if unknown := set(item) - allowed:
        raise ValueError(f"{name}: unknown key {', '.join(sorted(unknown))}; allowed: {', '.join(sorted(allowed))}")
    if item.get("confidence") not in GRADES or not item.get("source"):
        raise ValueError(f"{name}: needs a source and a confidence of {', '.join(GRADES)}")
    return {key: item.get(key) for key in _TEXT_KEYS - {"aliases"}} | {"aliases": tuple(item.get("aliases") or ())}


@cache
def documents() -> tuple[Known, ...]:
    """Every known document, in the order of the file."""
    return parse_known(_file())


@cache
def texts() -> tuple[Text, ...]:
    """Every text that is known by its title alone, in the order of the file."""
    return parse_texts(_file())


def _file() -> str:
    return (files("validators") / "packs" / "known_documents.yaml").read_text("utf-8")


def numbers() -> Iterator[str]:
    """The numbers that a paper may be corrected to, as official papers write them."""
    return (known.number.canonical for known in documents() if known.confidence != "M")


@lru_cache(maxsize=4096)
def lookup(number: DocNumber | str) -> Known | None:
    """The known document of that number, brackets and blanks aside."""
    wanted = doc_number.parse(number) if isinstance(number, str) else number
    return None if wanted is None else _by_number().get(wanted)


@cache
def _by_number() -> Mapping[DocNumber, Known]:
    return {known.number: known for known in documents()}


def by_title(title: str) -> tuple[Known, ...]:
    """The known documents of that title or alias; several where a text was issued anew under the same name."""
    flat = _flat(title)
    return tuple(k for k in documents() if flat in {_flat(name) for name in (k.title or "", *k.aliases) if name})


def successor(one: Known) -> Citation | None:
    """The document that took the place of ``one``, as the ground of a remark; None where none is known."""
    after = lookup(one.replaced_by) if one.replaced_by else None
    if after is None:
        return None
    number = after.number.canonical
    return Citation(number, after.title or number, "", in_force_from=after.in_force_from, confidence=after.confidence)


@lru_cache(maxsize=4096)
def wrong_year(issuer_code: str, serial: str, year: int) -> str | None:
    """The right number where issuer and serial are known under exactly one year and that is another one; else None."""
    years = {
        known.number.year: known.number.canonical
        for known in documents()
        if known.confidence != "M" and (known.number.issuer_code, known.number.serial) == (issuer_code, str(serial))
    }
    return next(iter(years.values())) if len(years) == 1 and year not in years else None


def _flat(title: str) -> str:
    return "".join(title.split()).replace("〈", "《").replace("〉", "》")
