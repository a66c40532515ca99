"""API tokens: keys of programs that act for a person, with no more rights than the person has at that moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from api.accounts.audit_log import record
from api.accounts.identity import TOKEN_PREFIX, digest, new_secret
from api.accounts.principal import Principal
from api.problems import Conflict, Invalid, NotAllowed, NotFound
from api.service import Service
from api.store import now
from api.tables.accounts import ApiToken

MOST = 50
"""Tokens in force per person."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new token; ``secret`` is shown now and never again."""

    token: ApiToken
    secret: str = field(repr=False)


def create(service: Service, who: Principal, name: str, scopes: Iterable[str], days: int | None) -> Made:
    """A token of the person's own for so many days, None for no end. Raises NotAllowed for a scope beyond their rights."""
    wanted = sorted(set(scopes))
    if not wanted:
        raise Invalid("令牌至少要有一项权限", "请在 scopes 里列出")
    if beyond := [scope for scope in wanted if not who.may(scope)]:
        raise NotAllowed(f"您自己没有这些权限：{'、'.join(beyond)}", "令牌的权限不能超出本人的权限")
    secret = TOKEN_PREFIX + new_secret()
    ends = None if days is None else now() + timedelta(days=days)
    token = ApiToken(digest=digest(secret), user_id=who.user_id, name=name, scopes=wanted, expires_at=ends)
    with service.db.writing() as session:
        if sum(in_force(each) for each in of_person(session, who.user_id)) >= MOST:
            raise Conflict(f"每人至多{MOST}个有效令牌", "请先撤销不用的")
        session.add(token)
        session.flush()
        record(session, who, "token.create", "token", token.id, name=name, scopes=wanted, expires_at=ends)
    return Made(token, secret)


def in_force(token: ApiToken) -> bool:
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > now())


def of_person(session: Session, user_id: str) -> list[ApiToken]:
    """The person's tokens, newest first, with those that have ended."""
    return list(session.exec(select(ApiToken).where(ApiToken.user_id == user_id).order_by(col(ApiToken.id).desc())))


def revoke(service: Service, who: Principal, token_id: str) -> None:
    """End one's own token; ending it twice is the same. Raises NotFound for anybody else's."""
    with service.db.writing() as session:
        query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == who.user_id).with_for_update()
        token = session.exec(query).first()
        if token is None:
            raise NotFound
        if token.revoked_at is None:
            token.revoked_at = now()
            session.add(token)
            session.flush()
            record(session, who, "token.revoke", "token", token.id, name=token.name)


def revoke_all(session: Session, user_ids: Iterable[str]) -> None:
    """End every token of these people, in the caller's transaction."""
    session.execute(
        update(ApiToken)
        .where(col(ApiToken.user_id).in_(list(user_ids)), col(ApiToken.revoked_at).is_(None))
        .values(revoked_at=now())
        .execution_options(synchronize_session=False)
    )
