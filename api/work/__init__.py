"""Running many papers: each in a worker process with a time and a memory limit. One seam: ``run``."""

from __future__ import annotations

from api.work.pool import MEMORY_BYTES, TIMEOUT_S, Outcome, Task, run

__all__ = ["MEMORY_BYTES", "TIMEOUT_S", "Outcome", "Task", "run"]
