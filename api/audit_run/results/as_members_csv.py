"""members.csv: what became of every member, for spreadsheets."""

from __future__ import annotations

from api.audit_run.results import Told
from api.audit_run.results.csv_file import CsvFile
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.rows import member_cells

NAME = "members.csv"


def missing() -> str:
    return ""


class Writer(CsvFile):
    TABLE = "members"

    def add(self, judged: JudgedFiling) -> None:
        """Members come at the end."""

    def end(self, told: Told) -> None:
        for member in told.members():
            self.put(member_cells(member, self.say))
