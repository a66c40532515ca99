"""Tables in Parquet, written a bounded number of rows at a time. pyarrow is loaded when a table is begun."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from api.audit_run.results import JudgedFiling

ROWS = 10_000
"""Of a row group: what one table holds in memory."""


def missing() -> str:
    """What has to be installed."""
    return "" if find_spec("pyarrow") is not None else "需要 pyarrow：pip install 'anze[audit]'"


class TableWriter:
    """A Parquet file of rows; ``COLUMNS``: name → pyarrow's name of its type. A subclass says which rows a filing has, each a
    tuple in the order of the columns. Its columns have names for programs, whatever the language."""

    COLUMNS: ClassVar[Mapping[str, str]]

    def __init__(self, file: Path, lang: str = "zh") -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in self.COLUMNS.items()])
        self._array, self._batch = pa.array, pa.RecordBatch.from_arrays
        self._out = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._flush()
        self._out.close()

    def add(self, judged: JudgedFiling) -> None:
        self._rows += self.rows(judged)
        while len(self._rows) >= ROWS:
            self._flush()

    def rows(self, judged: JudgedFiling) -> list[tuple[Any, ...]]:
        """The rows of one filing, in order."""
        raise NotImplementedError

    def _flush(self) -> None:
        """Always groups of ``ROWS`` rows, so that the same rows are the same bytes."""
        rows, self._rows = self._rows[:ROWS], self._rows[ROWS:]
        if not rows:
            return
        columns = [
            self._column(values, field.type)
            for values, field in zip(zip(*rows, strict=True), self._schema, strict=True)
        ]
        self._out.write_batch(self._batch(columns, schema=self._schema), row_group_size=ROWS)

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
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)


def number(value: Any) -> float | None:
    """A number to reckon with; None for what is none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


PLACE: Mapping[str, str] = {
    "page": "int32",
    "x0": "double",
    "y0": "double",
    "x1": "double",
    "y1": "double",
    "text": "string",
}
