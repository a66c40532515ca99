"""Every door tried by everybody: who passes, who is refused, and that nobody meets a word that is not his.

The table is ``tests/doors.py``; the house with two of everything is ``tests/furnished.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlmodel import Session, select

from api.accounts.deps import COOKIE, CSRF_HEADER
from api.accounts.permissions import ROLES, permitted
from api.service import Service
from api.store import now
from api.tables.accounts import ORGANISATION_KINDS, ApiToken, Organisation, SignIn, User
from api.tables.packs import PackVersion
from tests.accounts_kit import cheap_hashing, token
from tests.apps import visitor
from tests.doors import API, DOORS, OPEN, PAGES, RIGHTS, Door, all_may, concerned, nothing
from tests.furnished import EVERYBODY, FILINGS, House, Person, furnish, nothing_kept, session_of
from tests.queue_kit import ended

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
CHANGING_HEADERS = ("date", "x-request-id", "content-security-policy", "content-length", "vary")
NONCE = re.compile(rb'nonce="[^"]*"')


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Furnished once for all tests here, which leave it as it was."""
    from tests.conftest import opened_service

    folder = tmp_path_factory.mktemp("house")
    with opened_service(request, request.param, folder) as service, cheap_hashing():
        yield whole(furnish(service))


def whole(house: House) -> House:
    with house.service.db.reading() as session:
        versions = {row.name: row.version for row in session.exec(select(PackVersion))}
    for side in (house.first, house.second):
        side |= {"suzhou": versions["suzhou-2023-84"], "draft_version": versions[side["draft_name"]]}
    return house


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[httpx.Client]:
    with visitor(house.app) as client:
        yield client


def tried(client: httpx.Client, door: Door, ids: Mapping[str, str], headers: Mapping[str, str]) -> httpx.Response:
    sent = door.request({**ids, "csrf": headers.get(CSRF_HEADER, "")})
    answer = client.request(door.method, door.address(ids), headers=dict(headers), **sent)
    client.cookies.clear()
    return answer


def name(door: Door) -> str:
    return f"{door.method} {door.url or door.path}"


# --- the table itself ------------------------------------------------------------------------------------------------


def routes(house: House) -> set[str]:
    out = set()
    for context in iter_route_contexts(house.app.routes):
        for method in (context.methods or set()) - {"HEAD", "OPTIONS"}:
            out.add(f"{method} {context.path_format or context.path}")
    return out


def test_every_route_is_in_the_table_and_no_other(house: House) -> None:
    known = {door.route for door in DOORS}
    assert sorted(routes(house) - known) == []
    assert sorted(known - routes(house)) == []


def test_rights_are_those_of_the_table() -> None:
    for kind in ORGANISATION_KINDS:
        for role in ROLES:
            assert permitted([role], kind) == RIGHTS[kind, role], (kind, role)


def test_every_secret_is_known_to_somebody_and_not_to_all(house: House) -> None:
    assert len(house.secrets) == len({secret.words for secret in house.secrets})
    for secret in house.secrets:
        knowing = [person for person in EVERYBODY if secret.known_to(person)]
        assert len(knowing) < len(EVERYBODY)
        assert knowing or secret.words.startswith("anze_")


# --- the walk --------------------------------------------------------------------------------------------------------


def leaked(house: House, person: Person | None, answer: httpx.Response, sent: str) -> list[str]:
    """Words in the answer that the person may not know, but for those that came with the request itself."""
    said = answer.text + str(answer.headers.multi_items())
    return [
        f"{secret.what} {secret.words}"
        for secret in house.secrets
        if secret.words in said and secret.words not in sent and (person is None or not secret.known_to(person))
    ]


def test_everybody_at_every_door(house: House, client: httpx.Client) -> None:
    """All roles of both organisations of every kind ask for the first insurer's things."""
    wrong, statuses, declared = [], Counter[int](), house.app.openapi()["paths"]
    # What differs between databases is not who may what: each role asks one of them.
    people = [person for person in EVERYBODY if house.service.db.sqlite != (person.role in ("clerk", "admin"))]
    for door in DOORS:
        for person in people:
            with nothing_kept(house.service) if not door.keep else _as_it_is():
                answer = tried(client, door, house.first, house.headers(person))
            statuses[answer.status_code] += 1
            expected = door.expected(person)
            if answer.status_code not in expected:
                wrong.append(f"{name(door)} as {person}: {answer.status_code}, not {expected}: {answer.text[:150]!r}")
            if door in API and str(answer.status_code) not in declared[door.path][door.method.lower()]["responses"]:
                wrong.append(f"{name(door)} answers {answer.status_code} undeclared")
            sent = door.address(house.first) + str(door.request({**house.first, "csrf": ""}))
            wrong += [f"{name(door)} tells {person} {words}" for words in leaked(house, person, answer, sent)]
    assert wrong == []
    assert {200, 403, 404} <= set(statuses)
    print(f"\n{len(routes(house))} routes, {len(DOORS)} doors x {len(people)} people: {dict(statuses)}")


class _as_it_is:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_what_is_not_yours_is_told_like_what_does_not_exist(house: House, client: httpx.Client) -> None:
    """Status, body and headers; where the answer repeats the id that was asked for, that id apart."""
    compared = 0
    for door in DOORS:
        for person in EVERYBODY:
            if (
                person.role not in ("admin", "pack_editor")
                or door.expected(person) != (404,)
                or door in OPEN
                or "oidc" in door.path
            ):
                continue
            theirs, none = (_bare(tried(client, door, ids, house.headers(person)), ids)
                            for ids in (house.first, _nothing(house, door, person)))  # fmt: skip
            assert theirs == none, f"{name(door)} as {person}"
            compared += 1
    assert compared > 300


def _nothing(house: House, door: Door, person: Person) -> Mapping[str, str]:
    """Ids that nothing has; of a draft at a filing that the person may see, the draft's alone."""
    of_draft = isinstance(door.json, dict) and "packs" in door.json and concerned(False)(person)
    kept = {"filing_id": house.first["filing_id"]} if of_draft else {}
    return {**nothing(house.first), **kept}


def _bare(answer: httpx.Response, ids: Mapping[str, str]) -> tuple[int, bytes, Any]:
    body = NONCE.sub(b"", answer.content)
    for known in sorted({value for key, value in ids.items() if key != "suzhou"}, key=len, reverse=True):
        body = body.replace(known.encode(), b"#")
    return answer.status_code, body, sorted((k, v) for k, v in answer.headers.items() if k not in CHANGING_HEADERS)


# --- nobody, and those who no longer are ------------------------------------------------------------------------------


def refused(door: Door, answer: httpx.Response) -> bool:
    """Told to sign in: a program by 401, a browser by the way to the sign-in page."""
    if door.page:
        return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
    return answer.status_code == 401 and set(answer.json()) == {"error", "detail", "remedy"}


def outsiders(house: House) -> dict[str, Mapping[str, str]]:
    """Credentials that are none, of the first insurer's admin."""
    service, admin = house.service, house.crowd.user("insurer", "admin")
    everything = sorted(RIGHTS["insurer", "admin"])
    out: dict[str, Mapping[str, str]] = {
        "a stranger": {},
        "a made-up session": {"Cookie": f"{COOKIE}=made-up", CSRF_HEADER: "made-up"},
        "a made-up token": {"Authorization": "Bearer anze_made-up"},
        "no token at all": {"Authorization": "Bearer "},
        "a password": {"Authorization": "Basic aW5zdXJlci1hZG1pbjpjb3JyZWN0LWhvcnNlLTk="},
    }
    for what, changes in {
        "a revoked token": {"revoked_at": now()}, "an expired token": {"expires_at": now() - timedelta(seconds=1)},
    }.items():  # fmt: skip
        secret = token(service, admin, everything)
        _change_newest_token(service, admin, changes)
        out[what] = {"Authorization": f"Bearer {secret}"}
    expired = session_of(service, admin)
    with service.db.writing() as session:
        row = session.exec(select(SignIn).where(SignIn.csrf == expired[CSRF_HEADER])).one()
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    gone = house.crowd.user("insurer", "reviewer", other=True)
    closed = house.crowd.user("enterprise", "reviewer", other=True)
    out |= {"an expired session": expired, "somebody dismissed": session_of(service, gone),
            "somebody of a closed organisation": session_of(service, closed)}  # fmt: skip
    return out


def _change_newest_token(service: Service, user: User, changes: Mapping[str, Any]) -> None:
    with service.db.writing() as session:
        row = session.exec(select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.id.desc())).first()  # type: ignore[attr-defined]
        assert row is not None
        for field, value in changes.items():
            setattr(row, field, value)
        session.add(row)


def _active(session: Session, house: House, active: bool) -> None:
    user = session.get_one(User, house.crowd.user("insurer", "reviewer", other=True).id)
    org = session.get_one(Organisation, house.crowd.org("enterprise", other=True).id)
    user.active = org.active = active
    session.add(user)
    session.add(org)


def test_outsiders_pass_no_door(house: House, client: httpx.Client) -> None:
    credentials = outsiders(house)
    with house.service.db.writing() as session:
        _active(session, house, False)
    try:
        for door in (*API, *PAGES):
            if door.need == "stranger":
                continue
            for who, headers in credentials.items():
                answer = tried(client, door, house.first, headers)
                assert refused(door, answer), f"{name(door)} as {who}: {answer.status_code}"
                assert leaked(house, None, answer, door.address(house.first)) == []
    finally:
        with house.service.db.writing() as session:
            _active(session, house, True)


def test_open_doors_tell_nobody_anything(house: House, client: httpx.Client) -> None:
    for door in DOORS:
        if door.need == "stranger":
            answer = tried(client, door, house.first, {})
            assert answer.status_code in door.ok, name(door)
            assert leaked(house, None, answer, "") == []


# --- programs --------------------------------------------------------------------------------------------------------

SCOPED = [door for door in DOORS if door.need in RIGHTS["operator", "admin"] and door.route not in ("POST /upload",)]


def test_a_token_without_the_scope_passes_no_door(house: House, client: httpx.Client) -> None:
    """The operator's admin may everything; the program with all scopes but the one may not."""
    admin = house.crowd.user("operator", "admin")
    everything = RIGHTS["operator", "admin"]
    secrets = {scope: token(house.service, admin, sorted(everything - {scope})) for scope in everything}
    for door in SCOPED:
        with nothing_kept(house.service):
            answer = tried(client, door, house.first, {"Authorization": f"Bearer {secrets[door.need]}"})
        # Some pages know browsers only and send a program to the sign-in page.
        assert answer.status_code == 403 or (door.page and refused(door, answer)), f"{name(door)}: {answer.status_code}"
        assert leaked(house, None, answer, door.address(house.first)) == []


def test_a_token_with_the_scope_alone_passes_where_its_owner_does(house: House, client: httpx.Client) -> None:
    owner = Person("insurer", "admin")
    admin = house.crowd.user("insurer", "admin")
    secrets = {scope: token(house.service, admin, [scope]) for scope in RIGHTS["insurer", "admin"]}
    for door in API:
        if door.need not in secrets or not door.only(owner):
            continue
        with nothing_kept(house.service) if not door.keep else _as_it_is():
            answer = tried(client, door, house.first, {"Authorization": f"Bearer {secrets[door.need]}"})
        expected = set(door.expected(owner))
        if door.method != "GET" and (door.need == "people" or door.need == "kpi" or _asks_more(door)):
            expected.add(403)  # it gives or takes rights that this token lacks, or asks for a second scope
        assert answer.status_code in expected, f"{name(door)}: {answer.status_code}"


def _asks_more(door: Door) -> bool:
    return door.only is not all_may or door.need in ("waive",)


def test_a_token_is_no_person(house: House, client: httpx.Client) -> None:
    secret = token(house.service, house.crowd.user("insurer", "admin"), sorted(RIGHTS["insurer", "admin"]))
    for door in API:
        if door.need == "in_person" or door.route in ("DELETE /api/v1/session", "PUT /api/v1/me/password"):
            answer = tried(client, door, house.first, {"Authorization": f"Bearer {secret}"})
            assert answer.status_code == 403, name(door)


def test_who_must_change_the_password_may_do_nothing_else(house: House, client: httpx.Client) -> None:
    user = house.crowd.user("operator", "admin", other=True)
    headers = session_of(house.service, user)
    _must_change(house.service, user, True)
    try:
        for door in API:
            if door.need == "stranger" or door.route in (
                "DELETE /api/v1/session", "GET /api/v1/me", "PUT /api/v1/me/password"
            ):  # fmt: skip
                continue
            answer = tried(client, door, house.first, headers)
            assert (answer.status_code, answer.json()["error"]) == (403, "must_change"), name(door)
    finally:
        _must_change(house.service, user, False)


def _must_change(service: Service, user: User, value: bool) -> None:
    with service.db.writing() as session:
        row = session.get_one(User, user.id)
        row.must_change = value
        session.add(row)


# --- another site's requests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("csrf", [None, "", "made-up", "another's"])
def test_a_change_by_cookie_needs_the_sessions_secret(house: House, client: httpx.Client, csrf: str | None) -> None:
    person = Person("operator", "admin")
    headers = dict(house.headers(person))
    other = house.headers(Person("insurer", "admin"))[CSRF_HEADER]
    del headers[CSRF_HEADER]
    if csrf is not None:
        headers[CSRF_HEADER] = other if csrf == "another's" else csrf
    tried_doors = 0
    for door in (*API, *PAGES):
        if door.method not in UNSAFE or door.route in FOR_STRANGERS:
            continue
        answer = tried(client, door, house.first, headers)
        assert answer.status_code == 403, f"{name(door)}: {answer.status_code}"
        if not door.page:
            assert answer.json()["error"] == "csrf"
        tried_doors += 1
    assert tried_doors > 40


SIGNING_IN = ("POST /api/v1/session", "POST /sign-in")
# It sets a cookie; what it changes for somebody signed in, it changes only with the secret.
FOR_STRANGERS = (*SIGNING_IN, "POST /language")
# A browser's form and no way for programs: a token counts for nothing there.
COOKIE_ONLY = ("POST /upload",)


@pytest.mark.parametrize("route", SIGNING_IN)
def test_signing_in_is_refused_to_other_sites(client: httpx.Client, route: str) -> None:
    method, _, path = route.partition(" ")
    body = {"login": "insurer-admin", "password": "x"}
    sent = {"json": body} if path.startswith("/api/") else {"data": body}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        answer = client.request(method, path, headers=headers, **sent)  # type: ignore[arg-type]
        assert answer.status_code == 403


def test_a_header_of_another_session_does_not_borrow_its_rights(house: House, client: httpx.Client) -> None:
    """A cookie and a token at once: the token alone counts, and with it no CSRF secret is asked for."""
    weak = token(house.service, house.crowd.user("insurer", "clerk", other=True), ["read"])
    headers = {**house.headers(Person("operator", "admin")), "Authorization": f"Bearer {weak}"}
    assert client.get(f"/api/v1/filings/{house.first['filing_id']}", headers=headers).status_code == 404
    assert client.post("/api/v1/webhooks", json={}, headers=headers).status_code == 403


# --- one's own room with another's key -------------------------------------------------------------------------------


def test_ones_own_thing_with_anothers_part(house: House, client: httpx.Client) -> None:
    """The second insurer asks at its own doors for parts of the first's things."""
    mine, theirs, me = house.second, house.first, Person("insurer", "admin", True)
    asked: list[tuple[str, str, Any]] = [
        ("GET", f"/filings/{mine['filing_id']}/judgements/{theirs['judgement_id']}/findings", None),
        ("POST", f"/filings/{mine['filing_id']}/findings/{theirs['fingerprint']}/decision", {"action": "accept"}),
        ("POST", f"/filings/{mine['filing_id']}/comments", {"text": "x", "fingerprint": theirs["fingerprint"]}),
        ("POST", f"/filings/{mine['filing_id']}/recheck", {"packs": [theirs["version_id"]]}),
        ("POST", f"/webhooks/{mine['webhook_id']}/deliveries/{theirs['delivery_id']}/again", None),
        ("POST", "/users", {"login": "xx", "name": "x", "roles": ["clerk"], "organisation_id": theirs["org_id"]}),
    ]
    for method, path, body in asked:
        answer = house.ask(client, me, method, "/api/v1" + path, json=body)
        assert answer.status_code == 404, (path, answer.text)
        assert leaked(house, me, answer, path + str(body)) == []
    for field in ("filing", "audit"):
        answer = house.ask(client, me, "POST", "/api/v1/uploads", data={field: theirs["filing_id"]},
                           files=[("files", ("x.txt", b"x"))])  # fmt: skip
        assert answer.status_code == 404


def test_the_same_bytes_are_not_a_key(house: House, client: httpx.Client) -> None:
    """An insurer that has a copy of another's paper hands it in: it sees its own paper, and nothing of the other's –
    neither what was corrected there, nor how the other called its folder."""
    from tests.furnished import SAMPLES, working

    me, folder = Person("insurer", "admin", True), SAMPLES / FILINGS[False][0]
    names = sorted(f for f in folder.iterdir() if f.suffix in (".pdf", ".xlsx"))
    files = [("files", (f"自己的夹子/{f.name}", f.read_bytes())) for f in names]
    with working(house.service):
        made = house.ask(client, me, "POST", "/api/v1/uploads", files=files).json()
        ended(house.service, made["id"])
    status = house.ask(client, me, "GET", f"/api/v1/uploads/{made['id']}").json()
    own_words = {
        "LB25-AZ-00731-6",
        "灵璧县奇石建材有限公司",
        "91341323MA0632290B",
        "淮岳财产保险股份有限公司",
    }  # on the copy itself
    assert status["state"] == "done"
    paths = [f"/papers/{paper['id']}" for paper in status["papers"]]
    paths += [f"/papers/{paper['id']}/corrections" for paper in status["papers"]]
    paths += [f"/filings/{filing['id']}" for filing in status["filings"]]
    paths += [f"/filings/{filing['id']}/report?all=true" for filing in status["filings"]]
    for path in paths:
        answer = house.ask(client, me, "GET", "/api/v1" + path)
        assert answer.status_code == 200
        told = [words for words in leaked(house, me, answer, path) if words.split()[1] not in own_words]
        assert told == [], path
        assert "suzhou-low-fee" not in answer.text, path
    assert house.ask(client, me, "GET", f"/api/v1/papers/{house.first['paper_id']}").status_code == 404
    theirs = house.ask(client, Person("insurer", "admin"), "GET", f"/api/v1/filings/{house.first['filing_id']}").json()
    assert {paper["id"] for paper in theirs["papers"]}.isdisjoint(paper["id"] for paper in status["papers"])
