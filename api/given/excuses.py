"""What a run of ``anze check`` does with waivers and a baseline: which findings no longer count, and what is told at the end.

The files are read before any paper is, so that a mistake in them costs nothing; the new baseline is written when all is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.beside import filling, unreadable
from validators import baseline, waivers
from validators.baseline import Baseline, BaselineError
from validators.days import BEIJING
from validators.finding import Finding
from validators.law.pack import PackError
from validators.report import Report
from validators.waivers import Waiver

WaiversOption = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="FILE", help="豁免文件（YAML）：有理由、有依据、有期限的发现不再计入结论"),
]
_STATE = {
    "zh": {"expired": "已过期（{}），不再生效", "unused": "没有对应的发现，可以删去"},
    "en": {"expired": "has expired ({}) and no longer counts", "unused": "answers to no finding and may go"},
}


class Excuses:
    """The waivers and the baseline of one run.

    ``day`` is the day that waivers must still stand on. ``known`` None: no baseline was given. ``remember``: one will be
    written; a run without any keeps no finding. Reports are passed through ``lay_over``; ``news`` are the lines to tell at
    the end.
    """

    def __init__(
        self, given: Sequence[Waiver] = (), known: Baseline | None = None, *, day: date, remember: bool = False
    ) -> None:
        self._waivers, self._known, self._day = tuple(given), known, day
        self._remember = remember or known is not None
        self._used: set[Waiver] = set()
        self._judged: dict[str, tuple[Finding, ...]] = {}

    def lay_over(self, report: Report) -> Report:
        """The report with the findings that are waived or known excused."""
        filing_id = report.filing.filing_id
        if self._remember:
            self._judged[filing_id] = (*self._judged.get(filing_id, ()), *report.shown())
        if self._known is not None:
            report = report.excusing({mark: {"by": "baseline"} for mark in self._known.of(filing_id)})
        covering = waivers.excused(filing_id, report.findings, self._waivers, self._day)
        self._used.update(covering.values())
        return report.excusing({mark: waiver.to_json() for mark, waiver in covering.items()})

    def news(self, lang: str = "zh") -> Iterator[str]:
        """A line for each waiver that is expired or that nothing answers to, and one for stale entries of the baseline."""
        for told in waivers.told(self._waivers, self._used, self._day):
            if told.state != "used":
                yield waiver_line(told, lang)
        known = self._known or Baseline({})
        stale = sum(len(known.stale(filing_id, found)) for filing_id, found in self._judged.items())
        if stale:
            yield stale_line(stale, lang)

    def write(self, target: Path, *, everything: bool) -> None:
        """The baseline for next time: all that this run shows, or the old one less what is gone. Whole or not at all."""
        if everything:
            made = baseline.of_findings(self._judged)
        else:
            made = (self._known or Baseline({})).pruned(self._judged)
        with filling(target) as part:
            part.write_text(baseline.dumps(made), "utf-8")


def waiver_line(told: waivers.Told, lang: str = "zh") -> str:
    """What became of a waiver that excuses nothing."""
    waiver = told.waiver
    said = _STATE[lang][told.state].format(waiver.expires)
    return f"{waiver.file}:{waiver.line}: {waiver.filing} {waiver.rule} {said}"


def stale_line(count: int, lang: str = "zh") -> str:
    """How many entries of a baseline the papers do not show any more."""
    if lang == "zh":
        return f"基线里有{count}项已不再出现，用 --update-baseline 删去"
    return f"{count} entries of the baseline are gone from the papers; --update-baseline drops them"


def excuses_of(waived: Path | None, known: Path | None = None, *, day: date | None, remember: bool = False) -> Excuses:
    """The files of ``--waivers`` and ``--baseline``; ``day`` None is today. Raises typer.BadParameter for a mistake in them."""
    try:
        given = waivers.parse(waived.read_text("utf-8"), str(waived)) if waived else ()
        before = baseline.loads(known.read_text("utf-8")) if known else None
    except (PackError, BaselineError) as error:
        raise typer.BadParameter(str(error) if isinstance(error, PackError) else f"{known}：{error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(unreadable(waived or known, error)) from None
    return Excuses(given, before, day=day or datetime.now(BEIJING).date(), remember=remember)
