"""Who may sign in, as whom, and what they may then do: over HTTP, on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, get_args

import pytest
from fastapi import FastAPI, File, Form, UploadFile
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event
from sqlmodel import col, select

from api.accounts import passwords, people, schemas, tokens
from api.accounts import service as accounts
from api.accounts.deps import COOKIE, CSRF_HEADER, MaybeSignedIn, SignedIn, need
from api.accounts.first_run import ensure_first_admin
from api.accounts.keeping import keep_an_admin
from api.accounts.permissions import PERMISSIONS, ROLES, ROLES_FOR, permitted
from api.accounts.principal import Principal
from api.cli import main
from api.config import Config
from api.problems import Conflict, Invalid, NotAllowed, NotFound, TooMany
from api.service import Service
from api.store import Blobs, Database, new_id, now
from api.tables.accounts import ORGANISATION_KINDS, AddressFailures, ApiToken, AuditEntry, Organisation, SignIn, User
from tests.accounts_kit import HASH, PASSWORD, Crowd, small_app

API = "/api/v1"
NEW = "十块石头压不住一池水"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    passwords._nobodys.cache_clear()


@pytest.fixture
def app(crowd: Crowd) -> FastAPI:
    app = small_app(crowd.service)

    @app.post("/form")
    def form(who: SignedIn, word: Annotated[str, Form()]) -> str:
        return word

    @app.post("/file")
    def file(who: SignedIn, file: Annotated[UploadFile, File()]) -> int:
        return len(file.file.read())

    @app.get("/correct")
    def correct(who: Annotated[Principal, need("correct")]) -> str:
        return who.login

    @app.get("/page")
    def page(who: MaybeSignedIn) -> str:
        return who.login if who else "stranger"

    return app


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> Any:
    return client.post(f"{API}/session", json={"login": login, "password": password})


def rows(crowd: Crowd, table: Any) -> list[Any]:
    with crowd.service.db.reading() as session:
        return list(session.exec(select(table)))


def change(crowd: Crowd, row: Any, **values: Any) -> None:
    with crowd.service.db.writing() as session:
        mine = session.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(mine, name, value)
        session.add(mine)


# Signing in


def test_a_session_begins_with_a_cookie_that_scripts_and_other_sites_do_not_get(app: FastAPI, crowd: Crowd) -> None:
    client = TestClient(app)
    answer = sign_in(client, " Insurer-CLERK ")
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("anze_session=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "secure" not in cookie
    said = answer.json()
    assert said["login"] == "insurer-clerk"
    assert set(said["permissions"]) == permitted(["clerk"], "insurer")
    me = client.get(f"{API}/me").json()
    assert (me["id"], me["csrf"]) == (said["id"], said["csrf"])
    stored = rows(crowd, SignIn)
    assert len(stored) == 1
    assert client.cookies[COOKIE] not in str(stored[0].model_dump())


def test_behind_tls_the_cookie_stays_there(app: FastAPI, crowd: Crowd) -> None:
    crowd.service.config = crowd.service.config.model_copy(update={"secure_cookies": True, "root_path": "/anze"})
    cookie = sign_in(TestClient(app), "insurer-clerk").headers["set-cookie"].lower()
    assert "secure" in cookie
    assert "path=/anze" in cookie


def test_signing_in_again_and_signing_out_end_the_session_before(app: FastAPI) -> None:
    client = TestClient(app)
    sign_in(client, "insurer-clerk")
    first = client.cookies[COOKIE]
    csrf = sign_in(client, "insurer-reviewer").json()["csrf"]
    second = client.cookies[COOKIE]
    assert first != second
    assert TestClient(app, cookies={COOKIE: first}).get(f"{API}/me").status_code == 401
    assert client.delete(f"{API}/session").json()["error"] == "csrf"
    assert client.delete(f"{API}/session", headers={CSRF_HEADER: csrf}).status_code == 204
    assert COOKIE not in client.cookies
    assert TestClient(app, cookies={COOKIE: second}).get(f"{API}/me").status_code == 401


def test_a_session_ends_by_itself(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    assert client.get(f"{API}/me").status_code == 200
    change(crowd, rows(crowd, SignIn)[0], expires_at=now() - timedelta(seconds=1))
    assert client.get(f"{API}/me").status_code == 401
    crowd.browser(app, "insurer", "reviewer")
    assert len(rows(crowd, SignIn)) == 1  # what has ended is swept away


@pytest.mark.parametrize("why", ["wrong password", "unknown", "closed", "organisation closed", "locked", "no password"])
def test_every_refusal_says_the_same(app: FastAPI, crowd: Crowd, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    user = crowd.user("insurer", "clerk")
    checked: list[str] = []
    real = passwords.check
    monkeypatch.setattr(passwords, "check", lambda given, kept: checked.append(kept) or real(given, kept))
    login, password = user.login, PASSWORD
    match why:
        case "wrong password":
            password = "somebody else's"
        case "unknown":
            login = "nobody"
        case "closed":
            change(crowd, user, active=False)
        case "organisation closed":
            change(crowd, crowd.org("insurer"), active=False)
        case "locked":
            change(crowd, user, locked_until=now() + timedelta(minutes=1))
        case "no password":
            change(crowd, user, password="")
    answer = sign_in(TestClient(app), login, password)
    assert answer.status_code == 401
    assert answer.json()["error"] == "sign_in_failed"
    assert answer.json() == accounts.SignInFailed().shape()
    assert "set-cookie" not in answer.headers
    assert len(checked) == 1  # the same work for whoever is known and whoever is not
    assert rows(crowd, AuditEntry)[-1].action == "session.refused"


def test_an_unknown_logins_password_is_checked_against_a_hash_of_the_same_cost() -> None:
    assert passwords._nobodys().split("$")[:4] == passwords.make_hash("whatever").split("$")[:4]
    assert passwords.check("whatever", "") == (False, None)
    assert passwords.check("x" * 100_000, passwords.make_hash("whatever")) == (False, None)


def test_too_many_failures_lock_the_login_and_the_lock_opens_by_itself(app: FastAPI, crowd: Crowd) -> None:
    client, user = TestClient(app), crowd.user("insurer", "clerk")
    for _ in range(crowd.service.config.lock_failures - 1):
        sign_in(client, user.login, "wrong")
    assert sign_in(client, user.login).status_code == 200  # a success begins the count anew
    for _ in range(crowd.service.config.lock_failures):
        assert sign_in(client, user.login, "wrong").status_code == 401
    assert sign_in(client, user.login).status_code == 401
    assert sign_in(client, "insurer-reviewer").status_code == 200
    with crowd.service.db.reading() as session:
        until = session.get_one(User, user.id).locked_until
    assert until is not None
    assert timedelta(minutes=14) < until - now() <= timedelta(minutes=15)
    assert [
        entry.details.get("locked", False) for entry in rows(crowd, AuditEntry) if entry.action == "session.refused"
    ][-2:] == [True, False]
    change(crowd, user, locked_until=now() - timedelta(seconds=1))
    assert sign_in(client, user.login).status_code == 200


def test_guesses_made_at_once_are_all_counted(crowd: Crowd) -> None:
    crowd.service.config = crowd.service.config.model_copy(update={"lock_failures": 100})

    def guess() -> None:
        with pytest.raises(accounts.SignInFailed):
            accounts.sign_in(crowd.service, "insurer-clerk", "wrong", address="192.0.2.1")

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with crowd.service.db.reading() as session:
        assert session.get_one(User, crowd.user("insurer", "clerk").id).failures == 12
        assert session.get_one(AddressFailures, "192.0.2.1").failures == 12


def test_an_address_that_fails_too_often_waits_whichever_process_it_asks(crowd: Crowd, tmp_path: Path) -> None:
    config = crowd.service.config.model_copy(update={"address_failures": 3})
    crowd.service.config = config
    other = Service(config, Database(config.database_url, pool=2), Blobs(str(tmp_path / "other")))
    try:
        for number, service in enumerate((crowd.service, other, crowd.service)):
            with pytest.raises(accounts.SignInFailed):
                accounts.sign_in(service, f"guess{number}", "wrong", address="2001:db8::1")
        with pytest.raises(TooMany) as refused:
            accounts.sign_in(other, "insurer-clerk", PASSWORD, address="2001:db8::2")  # the same /64
        assert 800 < int(refused.value.headers["Retry-After"]) <= 900
        accounts.sign_in(other, "insurer-clerk", PASSWORD, address="2001:db8:0:1::1")
    finally:
        other.close()
    with crowd.service.db.writing() as session:
        session.get_one(AddressFailures, "2001:db8::/64").since = now() - timedelta(minutes=16)
    accounts.sign_in(crowd.service, "insurer-clerk", PASSWORD, address="2001:db8::1")
    with pytest.raises(accounts.SignInFailed):
        accounts.sign_in(crowd.service, "guess", "wrong", address="2001:db8::1")
    with crowd.service.db.reading() as session:
        assert session.get_one(AddressFailures, "2001:db8::/64").failures == 1  # the count began anew


def test_a_weak_hash_is_made_anew_at_sign_in(app: FastAPI, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    better = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=64, parallelism=1),))
    monkeypatch.setattr(passwords, "_hasher", lambda: better)
    assert sign_in(TestClient(app), "insurer-clerk").status_code == 200
    with crowd.service.db.reading() as session:
        kept = session.get_one(User, crowd.user("insurer", "clerk").id).password
    assert kept != HASH
    assert "t=2" in kept


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
def test_another_site_signs_nobody_in(app: FastAPI, site: str, status: int) -> None:
    client = TestClient(app, headers={"Sec-Fetch-Site": site})
    assert sign_in(client, "insurer-clerk").status_code == status


# Every request


def test_a_request_asks_the_database_once(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "regulator", "inspector")
    client.get("/page")
    said: list[str] = []
    event.listen(crowd.service.db.engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    assert client.get("/page").json() == "regulator-inspector"
    assert [statement.split()[0] for statement in said if statement.startswith("SELECT")] == ["SELECT"]


def test_strangers_and_broken_credentials_are_strangers(app: FastAPI) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer anze_x"},
        {"Authorization": "Bearer x"},
        {"Cookie": f"{COOKIE}=x"},
        {"Authorization": "Basic eDp5"},
    ):
        client = TestClient(app, headers=headers)
        assert client.get("/page").json() == "stranger"
        answer = client.get(f"{API}/me")
        assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_permission_is_needed(app: FastAPI, crowd: Crowd) -> None:
    assert crowd.browser(app, "insurer", "clerk").get("/correct").json() == "insurer-clerk"
    for kind, role in (("agency", "clerk"), ("insurer", "pack_editor")):
        answer = crowd.browser(app, kind, role).get("/correct")
        assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")
    assert TestClient(app).get("/correct").status_code == 401


def test_a_change_by_cookie_brings_the_sessions_secret(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    stranger = crowd.browser(app, "insurer", "clerk", other=True)
    csrf = client.headers[CSRF_HEADER]
    assert client.post("/form", data={"word": "1"}).json() == "1"
    del client.headers[CSRF_HEADER]
    assert client.post("/form", data={"word": "1", "csrf": csrf}).json() == "1"
    for attempt in (
        {"data": {"word": "1"}},
        {"data": {"word": "1", "csrf": ""}},
        {"data": {"word": "1", "csrf": stranger.headers[CSRF_HEADER]}},
        {"data": {"word": "1"}, "headers": {CSRF_HEADER: stranger.headers[CSRF_HEADER]}},
        {"data": {"word": "1"}, "headers": {CSRF_HEADER: "é".encode()}},
        {"data": {"word": "y" * 600_000, "csrf": csrf, "more": "z" * 600_000}},
    ):
        answer = client.post("/form", **attempt)
        assert (answer.status_code, answer.json()["error"]) == (403, "csrf"), str(attempt)[:80]
    assert client.get("/page").json() == "insurer-clerk"  # looking needs none


def test_an_uploads_body_is_not_searched_for_the_secret(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    csrf = client.headers.pop(CSRF_HEADER)
    answer = client.post("/file", files={"file": b"123"}, data={"csrf": csrf})
    assert (answer.status_code, answer.json()["error"]) == (403, "csrf")
    assert client.post("/file", files={"file": b"123"}, headers={CSRF_HEADER: csrf}).json() == 3
    program = crowd.program(app, "insurer", "clerk")
    assert program.post("/file", files={"file": b"123"}).json() == 3


def test_a_first_password_is_good_for_setting_another_and_nothing_else(app: FastAPI, crowd: Crowd) -> None:
    change(crowd, crowd.user("insurer", "clerk"), must_change=True)
    client = TestClient(app)
    said = sign_in(client, "insurer-clerk").json()
    assert said["must_change"]
    client.headers[CSRF_HEADER] = said["csrf"]
    for path in ("/correct", f"{API}/tokens"):
        assert client.get(path).json()["error"] == "must_change"
    program = crowd.program(app, "insurer", "clerk")
    assert program.get("/correct").json()["error"] == "must_change"
    assert client.get(f"{API}/me").status_code == 200
    answer = client.put(f"{API}/me/password", json={"present": PASSWORD, "wanted": NEW})
    assert answer.status_code == 200
    assert not answer.json()["must_change"]
    assert client.get("/correct").json() == "insurer-clerk"
    assert program.get("/correct").json() == "insurer-clerk"


# One's own password


def test_changing_the_password_ends_every_other_session(app: FastAPI, crowd: Crowd) -> None:
    here, there = (crowd.browser(app, "insurer", "clerk") for _ in range(2))
    before = here.cookies[COOKIE]
    body = {"present": PASSWORD, "wanted": NEW}
    answer = here.put(f"{API}/me/password", json=body)
    assert answer.status_code == 200
    assert there.get(f"{API}/me").status_code == 401
    assert TestClient(app, cookies={COOKIE: before}).get(f"{API}/me").status_code == 401
    assert here.get(f"{API}/me").json()["csrf"] == answer.json()["csrf"]
    assert sign_in(TestClient(app), "insurer-clerk").status_code == 401
    assert sign_in(TestClient(app), "insurer-clerk", NEW).status_code == 200


def test_the_present_password_is_asked_for_and_guessing_it_locks(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    for _ in range(crowd.service.config.lock_failures):
        answer = client.put(f"{API}/me/password", json={"present": "a guess", "wanted": NEW})
        assert (answer.status_code, answer.json()["error"]) == (409, "wrong_password")
    assert client.put(f"{API}/me/password", json={"present": PASSWORD, "wanted": NEW}).status_code == 409
    assert sign_in(TestClient(app), "insurer-clerk").status_code == 401


@pytest.mark.parametrize(
    "password",
    ["short-9", "", "insurer-clerk", "INSURER-CLERK", "krelc-rerusni", "Insurer-Clerk2026", "aaaaaaaaaaaa", "1212121212", "1234567890",
     "qwertyuiop", "Password2026!", "Admin@2026!!", "woaini1314520", "安全生产责任保险2024", "13912345678", "asdfghjkl1", "x" * 201],
)  # fmt: skip
def test_a_password_that_others_would_guess_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.accept(password, "insurer-clerk")
    assert refused.value.remedy


@pytest.mark.parametrize(
    "password", [NEW, PASSWORD, "kestrel over the quay", "k7wd-3mxa-p9tc-hq2e", "密码学里的一只鹤与石头"]
)
def test_a_password_that_is_none_of_these_is_accepted(password: str) -> None:
    passwords.accept(password, "insurer-clerk")


def test_made_passwords_are_accepted_and_differ() -> None:
    made = {passwords.generate() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.accept(password, "admin")


def test_a_password_is_one_whichever_way_its_letters_are_put_together() -> None:
    assert passwords.check("cafe\u0301 am Hafen", passwords.make_hash("caf\u00e9 am Hafen"))[0]


# Tokens


def test_a_token_does_what_its_scopes_say_and_no_more(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    made = client.post(f"{API}/tokens", json={"name": "报送", "scopes": ["correct", "read"], "days": 1})
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret.startswith("anze_")
    assert secret not in str([row.model_dump() for row in rows(crowd, ApiToken)])
    assert secret not in client.get(f"{API}/tokens").text
    program = TestClient(app, headers={"Authorization": f"Bearer {secret}"})
    me = program.get(f"{API}/me").json()
    assert (me["permissions"], me["csrf"]) == (["correct", "read"], "")
    assert program.get("/correct").json() == "insurer-clerk"
    reader = crowd.program(app, "insurer", "clerk", scopes=["read"])
    assert reader.get("/correct").status_code == 403


def test_a_token_has_no_more_rights_than_its_person_has_now(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    assert client.post(f"{API}/tokens", json={"name": "x", "scopes": ["people"]}).json()["error"] == "not_allowed"
    assert client.post(f"{API}/tokens", json={"name": "x", "scopes": ["fly"]}).status_code == 422
    assert client.post(f"{API}/tokens", json={"name": "x", "scopes": []}).status_code == 422
    program = crowd.program(app, "insurer", "clerk", scopes=["correct"])
    change(crowd, crowd.user("insurer", "clerk"), roles=["pack_editor"])
    assert program.get("/correct").status_code == 403


def test_a_token_ends_by_time_by_its_owner_and_by_nobody_else(app: FastAPI, crowd: Crowd) -> None:
    client, stranger = (crowd.browser(app, "insurer", "clerk", other=other) for other in (False, True))
    made = client.post(f"{API}/tokens", json={"name": "x", "scopes": ["read"], "days": None}).json()
    program = TestClient(app, headers={"Authorization": f"Bearer {made['secret']}"})
    where = f"{API}/tokens/{made['token']['id']}"
    assert stranger.delete(where).json() == stranger.delete(f"{API}/tokens/{new_id()}").json()
    assert program.get(f"{API}/me").status_code == 200
    token = rows(crowd, ApiToken)[0]
    change(crowd, token, expires_at=now() - timedelta(seconds=1))
    assert program.get(f"{API}/me").status_code == 401
    change(crowd, token, expires_at=None)
    assert program.get(f"{API}/me").status_code == 200
    assert [client.delete(where).status_code for _ in range(2)] == [204, 204]
    assert program.get(f"{API}/me").status_code == 401
    assert client.get(f"{API}/tokens").json()["items"][0]["revoked_at"]
    assert [entry.action for entry in rows(crowd, AuditEntry)].count("token.revoke") == 1


def test_a_token_neither_makes_tokens_nor_sets_passwords(app: FastAPI, crowd: Crowd) -> None:
    program = crowd.program(app, "operator")
    for answer in (
        program.post(f"{API}/tokens", json={"name": "x", "scopes": ["read"]}),
        program.get(f"{API}/tokens"),
        program.put(f"{API}/me/password", json={"present": PASSWORD, "wanted": NEW}),
        program.delete(f"{API}/session"),
    ):
        assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")


def test_a_person_has_so_many_tokens_at_once(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 2)
    who = crowd.principal("insurer", "clerk")
    made = [tokens.create(crowd.service, who, "x", ["read"], 1) for _ in range(2)]
    with pytest.raises(Conflict):
        tokens.create(crowd.service, who, "x", ["read"], 1)
    tokens.revoke(crowd.service, who, made[0].token.id)
    tokens.create(crowd.service, who, "x", ["read"], 1)


def test_use_of_tokens_and_accounts_is_noted(app: FastAPI, crowd: Crowd) -> None:
    from api.accounts.audit_log import Views

    crowd.program(app, "insurer", "clerk").get(f"{API}/me")
    Views.of(crowd.service).flush()
    assert rows(crowd, ApiToken)[0].used_at
    assert [user.login for user in rows(crowd, User) if user.seen_at] == ["insurer-clerk"]


# People and organisations


@pytest.mark.parametrize("kind", ["insurer", "regulator", "agency", "enterprise"])
def test_an_admin_keeps_the_people_of_the_own_organisation_alone(app: FastAPI, crowd: Crowd, kind: str) -> None:
    admin = crowd.browser(app, kind)
    listed = admin.get(f"{API}/users").json()["items"]
    assert {user["organisation_id"] for user in listed} == {crowd.org(kind).id}
    assert len(listed) == len(ROLES)
    assert [org["id"] for org in admin.get(f"{API}/organisations").json()["items"]] == [crowd.org(kind).id]
    mine = crowd.user(kind, "clerk")
    assert admin.get(f"{API}/users/{mine.id}").json()["login"] == mine.login
    strangers = [crowd.user(kind, "clerk", other=True).id, crowd.user("operator").id, new_id()]
    for user_id in strangers:
        for method, path, body in (
            ("GET", "", None), ("PATCH", "", {"active": False}), ("POST", "/reset-password", {}), ("POST", "/unlock", None),
        ):  # fmt: skip
            answer = admin.request(method, f"{API}/users/{user_id}{path}", json=body)
            assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), (method, path)
    elsewhere = {
        "login": "new.one",
        "name": "新人",
        "roles": ["clerk"],
        "organisation_id": crowd.org(kind, other=True).id,
    }
    assert admin.post(f"{API}/users", json=elsewhere).status_code == 404
    assert admin.get(f"{API}/users?organisation_id={crowd.org(kind, other=True).id}").json()["items"] == []
    assert admin.get(f"{API}/organisations/{crowd.org(kind, other=True).id}").status_code == 404
    assert admin.post(f"{API}/organisations", json={"kind": kind, "name": "新机构"}).status_code == 403
    assert admin.patch(f"{API}/organisations/{crowd.org(kind).id}", json={"name": "改名"}).status_code == 403


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"admin"}))
def test_nobody_but_an_admin_keeps_people(app: FastAPI, crowd: Crowd, role: str) -> None:
    client = crowd.browser(app, "insurer", role)
    for path in ("users", "organisations", "audit-log", f"users/{crowd.user('insurer', 'clerk').id}"):
        assert client.get(f"{API}/{path}").status_code == 403


def test_a_new_person_signs_in_with_the_password_shown_once(app: FastAPI, crowd: Crowd) -> None:
    admin = crowd.browser(app, "insurer")
    body = {"login": "Wang.Wu", "name": "王五", "roles": ["reviewer"]}
    made = admin.post(f"{API}/users", json=body)
    assert made.status_code == 201
    said = made.json()
    assert (said["user"]["login"], said["user"]["organisation_id"]) == ("wang.wu", crowd.org("insurer").id)
    arrived = sign_in(TestClient(app), "wang.wu", said["password"]).json()
    assert arrived["must_change"]
    assert said["password"] not in admin.get(f"{API}/users/{said['user']['id']}").text
    again = admin.post(f"{API}/users", json={**body, "login": "WANG.WU"})
    assert (again.status_code, again.json()["error"]) == (409, "conflict")
    chosen = admin.post(f"{API}/users", json={**body, "login": "zhao", "password": "1234567890"})
    assert chosen.status_code == 422
    chosen = admin.post(f"{API}/users", json={**body, "login": "zhao", "password": NEW})
    assert chosen.json()["password"] is None
    assert sign_in(TestClient(app), "zhao", NEW).json()["must_change"]
    assert all(
        NEW not in str(entry.details) and said["password"] not in str(entry.details)
        for entry in rows(crowd, AuditEntry)
    )


@pytest.mark.parametrize(
    ("kind", "role"),
    [("insurer", "inspector"), ("insurer", "pack_editor"), ("agency", "reviewer"), ("enterprise", "inspector")],
)
def test_a_role_that_the_organisation_does_not_have_is_not_given(
    app: FastAPI, crowd: Crowd, kind: str, role: str
) -> None:
    body = {"login": "new.one", "name": "新人", "roles": [role]}
    assert crowd.browser(app, kind).post(f"{API}/users", json=body).status_code == 422
    body["organisation_id"] = crowd.org(kind).id
    assert crowd.browser(app, "operator").post(f"{API}/users", json=body).status_code == 422
    path = f"{API}/users/{crowd.user(kind, 'clerk').id}"
    assert crowd.browser(app, kind).patch(path, json={"roles": [role]}).status_code == 422


def test_a_token_for_keeping_people_makes_nobody_mightier_than_itself(app: FastAPI, crowd: Crowd) -> None:
    program = crowd.program(app, "insurer", scopes=["people", "read", "export", "kpi", "packs_read"])
    clerk, admin = crowd.user("insurer", "clerk"), crowd.user("insurer")
    assert program.post(f"{API}/users", json={"login": "xx", "name": "x", "roles": ["admin"]}).status_code == 403
    assert program.post(f"{API}/users/{admin.id}/reset-password", json={}).status_code == 403
    assert program.patch(f"{API}/users/{clerk.id}", json={"roles": ["admin"]}).status_code == 403
    assert program.post(f"{API}/users/{clerk.id}/unlock").status_code == 403
    full = crowd.program(app, "insurer")
    assert full.post(f"{API}/users/{clerk.id}/unlock").status_code == 200


@pytest.mark.parametrize("what", ["user", "organisation", "reset"])
def test_shutting_somebody_off_ends_sessions_and_tokens_for_good(app: FastAPI, crowd: Crowd, what: str) -> None:
    browser, program = crowd.browser(app, "insurer", "clerk"), crowd.program(app, "insurer", "clerk")
    operator, user = crowd.browser(app, "operator"), crowd.user("insurer", "clerk")
    path = f"{API}/users/{user.id}" if what == "user" else f"{API}/organisations/{user.org_id}"
    if what == "reset":
        answer = operator.post(f"{API}/users/{user.id}/reset-password", json={})
    else:
        answer = operator.patch(path, json={"active": False})
    assert answer.status_code == 200
    assert [client.get(f"{API}/me").status_code for client in (browser, program)] == [401, 401]
    if what != "reset":
        assert sign_in(TestClient(app), user.login).status_code == 401
        assert operator.patch(path, json={"active": True}).json()["active"]
        assert sign_in(TestClient(app), user.login).status_code == 200
    assert [client.get(f"{API}/me").status_code for client in (browser, program)] == [401, 401]


def test_the_operator_keeps_one_who_can_let_the_others_in(app: FastAPI, crowd: Crowd) -> None:
    operator = crowd.browser(app, "operator")
    one, two = crowd.user("operator"), crowd.user("operator", other=True)
    assert operator.patch(f"{API}/organisations/{two.org_id}", json={"active": False}).status_code == 200
    for path, body in (
        (f"users/{one.id}", {"active": False}),
        (f"users/{one.id}", {"roles": ["clerk"]}),
        (f"organisations/{one.org_id}", {"active": False}),
    ):
        answer = operator.patch(f"{API}/{path}", json=body)
        assert (answer.status_code, answer.json()["error"]) == (409, "last_admin")
    assert operator.get(f"{API}/users/{one.id}").json()["active"]
    assert operator.get(f"{API}/me").status_code == 200  # undone whole: the session too
    assert operator.patch(f"{API}/organisations/{two.org_id}", json={"active": True}).status_code == 200
    assert operator.patch(f"{API}/users/{one.id}", json={"roles": ["clerk"]}).status_code == 200


def test_two_admins_who_shut_each_other_off_leave_one(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    real = keep_an_admin

    def at_leisure(*about: Any) -> None:
        real(*about)
        time.sleep(0.5)  # between looking and being done, where the other one's change would be missed

    monkeypatch.setattr(people, "keep_an_admin", at_leisure)
    one, two = (crowd.principal("operator", other=other) for other in (False, True))
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def shut(who: Principal, whom: Principal) -> None:
        gate.wait()
        try:
            people.change_user(crowd.service, who, whom.user_id, {"active": False})
            outcomes.append("done")
        except Conflict as refused:
            outcomes.append(refused.error)

    threads = [threading.Thread(target=shut, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "last_admin"]


def test_lists_go_page_by_page_and_are_filtered(app: FastAPI, crowd: Crowd) -> None:
    operator = crowd.browser(app, "operator")
    seen, after = [], ""
    while True:
        page = operator.get(f"{API}/users?limit=7{after}").json()
        seen += [user["id"] for user in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == sorted(user.id for user in rows(crowd, User))
    for query, wanted in (
        ("role=inspector", {u.login for u in rows(crowd, User) if "inspector" in u.roles}),
        (f"organisation_id={crowd.org('agency').id}", {f"agency-{role}" for role in ROLES}),
        ("q=INSURER2-", {f"insurer2-{role}" for role in ROLES}),
        ("q=%25", set()),
        ("active=false", set()),
    ):
        found = operator.get(f"{API}/users?limit=200&{query}").json()["items"]
        assert {user["login"] for user in found} == wanted, query
    named = operator.get(f"{API}/organisations?kind=regulator&q=宿州").json()["items"]
    assert [org["region_prefix"] for org in named] == ["3413"]
    for broken in ("after=x", "after=WzFd", "limit=0", "limit=201", "kind=king", "q=%00", "organisation_id=1"):
        path = "users" if "organisation" in broken else "organisations"
        assert operator.get(f"{API}/{path}?{broken}").status_code == 422, broken


def test_an_organisation_is_as_its_kind_demands(app: FastAPI, crowd: Crowd) -> None:
    operator = crowd.browser(app, "operator")
    for body, status in (
        ({"kind": "regulator", "name": "蚌埠市应急管理局", "region_prefix": "3403"}, 201),
        ({"kind": "regulator", "name": "应急管理部"}, 201),
        ({"kind": "regulator", "name": "某局", "region_prefix": "340"}, 422),
        ({"kind": "regulator", "name": "某局", "region_prefix": "٣٤"}, 422),
        ({"kind": "insurer", "name": "丙保险", "region_prefix": "3403"}, 422),
        ({"kind": "enterprise", "name": "某厂"}, 422),
        ({"kind": "enterprise", "name": "某厂", "uscc": "911000007109314830"}, 422),
        ({"kind": "enterprise", "name": "某厂", "uscc": "91100000710931483r"}, 201),
        ({"kind": "insurer", "name": "甲财产保险股份有限公司"}, 409),
        ({"kind": "insurer", "name": ""}, 422),
        ({"kind": "insurer", "name": "丙保险", "president": "x"}, 422),
    ):
        answer = operator.post(f"{API}/organisations", json=body)
        assert answer.status_code == status, body
        if status == 201:
            made = operator.get(f"{API}/organisations/{answer.json()['id']}").json()
            assert (made["kind"], made["name"]) == (body["kind"], body["name"])
            assert made["uscc"] == body.get("uscc", "").upper()


def test_what_is_changed_is_written_down_before_and_after(app: FastAPI, crowd: Crowd) -> None:
    operator = crowd.browser(app, "operator")
    user, org = crowd.user("insurer", "clerk"), crowd.org("regulator")
    operator.patch(f"{API}/users/{user.id}", json={"roles": ["reviewer"], "oidc_subject": "s-1"})
    operator.patch(f"{API}/organisations/{org.id}", json={"region_prefix": "34", "name": "安徽省应急管理厅"})
    for path, body in ((f"organisations/{org.id}", {"uscc": "123"}), (f"users/{user.id}", {})):
        assert operator.patch(f"{API}/{path}", json=body).status_code == 422
    taken = operator.patch(f"{API}/users/{crowd.user('insurer', 'reviewer').id}", json={"oidc_subject": "s-1"})
    assert taken.status_code == 409
    assert operator.patch(f"{API}/organisations/{org.id}", json={"name": "广州市应急管理局"}).status_code == 409
    entries = {entry.action: entry for entry in rows(crowd, AuditEntry)}
    assert entries["user.change"].details == {
        "before": {"roles": ["clerk"], "oidc_subject": None},
        "after": {"roles": ["reviewer"], "oidc_subject": "s-1"},
    }
    assert entries["organisation.change"].details["after"] == {"region_prefix": "34", "name": "安徽省应急管理厅"}
    assert (entries["user.change"].user_id, entries["user.change"].object_id) == (crowd.user("operator").id, user.id)


def test_an_admin_unlocks(app: FastAPI, crowd: Crowd) -> None:
    user = crowd.user("insurer", "clerk")
    change(crowd, user, locked_until=now() + timedelta(minutes=9))
    admin = crowd.browser(app, "insurer")
    assert admin.get(f"{API}/users/{user.id}").json()["locked"]
    assert not admin.post(f"{API}/users/{user.id}/unlock").json()["locked"]
    assert sign_in(TestClient(app), user.login).status_code == 200


def test_ones_language_is_kept(app: FastAPI, crowd: Crowd) -> None:
    client = crowd.browser(app, "insurer", "clerk")
    assert client.put(f"{API}/me/lang", json={"lang": "en"}).status_code == 204
    assert client.get(f"{API}/me").json()["lang"] == "en"
    assert client.put(f"{API}/me/lang", json={"lang": "fr"}).status_code == 422


# Words that must agree


def test_the_described_words_are_those_of_the_rules() -> None:
    assert set(get_args(schemas.Permission)) == set(PERMISSIONS)
    assert set(get_args(schemas.Role)) == set(ROLES)
    assert get_args(schemas.Kind) == ORGANISATION_KINDS
    assert set(ROLES_FOR) == set(ORGANISATION_KINDS)
    for kind, roles in ROLES_FOR.items():
        assert set(roles) <= set(ROLES)
        assert all(permitted([role], kind) for role in roles)
    with pytest.raises(ValueError, match="no such permission"):
        need("fly")


def test_a_principal_without_the_permission_is_refused(crowd: Crowd) -> None:
    who = crowd.principal("insurer", "clerk")
    who.need("correct")
    with pytest.raises(NotAllowed):
        who.need("waive")
    with pytest.raises(NotFound):
        people.change_user(
            crowd.service, replace(who, permissions=frozenset(PERMISSIONS)), crowd.user("agency").id, {"active": False}
        )


# The first start


def test_the_first_start_makes_one_admin_however_many_start(config: Config, database: Database, tmp_path: Path) -> None:
    services = [Service(config, Database(config.database_url, pool=2), Blobs(str(tmp_path / "b"))) for _ in range(4)]
    gate, said = threading.Barrier(len(services)), []

    def start(service: Service) -> None:
        gate.wait()
        said.append(ensure_first_admin(service))

    threads = [threading.Thread(target=start, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [text for text in said if text]
    assert (len(said), len(texts)) == (4, 1)
    password = texts[0].split("password  ")[1].split()[0]
    assert "http://127.0.0.1:8000/" in texts[0]
    arrived = accounts.sign_in(services[1], "admin", password)
    assert arrived.who.must_change
    assert arrived.who.permissions == frozenset(PERMISSIONS)
    assert ensure_first_admin(services[0]) is None
    with database.reading() as session:
        assert len(session.exec(select(Organisation)).all()) == len(session.exec(select(User)).all()) == 1
        assert password not in str([row.details for row in session.exec(select(AuditEntry))])
    for service in services:
        service.close()


def test_a_chosen_first_password_is_neither_shown_nor_to_be_changed(
    config: Config, database: Database, tmp_path: Path
) -> None:
    chosen = Config(
        **{**config.model_dump(), "admin_password": "池水-石头-七只鹤", "public_url": "https://anze.example.cn"}
    )
    service = Service(chosen, database, Blobs(str(tmp_path / "b")))
    text = ensure_first_admin(service)
    assert text
    assert "池水" not in text
    assert "https://anze.example.cn" in text
    assert not accounts.sign_in(service, "admin", "池水-石头-七只鹤").who.must_change


# The command line


@pytest.fixture
def shell(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setenv("ANZE_DATABASE", crowd.service.config.database_url)
    monkeypatch.setenv("ANZE_DATA", str(crowd.service.config.data))
    return crowd


def test_people_are_kept_from_the_command_line(shell: Crowd, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["users", "add", "Wang.Wu", "--organisation", "宿州市应急管理局", "--role", "inspector", "--name", "王五"])
        == 0
    )
    password = capsys.readouterr().out.split("密码 ")[1].split()[0]
    assert accounts.sign_in(shell.service, "wang.wu", password).who.must_change
    assert main(["users", "add", "second.admin", "--role", "admin"]) == 0
    capsys.readouterr()
    user = shell.user("insurer", "clerk")
    change(shell, user, locked_until=now() + timedelta(minutes=9))
    assert main(["users", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(ORGANISATION_KINDS) * 2 * len(ROLES)
    assert [line.split()[-1] for line in lines if line.startswith("insurer-clerk ")] == ["已锁定"]
    assert any(line.startswith("wang.wu  王五  inspector  宿州市应急管理局（regulator）") for line in lines)
    assert main(["users", "unlock", user.login]) == 0
    capsys.readouterr()
    accounts.sign_in(shell.service, user.login, PASSWORD)
    assert main(["users", "reset-password", user.login]) == 0
    password = capsys.readouterr().out.split("密码 ")[1].split()[0]
    assert accounts.sign_in(shell.service, user.login, password).who.must_change
    actions = [entry.action for entry in rows(shell, AuditEntry) if not entry.user_id]
    assert actions == ["user.create", "user.create", "user.unlock", "user.password_reset"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["users", "unlock", "nobody"], "没有登录名为 nobody 的人"),
        (["users", "add", "insurer-clerk", "--role", "clerk"], "已被占用"),
        (["users", "add", "x y", "--role", "clerk"], "登录名由"),
        (["users", "add", "xx", "--role", "king"], "没有角色 king"),
        (["users", "add", "xx", "--role", "clerk", "--organisation", "无此机构"], "没有名为 无此机构 的机构"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    shell: Crowd, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_store_that_is_not_there_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANZE_DATA", str(tmp_path / "empty"))
    assert main(["users", "list"]) == 2
    said = capsys.readouterr().err
    assert "尚未建表" in said
    assert "anze db upgrade" in said


def test_the_command_line_starts_without_the_service() -> None:
    import subprocess
    import sys

    code = "import sys, api.cli; api.cli.commands(); print([m for m in ('fastapi', 'sqlalchemy', 'sqlmodel', 'pydantic_settings', 'pwdlib', 'httpx') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_the_hash_of_a_password_is_argon2id_and_salted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    one, two = passwords.make_hash(NEW), passwords.make_hash(NEW)
    assert one.startswith("$argon2id$")
    assert one != two
    assert passwords.check(NEW, one) == (True, None)


def test_ids_in_addresses_are_ids(app: FastAPI, crowd: Crowd) -> None:
    operator = crowd.browser(app, "operator")
    for odd in ("x", "..", "%00" * 26, "Ä" * 26, "0" * 27):
        assert operator.get(f"{API}/users/{odd}").status_code in (404, 422), odd
    assert col(User.id) is not None
