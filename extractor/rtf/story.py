"""The story of an RTF: paragraphs and tables of the body in order, and what stands in the margins and at the foot.

What is left out, as in a DOCX: deletions (or, of the paper as it was before its tracked changes, insertions), field codes,
comments, hidden text; how much of that was hidden is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.document import Block, Change, Line
from extractor.errors import Damaged, TooLarge
from extractor.limits import Limits
from extractor.rtf.characters import Characters, Font, codec_of
from extractor.rtf.days import day_of
from extractor.rtf.tables import Row, RowDefinition, rows_to_table
from extractor.rtf.tokens import Token, tokens

_DEEPEST = 2000
"""Groups inside groups; Word makes some twenty."""
_DEEPEST_TABLE = 20
_THROUGH = frozenset((b"shpinst", b"shptxt", b"nesttableprops", b"ud", b"shppict"))
"""Destinations that a reader may pass over and that hold what is printed."""
_SKIPPED = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"fldinst", b"objdata", b"objclass", b"shprslt", b"nonshppict", b"sp", b"upr",
    b"annotation", b"atnid", b"atnref", b"xe", b"tc", b"rxe", b"themedata", b"nonesttables", b"pntxta", b"pntxtb",
    b"listtable", b"listoverridetable", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn", b"private", b"bkmkstart",
    b"bkmkend", b"filetbl", b"template",
))  # fmt: skip
_MARGINS = {
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "页眉"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "页脚"),
}
_CHARACTERS = {
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": " ", b"tab": " ", b"line": "\n", b"lbr": "\n", b"softline": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": " "}


@dataclass(slots=True)
class _State:
    """What holds within a group. ``take``: ``"text"``, ``"skip"``, ``"fonts"``, ``"number"`` (a list's own label), ``"authors"`` (the
    table of who made tracked changes) or ``"remark"`` (the author of a comment)."""

    take: str = "text"
    font: int = 0
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    author: int = 0  # of the insertion or deletion, as the file counts them
    day: int = 0  # and when, as a DTTM
    bold: bool = False
    size: int = 24  # half points
    flow: int = 0
    opens_flow: bool = False


@dataclass(slots=True)
class _Level:
    """A table being read: its rows, and the cells of the row that is open."""

    rows: list[Row] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    definition: RowDefinition = field(default_factory=RowDefinition)


@dataclass(slots=True)
class _Flow:
    """One stream of paragraphs: the body, a header, a footnote, a text box."""

    place: str
    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    bold: bool | None = None
    size: float | None = None
    number: list[str] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    in_table: bool = False
    in_row: bool = False
    depth: int = 1
    count: int = 0


class Story:
    """Reads an RTF. Afterwards ``hidden`` are the characters nobody sees, ``pictures`` their number, ``changes`` the tracked
    ones, ``remarks`` the authors of its comments, ``cut_off`` whether the file ends within a group.

    With ``before`` it is read as it was before its tracked changes, else with all of them accepted."""

    def __init__(self, limits: Limits, before: bool = False) -> None:
        self._limits = limits
        self._before = before
        self._changes: list[tuple[str, list[str], int, int]] = []
        self._goes_on = False  # whether the last text belongs to the last change
        self._authors = ""
        self.remarks: list[str] = []
        self._characters = Characters()
        self._fonts: dict[int, Font] = {}
        self._default = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._flows = [_Flow("")]
        self._skip = 0
        self._may_skip = False
        self._cells = self._tables = self._notes = 0
        self.hidden = self.pictures = 0
        self.cut_off = False

    def read(self, data: bytes) -> list[Block]:
        """The blocks: headers, body, notes, footers."""
        for token in tokens(data):
            self._take(token)
        self.cut_off = bool(self._stack)
        while self._stack:
            self._close()
        self._flush()
        for flow in self._flows:
            self._end_flow(flow)
        return [*self._of("页眉"), *self._flows[0].blocks, *self._of("脚注"), *self._of("页脚")]

    @property
    def codec(self) -> str:
        """The codec of the file's own code page."""
        return self._characters.codec

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

    # -- tokens --------------------------------------------------------------------------------------------------------

    def _take(self, token: Token) -> None:
        kind, value, number = token
        if kind == "{":
            self._open()
        elif kind == "}":
            self._close()
        elif kind == "word":
            self._may_skip, optional = False, self._may_skip
            self._word(value, number, optional)
        elif kind == "symbol":
            self._symbol(value)
        elif self._skip and kind == "byte":
            self._skip -= 1
        else:
            dropped = min(self._skip, len(value)) if kind == "text" else 0
            self._skip -= dropped
            self._bytes(value[dropped:])

    def _open(self) -> None:
        self._flush()
        self._skip, self._may_skip = 0, False
        if len(self._stack) >= _DEEPEST:
            raise Damaged("分组嵌套过深")
        self._stack.append(self._state)
        self._state = replace(self._state, opens_flow=False)

    def _close(self) -> None:
        self._flush()
        self._skip, self._may_skip = 0, False
        if self._stack:
            if self._state.opens_flow:
                self._end_flow(self._flow)
            self._state = self._stack.pop()

    def _symbol(self, value: bytes) -> None:
        if value == b"*":
            self._may_skip = True
        elif self._skip and value in _SYMBOLS:
            self._skip -= 1
        elif value in (b"\n", b"\r"):
            self._paragraph()
        elif value in _SYMBOLS:
            self._say(_SYMBOLS[value])

    def _bytes(self, value: bytes) -> None:
        state = self._state
        if state.take == "fonts":
            self._fonts.setdefault(state.font, Font()).name += value.decode("latin-1").partition(";")[0]
        elif state.take != "skip" and value:
            self._put(self._characters.add(value, self._fonts.get(state.font, _PLAIN)))

    def _flush(self) -> None:
        self._put(self._characters.take())

    def _say(self, text: str) -> None:
        self._flush()
        self._put(text)

    def _put(self, text: str) -> None:
        """Text where the group wants it."""
        state = self._state
        if not text or state.take in ("skip", "fonts"):
            return
        if state.take == "authors":
            self._authors += text
            return
        if state.take == "remark":
            self.remarks[-1] += text
            return
        if state.deleted or state.inserted:
            self._note_change(text)
            self._goes_on = True
            if state.inserted if self._before else state.deleted:
                return
        else:
            self._goes_on = False
        if state.hidden:
            self.hidden += sum(not char.isspace() for char in text)
        elif state.take == "number":
            self._flow.number.append(text)
        else:
            self._flow.parts.append(text)
            if text.strip():
                self._flow.bold = state.bold if self._flow.bold is None else self._flow.bold and state.bold
                self._flow.size = self._flow.size or state.size / 2

    def _note_change(self, text: str) -> None:
        """One change for what follows upon each other by the same hand; of a deleted insertion the deletion counts."""
        state = self._state
        made = ("deleted" if state.deleted else "inserted"), state.author, state.day
        if self._goes_on and (self._changes[-1][0], *self._changes[-1][2:]) == made:
            self._changes[-1][1].append(text)
        else:
            self._changes.append((made[0], [text], *made[1:]))

    @property
    def changes(self) -> tuple[Change, ...]:
        """The tracked changes that have words."""
        names = [name.strip() for name in self._authors.split(";")]
        names[0] = ""  # "Unknown"
        return tuple(
            Change(kind, "".join(words), names[who] if who < len(names) else "", day_of(when))
            for kind, words, who, when in self._changes
            if "".join(words).strip()
        )

    @property
    def _flow(self) -> _Flow:
        return self._flows[self._state.flow]

    # -- control words -------------------------------------------------------------------------------------------------

    def _word(self, word: bytes, number: int | None, optional: bool) -> None:
        state = self._state
        if word == b"u" and number is not None:
            self._skip = state.fallback
            if state.take not in ("skip", "fonts"):
                self._put(self._characters.add_unit(number, self._fonts.get(state.font, _PLAIN)))
            return
        self._flush()
        self._skip = 0
        if state.take == "skip" and word != b"ud":
            return
        if self._destination(word, optional):
            return
        if word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif state.take == "fonts":
            self._font_word(word, number)
        elif not self._format(word, number) and not self._layout(word, number):
            self._file(word, number)

    def _destination(self, word: bytes, optional: bool) -> bool:
        """Whether the word says where the group's words belong; then that is done."""
        state = self._state
        if word == b"fonttbl":
            state.take = "fonts"
        elif word in _MARGINS:
            self._begin(_MARGINS[word])
        elif word == b"footnote":
            self._notes += 1
            self._begin(f"脚注{self._notes}")
        elif word in (b"listtext", b"pntext"):
            state.take = "number"
        elif word == b"revtbl":
            state.take = "authors"
        elif word == b"atnauthor":
            state.take = "remark"
            self.remarks.append("")
        elif word == b"pict":
            self.pictures += 1
            state.take = "skip"
        elif word in _THROUGH:
            state.take = "text"
        elif word in _SKIPPED or optional:
            state.take = "skip"
        else:
            return False
        return True

    def _begin(self, place: str) -> None:
        """A stream of its own for the group: what stands in it interrupts a paragraph and does not end it."""
        if len(self._flows) > self._limits.cells:
            raise TooLarge("脚注过多")
        self._flows.append(_Flow(place))
        self._state.flow, self._state.opens_flow, self._state.take = len(self._flows) - 1, True, "text"

    def _font_word(self, word: bytes, number: int | None) -> None:
        if word == b"f" and number is not None:
            self._state.font = number
            self._fonts.setdefault(number, Font())
        elif word == b"fcharset" and number is not None:
            self._fonts.setdefault(self._state.font, Font()).set_charset(number)
        elif word == b"cpg" and number:
            self._fonts.setdefault(self._state.font, Font()).codec = codec_of(number)

    def _format(self, word: bytes, number: int | None) -> bool:
        state = self._state
        if word == b"f" and number is not None:
            state.font = number
        elif word == b"v":
            state.hidden = number != 0
        elif word == b"deleted":
            state.deleted = number != 0
        elif word == b"revised":
            state.inserted = number != 0
        elif word in (b"revauth", b"revauthdel"):
            state.author = max(number or 0, 0)
        elif word in (b"revdttm", b"revdttmdel"):
            state.day = number or 0
        elif word == b"b":
            state.bold = number != 0
        elif word == b"fs" and number:
            state.size = min(max(number, 2), 3000)
        elif word == b"uc":
            state.fallback = min(max(number or 0, 0), 10)
        elif word == b"plain":
            state.hidden = state.deleted = state.inserted = state.bold = False
            state.font, state.size = self._default, 24
        else:
            return False
        return True

    def _file(self, word: bytes, number: int | None) -> None:
        if word == b"ansicpg":
            self._characters.codec = codec_of(number)
        elif word == b"mac":
            self._characters.codec = "mac_roman"
        elif word == b"deff" and number is not None:
            self._default = self._state.font = number
        elif word == b"deflangfe" and number is not None:
            self._characters.set_language(number)

    # -- paragraphs and tables -----------------------------------------------------------------------------------------

    def _layout(self, word: bytes, number: int | None) -> bool:
        flow = self._flow
        if word in (b"par", b"sect", b"page"):
            self._paragraph()
        elif word == b"pard":
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

    def _level(self, flow: _Flow, depth: int = 0) -> _Level:
        while len(flow.levels) < (depth or flow.depth):
            flow.levels.append(_Level())
        return flow.levels[(depth or flow.depth) - 1]

    def _paragraph(self) -> None:
        self._flush()
        if self._state.take != "skip":
            self._end_paragraph(self._flow)

    def _end_paragraph(self, flow: _Flow, depth: int = 0) -> None:
        lines = self._lines(flow)
        if depth or flow.in_table or flow.in_row:
            self._level(flow, depth).lines.extend(lines)
            return
        self._end_tables(flow, 1)
        if lines:
            flow.count += 1
            place = f"{flow.place}第{flow.count}段"
            flow.blocks.extend(replace(line, where=place) for line in lines)

    def _lines(self, flow: _Flow) -> list[Line]:
        texts = [" ".join(text.split(" ")).strip() for text in "".join(flow.parts).split("\n")]
        label = "".join(flow.number).strip()
        texts = [text for text in texts if text] or ([label] if label and flow.in_table else [])
        lines = [
            Line(text, numbering=label if not at and text != label else "", bold=flow.bold, size=flow.size)
            for at, text in enumerate(texts)
        ]
        flow.parts, flow.number, flow.bold, flow.size = [], [], None, None
        return lines

    def _end_cell(self, flow: _Flow, depth: int) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise TooLarge("表格单元格过多")
        self._end_paragraph(flow, depth)
        level = self._level(flow, depth)
        level.cells.append(level.lines)
        level.lines = []

    def _end_row(self, flow: _Flow, depth: int) -> None:
        level = self._level(flow, depth)
        if "".join(flow.parts).strip() or level.lines:
            self._end_cell(flow, depth)  # words that no \cell ended
        if level.cells:
            level.rows.append((level.definition, level.cells))
            level.cells = []
        if depth == 1:
            flow.in_row = False

    def _end_tables(self, flow: _Flow, depth: int) -> None:
        """Tables that nothing continues become blocks: the outer one first, as in a DOCX."""
        for level in flow.levels[depth - 1 :]:
            if level.lines or level.cells:  # the file ends within a row
                level.rows.append((level.definition, [*level.cells, level.lines] if level.lines else level.cells))
            if level.rows:
                self._tables += 1
                flow.blocks.append(rows_to_table(level.rows, f"{flow.place}表{self._tables}"))
        del flow.levels[depth - 1 :]

    def _end_flow(self, flow: _Flow) -> None:
        if flow.parts or flow.number:
            self._end_paragraph(flow)
        self._end_tables(flow, 1)


_PLAIN = Font()


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
