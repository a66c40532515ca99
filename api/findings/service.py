"""Findings across filings, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from api import judging
from api.accounts.principal import Principal, visible
from api.filings.schemas import FindingOut
from api.filings.service import finding_out, names_of
from api.paging import cut, key_of
from api.store import now
from api.tables.filings import FilingRow, FindingRow
from validators import archive
from validators.days import china_day
from validators.law.pack_reading import shipped
from validators.law.topics import topic_of


@dataclass(frozen=True, slots=True)
class Asked:
    """Which findings: None means any."""

    type: str | None = None
    rule: str | None = None
    verdict: str | None = None
    severity: str | None = None
    limit: int = 50
    after: str | None = None


def page(session: Session, who: Principal, asked: Asked) -> tuple[list[tuple[FindingOut, FilingRow]], str | None]:
    """Findings by filing from new to old, within a filing in the report's order."""
    query = (
        select(FindingRow, FilingRow)
        .join(FilingRow, col(FilingRow.id) == col(FindingRow.filing_id))
        .where(visible(who), col(FindingRow.current))
    )
    for name in ("type", "rule", "verdict", "severity"):
        wanted = getattr(asked, name)
        if wanted is not None:
            query = query.where(getattr(FindingRow, name) == wanted)
    key = key_of(asked.after, int, int)
    if key is not None:
        seq, place = key
        older = col(FindingRow.filing_seq) < seq
        query = query.where(or_(older, and_(col(FindingRow.filing_seq) == seq, col(FindingRow.place) > place)))
    query = query.order_by(col(FindingRow.filing_seq).desc(), col(FindingRow.place)).limit(asked.limit + 1)
    rows, following = cut(session.exec(query).all(), asked.limit, lambda row: (row[0].filing_seq, row[0].place))
    return _with_decisions(session, rows), following


def _with_decisions(
    session: Session, rows: Sequence[tuple[FindingRow, FilingRow]]
) -> list[tuple[FindingOut, FilingRow]]:
    decided = {filing.id: judging.decisions_of(session, filing.id) for filing in {f.id: f for _, f in rows}.values()}
    names = names_of(session, [d.user_id for by_mark in decided.values() for d in by_mark.values()])
    today = china_day(now())
    return [(finding_out(row, decided[filing.id].get(row.fingerprint), names, today), filing) for row, filing in rows]


@cache
def types() -> tuple[tuple[str, str], ...]:
    """Every finding type of the shipped packs with its Chinese topic."""
    names = {rule.type for pack in shipped() for rule in pack.rules} | archive.types()
    return tuple((name, topic_of(name)) for name in sorted(names))
