"""Jobs that were given up: what they concern, why, and a second life for them. Who may see and do this is for the caller
to say: a job belongs to no organisation, and its cause may name a paper of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from api import queue
from api.problems import Conflict, NotFound
from api.queue.rooms import Concern, abouts, revivers
from api.store import now
from api.tables.queue import Job


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up. ``seq``: its number, for paging. ``about`` None where nothing of it is left, or where it
    concerns no paper. ``cause`` as it was told; ``attempts`` made."""

    seq: int
    id: str
    kind: str
    key: str
    about: Concern | None
    cause: str
    attempts: int
    created_at: datetime
    given_up_at: datetime | None


def dead(session: Session, limit: int = 50, before: int | None = None) -> list[DeadJob]:
    """Newest first, at most ``limit``, all of a smaller ``seq`` than ``before``."""
    query = select(Job).where(Job.state == "dead").order_by(col(Job.seq).desc()).limit(limit)
    if before is not None:
        query = query.where(col(Job.seq) < before)
    return [described(session, job) for job in session.exec(query)]


def described(session: Session, job: Job) -> DeadJob:
    """With what it concerns."""
    about = abouts().get(job.kind)
    return DeadJob(
        job.seq or 0, job.id, job.kind, job.key, about(session, job) if about is not None else None, job.error, job.attempts,
        job.created_at, job.finished_at,
    )  # fmt: skip


def requeue(session: Session, job_id: str) -> Job:
    """Have a job that was given up done after all, from the first try on; what was said of its failure is taken back once
    it succeeds. Raises NotFound, and Conflict where it is not dead or another of its key waits already."""
    job = session.exec(select(Job).where(Job.id == job_id).with_for_update()).first()
    if job is None:
        raise NotFound("没有这个任务")
    if job.state != "dead":
        raise Conflict("只有放弃了的任务可以重试")
    if queue.waits(session, job.key):
        raise Conflict("同一任务已在队列中", "请等它完成")
    revive = revivers().get(job.kind)
    if revive is not None:
        revive(session, job)
    session.execute(
        update(Job).where(col(Job.seq) == job.seq).values(
            state="queued", attempts=0, run_at=now(), error="", lease_until=None, token=None, finished_at=None),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    session.refresh(job)
    return job


def requeue_all(session: Session, kinds: Sequence[str] = (), most: int = 1000) -> list[Job]:
    """All that were given up (of these kinds; none named: of any), oldest first, but for those that wait again already."""
    query = select(Job.id).where(Job.state == "dead").order_by(col(Job.seq)).limit(most)
    if kinds:
        query = query.where(col(Job.kind).in_(kinds))
    done = []
    for job_id in session.exec(query).all():
        try:
            done.append(requeue(session, job_id))
        except Conflict:
            continue
    return done
