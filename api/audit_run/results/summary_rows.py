"""The counts of a run as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from api.audit_run.results.phrases import Phrases
from api.audit_run.results.tallies import Tallies
from api.exports.columns import FOUND

_PART = "　"
"""Before a line that is part of the one above."""
VERDICTS = ("accepted", "returned", "incomplete")


def summary_rows(counts: Mapping[str, Any], say: Phrases) -> Iterator[tuple[str, int | str]]:
    """Names and counts that add up: indented lines are the parts of the line above. An empty text begins a section."""
    filings, members, papers = counts["filings"], counts["members"], counts["papers"]
    line = partial(say, "summary")
    yield line("filings"), ""
    yield line("filings_all"), filings["all"]
    for verdict in VERDICTS:
        yield _PART + line(verdict), filings[verdict]
    if filings["not_judged"]:
        yield _PART + line("not_judged"), filings["not_judged"]
    for verdict in FOUND:
        yield line(verdict), counts["findings"][verdict]
    yield line("papers"), ""
    yield line("members_all"), members["all"]
    for status in ("read", "failed", "left_out", "duplicate"):
        yield _PART + line(status), members[status]
    yield line("papers_all"), papers["all"]
    yield line("absent"), papers["absent"]
    yield line("archives"), counts["archives"]
    if counts["failed_by_cause"]:
        yield line("causes"), ""
        yield from ((say.cause(cause), n) for cause, n in counts["failed_by_cause"].items())
    yield line("grounds"), ""
    yield line("as_of"), counts["as_of"] or say("said", "own_day")
    yield line("region"), counts["region"] or say("said", "from_papers")
    yield line("packs"), len(counts["packs"])
    for pack in counts["packs"]:
        yield f"{_PART}{pack['name']}", pack["version"]


def kind_rows(tallies: Tallies, say: Phrases) -> Iterator[dict[str, Any]]:
    """Kinds of finding, what is violated first, of that what is grave, then what is frequent: a note is no business of the reader's as
    long as there are errors. ``key`` is the kind's own in ``tallies.findings``."""
    ordered = sorted(tallies.findings.items(), key=lambda pair: (*_grave(pair[0]), -pair[1], pair[0]))
    for (type_, verdict, severity), count in ordered:
        yield {"topic": say.topic(type_), "found": say.code("found", verdict), "severity": say.code("severity", severity),
               "count": count, "type": type_, "key": (type_, verdict, severity)}  # fmt: skip


_SEVERITIES = ("error", "warning", "note")


def _grave(key: tuple[str, str, str]) -> tuple[bool, int]:
    _, verdict, severity = key
    return verdict != "violated", _SEVERITIES.index(severity)
