"""Counts read for a dashboard: a few hundred rows of ``tally``, whatever the number of filings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from api.tables.kpis import MEASURES, Tally, TallyPending

Sums = Mapping[str, Any]
_TABLE = Tally.__table__  # type: ignore[attr-defined]


def sums(session: Session, scope: str, dimension: str, since: str, until: str) -> dict[str, Sums]:
    """Each key's sums over the months ``since`` … ``until``, both inclusive, "" for no bound."""
    return _grouped(session, _TABLE.c.key, scope, dimension, since, until)


def months(session: Session, scope: str, since: str, until: str) -> dict[str, Sums]:
    """Each month's sums, in order; "" holds the filings whose day of signing is unknown."""
    return dict(sorted(_grouped(session, _TABLE.c.month, scope, "all", since, until).items()))


def behind(session: Session) -> bool:
    """Whether some filing changed and is not counted yet."""
    return session.execute(select(col(TallyPending.filing_id)).limit(1)).first() is not None


def _grouped(
    session: Session, by: ColumnElement[str], scope: str, dimension: str, since: str, until: str
) -> dict[str, Sums]:
    totals = [func.sum(_TABLE.c[name]).label(name) for name in MEASURES]
    query = select(by.label("by"), *totals).where(_TABLE.c.scope == scope, _TABLE.c.dimension == dimension)
    if since:
        query = query.where(_TABLE.c.month >= since)
    if until:
        query = query.where(_TABLE.c.month <= until, _TABLE.c.month != "")
    rows = session.execute(query.group_by(by).having(func.sum(_TABLE.c.filings) > 0))
    return {row.by: dict(row._mapping) for row in rows}
