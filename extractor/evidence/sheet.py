"""A paper as units of text that know their neighbours: what every finder of fields looks through.

A ``Unit`` is what a reader takes in at once: a table cell, a printed segment with its wrapped continuation, a paragraph.
Which words belong together is told in ``wrapping`` and ``cards``, what a grid got wrong is put right in ``grids``, which unit
stands beside which in ``links``; what names a value is found in ``labels``, what stands at a label in ``slots``.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from extractor.document import Cell, Document, Line, Page, Table
from extractor.evidence import considered
from extractor.evidence.concepts import ByConcept, Formula, Meaning, meaning
from extractor.evidence.lines.broken import CLOCK, UNFINISHED
from extractor.evidence.lines.own_numbers import own_numbers, sections
from extractor.evidence.lines.rows import INK_REACH, REACH, edge_of, levelled, visual_rows
from extractor.evidence.lines.wrapping import HOUR_BEGUN, NUMBERED, grouped
from extractor.evidence.naming.labels import label_options
from extractor.evidence.naming.links import (
    link_in_grid,
    link_past_translations,
    link_sideways,
    link_to_two_lines,
    link_upright,
    link_vertically,
)
from extractor.evidence.naming.slots import Slot, find_slots
from extractor.evidence.tables.cards import ends_early, headed, joiners, names_value, rows_of_cards, separate
from extractor.evidence.tables.grids import is_frame, with_header, with_wrapped
from extractor.evidence.tables.pictures import without_picture
from extractor.evidence.tables.stacked_cells import unstacked
from extractor.evidence.ticked import without_unticked
from extractor.evidence.units import Label, Unit
from extractor.layout.across import join_tables
from extractor.layout.characters.stacked import stands_upright
from extractor.layout.order import columns_apart
from extractor.layout.two_up import pages_on
from extractor.text.fold import fold
from extractor.values.scan import Token, scan

_Found = TypeVar("_Found")
_ITEM_NUMBER = re.compile(r"^\s*[（(]?\d{1,2}\s*(?:[、)）]|[.．](?!\d))")
_PAGE_MARK = re.compile(
    r"^\s*(?:第\s*\d+\s*页.{0,14}|[-—]\s*\d{1,4}\s*[-—]|\d{1,3}\s*/\s*\d{1,3}(?:\s*页)?|page\s*\d+.{0,10})\s*$", re.I
)


_ALNUM_ENDS, _OWN_WORD = (
    re.compile(r"[A-Za-z0-9]$"),
    re.compile(r"[A-Z][a-z]{2,}|(?:19|20)\d\d\s*(?:年\s*\d{1,2}\s*月|([-./])\d{1,2}\1\d{1,2}(?![\d/.-]))"),
)
"""A word in Latin letters or a whole day, which goes on no number that the line above ends in."""
"""A line that ends in a code or a word, and one that begins with a word of a Latin script: "…9907" over "Survey Date"."""


class Sheet:
    """A document as units, built once and read by every field finder."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units: list[Unit] = []
        self.tables: list[tuple[Table, list[Unit]]] = []
        self._by_kind: dict[tuple[str, ...], tuple[tuple[Unit, Token], ...]] = {}
        self._labelled: dict[tuple[str, ...], ByConcept[tuple[Unit, Token, Label]]] = {}
        self._found: dict[Callable[[Sheet], Any], Any] = {}
        heading = ""
        for sheet in join_tables(document.pages):
            for page in pages_on(sheet):
                heading = self._add_page(page, heading)
        without_unticked(self.units)
        boxes = own_numbers(self.units)
        for unit in self.units:
            tokens = scan(unit.text if len(unit.text) < 4000 else unit.text[:4000])
            numbered = _ITEM_NUMBER.match(unit.text) or unit.index in boxes
            if tokens and tokens[0].kind == "number" and numbered and not unit.text[: tokens[0].start].strip():
                tokens = tokens[1:]
            unit.tokens = tokens

    # -- building

    def _add(
        self,
        page: int | None,
        pieces: list[Line],
        joined: Sequence[str] = (),
        table: Table | None = None,
        cell: Cell | None = None,
    ) -> Unit:
        offsets, raw, box = [], "", None
        turn = None if cell is None or cell.turn is None else sum(bool(x.text.strip()) for x in cell.lines[: cell.turn])
        for i, line in enumerate(pieces):
            joiner = joined[i - 1] if i and joined else ""
            if i > 1 and joiner == "\n" and headed(pieces) and not NUMBERED.match(fold(line.text)):
                # a label over a value that wraps: only the label is a line of its own, and lines with labels of their own
                joiner = "\n" if sum(map(names_value, pieces[1:])) > 1 and names_value(line) else ""
            if i:
                # A day and its hour wrapped apart must not run together
                apart = (
                    UNFINISHED.search(fold(raw)) and CLOCK.match(fold(line.text)) and not HOUR_BEGUN.search(fold(raw))
                )
                apart = apart or (raw[-1:].islower() and line.text[:1].islower())  # words of a Latin script
                apart = apart or (_ALNUM_ENDS.search(raw) is not None and _OWN_WORD.match(line.text) is not None)
                raw += joiner or (" " if apart else "")
            offsets.append((len(raw), line))
            raw += line.text
            if line.box is not None and (turn is None or i < turn):
                box = line.box if box is None else box.union(line.box)
        unit = Unit(len(self.units), raw, fold(raw), tuple(offsets), page, box, table, cell)
        if turn is not None and turn < len(offsets):
            unit.turn = offsets[turn][0]
        self.units.append(unit)
        return unit

    def _add_page(self, page: Page, heading: str) -> str:
        loose: list[Line] = []

        def flush() -> None:
            nonlocal heading
            for part in (part for column in columns_apart(loose) for part in sections(column)):
                heading, _ = self._add_lines(page, part, heading)
            loose.clear()

        for block in page.blocks:
            if isinstance(block, Line):
                if block.text.strip() and not _is_page_mark(block, page):
                    loose.append(block)
            elif is_frame(block):
                # rules between rows of a form, no columns: its lines are laid out freely
                loose.extend(line for cell in block.cells for line in cell.lines if line.text.strip())
            else:
                if block.method == "aligned" and loose:
                    block = with_header(block, loose)
                flush()
                self._add_table(page, with_wrapped(block), heading)
        flush()
        return heading

    def _add_table(self, page: Page, table: Table, heading: str) -> None:
        table = unstacked(without_picture(table))
        by_cell: dict[int, Unit] = {}
        units = []
        cards = rows_of_cards(table)
        for cell in table.cells:
            lines = [line for line in cell.lines if line.text.strip()]
            if not lines:
                continue
            apart = len(lines) > 1 and (separate(lines) or (cell.row in cards and ends_early(cell, lines[0])))
            unit = self._add(cell.page or page.number, lines, joiners(cell, lines, apart), table, cell)
            unit.heading = heading
            by_cell[id(cell)] = unit
            units.append(unit)
        link_in_grid(table, by_cell)
        link_past_translations(table, by_cell)
        self.tables.append((table, units))

    def _add_lines(self, page: Page, lines: list[Line], heading: str) -> tuple[str, list[Unit]]:
        if not self.document.paged or any(line.box is None for line in lines):
            units = [self._add(page.number, [line]) for line in lines]
            for a, b in itertools.pairwise(units):
                a.below, b.above = b, a
            for unit in units:
                if _is_heading(unit.text):
                    heading = unit.text
                unit.heading = heading
            return heading, units
        tall = [line for line in lines if stands_upright(line)]
        if tall and len(tall) < len(lines):
            heading, units = self._add_lines(page, [line for line in lines if not stands_upright(line)], heading)
            upright = [self._add(page.number, [line]) for line in tall]
            for unit in upright:
                unit.heading = heading
            link_upright(upright, units)
            return heading, [*upright, *units]
        printed = {id(line): line for line in lines}
        if page.slope:
            lines, printed = levelled(lines, page.slope)
        rows = visual_rows(lines)
        right_edge = edge_of(lines, [] if page.slope else [b for b in page.blocks if isinstance(b, Line)])
        by_line: dict[int, Unit] = {}
        units = []
        for members in grouped(rows, right_edge, INK_REACH if page.read == "ocr" else REACH):
            unit = self._add(page.number, [printed[id(line)] for line in members])
            units.append(unit)
            by_line.update((id(member), unit) for member in members)
        link_sideways(rows, by_line)
        link_vertically(rows, by_line)
        link_to_two_lines(units)
        for unit in units:
            if unit.left is None and _is_heading(unit.text):
                heading = unit.text
            unit.heading = heading
        return heading, units

    # -- reading

    def tokens(self, *kinds: str) -> Iterator[tuple[Unit, Token]]:
        """Every typed value of the given kinds, in reading order."""
        if kinds not in self._by_kind:
            wanted = frozenset(kinds)
            self._by_kind[kinds] = tuple(
                (unit, token) for unit in self.units for token in unit.tokens if token.kind in wanted
            )
        return iter(self._by_kind[kinds])

    def labelled(self, wanted: Formula, *kinds: str) -> Sequence[tuple[Unit, Token, Label]]:
        """The typed values of the given kinds whose labels may be of ``wanted``, in reading order, with what may name each."""
        if (known := self._labelled.get(kinds)) is None:
            all_of_them = [(unit, token, self.label(unit, token.start)) for unit, token in self.tokens(*kinds)]
            known = self._labelled[kinds] = ByConcept((entry, entry[2].concepts) for entry in all_of_them)
        return known.of(wanted)

    def label(self, unit: Unit, start: int) -> Label:
        """What names the value that begins at ``unit.text[start]``."""
        if (known := unit.labels.get(start)) is None:
            known = unit.labels[start] = Label.of(label_options(unit, start))
        return known

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every label with the text that stands where its value would."""
        return tuple(find_slots(self.units))

    @cached_property
    def slots_read(self) -> ByConcept[tuple[Slot, Meaning]]:
        """The slots, each with what its label means."""
        read = [(slot, meaning(slot.label)) for slot in self.slots]
        return ByConcept((entry, entry[1].concepts) for entry in read)

    def once(self, find: Callable[[Sheet], _Found]) -> _Found:
        """What ``find`` says of the paper, asked once: who tells its kind often reads all of it, as is done again once the kind is
        known. While somebody asks what else was considered, everything is read anew. What is found must not be changed."""
        if considered.asked() is not None:
            return find(self)
        if find not in self._found:
            self._found[find] = find(self)
        found: _Found = self._found[find]
        return found

    def row(self, unit: Unit) -> Sequence[Unit]:
        """The units of the same row of the same table, itself among them, in reading order; none outside tables."""
        return self._lines[0].get((id(unit.table), unit.cell.row), ()) if unit.cell is not None else ()

    def column(self, unit: Unit) -> Sequence[Unit]:
        """The units of the same column of the same table, as ``row``."""
        return self._lines[1].get((id(unit.table), unit.cell.col), ()) if unit.cell is not None else ()

    @cached_property
    def _lines(self) -> tuple[Mapping[tuple[int, int], Sequence[Unit]], Mapping[tuple[int, int], Sequence[Unit]]]:
        rows, columns = defaultdict[tuple[int, int], list[Unit]](list), defaultdict[tuple[int, int], list[Unit]](list)
        for unit in self.units:
            if unit.cell is not None:
                rows[id(unit.table), unit.cell.row].append(unit)
                columns[id(unit.table), unit.cell.col].append(unit)
        return rows, columns

    @cached_property
    def text(self) -> str:
        return "\n".join(unit.text for unit in self.units)

    def let_go(self) -> None:
        """Parts the units, once everything is read: neighbours that know each other would all wait for a look for garbage."""
        for unit in self.units:
            unit.left = unit.right = unit.above = unit.below = unit.top = None
        self._found.clear()  # some of it knows the paper


def _is_page_mark(line: Line, page: Page) -> bool:
    """Whether a line is a page's number. "210/205" in the middle of a page is none: two counts side by side."""
    text = fold(line.text)
    if not _PAGE_MARK.match(text):
        return False
    pair = re.fullmatch(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*", text)
    if pair is None or line.box is None or not page.height:
        return True
    margin = line.box.y1 < 0.12 * page.height or line.box.y0 > 0.88 * page.height
    return margin and int(pair[1]) <= int(pair[2])


def _is_heading(text: str) -> bool:
    bare = text.strip()
    return 2 <= len(bare) <= 24 and (re.match(r"^(?:[一二三四五六七八九十]+\s*[、.]|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[部章节条]|[A-Z]\.|\d{1,2}\s*[.、]\s*[^\d]|[■◆●▌◇□▍【])", bare) is not None or (len(bare) <= 12 and not re.search(r"[\d:：,，。;；]", bare)))  # fmt: skip
