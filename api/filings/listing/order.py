"""The order of a list, and the cursors that go on in it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    false,
    literal,
    or_,
    tuple_,
)
from sqlmodel import col

from api.filings.listing.asked import Query
from api.paging import cursor, key_of
from api.problems import Invalid
from api.tables.filings import FilingRow

ALL = 2**31 - 1
"""The highest number that a filing can have."""


_SORTED_BY = {
    "newest": "seq",
    "oldest": "seq",
    "updated": "updated_at",
    "sign_date": "sign_date",
    "open": "open_findings",
}


DATED, UNDATED = "dated", "undated"


def sort_column(sort: str) -> ColumnElement[Any]:
    column: ColumnElement[Any] = FilingRow.__table__.c[_SORTED_BY[sort]]  # type: ignore[attr-defined]
    return column


def in_order_of(
    sort: str, key: ColumnElement[Any], seq: ColumnElement[int], part: str | None
) -> tuple[ColumnElement[Any], ...]:
    match sort:
        case "newest":
            return (seq.desc(),)
        case "oldest":
            return (seq.asc(),)
        case "sign_date" if part is None:
            return key.is_(None), key.desc(), seq.desc()
    return key.desc(), seq.desc()


def beyond(sort: str, key: tuple[Any, int], part: str | None) -> ColumnElement[bool]:
    value, last = key
    seq, column = col(FilingRow.seq), sort_column(sort)
    if sort == "oldest":
        return seq > last
    if sort == "newest":
        return seq < last
    if value is not None:
        after = tuple_(column, seq) < tuple_(literal(value, column.type), literal(last))
        return after if part == DATED or sort != "sign_date" else or_(after, column.is_(None))
    return and_(column.is_(None), seq < last) if part != DATED else false()


def cursor_of(sort: str, row: FilingRow) -> str:
    value = getattr(row, _SORTED_BY[sort])
    said = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return cursor(sort, said, row.seq or 0)


def cursor_key(query: Query) -> tuple[Any, int] | None:
    """The last row's sort value and number that a cursor names. Raises Invalid for what is no cursor of this order."""
    key = key_of(query.after, str, str, int)
    if key is None:
        return None
    sort, said, seq = key
    try:
        if sort != query.sort or not 0 <= int(seq) <= ALL:
            raise ValueError
        return _sort_value(query.sort, str(said)), int(seq)
    except ValueError:
        raise Invalid("after 不是本列表给出的游标", "请用上一页的 next，排序不变") from None


def _sort_value(sort: str, said: str) -> Any:
    match sort:
        case "updated":
            moment = datetime.fromisoformat(said)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        case "sign_date":
            return date.fromisoformat(said) if said else None
    if not re.fullmatch("[0-9]{1,18}", said) or int(said) > ALL:
        raise ValueError
    return int(said)
