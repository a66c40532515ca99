"""The counts brought up to date by workers: filings that changed, a batch at a time, one worker at a time.

A batch locks its filings, takes away what each added before, adds what it adds now, keeps the new basis with the filing
and forgets that it was pending, all in one transaction: killed at any moment, it was either done or not begun.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from api import queue
from api.service import Service
from api.store import Database
from api.tables.filings import FilingRow, FindingRow, Judgement
from api.tables.kpis import MEASURES, Tally, TallyPending
from api.tables.queue import Job
from api.tallies.contribution import Basis, Cell, basis_of, cells, told
from api.tallies.service import enqueue_tally, mark

BATCH = 200
"""Filings in one transaction: short enough that nobody waits long for the write lock of SQLite."""
_LOCK = 0x74616C79  # "taly": the advisory lock under which PostgreSQL's counts are changed
_FILING = FilingRow.__table__  # type: ignore[attr-defined]

Key = tuple[str, str, str, str]


def fold(service: Service, job: Job) -> None:
    """Count what is pending. Filings that somebody is changing at the moment are left for a little later."""
    while _fold_batch(service.db):
        pass
    with service.db.writing() as session:
        if session.execute(select(col(TallyPending.filing_id)).limit(1)).first():
            enqueue_tally(session, delay_s=1.0)
        queue.finish(session, job)


def fold_all(db: Database) -> None:
    """Count what is pending without a job, for tools and tests."""
    while _fold_batch(db):
        pass


def recount_everything(db: Database) -> None:
    """Forget all counts and count every filing anew, as after a change of what is counted; the queue does the rest."""
    with db.writing() as session:
        _alone(session)
        session.execute(delete(Tally))
        session.execute(update(_FILING).values(tally=None))
        marked = select(col(FilingRow.id)).where(col(FilingRow.id).not_in(select(col(TallyPending.filing_id))))
        session.execute(TallyPending.__table__.insert().from_select(["filing_id"], marked))  # type: ignore[attr-defined]
        enqueue_tally(session)


def _fold_batch(db: Database) -> int:
    """One batch; how many filings it counted."""
    with db.writing() as session:
        _alone(session)
        pending = select(col(TallyPending.filing_id)).order_by(col(TallyPending.filing_id)).limit(BATCH)
        query = select(FilingRow).where(col(FilingRow.id).in_(pending)).order_by(col(FilingRow.seq))
        # The row is locked before its pending mark is taken: whoever marks it holds the row.
        filings = list(session.scalars(query.with_for_update(skip_locked=True)))
        ids = [filing.id for filing in filings]
        findings, facts = _findings(session, ids), _told(session, filings)
        change: dict[Key, dict[str, int | Decimal]] = defaultdict(lambda: defaultdict(int))
        kept: list[dict[str, Any]] = []
        for filing in filings:
            before, after = filing.tally, basis_of(filing, findings.get(filing.id, ()), facts.get(filing.id, ()))
            if before != after:
                _add(change, cells(before), -1)
                _add(change, cells(after), 1)
                kept.append({"at": filing.seq, "basis": after})
        _apply(session, change)
        for row in kept:
            session.execute(update(_FILING).where(_FILING.c.seq == row["at"]).values(tally=row["basis"]))
        session.execute(delete(TallyPending).where(col(TallyPending.filing_id).in_(ids)))
        gone = col(TallyPending.filing_id).not_in(select(col(FilingRow.id)))
        session.execute(delete(TallyPending).where(col(TallyPending.filing_id).in_(pending), gone))
        session.expunge_all()
        return len(ids)


def _alone(session: Session) -> None:
    """No other folder until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _findings(session: Session, ids: list[str]) -> dict[str, list[Any]]:
    """The kind and verdict of each finding of the latest judgements, by filing."""
    found: dict[str, list[Any]] = {}
    columns = (FindingRow.filing_id, FindingRow.type, FindingRow.verdict)
    query = select(*columns).where(col(FindingRow.filing_id).in_(ids), col(FindingRow.current).is_(True))  # type: ignore[call-overload]
    for row in session.execute(query):
        found.setdefault(row.filing_id, []).append(row)
    return found


def _told(session: Session, filings: list[FilingRow]) -> dict[str, frozenset[str]]:
    """What the facts of the latest judgements tell, by filing."""
    ids = [filing.judgement_id for filing in filings if filing.judgement_id]
    query = select(Judgement.filing_id, Judgement.facts).where(col(Judgement.id).in_(ids))  # type: ignore[call-overload]
    return {row.filing_id: told(row.facts) for row in session.execute(query)}


def _add(change: dict[Key, dict[str, int | Decimal]], added: Iterable[Cell], sign: int) -> None:
    for cell in added:
        into = change[cell.scope, cell.dimension, cell.month, cell.key]
        for name, amount in cell.amounts.items():
            into[name] += sign * amount


def _apply(session: Session, change: Mapping[Key, Mapping[str, int | Decimal]]) -> None:
    """Add to the rows, in the order of their keys."""
    rows = [
        {
            "scope": key[0],
            "dimension": key[1],
            "month": key[2],
            "key": key[3],
            **{m: amounts.get(m, 0) for m in MEASURES},
        }
        for key, amounts in sorted(change.items())
        if any(amounts.values())
    ]
    if not rows:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    table = Tally.__table__  # type: ignore[attr-defined]
    statement = insert(table)
    added = {m: table.c[m] + statement.excluded[m] for m in MEASURES}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["scope", "dimension", "month", "key"], set_=added), rows
    )


HANDLERS: Mapping[str, Callable[[Service, Job], None]] = {"tally": fold}

__all__ = ["HANDLERS", "Basis", "fold", "fold_all", "mark", "recount_everything"]
