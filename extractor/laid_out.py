"""Where the words of a Word file stand on its pages, as LibreOffice lays them out.

Word files keep no pages: where a line ends depends on the program and its fonts, so that page and boxes found here are those of one
laying out. What is read from the file is not changed by them; each place gets them beside its paragraph or cell.

The words are found again in the order in which they stand in the file: the print is one string without white space, and each
paragraph or cell is looked for behind the one before. Short ones ("1", "否") have to fill a printed line or a cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor import formats, office
from extractor.document import Box, Document, Line, Page, Table
from extractor.formats import doc, docx, pdf
from extractor.limits import DEFAULT, Limits
from extractor.reading import read
from extractor.record import Reading, Record, Row
from extractor.span import Span

_SHORT = 6
"""Characters; a shorter text stands by chance inside another."""
_AHEAD = 20_000
"""Characters of print looked through behind the last find, some fifteen pages, before it is looked for from the start."""
_MOST_BY_CHANCE = 200
"""Times a short text may be found inside another before it counts as not printed."""


def pdf_of(data: bytes, name: str, *, limits: Limits = DEFAULT) -> bytes | None:
    """The file laid out as PDF; None for one that is no word processor's.

    Raises NeedsProgram, TimedOut, Damaged, and Encrypted for one behind a password: opened, it must not come to lie on disk.
    """
    module = formats.pick(formats.signature(data), name)
    if module.__name__ == docx.__name__:
        return office.converted(data, "docx", "pdf", limits.program_seconds)
    if module.__name__ == doc.__name__:
        return office.converted(data, doc.suffix_of(data), "pdf", limits.program_seconds)
    return None


def placed(records: Sequence[Record], data: bytes, name: str, *, limits: Limits = DEFAULT) -> tuple[Record, ...]:
    """The records of a Word file with page and boxes beside each place; those of another file as they are.

    What is not found on the pages (words that are not printed, or printed otherwise) keeps its paragraph or cell alone.
    Raises what ``pdf_of`` and reading raise.
    """
    made = pdf_of(data, name, limits=limits)
    if made is None:
        return tuple(records)
    units = _units(read(data, name, limits=limits), _Print(pdf.read(made, name, limits=limits)))
    return tuple(_moved(record, units) for record in records)


# --- the print -------------------------------------------------------------------------------------------------------


class _Print:
    """The words of the pages as one string without white space."""

    def __init__(self, document: Document) -> None:
        self._lines: list[tuple[int, Line, tuple[int, ...]]] = []
        self._starts: list[int] = []
        words: list[str] = []
        at = 0
        for page, line in _printed(document):
            kept = tuple(i for i, letter in enumerate(line.text) if not letter.isspace())
            if page.number is None or not kept:
                continue
            self._lines.append((page.number, line, kept))
            self._starts.append(at)
            words.append("".join(line.text[i] for i in kept))
            at += len(kept)
        self.text = "".join(words)
        self._edges = {*self._starts, at}

    def find(self, text: str, behind: int) -> int:
        """Where ``text`` begins, first looked for behind a place; -1 where it is not printed."""
        for start, stop in ((behind, behind + _AHEAD), (0, len(self.text))):
            at = self._find(text, start, stop)
            if at >= 0:
                return at
        return -1

    def _find(self, text: str, start: int, stop: int) -> int:
        for _ in range(_MOST_BY_CHANCE):
            at = self.text.find(text, start, stop)
            if at < 0 or len(text) >= _SHORT or (at in self._edges and at + len(text) in self._edges):
                return at
            start = at + 1
        return -1

    def boxes(self, start: int, stop: int) -> tuple[int, tuple[Box, ...]] | None:
        """The page and a box for each printed line of these characters; of those that go on overleaf the first page's."""
        found: list[tuple[int, Box]] = []
        for nth in range(bisect_right(self._starts, start) - 1, len(self._starts)):
            first, (page, line, kept) = self._starts[nth], self._lines[nth]
            if first >= stop:
                break
            box = line.box_of(kept[max(start, first) - first], kept[min(stop - first, len(kept)) - 1] + 1)
            if box is not None:
                found.append((page, box))
        if not found:
            return None
        return found[0][0], tuple(box for page, box in found if page == found[0][0])


def _printed(document: Document) -> Iterator[tuple[Page, Line]]:
    """Every line with its page; a table that goes on over several has cells with pages of their own."""
    pages = {page.number: page for page in document.pages}
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                yield page, block
                continue
            for cell in block.cells:
                on = pages.get(cell.page, page) if cell.page is not None else page
                for nth, line in enumerate(cell.lines):
                    turned = cell.turn is not None and nth >= cell.turn and on.number is not None
                    yield (pages.get((on.number or 0) + 1, on) if turned else on), line


# --- paragraphs and cells on it --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph or a cell: its words without white space, and where they begin in the print, None where they are not there."""

    words: str
    at: int | None
    print: _Print


def _units(document: Document, printed: _Print) -> Mapping[str, list[_Unit]]:
    """By the name of its place; several lines of one place stand one after another."""
    found: dict[str, list[_Unit]] = {}
    behind = 0
    for where, line in _written(document):
        words = _bare(line.text)
        if not words:
            continue
        at = printed.find(words, behind)
        if at >= behind:
            behind = at + len(words)
        found.setdefault(where, []).append(_Unit(words, at if at >= 0 else None, printed))
    return found


def _written(document: Document) -> Iterator[tuple[str, Line]]:
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Table):
                for cell in block.cells:
                    for line in cell.lines:
                        yield line.where or cell.where or "", line
            else:
                yield block.where or "", block


def _bare(text: str) -> str:
    return "".join(text.split())


def _moved(record: Record, units: Mapping[str, list[_Unit]]) -> Record:
    """The record with page and boxes on each of its places."""
    rows = _by_row(units)

    def span(old: Span) -> Span:
        if old.page is not None or old.where is None:
            return old
        found = _place(old, units.get(old.where) or rows.get(old.where) or [])
        return old if found is None else replace(old, page=found[0], boxes=found[1])

    def reading(old: Reading[Any]) -> Reading[Any]:
        return replace(old, span=span(old.span), rivals=tuple(reading(rival) for rival in old.rivals))

    def row(old: Row) -> Row:
        return Row({name: reading(cell) for name, cell in old.cells.items()}, span(old.span))

    return replace(
        record,
        fields={name: reading(one) for name, one in record.fields.items()},
        tables={name: tuple(row(one) for one in table) for name, table in record.tables.items()},
        witnesses={
            name: replace(one, span=span(one.span)) if one.span is not None else one for name, one in record.witnesses.items()
        },
        considered=tuple(replace(one, span=span(one.span)) for one in record.considered),
    )  # fmt: skip


def _by_row(units: Mapping[str, list[_Unit]]) -> Mapping[str, list[_Unit]]:
    """The cells of a table's row under the name of the row: "表1 第2行第3列" under "表1 第2行"."""
    found: dict[str, list[_Unit]] = {}
    for where, some in units.items():
        row, column, _ = where.rpartition("第")
        if column and row.endswith("行"):
            found.setdefault(row, []).extend(some)
    return found


def _place(span: Span, units: Sequence[_Unit]) -> tuple[int, tuple[Box, ...]] | None:
    """The value's words within its paragraph or cell, else the whole of it."""
    words = _bare(span.text)
    for unit in units:
        within = unit.words.find(words) if words and unit.at is not None else -1
        if within >= 0 and unit.at is not None:
            return unit.print.boxes(unit.at + within, unit.at + within + len(words))
    whole = [
        place
        for unit in units
        if unit.at is not None and (place := unit.print.boxes(unit.at, unit.at + len(unit.words)))
    ]
    if not whole:
        return None
    return whole[0][0], tuple(box for page, boxes in whole if page == whole[0][0] for box in boxes)
