"""Hazards found by a service visit: rows of a table, or numbered paragraphs with advice, deadline and outcome inside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.document import Table
from extractor.evidence.columns import Columns, continued, data_rows, find_columns, one_below_the_other
from extractor.evidence.columns.choices import Choice
from extractor.evidence.sheet import Sheet
from extractor.evidence.tables.turned import turned
from extractor.evidence.units import Unit
from extractor.hazards.apart.common_day import with_common_day
from extractor.hazards.apart.headed import grave_over
from extractor.hazards.apart.in_brackets import named_in_letters
from extractor.hazards.apart.outcomes import with_outcomes
from extractor.hazards.cards import cards as hazard_cards
from extractor.hazards.cards.card_heads import with_level_over
from extractor.hazards.cards.several import apart, whole
from extractor.hazards.columns.columns import (
    ROLES,
    asked_in_marks,
    cell_class,
    filled,
    is_hazard_table,
    with_description_before_advice,
    with_major,
    with_opposites,
    without_false_advice,
    without_signatures,
)
from extractor.hazards.columns.columns_by_cells import LEARNED, LISTED, Words, columns_by_cells, with_told_advice
from extractor.hazards.columns.day_columns import (
    with_days,
    with_mended_day,
    with_named_deadline,
    with_state_beside_day,
    without_deeds,
)
from extractor.hazards.columns.keyed import states_by_key, with_keyed
from extractor.hazards.columns.other_lists import is_register_of_risks
from extractor.hazards.columns.states import has_unclear_marks, in_words, with_last_look, with_progress, with_state
from extractor.hazards.meaning import days as hazard_days
from extractor.hazards.meaning import legends
from extractor.hazards.meaning.others import hazards_only
from extractor.hazards.meaning.words import int_of
from extractor.hazards.prose.abreast import one_by_one
from extractor.hazards.prose.paragraphs import rows_in_paragraphs
from extractor.hazards.second_reading.copies import copies
from extractor.hazards.second_reading.second_opinion import second_opinion, tells_only_remedy
from extractor.hazards.tables import crossed as hazard_crossed
from extractor.hazards.tables import event_log
from extractor.hazards.tables import lines as hazard_lines
from extractor.hazards.tables import list_bounds as bounds
from extractor.hazards.tables.bare_cards import bare_cards
from extractor.hazards.tables.checklists import with_remarks_of_failed, without_passed
from extractor.hazards.tables.lines_below import with_lines_below
from extractor.hazards.tables.lines_in_form import lines_in_form
from extractor.hazards.tables.numbered_lines import numbered_lines
from extractor.hazards.tables.parts import parts_of_table
from extractor.hazards.tables.photo_pairs import photo_pairs
from extractor.hazards.tables.referred import in_notes
from extractor.hazards.tables.spanned import rows_of_a_label
from extractor.hazards.tables.table_rows import Known, reads, table_row
from extractor.hazards.tables.told_lines import TellingLine, told_lines
from extractor.hazards.tables.under_form import stands_under_form
from extractor.record import Row

_LIST, _LIST_WORD = re.compile("隐患"), re.compile("清单|如下|列表|一览|明细|台账")
_TOLD_OF_EACH = ("description", "advice", "deadline", "status", "level")
_FEW = 3  # columns that the last line of a form, with nothing under it, may seem to head by chance


def find(sheet: Sheet, *, twice: bool = False) -> tuple[tuple[Row, ...], frozenset[int], bool]:
    """(rows, ids of their units, whether a place for the list exists); ``twice``: once more what was not read whole, of a visit."""
    read, parts, rows = sheet.once(_read_once)
    found = replace(read, used=set(read.used))
    rows = [row for row in rows if not tells_only_remedy(row)] if twice else rows
    units = [unit for unit in sheet.units if id(unit) not in found.aside] if twice else []
    if (second := second_opinion(units, rows, found.known)) is not None:
        found.used |= second[1]
        more = len(second[0]) != len(rows)  # else what stands apart of them is known
        rows = found.told_apart(parts, second[0], [None] * len(second[0])) if more else second[0]
    rows = hazards_only(sheet, rows) if twice else rows
    place = found.place or any(
        _LIST.search(u.text) and _LIST_WORD.search(u.text) and len(u.text) <= 40 for u in sheet.units
    )
    return tuple(rows), frozenset(found.used), place


def _read_once(sheet: Sheet) -> tuple[_Found, Sequence[tuple[Table, list[Unit]]], Sequence[Row]]:
    """What tables and prose hold, the parts of the tables, and the hazards with what stands apart of them."""
    found = _Found(sheet, Known(hazard_days.first_day(sheet), legends.level_key(sheet), legends.state_key(sheet)))
    parts = [(table, part) for table, units in sheet.tables for part in parts_of_table(table, units)]
    ends = []
    for table, part in parts:
        found.read(table, part)
        ends.append(len(found.rows))
    found.drop(copies(found.rows, ends))
    if (last := found.last) is not None and len(parts) > 1:
        for table, part in parts:  # a list of one line before another under the same heads
            if not any(id(unit) in found.used for unit in part) and bounds.same_heads(last, part):
                found.read(table, part)
    if not found.rows:
        found.read_prose()
        found.read_by_cells(parts)
    return found, parts, found.told_apart(parts, found.rows, found.numbers)


@dataclass(slots=True)
class _Found:
    """The hazards read so far; ``numbers`` are those printed before them, ``used`` ids of the units they stand in."""

    sheet: Sheet
    known: Known
    rows: list[Row] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)  # ids of units of lists that tell what may happen, not what is wrong
    place: bool = False
    last: Columns | None = None
    last_form: tuple[list[Unit], int] | None = None
    learned: dict[str, str] | None = None
    words: Words = LISTED

    def read(self, table: Table, units: list[Unit]) -> None:
        """What a table holds: hazards by place and trade, a form of entries, or a list, upright or on its side."""
        if crossed := hazard_crossed.find(table, units, self.known.day):
            self._add((row, None) for row, _ in crossed)
            self._use(unit for _, unit in crossed)
            self.place = True
            return
        if noted := in_notes(table, units, self.sheet.units, self.known.day) or rows_of_a_label(units, self.known.day):
            self._add_told(noted)
            return
        if paired := photo_pairs(table, units, self.known.day):
            self._add_told(paired)
            return
        logged, lines = event_log.find(table, units, self.known.day)
        if logged:
            self._add((row, None) for row in logged)
            self._use(lines)
            return
        upright = turned(table, bounds.without_particulars(table, units), cell_class)
        if upright is not None and self._read_list(*upright, form=False):
            return
        form = hazard_cards.card_like(units)
        headed = form and stands_under_form(table, units, self.known) and self._read_list(table, units, form=True)
        if not headed and not (form and self._read_form(units)) and not self._read_list(table, units, form=form):
            self._read_told(table, units)

    def read_by_cells(self, parts: Sequence[tuple[Table, list[Unit]]]) -> None:
        """Lists by what their cells tell, in words that are learned too, where no other way told any hazard."""
        self.words = LEARNED
        for table, units in parts if not self.rows else ():
            if columns_by_cells(table, units, self.words) is not None:
                self._read_list(table, units, form=False)

    def read_prose(self) -> None:
        rows, used, numbers = rows_in_paragraphs(self.sheet)
        if not rows:
            units = one_by_one([u for u in self.sheet.units if id(u) not in self.aside])
            cards = hazard_cards.find(units, hazard_cards.learn(units), self.known.day)
            rows, used, numbers = cards[0], cards[1], [None] * len(cards[0])
        if not rows:
            rows, used, numbers = named_in_letters(self.sheet)
        self.rows, self.numbers, self.used = rows, numbers, self.used | used

    def _read_form(self, units: list[Unit]) -> bool:
        if self.learned is None:
            self.learned = hazard_cards.learn(self.sheet.units)
        told, entries = hazard_cards.find(units, self.learned, self.known.day)
        if self.last_form:
            whole = hazard_cards.find([*self.last_form[0], *units], self.learned, self.known.day)
            if whole[0][self.last_form[1] + len(told) :]:  # a card cut by the end of the page
                self.drop(range(len(self.rows) - self.last_form[1], len(self.rows)))
                told, entries = whole
        self.last_form = (units, len(told))
        over = self.sheet.units[: min((u.index for u in units), default=0)]
        self._add((row, None) for row in with_level_over(told, units, over))
        self.used |= entries
        self.place = self.place or bool(told)
        return bool(told)

    def _read_list(self, table: Table, units: list[Unit], *, form: bool) -> bool:
        cols = self._columns(table, units, form=form)
        if cols is None or "description" not in cols.roles or bounds.restates(cols, self.numbers):
            return False
        self.place = True
        if table.method == "aligned" and (cut := hazard_lines.in_table(cols.rows)):
            self._add((row, None) for row in cut)  # columns so close that they were read as one
            self.last = cols
            self._use(units)
            return True
        cols = with_lines_below(one_below_the_other(bounds.once_each(cols)))
        if not states_by_key(cols, self.known.states):  # else its marks pass no verdict
            cols = without_passed(with_remarks_of_failed(in_words(cols)))
        cols, asked = asked_in_marks(with_named_deadline(with_major(without_false_advice(with_told_advice(cols)))))
        if "status" not in asked:
            cols = with_mended_day(
                with_days(with_state_beside_day(with_last_look(with_state(with_opposites(cols))))), self.known.day
            )
            cols = with_progress(without_deeds(cols))
        self.last = cols
        if not form and (cols.rows or len(cols.roles) > _FEW):  # two words of a form's last line head no list
            last = bounds.last_line(cols)
            self._use(u for u in units if u.cell is None or cols.first_row - 1 <= u.cell.row <= last)
        before = len(self.rows)
        self._read_lines(cols, units, asked)
        return len(self.rows) > before

    def _read_lines(self, cols: Columns, units: list[Unit], asked: Mapping[str, Choice]) -> None:
        """Each line of a list as a hazard, under the heading over its group."""
        unclear = not ("status" in asked or states_by_key(cols, self.known.states)) and has_unclear_marks(cols)
        leveled = "level" in cols.roles or asked
        known = self.known if leveled else replace(self.known, heading=grave_over(self.sheet.units, units))
        here = known
        entries = {id(row) for row in data_rows(cols, ("description", "level", "advice"))}
        for row in cols.rows:
            if (head := bounds.group_head(row)) is not None:
                here = replace(known, heading=head)
                self._use([head])
                continue
            if id(row) not in entries:
                continue
            read = table_row(cols, row, here, asked)
            if read is not None and unclear and not read.value("rectified") and not read.value("refused"):
                read = Row({n: r for n, r in read.cells.items() if n != "rectified"}, read.span)
            if read is not None:
                self._add_line(cols, row, read)

    def _add_line(self, cols: Columns, row: Mapping[int, Unit], read: Row) -> None:
        """A line of a list; several hazards where its cell numbers them, which then no number of the line tells apart."""
        body, advice, due, state, level = (whole(cols.cell(row, n)) for n in _TOLD_OF_EACH)
        told = body if "description" in read.cells else None
        rows = [read] if told is None else apart(read, told, advice, due=due, state=state, level=level)
        number = bounds.number_of_line(cols, row) if len(rows) == 1 else None
        self._add((one, number) for one in rows)
        self._use(row.values())

    def _read_told(self, table: Table, units: Sequence[Unit]) -> None:
        day, over = self.known.day, next((self.sheet.units[u.index - 1] for u in units[:1] if u.index), None)
        told = bare_cards(units, day) or told_lines(table, units, day) or numbered_lines(table, units, over, day)
        told = told or lines_in_form(table, units, day)
        self._add_told(told)

    def _add_told(self, told: Iterable[TellingLine]) -> None:
        for row, number, line in told:
            self.place = True
            self._add([(row, number)])
            self._use(line)

    def _columns(self, table: Table, units: Sequence[Unit], *, form: bool) -> Columns | None:
        # a list may stand in one grid under the form of a sheet or a whole page: its header is far down, and must be plain
        cols = find_columns(table, units, ROLES, needed=3 if form else 2, look=20) if table.n_cols >= 2 else None
        cols = with_description_before_advice(cols)
        if cols is not None and not is_hazard_table(cols):
            if is_register_of_risks(cols):
                self.aside.update(id(u) for u in units)
                return None  # in whatever words its dangers are told
            cols = None
        if cols is None and (last := self.last) is not None and table.n_cols == last.table.n_cols:
            cols = continued(last, table, units) if self._goes_on(last, table, units) else None
        by_cells = columns_by_cells(table, units, self.words)
        if by_cells is not None and cols is None and is_register_of_risks(by_cells):
            self.aside.update(id(u) for u in units)
            return None  # what may happen is told in words of what is wrong
        if by_cells is not None:
            cols = by_cells if cols is None or not reads(cols, self.known) else filled(cols, by_cells)
        return None if cols is None else with_keyed(without_signatures(cols), self.known.key, self.known.states)

    def _goes_on(self, last: Columns, table: Table, units: Sequence[Unit]) -> bool:
        """Whether a grid goes on with the list before it: on the next page, or with the next number."""
        first = units[0] if units and units[0].cell is not None and units[0].cell.row == 0 else None
        number = int_of(first.text) if first is not None else None
        known = [n for n in self.numbers if n is not None]
        again = table.page != last.table.page or (bool(known) and number == known[-1] + 1)
        return again or bounds.same_heads(last, units)

    def told_apart(
        self, parts: Sequence[tuple[Table, list[Unit]]], rows: Sequence[Row], numbers: Sequence[int | None]
    ) -> list[Row]:
        """The hazards with what sentences and other tables say of them, and the one day that is told for all."""
        told = with_outcomes(self.sheet, parts, rows, numbers, self.used, self.known.day)
        return with_common_day(self.sheet, told, self.used, self.known.day)

    def drop(self, places: Collection[int]) -> None:
        self.rows = [row for i, row in enumerate(self.rows) if i not in places]
        self.numbers = [number for i, number in enumerate(self.numbers) if i not in places]

    def _add(self, rows: Iterable[tuple[Row, int | None]]) -> None:
        for row, number in rows:
            self.rows.append(row)
            self.numbers.append(number)

    def _use(self, units: Iterable[Unit]) -> None:
        self.used.update(id(self.sheet.units[u.index]) for u in units)
