"""Policy numbers that several filings of one body use."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col, select

from api.judging.held import queue_judging
from api.judging.stored import filing_of
from api.tables.filings import (
    FilingPolicy,
    FilingRow,
)
from validators import archive
from validators.facts import Filing, fold
from validators.finding import Finding

# Filings under one number that are looked at together; more than these are no accident and need no longer list.
_MOST_SHARED = 20


def shared_findings(session: Session, filing: FilingRow, joined: Filing) -> tuple[Finding, ...]:
    """Findings that only several filings show, among those of the same body: it must not learn of others' filings."""
    numbers = {fold(str(s.facts["policy_no"].value)) for s in joined.policies if s.facts["policy_no"].state != "absent"}
    _note_numbers(session, filing, numbers)
    others = session.exec(
        select(FilingRow).join(FilingPolicy, col(FilingPolicy.filing_id) == col(FilingRow.id))
        .where(FilingPolicy.org_id == filing.org_id, col(FilingPolicy.number).in_(numbers),
               FilingRow.id != filing.id, col(FilingRow.deleted_at).is_(None))
        .distinct().order_by(col(FilingRow.seq)).limit(_MOST_SHARED)
    ).all()  # fmt: skip
    return archive.across([joined, *(filing_of(session, other) for other in others)]).get(0, ())


def _note_numbers(session: Session, filing: FilingRow, numbers: set[str]) -> None:
    """Keep the filing's numbers; filings whose number is now used twice, or no longer, are judged again."""
    known = set(session.exec(select(FilingPolicy.number).where(FilingPolicy.filing_id == filing.id)).all())
    if known == numbers:
        return
    session.execute(
        delete(FilingPolicy).where(
            col(FilingPolicy.filing_id) == filing.id, col(FilingPolicy.number).in_(known - numbers)
        )
    )
    session.add_all(FilingPolicy(filing_id=filing.id, number=n[:100], org_id=filing.org_id) for n in numbers - known)
    session.flush()
    changed = known ^ numbers
    touched = session.exec(
        select(FilingPolicy.filing_id).where(
            FilingPolicy.org_id == filing.org_id, col(FilingPolicy.number).in_(changed),
            FilingPolicy.filing_id != filing.id)
    ).all()  # fmt: skip
    for other in sorted(set(touched)):
        queue_judging(session, other, "papers")


def forget_numbers(session: Session, filing: FilingRow) -> None:
    """A filing that is gone uses no number: those it shared one with are judged again."""
    _note_numbers(session, filing, set())
