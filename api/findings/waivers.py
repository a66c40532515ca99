"""The waivers kept in the database: which still stand for a finding, which have run out, which answer to nothing any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from api.accounts.principal import Principal, visible
from api.filings.service import names_of
from api.paging import cut, key_of
from api.store import now
from api.tables.filings import Decision, FilingRow, FindingRow
from validators.days import china_day

STATES = ("used", "expired", "unused")


@dataclass(frozen=True, slots=True)
class Kept:
    """A waiver, its filing, who gave it, and its state today: ``used`` by a finding of the latest judgement, ``expired``, or
    ``unused`` because no finding of the latest judgement answers to it."""

    decision: Decision
    filing: FilingRow
    by: str
    rule: str
    state: str


def page(
    session: Session, who: Principal, state: str | None, limit: int, after: str | None
) -> tuple[list[Kept], str | None]:
    """The waivers that count (the latest decision on each finding) of the filings that the person may see, newest first."""
    today = china_day(now())
    newest = (
        select(func.max(Decision.id)).group_by(col(Decision.filing_id), col(Decision.fingerprint)).scalar_subquery()
    )
    answered = exists().where(
        col(FindingRow.filing_id) == col(Decision.filing_id),
        col(FindingRow.current),
        col(FindingRow.fingerprint) == col(Decision.fingerprint),
    )
    query = (
        select(Decision, FilingRow, answered)
        .join(FilingRow, col(FilingRow.id) == col(Decision.filing_id))
        .where(visible(who), Decision.action == "waive", col(Decision.id).in_(newest))
    )
    over = col(Decision.expires_on).is_not(None) & (col(Decision.expires_on) < today)
    if state == "expired":
        query = query.where(over)
    elif state is not None:
        query = query.where(~over | col(Decision.expires_on).is_(None), answered if state == "used" else ~answered)
    if (key := key_of(after, str)) is not None:
        query = query.where(col(Decision.id) < key[0])
    rows, following = cut(
        session.exec(query.order_by(col(Decision.id).desc()).limit(limit + 1)).all(), limit, lambda row: (row[0].id,)
    )
    names, rules = names_of(session, [row[0].user_id for row in rows]), _rules(session, [row[0] for row in rows])
    kept = [
        Kept(decision, filing, names.get(decision.user_id, ""), rules.get((filing.id, decision.fingerprint), ""),
             _state(decision, bool(found), today))
        for decision, filing, found in rows
    ]  # fmt: skip
    return kept, following


def _state(decision: Decision, found: bool, today: date) -> str:
    if decision.expires_on is not None and decision.expires_on < today:
        return "expired"
    return "used" if found else "unused"


def _rules(session: Session, decisions: Iterable[Decision]) -> dict[tuple[str, str], str]:
    """The rule that each waived finding was of, in whichever judgement it stood."""
    marks = [decision.fingerprint for decision in decisions]
    rows = session.exec(
        select(FindingRow.filing_id, FindingRow.fingerprint, FindingRow.rule)
        .where(col(FindingRow.fingerprint).in_(marks))
        .distinct()
    )
    return {(filing_id, mark): rule for filing_id, mark, rule in rows}
