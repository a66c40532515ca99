"""One task at a time from many threads: a crew of worker processes that lives as long as its owner.

A thread of the executor owns the processes and their pipes; ``submit`` only leaves the task in a box and rings a bell.
No process is started before the first task, and idle ones are kept. What ends a task is charged to that task alone, as
in ``api.work.run``; it comes as an ``Outcome`` with an error, never as an exception of the future.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Generic, TypeVar

from api.work.crew import MEMORY_BYTES, TIMEOUT_S, Crew, pickled
from api.work.tasks import NotStarted, Outcome, Task

_MOST_FAILURES = 3
"""Times in a row that processes may fail to start, or a defect of ours strike, until waiting tasks are given up."""
_PAUSE_S = 0.2
"""Seconds after such a failure until the next try."""

A = TypeVar("A")
V = TypeVar("V")


class Closed(Exception):
    """The executor ended before the task was done. Says nothing of the paper: the task may be done by another."""


class _Wanted(Generic[A, V]):
    """A task and who waits for it. ``argument`` is pickled by the submitting thread, which hears when that fails."""

    __slots__ = ("argument", "future", "task")

    def __init__(self, task: Task[A]) -> None:
        self.task = task
        self.argument = pickled(task)
        self.future: Future[Outcome[A, V]] = Future()


class Executor(Generic[A, V]):
    """Worker processes for ``function``, which is as in ``api.work.run``: one argument, in an importable module.

    ``workers`` is the most processes at a time (None: one per processor), ``timeout_s`` the wall-clock seconds of one
    task, ``memory_bytes`` the address space of a process. May be used from any thread; end it with ``close`` or as a
    context manager.

    >>> from operator import neg
    >>> with Executor(neg, workers=1) as executor:
    ...     executor.submit(5).result().value
    -5
    """

    def __init__(
        self,
        function: Callable[[A], V],
        *,
        workers: int | None = None,
        timeout_s: float = TIMEOUT_S,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._function = function
        self._workers, self._timeout_s, self._memory_bytes = workers, timeout_s, memory_bytes
        self._lock = threading.Lock()
        self._box: deque[_Wanted[A, V]] = deque()
        self._pending = 0
        self._rung = self._closed = False
        self._thread: threading.Thread | None = None
        self._bell, self._rope = -1, -1
        self._owner = os.getpid()
        # Of the thread alone: waiting for a worker, and sent to one by number.
        self._queue: deque[_Wanted[A, V]] = deque()
        self._sent: dict[int, _Wanted[A, V]] = {}
        self._number = self._failures = 0

    @property
    def pending(self) -> int:
        """Tasks submitted and not yet done."""
        return self._pending

    def submit(self, argument: A, key: str = "") -> Future[Outcome[A, V]]:
        """Have ``argument`` worked on. ``key`` names the task in reports.

        Outcomes come as they finish. The future may be cancelled until the task is sent to a worker; it ends in
        ``Closed`` when the executor does. Raises ``Closed`` after ``close``, and what pickling raises.
        """
        wanted: _Wanted[A, V] = _Wanted(Task(key, argument))
        with self._lock:
            if self._closed:
                raise Closed
            if self._thread is None:
                self._begin()
            self._box.append(wanted)
            self._pending += 1
            self._ring()
        return wanted.future

    def close(self) -> None:
        """End all processes and what they started; tasks that are not done end in ``Closed``. May be called twice."""
        if self._owner != os.getpid():
            return  # a fork of the owner, which has neither the thread nor the processes
        with self._lock:
            self._closed = True
            thread = self._thread
            if thread is not None:
                self._ring()
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        atexit.unregister(self.close)

    def __enter__(self) -> Executor[A, V]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- under the lock ------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._bell, self._rope = os.pipe()
        os.set_blocking(self._bell, False)
        # A daemon, so that a program that forgot to close can end; ``atexit`` then closes before the interpreter goes.
        self._thread = threading.Thread(target=self._serve, name="anze-executor", daemon=True)
        atexit.register(self.close)
        self._thread.start()

    def _ring(self) -> None:
        if not self._rung and self._rope >= 0:
            self._rung = True
            os.write(self._rope, b".")

    # -- in the thread -------------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        try:
            while not self._closed:
                crew: Crew[A, V] = Crew(
                    self._function,
                    timeout_s=self._timeout_s,
                    memory_bytes=self._memory_bytes,
                    workers=self._workers,
                    ahead=False,
                )
                try:
                    while self._turn(crew):
                        pass
                except Exception:
                    # Processes cannot be started (the system has none left), or a defect of ours.
                    self._failures += 1
                    self._give_up(traceback.format_exc())
                    time.sleep(_PAUSE_S)
                finally:
                    crew.end()
        finally:
            self._leave()

    def _turn(self, crew: Crew[A, V]) -> bool:
        """Send what can be sent, wait for news, and deliver it; False when the executor is closed."""
        with self._lock:
            if self._closed:
                return False
            self._queue.extend(self._box)
            self._box.clear()
        while self._queue:
            worker = crew.place(len(self._queue[0].argument))
            if worker is None:
                break
            wanted = self._queue.popleft()
            if not wanted.future.set_running_or_notify_cancel():
                self._count_down()
                continue
            self._number += 1
            self._sent[self._number] = wanted
            crew.send(worker, self._number, wanted.task, wanted.argument)
        crew.listen(self._bell)
        self._hush()
        for number in list(crew.done):
            self._failures = 0
            self._deliver(self._sent.pop(number), crew.take(number))
        return True

    def _hush(self) -> None:
        with self._lock:
            self._rung = False
            with contextlib.suppress(BlockingIOError):
                os.read(self._bell, 64)

    def _deliver(self, wanted: _Wanted[A, V], outcome: Outcome[A, V]) -> None:
        self._count_down()
        wanted.future.set_result(outcome)

    def _count_down(self) -> None:
        with self._lock:
            self._pending -= 1

    def _give_up(self, trace: str) -> None:
        """Tasks that were under way when the crew was lost are done for; after some failures those that wait are too."""
        lost = list(self._sent.values())
        self._sent.clear()
        while self._queue and self._failures >= _MOST_FAILURES:
            wanted = self._queue.popleft()
            if wanted.future.set_running_or_notify_cancel():
                lost.append(wanted)
            else:
                self._count_down()
        for wanted in lost:
            self._deliver(wanted, Outcome(wanted.task, None, NotStarted(), trace))

    def _leave(self) -> None:
        """Nobody waits for ever: what is left ends in ``Closed``."""
        with self._lock:
            self._closed = True
            left = [*self._sent.values(), *self._queue, *self._box]
            for kept in (self._sent, self._queue, self._box):
                kept.clear()
            self._pending = 0
            os.close(self._bell)
            os.close(self._rope)
            self._rope = -1
        for wanted in left:
            with contextlib.suppress(Exception):  # one that was cancelled, or is being cancelled now
                wanted.future.set_exception(Closed())
