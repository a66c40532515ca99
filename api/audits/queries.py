"""Audits and their items in the database; the progress of an upload audit counted from its papers and filings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from api.accounts.principal import Principal, visible
from api.tables.audits import Audit, AuditItem
from api.tables.documents import Paper, Upload
from api.tables.filings import FilingRow, FindingRow

Key = tuple[str | int, ...]


def by_id(session: Session, audit_id: str, *, lock: bool = False) -> Audit | None:
    query = select_rows(Audit).where(Audit.id == audit_id)
    return session.exec(query.with_for_update() if lock else query).first()


def page(
    session: Session, org_id: str, kind: str | None, state: str | None, after: Key | None, limit: int
) -> Sequence[Audit]:
    """An organisation's audits, newest first."""
    query = select_rows(Audit).where(Audit.org_id == org_id)
    if kind:
        query = query.where(Audit.kind == kind)
    if state:
        query = query.where(Audit.state == state)
    if after is not None:
        query = query.where(col(Audit.id) < after[0])
    return session.exec(query.order_by(col(Audit.id).desc()).limit(limit + 1)).all()


def running(session: Session, org_id: str) -> int:
    """How many rechecks of the organisation are under way."""
    query = select(func.count()).select_from(Audit)
    query = query.where(col(Audit.org_id) == org_id, col(Audit.kind) == "recheck", col(Audit.state) == "running")
    return int(session.scalar(query) or 0)


def items(
    session: Session, who: Principal, audit_id: str, flipped: bool | None, after: Key | None, limit: int
) -> Sequence[tuple[AuditItem, FilingRow]]:
    """The filings judged in a recheck, by id, as far as the person may still see them."""
    query = (
        select_rows(AuditItem, FilingRow)
        .join(FilingRow, col(FilingRow.id) == col(AuditItem.filing_id))
        .where(AuditItem.audit_id == audit_id, visible(who))
    )
    if flipped is not None:
        query = query.where(col(AuditItem.flipped).is_(flipped))
    if after is not None:
        query = query.where(col(AuditItem.filing_id) > after[0])
    return session.exec(query.order_by(col(AuditItem.filing_id)).limit(limit + 1)).all()


def current_findings(session: Session, filing_id: str) -> list[dict[str, Any]]:
    """The bodies of the latest judgement's findings."""
    query = select(FindingRow.body).where(col(FindingRow.filing_id) == filing_id, col(FindingRow.current))  # type: ignore[call-overload]
    return list(session.scalars(query.order_by(col(FindingRow.place))))


def upload_progress(session: Session, audit_id: str) -> dict[str, Any]:
    """Uploads, papers and filings of an upload audit by state, verdicts, and violated findings by type."""

    def counts(column: Any, *conditions: Any, joined: Any = None) -> dict[str, int]:
        query = select(column, func.count()).where(*conditions).group_by(column)
        if joined is not None:
            query = query.join(*joined)
        return {str(name): int(number) for name, number in session.execute(query) if name}

    uploads = counts(col(Upload.state), col(Upload.audit_id) == audit_id)
    of_audit = (Upload, col(Upload.id) == col(Paper.upload_id))
    papers = counts(col(Paper.state), col(Upload.audit_id) == audit_id, joined=of_audit)
    alive = (col(FilingRow.audit_id) == audit_id, col(FilingRow.deleted_at).is_(None))
    filings = counts(col(FilingRow.state), *alive)
    verdicts = counts(col(FilingRow.verdict), *alive)
    of_filing = (FilingRow, col(FilingRow.id) == col(FindingRow.filing_id))
    violated = (*alive, col(FindingRow.current), col(FindingRow.verdict) == "violated")
    findings = counts(col(FindingRow.type), *violated, joined=of_filing)
    return {"uploads": uploads, "papers": papers, "filings": filings, "verdicts": verdicts, "findings": findings}
