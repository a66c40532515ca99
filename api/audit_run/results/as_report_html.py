"""report.html: one page to look at, everything in it: counts, charts, kinds of finding with examples and links to their papers.

The page holds a bounded part of the run, however large that was; the tables have all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, select_autoescape

from api.audit_run.results import Told
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.open_file import OpenFile
from api.audit_run.results.phrases import Phrases
from api.audit_run.results.rows import filing_cells, finding_lines
from api.audit_run.results.summary_rows import VERDICTS, kind_rows
from api.audit_run.results.tallies import Group, Tallies, ranked
from api.exports.columns import Line

NAME = "report.html"
MOST_EXAMPLES = 8
"""Findings shown of one kind."""
MOST_KINDS = 40
MOST_GROUPS = 60
"""Insurers and regions of a table; the workbook has all."""
MOST_BARS = 12
MOST_MONTHS = 36
MOST_UNREAD = 200


def missing() -> str:
    return ""


class Writer(OpenFile):
    def __init__(self, file: Path, lang: str = "zh") -> None:
        super().__init__(file, lang)
        self._tallies = Tallies(self.say)
        self._examples: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
        self._told: Told | None = None

    def add(self, judged: JudgedFiling) -> None:
        cells = filing_cells(judged, self.say)
        self._tallies.add(judged, cells)
        for line in finding_lines(judged, self.say):
            key = (line.finding["type"], line.finding["verdict"], line.finding["severity"])
            examples = self._examples.setdefault(key, [])
            if len(examples) < MOST_EXAMPLES and not line.decision:
                examples.append({**line.cells, "href": _href(line)})

    def end(self, told: Told) -> None:
        self._told = told

    def whole(self) -> None:
        """The page, when all is known."""
        if self._told is None:
            return
        text = _template().render(**_shown(self._tallies, self._told, self.say), kinds=self._kinds())
        self.out.write(text.encode("utf-8", "replace"))

    def _kinds(self) -> list[dict[str, Any]]:
        rows = islice(kind_rows(self._tallies, self.say), MOST_KINDS)
        return [{**row, "examples": self._examples.get(row["key"], [])} for row in rows]


def _href(line: Line) -> str:
    """The paper's address from the page, opened at the finding's page where a browser can."""
    way = line.cells["paper"][0]
    if not way:
        return ""
    at = f"#page={line.cells['page']}" if line.cells["page"] and way.lower().endswith(".pdf") else ""
    return quote(way) + at


def _shown(tallies: Tallies, told: Told, say: Phrases) -> dict[str, Any]:
    counts = told.counts
    insurers, regions = (ranked(groups, tallies.unknown) for groups in (tallies.insurers, tallies.regions))
    return {
        "counts": counts, "say": say,
        "insurers": _table(insurers, say), "regions": _table(regions, say), "more_insurers": max(0, len(insurers) - MOST_GROUPS),
        "more_regions": max(0, len(regions) - MOST_GROUPS), "charts": _charts(tallies, counts, say),
        "unread": list(islice((m for m in told.members() if m["status"] == "failed"), MOST_UNREAD)), "tokens": _tokens(),
        "packs": counts["packs"],
    }  # fmt: skip


def _table(groups: Iterable[tuple[str, Group]], say: Phrases) -> list[dict[str, Any]]:
    return [{"group": name, **group.cells(say)} for name, group in islice(groups, MOST_GROUPS)]


def _charts(tallies: Tallies, counts: Mapping[str, Any], say: Phrases) -> list[tuple[str, Any]]:
    """Headings with their drawings, made on this machine as SVG."""
    from api.charts import Series, bars, stacked

    colours = ("var(--good)", "var(--bad)", "var(--line-strong)")
    series = [Series(code, say.code("verdict", code), colour) for code, colour in zip(VERDICTS, colours, strict=True)]
    months = [
        {"month": name, **group.cells(say)} for name, group in sorted(tallies.months.items()) if name != tallies.unknown
    ]
    types = tallies.all.types.most_common(MOST_BARS)
    kinds = [{"name": say.topic(name), "n": n} for name, n in sorted(types, key=lambda pair: (-pair[1], pair[0]))]
    drawn = [
        ("months", stacked(months[-MOST_MONTHS:], "month", series)),
        ("kinds", bars(kinds, colour="var(--bad)")),
        ("insurers", _returned(tallies.insurers)),
        ("regions", _returned(tallies.regions)),
        ("causes", bars([{"name": say.cause(name), "n": n} for name, n in counts["failed_by_cause"].items()], colour="var(--warn)")),
    ]  # fmt: skip
    return [(say("charts", name), chart) for name, chart in drawn if chart]


def _returned(groups: Mapping[str, Group]) -> Any:
    from api.charts import bars

    worst = sorted(groups.items(), key=lambda pair: (-pair[1].verdicts["returned"], pair[0]))[:MOST_BARS]
    rows = [
        {"name": name, "n": group.verdicts["returned"], "shown": f"{group.verdicts['returned']:,} / {group.filings:,}"}
        for name, group in worst
        if group.verdicts["returned"]
    ]
    return bars(rows)


@cache
def _template() -> Any:
    environment = Environment(
        autoescape=select_autoescape(default=True, default_for_string=True), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["thousands"] = lambda number: f"{number:,}" if isinstance(number, int) else number
    return environment.from_string((files("api.audit_run.results") / "report.html").read_text("utf-8"))


@cache
def _tokens() -> str:
    """The colours of the service's stylesheet, for both lights; its charts are drawn in them."""
    css = (
        files("api") / "web" / "static" / "anze.css"
    )  # without the service itself, which takes as long to load as ten filings
    return css.read_text("utf-8").split("/* --- plain elements")[0]
