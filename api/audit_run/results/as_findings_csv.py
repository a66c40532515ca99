"""findings.csv: a row for each finding, for spreadsheets."""

from __future__ import annotations

from pathlib import Path

from api.audit_run.results import JudgedFiling
from api.audit_run.results.csv_file import CsvFile
from api.audit_run.results.rows import FINDINGS, finding_lines

NAME = "findings.csv"


def missing() -> str:
    return ""


class Writer(CsvFile):
    def __init__(self, file: Path) -> None:
        super().__init__(file, FINDINGS)

    def add(self, judged: JudgedFiling) -> None:
        for line in finding_lines(judged):
            self.put(line.cells)
