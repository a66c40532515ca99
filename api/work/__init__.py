"""Papers in worker processes, each with a time and a memory limit.

``run`` does many and yields their outcomes, in this process, in a pool or on the machines of a ``Cluster``; an ``Executor``
lives on and takes tasks from many threads. ``begin`` has them made ready while something else is done. Within a task of several
steps ``step`` says which begins.
"""

from __future__ import annotations

from concurrent.futures import Future

from api.work.child import defect, step
from api.work.cluster import Cluster, ClusterLost
from api.work.crew import GARBAGE_ALLOCATIONS, MEMORY_BYTES, TIMEOUT_S, begin, garbage_seldom, load_too
from api.work.executor import Closed, Executor
from api.work.pool import run
from api.work.tasks import Outcome, Task, Unprepared

__all__ = [
    "GARBAGE_ALLOCATIONS",
    "MEMORY_BYTES",
    "TIMEOUT_S",
    "Closed",
    "Cluster",
    "ClusterLost",
    "Executor",
    "Future",
    "Outcome",
    "Task",
    "Unprepared",
    "begin",
    "defect",
    "garbage_seldom",
    "load_too",
    "run",
    "step",
]
