"""From a cookie or a token to the person behind it: one query each, as every request asks it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlmodel import Session, col

from api.accounts.permissions import permitted
from api.accounts.principal import Principal
from api.store import now
from api.tables.accounts import ApiToken, Organisation, SignIn, User

TOKEN_PREFIX = "anze_"
"""Begins every API token, so that a leaked one is known for what it is."""

_PERSON = (
    User.id, User.login, User.name, User.roles, User.lang, User.must_change, Organisation.id, Organisation.name,
    Organisation.kind, Organisation.region_prefix, Organisation.uscc,
)  # fmt: skip


def new_secret() -> str:
    """256 random bits; shown to its owner, kept only as ``digest``."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a secret. A plain hash will do: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


_BY_SESSION = (
    select(*_PERSON, SignIn.csrf)  # type: ignore[call-overload]
    .join(User, col(User.id) == col(SignIn.user_id))
    .join(Organisation, col(Organisation.id) == col(User.org_id))
    .where(col(SignIn.id) == bindparam("secret"), col(SignIn.expires_at) > bindparam("moment"))
    .where(col(User.active), col(Organisation.active))
)
"""Built once: every request asks it, and building it anew takes longer than the database does to answer."""


def by_session(session: Session, secret: str, address: str = "") -> Principal | None:
    """The person signed in with this cookie, unless the session has ended or the person or organisation is shut off."""
    given = {"secret": digest(secret), "moment": now()}
    row = session.connection().execute(_BY_SESSION, given).first()
    return None if row is None else _principal(row, address, csrf=row[11])


def by_token(session: Session, secret: str, address: str = "") -> Principal | None:
    """The person whose API token this is, with no more rights than the token's scopes."""
    if not secret.startswith(TOKEN_PREFIX):
        return None
    moment = now()
    query = (
        select(*_PERSON, ApiToken.id, ApiToken.scopes)  # type: ignore[call-overload]
        .join(User, col(User.id) == col(ApiToken.user_id))
        .join(Organisation, col(Organisation.id) == col(User.org_id))
        .where(col(ApiToken.digest) == digest(secret), col(ApiToken.revoked_at).is_(None))
        .where(or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > moment))
        .where(col(User.active), col(Organisation.active))
    )
    row = session.execute(query).first()
    return None if row is None else _principal(row, address, token_id=row[11], scopes=frozenset(row[12]))


def of_user(user: User, org: Organisation, address: str = "") -> Principal:
    """The person with all their rights, outside of any session: for the command line, workers and tests."""
    return Principal(
        user_id=user.id, login=user.login, name=user.name, org_id=org.id, org_name=org.name, org_kind=org.kind,
        region_prefix=org.region_prefix, uscc=org.uscc, roles=tuple(user.roles), lang=user.lang,
        permissions=permitted(user.roles, org.kind), must_change=user.must_change, address=address,
    )  # fmt: skip


def _principal(row: Row[Any], address: str, *, csrf: str = "", token_id: str = "",
               scopes: frozenset[str] | None = None) -> Principal:  # fmt: skip
    user_id, login, name, roles, lang, must_change, org_id, org_name, kind, region_prefix, uscc = tuple(row)[:11]
    rights = permitted(roles, kind)
    return Principal(
        user_id=user_id, login=login, name=name, org_id=org_id, org_name=org_name, org_kind=kind,
        region_prefix=region_prefix, uscc=uscc, roles=tuple(roles), lang=lang, csrf=csrf, must_change=must_change,
        permissions=rights if scopes is None else rights & scopes, address=address, token_id=token_id,
    )  # fmt: skip
