"""The queue: jobs in the database, taken under a lease by worker processes of any number of hosts.

One code path for both databases: ``FOR UPDATE SKIP LOCKED`` where there is such a thing, and on SQLite the one writer's
lock. A job is finished in the same transaction as what it did, under the token of its attempt, so that a worker taken for
dead that comes back changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from api.queue.tables import Job
from api.store import new_id, now

# The lower the sooner. A person waits for a judgement; nobody waits for a count.
SOON, NORMAL, LATER = 2, 5, 8


class Lost(Exception):
    """The attempt's lease ended and somebody else has the job: whatever was done is rolled back."""


def enqueue(session: Session, kind: str, key: str, args: dict[str, Any], *, priority: int = NORMAL,
            delay_s: float = 0.0) -> None:  # fmt: skip
    """Add a job in the session's transaction, unless one of the same key already waits."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = Job(kind=kind, key=key, args=args, priority=priority, run_at=now() + timedelta(seconds=delay_s))
    values = row.model_dump(exclude={"seq"})
    session.execute(
        insert(Job)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["key"], index_where=text("state = 'queued'"))
    )


def _ready(moment: datetime) -> ColumnElement[bool]:
    return or_(
        (col(Job.state) == "queued") & (col(Job.run_at) <= moment),
        (col(Job.state) == "running") & (col(Job.lease_until) < moment),
    )


def any_ready(session: Session) -> bool:
    """Whether ``claim`` would find something: a look that takes no lock."""
    return session.execute(select(col(Job.seq)).where(_ready(now())).limit(1)).first() is not None


def claim(session: Session, worker: str, most: int, lease_s: float, kinds: Sequence[str] | None = None) -> list[Job]:
    """Take up to ``most`` jobs that are ready: queued ones, and running ones whose lease has ended. Each attempt counts."""
    moment = now()
    query = select(Job).where(_ready(moment))
    if kinds is not None:
        query = query.where(col(Job.kind).in_(kinds))
    query = (
        query.order_by(col(Job.priority), col(Job.run_at), col(Job.seq)).limit(most).with_for_update(skip_locked=True)
    )
    jobs = list(session.execute(query).scalars())
    for job in jobs:
        job.state, job.worker, job.token = "running", worker, new_id()
        job.attempts += 1
        job.lease_until = moment + timedelta(seconds=lease_s)
        session.add(job)
    return jobs


def beat(session: Session, tokens: Sequence[str], lease_s: float) -> None:
    """Prolong the leases of the attempts under way."""
    until = now() + timedelta(seconds=lease_s)
    session.execute(
        update(Job).where(col(Job.token).in_(tokens), col(Job.state) == "running").values(lease_until=until)
    )


def finish(session: Session, job: Job) -> None:
    """Mark done, in the transaction of what was done; raises Lost where the attempt is no longer the job's."""
    _settle(session, job, state="done", finished_at=now(), error="")


def retry(session: Session, job: Job, error: str, delay_s: float) -> None:
    """Back to the queue after a failure that may pass."""
    clash = select(col(Job.seq)).where(col(Job.key) == job.key, col(Job.state) == "queued")
    if session.execute(clash).first():
        _settle(session, job, state="done", finished_at=now(), error=f"superseded; {error}")
        return
    _settle(session, job, state="queued", run_at=now() + timedelta(seconds=delay_s), error=error, lease_until=None)


def bury(session: Session, job: Job, error: str) -> None:
    """Give up: the dead-letter state, with its cause."""
    _settle(session, job, state="dead", finished_at=now(), error=error)


def _settle(session: Session, job: Job, **values: Any) -> None:
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(Job).where(col(Job.id) == job.id, col(Job.token) == job.token, col(Job.state) == "running").values(
            token=None, **values)
    )  # fmt: skip
    if done.rowcount != 1:
        raise Lost(job.id)
