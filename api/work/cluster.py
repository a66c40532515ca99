"""Many machines: tasks in batches to the workers of a dask scheduler, each of which has a local ``Executor`` inside.

A worker of the scheduler opens no paper itself: it hands every task to a child process with the same bounds as on one
machine, so that a paper that crashes, hangs or fills the memory ends that child alone and is blamed alone. What the
scheduler sees die is a machine, never a paper; it gives the batch to another (docs/decisions/0029).
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from api.engine import fingerprint
from api.work.machine import Batch, OtherEngine, other_program, work_off
from api.work.tasks import Outcome, Task
from extractor.errors import Crashed, PaperError

if TYPE_CHECKING:
    from distributed import Client, Future

A = TypeVar("A")
V = TypeVar("V")

MIB = 1024 * 1024
BATCH = 32
"""Tasks in one batch at most: a batch costs the scheduler 1.5 ms, whatever is in it."""
BATCH_S = 1.0
"""Seconds of work in one batch, by what the last ones took: slow papers go one by one, so that no machine waits for another."""
BATCH_BYTES = 4 * MIB
"""Bytes of arguments in one batch; a single larger one goes alone."""
UNDER_WAY_BYTES = 256 * MIB
"""Bytes of arguments that are under way in all; the scheduler holds them until they are done, in case a machine dies."""
AHEAD = 2
"""Batches for each thread of the workers that are under way: one in work, one that waits for it."""
COUNTED_S = 5.0
"""Between two looks at how many machines there are."""
EMPTY_S = 300.0
"""Seconds without any worker until the run stops, to be gone on with; workers that are started again in time go on."""
CONNECT_S = 30.0
"""Seconds for the scheduler to answer and for a first worker to be there."""


class ClusterLost(Exception):
    """The cluster is not there, or not any more, or not of this program; the message says what to do. No paper is to blame."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A dask scheduler by its address (``tcp://10.0.0.1:8786``, ``tls://…``) and how an argument is made ready to travel.

    ``carry`` is called when a task is sent; what it raises as a ``PaperError`` becomes the task's outcome.
    """

    address: str
    carry: Callable[[Any], Any] = field(default=lambda argument: argument)


def spread(
    cluster: Cluster,
    tasks: Iterable[Task[A]],
    function: Callable[[A], V],
    *,
    timeout_s: float,
    memory_bytes: int,
    alone: bool,
    full: Callable[[], bool],
) -> Iterator[Outcome[A, V]]:
    """The outcomes as they finish; the meaning of the arguments is that of ``api.work.run``. ``alone``: one task at a time.

    Raises ClusterLost, also in mid-run: what was yielded is done, the rest is not.
    """
    make = partial(
        Batch,
        function.__module__,
        function.__name__,
        timeout_s=timeout_s,
        memory_bytes=memory_bytes,
        engine=fingerprint(),
    )
    with _connected(cluster.address) as client:
        yield from _Sender(client, cluster, make, alone, full).run(iter(tasks))


class _Sender:
    def __init__(
        self, client: Client, cluster: Cluster, make: Callable[..., Batch], alone: bool, full: Callable[[], bool]
    ) -> None:
        self._client, self._cluster, self._make, self._alone, self._full = client, cluster, make, alone, full
        self._finished: SimpleQueue[Future] = SimpleQueue()
        self._threads, self._counted, self._alive = 1, 0.0, time.monotonic()
        self._sent: dict[Future, tuple[list[Task[Any]], int]] = {}
        self._waiting: list[tuple[Task[Any], bytes]] = []
        self._bytes = 0
        self._mean_s = BATCH_S

    def run(self, tasks: Iterator[Task[A]]) -> Iterator[Outcome[A, Any]]:
        upcoming = next(tasks, None)
        while upcoming is not None or self._sent or self._waiting:
            while upcoming is not None and self._has_room():
                failed = self._pack(upcoming)
                if failed is not None:
                    yield failed
                upcoming = next(tasks, None)
            if self._waiting:
                self._send()
            if self._sent:
                yield from self._received()

    def _has_room(self) -> bool:
        """Whether another task may be taken; sends the batch that is ready."""
        size = sum(len(argument) for _, argument in self._waiting)
        wanted = 1 if self._alone else max(1, min(BATCH, int(BATCH_S / max(self._mean_s, 0.001))))
        if self._waiting and (len(self._waiting) >= wanted or size >= BATCH_BYTES):
            self._send()
        if not self._sent:
            return True
        most = 1 if self._alone else AHEAD * self._count_threads()
        return len(self._sent) < most and self._bytes < UNDER_WAY_BYTES and not self._full()

    def _count_threads(self) -> int:
        """Of all workers there are, asked now and then: machines come and go."""
        now = time.monotonic()
        if now - self._counted > COUNTED_S:
            with _reaching():
                found = int(sum(self._client.nthreads().values()))
            self._threads, self._counted = max(1, found), now
            if found:
                self._alive = now
        return self._threads

    def _pack(self, task: Task[A]) -> Outcome[A, Any] | None:
        try:
            ready = self._cluster.carry(task.argument)
        except PaperError as error:
            return Outcome(task, error=error)
        self._waiting.append((task, pickle.dumps(ready, pickle.HIGHEST_PROTOCOL)))
        return None

    def _send(self) -> None:
        batch = self._make(tuple(argument for _, argument in self._waiting))
        size = sum(map(len, batch.arguments))
        # Impure: equal batches are not taken for one, and what a machine did before it died is done again.
        with _reaching():
            sent = self._client.submit(work_off, batch, pure=False, retries=0)
        self._sent[sent] = [task for task, _ in self._waiting], size
        self._bytes += size
        self._waiting = []
        sent.add_done_callback(self._finished.put)

    def _received(self) -> Iterator[Outcome[Any, Any]]:
        from distributed.scheduler import KilledWorker

        found = self._next()
        tasks, size = self._sent.pop(found)
        self._bytes -= size
        answers: list[Any]
        try:
            with _reaching():
                answers = found.result()
        except KilledWorker:  # several machines in a row died with it: whether it did that is seen when each is alone
            answers = [(None, Crashed("集群里接连几个工作进程中断"), "", 0.0, None)] * len(tasks)
        finally:
            found.release()
        for task, (value, cause, trace, seconds, step) in zip(tasks, answers, strict=True):
            self._mean_s += (seconds - self._mean_s) / 8
            yield Outcome(task, value, cause, trace, seconds, step)

    def _next(self) -> Future:
        """The next batch that is done. Raises ClusterLost where no machine is left for long."""
        while True:
            try:
                return self._finished.get(timeout=COUNTED_S)
            except Empty:
                self._count_threads()
            if time.monotonic() - self._alive > EMPTY_S:
                raise ClusterLost(f"集群里{EMPTY_S:.0f}秒没有工作进程；做完的都已记下")


@contextmanager
def _reaching() -> Iterator[None]:
    """What dask raises in here, less the death of a batch's machines, means that the cluster is lost."""
    from asyncio import CancelledError  # a check of this machine alone does without it, in every process

    from distributed.scheduler import KilledWorker

    try:
        yield
    except KilledWorker:
        raise
    except OtherEngine as error:
        raise ClusterLost(str(error)) from None
    except (Exception, CancelledError) as error:
        raise ClusterLost(f"与集群的连接断了（{type(error).__name__}）；做完的都已记下") from error


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A client of the scheduler, once a worker is there and all run this very program."""
    try:
        import distributed
    except ImportError as error:
        raise ClusterLost(f"--cluster 需要另外安装：pip install 'anze[cluster]'（{error}）") from None
    try:
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterLost(f"连不上集群 {address}：{error}") from None
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError:
            raise ClusterLost(f"集群 {address} 里没有工作进程：先在各机器上启动（deploy/cluster/）") from None
        _check(client.run(fingerprint))
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is gone has nothing to be told
            client.close(timeout=5)


def _check(engines: dict[str, str]) -> None:
    other = sorted(worker for worker, engine in engines.items() if engine != fingerprint())
    if other:
        raise ClusterLost(other_program(other[0]))
