"""The worker's side: one process, one paper at a time, bounded in memory and in time by the kernel.

The time limit is an interval timer whose signal keeps its deadly default action: it ends a worker even where it is
stuck in C code, and it starts with the task, not with the queue. Linux and other POSIX systems only.

It has no network where the kernel allows that (``api.work.network``).
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import pickle
import re
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any

from api.work.network import leave_network
from extractor.errors import Crashed, PaperError

NUMBER = struct.Struct("<q")
"""Every message begins with the task's number; what follows it is pickled."""
SECONDS = struct.Struct("<d")
"""An answer's second part, after its kind: how long the task took."""
STARTED = b"s"
VALUE = b"v"
ERROR = b"e"
STEP = struct.Struct("<qd")
"""What a task of several steps notes before each: its number, and when it began."""
STEPS = "steps"
"""The file of those notes in a worker's folder."""
EXIT_MEMORY = 77
"""Exit code of a worker that ran out of memory: it leaves at once rather than report with none left."""
_NO_ROOM = re.compile(r"failed to map segment|[Cc]annot allocate memory|bad_?alloc|[Uu]nable to allocate")
"""How the linker, the kernel, C++ and NumPy say that there is no memory, in exceptions of other names."""
_PR_SET_PDEATHSIG = 1
_limit_s = 0.0
_notes = -1
"""In a worker: the time limit of a task, and the file of its steps; in no other process."""


def serve(
    connection: Connection, folder: str, function: Callable[[Any], Any], timeout_s: float, memory_bytes: int
) -> None:
    """Answer tasks until the connection closes: ``STARTED``, then ``VALUE`` or ``ERROR``.

    ``folder`` takes whatever a task keeps in temporary files; the parent removes it after the worker.
    """
    global _limit_s, _notes
    _prepare(memory_bytes)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    _limit_s, _notes = timeout_s, os.open(os.path.join(folder, STEPS), os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            return
        os.ftruncate(_notes, 0)
        number = message[: NUMBER.size]
        connection.send_bytes(number + STARTED)
        began = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, timeout_s)
        kind, answer = _answer(function, message[NUMBER.size :])
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send_bytes(number + kind + SECONDS.pack(time.monotonic() - began) + answer)


def step(number: int) -> None:
    """Begin step ``number`` of a task that has several: it may take the whole time of a task, and is to blame alone where the worker
    ends in it. In a process that is no worker nothing is done."""
    if _notes >= 0:
        os.pwrite(_notes, STEP.pack(number, time.monotonic()), 0)
        signal.setitimer(signal.ITIMER_REAL, _limit_s)


def step_of(folder: str) -> tuple[int, float] | None:
    """The step that a worker was in when it ended, and when that began; None where its task has none. A paper that took over its
    reader may have left anything there: nothing is followed or waited for."""
    try:
        notes = os.open(os.path.join(folder, STEPS), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            number, began = STEP.unpack(os.read(notes, STEP.size))
        finally:
            os.close(notes)
    except (OSError, struct.error):
        return None
    return (number, began) if 0.0 <= began <= time.monotonic() else None


def defect(error: Exception) -> tuple[PaperError, str]:
    """What stands for a defect of ours that costs one paper, with its trace. Ends the worker where no memory was left."""
    if _NO_ROOM.search(str(error)):
        if _notes < 0:
            raise error
        os._exit(EXIT_MEMORY)
    return Crashed(f"内部错误{type(error).__name__}"), traceback.format_exc()


def _answer(function: Callable[[Any], Any], pickled: bytes) -> tuple[bytes, bytes]:
    try:
        return VALUE, pickle.dumps(function(pickle.loads(pickled)), pickle.HIGHEST_PROTOCOL)
    except PaperError as error:
        return ERROR, pickle.dumps((error, ""))
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except Exception as error:  # a defect of ours: its trace goes back so that it can be mended
        return ERROR, pickle.dumps(defect(error))


def _prepare(memory_bytes: int) -> None:
    os.setsid()  # a group of its own: Ctrl-C reaches only the parent, and the parent can end what a task started
    leave_network()
    _die_with_parent()  # after the namespace: the kernel may forget a death signal when rights change
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for deadly in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(deadly, signal.SIG_DFL)
    faulthandler.disable()
    with open(os.devnull, "r+b") as nowhere:
        for stream in (0, 1, 2):
            os.dup2(nowhere.fileno(), stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_bytes:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _die_with_parent() -> None:
    """On Linux the kernel ends a worker whose parent is gone, whatever the parent died of.

    The parent here is the fork server, which ends when the last copy of its "alive" pipe closes; a worker is given such
    a copy for starting processes of its own, which ours do not, and would keep the server, thus itself, alive.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError, TypeError):
            os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
