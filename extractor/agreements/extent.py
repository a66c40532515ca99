"""How far a section of special agreements goes: from its heading to whatever shows its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.agreements.headings import BOXED_WORDS, heading_at, is_label, is_title, opens_other, says_none
from extractor.agreements.items import inline_numbers
from extractor.agreements.stream import Placed, is_header_cell, mark_of
from extractor.document import Line
from extractor.evidence.lines.numbering import Mark, mark_at
from extractor.text.fold import squeeze

_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百\d]{1,3}条"
)  # of the insurance clauses, after agreements without numbers
LOOK_AHEAD = 12  # lines in which the next number must come for an unnumbered line to belong to its item


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the stream that is a section: the heading at ``head``, content from ``start`` to ``stop``."""

    head: int
    start: int
    stop: int
    end_seen: str
    strong: bool
    parts: tuple[Placed, ...] = ()


def extent(stream: Sequence[Placed], at: int, strong: bool, lines: int, offset: int, words: str) -> Found | None:
    """The content that follows a heading, and what ended it."""
    head = stream[at]
    parts: list[Placed] = []
    last_line = stream[at + lines - 1]
    if last_line.line.text[offset:].strip():
        parts.append(_cut(last_line, offset))
    start = at + lines
    in_right_cell = (
        head.table is not None
        and start < len(stream)
        and stream[start].table == head.table
        and stream[start].row == head.row
        and stream[start].col > head.col
        and len(stream[start].cell_text) > 1
    )
    parent = mark_at(head.line.text)
    state = _Reading(parent, parts)
    at = start
    end = ""
    headers: set[str] = set()
    while at < len(stream):
        header = is_header_cell(stream[at])
        if not (header and stream[at].cell_text in headers):  # else the list goes on in the table of the next page
            end = state.ends_at(stream, at, head, in_right_cell)
        if end:
            break
        if header:
            headers.add(stream[at].cell_text)
        else:
            state.take(stream[at])
        at += 1
    if at >= len(stream):
        end = "the end of the paper"
    if not state.parts:
        return None
    return Found(head=start - lines, start=start, stop=at, end_seen=end, strong=strong, parts=tuple(state.parts))


def _cut(placed: Placed, offset: int) -> Placed:
    line = placed.line
    box = line.box_of(offset, len(line.text))
    edges = line.edges[offset:] if line.edges else None
    rest = Line(line.text[offset:], box, edges, line.confidence, line.where, "", line.bold, line.size)
    return Placed(
        rest,
        placed.page,
        placed.table,
        placed.row,
        placed.col,
        placed.colspan,
        placed.cell_text,
        placed.first_in_cell,
        placed.n_cols,
    )


def _may_begin(mark: Mark, least: int = 0) -> bool:
    """Whether a list may begin with ``mark``: its first number, a sign without one, or whichever code the insurer's catalogue has."""
    return mark.catalogued or mark.number is None or least <= mark.number <= 1


class _Reading:
    """What has been taken of a section so far: the numbering in use, the last number, whether a sentence is open."""

    def __init__(self, parent: Mark | None, parts: list[Placed]) -> None:
        self.parent = parent
        self.parts: list[Placed] = []
        self.style: str | None = None
        self.number: int | None = None
        self.nested: Mark | None = None  # the last number of a list inside the item being read
        self.stopless = False
        for part in parts:
            self.take(part)

    def take(self, placed: Placed) -> None:
        mark = mark_of(placed)
        if mark and self.style is None and (not self.parts or (len(self.parts) <= 4 and _may_begin(mark))):
            self.style, self.number = mark.style, mark.number
        elif mark and mark.style == self.style and self.follows(mark):
            self.stopless = self.stopless or not self.closed
            self.number, self.nested = mark.number, None
        elif mark and self.style is not None and mark.style != self.style:
            self.nested = mark
        if self.style is not None:
            inline = inline_numbers(placed.line.text, self.style, self.number)
            self.number = inline if inline is not None else self.number
        self.parts.append(placed)

    def follows(self, mark: Mark) -> bool:
        """Whether the mark carries on the list, a number or two lost on the way."""
        if mark.style != self.style:
            return False
        return mark.catalogued or mark.number is None or self.number is None or 0 < mark.number - self.number <= 3

    def _follows_nested(self, mark: Mark | None) -> bool:
        """Whether the mark is the next number of the list inside the item: the last item's list ends with no number after it."""
        inner = self.nested
        if mark is None or inner is None or mark.style != inner.style or mark.number is None or inner.number is None:
            return False
        return mark.number == inner.number + 1

    @property
    def closed(self) -> bool:
        """Whether the last sentence is over. Some lists have no full stops at all; there a line that is not full is."""
        text = self.parts[-1].line.text.rstrip() if self.parts else ""
        if text[-1:] in "。！!；;" or says_none(text):
            return True
        return self.stopless and not self._full(self.parts[-1].line)

    def _full(self, line: Line) -> bool:
        """Whether the line reaches the right edge, so that its sentence may go on."""
        if line.box is None:
            return False
        edge = max(part.line.box.x1 for part in self.parts if part.line.box)
        return line.box.x1 > edge - 3 * line.box.height

    def ends_at(self, stream: Sequence[Placed], at: int, head: Placed, in_right_cell: bool) -> str:
        """What ends the section before ``stream[at]``; "" when the line belongs to it."""
        placed = stream[at]
        text = squeeze(placed.line.text)
        mark = mark_of(placed)
        if mark and self.style is not None and self.follows(mark) and not self._is_sibling(mark, text):
            return ""
        if self.style is None and not self.parts and mark and _may_begin(mark, least=1):
            return ""
        table_change = self._table_end(stream, at, head, in_right_cell)
        if table_change:
            return table_change
        if placed.table is not None and head.table == placed.table and in_right_cell:
            return ""
        if mark and self._is_sibling(mark, text):
            return "the next section"
        if self.parts and BOXED_WORDS.match(text) and BOXED_WORDS.match(head.line.text):
            return "the next section"
        if not self.parts:
            return opens_other(text, sentence_open=False)
        if self.style not in (None, "item") and _ARTICLE.match(text):
            return "the next section"
        if self._follows_nested(mark) and not opens_other(text, sentence_open=False) and heading_at(stream, at) is None:
            return ""
        if self._continues(stream, at):
            return ""
        other = opens_other(text, sentence_open=not self.closed)
        if other:
            return other
        if heading_at(stream, at) is not None:
            return "the next section"
        if self.style is not None:
            if not self.closed:
                return ""
            return "the next section" if not self._resumes(stream, at) else ""
        if self.closed and (is_title(text) or is_label(text)):
            return "the next section"
        if self.closed and _ARTICLE.match(text):
            return "the next section"
        return ""

    def _is_sibling(self, mark: Mark, text: str) -> bool:
        """A heading on the level of this section's own heading: 五、特别约定 … 六、其他."""
        if not self.parent or mark.style != self.parent.style or mark.number is None or self.parent.number is None:
            return False
        if mark.number - self.parent.number not in (1, 2):
            return False
        if self.style != mark.style:
            return True
        return is_title(text) or (self.number is not None and mark.number != self.number + 1)

    def _continues(self, stream: Sequence[Placed], at: int) -> bool:
        """An open sentence goes on, if the line is not plainly something else."""
        placed = stream[at]
        text = squeeze(placed.line.text)
        return not self.closed and not opens_other(text, sentence_open=True) and heading_at(stream, at) is None

    def _resumes(self, stream: Sequence[Placed], at: int) -> bool:
        """Whether the list's next number comes soon, with nothing in between that ends the section."""
        for placed in stream[at : at + LOOK_AHEAD]:
            text = squeeze(placed.line.text)
            mark = mark_of(placed)
            if mark and mark.number is not None and self.follows(mark):
                return not self._is_sibling(mark, text)
            if opens_other(text, sentence_open=False) or is_title(text):
                return False
        return False

    def _table_end(self, stream: Sequence[Placed], at: int, head: Placed, in_right_cell: bool) -> str:
        placed = stream[at]
        previous = self.parts[-1] if self.parts else head
        if placed.table == previous.table:
            if placed.table is None:
                return ""
            if in_right_cell and placed.table == head.table:
                if placed.row != previous.row and placed.col <= head.col:
                    return "the end of its cell"
                return ""
            if placed.row != previous.row:
                return self._row_end(stream, at)
            return ""
        turned = placed.page != previous.page
        if (
            previous.table is not None
            and placed.table is None
            and head.table is not None
            and in_right_cell
            and not turned
        ):
            return "the end of its cell"
        if previous.table is not None and in_right_cell and turned and self.parts and self.closed:
            return "the end of its cell"
        if placed.table is not None:
            row = [p for p in stream[at : at + 40] if p.table == placed.table and p.row == placed.row]
            cells = {p.col: p for p in row}
            fields = len(cells) > 2 or (len(cells) == 2 and not mark_of(row[0]) and not is_header_cell(stream[at]))
            if fields and (self.closed or not turned):
                return "the next table"
            if opens_other(placed.cell_text, sentence_open=False):
                return "the next section"
        return ""

    def _row_end(self, stream: Sequence[Placed], at: int) -> str:
        """In a table below its heading: a row of labels and values is no agreement."""
        placed = stream[at]
        row = [p for p in stream[at : at + 60] if p.table == placed.table and p.row == placed.row]
        cells = {p.col for p in row}
        if mark_of(row[0]) and not (len(cells) > 2):
            return ""
        if len(cells) >= 2 and len(placed.cell_text) <= 12 and not is_header_cell(stream[at]):
            return "the next section"
        if self.closed and (
            opens_other(placed.cell_text, sentence_open=False) or (is_title(placed.cell_text) and not mark_of(placed))
        ):
            return "the next section"
        return ""
