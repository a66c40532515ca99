"""The filings of an audit judged again by other packs or on another day, from its journal: no paper is read.

Filings that the change cannot touch are proven so by their bearings (``bearing``) and only counted; the others are put together
from their kept records and judged twice, in worker processes, as ``api.recheck`` does with kept files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api import work
from api.audit_run import bearing
from api.audit_run.batches import batched
from api.audit_run.filed import Filed, filed
from api.audit_run.journal import FILE, BadJournal, Journal
from api.audit_run.judging import neighbours
from api.kept import BadKept
from api.recheck import Asked, Turn, packs_of, turn
from validators import archive


@dataclass(frozen=True, slots=True)
class Proven:
    """So many filings that the change cannot touch."""

    number: int


@dataclass(frozen=True, slots=True)
class Again:
    """A filing to be judged again, and the verdict that findings beside the packs leave it at best."""

    filed: Filed
    beside: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What crosses to a worker. ``stood``: the day of review that the run was given."""

    filings: tuple[Again, ...]
    asked: Asked
    stood: date | None


def is_result(path: Path) -> bool:
    """Whether that is the folder of an audit."""
    return (path / FILE).is_file()


def recheck(folders: Sequence[Path], asked: Asked, workers: int | None, *, prove: bool = True) -> Iterator[Turn | Proven]:  # fmt: skip
    """A turn for each filing that may come out otherwise, in no certain order of filings proven between. ``prove`` False judges all.

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
    _, as_of, region, *_ = journal.get("asked")["judging"]
    asked = replace(asked, region=asked.region or region)
    stood = date.fromisoformat(as_of) if as_of else None
    sifted = _Sifted(journal, asked, stood, prove)
    tasks = (
        work.Task(batch[0].filed.path, Batch(batch, asked, stood))
        for batch in batched(sifted.to_judge(), lambda again: again.filed.size)
    )
    for outcome in work.run(tasks, rejudge, workers=workers):
        if outcome.error is not None or outcome.value is None:
            for again in outcome.task.argument.filings:
                yield Turn(again.filed.name or again.filed.path, again.filed.path, "", "", (), str(outcome.error))
        else:
            yield from outcome.value
    yield Proven(sifted.proven)


class _Sifted:
    """The filings of a journal, those apart that the change cannot touch."""

    def __init__(self, journal: Journal, asked: Asked, stood: date | None, prove: bool) -> None:
        self._journal = journal
        # Another day of review changes facts, which no bearing can tell.
        able = prove and (asked.as_of is None or asked.as_of == stood)
        self._proof = bearing.Proof(packs_of(asked.before), packs_of(asked.packs), asked.region) if able else None
        self.proven = 0

    def to_judge(self) -> Iterator[Again]:
        sql = (
            "SELECT filings.id, said FROM filings LEFT JOIN bearings ON bearings.judged = filings.judged "
            "WHERE filings.id > ? ORDER BY filings.id LIMIT ?"
        )
        for number, said in self._journal.paged(sql):
            known = None if said is None else json.loads(said)
            if self._proof is not None and known is not None and self._proof.unchanged(known):
                self.proven += 1
                continue
            one = filed(self._journal, number, "", neighbours(self._journal, number))
            yield Again(one, known["beside"] if known else "")


def rejudge(batch: Batch) -> tuple[Turn, ...]:
    """The turns of a batch; runs in a worker process."""
    return tuple(_turn(again, batch.asked, batch.stood) for again in batch.filings)


def _turn(again: Again, asked: Asked, stood: date | None) -> Turn:
    own = again.filed.assembled(again.filed.read(), stood)
    coded = [other.assembled(other.read(), stood) for other in again.filed.same_code]
    if coded:
        own = archive.linked([own, *coded])[0]
    made = turn(own, again.filed.path, asked, packs_of(asked.before), packs_of(asked.packs))
    verdicts = (bearing.at_best(verdict, again.beside) for verdict in (made.before, made.after))
    return replace(made, before=next(verdicts), after=next(verdicts))
