"""Tables in Parquet, written a bounded number of rows at a time. pyarrow is loaded when a table is begun."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from api.audit_run.results.judged_filing import JudgedFiling

ROWS = 5_000
"""Of a row group."""
LOOSE = 500
"""Rows held as Python's objects; more are packed into columns, in which they take a tenth of the memory."""


def missing() -> str:
    """What has to be installed."""
    return "" if find_spec("pyarrow") is not None else "需要 pyarrow：pip install 'anze[audit]'"


class TableWriter:
    """A Parquet file of rows; ``COLUMNS``: name → pyarrow's name of its type. A subclass says which rows a filing has, as columns
    of equal length in the order of ``COLUMNS``. They have names for programs, whatever the language."""

    COLUMNS: ClassVar[Mapping[str, str]]

    def __init__(self, file: Path, lang: str = "zh") -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        # Its own allocator keeps thirty MiB that a table has let go of; this process writes tables and goes on.
        pa.set_memory_pool(pa.system_memory_pool())
        self._schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in self.COLUMNS.items()])
        self._array, self._batch, self._table = pa.array, pa.RecordBatch.from_arrays, pa.Table.from_batches
        self._out = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._columns: list[list[Any]] = [[] for _ in self.COLUMNS]
        self._packed: list[Any] = []

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._pack()
            self._write()
        self._out.close()

    def add(self, judged: JudgedFiling) -> None:
        for column, values in zip(
            self._columns, self.columns(judged), strict=False
        ):  # no columns where there are no rows
            column += values
        while len(self._columns[0]) >= LOOSE:
            self._pack()

    def columns(self, judged: JudgedFiling) -> Iterable[Sequence[Any]]:
        """The rows of one filing, in order, column by column; nothing where there are none."""
        raise NotImplementedError

    def _pack(self) -> None:
        """``LOOSE`` rows into columns, and ``ROWS`` of them into the file: always as many, so that the same rows are the same bytes."""
        if self._columns[0]:
            columns = [
                self._column(values[:LOOSE], field.type)
                for values, field in zip(self._columns, self._schema, strict=True)
            ]
            self._columns = [values[LOOSE:] for values in self._columns]
            self._packed.append(self._batch(columns, schema=self._schema))
        if len(self._packed) * LOOSE >= ROWS:
            self._write()

    def _write(self) -> None:
        packed, self._packed = self._packed, []
        if packed:
            self._out.write_table(self._table(packed), row_group_size=ROWS)

    def _column(self, values: Sequence[Any], kind: Any) -> Any:
        try:
            return self._array(values, type=kind)
        except UnicodeEncodeError:  # half characters, which a damaged paper may hold
            return self._array([_whole(value) for value in values], type=kind)


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def place(said: Mapping[str, Any]) -> tuple[Any, ...]:
    """The columns ``PLACE`` of a place: page, box in points, the words there."""
    return (said.get("page"), *(said.get("box") or _NO_BOX), words(said.get("text")))


_NO_BOX = (None,) * 4


def words(value: Any) -> str | None:
    """Any value as text: a list joined, an object as it is written in JSON."""
    kind = type(value)
    if value is None or kind is str:
        return value  # type: ignore[no-any-return]
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is list and _WORDS.issuperset(map(type, value)):
        return "、".join(value)
    return _as_json(value)


_WORDS = frozenset({str})
_NUMBERS = frozenset({int, float})
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def number(value: Any) -> float | None:
    """A number to reckon with; None for what is none."""
    return float(value) if type(value) in _NUMBERS else None


PLACE: Mapping[str, str] = {
    "page": "int32",
    "x0": "double",
    "y0": "double",
    "x1": "double",
    "y1": "double",
    "text": "string",
}
