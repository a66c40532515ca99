"""Deliveries sent by workers: tried again with growing pauses, then given up with the cause.

At least once: a worker that dies between the answer and the record of it leaves the delivery to be sent again under the
same ``X-Anze-Delivery``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import httpcore
from sqlmodel import Session, select

from api import queue
from api.service import Service
from api.store import now
from api.tables.queue import Job
from api.tables.webhooks import Delivery, Webhook
from api.webhooks.guard import Refused, post
from api.webhooks.service import queue_try
from api.webhooks.signing import headers, payload

PAUSES_S = (10.0, 60.0, 300.0, 1800.0, 7200.0, 21600.0, 43200.0)
"""Seconds before the second try and each further one: a receiver may be down for most of a day."""
MOST_TRIES = len(PAUSES_S) + 1
_GONE = 410
"""The receiver says that nobody is there any more: no further try."""


def deliver(service: Service, job: Job) -> None:
    """One try of one delivery."""
    with service.db.reading() as session:
        delivery, hook = _found(session, job.args["delivery"])
    status: int | None = None
    cause = "webhook 已停用"
    final = hook is None or not hook.active
    if delivery is not None and hook is not None and hook.active and delivery.state == "queued":
        status, cause, final = _tried(service, delivery, hook)
    with service.db.writing() as session:
        row, _ = _found(session, job.args["delivery"], lock=True)
        if row is not None and row.state == "queued":
            _note(session, row, status, cause, final)
        queue.finish(session, job)


def _found(session: Session, delivery_id: str, *, lock: bool = False) -> tuple[Delivery | None, Webhook | None]:
    query = select(Delivery).where(Delivery.id == delivery_id)
    delivery = session.exec(query.with_for_update() if lock else query).first()
    if delivery is None:
        return None, None
    return delivery, session.exec(select(Webhook).where(Webhook.id == delivery.webhook_id)).first()


def _tried(service: Service, delivery: Delivery, hook: Webhook) -> tuple[int | None, str, bool]:
    """The answer's status, why it counts as failed ("" where it does not), and whether trying again is useless."""
    body, timestamp = payload(delivery), str(int(time.time()))
    config = service.config
    try:
        status = post(
            hook.url,
            headers(delivery, hook.secret, timestamp, body),
            body,
            private=config.webhook_private,
            seconds=config.webhook_timeout_s,
        )
    except Refused as error:
        return None, f"{error}；内网地址须由管理员以 ANZE_WEBHOOK_PRIVATE 放行", True
    except httpcore.TimeoutException:
        return None, f"{config.webhook_timeout_s:g} 秒内没有应答", False
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        return None, f"{type(error).__name__}：{error}"[:300], False
    return status, "" if 200 <= status < 300 else f"应答 {status}", status == _GONE


def _note(session: Session, row: Delivery, status: int | None, cause: str, final: bool) -> None:
    row.attempts, row.status, row.error = row.attempts + 1, status, cause
    if not cause:
        row.state, row.sent_at = "sent", now()
    elif final or row.attempts >= MOST_TRIES:
        row.state = "failed"
    else:
        queue_try(session, row, PAUSES_S[row.attempts - 1])
    session.add(row)


def _given_up(session: Session, job: Job, cause: str) -> None:
    row, _ = _found(session, job.args["delivery"], lock=True)
    if row is not None and row.state == "queued":
        row.state, row.error = "failed", cause[:300]
        session.add(row)


HANDLERS: Mapping[str, Callable[[Service, Job], None]] = {"deliver": deliver}
ON_DEAD: Mapping[str, Callable[[Session, Job, str], None]] = {"deliver": _given_up}
