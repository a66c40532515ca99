"""facts.parquet: what the papers of a filing say together, fact by fact; ``state`` is known or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.parquet import TableWriter, missing, number, words

NAME = "facts.parquet"

__all__ = ["NAME", "Writer", "missing"]


class Writer(TableWriter):
    COLUMNS: ClassVar[Mapping[str, str]] = {
        "filing": "string", "filing_path": "string", "about": "string", "subject": "string", "fact": "string", "state": "string",
        "value": "string", "number": "double", "confidence": "double", "papers": "string",
    }  # fmt: skip

    def columns(self, judged: JudgedFiling) -> Iterable[Sequence[Any]]:
        rows = [row for _, _, said in judged.facts for row in said]
        if not rows:
            return ()
        names, states, values, confidences, papers = zip(*rows, strict=True)
        abouts: list[str] = []
        subjects: list[str | None] = []
        for about, key, said in judged.facts:
            abouts += [about] * len(said)
            subjects += [words(key)] * len(said)
        return (
            [words(judged.report["filing"])] * len(rows), [words(judged.report["path"])] * len(rows), abouts, subjects, names, states,
            [value if type(value) is str else words(value) for value in values],  # most are words
            [None if type(value) is str else number(value) for value in values], confidences,
            [found[0] if len(found) == 1 else words(found) for found in papers],
        )  # fmt: skip
