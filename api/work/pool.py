"""Many tasks at once: outcomes in the order of the tasks, or as they come. Everything runs in the caller's thread, inside
the generator's ``next``."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from api.work.cluster import Cluster, spread
from api.work.crew import MEMORY_BYTES, TIMEOUT_S, Crew, pickled
from api.work.tasks import Outcome, Task
from extractor.errors import Crashed, OutOfMemory, PaperError

WINDOW = 64
"""Tasks per worker that may be under way or finished ahead of the one whose turn it is; bounds memory."""

A = TypeVar("A")
V = TypeVar("V")


def run(
    tasks: Iterable[Task[A]],
    function: Callable[[A], V],
    *,
    workers: int | None = None,
    timeout_s: float = TIMEOUT_S,
    memory_bytes: int = MEMORY_BYTES,
    window: int = WINDOW,
    in_order: bool = True,
    full: Callable[[], bool] | None = None,
    cluster: Cluster | None = None,
) -> Iterator[Outcome[A, V]]:
    """Do all tasks in worker processes; yield their outcomes in the tasks' order, as soon as that allows.

    ``function`` is a function of one argument in an importable module (not in ``__main__``) that returns something
    small and picklable, or raises a ``PaperError``. A task that takes longer than ``timeout_s``, passes
    ``memory_bytes`` (0 for no bound) or ends its process yields ``TimedOut``, ``OutOfMemory`` or ``Crashed``, and no
    other task notices. ``workers`` defaults to the processors at hand; 0 does everything in this process without any
    bound, for tests. Closing the generator or interrupting it ends all workers and what they started.

    ``window`` is how many tasks per worker are taken ahead. Without ``in_order`` outcomes come as they finish. While
    ``full()`` says so no task is taken as long as others are under way: for callers whose tasks occupy a disk.

    With ``cluster`` the processes are those of its machines, one task at a time where ``window`` is 1; outcomes come as they
    finish, and ``ClusterLost`` is raised where it is not there.
    """
    if cluster is not None:
        bounds = {"timeout_s": timeout_s, "memory_bytes": memory_bytes, "alone": window == 1}
        yield from spread(cluster, tasks, function, full=full or (lambda: False), **bounds)  # type: ignore[arg-type]
        return
    if workers == 0:
        yield from _here(tasks, function)
        return
    crew: Crew[A, V] = Crew(function, timeout_s=timeout_s, memory_bytes=memory_bytes, workers=workers, ahead=True)
    try:
        yield from _spread(crew, iter(tasks), window, in_order, full or (lambda: False))
    finally:
        crew.end()


def _spread(
    crew: Crew[A, V], tasks: Iterator[Task[A]], window: int, in_order: bool, full: Callable[[], bool]
) -> Iterator[Outcome[A, V]]:
    given = taken = 0
    upcoming = _next(tasks)
    while upcoming is not None or given < taken:
        while upcoming is not None and taken < given + window * crew.most and not (given < taken and full()):
            task, argument = upcoming
            worker = crew.place(len(argument))
            if worker is None:
                break
            crew.send(worker, taken, task, argument)
            taken += 1
            upcoming = _next(tasks)
        for number in _ready(crew, given, in_order):
            given += 1
            yield crew.take(number)
        if given < taken:
            crew.listen()


def _ready(crew: Crew[A, V], turn: int, in_order: bool) -> Iterator[int]:
    """The numbers of the outcomes that may be given out now; in order these begin with ``turn``."""
    if not in_order:
        yield from sorted(crew.done)
        return
    while turn in crew.done:
        yield turn
        turn += 1


def _next(tasks: Iterator[Task[A]]) -> tuple[Task[A], bytes] | None:
    task = next(tasks, None)
    return None if task is None else (task, pickled(task))


def _here(tasks: Iterable[Task[A]], function: Callable[[A], V]) -> Iterator[Outcome[A, V]]:
    for task in tasks:
        began = time.monotonic()
        value, error, trace = None, None, ""
        try:
            value = function(task.argument)
        except PaperError as problem:
            error = problem
        except MemoryError:
            error = OutOfMemory()
        except Exception as defect:
            error, trace = Crashed(f"内部错误{type(defect).__name__}"), traceback.format_exc()
        yield Outcome(task, value, error, trace, time.monotonic() - began)
