"""A filing's row held for a change; what a change does to it; others queued for judging."""

from __future__ import annotations

from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from api import queue
from api.store import now
from api.tables.filings import (
    FilingPaper,
    FilingRow,
)


def lock(session: Session, filing_id: str) -> FilingRow:
    """The filing's row as it is now, held until the transaction ends: one change of a filing at a time.

    Whoever locks several does it in the order of their ids, before anything else is locked for them.
    """
    return session.exec(_locked(filing_id)).one()


def find(session: Session, filing_id: str) -> FilingRow | None:
    """As ``lock``; None where retention has taken the filing away."""
    return session.exec(_locked(filing_id)).first()


def _locked(filing_id: str) -> SelectOfScalar[FilingRow]:
    """Rows that refer to the filing may be added meanwhile; what the session knew of it is read again."""
    query = select(FilingRow).where(FilingRow.id == filing_id).with_for_update(key_share=True)
    return query.execution_options(populate_existing=True)


def touch(session: Session, filing: FilingRow) -> None:
    """Something of the filing changed: pages kept of it are old. A sign-off covers what was signed, so it falls."""
    filing.version += 1
    filing.updated_at = now()
    session.add(filing)


def rejudge_filings_of(session: Session, paper_id: str, cause: str) -> None:
    """Queue a judgement of every filing that has the paper."""
    filings = select(FilingPaper.filing_id).where(FilingPaper.paper_id == paper_id)
    for filing_id in sorted(session.exec(filings)):
        queue_judging(session, filing_id, cause)


def queue_judging(session: Session, filing_id: str, cause: str) -> None:
    queue.enqueue(session, "judge", f"judge:{filing_id}", {"filing": filing_id, "cause": cause}, priority=queue.SOON)
