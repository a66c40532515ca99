"""findings.parquet: every finding with its clause, its department and its first place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.parquet import PLACE, TableWriter, missing, place, words

NAME = "findings.parquet"

__all__ = ["NAME", "Writer", "missing"]


class Writer(TableWriter):
    COLUMNS: ClassVar[Mapping[str, str]] = {
        "filing": "string", "filing_path": "string", "filing_verdict": "string", "as_of": "string", "rule": "string", "type": "string",
        "verdict": "string", "severity": "string", "bound": "string", "summary": "string", "message": "string", "params": "string",
        "document": "string", "article": "string", "department": "string", "fingerprint": "string", "places": "int32",
        "paper": "string", "field": "string", **PLACE,
    }  # fmt: skip

    def columns(self, judged: JudgedFiling) -> Iterable[Sequence[Any]]:
        report = judged.report
        of = words(report["filing"]), words(report["path"]), report["verdict"], report["as_of"]
        return zip(*((*of, *_row(finding)) for finding in report["findings"]), strict=True)


def _row(finding: dict[str, Any]) -> tuple[Any, ...]:
    """From ``rule`` on."""
    places = finding["evidence"]
    first = places[0] if places else {}
    said = [
        words(finding[name])
        for name in ("rule", "type", "verdict", "severity", "bound", "summary", "message", "params")
    ]
    return (
        *said, words(finding["citation"]["document"]), words(finding["citation"]["article"]),
        words(finding.get("department", {}).get("name")), words(finding["fingerprint"]), len(places),
        words(first.get("path")), first.get("field"), *place(first),
    )  # fmt: skip
