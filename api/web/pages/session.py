"""Signing in and out, one's password, the language of the pages."""

from __future__ import annotations

import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.accounts import service as accounts
from api.accounts.cookies import drop_cookie, refuse_other_sites, set_cookie
from api.accounts.deps import COOKIE, MaybeSignedIn, SignedInAnyhow, address_of
from api.accounts.identity import by_session
from api.accounts.principal import Principal
from api.inputs import Kept
from api.problems import Invalid, Problem
from api.service import Service, TheService
from api.web.menu import home_of
from api.web.templating import context, page, root_of
from api.web.words import LANGS

router = APIRouter()
LANG_COOKIE = "anze_lang"
YEAR_S = 365 * 86400
Word = Annotated[Kept, Form(max_length=1000)]


def local(path: str) -> str:
    """The path, where it leads nowhere but to this service; "" for any other.

    >>> local("/filings?q=1"), local("//evil.example"), local("https://evil.example/"), local("/\\\\evil.example")
    ('/filings?q=1', '', '', '')
    """
    parts = urlsplit(path)
    plain = path.isprintable() and "\\" not in path and not parts.scheme and not parts.netloc
    return path if plain and path.startswith("/") and not path.startswith("//") else ""


@router.get("/")
def home(request: Request, who: SignedInAnyhow) -> Response:
    return RedirectResponse(root_of(request) + home_of(who), 303)


@router.get("/sign-in")
def sign_in_form(request: Request, the: TheService, who: MaybeSignedIn,
                 next: Annotated[str, Query(max_length=2000)] = "") -> Response:  # fmt: skip
    if who is not None:
        return RedirectResponse(local(next) or root_of(request) + home_of(who), 303)
    return sign_in_page(request, the, next=local(next))


def sign_in_page(request: Request, the: Service, *, login: str = "", next: str = "",
                 problem: Problem | None = None) -> Response:  # fmt: skip
    said = None if problem is None else problem.shape(context(request, None)["lang"])
    oidc = "/sign-in/oidc" if the.config.oidc_issuer else ""
    return page(request, None, "sign_in.html", status=problem.status if problem else 200, login=login, next=next,
                oidc=oidc, problem=said)  # fmt: skip


@router.post("/sign-in")
def sign_in(request: Request, the: TheService, login: Word = "", password: Word = "", next: Word = "") -> Response:
    refuse_other_sites(request)
    try:
        arrived = accounts.sign_in(
            the, login, password, address=address_of(request), agent=request.headers.get("user-agent", ""),
            previous=request.cookies.get(COOKIE),
        )  # fmt: skip
    except Problem as problem:
        return sign_in_page(request, the, login=login[:100], next=local(next), problem=problem)
    first = "/password" if arrived.who.must_change else home_of(arrived.who)
    target = root_of(request) + first if arrived.who.must_change or not local(next) else local(next)
    response = RedirectResponse(target, 303)
    set_cookie(response, the.config, arrived.begun)
    if LANG_COOKIE not in request.cookies:
        _remember(response, the, arrived.who.lang)
    return response


@router.post("/sign-out")
def sign_out(request: Request, the: TheService, who: MaybeSignedIn) -> Response:
    if who is not None and COOKIE in request.cookies:
        accounts.sign_out(the, who, request.cookies[COOKIE])
    response = RedirectResponse(root_of(request) + "/sign-in", 303)
    drop_cookie(response, the.config)
    return response


@router.get("/password")
def password_form(request: Request, who: SignedInAnyhow) -> Response:
    return page(request, who, "password.html", problem=None, done=False)


@router.post("/password")
def change_password(request: Request, the: TheService, who: SignedInAnyhow, old: Word = "", new: Word = "",
                    again: Word = "") -> Response:  # fmt: skip
    said = context(request, who)
    try:
        if new != again:
            raise Invalid(said["t"]("password.differ"), said["t"]("password.differ_remedy"))
        begun = accounts.change_password(the, who, old, new, agent=request.headers.get("user-agent", ""))
    except Problem as problem:
        shape = problem.shape(said["lang"])
        return page(request, who, "password.html", status=problem.status, problem=shape, done=False)
    if who.must_change:
        response: Response = RedirectResponse(root_of(request) + home_of(who), 303)
    else:
        with the.db.reading() as session:
            anew = by_session(session, begun.secret, address_of(request))
        response = page(request, anew, "password.html", problem=None, done=True)
    set_cookie(response, the.config, begun)
    return response


@router.post("/language")
def choose_language(
    request: Request, the: TheService, lang: Word = "zh", back: Word = "/", csrf: Word = ""
) -> Response:
    """For strangers too: a cookie. For somebody signed in, whose page sent its token along, a setting that follows them."""
    response = RedirectResponse(local(back) or root_of(request) + "/", 303)
    if lang not in LANGS:
        return response
    who = _present(request, the)
    if who is not None and hmac.compare_digest(csrf.encode(), who.csrf.encode()):
        accounts.set_language(the, who, lang)
    _remember(response, the, lang)
    return response


def _present(request: Request, the: Service) -> Principal | None:
    secret = request.cookies.get(COOKIE)
    if not secret:
        return None
    with the.db.reading() as session:
        return by_session(session, secret)


def _remember(response: Response, the: Service, lang: str) -> None:
    response.set_cookie(LANG_COOKIE, lang, max_age=YEAR_S, path=the.config.root_path.rstrip("/") or "/", samesite="lax",
                        secure=the.config.secure_cookies)  # fmt: skip
