"""Keeping people: the operator's admins all of them, other admins those of their own organisation.

Nobody grants what they may not do themselves. Shutting somebody off ends their sessions and tokens. Nobody is deleted: what
they did stays theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api.accounts import passwords
from api.accounts.audit_log import record
from api.accounts.keeping import hold_operators, keep_an_admin, kept_by, shut
from api.accounts.organisations import organisation
from api.accounts.permissions import ROLES_FOR, permitted
from api.accounts.principal import Principal
from api.accounts.service import normal_login
from api.problems import Conflict, Invalid, NotAllowed, NotFound
from api.service import Service
from api.store import now
from api.tables.accounts import Organisation, User

LOGIN = re.compile(r"[\w.@+-]{2,100}")


@dataclass(frozen=True, slots=True)
class Invited:
    """A person who was added or whose password was set anew; ``password`` is shown now and never again, None where the
    caller chose it or there is none."""

    user: User
    org: Organisation
    password: str | None = field(default=None, repr=False)


def users(session: Session, who: Principal, *, org_id: str = "", role: str = "", active: bool | None = None,
          words: str = "", after: str | None = None, limit: int = 50) -> Sequence[tuple[User, Organisation]]:  # fmt: skip
    """The people one keeps with their organisations, oldest first: ``limit + 1`` of them beyond the id ``after``."""
    query = select(User, Organisation).join(Organisation, col(Organisation.id) == col(User.org_id)).where(kept_by(who))
    query = query.order_by(col(User.id)).limit(limit + 1)
    if org_id:
        query = query.where(User.org_id == org_id)
    if role:
        query = query.where(_has_role(session, role))
    if active is not None:
        query = query.where(col(User.active) == active)
    if words:
        like = (col(User.login).icontains(words, autoescape=True), col(User.name).icontains(words, autoescape=True))
        query = query.where(or_(*like))
    if after:
        query = query.where(col(User.id) > after)
    return session.exec(query).all()


def _has_role(session: Session, role: str) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "postgresql":
        return col(User.roles).op("@>", is_comparison=True)([role])
    return cast(col(User.roles), String).contains(f'"{role}"', autoescape=True)


def user(session: Session, who: Principal, user_id: str, *, lock: bool = False) -> tuple[User, Organisation]:
    """Raises NotFound for one that is not theirs to keep."""
    query = select(User, Organisation).join(Organisation, col(Organisation.id) == col(User.org_id))
    query = query.where(kept_by(who), User.id == user_id)
    found = session.exec(query.with_for_update(of=User) if lock else query).first()
    if found is None:
        raise NotFound
    return found


def create_user(service: Service, who: Principal | None, *, org_id: str, login: str, name: str, roles: Sequence[str],
                lang: str = "zh", password: str | None = None, oidc_subject: str | None = None) -> Invited:  # fmt: skip
    """A new person, who must change the password at the first sign-in. ``who`` None: the command line.

    Raises NotFound for an organisation that is not theirs, NotAllowed for rights beyond their own, Conflict for a login or
    subject that is taken.
    """
    login = normal_login(login)
    if not LOGIN.fullmatch(login):
        raise Invalid("登录名由2到100个字母、数字、汉字或 . _ @ + - 组成", "请改正")
    given = password or passwords.generate()
    if password:
        passwords.accept(password, login)
    made = User(org_id=org_id, login=login, name=name or login, roles=list(roles), lang=lang, must_change=True,
                password=passwords.make_hash(given), oidc_subject=oidc_subject or None)  # fmt: skip
    try:
        with service.db.writing() as session:
            org = organisation(session, who, org_id) if who else session.get(Organisation, org_id)
            if org is None:
                raise NotFound
            _grantable(who, roles, org)
            session.add(made)
            session.flush()
            record(session, who, "user.create", "user", made.id, login=login, org_id=org_id, roles=roles)
    except IntegrityError:
        raise Conflict(f"登录名{login}或 OIDC 编号已被占用", "请换一个") from None
    return Invited(made, org, None if password else given)


def change_user(
    service: Service, who: Principal, user_id: str, changes: Mapping[str, Any]
) -> tuple[User, Organisation]:
    """Set ``name``, ``roles``, ``lang``, ``active`` or ``oidc_subject``; what is not among the changes stays."""
    try:
        with service.db.writing() as session:
            hold_operators(session)
            person, org = user(session, who, user_id, lock=True)
            _within(who, person, org)
            if "roles" in changes:
                _grantable(who, changes["roles"], org)
            before = {name: getattr(person, name) for name in changes}
            for name, value in changes.items():
                setattr(person, name, value if name != "oidc_subject" else value or None)
            session.add(person)
            session.flush()
            if not person.active:
                shut(session, [person.id])
            keep_an_admin(session, org)
            after = {name: getattr(person, name) for name in changes}
            record(session, who, "user.change", "user", person.id, before=before, after=after)
    except IntegrityError:
        raise Conflict("这个 OIDC 编号已属于别人", "请核对") from None
    return person, org


def reset_password(service: Service, who: Principal | None, user_id: str, password: str | None = None) -> Invited:
    """A new password that the person must change; the lock, all sessions and all tokens of theirs end."""
    given = password or passwords.generate()
    hashed = passwords.make_hash(given)
    with service.db.writing() as session:
        person, org = _for(session, who, user_id)
        if password:
            passwords.accept(password, person.login)
        person.password, person.must_change, person.failures, person.locked_until = hashed, True, 0, None
        session.add(person)
        session.flush()
        shut(session, [person.id])
        record(session, who, "user.password_reset", "user", person.id)
    return Invited(person, org, None if password else given)


def unlock(service: Service, who: Principal | None, user_id: str) -> tuple[User, Organisation]:
    """Let somebody sign in again before the lock ends by itself."""
    with service.db.writing() as session:
        person, org = _for(session, who, user_id)
        person.failures, person.locked_until = 0, None
        session.add(person)
        session.flush()
        record(session, who, "user.unlock", "user", person.id)
    return person, org


def is_locked(person: User) -> bool:
    return person.locked_until is not None and person.locked_until > now()


def _for(session: Session, who: Principal | None, user_id: str) -> tuple[User, Organisation]:
    """The person's row, held, for somebody who may keep them; anybody's for the command line."""
    if who is not None:
        person, org = user(session, who, user_id, lock=True)
        _within(who, person, org)
        return person, org
    found = session.get(User, user_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found, session.get_one(Organisation, found.org_id)


def _within(who: Principal, person: User, org: Organisation) -> None:
    """Raises NotAllowed where the person may do more than who keeps them, as a token with fewer scopes might try."""
    if not permitted(person.roles, org.kind) <= who.permissions:
        raise NotAllowed("这个人的权限超出您的权限", "请由权限更大的管理员办理")


def _grantable(who: Principal | None, roles: Sequence[str], org: Organisation) -> None:
    """Raises Invalid for roles that the kind of organisation does not have, NotAllowed for rights beyond one's own."""
    fitting = ROLES_FOR[org.kind]
    if unfit := [role for role in roles if role not in fitting]:
        raise Invalid(f"这类机构没有角色 {'、'.join(unfit)}", f"可选：{'、'.join(fitting)}")
    if who is not None and not permitted(roles, org.kind) <= who.permissions:
        raise NotAllowed("不能授予自己没有的权限", "请由权限更大的管理员办理")
