"""The parent's side: tasks out to worker processes, outcomes back in the order of the tasks.

Each worker has a pipe of its own, so that a death is always told from whose pipe closed and what that worker had
started: the blame falls on exactly one paper. Pools with a shared queue lose that when the parent is busy (see
docs/decisions/0008). Everything runs in the caller's thread, inside the generator's ``next``.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Generic, TypeVar, cast

from api.work.child import EXIT_MEMORY, NUMBER, SECONDS, STARTED, VALUE, serve
from extractor.errors import Crashed, OutOfMemory, PaperError, TimedOut

GIB = 1024**3
MEMORY_BYTES = 4 * GIB
"""Address space of a worker. Reading text does with 1.5 GiB; the OCR runtime maps 3.5 GiB while using about one."""
TIMEOUT_S = 120.0
"""Wall-clock seconds for one task."""
TASKS_PER_WORKER = 1000
"""A worker is replaced after so many tasks, so that what libraries leak does not add up."""
WINDOW = 64
"""Tasks per worker that may be under way or finished ahead of the one whose turn it is; bounds memory."""
_QUICK_S = 0.1
"""Where tasks take less than this on average, each worker gets its next one ahead, so as not to wait for the parent."""
_FITS_IN_PIPE = 32 * 1024
"""Bytes of an argument that can be written to a busy worker's pipe without waiting. A larger one goes to an idle
worker, which reads it at once: two sides that each wait for the other to read would wait for ever."""
_MOST_LOST = 3
"""Workers that may die with a task before it began until the task is given up."""

A = TypeVar("A")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Task(Generic[A]):
    """One thing to do. ``key`` names it in reports (a path); ``argument`` must be picklable."""

    key: str
    argument: A


@dataclass(frozen=True, slots=True)
class Outcome(Generic[A, V]):
    """What became of a task: ``value``, or ``error`` when it is not None.

    ``trace`` is the traceback where the error is a defect of ours rather than the paper's, else "". ``seconds`` is the
    wall-clock time from its start.
    """

    task: Task[A]
    value: V | None = None
    error: PaperError | None = None
    trace: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Worker:
    """A process, its pipe, and its folder for temporary files.

    ``sent`` are the numbers of the tasks it has, oldest first; ``began`` is when the first of them started.
    """

    process: BaseProcess
    connection: Connection
    folder: str
    sent: deque[int] = field(default_factory=deque)
    began: float | None = None
    served: int = 0


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
    most = workers or len(os.sched_getaffinity(0))
    crew: _Crew[A, V] = _Crew(function, timeout_s, memory_bytes, most)
    try:
        yield from crew.work(iter(tasks))
    finally:
        crew.end()


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


class _Crew(Generic[A, V]):
    """The workers and the tasks between them."""

    def __init__(self, function: Callable[[A], V], timeout_s: float, memory_bytes: int, most: int) -> None:
        self._arguments = (function, timeout_s, memory_bytes)
        self._most = most
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["api.work.preload", function.__module__])
        self._workers: list[_Worker] = []
        self._tasks: dict[int, Task[A]] = {}
        self._again: deque[int] = deque()
        self._lost: dict[int, int] = {}
        self._done: dict[int, Outcome[A, V]] = {}
        self._mean_s = 1.0

    def work(self, tasks: Iterator[Task[A]]) -> Iterator[Outcome[A, V]]:
        turn = taken = 0
        upcoming = self._next(tasks)
        while upcoming is not None or turn < taken:
            while upcoming is not None and taken < turn + WINDOW * self._most and not self._again:
                task, argument = upcoming
                worker = self._place(len(argument))
                if worker is None:
                    break
                self._tasks[taken] = task
                self._send(worker, taken, argument)
                taken += 1
                upcoming = self._next(tasks)
            while turn in self._done:
                del self._tasks[turn]
                yield self._done.pop(turn)
                turn += 1
            if turn < taken:
                self._listen()

    # -- sending -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _next(tasks: Iterator[Task[A]]) -> tuple[Task[A], bytes] | None:
        task = next(tasks, None)
        return None if task is None else (task, _pickled(task))

    def _place(self, size: int) -> _Worker | None:
        """A worker that can take a task now: an idle one, a new one, or where tasks are quick one that has just one."""
        in_service = [worker for worker in self._workers if worker.served < TASKS_PER_WORKER]
        idle = next((worker for worker in in_service if not worker.sent), None)
        if idle is not None:
            return idle
        if len(self._workers) < self._most:
            return self._start()
        if self._mean_s < _QUICK_S and size <= _FITS_IN_PIPE:
            return next((worker for worker in in_service if len(worker.sent) < 2), None)
        return None

    def _send(self, worker: _Worker, number: int, argument: bytes) -> None:
        worker.sent.append(number)
        worker.served += 1
        with contextlib.suppress(OSError):  # a worker that is gone is noticed when its pipe is read
            worker.connection.send_bytes(NUMBER.pack(number) + argument)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        folder = tempfile.mkdtemp(prefix="anze-work-")
        arguments = (theirs, folder, *self._arguments)
        process = self._context.Process(target=serve, args=arguments, name="paper", daemon=True)
        with _main_unseen():
            process.start()
        theirs.close()
        worker = _Worker(process, ours, folder)
        self._workers.append(worker)
        return worker

    # -- listening -----------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Wait for news of any worker, and hand on what was waiting for a place."""
        by_pipe = {worker.connection: worker for worker in self._workers}
        for pipe in wait(list(by_pipe)):
            self._hear(by_pipe[cast(Connection, pipe)])
        while self._again:
            argument = _pickled(self._tasks[self._again[0]])
            worker = self._place(len(argument))
            if worker is None:
                return
            self._send(worker, self._again.popleft(), argument)

    def _hear(self, worker: _Worker) -> None:
        try:
            while True:
                self._note(worker, worker.connection.recv_bytes())
                if not worker.connection.poll():
                    break
        except (EOFError, OSError):
            self._bury(worker)
            return
        if worker.served >= TASKS_PER_WORKER and not worker.sent:
            self._dismiss(worker)

    def _note(self, worker: _Worker, message: bytes) -> None:
        (number,), rest = NUMBER.unpack_from(message), message[NUMBER.size :]
        if rest == STARTED:
            worker.began = time.monotonic()
            return
        worker.sent.remove(number)
        worker.began = None
        (seconds,), payload = SECONDS.unpack_from(rest, 1), pickle.loads(rest[1 + SECONDS.size :])
        value, error, trace = (payload, None, "") if rest[:1] == VALUE else (None, *payload)
        self._mean_s += (seconds - self._mean_s) / 8
        self._done[number] = Outcome(self._tasks[number], value, error, trace, seconds)

    def _bury(self, worker: _Worker) -> None:
        """A worker has died: what it had started is to blame, what it had not started is done elsewhere."""
        self._dismiss(worker)
        if worker.began is not None:
            number, seconds = worker.sent.popleft(), time.monotonic() - worker.began
            self._done[number] = Outcome(self._tasks[number], None, _cause(worker.process.exitcode), "", seconds)
        for number in worker.sent:
            self._lost[number] = self._lost.get(number, 0) + 1
            if self._lost[number] < _MOST_LOST:
                self._again.append(number)
            else:
                self._done[number] = Outcome(self._tasks[number], error=Crashed("工作进程无法启动"))

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.connection.close()
        _end_group(worker.process)
        shutil.rmtree(worker.folder, ignore_errors=True)

    def end(self) -> None:
        """End every worker and everything it started."""
        for worker in list(self._workers):
            if worker.process.pid is not None:
                _kill(worker.process.pid)
            self._dismiss(worker)


@contextlib.contextmanager
def _main_unseen() -> Iterator[None]:
    """Keep multiprocessing from running the parent's script again in every worker: our functions are in modules."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _pickled(task: Task[A]) -> bytes:
    return pickle.dumps(task.argument, pickle.HIGHEST_PROTOCOL)


def _end_group(process: BaseProcess) -> None:
    """Wait for a worker that has closed its pipe or was killed, and end the programs it may have started."""
    process.join(5)
    if process.exitcode is None:
        process.kill()
        process.join()
    if process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _cause(exitcode: int | None) -> PaperError:
    if exitcode == -signal.SIGALRM:
        return TimedOut()
    if exitcode == EXIT_MEMORY:
        return OutOfMemory()
    if exitcode is not None and exitcode < 0:
        return Crashed(f"信号{-exitcode}")
    return Crashed(f"退出码{exitcode}")
