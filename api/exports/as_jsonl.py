"""JSON Lines for programs: one object per row, the columns by their keys, a finding whole as in docs/report.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from api.exports.columns import Head, Line

NAME = "jsonl"
MEDIA_TYPE = "application/x-ndjson"
SUBJECTS = ("filings", "findings")


def write(head: Head, rows: Iterable[Line], stream: IO[bytes]) -> None:
    for row in rows:
        said: dict[str, Any] = {column.key: row.cells.get(column.key) for column in head.columns}
        if head.subject == "findings":
            said["finding"], said["decision"] = dict(row.finding), dict(row.decision) or None
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=plain)
        stream.write(text.encode() + b"\n")


def plain(value: Any) -> Any:
    """Amounts as numbers, days and moments as ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")
