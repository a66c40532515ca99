"""The beginnings of a pack: its three files, with an example of every word in comments. Pure.

What comes out can be loaded. Its one rule has no number yet and accuses nobody; what a person must fill in is marked 待填, and
the lint says where (``to-fill``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from string import Template

from extractor.values.region_table import name_of
from validators.law.pack import significant

_LAYERS = {0: "national", 2: "province", 4: "city", 6: "county", 9: "street"}
_ENDINGS = {"pack": ".yaml", "cases": ".cases.yaml", "requirements": ".requirements.yaml"}


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of the text. ``name``: small letters, digits, hyphens; ``region``: GB/T 2260, 6 or 9 digits, ``000000`` for
    everywhere; None for a date that is not known yet."""

    name: str
    region: str
    document: str
    title: str
    issued: date | None = None
    since: date | None = None


def scaffold(head: Head) -> Mapping[str, str]:
    """File name → text: the pack, its cases and its requirements.

    >>> list(scaffold(Head("lingbi-2025-1", "341323", "灵应急〔2025〕1号", "试验通知")))
    ['lingbi-2025-1.yaml', 'lingbi-2025-1.cases.yaml', 'lingbi-2025-1.requirements.yaml']
    """
    words = _words(head)
    return {f"{head.name}{ending}": Template(_template(part)).substitute(words) for part, ending in _ENDINGS.items()}


def _words(head: Head) -> Mapping[str, str]:
    slug = re.split(r"-?\d", head.name)[0] or head.name
    day = head.since or head.issued
    street = "street_words: [待填]             # 地址里出现哪些词就在这条街道" if len(head.region) == 9 else ""
    return {
        "name": head.name,
        "slug": slug,
        "id": slug.upper(),
        "title": _quoted(head.title),
        "document": _quoted(head.document),
        "region": head.region,
        "place": _quoted(name_of(head.region) or ("全国" if head.region == "000000" else "待填")),
        "layer": _LAYERS[len(significant(head.region))],
        "issued": head.issued.isoformat() if head.issued else "null",
        "since": day.isoformat() if day else "null",
        "day": day.isoformat() if day else "2025-01-01",
        "street": street or "# street_words: [某某街道]         # 只用于街道、乡镇：地址里出现哪些词就在这里",
    }


def _quoted(text: str) -> str:
    """The text as YAML, in quotes where it would be read as something else.

    >>> _quoted("灵应急〔2025〕1号"), _quoted("a: b"), _quoted("123")
    ('灵应急〔2025〕1号', '"a: b"', '"123"')
    """
    plain = re.fullmatch(r"[\u3400-\u9fff《〔（][^:#\n\"'\\]*", text) and text == text.strip()
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


@cache
def _template(part: str) -> str:
    return (files("validators") / "scaffolds" / f"{part}.txt").read_text("utf-8")
