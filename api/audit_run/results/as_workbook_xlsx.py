"""audit.xlsx: a workbook for people. Summary first, then by insurer, by region, by kind of finding, filings, findings with
links to their papers, and what became of every member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

from api.audit_run.results import JudgedFiling, Told
from api.audit_run.results.rows import FILINGS, FINDINGS, MEMBERS, filing_cells, finding_lines, member_cells
from api.audit_run.results.summary_rows import KINDS, kind_rows, summary_rows
from api.audit_run.results.tallies import GROUP, Group, Tallies, ranked
from api.exports.as_xlsx import Sheets, begin
from api.exports.columns import Column
from api.settings import ENGINE

NAME = "audit.xlsx"
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into every workbook: the same results are the same bytes."""


def missing() -> str:
    return ""


class Writer:
    """Rows of filings and findings are written as they come; the counts when all have come."""

    def __init__(self, file: Path) -> None:
        self._folder = TemporaryDirectory(prefix=".xlsx-", dir=file.parent)
        self._book, self._formats = begin(str(file), self._folder.name, "审查结果", ENGINE, CREATED)
        self._summary = self._book.add_worksheet("摘要")
        self._insurers = self._sheets("按保险机构", (Column("group", "保险机构", 40), *GROUP))
        self._regions = self._sheets("按地区", (Column("group", "地区", 40), *GROUP))
        self._kinds = self._sheets("按问题种类", KINDS)
        self._filings = self._sheets("案卷", FILINGS)
        self._findings = self._sheets("问题", FINDINGS)
        self._tallies = Tallies()

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
        cells = filing_cells(judged)
        self._tallies.add(judged, cells)
        self._filings.add(cells)
        for line in finding_lines(judged):
            address, shown = line.cells["paper"]
            self._findings.add({**line.cells, "paper": (_external(address), shown)})

    def end(self, told: Told) -> None:
        self._summarise(told.counts)
        _groups(self._insurers, self._tallies.insurers)
        _groups(self._regions, self._tallies.regions)
        for row in kind_rows(self._tallies):
            self._kinds.add(row)
        members = self._sheets("材料", MEMBERS)
        for member in told.members():
            members.add(member_cells(member))
        for sheets in (self._insurers, self._regions, self._kinds, self._filings, self._findings, members):
            sheets.end()

    def _sheets(self, title: str, columns: tuple[Column, ...]) -> Sheets:
        return Sheets(self._book, self._formats, title, columns)

    def _summarise(self, counts: Mapping[str, Any]) -> None:
        sheet = self._summary
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 26)
        sheet.hide_gridlines(2)
        bold = self._formats["head"]
        sheet.write_string(0, 0, "安责险材料审查结果", bold)
        sheet.write_string(0, 1, f"anze {counts['engine']}", bold)
        verdicts = 0
        for row, (name, value) in enumerate(summary_rows(counts), 1):
            verdicts = row if name == "　通过" else verdicts
            if isinstance(value, int):
                sheet.write_number(row, 1, value, self._formats["count"])
                sheet.write_string(row, 0, name)
            else:
                sheet.write_string(row, 0, name, bold if value == "" else None)
                sheet.write_string(row, 1, value)
        sheet.insert_chart("D2", self._doughnut(verdicts))

    def _doughnut(self, first: int) -> Any:
        chart = self._book.add_chart({"type": "doughnut"})
        chart.add_series({
            "name": "案卷结论", "categories": ["摘要", first, 0, first + 2, 0], "values": ["摘要", first, 1, first + 2, 1],
            "points": [{"fill": {"color": colour}} for colour in ("#1F6A3C", "#A8241C", "#B9B4A8")], "data_labels": {"value": True},
        })  # fmt: skip
        chart.set_title({"name": "案卷结论", "name_font": {"size": 12}})
        return chart


def _groups(sheets: Sheets, groups: Mapping[str, Group]) -> None:
    for name, group in ranked(groups):
        sheets.add({"group": name, **group.cells()})


def _external(way: str) -> str:
    """A file beside the workbook, as the format links to it; percent signs and hashes of its name are its own."""
    return f"external:{way.replace('%', '%25').replace('#', '%23')}" if way else ""
