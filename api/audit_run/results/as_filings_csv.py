"""filings.csv: a row for each filing, for spreadsheets."""

from __future__ import annotations

from api.audit_run.results.csv_file import CsvFile
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.rows import filing_cells

NAME = "filings.csv"


def missing() -> str:
    return ""


class Writer(CsvFile):
    TABLE = "filings"

    def add(self, judged: JudgedFiling) -> None:
        self.put(filing_cells(judged, self.say))
