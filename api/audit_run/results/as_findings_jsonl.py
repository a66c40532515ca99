"""findings.jsonl: a line for each finding, with its filing and where that lies."""

from __future__ import annotations

import json

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.open_file import OpenFile

NAME = "findings.jsonl"


def missing() -> str:
    return ""


class Writer(OpenFile):
    def add(self, judged: JudgedFiling) -> None:
        of = {"filing": judged.report["filing"], "filing_path": judged.report["path"]}
        head = json.dumps(of, ensure_ascii=False, separators=(",", ":"))[:-1]
        lines = "".join(f"{head},{said[1:]}\n" for said in judged.finding_texts)  # as they were written once
        self.out.write(lines.encode("utf-8", "backslashreplace"))
