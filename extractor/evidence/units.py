"""What is read at once: a run of words with its place and its neighbours, and what may name the values in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from extractor.document import Box, Cell, Line, Table
from extractor.evidence.concepts import Formula, Meaning, meaning
from extractor.span import Span
from extractor.values.scan import Token

_PUNCT = re.compile(r"[\s:：,，;；.。、()（）\[\]【】“”\"'=/|+-]+")
_START, _STOP = attrgetter("start"), attrgetter("stop")
_WORD = re.compile(r"[^\s:：,，;；.。、()（）\[\]【】“”\"'=/|+-]")


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
    # What has been found out about it, each looked for once: by ``labels``, ``statements``, ``side_by_side`` and ``span``
    options: dict[int, tuple[tuple[str, float, str], ...]] = field(default_factory=dict)
    outside: tuple[tuple[str, float, str], ...] | None = None
    is_value: bool | None = None
    named: dict[tuple[int, int], Mapping[int, str]] = field(default_factory=dict)
    top: Unit | None = None
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)

    @property
    def where(self) -> str | None:
        if self.cell is not None and self.cell.where:
            return self.cell.where
        return self.pieces[0][1].where if self.pieces else None

    @property
    def confidence(self) -> float:
        return min((line.confidence for _, line in self.pieces), default=1.0)

    def token_at(self, start: int) -> int | None:
        """Which of the values begins at ``text[start]``; None where none does."""
        at = bisect_left(self.tokens, start, key=_START)
        return at if at < len(self.tokens) and self.tokens[at].start == start else None

    def begun_in(self, low: int, high: int) -> tuple[Token, ...]:
        """The values that begin in ``text[low:high]``."""
        return self.tokens[bisect_left(self.tokens, low, key=_START) : bisect_left(self.tokens, high, key=_START)]

    def ended_by(self, place: int) -> int:
        """How many of the values end at ``place`` or before it."""
        return bisect_right(self.tokens, place, key=_STOP)

    def topmost(self) -> Unit:
        """The uppermost of the cells above in the same table, looked for once for all cells on the way; itself if it is."""
        passed, top = [], self
        while (
            top.top is None and top.above is not None and top.above.cell is not None and top.above.table is self.table
        ):
            passed.append(top)
            top = top.above
        top = top.top or top
        for unit in passed:
            unit.top = top
        return top

    def span(self, start: int = 0, stop: int | None = None) -> Span:
        """The place of ``text[start:stop]``: one box for each printed line it touches."""
        asked = start, len(self.text) if stop is None else stop
        if (known := self.spans.get(asked)) is None:
            known = self.spans[asked] = self._span(*asked)
        return known

    def _span(self, start: int, stop: int) -> Span:
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
    meant: tuple[Meaning, ...] = ()
    """What each of the options means."""

    @classmethod
    def of(cls, options: Iterable[tuple[str, float, str]]) -> Label:
        told = tuple(options)
        meant = tuple(meaning(text) for text, _, _ in told)
        return cls(told, frozenset[str]().union(*(one.concepts for one in meant)), meant)

    def score(self, wanted: Formula) -> tuple[float, str]:
        """The best option's score under ``wanted`` and the relation that gave it."""
        best, how = 0.0, ""
        if not wanted.possible(self.concepts):
            return best, how
        for (_, weight, relation), meant in zip(self.options, self.meant, strict=True):
            if weight > best:
                got = wanted.score(meant) * weight
                if got > best:
                    best, how = got, relation
        return best, how

    @property
    def meanings(self) -> Meaning:
        return self.meant[0] if self.meant else meaning("")


def says(text: str) -> bool:
    """Whether anything but marks and blanks stands in ``text``."""
    return _WORD.search(text) is not None


def strip_label(text: str) -> str:
    return _PUNCT.sub("", text)
