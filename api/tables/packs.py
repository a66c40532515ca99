"""Packs beside those shipped: drafts, their approvals, and which version is in use."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from api.store.columns import Utc, new_id, now


class PackVersion(SQLModel, table=True):
    """The text of one version of a pack, kept for ever: a judgement names it. ``state``: draft, active, retired.

    ``shipped``: came with the engine. ``proposed_by`` may not be the one who approves (``approved_by``).
    """

    __tablename__ = "pack_version"
    __table_args__ = (UniqueConstraint("name", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    name: str = Field(max_length=100, index=True)
    version: str = Field(max_length=12)
    title: str = Field(default="", max_length=300)
    region: str = Field(default="", max_length=12)
    text: str
    cases: str = ""
    shipped: bool = False
    state: str = Field(default="draft", max_length=10, index=True)
    note: str = ""
    proposed_by: str | None = Field(default=None, max_length=26)
    approved_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    activated_at: datetime | None = Field(default=None, sa_column=Column(Utc))
    retired_at: datetime | None = Field(default=None, sa_column=Column(Utc))
