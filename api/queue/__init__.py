"""The queue: jobs in the database, taken under a lease by worker processes of any number of hosts.

One code path for both databases: ``FOR UPDATE SKIP LOCKED`` where there is such a thing, and on SQLite the one writer's
lock. A job is finished in the same transaction as what it did, under the token of its attempt, so that a worker taken for
dead that comes back changes nothing. Moments are the database's own where it has a clock: hosts need not agree on the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    Select,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from api.store import Utc, new_id, now
from api.tables.queue import Job

# The lower the sooner. A person waits for a judgement; nobody waits for a count.
SOON, NORMAL, LATER = 2, 5, 8


class NotNow(Exception):
    """What the job needs is not to be had at the moment, and that is no fault of the job's: many more tries are due."""


class Lost(Exception):
    """The attempt's lease ended and somebody else has the job: whatever was done is rolled back."""


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _from_now(session: Session, seconds: float = 0.0) -> ColumnElement[Any]:
    """So many seconds from this moment (PostgreSQL: from the transaction's begin), as the database sees it."""
    if _on_sqlite(session):
        return literal(now() + timedelta(seconds=seconds), Utc)
    return func.now() + timedelta(seconds=seconds) if seconds else func.now()


# --- adding ----------------------------------------------------------------------------------------------------------


def enqueue(session: Session, kind: str, key: str, args: dict[str, Any], *, priority: int = NORMAL,
            delay_s: float = 0.0) -> None:  # fmt: skip
    """Add a job in the session's transaction, unless one of the same key already waits.

    The one that waits is then held until the transaction ends (by as many as like): taken before, it would do its work
    without what this transaction changes, and nobody would come after it.
    """
    insert = sqlite.insert if _on_sqlite(session) else postgresql.insert
    values = Job(kind=kind, key=key, args=args, priority=priority).model_dump(exclude={"seq"})
    values["run_at"] = _from_now(session, delay_s)
    added = (
        insert(Job)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["key"], index_where=text("state = 'queued'"))
        .returning(col(Job.seq))
    )
    waiting = select(col(Job.seq)).where(col(Job.key) == key, col(Job.state) == "queued").with_for_update(read=True)
    while session.execute(added).first() is None:
        if _on_sqlite(session) or session.execute(waiting).first() is not None:
            return


# --- taking ----------------------------------------------------------------------------------------------------------


def any_ready(session: Session, kinds: Sequence[str] | None = None) -> bool:
    """Whether ``claim`` would find something: a look that takes no lock."""
    query = _anything(_on_sqlite(session), None if kinds is None else tuple(kinds))
    return bool(session.execute(query, _moment(session)).scalar_one())


def claim(session: Session, worker: str, most: int, lease_s: float, kinds: Sequence[str] | None = None,
          least: int = 0) -> list[Job]:  # fmt: skip
    """Take up to ``most`` jobs: running ones whose lease has ended, then those whose turn it is. Each attempt counts.

    ``kinds``: only these (None: all). ``least``: only jobs of this priority number and above, thus those that come last.
    """
    taken: list[int] = []
    for wanted in _wanted(_on_sqlite(session), None if kinds is None else tuple(kinds), least):
        if len(taken) < most:
            taken += session.execute(wanted, {**_moment(session), "most": most - len(taken)}).scalars()
    jobs = []
    for seq in taken:
        claimed = update(Job).where(col(Job.seq) == seq).values(
            state="running", worker=worker, token=new_id(), attempts=Job.attempts + 1,
            lease_until=_from_now(session, lease_s),
        )  # fmt: skip
        jobs.append(
            session.execute(claimed.returning(Job), execution_options={"synchronize_session": False}).scalar_one()
        )
    return jobs


# An idle worker asks several times a second: the questions are put together once.


@cache
def _anything(on_sqlite: bool, kinds: tuple[str, ...] | None) -> Select[Any]:
    return select(or_(exists(_queued(on_sqlite, kinds)), exists(_lapsed(on_sqlite, kinds))))


@cache
def _wanted(on_sqlite: bool, kinds: tuple[str, ...] | None, least: int) -> tuple[Select[Any], ...]:
    """First those whose worker is gone, then those whose turn it is."""
    lapsed = _lapsed(on_sqlite, kinds).order_by(col(Job.lease_until))
    queued = _queued(on_sqlite, kinds).order_by(col(Job.priority), col(Job.run_at), col(Job.seq))
    return tuple(
        query.where(col(Job.priority) >= least)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        for query in (lapsed, queued)
    )


def _queued(on_sqlite: bool, kinds: tuple[str, ...] | None) -> Select[Any]:
    return _of(kinds).where(col(Job.state) == "queued", col(Job.run_at) <= _this_moment(on_sqlite))


def _lapsed(on_sqlite: bool, kinds: tuple[str, ...] | None) -> Select[Any]:
    return _of(kinds).where(col(Job.state) == "running", col(Job.lease_until) < _this_moment(on_sqlite))


def _of(kinds: tuple[str, ...] | None) -> Select[Any]:
    query = select(col(Job.seq))
    return query if kinds is None else query.where(col(Job.kind).in_(kinds))


def _this_moment(on_sqlite: bool) -> ColumnElement[Any]:
    return bindparam("moment", type_=Utc) if on_sqlite else func.now()


def _moment(session: Session) -> dict[str, Any]:
    return {"moment": now()} if _on_sqlite(session) else {}


def beat(session: Session, tokens: Sequence[str], lease_s: float) -> None:
    """Prolong the leases of the attempts under way."""
    session.execute(
        update(Job).where(col(Job.token).in_(tokens), col(Job.state) == "running")
        .values(lease_until=_from_now(session, lease_s)),
        execution_options={"synchronize_session": False},
    )  # fmt: skip


# --- ending ----------------------------------------------------------------------------------------------------------


def finish(session: Session, job: Job) -> None:
    """Mark done, in the transaction of what was done; raises Lost where the attempt is no longer the job's."""
    _settle(session, job, state="done", finished_at=_from_now(session), error="")


def retry(session: Session, job: Job, error: str, delay_s: float, *, counted: bool = True) -> None:
    """Back to the queue after a failure that may pass. Not ``counted``: nothing was tried, as the worker is stopping."""
    if waits(session, job.key):
        _settle(session, job, state="done", finished_at=_from_now(session), error=f"superseded; {error}")
        return
    _settle(session, job, state="queued", run_at=_from_now(session, delay_s), error=error, lease_until=None,
            attempts=job.attempts - (not counted))  # fmt: skip


def bury(session: Session, job: Job, error: str) -> None:
    """Give up: the dead-letter state, with its cause."""
    _settle(session, job, state="dead", finished_at=_from_now(session), error=error)


def waits(session: Session, key: str) -> bool:
    """Whether a job of the key is queued."""
    query = select(col(Job.seq)).where(col(Job.key) == key, col(Job.state) == "queued")
    return session.execute(query).first() is not None


def _settle(session: Session, job: Job, **values: Any) -> None:
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(Job).where(col(Job.id) == job.id, col(Job.token) == job.token, col(Job.state) == "running").values(
            token=None, **values),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    if done.rowcount != 1:
        raise Lost(job.id)
