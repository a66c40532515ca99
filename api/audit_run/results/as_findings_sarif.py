"""findings.sarif: SARIF 2.1.0 with fingerprints; what is waived or in the baseline is suppressed, with its reason."""

from __future__ import annotations

from pathlib import Path

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.open_file import OpenFile
from api.audit_run.results.rows import finding_lines
from api.exports.as_sarif import OneRun
from api.settings import ENGINE

NAME = "findings.sarif"


def missing() -> str:
    return ""


class Writer(OpenFile):
    def __init__(self, file: Path, lang: str = "zh") -> None:
        super().__init__(file, lang)
        self._run = OneRun(self.out, ENGINE, lang)

    def add(self, judged: JudgedFiling) -> None:
        for line in finding_lines(judged, self.say):
            self._run.add(line)

    def whole(self) -> None:
        self._run.end()
