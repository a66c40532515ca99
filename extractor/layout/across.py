"""Tables that go on over the page: one table of the rows of both pages, whose cells know their page.

A table goes on where it is the last thing on its page and the first on the next – page headers, numbers and "续表" aside – with the same
columns, and where the rows on the next page are headed by the same heading, or by none. A form of labels and values is
no list, and stays as it is: nothing on its second page is headed by its first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from extractor.document import Block, Cell, Line, Page, Table
from extractor.layout.pagination import marks_of
from extractor.layout.unruled.columns import is_number
from extractor.layout.unruled.lanes import Onto, columns_onto, rows_below
from extractor.text.fold import squeeze

SAME_HEIGHT = 8.0
"""Points by which the same line of a page header may stand higher or lower on the next page."""
ALIKE = 0.8
"""Likeness (difflib) of two texts that are one heading read twice, and share of cells that must be alike."""
NUMBERS = 0.6
"""Share of a column's cells that are numbers, days or codes, for it to be a column of such."""

TOP, BOTTOM = 0.14, 0.88
"""Shares of a page's height above and below which its header and footer stand."""

_WITHOUT_NUMBERS = re.compile(r"[\d\W_]+")
_CONTINUES = re.compile(
    r"续[表前上下]|[(（]续[)）]|接上[页表]|[转接]下[页表]|下页|承前页|过次页|continued|^单位[:：]", re.I
)
_TOTAL = re.compile(
    r"^(?!本页|承|过|小计)(?:合计|总计|共计|总额|累计|[\u4e00-\u9fff]{0,4}(?:合计|总计))(?:金额|人数)?[:：]?(?:[(（].*)?$"
)
_ANY_TOTAL = re.compile(r"[合总共小]计|累计|总额|承前页|过次页")
Row = dict[int, Cell]


@dataclass(slots=True)
class _Open:
    """A table that may go on: the page (by its place) and the block where it stands."""

    page: int
    table: Table


def join_tables(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, each table that goes on over the page whole on its first page."""
    if sum(any(isinstance(block, Table) for block in page.blocks) for page in pages) == 0 or len(pages) < 2:
        return tuple(pages)
    blocks = [list(page.blocks) for page in pages]
    last: _Open | None = None
    for at, page in enumerate(pages):
        joined = None
        if last is not None and page.number is not None:
            joined = _joined_with(last, pages, at)
        if joined is not None and last is not None:
            table, used = joined
            owner = blocks[last.page]
            owner[next(k for k, block in enumerate(owner) if block is last.table)] = table
            blocks[at] = [block for block in page.blocks if id(block) not in used]
            rest = page.blocks[1 + max(k for k, block in enumerate(page.blocks) if id(block) in used) :]
            last = _Open(last.page, table) if _only_furniture(rest, pages, at, at + 1) else _tail(pages, at)
            continue
        last = _tail(pages, at)
    return tuple(
        page if len(kept) == len(page.blocks) and all(a is b for a, b in zip(kept, page.blocks, strict=True))
        else replace(page, blocks=tuple(kept))
        for page, kept in zip(pages, blocks, strict=True)
    )  # fmt: skip


def _tail(pages: Sequence[Page], at: int) -> _Open | None:
    """The table with which a page ends."""
    found = [k for k, block in enumerate(pages[at].blocks) if isinstance(block, Table)]
    if not found or pages[at].number is None:
        return None
    table = pages[at].blocks[found[-1]]
    assert isinstance(table, Table)
    return _Open(at, table) if _only_furniture(pages[at].blocks[found[-1] + 1 :], pages, at, at + 1) else None


def _only_furniture(blocks: Iterable[Block], pages: Sequence[Page], at: int, other: int) -> bool:
    """Whether lines are no part of what the page says: its header, footer and number, or a word that the table goes on."""
    return all(isinstance(block, Line) and _is_furniture(block, pages, at, other) for block in blocks)


def _is_furniture(line: Line, pages: Sequence[Page], at: int, other: int) -> bool:
    text = squeeze(line.text)
    if not text or _CONTINUES.search(text) or marks_of(line, pages[at]):
        return True
    bare, box, height = _WITHOUT_NUMBERS.sub("", text), line.box, pages[at].height
    if box is None or len(bare) < 2 or TOP * height < (box.y0 + box.y1) / 2 < BOTTOM * height:
        return False
    others = (pages[place] for place in {other, at - 1, at + 1} - {at} if 0 <= place < len(pages))
    return any(
        isinstance(block, Line) and block.box is not None and abs(block.box.y0 - box.y0) <= SAME_HEIGHT
        and _WITHOUT_NUMBERS.sub("", squeeze(block.text)) == bare
        for page in others for block in page.blocks
    )  # fmt: skip


def _joined_with(last: _Open, pages: Sequence[Page], at: int) -> tuple[Table, set[int]] | None:
    """The open table with what stands first on the page ``at``, and the ids of the blocks that went into it."""
    captions = {squeeze(block.text) for block in pages[last.page].blocks if isinstance(block, Line)}
    lead: list[Line] = []
    for block in pages[at].blocks:
        if isinstance(block, Table):
            if any(
                not _is_furniture(line, pages, at, last.page) and squeeze(line.text) not in captions for line in lead
            ):
                break
            table = _one_table(last.table, block, slack=pages[at].read == "ocr")
            return None if table is None else (table, {id(block)})
        lead.append(block)
    if last.table.method != "aligned":
        return None
    loose = [
        line for line in lead if not _is_furniture(line, pages, at, last.page) and squeeze(line.text) not in captions
    ]
    found = rows_below(last.table, loose, pages[at].number)
    if found is None:
        return None
    more, used = found
    table = _one_table(last.table, more, slack=False)
    return None if table is None else (table, used)


# --- two tables as one -----------------------------------------------------------------------------------------------


def _one_table(upper: Table, lower: Table, *, slack: bool) -> Table | None:
    """Both as one table where the lower one goes on with the columns of the upper; None where it does not."""
    onto = columns_onto(lower, upper, slack=slack)
    if onto is None:
        return None
    above, below = _rows(upper), [{onto[c][0]: cell for c, cell in row.items()} for row in _rows(lower)]
    heading = _heading(above)
    repeated = _repeated(above[:heading], below)
    if not below[repeated:] or _is_closed(above) or not _is_list(above[heading:], below[repeated:], heading, repeated):
        return None
    if not repeated and _is_other_heading(above[heading:], below):
        return None
    cut = _is_cut(above[heading:], below[repeated:])
    cells = {id(cell): cell for cell in upper.cells}
    if cut:
        for c, cell in below[repeated].items():
            whole = above[-1][c]
            turn = len(whole.lines) if whole.turn is None else whole.turn
            cells[id(whole)] = replace(whole, lines=(*whole.lines, *cell.lines), turn=turn)
    first, shift = repeated + cut, upper.n_rows - repeated - cut
    parted = {} if cut else _parted(upper, lower, onto, repeated)
    for cell, rest in parted.values():
        cells[id(cell)] = replace(cell, rowspan=cell.rowspan + rest.rowspan)
    moved = [
        replace(cell, row=cell.row + shift, col=onto[cell.col][0], page=lower.page,
                colspan=sum(onto[c][1] for c in range(cell.col, min(cell.col + cell.colspan, lower.n_cols))))
        for cell in lower.cells if cell.row >= first and not (cell.row == repeated and onto[cell.col][0] in parted)
    ]  # fmt: skip
    return replace(upper, cells=(*cells.values(), *moved), n_rows=upper.n_rows + lower.n_rows - first)


def _parted(upper: Table, lower: Table, onto: Onto, first: int) -> dict[int, tuple[Cell, Cell]]:
    """Cells over several rows that the page parts, by their column: the last one above and the blank rest of it below.

    What names the rows of such a list stands in its first column once for several rows, so that a blank there, at the top
    of a page, is no row without a name.
    """
    last = {cell.col: cell for cell in upper.cells if cell.row + cell.rowspan == upper.n_rows}
    begun = {onto[cell.col][0]: cell for cell in lower.cells if cell.row == first}
    blank = {c for c, cell in begun.items() if not cell.text.strip()}
    grouped = {cell.col for cell in upper.cells if cell.rowspan > 1}
    grouped |= {onto[cell.col][0] for cell in lower.cells if cell.rowspan > 1 and cell.row > first}
    if 0 not in blank or blank == begun.keys() or not blank <= grouped & last.keys():
        return {}
    return {c: (last[c], begun[c]) for c in blank if last[c].text.strip() and last[c].colspan == begun[c].colspan}


def _rows(table: Table) -> list[Row]:
    """The filled cells of each row by the column in which they begin; a cell over several rows stands in its first."""
    rows: list[Row] = [{} for _ in range(table.n_rows)]
    for cell in table.cells:
        if any(line.text.strip() for line in cell.lines) and cell.row < table.n_rows:
            rows[cell.row][cell.col] = cell
    return rows


def _heading(rows: Sequence[Row]) -> int:
    """How many rows from the top are words alone."""
    found = next((k for k, row in enumerate(rows) if any(is_number(cell.text) for cell in row.values())), len(rows))
    return found if found <= 3 else 1


def _repeated(heading: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows of the heading stand again at the top of the next page."""
    count = 0
    for one, two in zip(heading, below, strict=False):
        both = one.keys() & two.keys()
        alike = sum(SequenceMatcher(None, squeeze(one[c].text), squeeze(two[c].text)).ratio() >= ALIKE for c in both)
        if not one or not two or alike < ALIKE * max(len(one), len(two)):
            break
        count += 1
    return count


def _is_closed(rows: Sequence[Row]) -> bool:
    """Whether the last row totals the list."""
    texts = [squeeze(cell.text) for _, cell in sorted(rows[-1].items())][:2] if rows else []
    return any(_TOTAL.match(text) for text in texts)


def _is_list(body: Sequence[Row], below: Sequence[Row], heading: int, repeated: int) -> bool:
    """Whether rows are headed: by a heading that is repeated, or by one over columns of numbers that the rows below have too."""
    if repeated:
        return True
    return heading > 0 and bool(_number_columns(body or below) & _number_columns(below))


def _number_columns(rows: Sequence[Row]) -> set[int]:
    columns = {c for row in rows for c in row}
    out = set()
    for c in columns:
        texts = [row[c].text for row in rows if c in row]
        if sum(map(is_number, texts)) >= NUMBERS * len(texts):
            out.add(c)
    return out


def _is_other_heading(body: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether the first row on the next page heads columns of its own: words where numbers stand above or below it."""
    first, numbers = below[0], _number_columns(body) | _number_columns(below[1:])
    return (
        len(first) >= 2
        and not any(is_number(cell.text) for cell in first.values())
        and len(numbers & first.keys()) >= 2
    )


def _is_cut(body: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether the first row below is the rest of the last one above: what numbers the rows is missing in it, and it adds
    only words to words."""
    if not body or len(body) + len(below) < 3:
        return False
    first, last, others = below[0], body[-1], [*body, *below[1:]]
    texts = [cell.text for cell in first.values()]
    if (
        not first
        or any(is_number(text) for text in texts)
        or any(_ANY_TOTAL.search(squeeze(text)) for text in texts[:2])
    ):
        return False
    keys = {c for c in _number_columns(others) if all(c in row for row in others)}
    plain = all(c in last and not is_number(last[c].text) and last[c].rowspan == 1 for c in first)
    return bool(keys) and keys.isdisjoint(first) and plain
