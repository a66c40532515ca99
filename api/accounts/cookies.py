"""The session's cookie, set and taken away in one way by the API and the pages."""

from __future__ import annotations

from fastapi import Request, Response

from api.accounts.deps import COOKIE
from api.accounts.sessions import Begun
from api.config import Config
from api.problems import NotAllowed
from api.store import now


def set_cookie(response: Response, config: Config, begun: Begun) -> None:
    """Hand the session to the browser: unseen by scripts, not sent along from other sites' forms."""
    left = max(0, int((begun.expires_at - now()).total_seconds()))
    response.set_cookie(COOKIE, begun.secret, max_age=left, path=_path(config), httponly=True, samesite="lax",
                        secure=config.secure_cookies)  # fmt: skip


def drop_cookie(response: Response, config: Config) -> None:
    response.delete_cookie(COOKIE, path=_path(config), httponly=True, samesite="lax", secure=config.secure_cookies)


def refuse_other_sites(request: Request) -> None:
    """For signing in, where there is no session yet to guard it: raises NotAllowed where a browser says that another site
    sends the request, which would sign somebody in as somebody else."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise NotAllowed("请求来自别的网站", "请在本站的登录页登录")


def _path(config: Config) -> str:
    return config.root_path.rstrip("/") or "/"
