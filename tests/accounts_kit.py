"""People for tests: two organisations of every kind, in each a person of every role, signed in as a browser or a program.

    crowd = populate(service)
    who = crowd.principal("insurer", "clerk")            # for service functions
    browser = crowd.browser(app, "insurer", "clerk")     # TestClient with cookie and CSRF header
    program = crowd.program(app, "regulator", "inspector", scopes=["read"])
    stranger = crowd.browser(app, "insurer", "clerk", other=True)   # of the second insurer

Every password is ``PASSWORD``; a login reads ``insurer-clerk`` or ``insurer2-clerk``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import insert
from sqlmodel import col, select

from api.accounts import passwords
from api.accounts.deps import COOKIE, CSRF_HEADER
from api.accounts.identity import TOKEN_PREFIX, digest, new_secret, of_user
from api.accounts.permissions import ROLES
from api.accounts.principal import Principal
from api.accounts.sessions import begin
from api.config import Config
from api.service import Service
from api.store import Blobs, Database, new_id, now
from api.tables.accounts import ORGANISATION_KINDS, ApiToken, Organisation, User

PASSWORD = "correct-horse-9"
# Cheap on purpose: what the hash costs is not what these tests are about.
CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
HASH = CHEAP.hash(PASSWORD)
# kind → (name, region prefix, code) of the first and the second organisation.
BODIES: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "operator": (("安责核运营方", "", ""), ("安责核运营分部", "", "")),
    "insurer": (("甲财产保险股份有限公司", "", ""), ("乙财产保险股份有限公司", "", "")),
    "regulator": (("宿州市应急管理局", "3413", ""), ("广州市应急管理局", "4401", "")),
    "agency": (("安徽甲安全技术服务有限公司", "", ""), ("广东乙安全技术服务有限公司", "", "")),
    "enterprise": (("灵璧甲石材有限公司", "", "91341323MA2MQ00014"), ("广州乙化工有限公司", "", "91440101MA59A00023")),
}  # fmt: skip


@dataclass
class Crowd:
    """Everybody, by kind of organisation, role, and whether of the second organisation of the kind."""

    service: Service
    orgs: dict[tuple[str, bool], Organisation] = field(default_factory=dict)
    users: dict[tuple[str, str, bool], User] = field(default_factory=dict)

    def org(self, kind: str, *, other: bool = False) -> Organisation:
        return self.orgs[kind, other]

    def user(self, kind: str, role: str = "admin", *, other: bool = False) -> User:
        return self.users[kind, role, other]

    def principal(self, kind: str, role: str = "admin", *, other: bool = False) -> Principal:
        """The person as an endpoint sees them."""
        return of_user(self.user(kind, role, other=other), self.org(kind, other=other), "127.0.0.1")

    def browser(
        self, app: FastAPI, kind: str, role: str = "admin", *, other: bool = False, **client: Any
    ) -> TestClient:
        """Signed in by cookie, with the CSRF header on every request; delete the header to be without."""
        return sign_in(self.service, app, self.user(kind, role, other=other), **client)

    def program(self, app: FastAPI, kind: str, role: str = "admin", *, other: bool = False,
                scopes: list[str] | None = None, **client: Any) -> TestClient:  # fmt: skip
        """With an API token of these scopes; None for all the person may do."""
        user = self.user(kind, role, other=other)
        mine = self.principal(kind, role, other=other).permissions
        secret = token(self.service, user, sorted(mine) if scopes is None else scopes)
        return TestClient(app, headers={"Authorization": f"Bearer {secret}"}, **client)


@contextmanager
def cheap_hashing() -> Iterator[None]:
    """Passwords hashed in no time; else each sign-in would make the cheap hash of one of the crowd anew, at full cost."""
    kept = passwords._hasher
    passwords._hasher = lambda: CHEAP  # type: ignore[assignment]
    passwords._nobodys.cache_clear()
    try:
        yield
    finally:
        passwords._hasher = kept
        passwords._nobodys.cache_clear()


def populate(service: Service) -> Crowd:
    """Ten organisations, two of each kind, and in each a person of every role. The tables must exist.

    Written as rows and then loaded: half a thousand tests begin so, and object by object it takes three times as long."""
    crowd = Crowd(service)
    orgs, users = _bodies_and_people()
    with service.db.writing() as session:
        session.execute(insert(Organisation.__table__), orgs)  # type: ignore[attr-defined]
        session.execute(insert(User.__table__), users)  # type: ignore[attr-defined]
        bodies = {
            org.id: org
            for org in session.exec(select(Organisation).where(col(Organisation.id).in_([o["id"] for o in orgs])))
        }
        people = {user.id: user for user in session.exec(select(User).where(col(User.org_id).in_(bodies)))}
    for row in orgs:
        crowd.orgs[row["kind"], row["name"] == BODIES[row["kind"]][1][0]] = bodies[row["id"]]
    for row in users:
        org, user = bodies[row["org_id"]], people[row["id"]]
        crowd.users[org.kind, row["roles"][0], org is crowd.orgs[org.kind, True]] = user
    return crowd


def _bodies_and_people() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Their rows, with ids and a time of their own."""
    plain_org, plain_user = _plain()
    orgs, users, time = [], [], now()
    for kind in ORGANISATION_KINDS:
        for other, (name, prefix, uscc) in zip((False, True), BODIES[kind], strict=True):
            org = plain_org | {
                "id": new_id(),
                "kind": kind,
                "name": name,
                "region_prefix": prefix,
                "uscc": uscc,
                "created_at": time,
            }
            orgs.append(org)
            for role in ROLES:
                login = f"{kind}{2 if other else ''}-{role}"
                users.append(plain_user | {"id": new_id(), "org_id": org["id"], "login": login, "name": f"{name}{role}", "roles": [role],
                                           "created_at": time})  # fmt: skip
    return orgs, users


@cache
def _plain() -> tuple[dict[str, Any], dict[str, Any]]:
    """What a new row of each has where nothing is said."""
    return Organisation(kind="", name="").model_dump(), User(org_id="", login="", password=HASH).model_dump()


def sign_in(service: Service, app: FastAPI, user: User, **client: Any) -> TestClient:
    """A browser with a session of this person, without asking for the password."""
    with service.db.writing() as session:
        begun = begin(session, user.id, service.config.session_hours, "127.0.0.1", "test")
    return TestClient(app, cookies={COOKIE: begun.secret}, headers={CSRF_HEADER: begun.csrf}, **client)


def token(service: Service, user: User, scopes: list[str]) -> str:
    """The secret of a new API token of this person."""
    secret = TOKEN_PREFIX + new_secret()
    with service.db.writing() as session:
        session.add(ApiToken(digest=digest(secret), user_id=user.id, name="测试", scopes=scopes))
    return secret


def small_app(service: Service) -> FastAPI:
    """An application of the accounts' routes alone, with the one shape of errors."""
    from api.accounts.endpoints import router
    from api.serving.app import API, _answer_problems
    from tests.apps import with_known_routes

    app = FastAPI()
    app.include_router(router, prefix=API)
    app.state.service = service
    _answer_problems(app)
    return with_known_routes(app, "small")


def service_on(database: Database, folder: Path, **settings: Any) -> Service:
    """A service over this database, which has its tables; its papers below ``folder``."""
    config = Config(data=folder, **settings)
    return Service(config, database, Blobs(str(folder / "blobs")))
