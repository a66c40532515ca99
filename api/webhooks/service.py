"""Who is told of what: an organisation's addresses, and the events that go to them.

``emit`` puts deliveries beside the change that caused them, in its transaction: a change that is kept is told, one that is
rolled back is not. The sending itself is a job (``api.webhooks.jobs``).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from api import queue
from api.accounts import audit_log
from api.accounts.principal import Principal
from api.problems import Conflict, Invalid, NotFound
from api.tables.webhooks import Delivery, Webhook
from api.webhooks.guard import Refused, check_url

EVENTS: Mapping[str, str] = {
    "filing.judged": "案卷作出了判定（首次、更正后或复核后）",
    "filing.signed_off": "案卷已签结",
    "paper.failed": "材料未能读取",
    "audit.finished": "批量任务结束",
    "pack.activated": "规则包的新版本生效",
}
TEST = "webhook.test"
ANY = "*"
MOST = 20
"""Addresses of one organisation: each is one more request for every event."""


def emit(session: Session, org_id: str | None, event: str, body: Mapping[str, Any]) -> None:
    """Queue the event for every address of the organisation that asked for it (None: of all organisations)."""
    query = select(Webhook).where(col(Webhook.active))
    if org_id is not None:
        query = query.where(Webhook.org_id == org_id)
    for hook in session.exec(query.order_by(col(Webhook.id))):
        if event in hook.events or ANY in hook.events:
            queue_delivery(session, hook, event, body)


def queue_delivery(session: Session, hook: Webhook, event: str, body: Mapping[str, Any]) -> Delivery:
    delivery = Delivery(webhook_id=hook.id, event=event, body=dict(body))
    session.add(delivery)
    session.flush()
    queue_try(session, delivery, 0.0)
    return delivery


def queue_try(session: Session, delivery: Delivery, delay_s: float) -> None:
    """Every try is a job of its own: the queue's own limit is for crashes, ours counts hours."""
    queue.enqueue(session, "deliver", f"deliver:{delivery.id}", {"delivery": delivery.id}, delay_s=delay_s)


# --- one's own addresses ---------------------------------------------------------------------------------------------


def _own(session: Session, who: Principal, webhook_id: str) -> Webhook:
    hook = session.exec(select(Webhook).where(Webhook.id == webhook_id, Webhook.org_id == who.org_id)).first()
    if hook is None:
        raise NotFound
    return hook


def get(session: Session, who: Principal, webhook_id: str) -> Webhook:
    """The address, of the person's own organisation. Raises NotFound."""
    who.need("webhooks")
    return _own(session, who, webhook_id)


def _checked(url: str, private: bool) -> str:
    try:
        check_url(url, private=private)
    except Refused as error:
        raise Invalid(f"url：{error}", "请填写 http 或 https 的外网地址") from None
    return url


def _known(events: Sequence[str]) -> list[str]:
    unknown = [event for event in events if event not in EVENTS and event != ANY]
    if unknown or not events:
        said = f"没有事件“{unknown[0]}”" if unknown else "没有选择事件"
        raise Invalid(said, f"可用的事件：{'、'.join((*EVENTS, ANY))}")
    return list(dict.fromkeys(events))


def create(session: Session, who: Principal, url: str, events: Sequence[str], *, private: bool) -> Webhook:
    """A new address with a new secret. Raises Invalid for an address or event that will not do, Conflict for too many."""
    who.need("webhooks")
    count = session.exec(select(func.count()).select_from(Webhook).where(Webhook.org_id == who.org_id)).one()
    if count >= MOST:
        raise Conflict(f"一个机构最多{MOST}个 webhook", "请先删除不用的")
    hook = Webhook(org_id=who.org_id, url=_checked(url, private), secret=_new_secret(), events=_known(events))
    session.add(hook)
    session.flush()
    audit_log.record(session, who, "webhook.create", "webhook", hook.id, host=_host(url), events=hook.events)
    return hook


def change(session: Session, who: Principal, webhook_id: str, *, private: bool, url: str | None = None,
           events: Sequence[str] | None = None, active: bool | None = None) -> Webhook:  # fmt: skip
    """What is None stays."""
    who.need("webhooks")
    hook = _own(session, who, webhook_id)
    if url is not None:
        hook.url = _checked(url, private)
    if events is not None:
        hook.events = _known(events)
    if active is not None:
        hook.active = active
    session.add(hook)
    session.flush()
    audit_log.record(session, who, "webhook.change", "webhook", hook.id, host=_host(hook.url), events=hook.events,
                     active=hook.active)  # fmt: skip
    return hook


def renew_secret(session: Session, who: Principal, webhook_id: str) -> Webhook:
    """A new secret; what is sent from now on is signed with it."""
    who.need("webhooks")
    hook = _own(session, who, webhook_id)
    hook.secret = _new_secret()
    session.add(hook)
    session.flush()
    audit_log.record(session, who, "webhook.secret", "webhook", hook.id)
    return hook


def remove(session: Session, who: Principal, webhook_id: str) -> None:
    """The address and the record of what was sent to it."""
    who.need("webhooks")
    hook = _own(session, who, webhook_id)
    session.execute(delete(Delivery).where(col(Delivery.webhook_id) == hook.id))
    session.delete(hook)
    session.flush()
    audit_log.record(session, who, "webhook.delete", "webhook", hook.id, host=_host(hook.url))


def send_test(session: Session, who: Principal, webhook_id: str) -> Delivery:
    """A harmless event for this address alone, also where it is switched to other events."""
    who.need("webhooks")
    hook = _own(session, who, webhook_id)
    if not hook.active:
        raise Conflict("这个 webhook 已停用", "请先启用")
    delivery = queue_delivery(session, hook, TEST, {"webhook": hook.id})
    audit_log.record(session, who, "webhook.test", "webhook", hook.id)
    return delivery


def send_again(session: Session, who: Principal, webhook_id: str, delivery_id: str) -> Delivery:
    """A delivery that was given up, from the first try on. Raises NotFound, and Conflict for one that was not."""
    who.need("webhooks")
    hook = _own(session, who, webhook_id)
    query = select(Delivery).where(Delivery.id == delivery_id, Delivery.webhook_id == hook.id).with_for_update()
    delivery = session.exec(query).first()
    if delivery is None:
        raise NotFound
    if delivery.state != "failed":
        raise Conflict("只有失败的投递可以重发")
    delivery.state, delivery.attempts, delivery.error = "queued", 0, ""
    session.add(delivery)
    queue_try(session, delivery, 0.0)
    audit_log.record(session, who, "webhook.resend", "webhook", hook.id, delivery=delivery.id)
    return delivery


def _new_secret() -> str:
    return "whsec_" + secrets.token_urlsafe(32)


def _host(url: str) -> str:
    """What the audit log says of an address: a path may hold a key."""
    return urlsplit(url).netloc
