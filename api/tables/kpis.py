"""Counts kept up to date, so that a dashboard over a million filings reads a few hundred rows; and what people enter
for a score sheet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, Numeric, UniqueConstraint
from sqlmodel import Field, SQLModel

from api.store.columns import Utc, new_id, now


def _yuan() -> Decimal:
    """A sum of money, yuan."""
    made: Decimal = Field(default=Decimal(0), sa_type=Numeric(24, 2))
    return made


class Tally(SQLModel, table=True):
    """What the filings of one scope and month of signing add up to under one key of one dimension.

    ``scope``: "r:" + region prefix ("r:" is the country, "r:3413" a city), or "o:" + the organisation that handed them in.
    ``dimension``: all (key ""), insurer (its name), sector (its code), region (the next level below the scope; for an
    organisation the province), type (of violated findings). ``month``: "2025-03", "" where the day of signing is unknown.
    Only judged filings count. Sums of money in yuan; ``*_premium`` and ``*_fee`` are the denominators that go with a
    numerator which only some filings state.
    """

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}
    scope: str = Field(primary_key=True, max_length=30)
    dimension: str = Field(primary_key=True, max_length=10)
    month: str = Field(primary_key=True, max_length=7)
    key: str = Field(primary_key=True, max_length=200)
    filings: int = 0
    accepted: int = 0
    returned: int = 0
    incomplete: int = 0
    open: int = 0
    findings: int = 0
    insured: int = 0
    premium: Decimal = _yuan()
    fee: Decimal = _yuan()
    fee_premium: Decimal = _yuan()
    spent: Decimal = _yuan()
    spent_fee: Decimal = _yuan()
    upload_late: int = 0
    upload_unknown: int = 0
    service_late: int = 0
    service_unknown: int = 0
    claim_late: int = 0
    claim_unknown: int = 0
    limit_short: int = 0
    limit_unknown: int = 0


MEASURES: tuple[str, ...] = tuple(
    name for name in Tally.model_fields if name not in ("scope", "dimension", "month", "key")
)
"""The columns that are added up."""


class TallyPending(SQLModel, table=True):
    """A filing that changed since it was last counted."""

    __tablename__ = "tally_pending"
    filing_id: str = Field(primary_key=True, max_length=26)


class ScoreInput(SQLModel, table=True):
    """What a person entered for an item of a score sheet that no paper tells: ``value`` as the sheet's file describes it.
    ``owner``: the regulator or operator whose sheet it is. The latest for an item counts; earlier ones are kept."""

    __tablename__ = "score_input"
    __table_args__ = (UniqueConstraint("owner", "sheet", "insurer", "period", "item", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    owner: str = Field(foreign_key="organisation.id", max_length=26)
    sheet: str = Field(max_length=60)
    insurer: str = Field(max_length=200)
    period: str = Field(max_length=21)
    item: str = Field(max_length=40)
    version: int = 1
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 2)))
    note: str = Field(default="", max_length=500)
    user_id: str = Field(foreign_key="user_account.id", max_length=26)
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
