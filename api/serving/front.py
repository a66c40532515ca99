"""What every request passes on its way in and every answer on its way out; plain ASGI, as it is in everybody's way.

In: an id, and a bound on the body that counts what arrives. Out: the id, the headers that keep browsers from harm, one log
line, one count. A defect of ours is answered in the one error shape and logged with its traceback; the caller sees the id.
"""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Broken, Problem, TooLarge
from api.serving import logs
from api.serving.metrics import Metrics
from api.store import new_id

log = logging.getLogger("anze.request")

MIB = 1024 * 1024
BODY_BYTES = MIB
"""Any request but an upload: a form, a decision, a correction; the text of a pack is a tenth of that."""
UPLOADS = frozenset(("/api/v1/uploads", "/upload"))
"""Where papers come in, from a program and from a page."""
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET = frozenset(("/healthz", "/readyz", "/metrics"))

_ALWAYS = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
_PAGE = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""A page runs our own scripts and wears our own styles, both from files: nothing that was read from a paper can do either."""
_SVG = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
_ANY = "default-src 'none'; frame-ancestors 'none'"


class Front:
    """The outermost part of the application that is ours. ``request.state.request_id`` is the request's id."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _Passage(self._app, self._metrics, scope, receive, send).go()
        else:
            await self._app(scope, receive, send)


class _Passage:
    """One request and its answer."""

    def __init__(self, app: ASGIApp, metrics: Metrics, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.metrics, self.scope = app, metrics, scope
        self.inner_receive, self.inner_send = receive, send
        headers = Headers(scope=scope)
        asked = headers.get("x-request-id", "")
        self.id = asked if _SANE_ID.fullmatch(asked) else new_id()
        scope.setdefault("state", {})["request_id"] = self.id
        # Where a proxy puts us under a prefix, links carry it; a proxy may strip it from the path or leave it there.
        scope["root_path"] = scope.get("root_path") or _config(scope["app"], "root_path", "").rstrip("/")
        self.limit = limit_of(scope["path"].removeprefix(scope["root_path"]), scope["app"])
        self.declared = headers.get("content-length", "")
        self.arrived = 0
        self.status = 0
        self.timed = True

    async def go(self) -> None:
        token = logs.REQUEST.set(self.id)
        begun = time.perf_counter()
        try:
            if self.declared.isdecimal() and int(self.declared) > self.limit:
                await self.refuse(TooLarge(headers={"connection": "close"}))
            else:
                await self.app(self.scope, self.receive, self.send)
        except Exception:
            log.exception("defect: %s %s", self.scope["method"], route_of(self.scope))
            if self.status:  # half an answer is out: only ending the connection tells the truth
                raise
            await self.refuse(Broken(headers={"connection": "close"}))
        finally:
            self.tell(time.perf_counter() - begun)
            logs.REQUEST.reset(token)

    async def receive(self) -> Message:
        message = await self.inner_receive()
        if message["type"] == "http.request":
            self.arrived += len(message.get("body", b""))
            if self.arrived > self.limit:
                raise HTTPException(413, headers={"connection": "close"})
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.dress(MutableHeaders(scope=message))
        await self.inner_send(message)

    def dress(self, headers: MutableHeaders) -> None:
        headers["x-request-id"] = self.id
        for name, value in _ALWAYS:
            headers.setdefault(name, value)
        kind = headers.get("content-type", "").partition(";")[0]
        self.timed = kind != "text/event-stream"
        policy = _PAGE if kind == "text/html" else _SVG if kind == "image/svg+xml" else _ANY
        headers.setdefault("content-security-policy", policy)
        if "/static/" not in self.scope["path"]:
            headers.setdefault("cache-control", "no-store")  # what is shown to one may not be left for the next
        if _config(self.scope["app"], "secure_cookies", False):
            headers.setdefault("strict-transport-security", "max-age=31536000")

    async def refuse(self, problem: Problem) -> None:
        request = Request(self.scope, self.inner_receive)
        await said(request, problem)(self.scope, self.inner_receive, self.send)

    def tell(self, seconds: float) -> None:
        method, route = self.scope["method"], route_of(self.scope)
        status = self.status or 499  # the caller went away before there was an answer
        self.metrics.answered(method if method in _METHODS else "other", route, status, seconds if self.timed else None)
        level = logging.DEBUG if route in _QUIET else logging.INFO
        if log.isEnabledFor(level):
            client = self.scope.get("client")
            log.log(level, "%s %s %d", method, route, status, extra={
                "method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1),
                "from": client[0] if client else "",
            })  # fmt: skip


_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def limit_of(path: str, app: Any) -> int:
    """How many bytes a body sent there may have."""
    if path.rstrip("/") not in UPLOADS:
        return BODY_BYTES
    return int(_config(app, "upload_mib", 1024)) * MIB + MIB  # and a little for the form around the files


def _config(app: Any, name: str, otherwise: Any) -> Any:
    service = getattr(app.state, "service", None)
    return otherwise if service is None else getattr(service.config, name)


def route_of(scope: Scope) -> str:
    """The template of the route that took the request ("/api/v1/filings/{id}"), "-" where none did."""
    context = scope.get("fastapi", {}).get("effective_route_context")
    route = context or scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", None) or "-")


def said(request: Request, problem: Problem) -> Response:
    """A problem as the application says it: a page to a browser at a page, else the one shape."""
    from api.serving.app import language

    page = getattr(request.app.state, "problem_page", None)
    if page is not None and not request.url.path.startswith("/api/"):
        response: Response = page(request, problem)
        return response
    return JSONResponse(problem.shape(language(request)), problem.status, headers=problem.headers)
