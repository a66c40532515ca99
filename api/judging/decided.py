"""What people decided on findings, and the counts that follow from it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from api.store import now
from api.tables.filings import (
    Decision,
    FilingRow,
    FindingRow,
)
from validators.days import china_day
from validators.finding import Severity, Verdict


def decisions_of(session: Session, filing_id: str) -> dict[str, Decision]:
    """The latest decision on each finding, by fingerprint; a reopened one has none."""
    latest: dict[str, Decision] = {}
    for row in session.exec(select(Decision).where(Decision.filing_id == filing_id).order_by(col(Decision.id))):
        latest[row.fingerprint] = row
    return {mark: row for mark, row in latest.items() if row.action != "reopen"}


def waived(decision: Decision | None, today: date) -> bool:
    """Whether a waiver stands on that day."""
    if decision is None or decision.action != "waive":
        return False
    return decision.expires_on is None or decision.expires_on >= today


def recount(session: Session, filing: FilingRow) -> None:
    """Count the filing's findings: violated errors, violated warnings, undecided ones; and those still open."""
    decided, today = decisions_of(session, filing.id), china_day(now())
    filing.violated = filing.warnings = filing.undecided = filing.open_findings = 0
    for row in session.exec(select(FindingRow).where(FindingRow.filing_id == filing.id, col(FindingRow.current))):
        violated = row.verdict == Verdict.VIOLATED.value
        error = violated and row.severity == Severity.ERROR.value
        filing.violated += error
        filing.warnings += violated and row.severity == Severity.WARNING.value
        filing.undecided += not violated and row.matters
        standing = (violated and row.severity != Severity.NOTE.value) or (not violated and row.matters)
        filing.open_findings += standing and not waived(decided.get(row.fingerprint), today)
    session.add(filing)
