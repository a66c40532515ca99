"""Kept filings judged again by other packs or on another day, without reading a paper: which flip, why, by which clause.

Each filing is judged twice, as it stood and as asked for; what came out otherwise is told with the old and the new clause side
by side. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import validators
from api import work
from api.check import manifest_of
from api.comparing import Demand, of_finding, pairs
from api.given.pack_files import in_use
from api.kept import BadKept, batches, from_line
from validators.facts import Filing
from validators.finding import Finding, Verdict
from validators.law.judge import judge
from validators.law.pack import Pack
from validators.law.pack_reading import shipped
from validators.report import Report
from validators.report_json import finding_to_json

TOGETHER = 200
"""Filings in one task of a worker process."""
_OPEN = (Verdict.VIOLATED, Verdict.UNDECIDED)


@dataclass(frozen=True, slots=True)
class Asked:
    """By what filings are judged again. ``packs``: files or folders that add to the packs of this package or replace them;
    ``before``: the same for how things stood. ``as_of`` stands in for each filing's day of review."""

    packs: tuple[Path, ...] = ()
    before: tuple[Path, ...] = ()
    as_of: date | None = None
    region: str | None = None
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Turn:
    """One filing: verdicts before and after, and each finding that is new, gone or different, as plain JSON.

    ``changes``: ``[{"what": "gained" | "lost" | "changed", "rule", "type", "subject", "old": side, "new": side}]``; a side is
    the finding as in the report under that law, or None where the rule did not bind. ``problem``: why it could not be judged.
    """

    filing: str
    path: str
    before: str
    after: str
    changes: tuple[Mapping[str, Any], ...] = ()
    problem: str = ""

    @property
    def flipped(self) -> bool:
        return self.before != self.after

    def to_json(self) -> dict[str, Any]:
        out = {"filing": self.filing, "path": self.path, "before": self.before, "after": self.after,
               "flipped": self.flipped, "changes": list(self.changes)}  # fmt: skip
        return {**out, "problem": self.problem} if self.problem else out


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of kept files with their places, and what is asked of them: what crosses to a worker process."""

    lines: tuple[tuple[str, str], ...]
    asked: Asked


def recheck(sources: Sequence[Path], asked: Asked, workers: int | None) -> Iterator[Turn]:
    """A turn for each filing of the kept files, in their order.

    Raises OSError and BadKept for a file that cannot be read on; a line that is damaged is a turn with its problem.
    """
    tasks = (work.Task(lines[0][1], Batch(lines, asked)) for lines in batches(sources, TOGETHER))
    for outcome in work.run(tasks, rejudge, workers=workers):
        if outcome.error is not None or outcome.value is None:
            for _, place in outcome.task.argument.lines:
                yield Turn(place, "", "", "", (), str(outcome.error))
        else:
            yield from outcome.value


def rejudge(batch: Batch) -> tuple[Turn, ...]:
    """The turns of a batch; runs in a worker process."""
    old, new = packs_of(batch.asked.before), packs_of(batch.asked.packs)
    return tuple(_turn(line, place, batch.asked, old, new) for line, place in batch.lines)


@lru_cache(maxsize=4)
def packs_of(own: tuple[Path, ...]) -> tuple[Pack, ...]:
    return in_use(own) if own else shipped()


def _turn(line: str, place: str, asked: Asked, old: Sequence[Pack], new: Sequence[Pack]) -> Turn:
    try:
        kept = from_line(line, place)
    except BadKept as error:
        return Turn(place, "", "", "", (), str(error))
    filing = validators.assemble(kept.records, manifest_of(kept.name or "", kept.manifest), kept.name)
    return turn(filing, kept.path, asked, old, new)


def turn(filing: Filing, path: str, asked: Asked, old: Sequence[Pack], new: Sequence[Pack]) -> Turn:
    """One filing judged as it stood and as asked for."""
    later = validators.reviewed(filing, asked.as_of)
    one, two = judge(filing, old, region=asked.region), judge(later, new, region=asked.region)
    beside = validators.beside_packs(filing, filing.review_date)
    beside_later = (
        beside if later.review_date == filing.review_date else validators.beside_packs(later, later.review_date)
    )
    # What holds is only wanted beside what came or went, and that is a good part of the work.
    types = _moved((*one.open, *beside), (*two.open, *beside_later))
    before = Report(filing, (*one.with_calm_of(types), *beside), one.packs)
    after = Report(later, (*two.with_calm_of(types), *beside_later), two.packs)
    return Turn(filing.filing_id, path, before.verdict, after.verdict, tuple(_changes(before, after, asked.lang)))


def _moved(before: Iterable[Finding], after: Iterable[Finding]) -> frozenset[str]:
    """The types of the open findings that are not the same on both sides."""
    one, two = ({(f.fingerprint, str(_essence(f))): f.type for f in side if _is_open(f)} for side in (before, after))
    return frozenset({**one, **two}[mark] for mark in one.keys() ^ two.keys())


def _changes(before: Report, after: Report, lang: str) -> Iterator[Mapping[str, Any]]:
    for one, two in pairs(_by_demand(before), _by_demand(after)):
        is_open, was_open = _is_open(two), _is_open(one)
        if not (is_open or was_open) or (one is not None and two is not None and _essence(one) == _essence(two)):
            continue
        what = "changed" if is_open and was_open else "gained" if is_open else "lost"
        rule, kind, subject = (two or one).rule, (two or one).type, (two or one).subject  # type: ignore[union-attr]
        yield {"what": what, "rule": rule, "type": kind, "subject": subject,
               "old": _side(one, lang), "new": _side(two, lang)}  # fmt: skip


def _by_demand(report: Report) -> list[tuple[Demand, Finding]]:
    """One finding for each demand, so that the same demand of an old and a new text meet: an open one before one that holds."""
    out: dict[Any, tuple[Demand, Finding]] = {}
    for finding in report.findings:
        demand = of_finding(finding)
        known = out.get(demand.demanded)
        if known is None or (demand.open, finding.applied_on is not None) > (known[0].open, True):
            out[demand.demanded] = demand, finding
    return list(out.values())


def _is_open(finding: Finding | None) -> bool:
    return finding is not None and finding.verdict in _OPEN


def _essence(finding: Finding) -> tuple[Any, ...]:
    return finding.verdict, finding.severity, str(finding.params), finding.citation, finding.why


def _side(finding: Finding | None, lang: str) -> Mapping[str, Any] | None:
    return None if finding is None else finding_to_json(finding, lang)
