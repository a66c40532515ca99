"""Filings to worker processes, so many at a time; where a batch fails each of its filings alone, so that one defect of ours costs
one filing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from api import work
from api.audit_run.judging.filed import Filed

BYTES = 256 * 1024
"""Compressed records in one task of a worker."""
MOST = 50
"""Filings in one task at most."""
WINDOW = 4
"""Tasks per worker that are under way at a time."""
SECONDS = 600.0
"""Wall-clock time for a batch; a filing takes milliseconds."""

log = logging.getLogger("anze")
T = TypeVar("T")
V = TypeVar("V")


class Batch(Protocol):
    """What crosses to a worker: filings, and what is asked of them."""

    @property
    def filings(self) -> tuple[Filed, ...]: ...


B = TypeVar("B", bound=Batch)


def batched(filings: Iterable[T], size: Callable[[T], int]) -> Iterator[tuple[T, ...]]:
    """Filings together, as many as make a task; ``size``: the bytes of records that one carries.

    >>> [len(batch) for batch in batched([200_000, 100_000, 1], int)]
    [2, 1]
    """
    batch: list[T] = []
    held = 0
    for one in filings:
        batch.append(one)
        held += size(one)
        if held > BYTES or len(batch) >= MOST:
            yield tuple(batch)
            batch, held = [], 0
    if batch:
        yield tuple(batch)


def in_workers(
    filings: Iterable[Filed],
    asked: Callable[[tuple[Filed, ...]], B],
    function: Callable[[B], Sequence[V]],
    workers: int | None,
    cluster: work.Cluster | None = None,
) -> Iterator[Sequence[V]]:
    """What ``function`` makes of batches that ``asked`` makes of filings, as it comes. A filing that it fails at even alone gives
    nothing, and that is logged."""
    tasks = (work.Task(batch[0].path, asked(batch)) for batch in batched(filings, lambda one: one.size))
    for outcome in work.run(
        tasks, function, workers=workers, timeout_s=SECONDS, window=WINDOW, in_order=False, cluster=cluster
    ):  # fmt: skip
        if outcome.value is not None:
            yield outcome.value
            continue
        log.error("%s: %s %s", outcome.task.key, outcome.error, outcome.trace)
        alone = [work.Task(one.said, asked((one,))) for one in outcome.task.argument.filings]
        for again in work.run(alone, function, workers=0 if workers == 0 else 1, timeout_s=SECONDS):
            if again.value is not None:
                yield again.value
            else:
                log.error("%s: %s %s", again.task.key, again.error, again.trace)
