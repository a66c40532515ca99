"""Bulk jobs: an archive read as one audit, or stored filings judged again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from api.store.columns import Plain, Utc, new_id, now


class Audit(SQLModel, table=True):
    """``kind``: upload (archives read as one audit) or recheck (stored filings judged again as of a day, or with other
    packs). ``state``: running, done, cancelled, failed. ``total`` None until counted. ``result``: counts and flips."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_job_org", "org_id", "id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    org_id: str = Field(foreign_key="organisation.id", max_length=26)
    user_id: str = Field(foreign_key="user_account.id", max_length=26)
    kind: str = Field(max_length=10)
    name: str = Field(default="", max_length=200)
    choice: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
    as_of: date | None = None
    state: str = Field(default="running", max_length=10)
    total: int | None = None
    finished: int = 0
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Utc))


class AuditItem(SQLModel, table=True):
    """A stored filing's turn in a recheck: what it was and what it would be."""

    __tablename__ = "audit_item"
    __table_args__ = (Index("ix_audit_item_flipped", "audit_id", "flipped", "filing_id"),)
    audit_id: str = Field(foreign_key="audit.id", primary_key=True, max_length=26)
    filing_id: str = Field(foreign_key="filing.id", primary_key=True, max_length=26)
    before: str = Field(default="", max_length=12)
    after: str = Field(default="", max_length=12)
    flipped: bool = False
    changes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
