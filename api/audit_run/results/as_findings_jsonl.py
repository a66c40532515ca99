"""findings.jsonl: a line for each finding, with its filing and where that lies."""

from __future__ import annotations

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.open_file import OpenFile
from api.records import compact

NAME = "findings.jsonl"


def missing() -> str:
    return ""


class Writer(OpenFile):
    def add(self, judged: JudgedFiling) -> None:
        of = {"filing": judged.report["filing"], "filing_path": judged.report["path"]}
        head = compact.exactly(of)[:-1] + b","
        self.out.write(
            b"".join([head + said[1:] + b"\n" for said in judged.finding_texts])
        )  # as they were written once
