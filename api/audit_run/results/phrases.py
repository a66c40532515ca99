"""The words of results for people, in Chinese or English, and the columns of their tables (``phrases.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from api.errors import cause_of
from api.exports.columns import Column
from validators.law.topics import topic_of


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words in one language, "zh" or "en"."""

    lang: str

    def __call__(self, room: str, name: str, **params: object) -> str:
        """A phrase of a section of the table.

        >>> Phrases("en")("page", "more_groups", n=3), Phrases("zh")("sheets", "insurers")
        ('3 more, see audit.xlsx', '按保险机构')
        """
        said: str = _table()[room][name][self.lang]
        return said.format_map(params) if params else said

    def code(self, table: str, code: str) -> str:
        """The words for a code; the code itself where nobody named it."""
        named: Mapping[str, str] | None = _table()["codes"][table].get(code)
        return named[self.lang] if named else code

    def cause(self, code: str) -> str:
        """Why a paper could not be read; in English the code's own words."""
        return cause_of(code) if self.lang == "zh" else code.replace("_", " ")

    def topic(self, type_: str) -> str:
        """What findings of a type are about; in English the type's own words."""
        return topic_of(type_) if self.lang == "zh" else type_.replace("_", " ")

    def columns(self, table: str) -> tuple[Column, ...]:
        """The columns of a table, wide enough for their heads."""
        return _columns(table, self.lang)


@cache
def _columns(table: str, lang: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            key, of[lang], of["width"] if lang == "zh" else max(of["width"], len(of[lang]) + 3), of.get("kind", "text")
        )
        for key, of in _table()["columns"][table].items()
    )


@cache
def _table() -> Mapping[str, Any]:
    text = (files("api.audit_run.results") / "phrases.yaml").read_text("utf-8")
    table: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table
