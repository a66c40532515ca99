"""Who saw and did what: a log that only grows (``api.accounts.chain`` says how it is sealed).

``record`` appends within the caller's transaction, so that a change and its entry are kept together or not at all. It
takes the chain's lock and holds it to the end of the transaction: call it last. ``record_view`` notes a look, later and
in passing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from api.accounts.chain import COLUMNS, Broken, Event, Verified, append, as_dict, entries, inspect, record, verify
from api.accounts.views import Views, record_view
from api.tables.accounts import AuditEntry

__all__ = [
    "Broken", "Event", "Sought", "Verified", "Views", "append", "entries", "inspect", "newest", "record", "record_view",
    "verify",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries to list. Empty means any; ``since`` inclusive, ``until`` exclusive."""

    org_id: str = ""
    user_id: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def newest(session: Session, sought: Sought, limit: int, before_seq: int | None = None) -> list[dict[str, Any]]:
    """Entries from new to old, at most ``limit``, all older than ``before_seq``."""
    query = select(*COLUMNS).order_by(col(AuditEntry.seq).desc()).limit(limit)  # type: ignore[call-overload]
    if before_seq is not None:
        query = query.where(col(AuditEntry.seq) < before_seq)
    for name, value in asdict(sought).items():
        if value and name not in ("since", "until"):
            query = query.where(col(getattr(AuditEntry, name)) == value)
    if sought.since:
        query = query.where(col(AuditEntry.at) >= sought.since)
    if sought.until:
        query = query.where(col(AuditEntry.at) < sought.until)
    return [as_dict(row) for row in session.execute(query)]
