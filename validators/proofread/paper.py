"""A notice as proofreading sees it: its record, its numbered lines, and the items that its ordinals make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from extractor.notices.numbering import Mark, mark
from extractor.record import Reading, Record
from extractor.span import Span
from extractor.text.fold import fold
from validators.citation import Citation

Places = tuple[tuple[int, str], ...]

_ANNEX = re.compile(r"^\s*附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?\s*$")
_STOP = re.compile(r"[。！？!?；;：:…][”\"’）)》」]*\s*$")
# A line this long that stops without a mark was cut by a page or by the right margin; headings and titles are shorter.
_LONG = 30


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect. ``type`` is a stable name; ``severity`` error, warning or note; ``places`` are 1-based lines with the
    words as they stand there. ``zh`` and ``en`` are sentences for a person. ``detector`` names the module. ``basis``: the
    rule of form or of law that the remark stands on, None where it is plain sense (a sum that does not add up)."""

    type: str
    severity: str
    places: Places
    zh: str
    en: str
    params: Mapping[str, Any] = field(default_factory=dict)
    detector: str = ""
    basis: Citation | None = None

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines, each once, in the order of the places."""
        return tuple(dict.fromkeys(line for line, _ in self.places))

    @property
    def quotes(self) -> tuple[str, ...]:
        """The first words told of each of ``lines``."""
        first = dict(reversed(self.places))
        return tuple(first[line] for line in self.lines)


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A printed line. ``sure``: its characters are the file's own and were not read off a picture."""

    number: int
    text: str
    sure: bool = True


@dataclass(frozen=True)
class Item:
    """A numbered piece with the unnumbered lines that follow it; ``text`` is joined without separators."""

    mark: Mark | None
    lines: tuple[NumberedLine, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def place(self, start: int, stop: int, around: int = 0) -> tuple[int, str]:
        """The line that ``text[start]`` stands on, and the words up to ``stop`` as far as that line holds them."""
        for line in self.lines:
            if start < len(line.text):
                return line.number, quote(line.text, start, min(stop, len(line.text)), around)
            start, stop = start - len(line.text), stop - len(line.text)
        return self.lines[-1].number, self.lines[-1].text.strip()


@dataclass(frozen=True)
class Sentence:
    """A sentence of an item: ``start`` is its offset in the item's text, ``text`` is ``plain`` (same length as printed)."""

    item: Item
    start: int
    text: str

    @property
    def printed(self) -> str:
        """The sentence as it is printed."""
        return self.item.text[self.start : self.start + len(self.text)]

    def place(self, start: int = 0, stop: int | None = None, around: int = 0) -> tuple[int, str]:
        """The line that ``text[start:stop]`` begins on, and the words there."""
        stop = len(self.text) if stop is None else stop
        return self.item.place(self.start + start, self.start + stop, around)


@dataclass(frozen=True)
class Paper:
    """The record and the lines of one notice."""

    record: Record
    lines: tuple[NumberedLine, ...]
    as_of: date | None = None

    @classmethod
    def of(cls, record: Record, lines: Sequence[str] | None, as_of: date | None) -> Paper:
        if lines is None:
            rows = record.rows("lines")
            numbered = tuple(
                NumberedLine(row.value("number"), row.value("text"), row.cells["text"].confidence >= 1.0)
                for row in rows
            )
        else:
            numbered = tuple(NumberedLine(n, text) for n, text in enumerate(lines, 1) if text.strip())
        return cls(record, numbered, as_of)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def unsure(self) -> frozenset[int]:
        """The lines that were read off a picture."""
        return frozenset(line.number for line in self.lines if not line.sure)

    @property
    def final(self) -> bool:
        return self.record.value("binding") is not False

    def items(self) -> tuple[Item, ...]:
        """The lines grouped by ordinals; what stands before the first ordinal is an item without a mark."""
        groups: list[tuple[Mark | None, list[NumberedLine]]] = [(None, [])]
        for line in self.lines:
            found = mark(line.text)
            if found:
                groups.append((found, [line]))
            else:
                groups[-1][1].append(line)
        return tuple(Item(m, tuple(lines)) for m, lines in groups if lines)

    @cached_property
    def annex_line(self) -> int | None:
        """The line "附件" that opens the first annex, None where the paper has none."""
        return next((line.number for line in self.lines[2:] if _ANNEX.match(line.text)), None)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, also those that a page break or the right margin cuts in two."""
        return tuple(s for item in self.items() for s in self._sentences_of(item))

    @cached_property
    def parted(self) -> tuple[list[Sentence], list[Sentence]]:
        """The sentences of the text and those of the annexes."""
        first = self.annex_line if self.annex_line is not None else float("inf")
        body = [s for s in self.sentences if s.place()[0] <= first]
        return body, [s for s in self.sentences if s.place()[0] > first]

    def _sentences_of(self, item: Item) -> Iterator[Sentence]:
        text, ends, at = plain(item.text), set(), 0
        for line in item.lines:
            at += len(line.text)
            if not self._goes_on(line.text):
                ends.add(at)
        ends |= {m.end() for m in re.finditer(r"[。！？!?]+[”’\"）)」]*", text)}
        begin = 0
        for end in sorted(ends | {len(text)}):
            if text[begin:end].strip():
                yield Sentence(item, begin, text[begin:end])
            begin = end

    def _goes_on(self, text: str) -> bool:
        paged = self.record.pages is not None
        return len(text) >= (self._width * 0.8 if paged else _LONG) and not _STOP.search(text)

    @cached_property
    def _width(self) -> int:
        """Characters of a full line: three lines in four are no longer. A line of digits holds more, which misleads a maximum."""
        lengths = sorted(len(line.text) for line in self.lines)
        return lengths[len(lengths) * 3 // 4] if lengths else 0

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[NumberedLine, re.Match[str]]]:
        """Every match in every line."""
        for line in self.lines:
            for match in pattern.finditer(line.text):
                yield line, match

    def lines_with(self, words: str) -> tuple[int, ...]:
        """The lines that hold ``words``, blanks aside; or that begin them where a line break cuts them."""
        flat = "".join(words.split())
        texts = [(line.number, "".join(line.text.split())) for line in self.lines]
        hits = tuple(number for number, text in texts if flat in text)
        return hits or tuple(number for number, text in texts if len(text) > 3 and flat.startswith(text))[:1]

    def place_of(self, reading: Reading[Any] | None) -> Places:
        """The line a reading stands on and its words there: by its place, else by its words; empty when not found."""
        if reading is None:
            return ()
        words = reading.span.text.split("\n")[0]
        named = re.fullmatch(r"第(\d+)行", reading.span.where or "")
        if named:
            return ((int(named[1]), words),)
        held = tuple(row.value("number") for row in self.record.rows("lines") if _holds(row.span, reading.span))
        lines = held[:1] or (self.lines_with(words)[:1] if words else ())
        return tuple((number, words) for number in lines)


def _holds(line: Span, place: Span) -> bool:
    """Whether a printed line holds the first words of a place: by its name where it has one, else by its box."""
    if place.where is not None:
        return line.where == place.where
    if line.box is None or place.box is None or line.page != place.page:
        return False
    middle = ((place.box.x0 + place.box.x1) / 2, (place.box.y0 + place.box.y1) / 2)
    return line.box.x0 <= middle[0] <= line.box.x1 and line.box.y0 <= middle[1] <= line.box.y1


_FULL = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"})


def plain(text: str) -> str:
    """Digits, letters and signs half-width, the marks between words full-width: one form to look into, same length.

    >>> plain("提取１２％,专款专用;1,000元")
    '提取12%，专款专用；1,000元'
    """
    folded = fold(text)
    return re.sub(r"(?<!\d)[,:]|[,:](?!\d)|[;()?!]", lambda m: m.group().translate(_FULL), folded)


_EDGE = re.compile(r"[，。；：、！？,;:“”（）()《》\s]")
_REACH = 8  # how far beyond what was asked a quote may go to begin and end with whole words


def quote(text: str, start: int, stop: int, around: int = 8) -> str:
    """The words of a place with a little of what stands around them, from one mark to the next where one is near.

    >>> quote("各单位要认真落实，在5日内报送材料。", 10, 13, around=2)
    '在5日内报送材料'
    """
    if around:
        low, high = max(0, start - around - _REACH), stop + around + _REACH
        before = [0] * (low == 0) + [low + m.end() for m in _EDGE.finditer(text[low:start])]
        after = [stop + m.start() for m in _EDGE.finditer(text[stop:high])] + [len(text)] * (high >= len(text))
        start = min(before, key=lambda at: abs(at - (start - around)), default=max(0, start - around))
        stop = min(after, key=lambda at: abs(at - (stop + around)), default=stop + around)
    return text[start:stop].strip()
