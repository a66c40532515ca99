"""Tables and numbers handed in beside the papers: a file named in manifest.json's ``parameters``, or given to a command."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typer
import yaml

from api.beside import unreadable
from extractor.text.fold import squeeze

TABLES = (".csv", ".yaml", ".yml", ".json")
"""How the name of such a file ends."""
MOST_BYTES = 1_000_000
"""A table of borders or of coefficients is a few kilobytes."""


def parsed(name: str, data: bytes) -> Any:
    """What a file of parameters holds: a CSV of two columns as first → all seconds, anything else as YAML (JSON too).

    Raises ValueError for what is neither text nor such a table.

    >>> parsed("a.csv", "镇街,毗邻\\n磐石镇,北白象镇\\n磐石镇,柳市镇\\n大荆镇,\\n".encode())
    {'磐石镇': ['北白象镇', '柳市镇'], '大荆镇': []}
    """
    text = _text(data)
    if not name.lower().endswith(".csv"):
        return _yaml(text)
    table: dict[str, list[str]] = {}
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))  # a line may end with CR alone
    except csv.Error as error:
        raise ValueError(str(error)) from None
    for index, row in enumerate(rows):
        cells = [squeeze(cell) for cell in row]
        if not cells or not cells[0] or (index == 0 and _is_heading(cells)):
            continue
        table.setdefault(cells[0], []).extend(cell for cell in cells[1:] if cell)
    return table


def _yaml(text: str) -> Any:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
            raise ValueError("aliases")  # a few of them can stand for gigabytes
        return _as_json(yaml.load(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _as_json(value: Any) -> Any:
    """The value as JSON would have it: names are text, days ISO text."""
    if isinstance(value, dict):
        return {str(name): _as_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError(f"{type(value).__name__} is no value of a table")


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise ValueError("too long")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("not text")


def _is_heading(cells: list[str]) -> bool:
    words = ("镇街", "乡镇", "街道名称", "名称", "毗邻", "相邻", "邻接", "town", "neighbour", "neighbor", "area")
    return any(cell.lower() in words or cell.endswith(("毗邻", "相邻", "名称")) for cell in cells if cell)


def table_of(file: Path) -> Mapping[str, list[str]]:
    """A table of names and the names beside each; raises BadParameter for a file that is none."""
    try:
        table = parsed(file.name, file.read_bytes())
    except (OSError, ValueError) as error:
        raise typer.BadParameter(unreadable(file, error)) from None
    if not isinstance(table, dict) or not all(isinstance(beside, list) for beside in table.values()):
        raise typer.BadParameter(f"{file} 应当是“镇街: [毗邻的镇街, …]”的表")
    return {str(town): [str(other) for other in beside] for town, beside in table.items()}


def is_file(value: Any) -> bool:
    """Whether a parameter names a file rather than being the value itself."""
    return isinstance(value, str) and value.lower().endswith(TABLES)


def named(known: Any) -> tuple[str, ...]:
    """The files that the manifest's parameters name: they are no papers."""
    given = known.get("parameters") if isinstance(known, Mapping) else None
    return tuple(value for value in given.values() if is_file(value)) if isinstance(given, Mapping) else ()
