"""The filings of an audit judged again by other packs or on another day, from its journal: no paper is read.

Worker processes take stretches of the journal. Filings of which no finding comes, goes or changes are proven to be so by their kept
facts (``same_outcomes``), or where a journal has none by their bearings (``bearing``), and only counted; the others are put together
from their kept records and judged twice, as ``api.recheck`` does with kept files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from api import work
from api.audit_run.journal import FILE, BadJournal, Journal
from api.audit_run.judging import bearing
from api.audit_run.judging.filed import filed
from api.audit_run.judging.judging import neighbours
from api.audit_run.judging.same_outcomes import SameOutcomes
from api.kept import BadKept
from api.recheck import Asked, Turn, packs_of, turn
from api.settings import ENGINE
from validators import archive
from validators.law.pack import Pack

TOGETHER = 500
"""Filings in one task of a worker process."""
SECONDS = 600.0
"""Wall-clock time for a task; a filing that is judged takes milliseconds."""


@dataclass(frozen=True, slots=True)
class Proven:
    """So many filings that come out as before."""

    number: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Filings of a journal by their numbers, the last not among them. ``stood``: the day of review that the run was given; ``prove``: whether
    what is proven need not be judged."""

    journal: Path
    first: int
    end: int
    asked: Asked
    stood: date | None
    prove: bool


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What came of a stretch."""

    proven: int
    turns: tuple[Turn, ...]


def is_result(path: Path) -> bool:
    """Whether that is the folder of an audit."""
    return (path / FILE).is_file()


def recheck(folders: Sequence[Path], asked: Asked, workers: int | None, *, prove: bool = True) -> Iterator[Turn | Proven]:  # fmt: skip
    """A turn for each filing that may come out otherwise, in the order of the results, and how many are proven not to. ``prove`` False
    judges all.

    Raises BadKept for a folder without a run that came to its end.
    """
    for folder in folders:
        try:
            journal = Journal(folder / FILE)
        except BadJournal as error:
            raise BadKept(str(error)) from None
        with closing(journal):
            if not journal.get("finished"):
                raise BadKept(f"{folder} 里的任务还没有做完：先再运行一次 anze audit")
            yield from _of_one(journal, asked, workers, prove)


def _of_one(journal: Journal, asked: Asked, workers: int | None, prove: bool) -> Iterator[Turn | Proven]:
    known = journal.get("asked")
    _, as_of, region, *_ = known["judging"]
    asked = replace(asked, region=asked.region or region)
    stood = date.fromisoformat(as_of) if as_of else None
    # Another day of review changes facts, which nothing that is kept can tell, and another program may join them otherwise.
    able = prove and (asked.as_of is None or asked.as_of == stood) and known["engine"] == ENGINE
    last = int(journal.one("SELECT max(id) FROM filings") or 0)
    every = (
        Stretch(journal.file, first, min(first + TOGETHER, last + 1), asked, stood, able)
        for first in range(1, last + 1, TOGETHER)
    )
    number = 0
    tasks = (work.Task(f"{stretch.first}", stretch) for stretch in every)
    for outcome in work.run(tasks, rejudge, workers=workers, timeout_s=SECONDS):
        done = outcome.value or _in_halves(journal, outcome.task.argument, str(outcome.error), workers)
        number += done.proven
        yield from done.turns
    yield Proven(number)


def _in_halves(journal: Journal, stretch: Stretch, problem: str, workers: int | None) -> Rechecked:
    """A stretch that could not be done, in smaller ones, until it is known which filing is to blame."""
    if stretch.end - stretch.first == 1:
        sql = "SELECT coalesce(name, filings.path), filings.path FROM filings JOIN parcels ON parcels.id = parcel WHERE filings.id = ?"
        name, path = journal.rows(sql, (stretch.first,))[0]
        return Rechecked(0, (Turn(name, path, "", "", (), problem),))
    middle = (stretch.first + stretch.end) // 2
    halves = replace(stretch, end=middle), replace(stretch, first=middle)
    number = 0
    turns: tuple[Turn, ...] = ()
    for outcome in work.run([work.Task("", half) for half in halves], rejudge, workers=workers, timeout_s=SECONDS):
        done = outcome.value or _in_halves(journal, outcome.task.argument, str(outcome.error), workers)
        number += done.proven
        turns += done.turns
    return Rechecked(number, turns)


# --- in a worker -----------------------------------------------------------------------------------------------------


def rejudge(stretch: Stretch) -> Rechecked:
    """What of a stretch is proven, and the turns of the rest."""
    before, after = packs_of(stretch.asked.before), packs_of(stretch.asked.packs)
    proofs = _proofs(before, after, stretch.asked.region)
    number = 0
    turns = []
    with closing(Journal(stretch.journal, only_look=True)) as journal:
        for filing, facts in journal.rows(_KEPT, (stretch.first, stretch.end)):
            if facts is not None and stretch.prove and proofs.outcomes.unchanged(facts):
                number += 1
                continue
            known = _bearing(journal, filing)
            if facts is None and stretch.prove and known is not None and proofs.bearings.unchanged(known):
                number += 1
            else:
                turns.append(_turn(journal, filing, known["beside"] if known else "", stretch))
    return Rechecked(number, tuple(turns))


_KEPT = (
    "SELECT filings.id, facts FROM filings LEFT JOIN kept_facts ON kept_facts.judged = filings.judged "
    "WHERE filings.id >= ? AND filings.id < ? ORDER BY filings.id"
)


def _bearing(journal: Journal, filing: int) -> Mapping[str, Any] | None:
    sql = "SELECT said FROM filings JOIN bearings ON bearings.judged = filings.judged WHERE filings.id = ?"
    said = journal.one(sql, (filing,))
    return None if said is None else cast(Mapping[str, Any], json.loads(said))


@dataclass(frozen=True, slots=True)
class _Proofs:
    """What proves, for two sets of packs; kept from stretch to stretch, with all that it has learnt."""

    before: Sequence[Pack]
    after: Sequence[Pack]
    region: str | None
    bearings: bearing.Proof
    outcomes: SameOutcomes


_LAST: list[_Proofs] = []


def _proofs(before: Sequence[Pack], after: Sequence[Pack], region: str | None) -> _Proofs:
    """Those of the last stretch, where it was of these very packs."""
    last = _LAST[0] if _LAST else None
    if last is None or not (last.before is before and last.after is after and last.region == region):
        made = bearing.Proof(before, after, region), SameOutcomes(before, after, region)
        last = _Proofs(before, after, region, *made)
        _LAST[:] = [last]
    return last


def _turn(journal: Journal, number: int, beside: str, stretch: Stretch) -> Turn:
    one = filed(journal, number, "", neighbours(journal, number))
    own = one.assembled(one.read(), stretch.stood)
    coded = [other.assembled(other.read(), stretch.stood) for other in one.same_code]
    if coded:
        own = archive.linked([own, *coded])[0]
    asked = stretch.asked
    made = turn(own, one.path, asked, packs_of(asked.before), packs_of(asked.packs))
    verdicts = (bearing.at_best(verdict, beside) for verdict in (made.before, made.after))
    return replace(made, before=next(verdicts), after=next(verdicts))
