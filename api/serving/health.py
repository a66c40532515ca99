"""Is it alive, can it work, what has it done: ``/healthz``, ``/readyz``, ``/metrics``, and the front every request passes."""

from __future__ import annotations

import hmac
import ipaddress
import logging

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.problems import NotAllowed, Unavailable
from api.service import Service, TheService
from api.serving.front import Front
from api.serving.metrics import Metrics
from api.upkeep import at_head

log = logging.getLogger("anze.health")
router = APIRouter(include_in_schema=False)


def attach(app: FastAPI) -> None:
    """Routes for those who watch the service, and the middleware that counts, logs, bounds and protects."""

    def service() -> Service:
        present: Service = app.state.service
        return present

    app.state.metrics = Metrics(service)
    app.include_router(router)
    app.add_middleware(Front, metrics=app.state.metrics)


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers. Says nothing of the store: restarting this process mends no database."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(service: TheService) -> Response:
    """Requests may be sent here: database and papers answer, and the schema is the one this engine needs."""
    wrong = not_ready(service)
    if wrong:
        raise Unavailable("；".join(wrong), "请查看日志；恢复之后会自动可用", headers={"retry-after": "5"})
    return JSONResponse({"status": "ok"})


def not_ready(service: Service) -> list[str]:
    """What keeps the service from working, in words; empty where nothing does. Causes go to the log, not to the caller."""
    wrong = []
    try:
        if not at_head(service.db):
            wrong.append("数据库结构不是本版本所需：请运行 anze db upgrade")
    except Exception as error:  # whatever the driver raises: not being ready is the answer, not a defect
        log.warning("readiness: database: %s", error)
        wrong.append("数据库没有应答")
    try:
        service.blobs.reachable()
    except Exception as error:  # likewise the store of papers
        log.warning("readiness: papers: %s", error)
        wrong.append("材料库没有应答")
    return wrong


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """In Prometheus' text format, for this machine, or for whoever has the token."""
    _let_in(request)
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _let_in(request: Request) -> None:
    token = request.app.state.service.config.metrics_token.get_secret_value()
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), token.encode()):
            return
        raise NotAllowed("读取指标需要令牌", "请在 Authorization 里带上 ANZE_METRICS_TOKEN 的值")
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    if forwarded or request.client is None or not _loopback(request.client.host):
        raise NotAllowed("指标只能在本机读取", "请在本机读取，或设置 ANZE_METRICS_TOKEN")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
