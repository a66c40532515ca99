"""Work to be done, kept in the database beside what it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from api.store.columns import Plain, Utc, new_id, now


class Job(SQLModel, table=True):
    """One piece of work. ``state``: queued, running, done or dead (given up, ``error`` says why).

    ``key``: a second queued job of the same key is not added. ``token`` names the one attempt under way; an answer under
    another token came too late and is dropped. ``lease_until``: past it the worker is taken for dead.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_ready", "state", "priority", "run_at", "seq"),
        Index("ux_job_key", "key", unique=True, postgresql_where=text("state = 'queued'"),
              sqlite_where=text("state = 'queued'")),
    )  # fmt: skip
    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True, max_length=26)
    kind: str = Field(max_length=20)
    key: str = Field(max_length=100)
    args: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
    priority: int = 5
    state: str = Field(default="queued", max_length=10)
    run_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    attempts: int = 0
    token: str | None = Field(default=None, max_length=26)
    worker: str = Field(default="", max_length=100)
    lease_until: datetime | None = Field(default=None, sa_column=Column(Utc, index=True))
    error: str = ""
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Utc))
