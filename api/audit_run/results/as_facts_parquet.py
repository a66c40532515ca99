"""facts.parquet: what the papers of a filing say together, fact by fact; ``state`` is known or contradicted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from api.audit_run.results import JudgedFiling
from api.audit_run.results.parquet import TableWriter, missing, number, words

NAME = "facts.parquet"

__all__ = ["NAME", "Writer", "missing"]


class Writer(TableWriter):
    COLUMNS: ClassVar[Mapping[str, str]] = {
        "filing": "string", "filing_path": "string", "about": "string", "subject": "string", "fact": "string", "state": "string",
        "value": "string", "number": "double", "confidence": "double", "papers": "string",
    }  # fmt: skip

    def rows(self, judged: JudgedFiling) -> list[tuple[Any, ...]]:
        of = words(judged.report["filing"]), words(judged.report["path"])
        return [row for subject in judged.facts for row in _rows(of, subject)]


def _rows(of: tuple[str | None, ...], subject: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    head = *of, subject["about"], words(subject["key"])
    for name, said in subject["facts"].items():
        value = said["value"]
        shown = (value, None) if type(value) is str else (words(value), number(value))  # most are words
        yield *head, name, said["state"], *shown, said["confidence"], _papers(said["evidence"])


def _papers(places: Sequence[Mapping[str, Any]]) -> str | None:
    """Whose places these are, each paper once."""
    return places[0]["path"] if len(places) == 1 else words(list(dict.fromkeys([place["path"] for place in places])))
