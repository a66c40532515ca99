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

    def rows(self, judged: JudgedFiling) -> list[dict[str, Any]]:
        of = {"filing": words(judged.report["filing"]), "filing_path": words(judged.report["path"])}
        return [
            {
                **of, "about": subject["about"], "subject": words(subject["key"]), "fact": name, "state": said["state"],
                "value": words(said["value"]), "number": number(said["value"]), "confidence": said["confidence"],
                "papers": words(list(dict.fromkeys(place["path"] for place in said["evidence"]))),
            }
            for subject in judged.facts
            for name, said in subject["facts"].items()
        ]  # fmt: skip
