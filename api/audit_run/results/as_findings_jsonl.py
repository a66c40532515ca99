"""findings.jsonl: a line for each finding, with its filing and where that lies."""

from __future__ import annotations

import json

from api.audit_run.results import JudgedFiling
from api.audit_run.results.open_file import OpenFile

NAME = "findings.jsonl"


def missing() -> str:
    return ""


class Writer(OpenFile):
    def add(self, judged: JudgedFiling) -> None:
        of = {"filing": judged.report["filing"], "filing_path": judged.report["path"]}
        for finding in judged.report["findings"]:
            line = json.dumps({**of, **finding}, ensure_ascii=False, separators=(",", ":"))
            self.out.write(line.encode("utf-8", "backslashreplace") + b"\n")
