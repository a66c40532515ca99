"""Once a day, by one worker: what is due goes, what nobody names is removed, what is finished long ago is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Table, delete, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from api import queue
from api.accounts import audit_log
from api.retention import blobs
from api.retention.due import Limits, due
from api.retention.purge import purge, remove_papers, remove_uploads
from api.service import Service
from api.store import now
from api.tables.accounts import RequestKey
from api.tables.documents import Paper, Upload
from api.tables.filings import FilingPaper
from api.tables.queue import Job
from api.tables.webhooks import Delivery

DAY_S = 86_400.0
_KEY = "retention"
_BATCH = 200
_DONE_DAYS, _KEY_DAYS, _DELIVERY_DAYS = 7, 30, 90
"""How long finished jobs, Idempotency-Keys and records of webhook deliveries are kept."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one run did: filings taken out of sight, filings removed, uploads removed without any, blobs, other rows."""

    hidden: int = 0
    purged: int = 0
    uploads: int = 0
    blobs: int = 0
    rows: int = 0


def sweep(service: Service, moment: datetime | None = None) -> Swept:
    """Everything that is due at this moment (None: now). Stopped at any point, the next run goes on."""
    moment = moment or now()
    limits = Limits.at(service.config, moment)
    hidden, purged, names = _filings(service, limits)
    uploads = 0
    if limits.moment is not None:
        uploads, more = _loose_uploads(service, limits.moment)
        names |= more
    rows = sum(_forget(service, *old) for old in _old_rows(moment))
    # All blobs, not only those of what went just now: a run that was cut short, or an upload, may have left others.
    removed = blobs.remove(service, names) + blobs.remove(service, service.blobs.names())
    if removed:
        with service.db.writing() as session:
            audit_log.record(session, None, "blobs.removed", "store", "", count=removed)
    return Swept(hidden, purged, uploads, removed, rows)


def _filings(service: Service, limits: Limits) -> tuple[int, int, set[str]]:
    hidden = purged = after = 0
    names: set[str] = set()
    while True:
        with service.db.reading() as session:
            batch = list(due(session, limits, after, _BATCH))
        if not batch:
            return hidden, purged, names
        for seq, filing in batch:
            after = seq
            with service.db.writing() as session:
                step = purge(session, filing.filing_id, limits)
            if step is not None:
                hidden, purged = hidden + step.hidden, purged + (not step.hidden)
                names |= step.names


def _loose_uploads(service: Service, before: datetime) -> tuple[int, set[str]]:
    """Uploads of that age: their papers that stand in no filing, and those of which nothing is left."""
    gone, last = 0, ""
    names: set[str] = set()
    linked = select(col(FilingPaper.paper_id)).where(col(FilingPaper.paper_id) == col(Paper.id)).exists()
    finished = col(Upload.state).in_(("done", "failed"))
    while True:
        with service.db.writing() as session:
            query = rows_of(Upload.id).where(col(Upload.created_at) < before, finished, col(Upload.id) > last)
            ids = list(session.exec(query.order_by(col(Upload.id)).limit(_BATCH)))
            if not ids:
                return gone, names
            last = ids[-1]
            papers = session.exec(rows_of(Paper.id).where(col(Paper.upload_id).in_(ids), ~linked)).all()
            names |= remove_papers(session, papers) | remove_uploads(session, ids)
            left = session.exec(rows_of(Upload.id).where(col(Upload.id).in_(ids))).all()
            went = sorted(set(ids) - set(left))
            if went:
                audit_log.record(session, None, "uploads.purged", "store", "", uploads=went)
            gone += len(went)


def _old_rows(moment: datetime) -> list[tuple[Table, Any]]:
    day = timedelta(days=1)
    return [
        (Job.__table__, (col(Job.state) == "done") & (col(Job.finished_at) < moment - _DONE_DAYS * day)),  # type: ignore[attr-defined]
        (RequestKey.__table__, col(RequestKey.created_at) < moment - _KEY_DAYS * day),  # type: ignore[attr-defined]
        (Delivery.__table__, (col(Delivery.state) != "queued") & (col(Delivery.created_at) < moment - _DELIVERY_DAYS * day)),  # type: ignore[attr-defined]
    ]  # fmt: skip


def _forget(service: Service, table: Table, condition: Any) -> int:
    """Rows that served their time, a thousand in a transaction."""
    gone = 0
    while True:
        with service.db.writing() as session:
            some = select(table.c.id).where(condition).limit(1000)
            done: CursorResult[Any] = session.execute(delete(table).where(table.c.id.in_(some)))  # type: ignore[assignment]
        gone += done.rowcount
        if done.rowcount < 1000:
            return gone


# --- the job ---------------------------------------------------------------------------------------------------------


def daily(service: Service, job: Job) -> None:
    """A run, and the next one a day later."""
    sweep(service)
    with service.db.writing() as session:
        queue.finish(session, job)
        _next(session, DAY_S)


def _next(session: Session, delay_s: float) -> None:
    queue.enqueue(session, "retention", _KEY, {}, priority=queue.LATER, delay_s=delay_s)


def _begin(service: Service) -> None:
    """A worker begins: a run is due soon, unless one waits or is under way."""
    with service.db.writing() as session:
        under_way = select(col(Job.seq)).where(col(Job.key) == _KEY, col(Job.state) == "running")
        if session.execute(under_way.limit(1)).first() is None:
            _next(session, 600.0)


def _again(session: Session, job: Job, cause: str) -> None:
    """A run that failed for good is in the list of jobs given up; tomorrow is another day."""
    _next(session, DAY_S)


HANDLERS: Mapping[str, Callable[[Service, Job], None]] = {"retention": daily}
ON_DEAD: Mapping[str, Callable[[Session, Job, str], None]] = {"retention": _again}
ON_START: tuple[Callable[[Service], None], ...] = (_begin,)
