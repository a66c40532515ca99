"""Many tasks at once: outcomes in the order of the tasks. Everything runs in the caller's thread, inside the
generator's ``next``."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from api.work.crew import MEMORY_BYTES, TIMEOUT_S, Crew, Outcome, Task, pickled
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
) -> Iterator[Outcome[A, V]]:
    """Do all tasks in worker processes; yield their outcomes in the tasks' order, as soon as that allows.

    ``function`` is a function of one argument in an importable module (not in ``__main__``) that returns something
    small and picklable, or raises a ``PaperError``. A task that takes longer than ``timeout_s``, passes
    ``memory_bytes`` (0 for no bound) or ends its process yields ``TimedOut``, ``OutOfMemory`` or ``Crashed``, and no
    other task notices. ``workers`` defaults to the processors at hand; 0 does everything in this process without any
    bound, for tests. Closing the generator or interrupting it ends all workers and what they started.
    """
    if workers == 0:
        yield from _here(tasks, function)
        return
    crew: Crew[A, V] = Crew(function, timeout_s=timeout_s, memory_bytes=memory_bytes, workers=workers, ahead=True)
    try:
        yield from _in_turn(crew, iter(tasks))
    finally:
        crew.end()


def _in_turn(crew: Crew[A, V], tasks: Iterator[Task[A]]) -> Iterator[Outcome[A, V]]:
    turn = taken = 0
    upcoming = _next(tasks)
    while upcoming is not None or turn < taken:
        while upcoming is not None and taken < turn + WINDOW * crew.most:
            task, argument = upcoming
            worker = crew.place(len(argument))
            if worker is None:
                break
            crew.send(worker, taken, task, argument)
            taken += 1
            upcoming = _next(tasks)
        while turn in crew.done:
            yield crew.take(turn)
            turn += 1
        if turn < taken:
            crew.listen()


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
