"""The lines of a paper in reading order, page furniture left out, with the cell each stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Document, Line, Table
from extractor.evidence.lines.numbering import Mark, alone, mark_at
from extractor.text.fold import fold, squeeze

MARGIN = 0.09  # share of the page's height in which running heads and feet stand

_PAGE_NUMBER = re.compile(
    r"^[-—\s]*(?:第?\s*\d{1,3}\s*页?\s*[/／,，共之]\s*(?:共)?\s*\d{0,3}\s*页?|第\s*\d{1,3}\s*页|page\s*\d+.*"
    r"|\d{1,3}\s*[/／]\s*\d{1,3}|\d{1,2})[-—\s]*$",
    re.IGNORECASE,
)
_HEADER_CELL = re.compile(
    r"^(?:序号?|编号|项次|内容|约定内容|条款内容|约定事项|事项|具体内容|项目|代码|名称|特约(?:名称|代码|内容)"
    r"|条款(?:名称|代码)?|说明|条目|特别约定内容)$"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One printed line with where it stands: its page, and its cell if it is in a table."""

    line: Line
    page: int | None
    table: int | None = None
    row: int = 0
    col: int = 0
    colspan: int = 1
    cell_text: str = ""
    first_in_cell: bool = True
    n_cols: int = 0


def placed_lines(document: Document) -> tuple[Placed, ...]:
    """Every line in reading order, page numbers and running heads left out."""
    running = _running_heads(document)
    out: list[Placed] = []
    table_no = 0
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                if not _is_furniture(block, page.height, running):
                    out.append(Placed(block, page.number))
                continue
            table_no += 1
            out.extend(_table_lines(block, page.number, table_no))
    return tuple(out)


def _table_lines(table: Table, page: int | None, number: int) -> list[Placed]:
    out: list[Placed] = []
    beside = _beside_sentences(table)
    n_cols = table.n_cols if beside is None else 2
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if beside is not None and cell.col in beside:
            continue
        text = squeeze(cell.text)
        for i, line in enumerate(cell.lines):
            if line.text.strip():
                out.append(Placed(line, page, number, cell.row, cell.col, cell.colspan, text, i == 0, n_cols))
    return out


_SHORT_NOTE = 8  # characters of a cell that only remarks on the sentence beside it


def _beside_sentences(table: Table) -> frozenset[int] | None:
    """The columns of a numbered list of sentences that only remark on each (类别, 核验, 确认); None for any
    other table."""
    columns: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        if cell.colspan > 1:
            return None
        columns.setdefault(cell.col, {})[cell.row] = squeeze(cell.text)
    if len(columns) < 3 or 0 not in columns:
        return None
    numbers = {row: text for row, text in columns[0].items() if re.fullmatch(r"[(（]?\d{1,2}[)）.、]?", text)}
    if len(numbers) < 2 or len(numbers) < len(columns[0]) - 1:
        return None
    told = [c for c, cells in columns.items() if c and _are_sentences([cells.get(row, "") for row in numbers])]
    if len(told) != 1:
        return None
    rest = frozenset(columns) - {0, told[0]}
    notes = [columns[c].get(row, "") for c in rest for row in numbers]
    return rest if all(len(text) <= _SHORT_NOTE for text in notes) else None


def _are_sentences(texts: Sequence[str]) -> bool:
    ended = sum(len(text) > 4 and text[-1] in "。；;！" for text in texts)
    return ended >= 0.7 * len(texts) and max(map(len, texts)) > _SHORT_NOTE


def _running_heads(document: Document) -> Counter[str]:
    seen: Counter[str] = Counter()
    if len(document.pages) > 1:
        for page in document.pages:
            texts = {_masked(b.text) for b in page.blocks if isinstance(b, Line) and _in_margin(b, page.height)}
            seen.update(texts)
    return seen


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", squeeze(text))


def _in_margin(line: Line, height: float) -> bool:
    return line.box is not None and (line.box.y1 < height * MARGIN or line.box.y0 > height * (1 - MARGIN))


def _is_furniture(line: Line, height: float, running: Counter[str]) -> bool:
    if not line.text.strip():
        return True
    if not _in_margin(line, height):
        return bool(line.box is None and re.fullmatch(r"第\s*\d+\s*页\s*[/／]?\s*共\s*\d+\s*页", line.text.strip()))
    return bool(_PAGE_NUMBER.match(fold(line.text).strip())) or running[_masked(line.text)] > 1


def mark_of(placed: Placed) -> Mark | None:
    line = placed.line
    if line.numbering:
        mark = mark_at(line.numbering + " ") or alone(line.numbering)
        return Mark(mark.style, mark.number, 0, line.numbering) if mark else Mark("auto", None, 0, line.numbering)
    return alone(line.text) or mark_at(line.text)


def is_header_cell(placed: Placed) -> bool:
    """A cell of a list's heading row: 序号, 内容."""
    return placed.table is not None and bool(_HEADER_CELL.match(placed.cell_text)) and len(placed.cell_text) <= 6
