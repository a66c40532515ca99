"""Who is asking, for an endpoint or a page.

``who: SignedIn`` for anybody signed in, ``who: Annotated[Principal, need("correct")]`` where a permission is needed,
``who: MaybeSignedIn`` on a page that strangers may see. A browser comes with the cookie ``anze_session``, a program with
``Authorization: Bearer anze_…``.

The browser sends its cookie by itself, also when another site makes it send; so a change must bring the session's secret
along: in the header ``X-CSRF-Token``, or in a page's plain form as the field ``csrf``. A multipart upload must use the
header, as its body is read as it comes in.
"""

from __future__ import annotations

import hmac
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.accounts.identity import by_session, by_token
from api.accounts.permissions import PERMISSIONS
from api.accounts.principal import Principal
from api.accounts.views import Views
from api.problems import NotAllowed, NotSignedIn
from api.service import TheService

COOKIE = "anze_session"
CSRF_HEADER, CSRF_FIELD = "X-CSRF-Token", "csrf"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
FORM_BYTES = 1 << 20
"""A plain form longer than this is not searched for its ``csrf`` field."""


class NoCsrf(NotAllowed):
    """A change by cookie without the session's secret: another site may have sent it."""

    error = "csrf"
    zh = ("请求缺少防伪标记，或标记已过期", "请刷新页面后重试；程序请在 X-CSRF-Token 里带上登录时得到的 csrf")
    en = ("The request lacks the session's CSRF token", "Reload the page; programs send it in X-CSRF-Token")


class MustChange(NotAllowed):
    """The password was set by somebody else; until it is changed, nothing else may be done."""

    error = "must_change"
    zh, en = ("请先修改密码", "初始密码只能用来设置新密码"), ("Change your password first", "Set a new password")


_cookie = APIKeyCookie(name=COOKIE, scheme_name="session", auto_error=False,
                       description="POST /api/v1/session 设置；修改类请求另须带 X-CSRF-Token")  # fmt: skip
_bearer = HTTPBearer(scheme_name="token", auto_error=False, description="API 令牌，POST /api/v1/tokens 创建")


def address_of(request: Request) -> str:
    """Where the request came from; the server has already resolved the proxies it trusts."""
    return request.client.host[:64] if request.client else ""


async def csrf_sent(request: Request) -> str:
    """The CSRF secret that came with a change, "" for none. Reads the body only of a short, plain form."""
    if request.method in SAFE_METHODS or COOKIE not in request.cookies:
        return ""
    if header := request.headers.get(CSRF_HEADER):
        return header
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "")
    if kind != "application/x-www-form-urlencoded" or not length.isdecimal() or int(length) > FORM_BYTES:
        return ""
    field = (await request.form()).get(CSRF_FIELD)
    return field if isinstance(field, str) else ""


def maybe_signed_in(
    request: Request,
    service: TheService,
    csrf: Annotated[str, Depends(csrf_sent)],
    cookie: Annotated[str | None, Depends(_cookie)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal | None:
    """The person, or None for a stranger. A person who must change the password is one too: a page looks at
    ``must_change`` itself. Raises NoCsrf for a change by cookie without the session's secret."""
    if bearer is None and cookie is None:
        return None
    address = address_of(request)
    with service.db.reading() as session:
        who = by_token(session, bearer.credentials, address) if bearer else by_session(session, cookie or "", address)
    if who is None:
        return None
    changes = request.method not in SAFE_METHODS
    if bearer is None and changes and not hmac.compare_digest(csrf.encode(), who.csrf.encode()):
        raise NoCsrf
    Views.of(service).met(who)
    return who


MaybeSignedIn = Annotated[Principal | None, Depends(maybe_signed_in)]


async def signed_in_anyhow(who: MaybeSignedIn) -> Principal:
    """Somebody signed in, even one who must change the password first: for the password's own routes."""
    if who is None:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    return who


SignedInAnyhow = Annotated[Principal, Depends(signed_in_anyhow)]


async def signed_in(who: SignedInAnyhow) -> Principal:
    """Somebody signed in. Raises NotSignedIn, NoCsrf or MustChange."""
    if who.must_change:
        raise MustChange
    return who


SignedIn = Annotated[Principal, Depends(signed_in)]


@cache
def need(permission: str) -> Any:
    """For a route: the person, who has this permission. Raises NotSignedIn or NotAllowed.

    >>> need("fly")
    Traceback (most recent call last):
    ValueError: no such permission: fly
    """
    if permission not in PERMISSIONS:
        raise ValueError(f"no such permission: {permission}")

    async def permitted(who: SignedIn) -> Principal:
        who.need(permission)
        return who

    return Depends(permitted)


async def in_person(who: SignedIn) -> Principal:
    """Somebody in a browser's session: what a token must not do, as making more tokens. Raises NotAllowed for a token."""
    if who.token_id:
        raise NotAllowed("令牌不能做这件事", "请登录后办理")
    return who


InPerson = Annotated[Principal, Depends(in_person)]
