"""Tables in Parquet, written a bounded number of rows at a time. pyarrow is loaded when a table is begun."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    """A Parquet file of rows; ``COLUMNS``: name → pyarrow's name of its type. A subclass says which rows a filing has."""

    COLUMNS: ClassVar[Mapping[str, str]]

    def __init__(self, file: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in self.COLUMNS.items()])
        self._from_rows = pa.RecordBatch.from_pylist
        self._out = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

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

    def rows(self, judged: JudgedFiling) -> list[dict[str, Any]]:
        """The rows of one filing, in order."""
        raise NotImplementedError

    def _flush(self) -> None:
        """Always groups of ``ROWS`` rows, so that the same rows are the same bytes."""
        rows, self._rows = self._rows[:ROWS], self._rows[ROWS:]
        if not rows:
            return
        try:
            batch = self._from_rows(rows, schema=self._schema)
        except UnicodeEncodeError:  # half characters, which a damaged paper may hold
            batch = self._from_rows(
                [{name: _whole(value) for name, value in row.items()} for row in rows], schema=self._schema
            )
        self._out.write_batch(batch, row_group_size=ROWS)


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def place(said: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a place: page, box in points, the words there."""
    x0, y0, x1, y1 = said.get("box") or (None,) * 4
    return {"page": said.get("page"), "x0": x0, "y0": y0, "x1": x1, "y1": y1, "text": words(said.get("text"))}


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
