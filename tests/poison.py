"""Papers that end who reads them. A module of its own: every worker loads what its reader needs, and needs no more than this."""

from __future__ import annotations

import os
import signal

from api.audit_run.judging.packed import Fresh, read_and_pack
from api.collect import Paper
from extractor.errors import Crashed

CALLS: dict[str, int] = {}


def poisoned_here(paper: Paper) -> Fresh:
    """As the reader, but a paper named 毒 ends its worker always, one named 偶 the first time. For runs in this process."""
    CALLS[paper.path] = CALLS.get(paper.path, 0) + 1
    if "毒" in paper.path or ("偶" in paper.path and CALLS[paper.path] == 1):
        raise Crashed("信号11")
    return read_and_pack(paper)


def poisoned(paper: Paper) -> Fresh:
    """A paper named 毒 really ends the process that reads it."""
    if "毒" in paper.path:
        os.kill(os.getpid(), signal.SIGSEGV)
    return read_and_pack(paper)
