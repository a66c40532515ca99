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
        return [row for about, key, said in judged.facts for row in _rows((*of, about, words(key)), said)]


def _rows(head: tuple[str | None, ...], said: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    for name, state, value, confidence, papers in said:
        shown = (value, None) if type(value) is str else (words(value), number(value))  # most are words
        yield *head, name, state, *shown, confidence, papers[0] if len(papers) == 1 else words(papers)
