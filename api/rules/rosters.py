"""The rosters among some papers, read and counted: for the commands that need figures and no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from api import check
from api.settings import Settings
from validators.facts import Facts, Filing


def filings_of(paths: Sequence[Path]) -> Iterator[Filing]:
    """The filings among the paths, read and joined. Raises BadParameter for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"没有 {path}")
    for report, _ in check.judged(paths, Settings(), lambda *_: None):
        yield report.filing


def rosters_of(paths: Sequence[Path]) -> Iterator[Facts]:
    """The facts of each roster among the paths; says so where there is none."""
    found = [subject.facts for filing in filings_of(paths) for subject in filing.of("roster")]
    if not found:
        typer.echo("没有认出应保企业清单", err=True)
    yield from found
