"""audit.xlsx: a workbook for people. Summary first, then by insurer, by region, by kind of finding, filings, findings with
links to their papers, and what became of every member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

from api.audit_run.results import ROWS_FOLDER, Told
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.phrases import Phrases
from api.audit_run.results.rows import filing_cells, finding_lines, member_cells
from api.audit_run.results.summary_rows import VERDICTS, kind_rows, summary_rows
from api.audit_run.results.tallies import Group, Tallies, ranked
from api.exports.as_xlsx import Sheets, begin
from api.settings import ENGINE

NAME = "audit.xlsx"
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into every workbook: the same results are the same bytes."""


def missing() -> str:
    return ""


class Writer:
    """Rows of filings and findings are written as they come; the counts when all have come."""

    def __init__(self, file: Path, lang: str = "zh") -> None:
        self._say = say = Phrases(lang)
        self._folder = TemporaryDirectory(prefix=ROWS_FOLDER, dir=file.parent)
        self._book, self._formats = begin(str(file), self._folder.name, say("said", "book"), ENGINE, CREATED)
        self._summary = self._book.add_worksheet(say("sheets", "summary"))
        self._insurers = self._sheets("insurers")
        self._regions = self._sheets("regions")
        self._kinds = self._sheets("kinds")
        self._filings = self._sheets("filings")
        self._findings = self._sheets("findings")
        self._tallies = Tallies(say)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._book.close()
        finally:
            self._book.fileclosed = True  # nothing is written of a book that was broken off
            self._folder.cleanup()

    def add(self, judged: JudgedFiling) -> None:
        cells = filing_cells(judged, self._say)
        self._tallies.add(judged, cells)
        self._filings.add(cells)
        for line in finding_lines(judged, self._say):
            address, shown = line.cells["paper"]
            self._findings.add({**line.cells, "paper": (_external(address), shown)})

    def end(self, told: Told) -> None:
        self._summarise(told.counts)
        _groups(self._insurers, self._tallies.insurers, self._say)
        _groups(self._regions, self._tallies.regions, self._say)
        for row in kind_rows(self._tallies, self._say):
            self._kinds.add(row)
        members = self._sheets("members")
        for member in told.members():
            members.add(member_cells(member, self._say))
        for sheets in (self._insurers, self._regions, self._kinds, self._filings, self._findings, members):
            sheets.end()

    def _sheets(self, table: str) -> Sheets:
        return Sheets(self._book, self._formats, self._say("sheets", table), self._say.columns(table))

    def _summarise(self, counts: Mapping[str, Any]) -> None:
        sheet = self._summary
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 26)
        sheet.hide_gridlines(2)
        bold = self._formats["head"]
        sheet.write_string(0, 0, self._say("said", "title"), bold)
        sheet.write_string(0, 1, f"anze {counts['engine']}", bold)
        for row, (name, value) in enumerate(summary_rows(counts, self._say), 1):
            if isinstance(value, int):
                sheet.write_number(row, 1, value, self._formats["count"])
                sheet.write_string(row, 0, name)
            else:
                sheet.write_string(row, 0, name, bold if value == "" else None)
                sheet.write_string(row, 1, value)
        sheet.insert_chart("D2", self._doughnut())

    def _doughnut(self) -> Any:
        sheet, title = self._say("sheets", "summary"), self._say("charts", "verdicts")
        first, last = 3, 3 + len(VERDICTS) - 1  # under the title, the head and the sum
        chart = self._book.add_chart({"type": "doughnut"})
        chart.add_series({
            "name": title, "categories": [sheet, first, 0, last, 0], "values": [sheet, first, 1, last, 1],
            "points": [{"fill": {"color": colour}} for colour in ("#1F6A3C", "#A8241C", "#B9B4A8")], "data_labels": {"value": True},
        })  # fmt: skip
        chart.set_title({"name": title, "name_font": {"size": 12}})
        return chart


def _groups(sheets: Sheets, groups: Mapping[str, Group], say: Phrases) -> None:
    for name, group in ranked(groups, say("said", "unknown")):
        sheets.add({"group": name, **group.cells(say)})


def _external(way: str) -> str:
    """A file beside the workbook, as the format links to it; percent signs and hashes of its name are its own."""
    return f"external:{way.replace('%', '%25').replace('#', '%23')}" if way else ""
