"""What a worker of a cluster does with a batch: every task goes to a child process of its machine, by a local ``Executor``.

The sender's side is ``api.work.cluster``.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import util
from typing import Any

from api.engine import fingerprint
from api.scratch import own_scratch
from api.work.executor import Executor
from api.work.tasks import NotStarted
from extractor.errors import PaperError


@dataclass(frozen=True, slots=True)
class Batch:
    """What crosses to a worker: pickled arguments, and all that says how they are to be worked on. ``engine`` is the sender's.

    The function goes by its name: the worker unpacks a batch in the loop by which the scheduler knows that it is alive, and
    importing what reads papers there would hold that up for seconds.
    """

    module: str
    name: str
    arguments: tuple[bytes, ...]
    timeout_s: float
    memory_bytes: int
    engine: str


class OtherEngine(Exception):
    """A worker runs another program than the sender."""


def other_program(worker: str) -> str:
    return f"工作进程 {worker} 的程序或所用的库与本机不同，结果会不一致；请各机器安装同一版本（docs/audit.md）"


_EXECUTORS: dict[tuple[str, str, float, int], Executor[Any, Any]] = {}
_LOCK = threading.Lock()


def work_off(batch: Batch, name: str = "") -> list[tuple[Any, PaperError | None, str, float, int | None]]:
    """A batch done in child processes of this machine: value, error, trace, seconds and step of each. Runs in a worker's thread.

    ``name`` of the machine, where it is no worker of a scheduler."""
    if batch.engine != fingerprint():
        raise OtherEngine(other_program(name or _worker().address))
    executor = _executor(batch)
    waiting = [executor.submit(pickle.loads(argument)) for argument in batch.arguments]
    outcomes = [one.result() for one in waiting]
    if any(isinstance(one.error, NotStarted) for one in outcomes):
        _leave()
    return [(one.value, one.error, one.trace, one.seconds, one.step) for one in outcomes]


def _leave() -> None:
    """A machine that cannot start processes ends, so that the scheduler gives what it had to others and systemd starts it anew;
    quick to fail, it would draw all papers to itself and blame them."""
    os._exit(1)


def _executor(batch: Batch) -> Executor[Any, Any]:
    """One for each function and its bounds, kept as long as the worker: starting its processes takes seconds."""
    wanted = batch.module, batch.name, batch.timeout_s, batch.memory_bytes
    with _LOCK:
        if not _EXECUTORS:
            _keep_apart()
        if wanted not in _EXECUTORS:
            function = getattr(importlib.import_module(batch.module), batch.name)
            threads = _worker().state.nthreads
            _EXECUTORS[wanted] = Executor(
                function, workers=threads, timeout_s=batch.timeout_s, memory_bytes=batch.memory_bytes
            )
        return _EXECUTORS[wanted]


def _keep_apart() -> None:
    """What papers leave in temporary files goes to a folder of this process, and is cleared away by the next where this one is killed. At
    its end the folder goes last: multiprocessing has the door of the readers' server in it."""
    held = ExitStack()
    held.enter_context(own_scratch())
    util.Finalize(None, held.close, exitpriority=_LAST)


_LAST = -200
"""After multiprocessing's own folder, which goes at -100."""


def _worker() -> Any:
    from distributed import get_worker

    return get_worker()


@atexit.register
def _close() -> None:
    for executor in _EXECUTORS.values():
        executor.close()
