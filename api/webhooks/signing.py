"""What is sent to an address, and the signature that proves where it came from."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from api.tables.webhooks import Delivery


def payload(delivery: Delivery) -> bytes:
    """The body of the request: the same bytes for every try of a delivery."""
    said: dict[str, Any] = {
        "id": delivery.id,
        "event": delivery.event,
        "at": delivery.created_at.isoformat(),
        "data": delivery.body,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over ``timestamp.body``, so that an old request sent again by a stranger shows its age.

    >>> signature("whsec_x", "1735689600", b"{}")[:20]
    'sha256=fed2e4e293aad'
    """
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def headers(delivery: Delivery, secret: str, timestamp: str, body: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json; charset=utf-8"),
        ("User-Agent", "anze-webhook"),
        ("X-Anze-Event", delivery.event),
        ("X-Anze-Delivery", delivery.id),
        ("X-Anze-Timestamp", timestamp),
        ("X-Anze-Signature", signature(secret, timestamp, body)),
    ]
