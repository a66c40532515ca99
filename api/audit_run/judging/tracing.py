"""Filings → their traces, in worker processes, and with them the judgement that holds where a filing shows nothing beside others.

Most filings of an archive have nothing to do with one another, and putting one together from its kept records costs as much as
judging it. So a filing that is put together for its traces is judged there and then, as if it stood alone, under the name that this
judgement has (``judging.key_of``). Once all are compared, ``judging`` finds it under that name, or the filing shows something beside
others, has another name, and is judged with that; the first judgement then goes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from api import work
from api.audit_run.journal import Journal
from api.audit_run.judging import crossing, judging
from api.audit_run.judging.batches import in_workers
from api.audit_run.judging.filed import Filed, digest, essence, filed
from api.audit_run.judging.judging import Asked
from extractor.record import Record

log = logging.getLogger("anze")


@dataclass(frozen=True, slots=True)
class Batch:
    filings: tuple[Filed, ...]
    asked: Asked


Seen = tuple[crossing.Traced, judging.Judged | None]
"""What one look at a filing gives: its traces, and its judgement where it was asked for and did not fail."""


def trace(
    journal: Journal, asked: Asked, workers: int | None, step: Callable[[], None], cluster: work.Cluster | None = None
) -> None:
    """Take the traces of the filings that have none yet, and sort the marks of all. A filing whose traces could not be taken, for
    a defect of ours, is compared with nothing, and that is logged. ``step`` is told of each filing."""
    at_once = cluster is None or asked.anywhere()
    filings = _to_trace(journal, asked, at_once, step)
    for seen in in_workers(filings, lambda some: Batch(some, asked), look_batch, workers, cluster):
        crossing.keep(journal, [traced for traced, _ in seen], step)
        judging.keep(journal, [judged for _, judged in seen if judged is not None])
        journal.pause()
    crossing.sort(journal)


def _to_trace(journal: Journal, asked: Asked, at_once: bool, step: Callable[[], None]) -> Iterator[Filed]:
    day, grounds = None if asked.as_of is None else asked.as_of.isoformat(), asked.said()
    for (number,) in journal.paged("SELECT id FROM filings WHERE id > ? ORDER BY id LIMIT ?"):
        own = essence(journal, number)
        key = digest(["traces", day, own])
        journal.write("UPDATE filings SET digest = ? WHERE id = ?", (key, number))
        if journal.one("SELECT 1 FROM traced WHERE digest = ?", (key,)):
            step()
            continue
        alone = at_once and not judging.neighbours(journal, number)
        yield filed(journal, number, key, alone=judging.key_of(grounds, own) if alone else "")


# --- in a worker -----------------------------------------------------------------------------------------------------


def look_batch(batch: Batch) -> tuple[Seen, ...]:
    """The filings of a batch put together once, for their traces and their judgements."""
    return tuple(_look(one, batch.asked) for one in batch.filings)


def _look(one: Filed, asked: Asked) -> Seen:
    return look(one, asked, one.read())


def look(one: Filed, asked: Asked, records: Sequence[Record]) -> Seen:
    """The traces of a filing and, where it is asked for, its judgement; ``records`` are those of its papers."""
    own = one.assembled(records, asked.as_of)
    traced = crossing.trace(own, one.key)
    if not one.alone:
        return traced, None
    try:
        return traced, judging.judge_filing(one, one.alone, asked, records, own)
    except Exception:  # a defect of ours: it is judged once more in its turn, and fails there before witnesses
        log.exception("%s", one.said)
        return traced, None
