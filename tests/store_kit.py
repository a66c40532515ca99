"""Rows to put into a store: one of every table, each value other than the column's default."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    TypeDecorator,
)

from api.accounts import audit_log
from api.service import Service
from api.store import Database, Packed, Utc
from api.tables import METADATA

MOMENT = datetime(2025, 3, 1, 23, 59, 59, 123456, UTC)


def fill(db: Database, sha256: str) -> None:
    """One row in each table, its references in order. ``sha256``: a blob that the papers name."""
    with db.writing() as session:
        for table in METADATA.sorted_tables:
            if table.name not in ("audit_entry", "audit_head"):
                session.execute(table.insert(), _row(table, sha256))
        audit_log.record(session, None, "store.fill", "store", "1", 数="一")
        audit_log.record(session, None, "store.fill", "store", "2", deep={"list": [1, None, True]})


def fill_as_declared(db: Database, tables: Sequence[Table]) -> None:
    """One row in each of these tables, as the database declares them: for a schema that is not the present one."""
    with db.writing() as session:
        for table in tables:
            session.execute(table.insert(), _row(table, "0" * 64))


def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the program reads them."""
    with db.reading() as session:
        read = lambda table: session.execute(table.select().order_by(*table.primary_key.columns))  # noqa: E731
        return {table.name: [tuple(row) for row in read(table)] for table in METADATA.sorted_tables}


def filled(service: Service) -> str:
    """Fill the service's store, its papers too; returns the paper's hash."""
    blob = service.blobs.put(io.BytesIO("一份保险单".encode()))
    fill(service.db, blob.sha256)
    return blob.sha256


def _row(table: Table, sha256: str) -> dict[str, Any]:
    return {column.name: _value(table, column, sha256) for column in table.columns}


def _value(table: Table, column: Column[Any], sha256: str) -> Any:
    if column.name == "parts":
        return [{"name": "保单.pdf", "sha256": sha256, "size": 15}, {"name": "缺.pdf", "sha256": "", "size": 0}]
    if column.name == "sha256":
        return sha256
    for reference in column.foreign_keys:
        other = reference.column
        return _value(other.table, other, sha256)
    if isinstance(column.type, Packed):
        return {"记录": [1, "二", None]}
    if isinstance(column.type, Utc):
        return MOMENT
    match column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type:
        case DateTime():
            return MOMENT.replace(tzinfo=None)  # as SQLite declares it; PostgreSQL takes it as UTC
        case Date():
            return date(2024, 2, 29)
        case Boolean():
            return True
        case Numeric() if not isinstance(column.type, Float):
            return Decimal("1234567.05")
        case Float():
            return 1.5
        case Integer():
            return 7
        case JSON():
            return {"键": ["值", 1, None, 1.5]}
        case LargeBinary():
            return b"\x00\xff"
        case String(length=length):
            return f"{table.name}·{column.name}"[: length or 40]
    raise AssertionError(f"no value for {table.name}.{column.name}: {column.type!r}")
