"""Single sign-on: away to the provider and back. Pages rather than API, as only a browser can take this way."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from api.accounts import oidc
from api.accounts.cookies import set_cookie
from api.accounts.deps import COOKIE, address_of
from api.config import Config
from api.service import TheService

router = APIRouter()

BACK = "/sign-in/oidc/back"
OIDC_COOKIE = "anze_oidc"
Given = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in/oidc")
def away(request: Request, the: TheService, next: Annotated[str, Query(max_length=500)] = "/") -> RedirectResponse:
    """To the provider; the browser keeps a secret that only its own answer goes with."""
    begun = oidc.begin(the, _base(request, the.config) + BACK, next)
    response = RedirectResponse(begun.url, 303)
    response.set_cookie(OIDC_COOKIE, begun.secret, max_age=oidc.MINUTES * 60, path=_path(the.config), httponly=True,
                        samesite="lax", secure=the.config.secure_cookies)  # fmt: skip
    return response


@router.get(BACK)
def back(request: Request, the: TheService, state: Given = "", code: Given = "", error: Given = "") -> RedirectResponse:
    """From the provider, with a code to redeem."""
    arrived, onward = oidc.finish(
        the, secret=request.cookies.get(OIDC_COOKIE, ""), state=state, code=code, error=error,
        address=address_of(request), agent=request.headers.get("user-agent", ""), previous=request.cookies.get(COOKIE),
    )  # fmt: skip
    # A page's own address has the prefix already; the first page is that of the prefix.
    response = RedirectResponse(onward if onward != "/" else the.config.root_path.rstrip("/") + "/", 303)
    set_cookie(response, the.config, arrived.begun)
    response.delete_cookie(OIDC_COOKIE, path=_path(the.config))
    return response


def _path(config: Config) -> str:
    return config.root_path.rstrip("/") + "/sign-in/oidc"


def _base(request: Request, config: Config) -> str:
    return (config.public_url or str(request.base_url)).rstrip("/")
