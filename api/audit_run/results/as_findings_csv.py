"""findings.csv: a row for each finding, for spreadsheets."""

from __future__ import annotations

from api.audit_run.results.csv_file import CsvFile
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.rows import finding_lines

NAME = "findings.csv"


def missing() -> str:
    return ""


class Writer(CsvFile):
    TABLE = "findings"

    def add(self, judged: JudgedFiling) -> None:
        for line in finding_lines(judged, self.say):
            self.put(line.cells)
