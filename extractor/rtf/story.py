"""The story of an RTF: paragraphs and tables of the body in order, and what stands in the margins and at the foot.

What is left out, as in a DOCX: deletions (or, of the paper as it was before its tracked changes, insertions), field codes,
comments, hidden text; how much of that was hidden is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.document import Block, Change
from extractor.errors import Damaged
from extractor.limits import Limits
from extractor.rtf.changes import Changes
from extractor.rtf.characters import Characters, Font, codec_of
from extractor.rtf.flows import Flow, Flows
from extractor.rtf.tokens import Token, tokens
from extractor.rtf.words import CHARACTERS, MARGINS, SKIPPED, SYMBOLS, THROUGH

_DEEPEST = 2000
"""Groups inside groups; Word makes some twenty."""


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


class Story:
    """Reads an RTF. Afterwards ``hidden`` are the characters nobody sees, ``pictures`` their number, ``changes`` the tracked
    ones, ``remarks`` the authors of its comments, ``cut_off`` whether the file ends within a group.

    With ``before`` it is read as it was before its tracked changes, else with all of them accepted."""

    def __init__(self, limits: Limits, before: bool = False) -> None:
        self._before = before
        self._changes = Changes()
        self.remarks: list[str] = []
        self._characters = Characters()
        self._fonts: dict[int, Font] = {}
        self._default = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._flows = Flows(limits)
        self._skip = 0
        self._may_skip = False
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
        return self._flows.blocks()

    @property
    def codec(self) -> str:
        """The codec of the file's own code page."""
        return self._characters.codec

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
                self._flows.end(self._flow)
            self._state = self._stack.pop()

    def _symbol(self, value: bytes) -> None:
        if value == b"*":
            self._may_skip = True
        elif self._skip and value in SYMBOLS:
            self._skip -= 1
        elif value in (b"\n", b"\r"):
            self._paragraph()
        elif value in SYMBOLS:
            self._say(SYMBOLS[value])

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
            self._changes.authors += text
            return
        if state.take == "remark":
            self.remarks[-1] += text
            return
        if state.deleted or state.inserted:
            self._changes.add(text, "deleted" if state.deleted else "inserted", state.author, state.day)
            if state.inserted if self._before else state.deleted:
                return
        else:
            self._changes.end()
        if state.hidden:
            self.hidden += sum(not char.isspace() for char in text)
        elif state.take == "number":
            self._flow.number.append(text)
        else:
            self._flow.parts.append(text)
            if text.strip():
                self._flow.bold = state.bold if self._flow.bold is None else self._flow.bold and state.bold
                self._flow.size = self._flow.size or state.size / 2

    @property
    def changes(self) -> tuple[Change, ...]:
        """The tracked changes that have words."""
        return self._changes.found()

    @property
    def _flow(self) -> Flow:
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
        if word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif state.take == "fonts":
            self._font_word(word, number)
        elif not self._format(word, number) and not self._layout(word, number):
            self._file(word, number)

    def _destination(self, word: bytes, optional: bool) -> bool:
        """Whether the word says where the group's words belong; then that is done."""
        state = self._state
        if word == b"fonttbl":
            state.take = "fonts"
        elif word in MARGINS:
            self._begin(self._flows.begin(MARGINS[word]))
        elif word == b"footnote":
            self._begin(self._flows.begin_note())
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
        elif word in THROUGH:
            state.take = "text"
        elif word in SKIPPED or optional:
            state.take = "skip"
        else:
            return False
        return True

    def _begin(self, flow: int) -> None:
        """The group's words go to a stream of their own: what stands in it interrupts a paragraph and does not end it."""
        self._state.flow, self._state.opens_flow, self._state.take = flow, True, "text"

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
        if word in (b"par", b"sect", b"page"):
            self._paragraph()
            return True
        return self._flows.layout(self._flow, word, number)

    def _paragraph(self) -> None:
        self._flush()
        if self._state.take != "skip":
            self._flows.end_paragraph(self._flow)


_PLAIN = Font()
