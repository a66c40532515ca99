"""Signing in at an OpenID Connect provider: authorization code with PKCE (OpenID Connect Core 1.0 section 3.1, RFC 7636).

Off unless ``ANZE_OIDC_ISSUER`` is set. A person is known by the provider's ``sub``. Somebody not linked yet is linked at
the first sign-in if ``ANZE_OIDC_CLAIM`` names the claim that holds their login here; nobody is created.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from sqlalchemy import delete
from sqlmodel import Session, col, select

from api.accounts.audit_log import Event, append
from api.accounts.identity import digest, new_secret
from api.accounts.service import Arrived, arrive, normal_login
from api.accounts.sessions import sweep
from api.problems import NotAllowed, NotFound, Unavailable
from api.service import Service
from api.store import now
from api.tables.accounts import OidcLogin, Organisation, User

log = logging.getLogger("anze.oidc")

MINUTES = 10
"""How long somebody may take at the provider."""
TIMEOUT_S = 10.0
REMEMBERED_S = 3600.0
"""How long the provider's description and keys are taken from memory; an unknown key is looked up at once."""
LEEWAY_S = 60
"""By how much the provider's clock may differ from ours."""
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""By a key pair only: with a shared secret, or none, a token proves nothing about the provider."""


class OidcRefused(NotAllowed):
    """The provider refused, or what it answered does not hold, or nobody here belongs to it."""

    error = "oidc_refused"
    zh = ("单点登录没有成功", "请重试；若一直如此，请管理员核对您的账号是否已关联")
    en = (
        "Single sign-on did not succeed",
        "Try again; if it stays so, have an admin check that your account is linked",
    )


class OidcUnavailable(Unavailable):
    """The provider does not answer, or not as a provider does."""

    error = "oidc_unavailable"
    zh, en = ("单点登录服务暂时不可用", "请稍后再试，或用密码登录"), ("The provider is not available", "Try again later, or use your password")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the secret for its short-lived cookie."""

    url: str
    secret: str = field(repr=False)


def enabled(service: Service) -> bool:
    return bool(service.config.oidc_issuer)


class Provider:
    """The provider of the settings: its description, its keys, its answers. ``service.part(Provider)`` is the service's."""

    def __init__(self, service: Service) -> None:
        self._config = service.config
        self._http = httpx.Client(timeout=TIMEOUT_S)
        self._lock = threading.Lock()
        self._about: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def about(self) -> Mapping[str, Any]:
        """Its description (OpenID Connect Discovery 1.0). Raises OidcUnavailable where there is none to trust."""
        with self._lock:
            if self._about and time.monotonic() - self._about[0] < REMEMBERED_S:
                return self._about[1]
        issuer = self._config.oidc_issuer.rstrip("/")
        _guarded(issuer)
        about = self._json("GET", f"{issuer}/.well-known/openid-configuration")
        if str(about.get("issuer", "")).rstrip("/") != issuer:
            raise _unavailable(f"the provider calls itself {about.get('issuer')!r}, not {issuer!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            _guarded(str(about.get(name, "")))
        with self._lock:
            self._about = (time.monotonic(), about)
        return about

    def keys(self, *, fresh: bool = False) -> KeySet:
        """The keys it signs with."""
        with self._lock:
            if self._keys and not fresh and time.monotonic() - self._keys[0] < REMEMBERED_S:
                return self._keys[1]
        try:
            keys = KeySet.import_key_set(self._json("GET", self.about()["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise _unavailable(f"its keys cannot be read: {error}") from error
        with self._lock:
            self._keys = (time.monotonic(), keys)
        return keys

    def tokens(self, code: str, login: OidcLogin) -> Mapping[str, Any]:
        """Redeem the code. The secret goes into the header, or into the form where the provider knows only that."""
        config, about = self._config, self.about()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": login.redirect_uri,
                "code_verifier": login.verifier, "client_id": config.oidc_client}  # fmt: skip
        secret = config.oidc_secret.get_secret_value()
        basic = "client_secret_basic" in about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        auth = None
        if secret and basic:
            # RFC 6749 section 2.3.1: both are form-encoded before they are joined.
            auth = httpx.BasicAuth(quote(config.oidc_client, safe=""), quote(secret, safe=""))
        elif secret:
            form["client_secret"] = secret
        return self._json("POST", about["token_endpoint"], data=form, auth=auth)

    def claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """What the ID token says, once its signature, issuer, audience, time and nonce hold (section 3.1.3.7)."""
        client = self._config.oidc_client
        try:
            try:
                token = jwt.decode(id_token, self.keys(), algorithms=SIGNATURES)
            except InvalidKeyIdError:
                token = jwt.decode(id_token, self.keys(fresh=True), algorithms=SIGNATURES)
            rules = jwt.JWTClaimsRegistry(
                leeway=LEEWAY_S,
                iss={"essential": True, "value": str(self.about()["issuer"])},
                sub={"essential": True},
                aud={"essential": True, "value": client},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            rules.validate(token.claims)
        except (JoseError, ValueError, TypeError) as error:
            raise _refused(f"the ID token does not hold: {error!r}") from error
        audience, party = token.claims["aud"], token.claims.get("azp")
        if (party is not None and party != client) or (isinstance(audience, list) and len(audience) > 1 and not party):
            raise _refused("the ID token was made for somebody else")
        return token.claims

    def userinfo(self, access_token: str, sub: str) -> Mapping[str, Any]:
        """More about the person, where the provider tells; only if it speaks of the same one (section 5.3.2)."""
        address = self.about().get("userinfo_endpoint")
        if not address or not access_token:
            return {}
        info = self._json("GET", _guarded(str(address)), headers={"Authorization": f"Bearer {access_token}"})
        return info if info.get("sub") == sub else {}

    def _json(self, method: str, address: str, **options: Any) -> Mapping[str, Any]:
        try:
            answer = self._http.request(method, address, **options)
            body = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _unavailable(f"{address}: {error!r}") from error
        if 400 <= answer.status_code < 500 and method == "POST":
            raise _refused(f"the provider says {answer.status_code}: {str(body)[:300]}")
        if answer.status_code != 200 or not isinstance(body, dict):
            raise _unavailable(f"{address}: status {answer.status_code}")
        return body

    def close(self) -> None:
        self._http.close()


def begin(service: Service, redirect_uri: str, onward: str = "/") -> Begun:
    """Start a sign-in that will come back to ``redirect_uri`` and then go to ``onward``, a path of ours."""
    if not enabled(service):
        raise NotFound
    about = service.part(Provider).about()
    secret, verifier = new_secret(), secrets.token_urlsafe(48)
    login = OidcLogin(
        id=digest(secret), state=secrets.token_urlsafe(24), nonce=secrets.token_urlsafe(24), verifier=verifier,
        redirect_uri=redirect_uri, onward=local_path(onward), expires_at=now() + timedelta(minutes=MINUTES),
    )  # fmt: skip
    with service.db.writing() as session:
        sweep(session, OidcLogin.id, col(OidcLogin.expires_at) <= now())
        session.add(login)
    url = prepare_grant_uri(
        about["authorization_endpoint"], service.config.oidc_client, "code", redirect_uri, service.config.oidc_scopes,
        login.state, nonce=login.nonce, code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )  # fmt: skip
    return Begun(str(url), secret)


def finish(service: Service, *, secret: str, state: str, code: str, error: str = "", address: str = "", agent: str = "",
           previous: str | None = None) -> tuple[Arrived, str]:  # fmt: skip
    """The browser is back: who it is, with a session begun, and the path to go on to.

    Raises OidcRefused, also for an answer that this browser did not ask for or that was used before.
    """
    if not enabled(service):
        raise NotFound
    login = _taken(service, secret)
    if login is None or not hmac.compare_digest(login.state.encode(), state.encode("utf-8", "replace")):
        raise _refused("nobody here asked for this answer")
    if error or not code:
        raise _refused(f"the provider says {error[:100]!r}")
    provider = service.part(Provider)
    got = provider.tokens(code, login)
    claims = provider.claims(str(got.get("id_token", "")), login.nonce)
    wanted = service.config.oidc_claim
    if wanted and wanted not in claims:
        claims = {**provider.userinfo(str(got.get("access_token", "")), claims["sub"]), **claims}
    with service.db.writing() as session:
        user = _person(session, claims, wanted)
        if user is None:
            about = {"by": "oidc", "sub": str(claims["sub"])[:300]}
            append(session, [Event("session.refused", "user", "", about, address=address)])
            arrived = None
        else:
            arrived = arrive(session, service.config, user, address=address, agent=agent, previous=previous, by="oidc")
    if arrived is None:
        raise _refused("nobody here belongs to this subject")
    return arrived, login.onward


def _taken(service: Service, secret: str) -> OidcLogin | None:
    """The sign-in that this browser began; it can be taken once."""
    with service.db.writing() as session:
        query = select(OidcLogin).where(OidcLogin.id == digest(secret), col(OidcLogin.expires_at) > now())
        login = session.exec(query.with_for_update()).first()
        if login is not None:
            session.expunge(login)
            session.execute(delete(OidcLogin).where(col(OidcLogin.id) == login.id))
    return login


def _person(session: Session, claims: Mapping[str, Any], wanted: str) -> User | None:
    """Whose subject this is, their row held; linked now where the claim names an open account that has no subject yet."""
    sub = str(claims["sub"])[:300]
    open_ones = (
        select(User)
        .join(Organisation, col(Organisation.id) == col(User.org_id))
        .where(col(User.active), col(Organisation.active))
        .with_for_update(of=User)
    )
    user = session.exec(open_ones.where(User.oidc_subject == sub)).first()
    if user is None and (login := _login(claims, wanted)):
        user = session.exec(open_ones.where(User.login == login, col(User.oidc_subject).is_(None))).first()
        if user is not None:
            user.oidc_subject = sub
    if user is not None and user.must_change:
        # The first password was never used, and nobody who comes this way knows it: it is void.
        user.password, user.must_change = "", False
    return user


def _login(claims: Mapping[str, Any], wanted: str) -> str:
    value = claims.get(wanted) if wanted else None
    if not isinstance(value, str) or (wanted == "email" and claims.get("email_verified") is not True):
        return ""  # an address that anybody may enter is nobody's
    return normal_login(value)


def local_path(onward: str) -> str:
    """A path of ours to go on to; "/" for anything that would lead elsewhere.

    >>> local_path("/filings?q=1"), local_path("//evil.example"), local_path("https://evil.example"), local_path("/\\\\evil")
    ('/filings?q=1', '/', '/', '/')
    """
    harmless = onward.startswith("/") and not onward.startswith("//") and "\\" not in onward and onward.isprintable()
    return onward if harmless and len(onward) <= 500 else "/"


def _guarded(address: str) -> str:
    """Raises OidcUnavailable for an address that others could answer in the provider's stead: no TLS, not this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")):
        return address
    raise _unavailable(f"{address!r} is not https")


def _refused(why: str) -> OidcRefused:
    log.warning("sign-in refused: %s", why)
    return OidcRefused()


def _unavailable(why: str) -> OidcUnavailable:
    log.error("provider unavailable: %s", why)
    return OidcUnavailable()
