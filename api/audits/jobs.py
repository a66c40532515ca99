"""Rechecks done by workers: a few filings at a time, their outcome and how far it came in one transaction.

A job is a stretch of some seconds and queues the next one as it ends, so that a worker killed at any moment leaves at most a
few filings to be judged again, and a long audit never looks like a job that fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import CursorResult, func, select, update
from sqlmodel import Session, col

from api import judging, queue
from api.accounts import audit_log
from api.accounts.principal import Principal
from api.audits import queries
from api.audits.comparison import compare, tally
from api.audits.service import end, on_behalf_of, queue_slice
from api.filings import listing
from api.packs import service as packs
from api.paging import cursor
from api.records.codec import BadRecord
from api.service import Service
from api.store import now
from api.tables.audits import Audit, AuditItem
from api.tables.filings import FilingRow
from api.tables.queue import Job
from validators.law.pack import Pack
from validators.report import Report

STRETCH_S = 15.0
"""Seconds of one job; a third of a lease would do, but fewer jobs leave a shorter table."""
TOGETHER = 20
"""Filings tried at a time; what they come to is kept in one short transaction."""
TOGETHER_KEPT = 4
"""Filings judged anew at a time: on SQLite nobody else writes meanwhile."""
_EVERYTHING = 2**31 - 2


@dataclass(frozen=True, slots=True)
class Turn:
    """A filing's turn: verdicts before and after, and what changed."""

    filing_id: str
    before: str
    after: str
    changes: dict[str, Any]


def recheck(service: Service, job: Job) -> None:
    """A stretch of a recheck."""
    until = time.monotonic() + STRETCH_S
    while True:
        last = time.monotonic() >= until
        if _step(service, job, last=last):
            return


def _step(service: Service, job: Job, *, last: bool) -> bool:
    """One batch, or the beginning, or the end; whether the job is done with."""
    with service.db.reading() as session:
        audit = queries.by_id(session, job.args["audit"])
        who = None if audit is None else on_behalf_of(session, audit)
        ready = audit is not None and audit.state == "running" and who is not None
        rows = _batch(session, who, audit) if ready and who and audit and audit.total is not None else []
        turns = _tried(session, audit, rows) if audit and rows and not audit.choice["apply"] else []
    with service.db.writing() as session:
        if audit is None:
            queue.finish(session, job)
            return True
        held = queries.by_id(session, audit.id, lock=True)
        if held is None or held.state != "running":
            queue.finish(session, job)
            return True
        if held.choice != audit.choice or held.finished != audit.finished:
            raise queue.Lost(job.id)  # somebody else has the audit in hand
        if who is None:
            return _stopped(session, job, held)
        if held.total is None:
            _begin(session, who, held)
        elif rows:
            _keep(session, held, rows, turns or _kept(session, held, rows))
        else:
            return _done(session, job, held)
        if last:
            queue_slice(session, held)
            queue.finish(session, job)
        else:
            _came_on(session, job)
    return last


def _came_on(session: Session, job: Job) -> None:
    """A batch is done: the attempts that count are those since. Raises Lost where the attempt is no longer the job's."""
    mine = update(Job).where(col(Job.id) == job.id, col(Job.token) == job.token, col(Job.state) == "running")
    done: CursorResult[Any] = session.execute(mine.values(attempts=1))  # type: ignore[assignment]
    if done.rowcount != 1:
        raise queue.Lost(job.id)


def _stopped(session: Session, job: Job, audit: Audit) -> bool:
    end(session, audit, "failed", "发起人已无权进行这一任务")
    queue.finish(session, job)
    audit_log.record(session, None, "audit.stopped", "audit", audit.id)
    return True


def _done(session: Session, job: Job, audit: Audit) -> bool:
    end(session, audit, "done")
    queue.finish(session, job)
    audit_log.record(session, None, "audit.finished", "audit", audit.id, finished=audit.finished)
    return True


def _begin(session: Session, who: Principal, audit: Audit) -> None:
    """How many there are, and the last of them: what is filed from now on is judged by the packs in use anyway."""
    query = replace(_query(audit), limit=_EVERYTHING, after="")
    chosen = listing.select_filings(session, who, query).order_by(None).with_only_columns(col(FilingRow.seq)).subquery()
    count, newest = session.execute(select(func.count(), func.max(chosen.c.seq)).select_from(chosen)).one()
    audit.total = int(count)
    audit.choice = {**audit.choice, "newest": int(newest or 0), "began": now().isoformat()}
    session.add(audit)


def _query(audit: Audit) -> listing.Query:
    asked = listing.from_params({**audit.choice["filter"], "after": audit.choice["after"], "sort": "oldest"})
    together = TOGETHER_KEPT if audit.choice["apply"] else TOGETHER
    return replace(asked, state="judged", limit=together)


def _batch(session: Session, who: Principal, audit: Audit) -> list[FilingRow]:
    rows, _ = listing.page(session, who, _query(audit))
    return [row for row in rows if (row.seq or 0) <= audit.choice["newest"]]


def _packs(session: Session, audit: Audit) -> tuple[Pack, ...]:
    """Those of when it was asked for, so that all filings of a trial are judged by the same."""
    return packs.of_versions(session, audit.choice["versions"])


def _tried(session: Session, audit: Audit, rows: Sequence[FilingRow]) -> list[Turn]:
    """Each filing judged, nothing stored."""
    chosen = _packs(session, audit)
    return [_turn(session, row, lambda row: judging.report_of(session, row, chosen, audit.as_of)) for row in rows]


def _turn(session: Session, row: FilingRow, judged: Callable[[FilingRow], Report | None]) -> Turn:
    before, verdict = queries.current_findings(session, row.id), row.verdict
    try:
        report = judged(row)
        if report is None:
            return Turn(row.id, verdict, verdict, {})
    except BadRecord as error:
        return Turn(row.id, verdict, "", {"error": str(error)})
    except Exception as error:
        raise RuntimeError(f"案卷 {row.id}：{type(error).__name__}：{error}") from error
    after = [judging.finding_body(finding) for finding in report.shown()]
    return Turn(row.id, verdict, report.verdict, compare(before, after, report.findings))


def _kept(session: Session, audit: Audit, rows: Sequence[FilingRow]) -> list[Turn]:
    """Each filing judged by the packs in use, and the judgement kept."""
    turns = []
    for seen in rows:
        row = judging.lock(session, seen.id)
        if row.deleted_at is None:
            turns.append(_turn(session, row, lambda row: _judged_anew(session, audit, row)))
    return turns


def _judged_anew(session: Session, audit: Audit, row: FilingRow) -> Report | None:
    """None where nothing that decides has changed since the last judgement, which stands."""
    standing = row.judgement_id
    judgement = judging.judge(session, row, cause="recheck", user_id=audit.user_id, as_of=audit.as_of)
    return None if judgement.id == standing else judging.report_of(session, row, None, audit.as_of)


def _keep(session: Session, audit: Audit, rows: Sequence[FilingRow], turns: Sequence[Turn]) -> None:
    result = audit.result
    for turn in turns:
        flipped = turn.before != turn.after
        session.merge(
            AuditItem(audit_id=audit.id, filing_id=turn.filing_id, before=turn.before, after=turn.after,
                      flipped=flipped, changes=turn.changes)
        )  # fmt: skip
        result = tally(result, turn.before, turn.after, turn.changes)
    audit.result = result
    audit.finished += len(rows)
    audit.choice = {**audit.choice, "after": cursor("oldest", str(rows[-1].seq), rows[-1].seq or 0)}
    session.add(audit)


def _given_up(session: Session, job: Job, cause: str) -> None:
    audit = queries.by_id(session, job.args["audit"], lock=True)
    if audit is not None and audit.state == "running":
        end(session, audit, "failed", cause[:500])


HANDLERS: Mapping[str, Callable[[Service, Job], None]] = {"recheck": recheck}
ON_DEAD: Mapping[str, Callable[[Session, Job, str], None]] = {"recheck": _given_up}
