"""Webhooks of one's own organisation. How a receiver checks the signature: docs/webhooks.md."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.inputs import Id
from api.paging import After, Limit, Page, cut, key_of
from api.problems import may_answer
from api.service import TheService
from api.webhooks import queries, service
from api.webhooks.schemas import DeliveryOut, WebhookChange, WebhookIn, WebhookOut, WebhookWithSecret

router = APIRouter(tags=["webhooks"])
Who = Annotated[Principal, need("webhooks")]


@router.get("/webhooks", summary="本机构的 webhook", responses=may_answer(403))
def list_webhooks(the: TheService, who: Who, after: After = None, limit: Limit = 50) -> Page[WebhookOut]:
    with the.db.reading() as session:
        rows, following = cut(
            queries.page(session, who.org_id, key_of(after, str), limit), limit, lambda row: (row.id,)
        )
    return Page(items=[WebhookOut.of(row) for row in rows], next=following)


@router.post("/webhooks", status_code=201, summary="新建 webhook；密钥只在此时给出", responses=may_answer(403, 409))
def create_webhook(the: TheService, who: Who, body: WebhookIn) -> WebhookWithSecret:
    with the.db.writing() as session:
        row = service.create(session, who, body.url, body.events, private=the.config.webhook_private)
    return WebhookWithSecret.of(row)


@router.get("/webhooks/{webhook_id}", summary="一个 webhook", responses=may_answer(403, 404))
def get_webhook(the: TheService, who: Who, webhook_id: Id) -> WebhookOut:
    with the.db.reading() as session:
        return WebhookOut.of(service.get(session, who, webhook_id))


@router.patch("/webhooks/{webhook_id}", summary="改地址、事件，启用或停用", responses=may_answer(403, 404))
def change_webhook(the: TheService, who: Who, webhook_id: Id, body: WebhookChange) -> WebhookOut:
    with the.db.writing() as session:
        row = service.change(
            session, who, webhook_id, private=the.config.webhook_private, url=body.url, events=body.events,
            active=body.active,
        )  # fmt: skip
    return WebhookOut.of(row)


@router.delete("/webhooks/{webhook_id}", status_code=204, summary="删除，连同投递记录", responses=may_answer(403, 404))
def delete_webhook(the: TheService, who: Who, webhook_id: Id) -> None:
    with the.db.writing() as session:
        service.remove(session, who, webhook_id)


@router.post("/webhooks/{webhook_id}/secret", summary="换新密钥；只在此时给出", responses=may_answer(403, 404))
def renew_webhook_secret(the: TheService, who: Who, webhook_id: Id) -> WebhookWithSecret:
    with the.db.writing() as session:
        row = service.renew_secret(session, who, webhook_id)
    return WebhookWithSecret.of(row)


@router.post(
    "/webhooks/{webhook_id}/test", status_code=202, summary="发一个试验事件", responses=may_answer(403, 404, 409)
)
def test_webhook(the: TheService, who: Who, webhook_id: Id) -> DeliveryOut:
    with the.db.writing() as session:
        row = service.send_test(session, who, webhook_id)
    return DeliveryOut.of(row)


@router.get("/webhooks/{webhook_id}/deliveries", summary="发过什么，结果如何", responses=may_answer(403, 404))
def list_deliveries(
    the: TheService,
    who: Who,
    webhook_id: Id,
    state: Literal["queued", "sent", "failed"] | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[DeliveryOut]:
    with the.db.reading() as session:
        hook = service.get(session, who, webhook_id)
        rows, following = cut(
            queries.deliveries(session, hook.id, state, key_of(after, str), limit), limit, lambda row: (row.id,)
        )
    return Page(items=[DeliveryOut.of(row) for row in rows], next=following)


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
    status_code=202,
    summary="重发失败的投递",
    responses=may_answer(403, 404, 409),
)
def send_again(the: TheService, who: Who, webhook_id: Id, delivery_id: Id) -> DeliveryOut:
    with the.db.writing() as session:
        row = service.send_again(session, who, webhook_id, delivery_id)
    return DeliveryOut.of(row)
