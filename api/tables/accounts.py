"""Who uses the service: organisations, people, their sessions and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from api.store.columns import Plain, Utc, new_id, now

ORGANISATION_KINDS = ("operator", "insurer", "regulator", "agency", "enterprise")


class Organisation(SQLModel, table=True):
    """A body whose people use the service.

    ``kind`` is one of ``ORGANISATION_KINDS``; ``operator`` runs the service. ``region_prefix``: the significant digits of a
    regulator's GB/T 2260 code ("3413", "" for the whole country). ``uscc``: an enterprise sees the filings of its own code.
    ``name`` is the legal name: an agency sees the filings whose reports name it.
    """

    __tablename__ = "organisation"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    kind: str = Field(max_length=16)
    name: str = Field(max_length=200, unique=True)
    region_prefix: str = Field(default="", max_length=9)
    uscc: str = Field(default="", max_length=18, index=True)
    active: bool = True
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))


class User(SQLModel, table=True):
    """A person. ``roles``: names of ``api.accounts.permissions.ROLES``. ``password`` is an argon2 hash, "" where only OIDC
    signs in. ``failures`` since the last success; ``locked_until`` when they were too many."""

    __tablename__ = "user_account"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    org_id: str = Field(foreign_key="organisation.id", index=True, max_length=26)
    login: str = Field(max_length=100, unique=True)
    name: str = Field(default="", max_length=100)
    roles: list[str] = Field(default_factory=list, sa_column=Column(Plain, nullable=False))
    password: str = Field(default="", max_length=300)
    must_change: bool = False
    oidc_subject: str | None = Field(default=None, max_length=300, unique=True)
    lang: str = Field(default="zh", max_length=2)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_column=Column(Utc))
    active: bool = True
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    seen_at: datetime | None = Field(default=None, sa_column=Column(Utc))


class SignIn(SQLModel, table=True):
    """A browser's session. Only the SHA-256 of the cookie's secret is kept. ``csrf`` must come back with every change."""

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True, max_length=64)
    user_id: str = Field(foreign_key="user_account.id", index=True, max_length=26)
    csrf: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
    address: str = Field(default="", max_length=64)
    agent: str = Field(default="", max_length=200)


class AddressFailures(SQLModel, table=True):
    """Failed sign-ins from one address (IPv6: one /64) since ``since``; in the database, as several processes count together."""

    __tablename__ = "address_failures"
    address: str = Field(primary_key=True, max_length=64)
    failures: int = 0
    since: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False, index=True))


class OidcLogin(SQLModel, table=True):
    """A sign-in under way at the OIDC provider. ``id``: SHA-256 of the secret in the browser's short-lived cookie, so that
    only the browser that began it ends it; the row goes when it is used. ``onward``: the page to go to afterwards."""

    __tablename__ = "oidc_login"
    id: str = Field(primary_key=True, max_length=64)
    state: str = Field(max_length=64)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    redirect_uri: str = Field(max_length=500)
    onward: str = Field(default="/", max_length=500)
    expires_at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))


class ApiToken(SQLModel, table=True):
    """A program's key, acting for a person with fewer rights: ``scopes`` are permission names. Only its SHA-256 is kept."""

    __tablename__ = "api_token"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    digest: str = Field(max_length=64, unique=True)
    user_id: str = Field(foreign_key="user_account.id", index=True, max_length=26)
    name: str = Field(max_length=100)
    scopes: list[str] = Field(default_factory=list, sa_column=Column(Plain, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=Column(Utc))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Utc))
    used_at: datetime | None = Field(default=None, sa_column=Column(Utc))


class AuditEntry(SQLModel, table=True):
    """Who saw or did what; never changed. ``hash`` covers this row and ``before``, the hash of the row before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_org_seq", "org_id", "seq"),
        Index("ix_audit_object_seq", "object_id", "seq"),
        Index("ix_audit_user_seq", "user_id", "seq"),
    )
    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    user_id: str = Field(default="", max_length=26)
    user_name: str = Field(default="", max_length=100)
    org_id: str = Field(default="", max_length=26)
    address: str = Field(default="", max_length=64)
    action: str = Field(max_length=60)
    object_kind: str = Field(default="", max_length=30)
    object_id: str = Field(default="", max_length=64)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
    before: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The end of the chain, one row: locked by whoever appends, so that entries come one after another."""

    __tablename__ = "audit_head"
    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    hash: str = Field(default="0" * 64, max_length=64)


class RequestKey(SQLModel, table=True):
    """An Idempotency-Key and what was answered to it, so that a request sent again does nothing again."""

    __tablename__ = "request_key"
    __table_args__ = (UniqueConstraint("user_id", "key"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    user_id: str = Field(max_length=26)
    key: str = Field(max_length=200)
    essence: str = Field(max_length=64)
    object_id: str = Field(max_length=26)
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
