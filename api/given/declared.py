"""The platform's table as it was handed in: CSV, a workbook or JSON → rows of cells with their places.

Beside the papers it is named by ``manifest.json``: ``"declared": {"file": "platform.csv", "mapping": "mapping.yaml"}``, or
its rows stand there: ``"declared": {"rows": [{"保单号": "…"}]}``. For a run over many filings it is given once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import extractor
from api.errors import BadDeclared, BadMapping
from extractor.document import Document, Table
from extractor.errors import TooLarge
from extractor.limits import Limits
from validators.declared import Cell, Columns, Declared, form_to_row, heads, is_form, understood
from validators.declared.mapping import parse_mapping
from validators.declared.values import bare_number
from validators.law.pack import PackError

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".json", ".jsonl")
MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS_INSIDE = 2_000
"""Rows of a table that lies in a filing; one filing has one policy, a few reports and claims."""
MOST_BYTES_INSIDE = 8 * 1024 * 1024
_WHERE = re.compile(r"(?P<before>第|.*![A-Z]+)(?P<row>\d+)(?P<after>行.*|$)")

Rows = Sequence[Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class PlatformTable:
    """A table of many policies, found by number."""

    file: str
    told: Declared
    by_number: Mapping[str, tuple[int, ...]]

    def of(self, numbers: Iterable[str]) -> Declared:
        """The rows of these policies; empty where it has none."""
        places = sorted({place for number in numbers for place in self.by_number.get(bare_number(number), ())})
        return Declared(self.file, tuple(self.told.rows[place] for place in places), self.told.ignored)


def platform_table(data: bytes, name: str, mapping: str | None = None, mapping_name: str = "") -> PlatformTable:
    """A table of many policies. Raises PaperError for a file that is no table, PackError for a mapping with a mistake."""
    columns = parse_mapping(mapping, mapping_name) if mapping is not None else Columns()
    told = understood(name, file_to_rows(data, name, columns), columns)
    index: dict[str, list[int]] = {}
    for place, row in enumerate(told.rows):
        if (number := row.number("policy_no")) is not None:
            index.setdefault(number, []).append(place)
    return PlatformTable(name, told, {number: tuple(places) for number, places in index.items()})


# --- beside the papers -----------------------------------------------------------------------------------------------


def named(manifest: Any) -> tuple[str, ...]:
    """The files that a manifest names as the platform's table and its mapping: no papers to be read."""
    told = manifest.get("declared") if isinstance(manifest, Mapping) else None
    if not isinstance(told, Mapping):
        return ()
    return tuple(told[word] for word in ("file", "mapping") if isinstance(told.get(word), str) and told[word])


def taken_in(told: Any, load: Callable[[str], bytes]) -> dict[str, Any] | None:
    """What a manifest says under ``declared``, with the rows of the file that it names, as the manifest is kept: a filing
    can be judged again without the file. None where it says nothing. Raises PaperError, ``BadMapping`` for the mapping."""
    if not isinstance(told, Mapping) or not (told.get("file") or told.get("rows")):
        return None
    file, mapping = (str(told.get(word) or "") for word in ("file", "mapping"))
    text = _text(load(mapping)) if mapping else None
    columns = _columns(text, mapping)
    rows = _inside(load(file), file, columns) if file else list(_objects(told["rows"], "declared.rows"))
    if len(rows) > MOST_ROWS_INSIDE:
        raise TooLarge(f"{len(rows)}行")
    kept = [{column: [cell.text, cell.where] for column, cell in row.items()} for row in rows]
    return {"file": file or "manifest.json", "mapping": mapping, "mapping_text": text, "read": kept}


def _inside(data: bytes, file: str, columns: Columns) -> Rows:
    if len(data) > MOST_BYTES_INSIDE:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    return file_to_rows(data, file, columns)


def declared_of(manifest: Mapping[str, Any]) -> Declared | None:
    """What a kept manifest says the platform was told; None where it says nothing."""
    told = manifest.get("declared")
    if not isinstance(told, Mapping) or not isinstance(told.get("read"), list):
        return None
    columns = _columns(told.get("mapping_text"), str(told.get("mapping") or ""))
    rows = [{column: Cell(text, where) for column, (text, where) in row.items()} for row in told["read"]]
    return understood(str(told["file"]), rows, columns)


def _columns(text: Any, name: str) -> Columns:
    if not isinstance(text, str):
        return Columns()
    try:
        return parse_mapping(text, name)
    except PackError as error:
        raise BadMapping(str(error)) from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadMapping("不是UTF-8文本") from None


# --- files -----------------------------------------------------------------------------------------------------------


def file_to_rows(data: bytes, name: str, columns: Columns) -> Rows:
    """The rows of the file, column name → cell. Raises PaperError for what is no table."""
    if len(data) > MOST_BYTES:
        raise TooLarge(f"{len(data) // 1024 // 1024}MB")
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        raise BadDeclared(f"可用的格式：{'、'.join(ENDINGS)}")
    if ending in (".json", ".jsonl"):
        return list(_objects(_json(data, ending), ""))
    document = extractor.read(data, name if ending != ".txt" else f"{name}.csv", limits=Limits(part_bytes=MOST_BYTES))
    rows = list(_tables(document, columns))
    if not rows:
        raise BadDeclared("没有认出列名")
    return rows


def _json(data: bytes, ending: str) -> list[Any]:
    try:
        text = data.decode("utf-8-sig")
        if ending == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadDeclared("不是合法的JSON") from None
    for key in ("data", "rows", "list", "records", "items", "result"):  # an answer of an interface wraps its rows
        while isinstance(found, dict) and isinstance(found.get(key), list | dict):
            found = found[key]
    return found if isinstance(found, list) else [found]


def _objects(items: Any, base: str) -> Iterator[Mapping[str, Cell]]:
    for number, item in enumerate(items if isinstance(items, list) else [items]):
        if not isinstance(item, dict):
            raise BadDeclared("JSON 的每一行应是“列名: 值”的对象")
        where = f"{base}[{number}]"
        yield {
            str(name): Cell(_word(value), f"{where}.{name}")
            for name, value in item.items()
            if value is None or isinstance(value, str | int | float | bool)
        }


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)


def _tables(document: Document, columns: Columns) -> Iterator[Mapping[str, Cell]]:
    for table in (block for page in document.pages for block in page.blocks):
        if not isinstance(table, Table):
            continue
        rows: dict[int, dict[int, Cell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, {})[cell.col] = Cell(_shown(cell.value, cell.text), cell.where or "")
        ordered = [rows[number] for number in sorted(rows)]
        top = heads(ordered, columns)
        if top is None or is_form(ordered, top, columns):
            yield from filter(None, [form_to_row(ordered, columns)])
            continue
        for row in ordered[top + 1 :]:
            yield {head.text: row.get(col) or _empty(head, row) for col, head in ordered[top].items()}


def _shown(value: Any, text: str) -> str:
    """What a workbook's cell holds rather than what its format shows of it, except percentages and long numbers."""
    if isinstance(value, Decimal) and "%" not in text and "E" not in text.upper():
        return format(value.normalize(), "f")
    return text


def _empty(head: Cell, row: Mapping[int, Cell]) -> Cell:
    """A cell without content, at its place: the head's column, the row of its neighbours."""
    beside = next(iter(row.values()))
    here, there = _WHERE.fullmatch(head.where), _WHERE.fullmatch(beside.where)
    where = f"{here['before']}{there['row']}{here['after']}" if here and there else beside.where
    return Cell("", where)
