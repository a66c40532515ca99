"""Webhooks as they go in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.inputs import EXAMPLE_ID, Kept
from api.tables.webhooks import Delivery, Webhook

Event = Literal["filing.judged", "filing.signed_off", "paper.failed", "audit.finished", "pack.activated", "*"]
_URL_FORM = "^https?://[!-~]+$"
_URL = "https://ops.example.com/anze"


class WebhookIn(BaseModel):
    """A new address. The secret is made here and shown once, in the answer."""

    model_config = ConfigDict(extra="forbid")

    url: Kept = Field(
        min_length=8, max_length=500, pattern=_URL_FORM, examples=[_URL], description="http 或 https 地址；不跟随重定向"
    )
    events: list[Event] = Field(min_length=1, max_length=10, examples=[["filing.judged", "audit.finished"]])


class WebhookChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    url: Kept | None = Field(None, min_length=8, max_length=500, pattern=_URL_FORM, examples=[_URL])
    events: list[Event] | None = Field(None, min_length=1, max_length=10, examples=[["*"]])
    active: bool | None = Field(None, strict=True, examples=[False])


class WebhookOut(BaseModel):
    id: str = Field(examples=[EXAMPLE_ID])
    url: str = Field(examples=[_URL])
    events: list[str] = Field(examples=[["filing.judged"]])
    active: bool = Field(examples=[True])
    created_at: datetime = Field(examples=["2025-09-01T02:00:00Z"])

    @classmethod
    def of(cls, row: Webhook) -> WebhookOut:
        return cls(id=row.id, url=row.url, events=row.events, active=row.active, created_at=row.created_at)


class WebhookWithSecret(WebhookOut):
    secret: str = Field(examples=["whsec_3q2-7w…"], description="签名密钥，只在此时给出一次")

    @classmethod
    def of(cls, row: Webhook) -> WebhookWithSecret:
        return cls(**WebhookOut.of(row).model_dump(), secret=row.secret)


class DeliveryOut(BaseModel):
    """One event for one address. ``status`` is the last answer's, null where there was none."""

    id: str = Field(examples=[EXAMPLE_ID], description="即请求头 X-Anze-Delivery")
    event: str = Field(examples=["filing.judged"])
    state: Literal["queued", "sent", "failed"] = Field(examples=["sent"])
    status: int | None = Field(examples=[200])
    error: str = Field(examples=[""])
    attempts: int = Field(examples=[1])
    body: dict[str, Any] = Field(examples=[{"filing": EXAMPLE_ID, "verdict": "returned"}])
    created_at: datetime = Field(examples=["2025-09-01T02:00:00Z"])
    sent_at: datetime | None = Field(examples=["2025-09-01T02:00:01Z"])

    @classmethod
    def of(cls, row: Delivery) -> DeliveryOut:
        return cls.model_validate(row, from_attributes=True)
