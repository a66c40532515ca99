"""The paper as units of text that know their neighbours, and every typed value on it with the words that label it.

A ``Unit`` is what a reader takes in at once: a table cell, a printed segment with its wrapped continuation, a paragraph.
A label is found by geometry: before the value in the same unit, in the cell or segment to the left, above it, or in the
column's header; nearer relations weigh more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from extractor.document import Box, Cell, Document, Line, Page, Table
from extractor.evidence.concepts import Formula, Meaning, meaning
from extractor.layout.across import join_tables
from extractor.layout.stacked import stands_upright
from extractor.span import Span
from extractor.text.fold import fold
from extractor.values.scan import Token, scan

_PUNCT = re.compile(r"[\s:：,，;；.。、()（）\[\]【】“”\"'=/|+-]+")
_STRONG = re.compile(r"[;；。\n,，、|]")
_ITEM_NUMBER = re.compile(r"^\s*[（(]?\d{1,2}\s*(?:[、)）]|[.．](?!\d))")
_PAGE_MARK = re.compile(
    r"^\s*(?:第\s*\d+\s*页.{0,14}|[-—]\s*\d{1,4}\s*[-—]|\d{1,3}\s*/\s*\d{1,3}(?:\s*页)?|page\s*\d+.{0,10})\s*$", re.I
)


@dataclass(eq=False, slots=True)
class Unit:
    """A run of text read as one. ``text`` is folded, index for index the same as ``raw``."""

    index: int
    raw: str
    text: str
    pieces: tuple[tuple[int, Line], ...]
    page: int | None
    box: Box | None
    table: Table | None = None
    cell: Cell | None = None
    left: Unit | None = None
    right: Unit | None = None
    above: Unit | None = None
    below: Unit | None = None
    heading: str = ""
    tokens: tuple[Token, ...] = ()
    labels: dict[int, Label] = field(default_factory=dict)
    clauses: dict[int, tuple[tuple[str, float, str], ...]] = field(default_factory=dict)
    turn: int | None = None  # where in the text the next page begins

    @property
    def where(self) -> str | None:
        if self.cell is not None and self.cell.where:
            return self.cell.where
        return self.pieces[0][1].where if self.pieces else None

    @property
    def confidence(self) -> float:
        return min((line.confidence for _, line in self.pieces), default=1.0)

    def span(self, start: int = 0, stop: int | None = None) -> Span:
        """The place of ``text[start:stop]``: one box for each printed line it touches."""
        stop = len(self.text) if stop is None else stop
        raw = self.raw[start:stop]
        lead = len(raw) - len(raw.lstrip())
        start, stop = start + lead, start + len(raw.rstrip())
        boxes = []
        page, turned = self.page, self.turn is not None and start >= self.turn
        for offset, line in self.pieces:
            if self.turn is not None and (offset >= self.turn) != turned:
                continue  # a place is on one page: where the words begin
            a, b = max(start, offset), min(stop, offset + len(line.text))
            if a < b and (box := line.box_of(a - offset, b - offset)):
                boxes.append(box)
        if turned and page is not None:
            page += 1
        return Span(self.raw[start:stop].replace("\n", ""), page, tuple(boxes), self.where)


@dataclass(frozen=True, slots=True)
class Label:
    """Words that may name a value, best first: (text, weight 0…1, relation)."""

    options: tuple[tuple[str, float, str], ...]
    concepts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, options: Iterable[tuple[str, float, str]]) -> Label:
        told = tuple(options)
        return cls(told, frozenset[str]().union(*(meaning(text).concepts for text, _, _ in told)))

    def score(self, wanted: Formula) -> tuple[float, str]:
        """The best option's score under ``wanted`` and the relation that gave it."""
        best, how = 0.0, ""
        if not wanted.possible(self.concepts):
            return best, how
        for text, weight, relation in self.options:
            if weight > best:
                got = wanted.score(meaning(text)) * weight
                if got > best:
                    best, how = got, relation
        return best, how

    @property
    def meanings(self) -> Meaning:
        return meaning(self.options[0][0]) if self.options else meaning("")


@dataclass(frozen=True, slots=True)
class Slot:
    """A label and the text that stands where its value would: ``unit.text[start:stop]``."""

    label: str
    unit: Unit
    start: int
    stop: int
    relation: str
    weight: float

    @property
    def text(self) -> str:
        return self.unit.text[self.start : self.stop].strip()


class Sheet:
    """A document as units, built once and read by every field finder."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units: list[Unit] = []
        self.tables: list[tuple[Table, list[Unit]]] = []
        self._by_kind: dict[tuple[str, ...], tuple[tuple[Unit, Token], ...]] = {}
        heading = ""
        for page in join_tables(document.pages):
            heading = self._add_page(page, heading)
        for unit in self.units:
            tokens = scan(unit.text if len(unit.text) < 4000 else unit.text[:4000])
            if tokens and tokens[0].kind == "number" and _ITEM_NUMBER.match(unit.text):
                tokens = tokens[1:]
            unit.tokens = tokens

    # -- building

    def _add(
        self,
        page: int | None,
        pieces: list[Line],
        joiner: str = "",
        table: Table | None = None,
        cell: Cell | None = None,
    ) -> Unit:
        offsets, raw, box = [], "", None
        turn = None if cell is None or cell.turn is None else sum(bool(x.text.strip()) for x in cell.lines[: cell.turn])
        for i, line in enumerate(pieces):
            if i > 1 and joiner == "\n" and _headed(pieces) and not _NUMBERED.match(fold(line.text)):
                joiner = ""  # a label over a value that wraps: only the label is a line of its own
            if i:
                # A day and its hour wrapped apart must not run together
                raw += joiner or (" " if _UNFINISHED.search(fold(raw)) and _CLOCK.match(fold(line.text)) else "")
            offsets.append((len(raw), line))
            raw += line.text
            if line.box is not None and (turn is None or i < turn):
                box = line.box if box is None else box.union(line.box)
        unit = Unit(len(self.units), raw, fold(raw), tuple(offsets), page, box, table, cell)
        if turn is not None and turn < len(offsets):
            unit.turn = offsets[turn][0]
        self.units.append(unit)
        return unit

    def _add_page(self, page: Page, heading: str) -> str:
        loose: list[Line] = []
        placed: list[Unit] = []

        def flush() -> None:
            nonlocal heading
            if loose:
                heading, units = self._add_lines(page, list(loose), heading)
                placed.extend(units)
                loose.clear()

        for block in page.blocks:
            if isinstance(block, Line):
                if block.text.strip() and not _is_page_mark(block, page):
                    loose.append(block)
            elif _is_frame(block):
                # rules between rows of a form, no columns: its lines are laid out freely
                loose.extend(line for cell in block.cells for line in cell.lines if line.text.strip())
            else:
                if block.method == "aligned" and loose:
                    block = _with_header(block, loose)
                flush()
                placed.extend(self._add_table(page, _with_wrapped(block), heading))
        flush()
        return heading

    def _add_table(self, page: Page, table: Table, heading: str) -> list[Unit]:
        by_cell: dict[int, Unit] = {}
        units = []
        cards = _rows_of_cards(table)
        for cell in table.cells:
            lines = [line for line in cell.lines if line.text.strip()]
            if not lines:
                continue
            apart = len(lines) > 1 and (_separate(lines) or (cell.row in cards and _ends_early(cell, lines[0])))
            joiner = "\n" if apart else ""
            unit = self._add(cell.page or page.number, lines, joiner, table, cell)
            unit.heading = heading
            by_cell[id(cell)] = unit
            units.append(unit)
        grid = table.rows()
        for unit in units:
            own = unit.cell
            assert own is not None
            row = grid[own.row] if own.row < len(grid) else []
            for c in range(own.col - 1, -1, -1):
                if (
                    (other := row[c] if c < len(row) else None) is not None
                    and id(other) in by_cell
                    and other is not own
                ):
                    unit.left = by_cell[id(other)]
                    break
            for c in range(own.col + own.colspan, table.n_cols):
                if (
                    (other := row[c] if c < len(row) else None) is not None
                    and id(other) in by_cell
                    and other is not own
                ):
                    unit.right = by_cell[id(other)]
                    break
            for r in range(own.row - 1, -1, -1):
                if (other := grid[r][own.col]) is not None and id(other) in by_cell and other is not own:
                    unit.above = by_cell[id(other)]
                    break
            for r in range(own.row + own.rowspan, table.n_rows):
                if (other := grid[r][own.col]) is not None and id(other) in by_cell and other is not own:
                    unit.below = by_cell[id(other)]
                    break
        self.tables.append((table, units))
        return units

    def _add_lines(self, page: Page, lines: list[Line], heading: str) -> tuple[str, list[Unit]]:
        if not self.document.paged or any(line.box is None for line in lines):
            units = [self._add(page.number, [line]) for line in lines]
            for a, b in itertools.pairwise(units):
                a.below, b.above = b, a
            for unit in units:
                if _is_heading(unit.text):
                    heading = unit.text
                unit.heading = heading
            return heading, units
        tall = [line for line in lines if stands_upright(line)]
        if tall and len(tall) < len(lines):
            heading, units = self._add_lines(page, [line for line in lines if not stands_upright(line)], heading)
            return heading, [*self._beside(page, tall, units, heading), *units]
        printed = {id(line): line for line in lines}
        if page.slope:
            lines, printed = _levelled(lines, page.slope)
        rows = _visual_rows(lines)
        right_edge = max(line.box.x1 for line in lines if line.box)
        groups: list[tuple[list[Line], int]] = []  # lines of a unit, index of the row of its first line
        open_groups: list[tuple[list[Line], int]] = []
        for r, row in enumerate(rows):
            fresh: list[tuple[list[Line], int]] = []
            for line in row:
                home = next(
                    (g for g in open_groups if _continues(g[0], line, row, rows[r - 1] if r else [], right_edge)), None
                )
                if home is not None:
                    home[0].append(line)
                    fresh.append(home)
                else:
                    group = ([line], r)
                    groups.append(group)
                    fresh.append(group)
            open_groups = fresh
        by_line: dict[int, Unit] = {}
        units = []
        for members, _ in groups:
            unit = self._add(page.number, [printed[id(line)] for line in members])
            units.append(unit)
            by_line.update((id(member), unit) for member in members)
        for visual in rows:
            for before, after in itertools.pairwise(visual):
                ua, ub = by_line[id(before)], by_line[id(after)]
                if ua is not ub:
                    ub.left = ub.left or ua
                    ua.right = ua.right or ub
        _link_vertically(rows, by_line)
        _link_to_two_lines(units)
        for unit in units:
            if unit.left is None and _is_heading(unit.text):
                heading = unit.text
            unit.heading = heading
        return heading, units

    def _beside(self, page: Page, tall: list[Line], units: list[Unit], heading: str) -> list[Unit]:
        """Units of words set upright; each stands to the left of every row beside it that has nothing else there."""
        out = []
        for line in tall:
            word = self._add(page.number, [line])
            word.heading = heading
            out.append(word)
            for unit in units:
                if unit.left is None and unit.box and line.box and unit.box.x0 >= line.box.x1 and (
                    line.box.y0 <= (unit.box.y0 + unit.box.y1) / 2 <= line.box.y1
                ):  # fmt: skip
                    unit.left, word.right = word, word.right or unit
        return out

    # -- reading

    def tokens(self, *kinds: str) -> Iterator[tuple[Unit, Token]]:
        """Every typed value of the given kinds, in reading order."""
        if kinds not in self._by_kind:
            wanted = frozenset(kinds)
            self._by_kind[kinds] = tuple(
                (unit, token) for unit in self.units for token in unit.tokens if token.kind in wanted
            )
        return iter(self._by_kind[kinds])

    def label(self, unit: Unit, start: int) -> Label:
        """What names the value that begins at ``unit.text[start]``."""
        if (known := unit.labels.get(start)) is None:
            known = unit.labels[start] = Label.of(_label_options(unit, start))
        return known

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every label with the text that stands where its value would."""
        return tuple(_slots(self.units))

    @cached_property
    def text(self) -> str:
        return "\n".join(unit.text for unit in self.units)


def _with_wrapped(table: Table) -> Table:
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
        if all(_carries_on(fold(whole[col]), fold(cell.text)) for col, cell in rows[r].items()):
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


def _carries_on(upper: str, lower: str) -> bool:
    """Whether a cell's text goes on with what stands in the row below it: a moment before its hour, a name before its end,
    a number cut at a dash."""
    upper, lower = upper.strip(), lower.strip()
    if _UNFINISHED.search(upper) and (_CLOCK.match(lower) or re.match(r"(?:19|20)\d\d|[0-2]?\d:\d\d", lower)):
        return True
    if re.search(r"月\s*\d{1,2}$", upper) and re.match(r"日", lower):
        return True
    if _finishes_name(upper, lower):
        return True
    return bool(re.search(r"[A-Z\d]{3}$", upper) and re.match(r"-?[A-Z\d]+$", lower)) and (
        lower.startswith("-") or (len(upper) + len(lower) == 18 and not scan(lower)) or len(upper) + len(lower) == 18
    )


def _is_page_mark(line: Line, page: Page) -> bool:
    """Whether a line is a page's number. "210/205" in the middle of a page is none: two counts side by side."""
    text = fold(line.text)
    if not _PAGE_MARK.match(text):
        return False
    pair = re.fullmatch(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*", text)
    if pair is None or line.box is None or not page.height:
        return True
    margin = line.box.y1 < 0.12 * page.height or line.box.y0 > 0.88 * page.height
    return margin and int(pair[1]) <= int(pair[2])


def _with_header(table: Table, loose: list[Line]) -> Table:
    """The table with the rows of print just above it that fit its columns and are not in it yet: its header, and rows
    whose cells stand so close that they were read as one run. Lines taken in are taken out of ``loose``.
    """
    spans: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.box is not None and cell.colspan == 1 and cell.lines:
            low, high = spans.get(cell.col, (cell.box.x0, cell.box.x1))
            spans[cell.col] = (min(low, cell.box.x0), max(high, cell.box.x1))
    order = sorted(spans)
    if table.box is None or len(order) < 3 or _has_words_on_top(table):
        return table
    cuts = [(spans[a][1] + spans[b][0]) / 2 for a, b in itertools.pairwise(order)]
    taken: list[dict[int, list[Line]]] = []
    top = table.box.y0
    for row in reversed(_visual_rows([line for line in loose if line.box is not None])):
        height = max(line.box.height for line in row if line.box)
        bottom = max(line.box.y1 for line in row if line.box)
        if bottom > top + 0.5 * height or top - bottom > 1.6 * height:
            break
        placed: dict[int, list[Line]] = {}
        for line in row:
            for col, piece in _cut_at(line, cuts):
                placed.setdefault(order[col], []).append(piece)
        if len(placed) < max(2, len(order) - 2):
            break
        taken.append(placed)
        for line in row:
            loose.remove(line)
        top = min(line.box.y0 for line in row if line.box)
        if not any(scan(fold(piece.text)) for pieces in placed.values() for piece in pieces):
            break  # words only: this was the header
    if not taken:
        return table
    taken.reverse()
    added = tuple(
        Cell(r, c, tuple(lines), box=lines[0].box)
        for r, placed in enumerate(taken)
        for c, lines in sorted(placed.items())
    )
    moved = tuple(replace(cell, row=cell.row + len(taken)) for cell in table.cells)
    return replace(table, cells=added + moved, n_rows=table.n_rows + len(taken))


def _has_words_on_top(table: Table) -> bool:
    """Whether the first row is a header already: words without values in most of its columns."""
    first = [cell for cell in table.cells if cell.row == 0 and cell.lines]
    return len(first) >= 3 and not any(scan(fold(cell.text)) for cell in first)


def _cut_at(line: Line, cuts: list[float]) -> list[tuple[int, Line]]:
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


def _is_frame(table: Table) -> bool:
    """Whether the cells are boxes around whole rows or blocks of a form rather than cells of a grid: most of them hold
    words side by side with a gap between, which no cell of a grid does."""
    if table.page is None:
        return False
    filled = [cell for cell in table.cells if cell.lines]
    wide = sum(_side_by_side(cell) for cell in filled)
    return bool(filled) and wide >= max(1, 0.5 * len(filled))


def _side_by_side(cell: Cell) -> bool:
    boxes = [line.box for line in cell.lines if line.box is not None]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            if min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height) and (
                b.x0 - a.x1 > 0.8 * a.height or a.x0 - b.x1 > 0.8 * a.height
            ):
                return True
    return False


def _separate(lines: list[Line]) -> bool:
    """Whether the lines of one cell are separate items (numbered, or each ending early) rather than one wrapped text."""
    if any(line.box is None for line in lines) or _headed(lines):
        return True
    return (
        sum(
            bool(
                re.match(
                    r"\s*(?:\d{1,2}\s*[.、)）]|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)",
                    fold(line.text),
                )
            )
            for line in lines
        )
        >= 2
    )


def _rows_of_cards(table: Table) -> frozenset[int]:
    """The rows in which at least two cells print a label over the value, and most of those with several lines do."""
    headed: dict[int, list[bool]] = {}
    for cell in table.cells:
        lines = [line for line in cell.lines if line.text.strip()]
        if len(lines) > 1:
            headed.setdefault(cell.row, []).append(_headed(lines))
    return frozenset(row for row, told in headed.items() if sum(told) >= max(2, len(told) / 2))


def _ends_early(cell: Cell, first: Line) -> bool:
    """Whether the cell's first line leaves room for two more characters, so that nothing made it wrap."""
    return bool(
        cell.box and first.box and first.text and cell.box.x1 - first.box.x1 > 2 * first.box.width / len(first.text)
    )


def _headed(lines: list[Line]) -> bool:
    """Whether the first line is a label printed over its value: smaller than what follows, or nothing but head words."""
    first, second = lines[0], lines[1]
    text = fold(first.text).strip()
    if len(text) > 18 or (scan(text) and not re.search(r"\D\d{1,2}$", text)):
        return False
    ratio = first.size / second.size if first.size and second.size else 1.0
    words = meaning(text)
    # On a scan sizes are those of boxes: there only a clear difference tells by itself.
    smaller = ratio <= (0.92 if first.confidence == 1.0 or scan(fold(second.text)) else 0.8)
    return smaller or (words.coverage >= 0.8 and words.length >= 2 and not _mid_word(text, fold(second.text)))


def _mid_word(upper: str, lower: str) -> bool:
    """Whether a head word runs over the line break, so that both lines are one label: 每次事故责 / 任限额."""
    return len(lower) <= 6 and not scan(lower) and meaning(upper + lower).coverage >= 0.95


def _is_heading(text: str) -> bool:
    bare = text.strip()
    return 2 <= len(bare) <= 24 and (re.match(r"^(?:[一二三四五六七八九十]+\s*[、.]|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[部章节条]|[A-Z]\.|\d{1,2}\s*[.、]\s*[^\d]|[■◆●▌◇□▍【])", bare) is not None or (len(bare) <= 12 and not re.search(r"[\d:：,，。;；]", bare)))  # fmt: skip


def _levelled(lines: list[Line], slope: float) -> tuple[list[Line], dict[int, Line]]:
    """The lines of a page that lies aslant, moved to where they would stand on a level page, and the way back.

    Boxes are places on the page as given, so a sheet scanned one degree off sets a value eight points above its label.
    """
    out: list[Line] = []
    back: dict[int, Line] = {}
    for line in lines:
        b = line.box
        moved = line
        if b is not None:
            centre = (b.y0 + b.y1) / 2 - slope * (b.x0 + b.x1) / 2
            half = max(0.3 * b.height, (b.height - abs(slope) * b.width) / 2)
            moved = replace(line, box=Box(b.x0, centre - half, b.x1, centre + half))
        out.append(moved)
        back[id(moved)] = line
    return out, back


def _visual_rows(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped by overlapping height, top to bottom, each row left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda li: (li.box.y0 + li.box.y1) if li.box else 0.0):
        box = line.box
        assert box is not None
        for row in rows[-3:][::-1]:
            # the neighbour in the row decides, so that a slightly slanted row stays one
            near = min((other.box for other in row if other.box), key=lambda other: abs(other.x0 - box.x0))
            overlap = min(near.y1, box.y1) - max(near.y0, box.y0)
            if overlap > 0.5 * min(near.height, box.height):
                row.append(line)
                break
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda li: li.box.x0 if li.box else 0.0)
    rows.sort(key=lambda row: row[0].box.y0 if row[0].box else 0.0)
    return rows


_NUMBERED = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}\s*[、.．)）]|第[一二三四五六七八九十\d]+[条章]|[①-⑳●■◆▪·•*☑☐□√-])"
)
_LEADER = re.compile(r"^[^…]{2,24}?(?:…{2,}|\.{4,}|·{4,}|_{4,})")
_COLON_LABEL = re.compile(r"^(?!\d+[:：])[^\s:：,，。;；]{2,14}\s*[:：]")


# "…,每次事故限额200万元,年累计限额" over "100.00万元,保费…": a statement cut between a label and its sum
_AWAITS_SUM = re.compile(
    r"\d[^,;。]*[,;].*(?:限额|上限|额度|保费|保险费|费用)\s*(?:\([^()]{0,4}元\))?\s*:?\s*(?:RMB|CNY|¥|人民币)?$"
)
_SUM_FIRST = re.compile(r"(?:RMB|CNY|¥|人民币)?\s*\d[\d,.]*(?:亿|万)?元?(?:[,;。]|$)")
# "企业自付 500元" under "内含防损投入 ¥5,985.00": one label with its value below another
_PAIRED_ABOVE = re.compile(r"[\u4e00-\u9fff()]{2,12} +\S")
_PAIRED = re.compile(r"[\u4e00-\u9fff()]{2,12} +(?:¥|RMB|\d)")
# What is left of an address that ends in a house number, wrapped to its label's start
_ORPHAN = re.compile(r"[号室栋幢楼层座]{1,2}$")


def _continues(members: list[Line], line: Line, row: list[Line], previous_row: list[Line], right_edge: float) -> bool:
    """Whether ``line`` goes on the text of ``members``: a wrapped paragraph or a wrapped value in its column."""
    last = members[-1]
    a, b = last.box, line.box
    if a is None or b is None:
        return False
    height = min(a.height, b.height)
    if (
        b.y0 - a.y1 > 1.0 * height
        or b.y0 < a.y0 + 0.5 * height
        or abs(a.height - b.height) > 0.25 * max(a.height, b.height)
    ):
        return False
    text = fold(line.text)
    if len(row) == 1 and b.x0 <= a.x0 + 3 * height and _AWAITS_SUM.search(fold(last.text)) and _SUM_FIRST.match(text):
        return True
    if _NUMBERED.match(text) or _LEADER.match(text):
        return False
    if _PAIRED.match(text) and _PAIRED_ABOVE.match(fold(members[0].text)):
        return False
    if _ORPHAN.match(text) and fold(last.text)[-1:].isdigit():
        lefts = [o.box for o in previous_row if o.box is not None and o.box.x0 < a.x1]
        start = lefts[-2] if len(lefts) > 1 and lefts[-1].x0 >= a.x0 else a  # its label, where that stands apart
        return min(abs(a.x0 - b.x0), abs(start.x0 - b.x0)) <= 0.6 * height
    if _COLON_LABEL.match(text) and not (a.x1 >= right_edge - 1.2 * height and _RUNS_ON.search(fold(last.text))):
        return False
    if line.bold is not None and last.bold is not None and line.bold != last.bold:
        return False
    alone = len(row) == 1
    if alone and len(previous_row) == 1:
        # a paragraph: the upper line runs to the right edge, the lower begins at or left of its start
        word = _UNBROKEN.match(text)
        needs = b.width * len(word[0]) / max(1, len(text)) if word else 0.0
        full = a.x1 >= right_edge - max(2.2 * height, needs)
        if _WHOLE_SUM.search(fold(last.text)) and _HAN_FIRST.match(text):
            return False  # a heading under a list that ends in a sum
        # Far left of the line above there is no wrapped paragraph, only what a name in a right-hand block has left over
        shifted = a.x0 - b.x0 > 3 * height and not _finishes_name(fold(last.text), text)
        if (
            full
            and not shifted
            and b.x0 <= a.x0 + 3 * height
            and (
                _finishes_name(fold(last.text), text)
                or not (2 <= len(text) <= 12 and not _ENDED.search(text) and meaning(text).coverage >= 0.8)
            )
        ):
            return True
        return abs(a.x0 - b.x0) <= 0.6 * height and _goes_on(fold(last.text), text, b.y0 - a.y1, height)
    if abs(a.x0 - b.x0) <= 0.6 * height and _finishes_name(fold(last.text), text):
        before = [other for other in row if other.box is not None and other.box.x1 <= b.x0]
        return not before or meaning(before[-1].text).coverage < 0.8  # a label beside it: the next field's value
    if line is row[0] and not alone:
        return False
    # a wrapped value: same left edge, nothing to the left of it in its own row
    same_left = abs(a.x0 - b.x0) <= 0.6 * height
    label_beside = any(other.box is not None and other.box.x1 <= b.x0 and other is not line for other in row)
    return same_left and not label_beside and len(previous_row) > 1 and last is not previous_row[0]


# Printers break a line before a number, never in it: the line above may end well short of the edge
_UNBROKEN = re.compile(r"[¥A-Za-z\d][A-Za-z\d,.%:/-]*")
_WHOLE_SUM = re.compile(r"\d\.\d\d\s*$")
_HAN_FIRST = re.compile(r"[\u4e00-\u9fff]{3,12}$(?<![元角分整])")
# A running line of several labels with their values, cut in the middle of one: "…；行业：铸造；被" / "保险人：…"
_RUNS_ON = re.compile(r"[:：][^;；]+[;；].*[^;；。:：\s]\s*$")
_ENDED = re.compile(r"[。；;]\s*$")
_CLOCK = re.compile(r"^\s*(?:[0-2]?\d\s*[:时点]|[零〇十二]{1,3}\s*时|时|止|起)")
_UNFINISHED = re.compile(
    r"(?:至|到|自|起|[-~—]|[、,，（(])\s*$|\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?\s*$"
    r"|月\s*\d{1,2}\s*日\s*[零〇一二三四十\d]{1,3}\s*$"
)


_NAME_ENDS = re.compile(r"^(?:股?份?有?限?责?任?公?司|公司|限公司|责任公司|有限公司|有限责任公司|支公司|分公司)$")


def _finishes_name(upper: str, lower: str) -> bool:
    """Whether ``lower`` is the rest of a company's name or of an address that a narrow column broke."""
    upper, lower = upper.strip(), lower.strip()
    if lower and _NAME_ENDS.match(lower) and re.search(r"[\u4e00-\u9fff]{4}$", upper) and not upper.endswith("公司"):
        return True
    return (
        bool(re.match(r"^(?:.{0,16}[:：]\s*)?[\u4e00-\u9fff]{2,}(?:省|市|区|县).{2,}", upper))
        and not re.search(r"[号幢室园]$", upper)
        and bool(re.match(r"^[\u4e00-\u9fff\d]{0,12}?(?:路|街|道|大道|巷|村|\d+号|号)", lower))
        and len(lower) <= 24
    )


def _goes_on(upper: str, lower: str, gap: float, height: float) -> bool:
    """Whether ``lower`` finishes what ``upper`` leaves open, by its words: a moment cut before its hour, a range, a name."""
    if _UNFINISHED.search(upper) and _CLOCK.match(lower):
        return True
    if re.search(r"(?:至|到|自|[-~—])\s*$", upper) and re.match(r"\s*(?:19|20)\d\d|\s*二", lower):
        return True
    label_above, label_below = meaning(upper), meaning(lower)
    return gap <= 0.4 * height and len(upper) >= 10 and len(lower) <= len(upper) + 2 and label_above.coverage < 0.6 and label_below.coverage < 0.55 and not scan(lower)  # fmt: skip


def _link_vertically(rows: list[list[Line]], by_line: dict[int, Unit]) -> None:
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


def _link_to_two_lines(units: list[Unit]) -> None:
    """Left and right for a value that stands level with the middle of a label of two lines, as in a cell of a bilingual
    form without upright rules: "Policy Number" over "保单编号" and the number between the two. The line in Chinese names it."""
    for unit in units:
        if unit.left is not None and _CURRENCY.fullmatch(unit.left.text.strip()):
            unit.left = unit.left.left or unit.left  # the sum's sign set apart from it names nothing
    for unit in units:  # a wrapped English name over the Chinese one: the value stands level with its middle
        name = unit.left
        under = None if name is None or name.page is None or _HAS_HAN.search(name.text) else name.below
        if (
            under is not None
            and name is not None
            and name.box
            and under.box
            and under.right is None
            and len(under.text) <= 40
            and _HAS_HAN.search(under.text)
            and abs(under.box.x0 - name.box.x0) <= 0.6 * name.box.height
            and re.search("[A-Za-z]", name.text)
        ):
            unit.left, under.right = under, unit
    loose = [u for u in units if u.left is None and u.box is not None and _HAS_VALUE.search(u.text)]
    if len(loose) < 2:
        return
    labels = [u for u in units if u.right is None and u.box is not None and len(u.text) <= 40]
    for unit in loose:
        box = unit.box
        assert box is not None
        middle = (box.y0 + box.y1) / 2
        near = [
            u
            for u in labels
            if u is not unit
            and u.box is not None
            and u.box.x1 < box.x0
            and abs((u.box.y0 + u.box.y1) / 2 - middle) <= 1.1 * box.height
        ]
        if len(near) != 2 or near[0].box is None or near[1].box is None:
            continue
        upper, lower = sorted(near, key=lambda u: u.box.y0 if u.box else 0.0)
        assert upper.box is not None
        assert lower.box is not None
        if abs(upper.box.x0 - lower.box.x0) > 0.6 * box.height or not upper.box.y0 < middle < lower.box.y1:
            continue
        name = lower if _HAS_HAN.search(lower.text) and not _HAS_HAN.search(upper.text) else upper
        unit.left, name.right = name, unit


_CURRENCY = re.compile(r"RMB|CNY|人民币|¥|US\$|元", re.I)
_HAS_HAN = re.compile("[\u4e00-\u9fff]")
_HAS_VALUE = re.compile(r"\d|公司|[省市县区]")


def strip_label(text: str) -> str:
    return _PUNCT.sub("", text)


def _mostly_value(unit: Unit) -> bool:
    """Whether the unit is itself a value (nothing but typed tokens and marks), so that it cannot label its neighbour."""
    rest, at = [], 0
    for token in unit.tokens:
        rest.append(unit.text[at : token.start])
        at = token.stop
    rest.append(unit.text[at:])
    bare = strip_label("".join(rest))
    return not bare or (bool(unit.tokens) and len(bare) <= 1) or bare in ("无", "不适用", "—", "——", "元", "万元")


def _outside_options(unit: Unit) -> Iterator[tuple[str, float, str]]:
    """Labels outside the unit: left, above, header and row label in a table, then the heading as a faint one."""
    if unit.table is not None and unit.cell is not None:
        left, tail = unit.left, ""
        steps = 0
        while left is not None and steps < 6:
            if not _mostly_value(left):
                tail = _last_label(left)
                yield tail, 1.0 if steps == 0 else 0.8, "cell-left"
                break
            left, steps = left.left, steps + 1
        above = unit.above
        steps = 0
        while above is not None and steps < 40:
            if not _mostly_value(above):
                header = above.text
                upper = above.above
                if upper is not None and upper is not left and _heads_columns(upper):
                    header = f"{upper.text}|{header}"  # the upper storey of the header: the group, or the unit
                if len(meaning(tail).concepts & {"per_person", "per_accident", "aggregate"}) >= 2:
                    tail = ""  # a row for several sums: its columns say which is which
                yield f"{tail}|{header}", 0.95, "header"
                yield header, 0.9 if steps == 0 else 0.8, "header"
                break
            above, steps = above.above, steps + 1
    else:
        left = unit.left
        if left is not None and not _mostly_value(left):
            yield _last_label(left), 1.0, "left"
        elif left is not None and unit.above is not None and not _mostly_value(unit.above):
            yield unit.above.text, 0.9, "above"
        if left is None and unit.above is not None and len(unit.above.text) <= 30 and not _mostly_value(unit.above):
            yield _last_label(unit.above), 0.9, "above"
        elif left is not None and unit.above is not None and len(unit.above.text) <= 30:
            yield _last_label(unit.above), 0.75, "above"


def _heads_columns(unit: Unit) -> bool:
    """Whether a cell over a header can be its upper storey (a group, or the unit of its sums) rather than a value."""
    if len(unit.text) > 30 or unit.tokens:
        return False
    return meaning(unit.text).coverage >= 0.4 or re.search(r"[(（].*[元人年%]", unit.text) is not None


def _last_label(unit: Unit) -> str:
    """The part of a neighbour that can name what follows it: the text after its last value."""
    text = unit.text.rstrip()
    if len(text) <= 48 and not unit.tokens:
        return text
    stop = max((t.stop for t in unit.tokens), default=0)
    tail = text[stop:]
    cut = max((m.end() for m in _STRONG.finditer(tail.rstrip(":：;；,，。"))), default=0)
    tail = tail[cut:]
    return tail if strip_label(tail) else text[-24:]


_FARTHEST = 20
"""Values back to which a label is looked for past others: 0.95 to this power is below every ``least`` that is asked for,
and a line of a thousand numbers would else be looked through a thousand times for each of them."""


_BETWEEN_PARALLEL = re.compile(r"\s*(?:[/／|、]|和|及)\s*(?:人民币)?\s*")
_GROUP = re.compile(r"[(（]([^()（）]*[/／|、][^()（）]*)[)）]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.,&' ]*")


def parallel(unit: Unit, start: int) -> tuple[Token, ...]:
    """The values that stand side by side with "/" between them (41/40, 100万元/3000万元), the one at ``start`` among them;
    empty where it stands alone."""
    at = next((k for k, t in enumerate(unit.tokens) if t.start == start), None)
    if at is None or len(unit.tokens) < 2:
        return ()
    low = high = at
    while low > 0 and _BETWEEN_PARALLEL.fullmatch(unit.text, unit.tokens[low - 1].stop, unit.tokens[low].start):
        low -= 1
    while high + 1 < len(unit.tokens) and _BETWEEN_PARALLEL.fullmatch(
        unit.text, unit.tokens[high].stop, unit.tokens[high + 1].start
    ):
        high += 1
    return unit.tokens[low : high + 1] if high > low else ()


def part_of(label: str, k: int, n: int) -> str | None:
    """What names the ``k``-th of ``n`` values under one label; None where the label has not as many parts.

    >>> part_of("人身伤亡责任(每人/每次/累计)", 1, 3), part_of("No. of Employees / Insured 雇员数/投保数", 1, 2)
    ('人身伤亡责任每次', '投保数')
    >>> part_of("每人限额", 0, 2) is None
    True
    """
    for group in _GROUP.finditer(label):
        parts = [p for p in re.split(r"[/／|、]", group[1]) if p.strip()]
        if len(parts) == n:
            return label[: group.start()] + parts[k] + label[group.end() :]
    bare = _LATIN.sub("", label) if re.search("[\u4e00-\u9fff]", label) else label
    parts = [p for p in re.split(r"[/／|、]", re.sub(r"[(（][^()（）]*[)）]", "", bare)) if strip_label(p)]
    if len(parts) != n:
        return None
    rest = "".join(m[0] for m in re.finditer(r"[(（][^()（）]*[)）]", bare))
    return parts[k].strip() + rest


def _label_options(unit: Unit, start: int, back: int = _FARTHEST) -> Iterator[tuple[str, float, str]]:
    group = parallel(unit, start)
    if group:
        k = next(i for i, t in enumerate(group) if t.start == start)
        split = [
            (part, weight, how)
            for text, weight, how in _options_of(unit, group[0].start, back)
            if (part := part_of(text, k, len(group))) is not None
        ]
        if split:
            yield from split
            return
    yield from _options_of(unit, start, back)


_PER = re.compile(r"\s*[/／]\s*每?(?:人|次|起|案|年)(?![\u4e00-\u9fff])")
_SEPARATED = re.compile(r"[;；,，。]\s*(?:and|以及|及)?\s*(?:人民币|RMB|CNY|¥)?\s*$")


def named_after(unit: Unit, start: int) -> str | None:
    """The words after a value where the values of a unit are each named after themselves, as in "50万元/人，500万元/次" or
    "RMB1,000 any one accident; …"; None elsewhere."""
    sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
    own = next((t for t in sums if t.start == start), None)
    if own is not None and (per := _PER.match(unit.text, own.stop)) is not None:
        return per[0]
    if len(sums) < 2 or sums[0].start > 40 or not any(t.start == start for t in sums):
        return None
    first = unit.text[: sums[0].start]
    if strip_label(first) and not re.search(r"[:：]\s*$|\n\s*$", first):
        return None
    names = []
    for a, b in itertools.pairwise([*sums, None]):
        assert a is not None
        between = unit.text[a.stop : b.start if b is not None else min(len(unit.text), a.stop + 40)]
        if b is not None and not _SEPARATED.search(between):
            return None
        name = re.split("[;；,，。]", between)[0]
        if not strip_label(name):
            return None
        names.append((a.start, name))
    name = dict(names)[start]
    return name if meaning(name).concepts else None


def _options_of(unit: Unit, start: int, back: int) -> Iterator[tuple[str, float, str]]:
    if (named := named_after(unit, start)) is not None:
        yield named, 1.0, "inline-after"
        before = max((t.stop for t in unit.tokens if t.stop <= start), default=0)
        if strip_label(lead := unit.text[before:start]):
            yield f"{lead[-40:]}|{named}", 0.95, "inline"
        for text, weight, how in _outside_options(unit):
            yield f"{text}|{named}", weight, how
        return
    previous = [t for t in unit.tokens if t.stop <= start]
    before = previous[-1].stop if previous else 0
    lead = unit.text[before:start]
    cuts = [m.end() for m in _STRONG.finditer(lead)]
    # A comma right before the value ends no label: "合计，人民币…"
    usable = [c for c in cuts if strip_label(lead[c:])]
    segment = lead[usable[-1] :] if usable else lead
    bare = strip_label(segment)
    colon = re.search(r"[:：]", unit.text[:start])
    head = unit.text[: colon.start()] if colon else ""
    head = head[-24:]
    if bare and not meaning(segment).concepts <= {"words", "digits", "amount"}:
        yield segment[-40:], 1.0, "inline"
        if usable:
            yield lead[-40:], 0.8, "inline"
        if head and colon is not None and colon.start() < before + len(lead) - len(segment):
            yield f"{head}|{segment[-40:]}", 0.9, "inline"
        if unit.heading:
            yield f"{unit.heading}|{segment[-40:]}", 0.85, "inline"
        if previous and back and not re.search(r"[;；。\n]", lead):
            for text, weight, how in _label_options(unit, previous[-1].start, back - 1):
                yield f"{text}|{segment[-24:]}", weight * 0.85, how
                break
        if len(unit.text) <= 80:
            for text, weight, how in _outside_options(unit):
                yield f"{text}|{segment[-24:]}", weight * 0.85, how
        yield from _clause_option(unit, start)
        return
    if previous and back and not re.search(r"[;；。]", lead):
        # "人民币壹万元整（¥10,000.00）": the same label names both
        for text, weight, how in _label_options(unit, previous[-1].start, back - 1):
            yield f"{text}|{segment}", weight * 0.95, how
        yield from _clause_option(unit, start)
        return
    for text, weight, how in _outside_options(unit):
        yield (f"{text}|{segment}" if bare else text), weight, how
        if unit.heading and unit.heading != text:
            yield f"{unit.heading}|{text}", weight * 0.85, how
    after = unit.text[max((t.stop for t in unit.tokens if t.start == start), default=start) :]
    tail = _STRONG.split(after)[0]
    if strip_label(tail):
        yield tail[:24], 0.7, "inline-after"
    yield from _clause_option(unit, start)
    if unit.heading:
        yield unit.heading, 0.6, "heading"


_SO = re.compile(
    r"\s*(?:(?:专门|专项|专款|专|全部|均|将|统一|单独)*(?:用[于作来]|列[作入为]|作为|计入|归入|划入)|即|计|合计|共计|折合)"
)


def _clause_option(unit: Unit, start: int) -> tuple[tuple[str, float, str], ...]:
    """The clause around a value, looked for once: the values after it ask for it too."""
    if (known := unit.clauses.get(start)) is None:
        known = unit.clauses[start] = tuple(_clause_around(unit, start))
    return known


def _clause_around(unit: Unit, start: int) -> Iterator[tuple[str, float, str]]:
    """In running text: the whole clause around a value that is the only one of its kind in it."""
    if len(unit.text) < 24:
        return
    low = max(
        (
            m.end()
            for m in re.finditer(r"[，,。；;\n]", unit.text[:start])
            if not unit.text[m.end() : m.end() + 1].isdigit() or not unit.text[m.start() - 1 : m.start()].isdigit()
        ),
        default=0,
    )
    if re.match(r"\s*(?:即|计|合计|共计|折合)", unit.text[low:start]) and low > 1:
        low = max((m.end() for m in re.finditer(r"[，,。；;\n]", unit.text[: low - 1])), default=0)
    high_match = re.search(r"[。；;\n]|[，,](?!\d)", unit.text[start:])
    high = start + high_match.start() if high_match else len(unit.text)
    while (
        after := _SO.match(unit.text, high + 1)
    ) is not None:  # "提取16%，即6,596.80元，作为事故预防费用" is one statement
        following = re.search(r"[。；;\n]|[，,](?!\d)", unit.text[after.end() :])
        high = after.end() + following.start() if following else len(unit.text)
    token = next((t for t in unit.tokens if t.start == start), None)
    if token is None or sum(t.kind == token.kind and low <= t.start < high for t in unit.tokens) != 1:
        return
    clause = unit.text[low:start] + unit.text[token.stop : high]
    if strip_label(clause):
        yield clause[:60], 0.75, "clause"


_PAIR = re.compile(
    r"(?:^|[\s;；。,，、|)）(（])([^\s:：;；。,，|]{1,24}?(?:\s[^\s:：;；。,，|]{1,4}){0,3}?)\s*(?:[:：](?:(?<=[\u4e00-\u9fff)）][:：])|(?![\d]{2}(?!\d)))|…{2,}|\.{4,}|·{3,}|_{3,})\s*"
)


def _slots(units: list[Unit]) -> Iterator[Slot]:
    for unit in units:
        text = unit.text
        if len(text) > 1500:
            continue
        pairs = list(_PAIR.finditer(text))
        for i, match in enumerate(pairs):
            label = _unclosed(match[1])
            stop = pairs[i + 1].start(1) if i + 1 < len(pairs) else len(text)
            value = text[match.end() : stop].strip(" ;；,，、|")
            if value:
                start = match.end()
                yield Slot(label, unit, start, start + len(text[start:stop].rstrip(" ;；,，、|")), "colon", 1.0)
            elif i + 1 == len(pairs):
                yield from _neighbour_slots(label, unit)
        bare = text.strip()
        if not pairs and len(bare) <= 30:
            yield from _neighbour_slots(bare, unit)
            head, _, rest = bare.partition(" ")
            if rest.strip() and 2 <= len(head) <= 14:
                start = text.index(head) + len(head)
                yield Slot(head, unit, start, len(text), "space", 0.85)
                label, _, value = bare.rpartition(" ")
                if label != head:
                    yield Slot(label, unit, text.rindex(value), len(text), "space", 0.8)
        if "\n" in text:
            head, _, rest = text.partition("\n")
            if len(head.strip()) <= 16 and rest.strip():
                yield Slot(head, unit, len(head) + 1, len(text), "above", 0.9)


def _unclosed(label: str) -> str:
    """The label without the sentence before an opening bracket: "…有限公司(保单号" → "保单号"."""
    cut = max(label.rfind("("), label.rfind("（"))
    return label[cut + 1 :] if cut >= 0 and not re.search("[)）]", label[cut:]) else label


_REFERS = re.compile(r"^[（(]?\s*(?:同|与|和)\s*(?:上|左|前|投保|要保|被保|.{1,8}(?:一致|相同))")


def _neighbour_slots(label: str, unit: Unit) -> Iterator[Slot]:
    if _REFERS.match(label):  # "同投保人" is a value that points at another, it labels nothing
        return
    beside = unit.right if unit.right is not None and not _is_label(unit.right) else None
    if beside is not None:
        yield Slot(label, beside, 0, len(beside.text), "right", 0.95)
    if unit.below is not None and not _is_label(unit.below):
        yield Slot(label, unit.below, 0, len(unit.below.text), "below", 0.92 if beside is None else 0.7)


def _is_label(unit: Unit) -> bool:
    """Whether the unit can only be a label itself: short, all its words head words, no value in it."""
    bare = unit.text.strip(" :：*")
    if _REFERS.match(bare):
        return False
    return 2 <= len(bare) <= 14 and not unit.tokens and meaning(bare).coverage >= 0.9 and meaning(bare).length >= 2
