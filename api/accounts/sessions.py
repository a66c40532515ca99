"""Browsers' sessions: begun at sign-in, ended by time, by signing out, or by whoever shuts the person off."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlmodel import Session, col

from api.accounts.identity import digest, new_secret
from api.store import now
from api.tables.accounts import SignIn

SWEPT = 200
"""Rows swept away at most at one time."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session: ``secret`` goes into the cookie and nowhere else, ``csrf`` to the page."""

    secret: str = field(repr=False)
    csrf: str = field(repr=False)
    expires_at: datetime


def begin(session: Session, user_id: str, hours: float, address: str = "", agent: str = "") -> Begun:
    """A session of the person for so many hours; sessions that ended are swept away on the way."""
    moment = now()
    sweep(session, SignIn.id, col(SignIn.expires_at) <= moment)
    begun = Begun(new_secret(), secrets.token_urlsafe(24), moment + timedelta(hours=hours))
    session.add(
        SignIn(id=digest(begun.secret), user_id=user_id, csrf=begun.csrf, created_at=moment,
               expires_at=begun.expires_at, address=address[:64], agent=agent[:200])
    )  # fmt: skip
    session.flush()
    return begun


def sweep(session: Session, key: Any, gone: ColumnElement[bool]) -> None:
    """Delete some rows that have had their time, passing over those that somebody holds: nobody waits for a sweep."""
    column = col(key)
    some = select(column).where(gone).limit(SWEPT).with_for_update(skip_locked=True)
    keys = session.execute(some).scalars().all()
    if keys:
        session.execute(delete(column.class_).where(column.in_(keys)))  # type: ignore[attr-defined]


def end(session: Session, secret: str) -> None:
    """End the session of this cookie, if it still is one."""
    session.execute(delete(SignIn).where(col(SignIn.id) == digest(secret)))


def end_all(session: Session, user_id: str) -> None:
    """End every session of the person."""
    session.execute(delete(SignIn).where(col(SignIn.user_id) == user_id))
