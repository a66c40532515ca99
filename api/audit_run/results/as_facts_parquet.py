"""facts.parquet: what the papers of a filing say together, fact by fact; ``state`` is known or contradicted."""

from __future__ import annotations

from collections.abc import Mapping
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
        return [
            (
                *of, subject["about"], words(subject["key"]), name, said["state"], words(said["value"]), number(said["value"]),
                said["confidence"], words(list(dict.fromkeys([place["path"] for place in said["evidence"]]))),
            )
            for subject in judged.facts
            for name, said in subject["facts"].items()
        ]  # fmt: skip
