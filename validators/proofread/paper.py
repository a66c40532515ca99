"""A notice as proofreading sees it: its record, its numbered lines, and the items that its ordinals make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from extractor.notices.numbering import Mark, mark
from extractor.record import Reading, Record


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect. ``type`` is a stable name; ``severity`` error, warning or note; ``lines`` are 1-based; ``quotes`` the
    words as they stand, one per place. ``zh`` and ``en`` are sentences for a person. ``detector`` names the module."""

    type: str
    severity: str
    lines: tuple[int, ...]
    quotes: tuple[str, ...]
    zh: str
    en: str
    params: Mapping[str, Any] = field(default_factory=dict)
    detector: str = ""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    number: int
    text: str


@dataclass(frozen=True)
class Item:
    """A numbered piece with the unnumbered lines that follow it; ``text`` is joined without separators."""

    mark: Mark | None
    lines: tuple[NumberedLine, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def line_at(self, offset: int) -> int:
        """The number of the line that ``text[offset]`` stands on."""
        for line in self.lines:
            if offset < len(line.text):
                return line.number
            offset -= len(line.text)
        return self.lines[-1].number


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
            numbered = tuple(NumberedLine(row.value("number"), row.value("text")) for row in rows)
        else:
            numbered = tuple(NumberedLine(n, text) for n, text in enumerate(lines, 1) if text.strip())
        return cls(record, numbered, as_of)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

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

    def line_of(self, reading: Reading[Any] | None) -> tuple[int, ...]:
        """The line a reading stands on: by its place, else by its words."""
        if reading is None:
            return ()
        named = re.fullmatch(r"第(\d+)行", reading.span.where or "")
        if named:
            return (int(named[1]),)
        first = reading.span.text.split("\n")[0]
        return self.lines_with(first)[:1] if first else ()


def quote(text: str, start: int, stop: int, around: int = 8) -> str:
    """The words of a place with a little of what stands around them."""
    return text[max(0, start - around) : stop + around].strip()
