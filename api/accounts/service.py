"""Signing in and out, one's own password and language.

Whoever guesses learns nothing: a wrong password, an unknown login, a locked or closed account get one answer, after the
same work. Too many failures lock the login for a while, and the address they came from; both open again by themselves.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from api.accounts import passwords, sessions
from api.accounts.audit_log import Event, append, record
from api.accounts.identity import of_user
from api.accounts.principal import Principal
from api.accounts.sessions import Begun
from api.config import Config
from api.problems import Conflict, Invalid, NotSignedIn, TooMany
from api.service import Service
from api.store import now
from api.tables.accounts import AddressFailures, Organisation, User

log = logging.getLogger("anze.accounts")


class SignInFailed(NotSignedIn):
    """One answer for every reason, as the reason would tell which logins there are."""

    error = "sign_in_failed"
    zh = (
        "登录名或密码不对，或账号已停用、暂时锁定",
        "请核对后重试；多次失败会锁定一段时间，到时自动解除，管理员也可以解锁",
    )
    en = ("Wrong login or password, or the account is closed or locked for now",
          "Check and try again; after too many failures wait a while, or ask an admin to unlock it")  # fmt: skip


class WrongPassword(Conflict):
    """The present password was not given right when changing it."""

    error = "wrong_password"
    zh, en = ("当前密码不对", "请重新输入当前密码"), ("The present password is wrong", "Enter it again")


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who has just signed in, and the session to hand to the browser."""

    who: Principal
    begun: Begun


def normal_login(login: str) -> str:
    """A login as it is kept: one width, lower case, no blanks around, nothing unseen inside.

    >>> normal_login(" Ｗang.Wu\\x00 ")
    'wang.wu'
    """
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", login) if letter.isprintable())
    return seen.strip().casefold()


def sign_in(service: Service, login: str, password: str, *, address: str = "", agent: str = "",
            previous: str | None = None) -> Arrived:  # fmt: skip
    """Check the password and begin a session; that of ``previous``, the browser's cookie so far, ends.

    Raises SignInFailed, and TooMany where the address has failed too often.
    """
    name = normal_login(login)
    with service.db.reading() as session:
        _let_through(session, address, service.config)
        known = session.exec(select(User).where(User.login == name)).first()
    # Outside of any transaction: it takes a twentieth of a second, and SQLite has one writer.
    right, newer = passwords.check(password, known.password if known else "")
    with service.db.writing() as session:
        user = _locked(session, known.id) if known else None
        if user is None or not right or not _open(session, user):
            _failed(session, service.config, name, user, address, guessed=not right)
            arrived = None
        else:
            if newer:
                user.password = newer
            arrived = arrive(session, service.config, user, address=address, agent=agent, previous=previous)
    if arrived is None:
        log.info("sign-in failed from %s", address)
        raise SignInFailed
    return arrived


def arrive(session: Session, config: Config, user: User, *, address: str, agent: str, previous: str | None,
           by: str = "password") -> Arrived:  # fmt: skip
    """Begin the session of somebody who has shown who they are; the caller's transaction holds the user's row."""
    user.failures, user.locked_until, user.seen_at = 0, None, now()
    session.add(user)
    org = session.get_one(Organisation, user.org_id)
    if previous:
        sessions.end(session, previous)
    begun = sessions.begin(session, user.id, config.session_hours, address, agent)
    who = of_user(user, org, address)
    record(session, who, "session.begin", "user", user.id, by=by, agent=agent[:200])
    return Arrived(who, begun)


def _locked(session: Session, user_id: str) -> User | None:
    """The user's row, held to the end of the transaction."""
    return session.exec(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    ).first()


def _open(session: Session, user: User) -> bool:
    org = session.get(Organisation, user.org_id)
    locked = user.locked_until is not None and user.locked_until > now()
    return user.active and org is not None and org.active and not locked


def _failed(session: Session, config: Config, login: str, user: User | None, address: str, *, guessed: bool) -> None:
    """Count the failure, against the login and against the address, and write it down."""
    moment = now()
    locked = False
    if user is not None and guessed and not (user.locked_until and user.locked_until > moment):
        user.failures += 1
        if user.failures >= config.lock_failures:
            user.failures, user.locked_until, locked = 0, moment + timedelta(minutes=config.lock_minutes), True
        session.add(user)
        session.flush()
    _count(session, place_of(address), moment, config)
    append(
        session,
        [
            Event(
                "session.refused",
                "user",
                user.id if user else "",
                {"login": login[:100]} | ({"locked": True} if locked else {}),
                org_id=user.org_id if user else "",
                address=address,
            )
        ],
    )


def place_of(address: str) -> str:
    """What counts as one address: all of a /64, which is the least that an IPv6 subscriber gets.

    >>> place_of("2001:db8::1:2:3:4"), place_of("192.0.2.7"), place_of("testclient")
    ('2001:db8::/64', '192.0.2.7', 'testclient')
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if ip.version == 4:
        return str(ip)
    mapped = ip.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((int(ip), 64), strict=False))


def _let_through(session: Session, address: str, config: Config) -> None:
    """Raises TooMany while the address has failed too often."""
    row = session.get(AddressFailures, place_of(address))
    if row is None or row.failures < config.address_failures:
        return
    left = (row.since + timedelta(minutes=config.lock_minutes) - now()).total_seconds()
    if left > 0:
        raise TooMany(
            "这个地址登录失败次数过多",
            f"请{math.ceil(left / 60)}分钟后再试",
            headers={"Retry-After": str(math.ceil(left))},
        )


def _count(session: Session, place: str, moment: datetime, config: Config) -> None:
    """One more failure from there; a count older than the lock begins anew."""
    begun = moment - timedelta(minutes=config.lock_minutes)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    stale = col(AddressFailures.since) <= begun
    session.execute(
        insert(AddressFailures)
        .values(address=place, failures=1, since=moment)
        .on_conflict_do_update(
            index_elements=["address"],
            set_={
                "failures": case((stale, 1), else_=col(AddressFailures.failures) + 1),
                "since": case((stale, moment), else_=col(AddressFailures.since)),
            },
        )
    )
    sessions.sweep(session, AddressFailures.address, stale)


def sign_out(service: Service, who: Principal, secret: str) -> None:
    """End the session of this cookie."""
    with service.db.writing() as session:
        sessions.end(session, secret)
        record(session, who, "session.end", "user", who.user_id)


def change_password(service: Service, who: Principal, present: str, wanted: str, *, agent: str = "") -> Begun:
    """Set one's own password. All of the person's sessions end, and a new one begins for this browser.

    Raises WrongPassword, which counts towards the lock, and Invalid for a password that is easily guessed.
    """
    passwords.accept(wanted, who.login)
    if wanted == present:
        raise Invalid("新密码与当前密码相同", "请另选一个")
    with service.db.reading() as session:
        known = session.get_one(User, who.user_id)
    right, _ = passwords.check(present, known.password)
    hashed = passwords.make_hash(wanted) if right else ""
    begun = None
    with service.db.writing() as session:
        user = _locked(session, who.user_id)
        if user is None or not right or not _open(session, user) or user.password != known.password:
            _failed(session, service.config, who.login, user, who.address, guessed=not right)
        else:
            user.password, user.must_change, user.failures = hashed, False, 0
            session.add(user)
            sessions.end_all(session, user.id)
            begun = sessions.begin(session, user.id, service.config.session_hours, who.address, agent)
            record(session, who, "user.password", "user", user.id)
    if begun is None:
        raise WrongPassword
    return begun


def set_language(service: Service, who: Principal, lang: str) -> None:
    """The language of one's pages and messages: zh or en."""
    with service.db.writing() as session:
        session.execute(update(User).where(col(User.id) == who.user_id).values(lang=lang))
