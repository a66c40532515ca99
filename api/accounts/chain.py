"""The audit log's chain: appended under one lock, every entry sealing the one before it.

Each entry's hash is the SHA-256 of its canonical JSON with ``before``, the hash of the entry before it. Changing, dropping
or inserting one breaks the chain at that place, dropping the last ones disagrees with the head. Whoever can write the
whole table can also compute a new chain: note the head's hash elsewhere from time to time (``anze audit-log verify``
prints it and compares with ``--noted``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from api.accounts.principal import Principal
from api.store import now
from api.tables.accounts import AuditEntry, AuditHead

GENESIS = "0" * 64
BATCH = 2000
"""Rows read at a time when the chain is verified or exported."""
_LENGTHS = {
    "user_id": 26,
    "user_name": 100,
    "org_id": 26,
    "address": 64,
    "action": 60,
    "object_kind": 30,
    "object_id": 64,
}
COLUMNS = (
    AuditEntry.seq, AuditEntry.at, AuditEntry.user_id, AuditEntry.user_name, AuditEntry.org_id, AuditEntry.address,
    AuditEntry.action, AuditEntry.object_kind, AuditEntry.object_id, AuditEntry.details, AuditEntry.before, AuditEntry.hash,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """What an entry says, before it has its place in the chain. ``org_id``: whose admins may read it."""

    action: str
    object_kind: str = ""
    object_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    user_id: str = ""
    user_name: str = ""
    org_id: str = ""
    address: str = ""
    at: datetime = field(default_factory=now)

    @classmethod
    def by(cls, who: Principal | None, action: str, object_kind: str = "", object_id: str = "",
           **details: Any) -> Event:  # fmt: skip
        """What this person did; None for the service itself."""
        if who is None:
            return cls(action, object_kind, object_id, details)
        if who.token_id:
            details["token"] = who.token_id
        return cls(action, object_kind, object_id, details, who.user_id, who.name or who.login, who.org_id, who.address)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not hold, and how: changed, missing, unlinked, cut, noted."""

    seq: int
    how: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain was read: entries that hold, the last hash, and where it breaks (None: nowhere)."""

    count: int
    head: str
    broken: Broken | None


def record(session: Session, who: Principal | None, action: str, object_kind: str = "", object_id: str = "",
           **details: Any) -> None:  # fmt: skip
    """Append to the log in the session's transaction, last before its end. ``who`` is None for the service itself."""
    append(session, [Event.by(who, action, object_kind, object_id, **details)])


def append(session: Session, events: Sequence[Event]) -> None:
    """Append these in order, under one hold of the chain's lock."""
    if not events:
        return
    seq, before = locked_head(session)
    rows = []
    for event in events:
        seq += 1
        row = _row(event) | {"seq": seq, "before": before}
        row["hash"] = before = seal(row)
        rows.append(row)
    session.execute(insert(AuditEntry), rows)
    session.execute(
        update(AuditHead).where(col(AuditHead.id) == 1).values(seq=seq, hash=before),
        execution_options={"synchronize_session": False},
    )


def locked_head(session: Session) -> tuple[int, str]:
    query = select(col(AuditHead.seq), col(AuditHead.hash)).where(col(AuditHead.id) == 1).with_for_update()
    head = session.execute(query).first()
    if head is None:
        begin = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(begin(AuditHead).values(id=1, seq=0, hash=GENESIS).on_conflict_do_nothing())
        head = session.execute(query).one()
    return head[0], head[1]


def _row(event: Event) -> dict[str, Any]:
    row: dict[str, Any] = {name: _text(getattr(event, name))[:length] for name, length in _LENGTHS.items()}
    return row | {"at": event.at.astimezone(UTC), "details": _plain(event.details)}


def seal(row: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256 of its JSON, keys sorted, no spaces, UTF-8; ``hash`` itself left out."""
    body = {name: value for name, value in row.items() if name != "hash"}
    body["at"] = body["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: str) -> str:
    """Without what no database keeps: NUL and half characters."""
    return value.replace("\x00", "␀").encode("utf-8", "backslashreplace").decode()


def _plain(value: Any) -> Any:
    """As JSON that comes back from either database as it went in: PostgreSQL writes fractions its own way, so they are text."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return _text(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {_text(str(name)): _plain(inner) for name, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            inner = sorted(value) if isinstance(value, set | frozenset) else value
            return [_plain(each) for each in inner]
    return _text(str(value))


def entries(session: Session) -> Iterator[dict[str, Any]]:
    """Every entry in order, streamed: a log of millions is read in little memory."""
    query = select(*COLUMNS).order_by(col(AuditEntry.seq))  # type: ignore[call-overload]
    for row in session.execute(query, execution_options={"yield_per": BATCH}):
        yield as_dict(row)


def as_dict(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)


def inspect(session: Session, noted: Mapping[int, str] | None = None) -> Verified:
    """Read the chain from its beginning to its head. ``noted``: hashes by ``seq`` that were written down elsewhere."""
    head = session.execute(select(col(AuditHead.seq), col(AuditHead.hash))).first() or (0, GENESIS)
    count, before = 0, GENESIS
    outside = dict(noted or {})
    for row in entries(session):
        if row["seq"] > head[0]:  # appended since the head was read
            break
        how = _fault(row, count + 1, before, outside.pop(row["seq"], None))
        if how:
            return Verified(count, before, Broken(row["seq"], how))
        count, before = row["seq"], row["hash"]
    if (count, before) != (head[0], head[1]):
        return Verified(count, before, Broken(count + 1, "cut"))
    if outside:
        return Verified(count, before, Broken(min(outside), "noted"))
    return Verified(count, before, None)


def _fault(row: Mapping[str, Any], expected: int, before: str, noted: str | None) -> str:
    if row["seq"] != expected:
        return "missing"
    if row["before"] != before:
        return "unlinked"
    if seal(row) != row["hash"]:
        return "changed"
    return "noted" if noted is not None and noted != row["hash"] else ""


def verify(session: Session) -> Broken | None:
    """The first entry of the chain that does not hold; None where all hold."""
    return inspect(session).broken
