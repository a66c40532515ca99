"""Which filings go, and why.

Two things must both be longer ago than ``retention_years``: the end of the policy's period (where it is known), and the
day the filing came in. A year that was misread, or an archive of old policies handed in yesterday, is thus never taken
for something whose time is over. A filing that a person deleted goes ``deleted_days`` after that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from api.config import Config
from api.tables.filings import FilingRow
from validators.days import china_day

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Due:
    """A filing that goes. ``why``: expired or deleted. ``since``: the last day of its period or the day it came in,
    whichever is later; of a deleted one the day it was deleted."""

    filing_id: str
    org_id: str
    name: str
    why: str
    since: date


@dataclass(frozen=True, slots=True)
class Limits:
    """Moments before which things are over; None for never. ``day``: as a day in China, ``moment``: its beginning."""

    day: date | None
    moment: datetime | None
    deleted: datetime

    @classmethod
    def at(cls, config: Config, moment: datetime) -> Limits:
        """As the settings have it at this moment."""
        day = years_before(china_day(moment), config.retention_years) if config.retention_years else None
        begin = None if day is None else datetime.combine(day, time(), CHINA)
        return cls(day, begin, moment - timedelta(days=config.deleted_days))


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February for a 29th that the year has not.

    >>> years_before(date(2024, 2, 29), 5), years_before(date(2030, 1, 1), 5)
    (datetime.date(2019, 2, 28), datetime.date(2025, 1, 1))
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def over(limits: Limits) -> ColumnElement[bool] | None:
    """The condition of a filing whose time is over; None where filings are kept for ever."""
    if limits.day is None or limits.moment is None:
        return None
    ended = or_(col(FilingRow.period_end).is_(None), col(FilingRow.period_end) < limits.day)
    return and_(col(FilingRow.created_at) < limits.moment, ended)


def due(session: Session, limits: Limits, after: int = 0, limit: int = 500) -> Iterator[tuple[int, Due]]:
    """Filings that go, with their numbers, in the order of these; from the one after ``after``."""
    deleted = and_(col(FilingRow.deleted_at).is_not(None), col(FilingRow.deleted_at) < limits.deleted)
    expired = over(limits)
    condition = deleted if expired is None else or_(deleted, expired)
    query = select(FilingRow).where(condition, col(FilingRow.seq) > after).order_by(col(FilingRow.seq)).limit(limit)
    for filing in session.exec(query):
        yield filing.seq or 0, describe(filing, limits)


def describe(filing: FilingRow, limits: Limits) -> Due:
    """Why this one goes."""
    came = china_day(filing.created_at)
    ended = max(came, filing.period_end or came)
    expired = limits.day is not None and ended < limits.day
    by_person = filing.deleted_at is not None and not expired
    since = china_day(filing.deleted_at) if by_person and filing.deleted_at is not None else ended
    return Due(filing.id, filing.org_id, filing.name, "deleted" if by_person else "expired", since)


def still_due(filing: FilingRow, limits: Limits) -> bool:
    """The same, of a row that is held."""
    if filing.deleted_at is not None and filing.deleted_at < limits.deleted:
        return True
    came = china_day(filing.created_at)
    return limits.day is not None and max(came, filing.period_end or came) < limits.day
