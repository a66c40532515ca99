"""A refusal as a page: what is wrong, what to do, and a way on. Not signed in means: to the sign-in page, and back."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.app import language
from api.problems import NotSignedIn, Problem
from api.web.templating import page


def answer(request: Request, problem: Problem) -> Response:
    """The page for a problem; programs that asked for JSON were answered before (``api.app``)."""
    if isinstance(problem, NotSignedIn) and request.url.path != "/sign-in":
        return RedirectResponse(_sign_in(request), 303)
    said = problem.shape(language(request))
    return page(request, None, "problem.html", status=problem.status, problem=said, code=problem.status)


def _sign_in(request: Request) -> str:
    root = str(request.scope.get("root_path") or "").rstrip("/")
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET" or wanted in ("/", root + "/"):
        return f"{root}/sign-in"
    return f"{root}/sign-in?{urlencode({'next': wanted})}"
