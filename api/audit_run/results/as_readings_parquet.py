"""readings.parquet: every field of every paper, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.parquet import PLACE, TableWriter, missing, number, place, words

NAME = "readings.parquet"

__all__ = ["NAME", "Writer", "missing"]


class Writer(TableWriter):
    COLUMNS: ClassVar[Mapping[str, str]] = {
        "filing": "string", "filing_path": "string", "paper": "string", "sha256": "string", "kind": "string", "field": "string",
        "value": "string", "number": "double", **PLACE, "how": "string", "confidence": "double", "rivals": "int32",
    }  # fmt: skip

    def columns(self, judged: JudgedFiling) -> Iterable[Sequence[Any]]:
        of = words(judged.report["filing"]), words(judged.report["path"])
        return zip(*(
            (
                *of, words(paper["path"]), paper["sha256"], paper["kind"], name, *_value(said["value"]),
                *place(said), said["how"], said["confidence"], len(said["rivals"]),
            )
            for paper in judged.report["documents"]
            for name, said in paper["fields"].items()
        ), strict=True)  # fmt: skip


def _value(value: Any) -> tuple[str | None, float | None]:
    return (value, None) if type(value) is str else (words(value), number(value))  # most are words
