"""Rows as JSON lines and back, the same from either database, so that what SQLite wrote PostgreSQL can read.

Types are those the database itself declares (reflection), not those of this engine's classes: a store is kept before it is
upgraded, too. Moments are UTC in ISO 8601, amounts are text, bytes are base64, small JSON is itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    insert,
    inspect,
    select,
    text,
)

from api.text_index import FTS

BATCH = 1000
_NOT_OURS = frozenset(("alembic_version",))


def tables(connection: Connection) -> Sequence[Table]:
    """The tables there are, each after those it points at."""
    names = [
        name for name in inspect(connection).get_table_names() if name not in _NOT_OURS and not name.startswith(FTS)
    ]
    found = MetaData()
    found.reflect(connection, only=names)
    return found.sorted_tables


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Each row as one line, in the order of the primary key; the first line names the columns."""
    yield _line([column.name for column in table.columns])
    query = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(query, execution_options={"yield_per": BATCH}):
        yield _line([_plain(value) for value in row])


def load(connection: Connection, table: Table, given: Iterator[bytes]) -> int:
    """Add every line's row; returns how many. Columns the table lacks are refused: the schema is not the one they are of."""
    names = json.loads(next(given))
    missing = set(names) - set(table.columns.keys())
    if missing:
        raise ValueError(f"{table.name}: {', '.join(sorted(missing))}")
    made = [_maker(table.columns[name].type, connection.dialect.name == "sqlite") for name in names]
    many = 0
    for batch in _batches(given):
        # A null is left out rather than bound: bound, it would become the JSON word in a column of JSON.
        rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for line in batch:
            values = zip(names, made, json.loads(line), strict=True)
            row = {name: make(value) for name, make, value in values if value is not None}
            rows.setdefault(tuple(row), []).append(row)
        for alike in rows.values():
            connection.execute(insert(table), alike)
        many += len(batch)
    return many


def _batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


def renumber(connection: Connection, table: Table) -> None:
    """Have PostgreSQL number the next row after the last one here; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        sequence = connection.scalar(
            text("select pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        )
        if sequence:
            last = f'(select max("{column.name}") from "{table.name}")'
            connection.execute(
                text(f"select setval(:sequence, coalesce({last}, 1), {last} is not null)"), {"sequence": sequence}
            )


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    return value


def _maker(type_: Any, sqlite: bool) -> Callable[[Any], Any]:
    """How a value of the column is made from its JSON."""
    if isinstance(type_, DateTime):
        return _naive if sqlite else datetime.fromisoformat
    if isinstance(type_, Date):
        return date.fromisoformat
    if isinstance(type_, LargeBinary):
        return base64.b64decode
    if isinstance(type_, Numeric) and type_.asdecimal:
        return Decimal
    return lambda value: value


def _naive(value: str) -> datetime:
    """SQLite keeps no zone, and ours are all UTC."""
    return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
