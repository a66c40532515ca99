"""What fields and lists there are, by kind of paper, and the words of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from validators.say import word


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or a column of a list. ``repeats`` names the field whose value this one gives under a second name."""

    name: str
    type: str
    zh: str
    en: str
    repeats: str | None = None

    def label(self, lang: str = "zh") -> str:
        return self.zh if lang == "zh" else self.en

    def in_words(self, value: str, lang: str = "zh") -> str:
        """What a code stands for; any other value as it is."""
        said = codes(self.type).get(value)
        return value if said is None else said[lang != "zh"]


@dataclass(frozen=True, slots=True)
class Table:
    """A list on a paper, its columns in reading order."""

    name: str
    zh: str
    en: str
    columns: Mapping[str, Field]

    def label(self, lang: str = "zh") -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Paper:
    """What a kind of paper can say: fields, lists, and the lists or sections that a witness vouches for."""

    kind: str
    fields: Mapping[str, Field]
    tables: Mapping[str, Table]
    witnesses: tuple[str, ...]


def paper(kind: str) -> Paper:
    """The catalogue of one kind; an unknown kind has nothing."""
    return _catalogue()[0].get(kind) or Paper(kind, {}, {}, ())


def called(kind: str, name: str) -> str:
    """What a field or a list of such a paper is called in Chinese; its own name where it has no other.

    >>> called("service_report", "signoff_name"), called("invoice", "buyer"), called("policy", "coverages"), called("policy", "x")
    ('签字人', '付款方', '保险责任明细', 'x')
    """
    if (said := word(name)) != name:
        return said
    of = paper(kind)
    entry = of.fields.get(name) or of.tables.get(name)
    return name if entry is None else entry.label()


def column(kind: str, table: str, name: str) -> Field | None:
    """A column of a list of such a paper; None where it is not one that people read.

    >>> column("policy", "coverages", "per_person").label(), column("policy", "coverages", "x")
    ('每人限额', None)
    """
    known = paper(kind).tables.get(table)
    return None if known is None else known.columns.get(name)


def kinds() -> tuple[str, ...]:
    return tuple(_catalogue()[0])


def codes(type: str) -> Mapping[str, tuple[str, str]]:
    """Code → (Chinese, English) for a type such as ``"code:coverage"``; empty for a type without codes."""
    return _catalogue()[1].get(type.partition(":")[2], {})


@cache
def _catalogue() -> tuple[Mapping[str, Paper], Mapping[str, Mapping[str, tuple[str, str]]]]:
    data = yaml.load((files("api.records") / "fields.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    papers = {
        kind: Paper(kind, _fields(entry["fields"]), _tables(entry["tables"]), tuple(entry["witnesses"]))
        for kind, entry in data["kinds"].items()
    }
    words = {name: {code: (zh, en) for code, (zh, en) in entry.items()} for name, entry in data["codes"].items()}
    return papers, words


def _fields(entries: Mapping[str, list[str]]) -> Mapping[str, Field]:
    return {name: Field(name, *entry) for name, entry in entries.items()}


def _tables(entries: Mapping[str, Any]) -> Mapping[str, Table]:
    return {
        name: Table(name, zh=entry["label"][0], en=entry["label"][1], columns=_fields(entry["columns"]))
        for name, entry in entries.items()
    }
