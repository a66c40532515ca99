"""The queue worked off by hand, in the test's own thread, as a worker would."""

from __future__ import annotations

import time

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from api import queue
from api.queue.rooms import handlers
from api.service import Service
from api.store import now
from api.tables.documents import Upload
from api.tables.queue import Job


def work_off(service: Service, *kinds: str, most: int = 1000) -> int:
    """Do the jobs of these kinds that are ready, and those they add, up to ``most``; how many were done."""
    done = 0
    while done < most:
        with service.db.writing() as session:
            jobs = queue.claim(session, "test", 1, 60.0, kinds)
        if not jobs:
            break
        handlers()[0][jobs[0].kind](service, jobs[0])
        done += 1
    return done


def hasten(session: Session) -> None:
    """Make waiting jobs ready at once."""
    session.execute(update(Job).where(col(Job.state) == "queued").values(run_at=now()))


def ended(service: Service, upload_id: str, seconds: float = 120.0) -> str:
    """How an upload ended ("done", "failed"), waited for while a worker is at it. One column is looked at: the whole answer, made
    again and again of hundreds of papers, takes the processor from whoever reads them."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with service.db.reading() as session:
            state = session.exec(select(Upload.state).where(Upload.id == upload_id)).one()
        if state in ("done", "failed"):
            return state
        time.sleep(0.03)
    raise AssertionError(f"no result of upload {upload_id} within {seconds} s: {state}")


def waiting(service: Service, kind: str) -> int:
    with service.db.reading() as session:
        query = select(func.count()).select_from(Job).where(Job.kind == kind, Job.state == "queued")
        return session.exec(query).one()
