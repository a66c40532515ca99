"""Webhooks and their deliveries, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from api.tables.webhooks import Delivery, Webhook

Key = tuple[str | int, ...]


def page(session: Session, org_id: str, after: Key | None, limit: int) -> Sequence[Webhook]:
    """An organisation's addresses, newest first."""
    query = select(Webhook).where(Webhook.org_id == org_id)
    if after is not None:
        query = query.where(col(Webhook.id) < after[0])
    return session.exec(query.order_by(col(Webhook.id).desc()).limit(limit + 1)).all()


def deliveries(
    session: Session, webhook_id: str, state: str | None, after: Key | None, limit: int
) -> Sequence[Delivery]:
    """What was sent to an address, newest first."""
    query = select(Delivery).where(Delivery.webhook_id == webhook_id)
    if state:
        query = query.where(Delivery.state == state)
    if after is not None:
        query = query.where(col(Delivery.id) < after[0])
    return session.exec(query.order_by(col(Delivery.id).desc()).limit(limit + 1)).all()
