"""The rows that a filing's page is made of."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session, col, select

from api import judging
from api.accounts.principal import Principal
from api.documents import queries as papers
from api.filings import service
from api.store import now
from api.tables.filings import Comment, Decision, FindingRow
from api.tables.queue import Job
from api.web.views.filing import Stored
from validators.days import china_day


def stored(session: Session, who: Principal, filing_id: str) -> Stored:
    """Everything of a filing that the person may see; NotFound for any other."""
    filing = service.find(session, who, filing_id)
    records = judging.records_of(session, filing)
    findings = session.exec(
        select(FindingRow)
        .where(FindingRow.filing_id == filing.id, col(FindingRow.current))
        .order_by(col(FindingRow.place))
    )
    decisions = session.exec(select(Decision).where(Decision.filing_id == filing.id).order_by(col(Decision.id))).all()
    comments = session.exec(select(Comment).where(Comment.filing_id == filing.id).order_by(col(Comment.id))).all()
    corrections = papers.corrections_of(session, [paper.id for paper, _ in records])
    judgements = service.judgements_of(session, filing.id)
    people = [
        *(row.user_id for row in decisions),
        *(row.user_id for row in comments),
        *(row.user_id for row in corrections),
        *(row.user_id for row in judgements),
        *(row.withdrawn_by for row in corrections),
        filing.signed_off_by,
    ]
    waiting = _waiting(session, [f"judge:{filing.id}", *(f"read:{paper.id}" for paper, _ in records)])
    return Stored(
        filing=filing, papers=records, findings=list(findings), decisions=decisions, comments=comments,
        corrections=corrections, judgements=judgements, names=service.names_of(session, people), today=china_day(now()),
        rereading=frozenset(paper.id for paper, _ in records if f"read:{paper.id}" in waiting),
        judging=f"judge:{filing.id}" in waiting,
    )  # fmt: skip


def _waiting(session: Session, keys: list[str]) -> set[str]:
    """Which of these jobs are not done. Two questions for two indexes: that of queued ones by key (whose condition must stand
    there as it is), and that by state, as few run at a time."""
    mine = col(Job.key).in_(keys)
    queued = session.exec(select(Job.key).where(text("state = 'queued'"), mine))
    return {*queued, *session.exec(select(Job.key).where(Job.state == "running", mine))}
