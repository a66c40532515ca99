"""Columns that hold two things one below the other, 出险日期 over 报案日期, as the two columns they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractor.document import Cell, Line, Table
from extractor.evidence.columns import TOTAL_ROW
from extractor.evidence.tables.cell_parts import Parts, are_apart, is_day_or_sum, is_nothing, is_whole, parts_of
from extractor.evidence.tables.two_lines import in_one_line

_LOOK = 3
"""Rows among which the header is looked for."""
_MOST = 3
"""Things in one cell."""
_NAMES = re.compile(r"[\u4e00-\u9fffA-Za-z（()）/.\s]{2,16}")
_LONGEST = 24
"""Characters of the names in one head."""
_GOES_ON = re.compile(r"\s*(?:号码?|编号|日期|时间|金额|名称|情况|[（(].*|[A-Za-z .]+)\s*")
"""What the lower line of one name that wraps may be: 保险单 / 号码."""
_BETWEEN = r"\s*(?:[/／、|｜&(（]|及|和|与)\s*"
_AT_STROKES = re.compile(rf"[\u4e00-\u9fff]{{2,8}}?(?:{_BETWEEN}[\u4e00-\u9fff]{{2,8}}?){{1,2}}[)）]?")
"""Names side by side: 索赔/赔付, 报案号（保单号）."""
_OF_ALL = re.compile(r"\s*(?:[（(](?:[^（()）]{0,4}元|年月日?|必填|选填|[大小]写)[)）]|(?<=[)）/])万?元)\s*$")
"""What a head says of the form of all its values: 索赔/赔付（万元）."""
_SPLIT = re.compile(_BETWEEN)
_TAIL = re.compile(r"([\u4e00-\u9fff]{2,8})[（(]([\u4e00-\u9fff]{2,8})[)）]([\u4e00-\u9fff]{2,4})")
"""Words behind the brackets that are of both names: 索赔（赔付）金额."""
_SHARED = re.compile(r"(?:日期|时间|金额|编号|号码?)$")
"""What the last of several names says for all of them: 出险/报案日期."""


def unstacked(table: Table) -> Table:
    """The table with each stacked column as columns of its own; itself where nothing is stacked.

    Two whole values in every cell under two names are the witness; other columns of such a table follow where all their
    cells have as many parts.
    """
    table = in_one_line(table)
    found = _heads(table)
    if found is None:
        return table
    row, heads = found
    totals = {cell.row for cell in table.cells if TOTAL_ROW.match(cell.text.strip())}
    below = [cell for cell in table.cells if cell.row > row and cell.row not in totals and cell.text.strip()]
    fits: dict[int, list[Parts]] = {}
    sure = []
    for c, names in heads.items():
        own = [cell for cell in below if cell.col == c and cell.colspan == 1]
        held = [parts_of(cell.lines, len(names)) for cell in own if not _stands_for_all(cell)]
        told = [parts for parts in held if parts is not None]
        if not told or len(told) < len(held):
            continue
        if _all_whole(names, told):
            sure.append(c)
        elif len(told) < len(own) or _runs_on(told):
            continue
        fits[c] = told
    if len(sure) < 2 and not any(len(fits[c]) > 1 for c in sure):
        return table
    split = {c: heads[c] for c in fits if c in sure or not any(_GOES_ON.fullmatch(x.text) for x in heads[c][1:])}
    return _parted(table, row, split)


def _stands_for_all(cell: Cell) -> bool:
    """Whether a cell tells of none of its values: a dash, 未结."""
    return len(cell.lines) == 1 and is_nothing(cell.text)


def _runs_on(cells: Sequence[Parts]) -> bool:
    """Whether a stroke stands within a part: its lines are not what it divides into."""
    texts = ["".join(x.text for x in part) for parts in cells for part in parts]
    return any(("/" in text or "／" in text) and len(text) > 1 and not is_day_or_sum(text) for text in texts)


def _all_whole(names: Sequence[Line], cells: Sequence[Parts]) -> bool:
    """Whether each part of each cell is whole: a day, a sum or a dash, a number under the names of two numbers."""
    numbers = all(name.text.rstrip().endswith(("号", "号码", "编号")) for name in names)
    told = [["".join(x.text for x in part) for part in parts] for parts in cells]
    texts = [text for parts in told for text in parts]
    if not all(is_whole(text, number=numbers) for text in texts):
        return False
    return all(map(are_apart, told)) if numbers else any(map(is_day_or_sum, texts))


def _heads(table: Table) -> tuple[int, dict[int, tuple[Line, ...]]] | None:
    """(the row of the header, column → the names in its cell); None where not one cell has several."""
    named = [(cell, names) for cell in _top(table) if cell.colspan == 1 and (names := _names(cell))]
    if not named:
        return None
    row = min(cell.row for cell, _ in named)
    return row, {cell.col: names for cell, names in named if cell.row == row}


def _top(table: Table) -> list[Cell]:
    """The cells of its first rows but the last, by which every other table is left alone after a look."""
    look = min(_LOOK, table.n_rows - 1)
    return list(takewhile(lambda cell: cell.row < look, table.cells))


def _names(cell: Cell) -> tuple[Line, ...]:
    """The names that a head holds, side by side at strokes or in lines; none where it is one name."""
    text = cell.text.strip()
    of_all = _OF_ALL.search(text) if len(text) <= _LONGEST else None
    bare = text[: of_all.start()] if of_all is not None else text
    if len(text) <= _LONGEST and (both := _TAIL.fullmatch(bare)) is not None:
        bare = f"{both[1]}{both[3]}/{both[2]}{both[3]}"
    if len(text) <= _LONGEST and _SPLIT.search(bare) and _AT_STROKES.fullmatch(bare):
        names = [name.strip(" )）") for name in _SPLIT.split(bare)]
        if (shared := _SHARED.search(names[-1])) is not None:
            names = [name if _SHARED.search(name) else name + shared[0] for name in names]
        unit = of_all[0] if of_all is not None else ""
        return tuple(replace(cell.lines[0], text=name + unit, edges=None, guesses=()) for name in names)
    lines = cell.lines
    return lines if 2 <= len(lines) <= _MOST and all(_NAMES.fullmatch(line.text) for line in lines) else ()


def _parted(table: Table, header: int, split: dict[int, tuple[Line, ...]]) -> Table:
    at, moved = [], 0
    for c in range(table.n_cols + 1):
        at.append(c + moved)
        moved += len(split.get(c, (0,))) - 1
    cells: list[Cell] = []
    for cell in table.cells:
        first, stop = at[cell.col], at[min(cell.col + cell.colspan, table.n_cols)]
        parts = None
        if cell.col in split and cell.row >= header and cell.colspan == 1 and cell.lines:
            names = split[cell.col]
            parts = tuple((name,) for name in names) if cell.row == header else parts_of(cell.lines, len(names))
        if parts is None:
            cells.append(replace(cell, col=first, colspan=stop - first))
            continue
        cells += [
            replace(cell, col=first + k, lines=part, box=part[0].box or cell.box, value=None)
            for k, part in enumerate(parts)
        ]
    return replace(table, cells=tuple(cells), n_cols=at[table.n_cols])
