"""Tables as a reader sees them, where the grid that was found is not quite that: frames, headers left out, wrapped rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Box, Cell, Line, Table
from extractor.evidence.lines.broken import carries_on
from extractor.evidence.lines.rows import visual_rows
from extractor.text.fold import fold
from extractor.values.scan import scan

_HAN = re.compile("[\u4e00-\u9fff]")


def with_wrapped(table: Table) -> Table:
    """The table with rows put into the row above that only carry on its values: "…共12个月，2025-06-12" over "00:00 起，…".

    Where no rules are drawn, the lines a narrow cell wraps over look like rows of their own.
    """
    if table.method != "aligned":
        return table
    rows: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        if cell.lines and cell.rowspan == 1:
            rows.setdefault(cell.row, {})[cell.col] = cell
    home: dict[int, int] = {}
    for r in sorted(rows)[1:]:
        above = home.get(r - 1, r - 1)
        upper = rows.get(above, {})
        if not upper or not set(rows[r]) < set(upper):
            continue
        whole = {col: upper[col].text + "".join(rows[k][col].text for k in range(above + 1, r) if home.get(k) == above and col in rows[k]) for col in rows[r]}  # fmt: skip
        if all(carries_on(fold(whole[col]), fold(cell.text)) for col, cell in rows[r].items()):
            home[r] = above
    if not home:
        return table
    lines: dict[tuple[int, int], tuple[Line, ...]] = {}
    for r, above in sorted(home.items()):
        for col, cell in rows[r].items():
            lines[above, col] = lines.get((above, col), ()) + cell.lines
    return replace(
        table,
        cells=tuple(
            replace(cell, lines=cell.lines + more) if (more := lines.get((cell.row, cell.col))) else cell
            for cell in table.cells
            if cell.row not in home
        ),
    )


def with_header(table: Table, loose: list[Line]) -> Table:
    """The table with the rows of print just above it that fit its columns and are not in it yet: its header, and rows
    whose cells stand so close that they were read as one run. Lines taken in are taken out of ``loose``.
    """
    spans = _column_spans(table)
    order = sorted(spans)
    if table.box is None or len(order) < 3 or _has_words_on_top(table):
        return table
    cuts = [(spans[a][1] + spans[b][0]) / 2 for a, b in itertools.pairwise(order)]
    found = _rows_above(table.box.y0, loose, order, cuts)
    if not found:
        return table
    for row, _ in found:
        for line in row:
            loose.remove(line)
    added = tuple(
        Cell(r, c, tuple(lines), box=lines[0].box)
        for r, (_, placed) in enumerate(reversed(found))
        for c, lines in sorted(placed.items())
    )
    moved = tuple(replace(cell, row=cell.row + len(found)) for cell in table.cells)
    return replace(table, cells=added + moved, n_rows=table.n_rows + len(found))


def _column_spans(table: Table) -> dict[int, tuple[float, float]]:
    """Left and right of what is printed in each column."""
    spans: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.box is not None and cell.colspan == 1 and cell.lines:
            low, high = spans.get(cell.col, (cell.box.x0, cell.box.x1))
            spans[cell.col] = (min(low, cell.box.x0), max(high, cell.box.x1))
    return spans


def _rows_above(
    top: float, loose: list[Line], order: Sequence[int], cuts: Sequence[float]
) -> list[tuple[list[Line], dict[int, list[Line]]]]:
    """The rows of print that stand on a table's ``top`` and fit its columns, upwards: the lines of each, and by column."""
    found: list[tuple[list[Line], dict[int, list[Line]]]] = []
    for row in reversed(visual_rows([line for line in loose if line.box is not None])):
        height = max(line.box.height for line in row if line.box)
        bottom = max(line.box.y1 for line in row if line.box)
        if bottom > top + 0.5 * height or top - bottom > 1.6 * height:
            break
        if len(row) > 2 and any(_parts_a_word(line, cuts) for line in row):
            return []  # a form over the table whose columns are others: a name in it would be cut
        if len(row) == 1 and _parts_a_bracket(row[0], cuts):
            break  # a line that heads the list: its words in brackets would be cut
        placed: dict[int, list[Line]] = {}
        for line in row:
            for col, piece in _cut_at(line, cuts):
                placed.setdefault(order[col], []).append(piece)
        if len(placed) < max(2, len(order) - 2) or any(_stand_apart(pieces) for pieces in placed.values()):
            break  # words with a gap between in one column: a form over the table, whose columns are others
        found.append((row, placed))
        top = min(line.box.y0 for line in row if line.box)
        if not any(scan(fold(piece.text)) for pieces in placed.values() for piece in pieces):
            break  # words only: this was the header
    return found


def _has_words_on_top(table: Table) -> bool:
    """Whether the first row is a header already: words without values in most of its columns."""
    first = [cell for cell in table.cells if cell.row == 0 and cell.lines]
    return len(first) >= 3 and not any(scan(fold(cell.text)) for cell in first)


def _cut_at(line: Line, cuts: Sequence[float]) -> list[tuple[int, Line]]:
    """A printed line cut where columns part: (column's place in order, piece with its own box)."""
    if not line.edges or line.box is None:
        centre = (line.box.x0 + line.box.x1) / 2 if line.box else 0.0
        return [(sum(centre > cut for cut in cuts), line)]
    pieces: list[tuple[int, Line]] = []
    start = 0
    columns = [sum((left + right) / 2 > cut for cut in cuts) for left, right in line.edges]
    for token in scan(fold(line.text)):  # a value is never cut: it belongs where its middle stands
        middle = (line.edges[token.start][0] + line.edges[min(token.stop, len(line.edges)) - 1][1]) / 2
        columns[token.start : token.stop] = [sum(middle > cut for cut in cuts)] * (token.stop - token.start)
    for i in range(1, len(columns) + 1):
        if i == len(columns) or columns[i] != columns[start]:
            text = line.text[start:i]
            if text.strip():
                pieces.append(
                    (columns[start], replace(line, text=text, box=line.box_of(start, i), edges=line.edges[start:i]))
                )
            start = i
    return pieces


_LEAST_GAP = 0.1
"""Of a line's height: white space between two characters that may part columns."""


def _parts_a_word(line: Line, cuts: Sequence[float]) -> bool:
    """Whether a place where columns part falls between two Chinese characters that stand close."""
    pieces = _cut_at(line, cuts)
    if len(pieces) < 2 or line.box is None:
        return False
    return any(
        _HAN.match(left.text[-1]) is not None and _HAN.match(right.text[0]) is not None
        and left.box is not None and right.box is not None
        and right.box.x0 - left.box.x1 < _LEAST_GAP * line.box.height
        for (_, left), (_, right) in itertools.pairwise(pieces)
    )  # fmt: skip


def _parts_a_bracket(line: Line, cuts: Sequence[float]) -> bool:
    """Whether a place where columns part falls between a bracket and the one that closes it."""
    pieces = [fold(piece.text) for _, piece in _cut_at(line, cuts)]
    return any(text.count("(") != text.count(")") for text in pieces) and fold(line.text).count("(") == fold(
        line.text
    ).count(")")


def is_frame(table: Table) -> bool:
    """Whether the cells are boxes around whole rows or blocks of a form rather than cells of a grid: most of them hold
    words side by side with a gap between, which no cell of a grid does."""
    if table.page is None:
        return False
    filled = [cell for cell in table.cells if cell.lines]
    wide = sum(_side_by_side(cell) for cell in filled)
    return bool(filled) and wide >= max(1, 0.5 * len(filled))


def _side_by_side(cell: Cell) -> bool:
    boxes = [line.box for line in cell.lines if line.box is not None]
    return _parted(boxes)


def _stand_apart(pieces: list[Line]) -> bool:
    return _parted([piece.box for piece in pieces if piece.box is not None])


def _parted(boxes: list[Box]) -> bool:
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            if min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height) and (
                b.x0 - a.x1 > 0.8 * a.height or a.x0 - b.x1 > 0.8 * a.height
            ):
                return True
    return False
