"""Words whose characters stand below one another: 投 / 保 / 人 in the narrow first column of a form.

A column of single characters may also be a list (男, 女), an enumeration (一, 二), or the first characters of labels spaced out
over their width (名　称, 地　址). In a cell of its own a column is one word; beside other print it is one only at the left of
its rows, where no word goes on to the right of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Block, Box, Line, Table
from extractor.edges import Edges
from extractor.layout.characters.lines import LETTER_SPACED_EM
from extractor.layout.characters.runs import Run

ASIDE = 0.35
"""Share of their size by which the characters of one column may stand aside of each other."""
UNLIKE = 0.3
"""Share by which their sizes may differ."""
MOST_GAP = 1.3
"""White space between two of them, in their size, where no cell holds them together."""

_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_NUMERAL = re.compile(r"[一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾]")
_REST_OF_LABEL = re.compile(r"\s*[\u3400-\u9fff]\s*(?:[:：（(]|$)")


def cell_of_one_word(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a cell, as the one word they are where each is a character below the other."""
    if len(lines) < 2 or not all(_is_character(line) for line in lines):
        return tuple(lines)
    column = sorted(lines, key=_top)
    if not all(_follows(upper, lower) for upper, lower in pairwise(column)):
        return tuple(lines)
    return (_word(column),)


def upright_words(runs: Sequence[Run], sure: Mapping[int, float] | None = None) -> tuple[list[Line], list[Run]]:
    """The words that stand upright at the left of their rows, top to bottom, and the runs left over.

    ``sure`` is the confidence of runs by their ``id``; 1 where it does not say.
    """
    single = {
        id(run): _line(run, (sure or {}).get(id(run), 1.0))
        for run in runs
        if run.stop - run.start == 1 and _CHARACTER.fullmatch(run.text)
    }
    if len(single) < 2:
        return [], list(runs)
    words: list[Line] = []
    used: set[int] = set()
    for column in _columns([run for run in runs if id(run) in single], single):
        if _is_word([single[id(run)] for run in column]) and not any(_is_part_of_row(run, runs) for run in column):
            words.append(_word([single[id(run)] for run in column]))
            used.update(id(run) for run in column)
    return words, [run for run in runs if id(run) not in used]


def with_upright_words(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks of a page read from pixels, where every character of an upright word was found as a line of its own."""
    runs = {
        id(line): Run.of([(line.text, *line.box)], line.box) for line in blocks if isinstance(line, Line) and line.box
    }
    sure = {id(runs[id(line)]): line.confidence for line in blocks if isinstance(line, Line) and line.box}
    words, left = upright_words(list(runs.values()), sure)
    used = runs.keys() - {key for key, run in runs.items() if any(run is other for other in left)} if words else set()
    kept = [_with_words(block) if isinstance(block, Table) else block for block in blocks if id(block) not in used]
    return put_by_top(kept, words)


def _with_words(table: Table) -> Table:
    cells = tuple(
        replace(cell, lines=cell_of_one_word(cell.lines)) if len(cell.lines) > 1 else cell for cell in table.cells
    )
    return replace(table, cells=cells)


def put_by_top(blocks: Sequence[Block], words: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks with each word before the first that begins below its top."""
    out = list(blocks)
    for word in words:
        box = word.box
        if box is None:
            continue
        half = 0.5 * (word.size or 0.0)
        at = next(
            (k for k, block in enumerate(out) if block.box is not None and block.box.y0 >= box.y0 - half), len(out)
        )
        out.insert(at, word)
    return tuple(out)


def stands_upright(line: Line) -> bool:
    """Whether a line is a word whose characters stand below one another."""
    box = line.box
    if box is None or not line.edges or len(line.text) < 2:
        return False
    if box.height < len(line.text) * 0.8 * (line.edges[0][1] - line.edges[0][0]):
        return False
    return all(abs((a[0] + a[1]) - (b[0] + b[1])) / 2 <= ASIDE * (a[1] - a[0]) for a, b in pairwise(line.edges))


def _columns(runs: Sequence[Run], lines: dict[int, Line]) -> list[list[Run]]:
    """Characters standing close below each other, each in one column only."""
    columns: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.y0, r.x0)):
        line = lines[id(run)]
        for column in reversed(columns):
            last = lines[id(column[-1])]
            if _follows(last, line) and _gap(last, line) <= MOST_GAP * _size(line):
                column.append(run)
                break
        else:
            columns.append([run])
    return [column for column in columns if len(column) > 1]


def _is_word(column: Sequence[Line]) -> bool:
    texts = [line.text for line in column]
    return len(set(texts)) > 1 and not all(_NUMERAL.fullmatch(text) for text in texts)


def _is_part_of_row(run: Run, runs: Sequence[Run]) -> bool:
    """Whether print stands to the left of a character, or its own word goes on to its right."""
    size = max(run.y1 - run.y0, 1.0)
    for other in runs:
        if other is run or min(other.y1, run.y1) - max(other.y0, run.y0) <= 0.3 * min(size, other.y1 - other.y0):
            continue
        if other.x1 <= run.x0 + 0.1 * size:
            return True
        text = other.text
        if 0 <= other.x0 - run.x1 <= LETTER_SPACED_EM * size and _REST_OF_LABEL.match(text):
            return True
    return False


def _is_character(line: Line) -> bool:
    return line.box is not None and _CHARACTER.fullmatch(line.text.strip()) is not None


def _follows(upper: Line, lower: Line) -> bool:
    a, b = upper.box, lower.box
    if a is None or b is None:
        return False
    size = _size(lower)
    return (
        b.y0 >= a.y0 + 0.5 * size
        and abs((a.x0 + a.x1) - (b.x0 + b.x1)) / 2 <= ASIDE * size
        and abs(_size(upper) - size) <= UNLIKE * size
    )


def _gap(upper: Line, lower: Line) -> float:
    return lower.box.y0 - upper.box.y1 if upper.box and lower.box else 0.0


def _size(line: Line) -> float:
    return max(line.box.width, line.box.height, 1.0) if line.box else 1.0


def _top(line: Line) -> float:
    return line.box.y0 if line.box else 0.0


def _line(run: Run, sure: float) -> Line:
    text, x0, y0, x1, y1 = run.glyphs[0]
    return Line(text, Box(x0, y0, x1, y1), Edges([(x0, x1)]), sure, size=round(max(x1 - x0, 1.0), 2))


def _word(column: Sequence[Line]) -> Line:
    boxes = [line.box for line in column if line.box is not None]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return Line(
        "".join(line.text.strip() for line in column), whole, Edges((box.x0, box.x1) for box in boxes),
        min(line.confidence for line in column), size=column[0].size,
    )  # fmt: skip
