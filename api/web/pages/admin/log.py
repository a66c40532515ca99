"""The audit log."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts import audit_log
from api.accounts.deps import need
from api.accounts.principal import Principal
from api.paging import cut, key_of
from api.problems import NotAllowed
from api.service import Service, TheService
from api.web.pages.admin.shared import LIMIT, asked_of, shared
from api.web.templating import page
from validators.days import BEIJING

router = APIRouter()

LogReader = Annotated[Principal, need("audit_log")]


@router.get("/admin/log")
def show_log(request: Request, the: TheService, who: LogReader, after: str = "") -> Response:
    return _log(request, the, who, after, None)


@router.post("/admin/log/verify")
def verify_log(request: Request, the: TheService, who: LogReader) -> Response:
    """Reads the whole chain; for the operator, whose it is."""
    if not who.everything:
        raise NotAllowed
    audit_log.Views.of(the).flush()
    with the.db.reading() as session:
        verified = audit_log.inspect(session)
    return _log(request, the, who, "", verified)


def _log(request: Request, the: Service, who: Principal, after: str, verified: Any) -> Response:
    asked = asked_of(request, "user", "action", "kind", "object", "since", "until")
    key = key_of(after, int)
    sought = audit_log.Sought(
        "" if who.everything else who.org_id, asked.get("user", ""), asked.get("action", ""), asked.get("kind", ""),
        asked.get("object", ""), _midnight(asked.get("since", "")), _midnight(asked.get("until", ""), 1),
    )  # fmt: skip
    audit_log.record_view(the, who, "audit_log", "")
    with the.db.reading() as session:
        rows = audit_log.newest(session, sought, LIMIT + 1, int(key[0]) if key else None)
    kept, following = cut(rows, LIMIT, lambda row: (row["seq"],))
    return page(
        request, who, "admin_log.html", rows=kept, next=following, asked=asked, verified=verified,
        details=lambda given: json.dumps(given, ensure_ascii=False) if given else "",
        link=lambda **changes: urlencode({**asked, **changes}), **shared(request, who, "log"),
    )  # fmt: skip


def _midnight(said: str, days: int = 0) -> datetime | None:
    """The beginning of a day in China, so many days later; None for what is no day."""
    try:
        day = date.fromisoformat(said) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)
