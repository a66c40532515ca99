"""Marking filings to be counted."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from api import queue
from api.tables.kpis import TallyPending
from api.tables.queue import Job
from api.tallies.sectors import sector_of

__all__ = ["enqueue_tally", "mark", "sector_of"]

_KEY = "tally"
_PAUSE_S = 0.5
"""Filings judged within this time are counted together."""


def mark(session: Session, filing_id: str) -> None:
    """Have the filing counted anew. The caller has changed it and holds its row."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(TallyPending).values(filing_id=filing_id).on_conflict_do_nothing())
    # The waiting job must not be taken and done before this transaction is seen: it is held, which many may do at once.
    waiting = select(col(Job.seq)).where(col(Job.key) == _KEY, col(Job.state) == "queued").with_for_update(read=True)
    while session.execute(waiting).first() is None:
        enqueue_tally(session, delay_s=_PAUSE_S)


def enqueue_tally(session: Session, delay_s: float = 0.0) -> None:
    """Have a worker count what is pending; one such job waits at a time."""
    queue.enqueue(session, "tally", _KEY, {}, priority=queue.LATER, delay_s=delay_s)
