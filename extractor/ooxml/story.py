"""One story of a DOCX (body, header, footnote) as blocks in document order: every word that is printed, once.

What is followed: content controls, insertions, hyperlinks, fields' results, text boxes (the drawing or its fallback,
never both), nested tables. What is left out: deletions (or, of the paper as it was before its tracked changes, insertions),
field codes, hidden text, prompts of unfilled controls.
Source: ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.document import Block, Change, Line
from extractor.errors import Damaged, TooLarge
from extractor.ooxml.elements import (
    DELETED,
    INSERTED,
    MC,
    THROUGH,
    THROUGH_BEFORE,
    children,
    chosen,
    code_point,
    column_span,
    font,
    frame,
    is_away,
    is_prompt,
    row_merge,
    skipped,
    style_name,
    text_boxes,
    ticked,
)
from extractor.ooxml.form_fields import filled
from extractor.ooxml.images import Image, images_of
from extractor.ooxml.numbering import LEVELS, Numbering, W
from extractor.ooxml.revisions import change_of
from extractor.ooxml.styles import Style, Styles, list_place, points, switch
from extractor.ooxml.symbols import glyph, shown_in
from extractor.ooxml.table_grid import TableGrid

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_DEPTH = 40
"""Tables and text boxes nested deeper than this are no paperwork."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story needs from the rest of the document; numbering counts on through all stories.

    ``before``: the paper is read as it was before its tracked changes, else with all of them accepted.
    """

    styles: Styles
    numbering: Numbering
    cells: int
    before: bool = False
    used: list[int] = field(default_factory=lambda: [0])
    tables: list[int] = field(default_factory=lambda: [0])


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being gathered: text with newlines for soft breaks, and what floats beside it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    changes: list[etree._Element] = field(default_factory=list)
    bold: bool | None = None
    size: float | None = None


class Story:
    """Reads one story. ``images`` gathers the pictures seen on the way, in order; ``changes`` the tracked ones."""

    def __init__(self, setting: Setting, place: str = "") -> None:
        self._setting = setting
        self._through = THROUGH_BEFORE if setting.before else THROUGH
        self._place = place
        self._fields: list[bool] = []
        self._count = 0
        self.images: list[Image] = []
        self.changes: list[Change] = []

    def blocks(self, element: etree._Element) -> list[Block]:
        """The blocks below a body, header, footnote or text box."""
        return list(self._blocks(element, None, 0))

    def _blocks(self, element: etree._Element, where: str | None, depth: int) -> Iterator[Block]:
        if depth > _DEPTH:
            raise Damaged("表格或文本框嵌套过深")
        for child in element:
            tag = child.tag
            if tag == W + "p":
                yield from self._paragraph(child, where, depth)
            elif tag == W + "tbl":
                yield from self._table(child, depth)
            elif tag == W + "sdt":
                if not is_prompt(child):
                    yield from self._inside(child, where, depth)
            elif tag in self._through:
                yield from self._blocks(child, where, depth + 1)
            elif tag == MC + "AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    yield from self._blocks(branch, where, depth + 1)

    def _inside(self, control: etree._Element, where: str | None, depth: int) -> Iterator[Block]:
        content = control.find(W + "sdtContent")
        if content is not None:
            yield from self._blocks(content, where, depth + 1)

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, where: str | None, depth: int) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        style = self._setting.styles.get(style_name(properties) or self._setting.styles.default)
        label = self._label(properties, style)
        gathered = _Paragraph()
        self._inline(element, gathered, style)
        texts = [" ".join(text.split(" ")).strip() for text in "".join(gathered.parts).split("\n")]
        texts = [text for text in texts if text]
        if not texts and label and where is not None:
            texts, label = [label], ""  # a column of automatic numbers: the number is all the cell prints
        if texts and where is None:
            self._count += 1
        place = where or f"{self._place}第{self._count}段"
        self.changes += (change for element in gathered.changes if (change := change_of(element, place)) is not None)
        for index, text in enumerate(texts):
            yield Line(
                text,
                where=place,
                numbering=label if index == 0 else "",
                bold=gathered.bold,
                size=gathered.size,
            )
        for box in gathered.boxes:
            yield from self._blocks(box, where or f"{place}文本框", depth + 1)

    def _label(self, properties: etree._Element | None, style: Style) -> str:
        list_id, level = list_place(properties)
        if list_id is None:
            list_id = style.list_id
            if level is None and list_id is not None:
                level = style.level
                if level is None:
                    level = self._setting.numbering.level_of_style(list_id, style.numbered_by)
        if not list_id or list_id == "0":
            return ""
        return self._setting.numbering.label(list_id, min(level or 0, LEVELS - 1))

    def _inline(self, element: etree._Element, gathered: _Paragraph, style: Style) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child, gathered, style)
            elif tag in self._through:
                if tag in INSERTED:
                    gathered.changes.append(child)
                self._inline(child, gathered, style)
            elif tag in DELETED:
                gathered.changes.append(child)
            elif tag == W + "sdt":
                self._control(child, gathered, style)
            elif tag in (M + "oMath", M + "oMathPara"):
                gathered.parts.append("".join(text.text or "" for text in child.iter(M + "t")))
            elif tag == MC + "AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    self._inline(branch, gathered, style)

    def _control(self, control: etree._Element, gathered: _Paragraph, style: Style) -> None:
        state = ticked(control)
        content = control.find(W + "sdtContent")
        if state is not None:
            gathered.parts.append("☑" if state else "☐")
        elif content is not None and not is_prompt(control):
            self._inline(content, gathered, style)

    def _run(self, run: etree._Element, gathered: _Paragraph, style: Style) -> None:
        properties = run.find(W + "rPr")
        hidden = switch(properties, "vanish")
        if style.hidden if hidden is None else hidden:
            return
        before = len(gathered.parts)
        self._run_content(run, gathered, font(properties))
        if any(part.strip() for part in gathered.parts[before:]):
            bold, size = switch(properties, "b"), points(properties)
            bold = bool(style.bold if bold is None else bold)
            gathered.bold = bold if gathered.bold is None else gathered.bold and bold
            gathered.size = gathered.size or size or style.size

    def _run_content(self, run: etree._Element, gathered: _Paragraph, typeface: str) -> None:
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child, gathered)
            elif not all(self._fields):
                continue
            elif tag == W + "t" or (tag == W + "delText" and self._setting.before):
                text = (child.text or "").replace("\n", " ").replace("\t", " ")
                gathered.parts.append(shown_in(typeface, text))
            elif tag in (W + "tab", W + "ptab"):
                gathered.parts.append(" ")
            elif tag in (W + "br", W + "cr"):
                gathered.parts.append("\n")
            elif tag == W + "sym":
                code = child.get(W + "char", "")
                gathered.parts.append(glyph(child.get(W + "font", ""), code_point(code)))
            elif tag == W + "noBreakHyphen":
                gathered.parts.append("-")
            elif tag == W + "ruby":
                for base in child.iterfind(f"{W}rubyBase/{W}r"):
                    self._run_content(base, gathered, typeface)
            elif tag == MC + "AlternateContent":
                self._alternate(child, gathered, typeface)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, gathered)

    def _alternate(self, element: etree._Element, gathered: _Paragraph, typeface: str) -> None:
        branch = chosen(element)
        if branch is not None:
            self._run_content(branch, gathered, typeface)

    def _field(self, mark: etree._Element, gathered: _Paragraph) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            gathered.parts.extend(filled(mark))
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, drawing: etree._Element, gathered: _Paragraph) -> None:
        gathered.boxes.extend(text_boxes(drawing))
        for image in images_of(drawing):
            if image.name not in [other.name for other in self.images]:
                self.images.append(image)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        before = self._setting.before
        rows = [row for row in children(table, W + "tr", self._through) if not is_away(row, before)]
        framed = frame(rows)
        if framed is not None:
            yield from self._blocks(framed, None, depth + 1)
            return
        self._setting.tables[0] += 1
        name = f"{self._place}表{self._setting.tables[0]}"
        grid = TableGrid()
        nested: list[etree._Element] = []
        for row in rows:
            grid.start_row(skipped(row, "gridBefore"))
            for element in children(row, W + "tc"):
                self._spend()
                span = max(1, column_span(element))
                if grid.continues(element, span):
                    continue
                where = f"{name} 第{grid.row + 1}行第{grid.col + 1}列"
                lines = tuple(self._cell_lines(element, where, depth, nested.append))
                grid.add(lines, span, where, row_merge(element) == "restart")
        if grid.cells:
            yield grid.table()
        for inner in nested:
            yield from self._table(inner, depth + 1)

    def _cell_lines(
        self, element: etree._Element, where: str, depth: int, keep: Callable[[etree._Element], None]
    ) -> Iterator[Line]:
        if depth > _DEPTH:
            raise Damaged("表格嵌套过深")
        for child in element:
            if child.tag == W + "tbl":
                keep(child)
            elif child.tag == W + "p":
                for block in self._paragraph(child, where, depth + 1):
                    if isinstance(block, Line):
                        yield block
                    else:  # a table inside a text box inside a cell: its words stay in the cell
                        yield from (line for cell in block.cells for line in cell.lines)
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None and not is_prompt(child):
                    yield from self._cell_lines(content, where, depth + 1, keep)
            elif child.tag in self._through:
                yield from self._cell_lines(child, where, depth + 1, keep)

    def _spend(self) -> None:
        self._setting.used[0] += 1
        if self._setting.used[0] > self._setting.cells:
            raise TooLarge("表格单元格过多")
