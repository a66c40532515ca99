"""The web application: the API under ``/api/v1``, the pages beside it, one shape for every error."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import RouteContext, iter_route_contexts
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from api import problems
from api.config import Config
from api.service import Service
from api.serving import description
from api.settings import ENGINE

log = logging.getLogger("anze.api")

API = "/api/v1"
# A room with an ``endpoints`` module that holds a ``router``; the order is that of the description.
ROOMS = ("accounts", "documents", "filings", "findings", "packs", "audits", "kpis", "exports", "webhooks")


def create_app(config: Config | None = None, service: Service | None = None, *, warm: bool | None = None) -> FastAPI:
    """The application. Opens its store when it starts and closes it when it stops, unless one is handed in. ``warm``: have
    the process that draws pages ready before somebody looks at one; None: where the store is the application's own."""
    settings = config or (service.config if service else Config())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = service or Service.open(settings)
        warming = threading.Thread(target=_warm, args=(app.state.service,), name="anze-warm", daemon=True)
        if warm if warm is not None else service is None:
            warming.start()
        try:
            yield
        finally:
            if warming.ident is not None:
                warming.join()  # a matter of moments: the drawing itself goes on elsewhere
            if service is None:
                app.state.service.close()

    app = FastAPI(
        title="anze 安责核",
        version=ENGINE,
        summary="读取安全生产责任保险的案卷，指出哪里不成立",
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        generate_unique_id_function=description.operation_id,
        lifespan=lifespan,
    )
    if service is not None:
        app.state.service = service
    for room in ROOMS:
        app.include_router(import_module(f"api.{room}.endpoints").router, prefix=API)
    for part in ("api.serving.health", "api.web"):
        import_module(part).attach(app)
    _answer_problems(app)
    description.describe(app)
    return app


def _warm(service: Service) -> None:
    """Start the process that draws; that it cannot be started is for the first who needs it to hear."""
    try:
        from api.rendering import WarmTask

        service.renderer.submit(WarmTask(), "warm")
    except Exception:
        log.warning("the renderer could not be warmed", exc_info=True)


def language(request: Request) -> str:
    """zh unless the request asks for English by ``lang``, a cookie, or Accept-Language naming en before zh."""
    asked = request.query_params.get("lang") or request.cookies.get("anze_lang")
    if asked in ("zh", "en"):
        return asked
    accepted = request.headers.get("accept-language", "").lower()
    return "en" if accepted.startswith("en") else "zh"


def _methods_at(request: Request) -> list[str]:
    """What this address takes, from all routes of its form: the framework names the methods of the first alone."""
    here: list[RouteContext] = []
    for route in iter_route_contexts(request.app.routes):
        found = route.path_regex.match(request.scope["path"]) if route.methods else None
        if found and (not here or route.path_format == here[0].path_format):
            here.append(route)
    return sorted(set().union(*(route.methods or () for route in here)))


def _answer_problems(app: FastAPI) -> None:
    """Every failure in the one shape; a page's failure as a page."""

    def said(request: Request, problem: problems.Problem) -> Response:
        page: Callable[[Request, problems.Problem], Response] | None = getattr(app.state, "problem_page", None)
        if page is not None and not request.url.path.startswith("/api/"):
            return page(request, problem)
        return JSONResponse(problem.shape(language(request)), problem.status, headers=problem.headers)

    @app.exception_handler(problems.Problem)
    async def _problem(request: Request, problem: problems.Problem) -> Response:
        return said(request, problem)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        parts = ("{}: {}".format(".".join(str(p) for p in e["loc"]), e["msg"]) for e in error.errors()[:5])
        return said(request, problems.Invalid("；".join(parts)))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        by_status = {cls.status: cls for cls in problems.ALL}
        if error.status_code == 405:
            shape = {"error": "method_not_allowed", "detail": "此地址不支持该方法", "remedy": "请按接口说明选择方法"}
            return JSONResponse(shape, 405, headers={"Allow": ", ".join(_methods_at(request))})
        problem = by_status.get(error.status_code, problems.BadRequest)(headers=error.headers or {})
        problem.status = error.status_code
        return said(request, problem)

    @app.exception_handler(OperationalError)
    async def _store(request: Request, error: OperationalError) -> Response:
        log.error("database: %s", error)
        return said(request, problems.Unavailable())
