"""What binds whoever keeps people and organisations: whose they are, and that somebody remains to let the others in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from api.accounts import sessions, tokens
from api.accounts.principal import Principal
from api.problems import Conflict
from api.tables.accounts import Organisation, User


class LastAdmin(Conflict):
    """Nobody would be left to let the others in."""

    error = "last_admin"
    zh = ("这是运营方最后一个能登录的管理员", "请先另设一个管理员")
    en = ("This is the operator's last admin", "Make another admin first")


def kept_by(who: Principal) -> ColumnElement[bool]:
    """The condition on ``Organisation`` that leaves those whose people one keeps: all for the operator, else one's own."""
    return true() if who.everything else col(Organisation.id) == who.org_id


def shut(session: Session, user_ids: Sequence[str]) -> None:
    """End the sessions and tokens of these people."""
    for user_id in user_ids:
        sessions.end_all(session, user_id)
    tokens.revoke_all(session, user_ids)


def hold_operators(session: Session) -> None:
    """One change at a time of what could leave the operator without an admin."""
    query = select(Organisation.id).where(Organisation.kind == "operator").order_by(col(Organisation.id))
    session.exec(query.with_for_update()).all()


def keep_an_admin(session: Session, changed: Organisation) -> None:
    """Raises LastAdmin, which undoes the change, where it leaves the operator without an admin who can sign in."""
    if changed.kind != "operator":
        return
    query = select(User).join(Organisation, col(Organisation.id) == col(User.org_id))
    query = query.where(Organisation.kind == "operator", col(Organisation.active), col(User.active))
    if not any("admin" in person.roles for person in session.exec(query)):
        raise LastAdmin
