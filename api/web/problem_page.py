"""A refusal as a page: what is wrong, what to do, and a way on. Not signed in means: to the sign-in page, and back."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.accounts.deps import MustChange
from api.problems import NotSignedIn, Problem
from api.serving.app import language
from api.web.templating import address_of_page, here_of, page, root_of


def answer(request: Request, problem: Problem) -> Response:
    """The page for a problem. A kind of its own of NotSignedIn says why, and is shown."""
    if type(problem) is NotSignedIn:
        return RedirectResponse(_sign_in(request), 303)
    if isinstance(problem, MustChange):
        return RedirectResponse(root_of(request) + "/password", 303)
    said = problem.shape(language(request))
    shown = page(request, None, "problem.html", status=problem.status, problem=said, code=problem.status)
    shown.headers.update(problem.headers)
    return shown


def _sign_in(request: Request) -> str:
    root = root_of(request)
    if request.method != "GET" or here_of(request) == "/":
        return f"{root}/sign-in"
    return f"{root}/sign-in?{urlencode({'next': address_of_page(request)})}"
