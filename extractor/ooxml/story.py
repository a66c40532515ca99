"""One story of a DOCX (body, header, footnote) as blocks in document order: every word that is printed, once.

What is followed: content controls, insertions, hyperlinks, fields' results, text boxes (the drawing or its fallback,
never both), nested tables. What is left out: deletions, field codes, hidden text, prompts of unfilled controls.
Source: ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.document import Block, Cell, Line, Table
from extractor.errors import Damaged, TooLarge
from extractor.ooxml.numbering import LEVELS, Numbering, W
from extractor.ooxml.styles import Style, Styles, list_place, points, switch
from extractor.ooxml.symbols import glyph, is_symbol_font

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"

_WRAPPERS = "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent"
_THROUGH = frozenset(W + name for name in _WRAPPERS)
"""Wrappers that print what they hold."""
_DEPTH = 40
"""Tables and text boxes nested deeper than this are no paperwork."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story needs from the rest of the document; numbering counts on through all stories."""

    styles: Styles
    numbering: Numbering
    cells: int
    used: list[int] = field(default_factory=lambda: [0])
    tables: list[int] = field(default_factory=lambda: [0])


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being gathered: text with newlines for soft breaks, and what floats beside it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    bold: bool | None = None
    size: float | None = None


class Story:
    """Reads one story. ``images`` gathers the relationship ids of its pictures, ``breaks`` nothing else is kept."""

    def __init__(self, setting: Setting, place: str = "") -> None:
        self._setting = setting
        self._place = place
        self._fields: list[bool] = []
        self._count = 0
        self.images: list[str] = []

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
                if not _is_prompt(child):
                    yield from self._inside(child, where, depth)
            elif tag in _THROUGH:
                yield from self._blocks(child, where, depth + 1)
            elif tag == MC + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    yield from self._blocks(chosen, where, depth + 1)

    def _inside(self, control: etree._Element, where: str | None, depth: int) -> Iterator[Block]:
        content = control.find(W + "sdtContent")
        if content is not None:
            yield from self._blocks(content, where, depth + 1)

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, where: str | None, depth: int) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        style_name = _style_name(properties) or self._setting.styles.default
        style = self._setting.styles.get(style_name)
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
            elif tag in _THROUGH:
                self._inline(child, gathered, style)
            elif tag == W + "sdt":
                self._control(child, gathered, style)
            elif tag in (M + "oMath", M + "oMathPara"):
                gathered.parts.append("".join(text.text or "" for text in child.iter(M + "t")))
            elif tag == MC + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self._inline(chosen, gathered, style)

    def _control(self, control: etree._Element, gathered: _Paragraph, style: Style) -> None:
        ticked = _ticked(control)
        content = control.find(W + "sdtContent")
        if ticked is not None:
            gathered.parts.append("☑" if ticked else "☐")
        elif content is not None and not _is_prompt(control):
            self._inline(content, gathered, style)

    def _run(self, run: etree._Element, gathered: _Paragraph, style: Style) -> None:
        properties = run.find(W + "rPr")
        hidden = switch(properties, "vanish")
        if style.hidden if hidden is None else hidden:
            return
        before = len(gathered.parts)
        self._run_content(run, gathered, _font(properties))
        if any(part.strip() for part in gathered.parts[before:]):
            bold, size = switch(properties, "b"), points(properties)
            bold = bool(style.bold if bold is None else bold)
            gathered.bold = bold if gathered.bold is None else gathered.bold and bold
            gathered.size = gathered.size or size or style.size

    def _run_content(self, run: etree._Element, gathered: _Paragraph, font: str) -> None:
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child, gathered)
            elif not all(self._fields):
                continue
            elif tag == W + "t":
                text = (child.text or "").replace("\n", " ").replace("\t", " ")
                gathered.parts.append("".join(glyph(font, ord(c)) for c in text) if is_symbol_font(font) else text)
            elif tag in (W + "tab", W + "ptab"):
                gathered.parts.append(" ")
            elif tag in (W + "br", W + "cr"):
                gathered.parts.append("\n")
            elif tag == W + "sym":
                code = child.get(W + "char", "")
                gathered.parts.append(glyph(child.get(W + "font", ""), _hex(code)))
            elif tag == W + "noBreakHyphen":
                gathered.parts.append("-")
            elif tag == W + "ruby":
                for base in child.iterfind(f"{W}rubyBase/{W}r"):
                    self._run_content(base, gathered, font)
            elif tag == MC + "AlternateContent":
                self._alternate(child, gathered, font)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, gathered)

    def _alternate(self, element: etree._Element, gathered: _Paragraph, font: str) -> None:
        chosen = _chosen(element)
        if chosen is not None:
            self._run_content(chosen, gathered, font)

    def _field(self, mark: etree._Element, gathered: _Paragraph) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._form_field(mark, gathered)
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _form_field(self, mark: etree._Element, gathered: _Paragraph) -> None:
        box = mark.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            ticked = switch(box, "checked")
            gathered.parts.append("☑" if (switch(box, "default") if ticked is None else ticked) else "☐")
        choices = mark.find(f"{W}ffData/{W}ddList")
        if choices is not None:
            entries = [entry.get(W + "val", "") for entry in choices.iterfind(W + "listEntry")]
            chosen = choices.find(W + "result")
            chosen = choices.find(W + "default") if chosen is None else chosen
            index = "0" if chosen is None else chosen.get(W + "val", "0")
            if index.isdecimal() and int(index) < len(entries):
                gathered.parts.append(entries[int(index)])

    def _drawing(self, drawing: etree._Element, gathered: _Paragraph) -> None:
        gathered.boxes.extend(_text_boxes(drawing))
        for picture in drawing.iter(A + "blip", V + "imagedata"):
            name = picture.get(R + "embed") or picture.get(R + "id")
            if name and name not in self.images:
                self.images.append(name)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        rows = [row for row in _through(table, W + "tr") if not _deleted(row)]
        frame = _frame(rows)
        if frame is not None:
            yield from self._blocks(frame, None, depth + 1)
            return
        self._setting.tables[0] += 1
        name = f"{self._place}表{self._setting.tables[0]}"
        grid = _Grid()
        nested: list[etree._Element] = []
        for row in rows:
            grid.start_row(_skipped(row, "gridBefore"))
            for element in _through(row, W + "tc"):
                self._spend()
                span = max(1, _span(element))
                if grid.continues(element, span):
                    continue
                where = f"{name} 第{grid.row + 1}行第{grid.col + 1}列"
                grid.add(self._cell_lines(element, where, depth, nested), span, where, _merge(element) == "restart")
        if grid.cells:
            yield grid.table()
        for inner in nested:
            yield from self._table(inner, depth + 1)

    def _cell_lines(
        self, cell: etree._Element, where: str, depth: int, nested: list[etree._Element]
    ) -> tuple[Line, ...]:
        lines: list[Line] = []
        for part in self._cell_parts(cell, where, depth, nested.append):
            lines.append(part)
        return tuple(lines)

    def _cell_parts(
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
                if content is not None and not _is_prompt(child):
                    yield from self._cell_parts(content, where, depth + 1, keep)
            elif child.tag in _THROUGH:
                yield from self._cell_parts(child, where, depth + 1, keep)

    def _spend(self) -> None:
        self._setting.used[0] += 1
        if self._setting.used[0] > self._setting.cells:
            raise TooLarge("表格单元格过多")


class _Grid:
    """Cells being placed: the column pointer, and which merged cell is open in each column."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, int, int, tuple[Line, ...], str]] = []
        self.row, self.col, self._width = -1, 0, 0
        self._open: dict[int, int] = {}

    def start_row(self, skipped: int) -> None:
        self.row += 1
        self.col = skipped

    def continues(self, element: etree._Element, span: int) -> bool:
        """Whether this cell only carries on the merged cell above it; then that cell grows and the pointer moves."""
        opened = self._open.get(self.col)
        if _merge(element) == "continue" and opened is not None and not _has_text(element):
            row, col, _, colspan, lines, where = self.cells[opened]
            if col + colspan > self.col and row < self.row:
                self.cells[opened] = (row, col, self.row - row + 1, colspan, lines, where)
                self.col += span
                return True
        return False

    def add(self, lines: tuple[Line, ...], span: int, where: str, opens: bool) -> None:
        self.cells.append((self.row, self.col, 1, span, lines, where))
        for col in range(self.col, self.col + span):
            if opens:
                self._open[col] = len(self.cells) - 1
            else:
                self._open.pop(col, None)
        self.col += span
        self._width = max(self._width, self.col)

    def table(self) -> Table:
        cells = tuple(
            Cell(row, col, lines, rowspan, colspan, where=where)
            for row, col, rowspan, colspan, lines, where in self.cells
        )
        return Table(cells, self.row + 1, self._width, method="native")


def _through(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Children of this tag, those inside content controls and insertions included."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _through(content, wanted)
        elif child.tag in _THROUGH:
            yield from _through(child, wanted)


def _frame(rows: list[etree._Element]) -> etree._Element | None:
    """The only cell of a table that is just a frame drawn around other tables."""
    if len(rows) != 1:
        return None
    cells = list(_through(rows[0], W + "tc"))
    return cells[0] if len(cells) == 1 and next(_through(cells[0], W + "tbl"), None) is not None else None


def _deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _skipped(row: etree._Element, name: str) -> int:
    element = row.find(f"{W}trPr/{W}{name}")
    said = "" if element is None else element.get(W + "val", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 0


def _span(cell: etree._Element) -> int:
    element = cell.find(f"{W}tcPr/{W}gridSpan")
    said = "" if element is None else element.get(W + "val", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 1


def _merge(cell: etree._Element) -> str:
    element = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if element is None else element.get(W + "val", "continue")


def _has_text(element: etree._Element) -> bool:
    return any((text.text or "").strip() for text in element.iter(W + "t"))


def _style_name(properties: etree._Element | None) -> str:
    element = None if properties is None else properties.find(W + "pStyle")
    return "" if element is None else element.get(W + "val", "")


def _font(properties: etree._Element | None) -> str:
    element = None if properties is None else properties.find(W + "rFonts")
    return "" if element is None else element.get(W + "ascii", "") or element.get(W + "hAnsi", "")


def _hex(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0


def _is_prompt(control: etree._Element) -> bool:
    """Whether a content control shows only its grey prompt ("单击此处输入文字")."""
    return switch(control.find(W + "sdtPr"), "showingPlcHdr") is True


def _ticked(control: etree._Element) -> bool | None:
    """The state of a check-box control, None for other controls. Its namespace differs by Office version."""
    properties = control.find(W + "sdtPr")
    box = None if properties is None else properties.find("{*}checkbox")
    if box is None:
        return None
    state = box.find("{*}checked")
    if state is None:
        return False
    return next((value for key, value in state.attrib.items() if str(key).endswith("val")), "1") in ("1", "true", "on")


def _chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of mc:AlternateContent that is printed: the first choice with content, else the fallback."""
    choice = next((branch for branch in alternate.iterfind(MC + "Choice") if len(branch)), None)
    return alternate.find(MC + "Fallback") if choice is None else choice


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes below an element, each once; those inside them are found when they are read."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == MC + "AlternateContent":
            chosen = _chosen(child)
            if chosen is not None:
                yield from _text_boxes(chosen)
        elif isinstance(child.tag, str):
            yield from _text_boxes(child)
