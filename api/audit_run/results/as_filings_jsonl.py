"""filings.jsonl: the line of docs/report.md for each filing, as ``anze check --format jsonl`` prints it."""

from __future__ import annotations

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.open_file import OpenFile

NAME = "filings.jsonl"


def missing() -> str:
    return ""


class Writer(OpenFile):
    def add(self, judged: JudgedFiling) -> None:
        self.out.write(judged.line + b"\n")
