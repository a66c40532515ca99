"""The streams of an RTF – body, headers, footnotes, text boxes – as they fill with paragraphs and tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.document import Block, Line
from extractor.errors import TooLarge
from extractor.limits import Limits
from extractor.rtf.tables import Row, RowDefinition, rows_to_table

_DEEPEST_TABLE = 20


@dataclass(slots=True)
class Level:
    """A table being read: its rows, and the cells of the row that is open."""

    rows: list[Row] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    definition: RowDefinition = field(default_factory=RowDefinition)


@dataclass(slots=True)
class Flow:
    """One stream of paragraphs: the body, a header, a footnote, a text box."""

    place: str
    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    bold: bool | None = None
    size: float | None = None
    number: list[str] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    in_table: bool = False
    in_row: bool = False
    depth: int = 1
    count: int = 0


class Flows:
    """All streams of a paper, the body first."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._flows = [Flow("")]
        self._cells = self._tables = self._notes = 0

    def __getitem__(self, number: int) -> Flow:
        return self._flows[number]

    def begin(self, place: str) -> int:
        """A stream of its own; its number."""
        if len(self._flows) > self._limits.cells:
            raise TooLarge("脚注过多")
        self._flows.append(Flow(place))
        return len(self._flows) - 1

    def begin_note(self) -> int:
        """A stream for the next footnote; its number."""
        self._notes += 1
        return self.begin(f"脚注{self._notes}")

    def blocks(self) -> list[Block]:
        """Everything: headers, body, notes, footers."""
        for flow in self._flows:
            self.end(flow)
        return [*self._of("页眉"), *self._flows[0].blocks, *self._of("脚注"), *self._of("页脚")]

    def _of(self, label: str) -> list[Block]:
        """The blocks of the margins of this kind, each text once: every section repeats its own."""
        seen: set[str] = set()
        found: list[Block] = []
        for flow in self._flows[1:]:
            for block in flow.blocks if flow.place.startswith(label) else ():
                if isinstance(block, Line):
                    if label != "脚注" and (block.text in seen or block.text.isdecimal()):
                        continue
                    seen.add(block.text)
                found.append(block)
        return found

    def layout(self, flow: Flow, word: bytes, number: int | None) -> bool:
        """Whether the word is one of paragraphs and tables; then that is done."""
        if word == b"pard":
            flow.in_table, flow.depth = False, 1
        elif word == b"intbl":
            flow.in_table = True
        elif word == b"itap":
            flow.in_table, flow.depth = bool(number), min(max(number or 1, 1), _DEEPEST_TABLE)
        elif word == b"trowd":
            flow.in_row = True
            self._level(flow).definition = RowDefinition()
        elif word in _EDGES:
            _EDGES[word](self._level(flow).definition, number or 0)
        elif word in (b"cell", b"nestcell"):
            self._end_cell(flow, 1 if word == b"cell" else max(2, flow.depth))
        elif word in (b"row", b"nestrow"):
            self._end_row(flow, 1 if word == b"row" else max(2, flow.depth))
        else:
            return False
        return True

    def _level(self, flow: Flow, depth: int = 0) -> Level:
        while len(flow.levels) < (depth or flow.depth):
            flow.levels.append(Level())
        return flow.levels[(depth or flow.depth) - 1]

    def end_paragraph(self, flow: Flow, depth: int = 0) -> None:
        lines = self._lines(flow)
        if depth or flow.in_table or flow.in_row:
            self._level(flow, depth).lines.extend(lines)
            return
        self._end_tables(flow, 1)
        if lines:
            flow.count += 1
            place = f"{flow.place}第{flow.count}段"
            flow.blocks.extend(replace(line, where=place) for line in lines)

    def _lines(self, flow: Flow) -> list[Line]:
        texts = [" ".join(text.split(" ")).strip() for text in "".join(flow.parts).split("\n")]
        label = "".join(flow.number).strip()
        texts = [text for text in texts if text] or ([label] if label and flow.in_table else [])
        lines = [
            Line(text, numbering=label if not at and text != label else "", bold=flow.bold, size=flow.size)
            for at, text in enumerate(texts)
        ]
        flow.parts, flow.number, flow.bold, flow.size = [], [], None, None
        return lines

    def _end_cell(self, flow: Flow, depth: int) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise TooLarge("表格单元格过多")
        self.end_paragraph(flow, depth)
        level = self._level(flow, depth)
        level.cells.append(level.lines)
        level.lines = []

    def _end_row(self, flow: Flow, depth: int) -> None:
        level = self._level(flow, depth)
        if "".join(flow.parts).strip() or level.lines:
            self._end_cell(flow, depth)  # words that no \cell ended
        if level.cells:
            level.rows.append((level.definition, level.cells))
            level.cells = []
        if depth == 1:
            flow.in_row = False

    def _end_tables(self, flow: Flow, depth: int) -> None:
        """Tables that nothing continues become blocks: the outer one first, as in a DOCX."""
        for level in flow.levels[depth - 1 :]:
            if level.lines or level.cells:  # the file ends within a row
                level.rows.append((level.definition, [*level.cells, level.lines] if level.lines else level.cells))
            if level.rows:
                self._tables += 1
                flow.blocks.append(rows_to_table(level.rows, f"{flow.place}表{self._tables}"))
        del flow.levels[depth - 1 :]

    def end(self, flow: Flow) -> None:
        if flow.parts or flow.number:
            self.end_paragraph(flow)
        self._end_tables(flow, 1)


def _first(definition: RowDefinition, number: int) -> None:
    definition.merge = "first"


def _next(definition: RowDefinition, number: int) -> None:
    definition.merge = "next"


def _first_down(definition: RowDefinition, number: int) -> None:
    definition.down = "first"


def _next_down(definition: RowDefinition, number: int) -> None:
    definition.down = "next"


def _left(definition: RowDefinition, number: int) -> None:
    definition.left = number


_EDGES = {
    b"cellx": RowDefinition.close, b"trleft": _left, b"clmgf": _first, b"clmrg": _next, b"clvmgf": _first_down, b"clvmrg": _next_down,
}  # fmt: skip
