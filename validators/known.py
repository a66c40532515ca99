"""Documents known by number: title, year, standing. Data in ``packs/known_documents.yaml``.

>>> wrong_year("淄政办字", "16", 2017)
'淄政办字〔2018〕16号'
>>> wrong_year("淄政办字", "16", 2018) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.values import doc_number
from extractor.values.doc_number import DocNumber
from validators.citation import Citation

GRADES = ("V", "S2", "S1", "M")
_KEYS = frozenset(
    {
        "number", "title", "aliases", "region", "issued", "in_force_from", "in_force_to", "repealed", "replaced_by",
        "confidence", "source",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """One known document. ``issued`` is the day it bears; None where no source says it. ``confidence`` is one of
    ``GRADES``; M is never used to correct a paper."""

    number: DocNumber
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


def parse_known(text: str) -> tuple[Known, ...]:
    """The documents of a YAML list; ValueError names the number and what is wrong with it."""
    return tuple(_one(item) for item in yaml.safe_load(text)["documents"])


def _one(item: Mapping[str, Any]) -> Known:
    number = doc_number.parse(str(item.get("number", "")))
    if number is None:
        raise ValueError(f"{item.get('number')}: not a document number")
    if unknown := set(item) - _KEYS:
        raise ValueError(f"{number}: unknown key {', '.join(sorted(unknown))}; allowed: {', '.join(sorted(_KEYS))}")
    if item.get("confidence") not in GRADES or not item.get("source"):
        raise ValueError(f"{number}: needs a source and a confidence of {', '.join(GRADES)}")
    return Known(
        number,
        item.get("title"),
        tuple(item.get("aliases", ())),
        item.get("region"),
        item.get("issued"),
        item.get("in_force_from"),
        item.get("in_force_to"),
        item.get("repealed"),
        item.get("replaced_by"),
        item["confidence"],
        item["source"],
    )


@cache
def documents() -> tuple[Known, ...]:
    """Every known document, in the order of the file."""
    return parse_known((files("validators") / "packs" / "known_documents.yaml").read_text("utf-8"))


def numbers() -> Iterator[str]:
    """The numbers that a paper may be corrected to, as official papers write them."""
    return (known.number.canonical for known in documents() if known.confidence != "M")


def lookup(number: DocNumber | str) -> Known | None:
    """The known document of that number, brackets and blanks aside."""
    wanted = doc_number.parse(number) if isinstance(number, str) else number
    return next((known for known in documents() if known.number == wanted), None)


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
