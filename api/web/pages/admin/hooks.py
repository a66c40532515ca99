"""Webhooks of one's own organisation, and what was sent to them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.inputs import Id
from api.paging import cut, key_of
from api.problems import NotFound, Problem
from api.service import Service, TheService
from api.web.forms import Sent, TheForm, onward
from api.web.pages.admin.shared import LIMIT, refused, shared
from api.web.templating import page
from api.webhooks import queries as webhook_queries
from api.webhooks import service as webhooks

router = APIRouter()

HookKeeper = Annotated[Principal, need("webhooks")]


@router.get("/admin/webhooks")
def list_webhooks(request: Request, the: TheService, who: HookKeeper) -> Response:
    return _webhooks(request, the, who, Sent({}))


def _webhooks(request: Request, the: Service, who: Principal, sent: Sent, problem: Problem | None = None) -> Response:
    with the.db.reading() as session:
        rows = webhook_queries.page(session, who.org_id, None, webhooks.MOST)
    values = {**shared(request, who, "webhooks"), **(refused(request, problem) if problem else {})}
    return page(request, who, "admin_webhooks.html", status=problem.status if problem else 200, rows=rows, sent=sent,
                events=[*webhooks.EVENTS, webhooks.ANY], **values)  # fmt: skip


@router.post("/admin/webhooks")
def add_webhook(request: Request, the: TheService, who: HookKeeper, sent: TheForm) -> Response:
    try:
        with the.db.writing() as session:
            hook = webhooks.create(
                session, who, sent.one("url"), sent.many("events"), private=the.config.webhook_private
            )
    except Problem as problem:
        return _webhooks(request, the, who, sent, problem)
    return _webhook(request, the, who, hook.id, secret=hook.secret)


@router.get("/admin/webhooks/{webhook_id}")
def one_webhook(request: Request, the: TheService, who: HookKeeper, webhook_id: Id, after: str = "") -> Response:
    return _webhook(request, the, who, webhook_id, after=after)


@router.post("/admin/webhooks/{webhook_id}/{act}")
def change_webhook(
    request: Request, the: TheService, who: HookKeeper, webhook_id: Id, act: str, sent: TheForm
) -> Response:
    private, secret = the.config.webhook_private, ""
    try:
        with the.db.writing() as session:
            match act:
                case "save":
                    webhooks.change(
                        session, who, webhook_id, private=private, url=sent.one("url"), events=sent.many("events")
                    )
                case "activate" | "deactivate":
                    webhooks.change(session, who, webhook_id, private=private, active=act == "activate")
                case "secret":
                    secret = webhooks.renew_secret(session, who, webhook_id).secret
                case "test":
                    webhooks.send_test(session, who, webhook_id)
                case "again":
                    webhooks.send_again(session, who, webhook_id, sent.one("delivery", 26))
                case "delete":
                    webhooks.remove(session, who, webhook_id)
                case _:
                    raise NotFound
    except NotFound:
        raise
    except Problem as problem:
        return _webhook(request, the, who, webhook_id, problem=problem)
    if secret:
        return _webhook(request, the, who, webhook_id, secret=secret)
    return onward(
        request, "/admin/webhooks?done=deleted" if act == "delete" else f"/admin/webhooks/{webhook_id}?done={act}"
    )


def _webhook(
    request: Request,
    the: Service,
    who: Principal,
    webhook_id: str,
    *,
    secret: str = "",
    after: str = "",
    problem: Problem | None = None,
) -> Response:
    state = request.query_params.get("state", "")
    state = state if state in ("queued", "sent", "failed") else ""
    with the.db.reading() as session:
        hook = webhooks.get(session, who, webhook_id)
        found = webhook_queries.deliveries(session, hook.id, state or None, key_of(after, str), LIMIT)
    rows, following = cut(found, LIMIT, lambda row: (row.id,))
    values = {**shared(request, who, "webhooks"), **(refused(request, problem) if problem else {})}
    return page(
        request, who, "admin_webhook.html", status=problem.status if problem else 200, hook=hook, deliveries=rows,
        next=following, state=state, secret=secret, events=[*webhooks.EVENTS, webhooks.ANY], **values,
    )  # fmt: skip
