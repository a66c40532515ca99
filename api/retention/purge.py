"""Rows removed, one filing in a transaction: first out of everybody's sight and out of the counts, then for good.

The two steps are a day apart at most. In between the counts of the dashboards are brought up to date without the filing;
removed before, it would be counted for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Table, delete
from sqlmodel import Session, col, select

from api import judging
from api.accounts import audit_log
from api.accounts.chain import Event
from api.retention.due import Due, Limits, describe, still_due
from api.tables import METADATA
from api.tables.accounts import RequestKey
from api.tables.documents import Paper, Upload, UploadedFile
from api.tables.filings import FilingPaper, FilingRow
from api.tables.kpis import TallyPending


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with a filing: only ``hidden``, or removed. ``names``: hashes of blobs that may now be nobody's."""

    hidden: bool
    names: frozenset[str] = frozenset()


def purge(session: Session, filing_id: str, limits: Limits) -> Step | None:
    """Take the next step with a filing that is due. None where nothing was done: it is no longer due, papers of it are
    still being read, or the counts do not leave it out yet."""
    filing = judging.find(session, filing_id)
    if filing is None or not still_due(filing, limits):
        return None
    said = describe(filing, limits)
    if filing.deleted_at is None:
        _hide(session, filing, said)
        return Step(hidden=True)
    if filing.tally is not None or _counted_soon(session, filing_id) or _busy(session, filing_id):
        return None
    return Step(hidden=False, names=frozenset(_remove(session, filing, said)))


def _hide(session: Session, filing: FilingRow, said: Due) -> None:
    """As when a person deletes it, but for the reason."""
    judging.take_away(session, filing)
    _note(session, "filing.expired", said, since=said.since)


def _counted_soon(session: Session, filing_id: str) -> bool:
    return session.exec(select(TallyPending.filing_id).where(TallyPending.filing_id == filing_id)).first() is not None


def _busy(session: Session, filing_id: str) -> bool:
    """Whether an upload with papers of it is still under way."""
    query = (
        select(Upload.id).join(Paper, col(Paper.upload_id) == col(Upload.id))
        .join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        .where(FilingPaper.filing_id == filing_id, col(Upload.state).in_(("received", "reading"))).limit(1)
    )  # fmt: skip
    return session.exec(query).first() is not None


def _remove(session: Session, filing: FilingRow, said: Due) -> set[str]:
    papers = set(session.exec(select(FilingPaper.paper_id).where(FilingPaper.filing_id == filing.id)))
    remove_rows(session, FilingRow.__table__, [filing.id])  # type: ignore[attr-defined]
    shared = set(session.exec(select(FilingPaper.paper_id).where(col(FilingPaper.paper_id).in_(papers))))
    mine = papers - shared
    hashes = set(session.exec(select(Paper.sha256).where(col(Paper.id).in_(mine), Paper.sha256 != "")))
    # The same bytes handed in again were not put into the filing a second time, and stand in none.
    linked = select(FilingPaper.paper_id).where(col(FilingPaper.paper_id) == col(Paper.id)).exists()
    again = select(Paper.id).where(col(Paper.sha256).in_(hashes), Paper.org_id == filing.org_id, ~linked)
    names = remove_papers(session, mine | set(session.exec(again)))
    _note(session, "filing.purged", said, papers=len(mine), shared=len(shared))
    return names


def remove_papers(session: Session, papers: Iterable[str]) -> set[str]:
    """Papers with all that was read from them, and uploads of which nothing is left; the blobs they named."""
    ids = sorted(papers)
    rows = list(session.exec(select(Paper).where(col(Paper.id).in_(ids))))
    names = {part["sha256"] for paper in rows for part in paper.parts if part["sha256"]}
    uploads = sorted({paper.upload_id for paper in rows})
    session.expunge_all()
    remove_rows(session, Paper.__table__, ids)  # type: ignore[attr-defined]
    left = {part["sha256"] for parts in session.exec(select(Paper.parts).where(col(Paper.upload_id).in_(uploads)))
            for part in parts}  # fmt: skip
    # A file that was itself a paper goes with it, whatever else came in the same upload; an archive with the last of it.
    files = delete(UploadedFile).where(
        col(UploadedFile.upload_id).in_(uploads), col(UploadedFile.sha256).in_(names - left)
    )
    session.execute(files)
    return names | remove_uploads(session, uploads)


def remove_uploads(session: Session, uploads: Iterable[str]) -> set[str]:
    """Those of these uploads that are finished and of which no paper is left; the blobs they named."""
    some_left = select(Paper.id).where(col(Paper.upload_id) == col(Upload.id)).exists()
    query = select(Upload.id).where(
        col(Upload.id).in_(sorted(uploads)), col(Upload.state).in_(("done", "failed")), ~some_left
    )
    ids = sorted(session.exec(query))
    names = set(session.exec(select(UploadedFile.sha256).where(col(UploadedFile.upload_id).in_(ids))))
    session.execute(delete(RequestKey).where(col(RequestKey.object_id).in_(ids)))
    remove_rows(session, Upload.__table__, ids)  # type: ignore[attr-defined]
    return names


def remove_rows(session: Session, table: Table, ids: list[str]) -> None:
    """Rows of the table by their ``id``, after the rows of every table that refer to them, whichever these are."""
    if not ids:
        return
    wanted = table.c.id.in_(ids)
    for other in reversed(METADATA.sorted_tables):
        for column in other.columns:
            if other is not table and any(key.column is table.c.id for key in column.foreign_keys):
                session.execute(delete(other).where(column.in_(ids)))
    session.execute(delete(table).where(wanted))


def _note(session: Session, action: str, said: Due, **details: object) -> None:
    """In the audit log of the body whose filing it was."""
    event = Event(action, "filing", said.filing_id, {"name": said.name, "why": said.why, **details}, org_id=said.org_id)
    audit_log.append(session, [event])
