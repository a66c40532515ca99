"""The parent's side: tasks out to worker processes, outcomes back by the number of the task.

Each worker has a pipe of its own, so that a death is always told from whose pipe closed and what that worker had
started: the blame falls on exactly one paper. Pools with a shared queue lose that when the parent is busy (see
docs/decisions/0008). A crew belongs to one thread, which does everything inside its calls; several crews may live in
threads of one process.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, Generic

from api.work.child import EXIT_MEMORY, NUMBER, SECONDS, STARTED, VALUE, serve, step_of
from api.work.tasks import A, NotStarted, Outcome, Task, Unprepared, V
from extractor.errors import Crashed, OutOfMemory, PaperError, TimedOut

GIB = 1024**3
MEMORY_BYTES = 4 * GIB
"""Address space of a worker. Reading text does with 1.5 GiB; the OCR runtime maps 3.5 GiB while using about one."""
TIMEOUT_S = 120.0
"""Wall-clock seconds for one task."""
TASKS_PER_WORKER = 1000
"""A worker is replaced after so many tasks, so that what libraries leak does not add up."""
GARBAGE_ALLOCATIONS = 400_000
"""Of small objects between two looks for cycles among them. A paper makes hundreds of thousands that live as long as it does; a look
every 700 is a sixth of the time. What workers are forked with is shared by all of them and never garbage."""
PRELOAD = "api.work.preload"
_QUICK_S = 0.1
"""Where tasks take less than this on average, each worker gets its next one ahead, so as not to wait for the parent."""
_FITS_IN_PIPE = 32 * 1024
"""Bytes of an argument that can be written to a busy worker's pipe without waiting. A larger one goes to an idle
worker, which reads it at once: two sides that each wait for the other to read would wait for ever."""
_MOST_LOST = 3
"""Workers that may die with a task before it began until the task is given up."""
_PROCESSES = threading.Lock()
"""Held where multiprocessing looks at processes: it keeps one list of them for all threads, and asks each for its exit
code, which can be read once only, whenever it starts another. The main module is put out of sight under it too."""


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


class Crew(Generic[A, V]):
    """The workers and the tasks between them.

    ``place`` a task, ``send`` it, ``listen`` until it is in ``done``, then ``take`` its outcome. With ``ahead`` quick
    tasks are sent to workers that are still busy with one: faster for many alike, but one of them may have to wait for
    a slow one while another worker is idle.
    """

    def __init__(
        self, function: Callable[[A], V], *, timeout_s: float, memory_bytes: int, workers: int | None, ahead: bool
    ) -> None:
        self._arguments = (function, timeout_s, memory_bytes)
        self._ahead = ahead
        self.most = workers or len(os.sched_getaffinity(0))
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([PRELOAD, function.__module__])
        self._workers: list[_Worker] = []
        self._tasks: dict[int, tuple[Task[A], bytes]] = {}
        self._again: deque[int] = deque()
        self._lost: dict[int, int] = {}
        self.done: dict[int, Outcome[A, V]] = {}
        self._mean_s = 1.0

    # -- sending -------------------------------------------------------------------------------------------------------

    def place(self, size: int) -> _Worker | None:
        """A worker that can take a task of ``size`` bytes now; None while there is none, or while others go first."""
        return None if self._again else self._place(size)

    def send(self, worker: _Worker, number: int, task: Task[A], argument: bytes) -> None:
        """Hand over a task to the worker that ``place`` gave. ``argument`` is the task's, ``pickled``."""
        self._tasks[number] = task, argument
        self._send(worker, number, argument)

    def take(self, number: int) -> Outcome[A, V]:
        """The outcome of a task that is done; nothing of it is kept."""
        del self._tasks[number]
        self._lost.pop(number, None)
        return self.done.pop(number)

    def _place(self, size: int) -> _Worker | None:
        """An idle worker, a new one, or where tasks are quick and may be sent ahead one that has just one."""
        in_service = [worker for worker in self._workers if worker.served < TASKS_PER_WORKER]
        idle = next((worker for worker in in_service if not worker.sent), None)
        if idle is not None:
            return idle
        if len(self._workers) < self.most:
            try:
                return self._start()
            except (OSError, EOFError) as error:  # the system has no more processes: those there are must do
                if not self._workers:
                    raise Unprepared(error) from error
        if self._ahead and self._mean_s < _QUICK_S and size <= _FITS_IN_PIPE:
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
        try:
            with _PROCESSES, _main_unseen():
                process.start()
        except BaseException:
            ours.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            theirs.close()
        worker = _Worker(process, ours, folder)
        self._workers.append(worker)
        return worker

    # -- listening -----------------------------------------------------------------------------------------------------

    def listen(self, *bells: int) -> None:
        """Wait for news of any worker or for one of the file descriptors ``bells`` to have something to read; hand on
        what was waiting for a place."""
        by_pipe: dict[Any, _Worker] = {worker.connection: worker for worker in self._workers}
        for pipe in wait([*by_pipe, *bells]):
            if pipe in by_pipe:
                self._hear(by_pipe[pipe])
        while self._again:
            _, argument = self._tasks[self._again[0]]
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
        self.done[number] = Outcome(self._tasks[number][0], value, error, trace, seconds)

    def _bury(self, worker: _Worker) -> None:
        """A worker has died: what it had started is to blame, what it had not started is done elsewhere."""
        step, began = step_of(worker.folder) or (None, worker.began)
        self._dismiss(worker)
        if worker.began is not None and began is not None:
            number, seconds = worker.sent.popleft(), time.monotonic() - began
            self.done[number] = Outcome(
                self._tasks[number][0], None, _cause(worker.process.exitcode), "", seconds, step
            )
        for number in worker.sent:
            self._lost[number] = self._lost.get(number, 0) + 1
            if self._lost[number] < _MOST_LOST:
                self._again.append(number)
            else:
                self.done[number] = Outcome(self._tasks[number][0], error=NotStarted())

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
def garbage_seldom() -> Iterator[None]:
    """Look for cycles among objects as seldom as workers do. Papers and reports become thousands of small objects, none of them in
    a cycle: looking for some is a tenth of the time and more."""
    before = gc.get_threshold()
    gc.set_threshold(GARBAGE_ALLOCATIONS, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def begin(*modules: str) -> None:
    """Have the process that workers are forked from load what they need, ``modules`` too, while this one goes on. Without it that
    happens when the first worker is wanted, and is waited for. Modules are loaded once: those named later are loaded by each worker."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOAD, *modules])
    with _PROCESSES:
        forkserver.ensure_running()


def load_too(*modules: str) -> None:
    """Have the process that workers are forked from load ``modules`` too, if it does not run yet: it begins with the first worker."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOAD, *modules])


@contextlib.contextmanager
def _main_unseen() -> Iterator[None]:
    """Keep multiprocessing from running the parent's script again in every worker: our functions are in modules."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def pickled(task: Task[Any]) -> bytes:
    """The task's argument as it crosses to the worker."""
    return pickle.dumps(task.argument, pickle.HIGHEST_PROTOCOL)


def _end_group(process: BaseProcess) -> None:
    """Wait for a worker that has closed its pipe or was killed, and end the programs it may have started."""
    wait([process.sentinel], 5)  # before the lock is taken: it must not be held while one waits
    with _PROCESSES:
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
