"""A notice's text with what was understood of it marked, line by line, for the workbench."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from extractor.record import Record
from extractor.span import Span
from validators.drafting.places import line_of
from validators.drafting.suggestion import Suggestion
from validators.proofread import Defect, proofread

# When marks overlap, the earlier one of these is shown: what became a rule, then what is wrong, then what was recognised.
KINDS = ("rule", "defect", "demand", "head", "citation")
_HEAD = ("title", "doc_number", "issuers", "date_issued", "effective_from", "effective_to", "addressees", "cc")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` … ``stop`` of a line. ``about`` names the rule, the field or the defect it stands for."""

    line: int
    start: int
    stop: int
    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a line that are marked alike; ``kind`` "" for none."""

    text: str
    kind: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One printed line. ``path`` is the clause that begins here. ``demands``: it commands or forbids something that no rule
    was drafted from. ``defects``: numbers (from 1) in the list of defects."""

    number: int
    pieces: tuple[Piece, ...]
    path: str = ""
    demands: bool = False
    rules: tuple[str, ...] = ()
    defects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice for its page: the lines, and what proofreading found in them."""

    lines: tuple[ShownLine, ...]
    defects: tuple[Defect, ...] = field(default=())


def shown(record: Record, suggestion: Suggestion, as_of: date | None = None) -> ShownNotice:
    """The notice's lines with everything marked that was understood."""
    defects = proofread(record, as_of=as_of) if record.rows("lines") else ()
    texts = {int(row.value("number")): str(row.value("text")) for row in record.rows("lines")}
    marks = [*_marks(record, suggestion, defects, texts)]
    paths = {line: str(row.value("path")) for row in record.rows("clauses") if (line := line_of(record, row.span))}
    left = {demand.line for demand in suggestion.demands if not demand.drafted}
    lines = tuple(
        ShownLine(
            number=number,
            pieces=tuple(_pieces(text, [mark for mark in marks if mark.line == number])),
            path=paths.get(number, ""),
            demands=number in left,
            rules=tuple(rule.key for rule in suggestion.rules if rule.line == number),
            defects=tuple(place for place, defect in enumerate(defects, 1) if number in defect.lines),
        )
        for number, text in texts.items()
    )
    return ShownNotice(lines, defects)


def _marks(record: Record, suggestion: Suggestion, defects: Sequence[Defect], texts: dict[int, str]) -> Iterator[Mark]:
    for rule in suggestion.rules:
        if rule.line is not None:
            yield from _words(texts, rule.line, record.fields[rule.key].span.text, "rule", rule.key)
    for place, defect in enumerate(defects, 1):
        for line, words in defect.places:
            yield from _words(texts, line, words, "defect", str(place))
    for demand in suggestion.demands:
        if demand.stop > demand.start:
            yield Mark(demand.line, demand.start, demand.stop, "demand", demand.drafted)
    for name in _HEAD:
        if (reading := record.fields.get(name)) is not None:
            yield from _spanned(record, texts, reading.span, "head", name)
    for row in record.rows("citations"):
        for reading in (row.cells.get("title"), row.cells.get("doc_number")):
            if reading is not None:
                yield from _spanned(record, texts, reading.span, "citation", str(reading.value))


def _spanned(record: Record, texts: dict[int, str], span: Span, kind: str, about: str) -> Iterator[Mark]:
    """Where the words of a span stand; a span may wrap over several lines."""
    first = line_of(record, span)
    if first is None:
        return
    for offset, words in enumerate(span.text.split("\n")):
        yield from _words(texts, first + offset, words, kind, about)


def _words(texts: dict[int, str], line: int, words: str, kind: str, about: str) -> Iterator[Mark]:
    text, wanted = texts.get(line, ""), words.strip()
    at = text.find(wanted) if wanted else -1
    if at >= 0:
        yield Mark(line, at, at + len(wanted), kind, about)


def _pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The line cut where marks begin and end; of marks that overlap the one that matters more is shown."""
    ranked = sorted(marks, key=lambda mark: KINDS.index(mark.kind))
    cuts = sorted({0, len(text), *(m.start for m in ranked), *(m.stop for m in ranked)})
    for start, stop in pairwise(cuts):
        over = next((mark for mark in ranked if mark.start <= start and stop <= mark.stop), None)
        yield Piece(text[start:stop], over.kind, over.about) if over else Piece(text[start:stop])
