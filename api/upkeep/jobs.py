"""The queue as its keeper sees it: how much waits, what was given up and why, and a second life for that.

For the operator's admins alone: a job belongs to no organisation, and its cause may name a paper of any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from api.accounts.audit_log import record
from api.accounts.principal import Principal
from api.problems import NotAllowed
from api.queue import admin
from api.queue.admin import DeadJob
from api.store import now
from api.tables.queue import Job


@dataclass(frozen=True, slots=True)
class Depth:
    """Jobs of one kind by state; ``oldest``: since when the longest waiting one that is due waits, None where none is."""

    kind: str
    queued: int
    running: int
    dead: int
    oldest: datetime | None


def _keeper(who: Principal) -> None:
    """Raises NotAllowed for anybody but the operator's admins."""
    who.need("people")
    if not who.everything:
        raise NotAllowed


def depths(session: Session, who: Principal) -> list[Depth]:
    """What waits, runs and was given up, by kind of job. Finished jobs are not counted: there may be millions."""
    _keeper(who)
    counts: dict[str, dict[str, int]] = {}
    oldest: dict[str, datetime] = {}
    state, kind = col(Job.state), col(Job.kind)
    for name in ("queued", "running", "dead"):
        for job, number in session.execute(select(kind, func.count()).where(state == name).group_by(kind)):
            counts.setdefault(job, {})[name] = number
    due = select(kind, func.min(col(Job.run_at))).where(state == "queued", col(Job.run_at) <= now()).group_by(kind)
    for job, moment in session.execute(due):
        oldest[job] = moment
    return [
        Depth(job, found.get("queued", 0), found.get("running", 0), found.get("dead", 0), oldest.get(job))
        for job, found in sorted(counts.items())
    ]


def dead_jobs(session: Session, who: Principal, before: int | None, limit: int) -> Sequence[DeadJob]:
    """Jobs that were given up, newest first: ``limit + 1`` of them older than the number ``before``."""
    _keeper(who)
    return admin.dead(session, limit + 1, before)


def requeue(session: Session, who: Principal, job_id: str) -> Job:
    """A job that was given up, from the first try on. Raises NotFound, and Conflict where it is not dead or another of its
    key waits already."""
    _keeper(who)
    job = admin.requeue(session, job_id)
    record(session, who, "job.requeue", "job", job.id, kind=job.kind, key=job.key)
    return job
