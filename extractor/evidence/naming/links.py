"""Which unit stands left, right, above and below which: among loose lines, and in a table's grid."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from extractor.document import Box, Line, Table
from extractor.evidence.units import Unit


def link_in_grid(table: Table, by_cell: Mapping[int, Unit]) -> None:
    """Left, right, above and below in a grid: the nearest cell with words, however far; ``by_cell`` goes by ``id``."""
    rows = [[None if cell is None else by_cell.get(id(cell)) for cell in row] for row in table.rows()]
    columns = list(itertools.zip_longest(*rows))

    def nearest(unit: Unit, run: Iterable[Unit | None]) -> Unit | None:
        for other in run:
            if other is not None and other is not unit:
                return other
        return None

    for unit in by_cell.values():
        own = unit.cell
        assert own is not None
        row, column = rows[own.row] if own.row < len(rows) else [], columns[own.col]
        unit.left = nearest(unit, reversed(row[: own.col]))
        unit.right = nearest(unit, row[own.col + own.colspan :])
        unit.above = nearest(unit, reversed(column[: own.row]))
        unit.below = nearest(unit, column[own.row + own.rowspan :])


def link_past_translations(table: Table, by_cell: Mapping[int, Unit]) -> None:
    """Labels and values with nothing between them where a column of a grid only says the labels again in Latin letters:
    "保单号码 | Policy No. | PZ2025…". What stands there keeps its own left and right."""
    if table.n_cols < _LEAST_WITH_TRANSLATION or not any(LATIN.fullmatch(unit.text) for unit in by_cell.values()):
        return
    rows = [[None if cell is None else by_cell.get(id(cell)) for cell in row] for row in table.rows()]
    for c in range(1, table.n_cols - 1):
        pairs = [(row[c - 1], row[c]) for row in rows if len(row) > c and row[c] is not None]
        if len(pairs) > 1 and all(_is_translated(name, said) for name, said in pairs):
            for name, said in pairs:
                assert name is not None
                assert said is not None
                name.right = said.right
                if said.right is not None:
                    said.right.left = name


def _is_translated(name: Unit | None, said: Unit | None) -> bool:
    if name is None or said is None or name is said or LATIN.fullmatch(said.text) is None:
        return False
    return (
        len(name.text) <= _LONGEST_NAME and _HAS_HAN.search(name.text) is not None and not re.search(r"\d", name.text)
    )


_LEAST_WITH_TRANSLATION = 3
"""Columns of a grid with labels, what they mean in another language, and values."""
_LONGEST_NAME = 16
LATIN = re.compile(r"\s*[A-Za-z][A-Za-z .,&'/()-]{2,50}:?\s*")


def link_upright(upright: list[Unit], units: list[Unit]) -> None:
    """Words set upright stand to the left of every row beside them that has nothing else there."""
    for word in upright:
        for unit in units:
            if unit.left is None and unit.box and word.box and unit.box.x0 >= word.box.x1 and (
                word.box.y0 <= (unit.box.y0 + unit.box.y1) / 2 <= word.box.y1
            ):  # fmt: skip
                unit.left, word.right = word, word.right or unit


def link_sideways(rows: list[list[Line]], by_line: Mapping[int, Unit]) -> None:
    """Left and right among loose lines: the next in a row; a unit keeps what its first row gave it."""
    for row in rows:
        for before, after in itertools.pairwise(row):
            left, right = by_line[id(before)], by_line[id(after)]
            if left is not right:
                right.left = right.left or left
                left.right = left.right or right


def link_vertically(rows: list[list[Line]], by_line: dict[int, Unit]) -> None:
    """Above and below: the nearest line whose width overlaps, within three line heights."""
    seen: set[int] = set()
    below_first: set[int] = set()  # lines that continue a unit: only its first line looks up
    for row in rows:
        for line in row:
            unit = by_line[id(line)]
            if unit.index in seen:
                below_first.add(id(line))
            seen.add(unit.index)
    for r, row in enumerate(rows):
        for line in row:
            unit = by_line[id(line)]
            if unit.above is not None or id(line) in below_first or line.box is None:
                continue
            for upper in reversed(rows[max(0, r - 4) : r]):
                best: Line | None = None
                gap = 0.0
                for other in upper:
                    if other.box is None or by_line[id(other)] is unit:
                        continue
                    overlap = min(other.box.x1, line.box.x1) - max(other.box.x0, line.box.x0)
                    if overlap > 0.3 * min(other.box.width, line.box.width) and (
                        best is None or abs(other.box.x0 - line.box.x0) < gap
                    ):
                        best, gap = other, abs(other.box.x0 - line.box.x0)
                if best is not None and best.box is not None:
                    if line.box.y0 - best.box.y1 <= 2.2 * line.box.height:
                        unit.above = by_line[id(best)]
                        if unit.above.below is None:
                            unit.above.below = unit
                    break


def link_to_two_lines(units: list[Unit]) -> None:
    """Left and right for a value that stands level with the middle of a label of two lines, as in a cell of a bilingual
    form without upright rules: "Policy Number" over "保单编号" and the number between the two. The line in Chinese names it."""
    for unit in units:
        if unit.left is not None and _CURRENCY.fullmatch(unit.left.text.strip()):
            unit.left = unit.left.left or unit.left  # the sum's sign set apart from it names nothing
    for unit in units:
        _link_under_wrapped_name(unit)
    loose, alone = _without_label(units)
    labels = [u for u in units if u.right is None and u.box is not None and len(u.text) <= _LONGEST_LABEL]
    first = min((u.box.x1 for u in labels if u.box is not None), default=0.0)
    for unit in loose:
        if unit.box is None or unit.box.x0 <= first:
            continue  # no label stands to its left
        name = _name_of_two_lines(unit, unit.box, labels, alone=alone)
        if name is not None:
            unit.left, name.right = name, unit


def _link_under_wrapped_name(unit: Unit) -> None:
    """A wrapped English name over the Chinese one: the value stands level with the English one's middle."""
    name = unit.left
    under = None if name is None or name.page is None or _HAS_HAN.search(name.text) else name.below
    if (
        under is not None
        and name is not None
        and name.box
        and under.box
        and under.right is None
        and len(under.text) <= _LONGEST_LABEL
        and _HAS_HAN.search(under.text)
        and abs(under.box.x0 - name.box.x0) <= _FLUSH * name.box.height
        and re.search("[A-Za-z]", name.text)
        and not _SUM_OR_CODE.search(name.text)
    ):
        unit.left, under.right = under, unit


def _without_label(units: list[Unit]) -> tuple[list[Unit], bool]:
    """What may be a value and has nothing to its left, and whether hardly anything of it looks like one."""
    loose = [u for u in units if u.left is None and u.box is not None and _HAS_VALUE.search(u.text)]
    alone = len(loose) < 2
    # what stands under or over values that are known as such is one too: a trade, a sum in words
    starts = {round(u.box.x0) for u in units if u.box is not None and (u.left is not None or _HAS_VALUE.search(u.text))}
    loose += [
        u
        for u in units
        if u.left is None and u.box is not None and round(u.box.x0) in starts and not _HAS_VALUE.search(u.text)
    ]
    return loose, alone


def _name_of_two_lines(unit: Unit, box: Box, labels: list[Unit], *, alone: bool) -> Unit | None:
    """The line that names a value level with the middle of two to its left: the Chinese one, else the upper one."""
    middle = (box.y0 + box.y1) / 2
    near = [
        u
        for u in labels
        if u is not unit
        and u.box is not None
        and u.box.x1 < box.x0
        and abs((u.box.y0 + u.box.y1) / 2 - middle) <= _LEVEL * box.height
    ]
    if len(near) != 2 or near[0].box is None or near[1].box is None:
        return None
    upper, lower = sorted(near, key=lambda u: u.box.y0 if u.box else 0.0)
    assert upper.box is not None
    assert lower.box is not None
    if abs(upper.box.x0 - lower.box.x0) > _FLUSH * box.height or not upper.box.y0 < middle < lower.box.y1:
        return None
    bilingual = _HAS_HAN.search(lower.text) is not None and _HAS_HAN.search(upper.text) is None
    if not bilingual and (alone or _HAS_VALUE.search(unit.text) is None):
        return None
    return lower if bilingual else upper


_LONGEST_LABEL = 40
"""Characters of a label of one or two lines, its other language included."""
_FLUSH = 0.6  # in line heights: how far apart two lines of one label may begin
_LEVEL = 1.1  # in line heights: how far from the middle of the value each of them may stand
_CURRENCY = re.compile(r"RMB|CNY|人民币|¥|US\$|元", re.I)
_SUM_OR_CODE = re.compile(r"\d{3}")
"""What names nothing, whatever letters are in it: RMB600,000.00 over the label of the next card."""
_HAS_HAN = re.compile("[\u4e00-\u9fff]")
_HAS_VALUE = re.compile(r"\d|公司|[省市县区]")
