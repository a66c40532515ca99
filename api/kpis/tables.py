"""Counts kept up to date, so that a dashboard over a million filings reads a few hundred rows."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Column, Index, Numeric
from sqlmodel import Field, SQLModel


class Tally(SQLModel, table=True):
    """One measure of one key of one dimension, for one scope and month.

    ``scope``: "r:" + region prefix ("r:" is the country, "r:3413" a city), or "o:" + organisation id. ``month`` is
    "2025-03" of signing, "" where unknown. ``dimension``: verdict, insurer, region, sector, type, lateness, fee.
    """

    __tablename__ = "tally"
    __table_args__ = (Index("ix_tally_scope", "scope", "dimension", "month"),)
    scope: str = Field(primary_key=True, max_length=30)
    dimension: str = Field(primary_key=True, max_length=20)
    month: str = Field(primary_key=True, max_length=7)
    key: str = Field(primary_key=True, max_length=200)
    measure: str = Field(primary_key=True, max_length=20)
    amount: Decimal = Field(default=Decimal(0), sa_column=Column(Numeric(24, 2), nullable=False))


class TallyPending(SQLModel, table=True):
    """A filing that changed since it was last counted."""

    __tablename__ = "tally_pending"
    filing_id: str = Field(primary_key=True, max_length=26)
