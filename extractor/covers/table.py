"""The covers of a policy, as rows, from a table in either direction, from cards or from sentences.

Columns are recognised by header words and cell forms, rows by what the cover's name means; unknown names are kept as ``other``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from extractor.covers.forms.cards import from_cards
from extractor.covers.forms.headed import from_headed
from extractor.covers.forms.labelled import from_labels, labelled_rows
from extractor.covers.lists.abreast import one_under_another
from extractor.covers.lists.assignment import assigned
from extractor.covers.lists.blocks import blocks_of
from extractor.covers.lists.by_people import with_trades
from extractor.covers.lists.continued import continued
from extractor.covers.lists.dittos import without_dittos
from extractor.covers.lists.entries import rows_of
from extractor.covers.lists.further import LIMITS, headed_alike, units_of, with_further
from extractor.covers.lists.keyed import names_by_key, with_names
from extractor.covers.lists.of_a_form import OF_SUMS, are_labels
from extractor.covers.lists.taxed import with_tax
from extractor.covers.lists.whole import limits_of_all
from extractor.covers.meaning.captions import caption_for, caption_of, far_caption, premiums_as_printed, too_small
from extractor.covers.meaning.names import code_of
from extractor.covers.meaning.roles import ROLES, by_dimension, by_names
from extractor.covers.meaning.rows import Coverages
from extractor.covers.meaning.sums import money_of, scale_of, understood
from extractor.covers.prose.completing import completed
from extractor.covers.prose.priced import with_prices
from extractor.covers.prose.prose import from_prose
from extractor.document import Table
from extractor.evidence import columns
from extractor.evidence.columns import Columns
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row

__all__ = ["Coverages", "code_of", "find", "money_of", "scale_of"]

_NAMES = {"code", "name"}
_LONGEST_NAME = 16
_TOTALS = re.compile(
    r"^\s*(?:价税|保费|保险费|本单|各项)?(?:总保(?:险)?费|小\s*计|合\s*计|总\s*计|共\s*计|总\s*额|total)", re.I
)


@dataclass(slots=True)
class _Tables:
    """The tables of a paper, and what was read of them: ``read`` rows and id() of their units by table, ``gone_on`` the tables that
    only go on with one before, ``best`` the list that names most covers, ``cols`` its columns, ``closing`` id() of units in rows
    that total."""

    sheet: Sheet
    tables: Sequence[tuple[Table, list[Unit]]]
    read: dict[int, tuple[list[Row], set[int]]] = field(default_factory=dict)
    gone_on: set[int] = field(default_factory=set)
    best: Coverages | None = None
    cols: Columns | None = None
    closing: set[int] = field(default_factory=set)

    def read_lists(self) -> None:
        """Every table that names covers by itself, with those that go on with it."""
        printed = frozenset(
            Decimal(t.value) for _, t in self.sheet.tokens("amount", "words", "number") if abs(Decimal(t.value)) >= 100
        )
        names = names_by_key(self.tables) if len(self.tables) > 1 else {}
        for i, (table, units) in enumerate(self.tables):
            if i in self.gone_on or table.n_rows * table.n_cols < 4:
                continue
            caption = caption_of(self.sheet, units)
            found = _from_grid(table, units, caption, printed, names)
            if found is not None and not caption and too_small(found[1]) and (far := far_caption(self.sheet)):
                caption = far
                found = _from_grid(table, units, caption, printed, names)
            if found is None or not any(set(row.cells) - _NAMES for row in found[1]):
                continue
            if too_small(found[1]):  # nothing tells in which unit
                found = (found[0], [_without_limits(row) for row in found[1]], *found[2:])
                if not any(set(row.cells) - _NAMES or row.value("code") == "employee_injury" for row in found[1]):
                    continue  # no sum is left, and none of the cover that every policy has
            self._keep(i, found, caption)

    def _keep(self, i: int, found: Found, caption: str) -> None:
        cols, rows, total, ended, used = found
        j = i + 1
        while not ended and j < len(self.tables) and (more := continued(cols, *self.tables[j], caption)) is not None:
            rows, total, ended, used = [*rows, *more[0]], total or more[1], more[2], used | more[3]
            self.gone_on.add(j)
            j += 1
        self.read[i] = rows, used
        self.closing |= _closing(*self.tables[i])
        codes = {r.value("code") for r in rows} - {"other"}
        if len(codes) >= 2 and (self.best is None or len(rows) > len(self.best.rows)):
            self.cols = cols
            self.best = Coverages(
                tuple(rows),
                total,
                (ended or self._has_more(i, j)) and not self._goes_on_below(i, j),
                rows[0].span,
                "table",
                frozenset(used),
                of_all=limits_of_all(cols, caption),
            )

    def _has_more(self, first: int, stop: int) -> bool:
        """Whether anything follows tables ``[first:stop]`` on the page where they end: then the list was seen to its end."""
        last = max((u.index for _, us in self.tables[first:stop] for u in us), default=0)
        units = self.tables[stop - 1][1]
        return bool(units) and any(u.index > last and u.page == units[-1].page for u in self.sheet.units)

    def _goes_on_below(self, first: int, stop: int) -> bool:
        """Whether the line right below names one more cover with a sum beside it: a row that a list without rules was cut before."""
        last = max((u.index for _, us in self.tables[first:stop] for u in us), default=0)
        below = next(iter(self.sheet.units[last + 1 : last + 2]), None)
        beside = below.right if below is not None and below.table is None else None
        return (
            below is not None
            and beside is not None
            and len(below.text) <= _LONGEST_NAME
            and code_of(below.text) is not None
            and any(t.kind in ("amount", "number") and t.start == 0 for t in beside.tokens)
        )

    def whole(self) -> Coverages | None:
        """The best list with what tables beside it tell; None where no table is a list."""
        if self.best is None or self.cols is None:
            return None
        for i in set(range(len(self.tables))) - set(self.read) - self.gone_on:
            table, units = self.tables[i]
            more, used = headed_alike(self.cols, table, units, caption_of(self.sheet, units))
            if more:
                self.read[i] = more, used
        lists = [self.read[i][0] for i in sorted(self.read)]
        rows = with_further(_completed(self.best.rows, lists), lists)
        held = self.best.units | units_of([*self.read.values()], rows)
        return replace(self.best, rows=rows, closing=frozenset(self.closing), units=held)


def find(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers of the paper, from the table that names most of them, else from sentences, with those that a table of trades tells.

    ``without``: id() of units that are passed over, as those of another time.
    """
    return _find(sheet, without) if without else sheet.once(_find)


def _find(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    found = completed(with_trades(_found(sheet, without), sheet, without), sheet, without)
    return None if found is None else with_prices(found, sheet, without)


def _found(sheet: Sheet, without: Collection[int]) -> Coverages | None:
    seen = _Tables(sheet, [(t, [u for u in us if id(u) not in without]) for t, us in sheet.tables])
    seen.read_lists()
    best = seen.whole()
    cards = from_cards(sheet)
    if cards is not None and (best is None or _sums(cards) > _sums(best)):
        # Cells under labels of their own also stand in columns, which tell less; or more of what has none (a premium)
        named = from_labels(sheet, without)
        if named is not None and len(named.rows) > len(cards.rows) and _sums(named) > _sums(cards):
            own = {row.value("code") for row in named.rows}  # a form of which the cards are a part
            return replace(named, rows=(*named.rows, *(r for r in cards.rows if r.value("code") not in own)))
        whole = replace(cards, rows=_completed(cards.rows, [rows for rows, _ in seen.read.values()]))
        return _with_labelled(whole, sheet, without)
    prose = from_prose(sheet, without)
    if prose is not None and best is not None and _tell_apart(best, prose):
        return replace(best, rows=(*best.rows, *prose.rows))
    if prose is not None and (best is None or len(prose.rows) > len(best.rows) + 1):
        return prose
    if best is None and (headed := from_headed(sheet, without)) is not None:
        return headed
    if best is not None and _sums(best) >= _FULL * len(best.rows):
        return _with_labelled(best, sheet, without)
    named = from_labels(sheet, without)
    if named is not None and (best is None or _sums(named) > _sums(best)):
        return named
    return best if best is None else _with_labelled(best, sheet, without)


def _with_labelled(best: Coverages, sheet: Sheet, without: Collection[int]) -> Coverages:
    """The list with the covers that labels outside it name, where it tells none of them: the main ones over the additional ones."""
    if best.how != "table" or any(row.value("code") == "employee_injury" for row in best.rows):
        return best
    rows = labelled_rows(sheet, best.units | set(without))
    codes = {row.value("code") for row in best.rows}
    if not rows or any(row.value("code") in codes for row in rows):
        return best
    return replace(best, rows=(*rows, *best.rows))


def _tell_apart(listed: Coverages, told: Coverages) -> bool:
    """Whether a table and sentences tell other covers altogether, each with its limit: the main ones, and the additional ones under them."""
    theirs = {row.value("code") for row in told.rows}
    return theirs.isdisjoint(row.value("code") for row in listed.rows) and all(
        set(row.cells) & LIMITS for row in told.rows
    )


_FULL = 3
"""Sums a row from which on labels can tell no more than the list does."""


def _sums(found: Coverages) -> int:
    return sum(len(row.cells) - 2 for row in found.rows)


def _without_limits(row: Row) -> Row:
    return Row(
        {c: cell for c, cell in row.cells.items() if c not in ("per_person", "per_accident", "aggregate")}, row.span
    )


def _completed(rows: tuple[Row, ...], lists: Sequence[Sequence[Row]]) -> tuple[Row, ...]:
    """The rows with the columns that a second list of the same covers prints: limits in one table, premiums in another."""
    have = {column for row in rows for column in row.cells}
    codes = [row.value("code") for row in rows]
    for other in lists:
        theirs = {row.value("code"): row for row in other}
        more = {column for row in other for column in row.cells} - have
        if more and len(theirs) == len(other) and len(set(codes)) == len(codes) and set(codes) <= set(theirs):
            rows = tuple(
                Row(
                    {
                        **row.cells,
                        **{c: theirs[row.value("code")].cells[c] for c in more if c in theirs[row.value("code")].cells},
                    },
                    row.span,
                )
                for row in rows
            )
            have |= more
    return rows


def _closing(table: Any, units: Sequence[Unit]) -> set[int]:
    """The units of rows that total: what their columns are headed says nothing of them."""
    out: set[int] = set()
    for row in columns.grid(table, units):
        first = next((row[c] for c in sorted(row)), None)
        if first is not None and _TOTALS.match(first.text):
            out.update(id(u) for u in row.values())
    return out


_WHOLE = frozenset({"name", "per_person", "per_accident", "aggregate"})
"""Columns at whose headers nothing is left to be told by rows."""

Found = tuple[Columns, list[Row], Reading[Decimal] | None, bool, set[int]]


def _from_grid(
    table: Any, units: Sequence[Unit], caption: str, printed: frozenset[Decimal], names: Mapping[str, Unit]
) -> Found | None:
    """The covers of a table as it stands or turned, by the header that names columns and by the rows that name covers."""
    rows = with_names(without_dittos(one_under_another(columns.grid(table, units))), names)
    options: list[Found] = []
    for grid_rows, n in ((rows, table.n_cols), (columns.transpose(rows, table.n_cols), table.n_rows)):
        if n > 14:
            continue
        headed = columns.columns_of(table, grid_rows, ROLES, n, needed=1, look=60, understand=understood)
        whole = headed is not None and set(headed.roles) >= _WHOLE
        for cols in (headed, *(() if whole else blocks_of(table, grid_rows, n))):
            if cols is None or "name" not in cols.roles:
                continue
            cols = with_tax(assigned(by_names(by_dimension(cols, n), n), n, printed), n)
            if not (sums := {c for name, c in cols.roles.items() if name in OF_SUMS}) or are_labels(cols, sums):
                continue
            found, total, ended, used = rows_of(cols, caption)
            if grid_rows is not rows:
                # a form over the list in one grid: its lines are columns that tell nothing of covers
                first = min(cols.roles.values())
                used &= {id(unit) for line in grid_rows for c, unit in line.items() if c >= first}
            if len({r.value("code") for r in found} - {"other"}) >= 2:
                found = premiums_as_printed(found, scale_of("", caption_for("premium", caption)), printed)
                options.append((cols, found, total, ended, used))
    return max(options, key=_held) if options else None


def _held(found: Found) -> tuple[int, int, float]:
    """How much of a list was read: its sums, its rows, how well its header was understood."""
    return sum(len(row.cells) - 2 for row in found[1]), len(found[1]), found[0].score
