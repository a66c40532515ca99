"""A record while corrections are being laid over it: what was read stays beside what now holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span


@dataclass(slots=True)
class RowDraft:
    """A row. ``read`` is the row as first read, None for one that a person added; ``struck``: it is not there."""

    read: Row | None
    cells: dict[str, Reading[Any]]
    span: Span
    struck: bool = False

    def was(self, column: str) -> Any:
        """The value first read, None when absent."""
        return self.read.value(column) if self.read else None

    def value(self, column: str) -> Any:
        """The value that holds, None when absent or when the row is not there."""
        reading = None if self.struck else self.cells.get(column)
        return None if reading is None else reading.value

    @property
    def changed(self) -> bool:
        return self.read is None or self.struck or self.cells != self.read.cells


@dataclass(slots=True)
class Draft:
    """``read`` is what was read; the rest is what holds. ``by_hand`` are the targets a person spoke about. Rows keep
    their numbers until the end."""

    read: Record
    fields: dict[str, Reading[Any]] = field(init=False)
    tables: dict[str, list[RowDraft]] = field(init=False)
    witnesses: dict[str, Witness] = field(init=False)
    by_hand: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.fields = dict(self.read.fields)
        self.tables = {
            name: [RowDraft(row, dict(row.cells), row.span) for row in rows] for name, rows in self.read.tables.items()
        }
        self.witnesses = dict(self.read.witnesses)

    @property
    def kind(self) -> str:
        return self.read.kind

    def spoken_of(self, name: str) -> bool:
        """Whether a person corrected the field."""
        return f"fields.{name}" in self.by_hand

    def changed(self, name: str) -> bool:
        """Whether the field's value is no longer the one read."""
        old, new = self.read.fields.get(name), self.fields.get(name)
        return old is not new and (old is None or new is None or old.value != new.value)

    def rows(self, table: str) -> list[RowDraft]:
        """The rows that are there."""
        return [row for row in self.tables.get(table, []) if not row.struck]

    def table_changed(self, table: str) -> bool:
        return any(row.changed for row in self.tables.get(table, []))

    def record(self) -> Record:
        """The record as it now is; rows left as read are the very same."""
        tables = {
            name: tuple(
                row.read if row.read and not row.changed else Row(row.cells, row.span) for row in self.rows(name)
            )
            for name in self.tables
        }
        return replace(self.read, fields=self.fields, tables=tables, witnesses=self.witnesses)
