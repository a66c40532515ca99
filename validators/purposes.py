"""What money from the prevention fee was spent on, by the words of a ledger's line (``purposes.yaml``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SERVICE, OTHER = "service", "other"
"""The groups: prevention service, and what is none whoever is paid."""


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load((files("validators") / "purposes.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return found


@cache
def codes(group: str) -> tuple[str, ...]:
    """The codes of a group, in the order in which words are looked for."""
    return tuple(entry["code"] for entry in _table()[group])


def name_of(code: str) -> str:
    """A code's Chinese name; the code itself where it has none."""
    entries = (entry for group in (SERVICE, OTHER) for entry in _table()[group])
    return next((str(entry["zh"]) for entry in entries if entry["code"] == code), code)


def parse(text: str) -> str | None:
    """The code of what the words say was paid for; None where they tell nothing, or of both groups.

    >>> parse("上门隐患排查"), parse("印制安全宣传资料"), parse("客户招待费")
    ('inspection', 'training', 'hospitality')
    >>> parse("培训礼品"), parse("其他"), parse("")
    (None, None, None)
    """
    said = "".join(unicodedata.normalize("NFKC", text).split())
    for phrase in _table()["not"]:
        said = said.replace(phrase, "")
    found = {group: _first(said, group) for group in (SERVICE, OTHER)}
    told = [code for code in found.values() if code is not None]
    return told[0] if len(told) == 1 else None


def _first(said: str, group: str) -> str | None:
    return next((e["code"] for e in _table()[group] if any(word in said for word in e["words"])), None)
