"""Column types and values that SQLite and PostgreSQL keep alike."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
_one_at_a_time = threading.Lock()
_last = 0  # the number of the newest id of this process


def new_id() -> str:
    """26 characters: 48 bits of time, then 80 random bits. Sorts by age, within a process also in one millisecond or when the
    clock is set back; cannot be guessed.

    >>> one, two = new_id(), new_id()
    >>> len(one), one < two
    (26, True)
    """
    global _last
    with _one_at_a_time:
        fresh = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
        _last = fresh if fresh >> 80 > _last >> 80 else _last + 1 + secrets.randbits(64)
        number = _last
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def id_of(*parts: Any) -> str:
    """An id made of what it names, the same whenever it is made; sorts anyhow.

    >>> id_of("paper", 1) == id_of("paper", 1), id_of("paper", 1) == id_of("paper", 2), len(id_of())
    (True, False, 26)
    """
    digest = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:16], "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class Utc(TypeDecorator[datetime]):
    """A moment, aware and in UTC both ways; SQLite itself keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Plain = JSON().with_variant(JSONB(), "postgresql")
"""Small JSON that people look at in the database."""


class Packed(TypeDecorator[Any]):
    """JSON under zlib: a paper's record or a judgement's facts, a fifth of the size and only ever read whole."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return zlib.compress(text.encode(), 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(zlib.decompress(value))
