"""Where to tell whom about what, and what was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from api.store.columns import Plain, Utc, new_id, now


class Webhook(SQLModel, table=True):
    """An address that is told of events; ``secret`` signs what is sent (HMAC-SHA256). ``events``: names, or "*"."""

    __tablename__ = "webhook"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    org_id: str = Field(foreign_key="organisation.id", index=True, max_length=26)
    url: str = Field(max_length=500)
    secret: str = Field(max_length=100)
    events: list[str] = Field(default_factory=list, sa_column=Column(Plain, nullable=False))
    active: bool = True
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))


class Delivery(SQLModel, table=True):
    """One event for one address. ``state``: queued, sent, failed (after the last try)."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_webhook", "webhook_id", "id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    webhook_id: str = Field(foreign_key="webhook.id", max_length=26)
    event: str = Field(max_length=40)
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
    state: str = Field(default="queued", max_length=10)
    status: int | None = None
    error: str = ""
    attempts: int = 0
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=Column(Utc))
