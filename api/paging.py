"""Lists a page at a time: the next page begins after the last row's key, so that no page costs more than the first.

A query asks for ``limit + 1`` rows beyond the key of ``after``; ``cut`` keeps ``limit`` and makes the next cursor from the
last row kept.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from api.problems import Invalid

T = TypeVar("T")
MOST = 200
"""Rows on one page at most."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="一页几项", examples=[50])]
After = Annotated[str | None, Query(max_length=400, description="上一页的 next，原样；省略为第一页")]


class Page(BaseModel, Generic[T]):
    """One page of a list; ``next`` is null on the last one."""

    items: list[T]
    next: str | None = Field(None, description="下一页的 after；没有下一页为 null", examples=["WyIwMWpxOHoiXQ"])


def cursor(*key: str | int) -> str:
    """An opaque name for the place after the row of this key.

    >>> key_of(cursor("suzhou-2023-84", 7), str, int)
    ('suzhou-2023-84', 7)
    """
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(after: str | None, *kinds: type[str] | type[int]) -> tuple[str | int, ...] | None:
    """The key that a cursor names, None for the first page. Raises Invalid for anything that is no cursor of this list."""
    if not after:
        return None
    try:
        padded = after + "=" * (-len(after) % 4)
        key = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise Invalid("after 不是本列表给出的游标", "请用上一页的 next") from None
    if not isinstance(key, list) or [type(part) for part in key] != list(kinds):
        raise Invalid("after 不是本列表给出的游标", "请用上一页的 next")
    if not all(_keepable(part) for part in key):
        raise Invalid("after 不是本列表给出的游标", "请用上一页的 next")
    return tuple(key)


def _keepable(part: str | int) -> bool:
    """Whether a database can compare with it: no NUL, no half character, no more than 64 bits."""
    if isinstance(part, int):
        return abs(part) < 2**63
    return "\x00" not in part and part == part.encode("utf-8", "replace").decode()


def cut(rows: Sequence[T], limit: int, key: Callable[[T], tuple[str | int, ...]]) -> tuple[Sequence[T], str | None]:
    """The page's rows out of ``limit + 1`` asked for, and the cursor of the next page."""
    kept = rows[:limit]
    return kept, cursor(*key(kept[-1])) if len(rows) > limit else None
