"""Single sign-on against a small OpenID Connect provider on loopback that can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from sqlmodel import select

from api.accounts import oidc
from api.accounts.deps import COOKIE
from api.service import Service
from api.store import now
from api.tables.accounts import AuditEntry, OidcLogin, User
from api.web.pages.oidc import OIDC_COOKIE, router
from tests.accounts_kit import Crowd, populate, small_app

CLIENT, SECRET = "anze", "s:crét/%"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))  # making one takes a while


@dataclass
class Provider:
    """What the provider knows and says; a test changes it to see what becomes of it."""

    address: str = ""
    sub: str = "subject-1"
    claims: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    signer: Any = None
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    broken: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            **self.about,
        }

    def consent(self, url: str) -> str:
        """What a person's browser does at the provider: agrees, and is sent back; the address to go to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode({'code': code, 'state': asked['state']})}"

    def redeem(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            .decode()
            .rstrip("=")
        )
        if asked is None or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        moment = int(time.time())
        claims = {"iss": self.address, "sub": self.sub, "aud": CLIENT, "iat": moment, "exp": moment + 300,
                  "nonce": asked["nonce"], **self.claims}  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(self.header, claims, self.signer or self.key, algorithms=[self.header["alg"]])
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": token}


class Answers(BaseHTTPRequestHandler):
    provider: Provider

    def _say(self, status: int, body: Any) -> None:
        data = b"<html>down" if self.provider.broken else json.dumps(body).encode()
        self.send_response(503 if self.provider.broken else status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        match self.path:
            case "/.well-known/openid-configuration":
                self._say(200, self.provider.description())
            case "/keys":
                self._say(200, KeySet([self.provider.key]).as_dict(private=False))
            case "/userinfo" if self.headers["Authorization"] == "Bearer access":
                self._say(200, {"sub": self.provider.sub, **self.provider.info})
            case _:
                self._say(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.provider.asked.append((self.path, form, self.headers.get("Authorization", "")))
        self._say(*self.provider.redeem(form))

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("A", (Answers,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def crowd(service: Service, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    changes = {
        "oidc_issuer": provider.address,
        "oidc_client": CLIENT,
        "oidc_secret": type(service.config.oidc_secret)(SECRET),
    }
    service.config = service.config.model_copy(update=changes)
    return populate(service)


@pytest.fixture
def app(crowd: Crowd) -> FastAPI:
    app = small_app(crowd.service)
    app.include_router(router)
    return app


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False)


def link(crowd: Crowd, subject: str | None, **values: Any) -> None:
    with crowd.service.db.writing() as session:
        user = session.get_one(User, crowd.user("regulator", "inspector").id)
        user.oidc_subject = subject
        for name, value in values.items():
            setattr(user, name, value)


def configure(crowd: Crowd, **values: Any) -> None:
    crowd.service.config = crowd.service.config.model_copy(update=values)


def go(browser: TestClient, provider: Provider, onward: str = "/") -> Any:
    """All the way: to the provider, agree, and back."""
    away = browser.get("/sign-in/oidc", params={"next": onward})
    assert away.status_code == 303, away.text
    return browser.get(provider.consent(away.headers["location"]))


def refused(answer: Any, error: str = "oidc_refused", status: int = 403) -> bool:
    return (answer.status_code, answer.json()["error"]) == (status, error) and COOKIE not in answer.headers.get(
        "set-cookie", ""
    )


def test_a_linked_person_signs_in_and_goes_on(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    link(crowd, "subject-1")
    answer = go(browser, provider, "/filings?q=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/filings?q=1")
    me = browser.get("/api/v1/me").json()
    assert me["login"] == "regulator-inspector"
    assert me["csrf"]
    assert OIDC_COOKIE not in browser.cookies
    with crowd.service.db.reading() as session:
        assert session.exec(select(OidcLogin)).all() == []
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "session.begin")).one()
    assert entry.details["by"] == "oidc"
    _, form, authorization = provider.asked[0]
    assert authorization == "Basic " + base64.b64encode(b"anze:s%3Acr%C3%A9t%2F%25").decode()
    assert "client_secret" not in form


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(
    crowd: Crowd, browser: TestClient, provider: Provider
) -> None:
    provider.about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    link(crowd, "subject-1")
    assert go(browser, provider).status_code == 303
    _, form, authorization = provider.asked[0]
    assert (form["client_secret"], authorization) == (SECRET, "")


def test_the_browsers_secret_is_unseen_short_lived_and_kept_as_a_hash(crowd: Crowd, browser: TestClient) -> None:
    cookie = browser.get("/sign-in/oidc").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Max-Age=600", "Path=/sign-in/oidc"} <= {
        part.strip() for part in cookie.split(";")
    }
    with crowd.service.db.reading() as session:
        login = session.exec(select(OidcLogin)).one()
    assert cookie.split("=")[1].split(";")[0] not in str(login.model_dump())


def test_a_subject_that_belongs_to_nobody_is_refused_and_written_down(
    crowd: Crowd, browser: TestClient, provider: Provider
) -> None:
    provider.claims["preferred_username"] = "regulator-inspector"  # no claim is configured: a name alone links nobody
    assert refused(go(browser, provider))
    with crowd.service.db.reading() as session:
        entry = session.exec(select(AuditEntry)).one()
        assert session.get_one(User, crowd.user("regulator", "inspector").id).oidc_subject is None
    assert (entry.action, entry.details) == ("session.refused", {"by": "oidc", "sub": "subject-1"})


@pytest.mark.parametrize("where", ["claims", "info"])
def test_the_configured_claim_links_an_account_once(
    crowd: Crowd, browser: TestClient, provider: Provider, where: str
) -> None:
    configure(crowd, oidc_claim="preferred_username")
    getattr(provider, where)["preferred_username"] = "Regulator-Inspector"
    link(crowd, None, must_change=True)
    assert go(browser, provider).status_code == 303
    assert not browser.get("/api/v1/me").json()["must_change"]
    with crowd.service.db.reading() as session:
        user = session.get_one(User, crowd.user("regulator", "inspector").id)
    assert (user.oidc_subject, user.password) == ("subject-1", "")  # the unused first password is void
    provider.sub = "subject-2"  # somebody else who is given the same name later
    assert refused(go(browser, provider))


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), (None, 403), ("true", 403)])
def test_an_address_links_only_where_the_provider_has_verified_it(
    crowd: Crowd, browser: TestClient, provider: Provider, verified: Any, status: int
) -> None:
    configure(crowd, oidc_claim="email")
    link(crowd, None, login="wang@example.cn")
    provider.claims.update({"email": "wang@example.cn", "email_verified": verified})
    assert go(browser, provider).status_code == status


def test_userinfo_about_somebody_else_links_nobody(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    configure(crowd, oidc_claim="preferred_username")
    provider.info.update({"sub": "another", "preferred_username": "regulator-inspector"})
    assert refused(go(browser, provider))


def test_closed_accounts_stay_closed(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    link(crowd, "subject-1", active=False)
    assert refused(go(browser, provider))


def test_an_id_token_that_was_not_made_for_this_sign_in_is_refused(
    crowd: Crowd, browser: TestClient, provider: Provider
) -> None:
    link(crowd, "subject-1")
    hour = 3600
    for claims in (
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": [CLIENT, "another"]},
        {"azp": "another"}, {"nonce": "another"}, {"nonce": None}, {"exp": int(time.time()) - hour}, {"exp": None},
        {"sub": None}, {"sub": 7}, {"iat": int(time.time()) + hour},
    ):  # fmt: skip
        provider.claims = claims
        assert refused(go(browser, provider)), claims
        assert browser.get("/api/v1/me").status_code == 401, claims
    provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert go(browser, provider).status_code == 303


def test_an_id_token_by_another_key_or_a_shared_secret_is_refused(
    crowd: Crowd, browser: TestClient, provider: Provider
) -> None:
    link(crowd, "subject-1")
    assert go(browser, provider).status_code == 303
    browser.cookies.clear()
    provider.signer = OTHER_KEY
    assert refused(go(browser, provider))
    provider.signer, provider.header = OctKey.import_key(SECRET.encode() * 4), {"alg": "HS256", "kid": "one"}
    assert refused(go(browser, provider))


def test_a_provider_may_change_its_key(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    link(crowd, "subject-1")
    assert go(browser, provider).status_code == 303
    provider.key, provider.header = ECKey.generate_key("P-256", {"kid": "two"}), {"alg": "ES256", "kid": "two"}
    assert go(browser, provider).status_code == 303


def test_an_answer_counts_once_and_in_the_browser_that_asked(
    crowd: Crowd, app: FastAPI, browser: TestClient, provider: Provider
) -> None:
    link(crowd, "subject-1")
    back = provider.consent(browser.get("/sign-in/oidc").headers["location"])
    secret = browser.cookies[OIDC_COOKIE]
    stranger = TestClient(app, follow_redirects=False)
    assert refused(stranger.get(back))  # without the cookie
    stranger.get("/sign-in/oidc")
    assert refused(stranger.get(back))  # with another's
    assert browser.get(back).status_code == 303
    again = TestClient(app, follow_redirects=False, cookies={OIDC_COOKIE: secret})
    assert refused(again.get(back))


def test_an_answer_that_does_not_belong_is_refused(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    link(crowd, "subject-1")
    for spoilt in ("state", "code", "error", "late", "verifier", ""):
        back = provider.consent(browser.get("/sign-in/oidc").headers["location"])
        match spoilt:
            case "state":
                back += "x"
            case "code":
                back = back.replace("code-", "kode-")
            case "error":
                back += "&error=access_denied"
            case "late" | "verifier":
                with crowd.service.db.writing() as session:
                    login = session.exec(select(OidcLogin)).one()
                    if spoilt == "late":
                        login.expires_at = now()
                    else:
                        login.verifier = "another"
        answer = browser.get(back)
        assert refused(answer) if spoilt else answer.status_code == 303, spoilt


def test_a_description_that_is_not_to_be_trusted_is_not_used(browser: TestClient, provider: Provider) -> None:
    for about in (
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"jwks_uri": ""},
        {"authorization_endpoint": None},
    ):
        provider.about = about
        assert refused(browser.get("/sign-in/oidc"), "oidc_unavailable", 503), about


def test_a_provider_that_is_down_is_said_to_be(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    link(crowd, "subject-1")
    provider.broken = True
    assert refused(browser.get("/sign-in/oidc"), "oidc_unavailable", 503)
    provider.broken = False
    back = provider.consent(browser.get("/sign-in/oidc").headers["location"])
    provider.broken = True
    assert refused(browser.get(back), "oidc_unavailable", 503)
    configure(crowd, oidc_issuer="http://anze.example.cn")
    with pytest.raises(oidc.OidcUnavailable):
        oidc.Provider(crowd.service).about()


def test_it_is_off_unless_a_provider_is_set(crowd: Crowd, browser: TestClient) -> None:
    configure(crowd, oidc_issuer="")
    for path in ("/sign-in/oidc", "/sign-in/oidc/back?code=1&state=1"):
        assert refused(browser.get(path), "not_found", 404)


def test_nobody_is_sent_elsewhere_afterwards(crowd: Crowd, browser: TestClient, provider: Provider) -> None:
    link(crowd, "subject-1")
    for onward in ("//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb", ""):
        assert go(browser, provider, onward).headers["location"] == "/", onward
    assert go(browser, provider, "/anze/filings").headers["location"] == "/anze/filings"


def test_the_public_address_is_where_the_provider_sends_back_to(crowd: Crowd, browser: TestClient) -> None:
    configure(crowd, public_url="https://anze.example.cn/anze/")
    asked = parse_qs(urlsplit(browser.get("/sign-in/oidc").headers["location"]).query)
    assert asked["redirect_uri"] == ["https://anze.example.cn/anze/sign-in/oidc/back"]
