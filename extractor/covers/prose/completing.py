"""A list of covers that was not read whole, completed by what sentences and the scored reading of the whole paper tell beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.covers.meaning.rows import Coverages
from extractor.covers.prose.attached import Attached, attached, has_limit, rises
from extractor.covers.prose.prose import from_prose
from extractor.evidence.sheet import Sheet
from extractor.record import Row


def completed(first: Coverages | None, sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The first reading with what others add to it, as far as they agree with it: limits that it leaves out, or covers that stand
    outside all that it read."""
    if first is None:
        more = attached(sheet, without)
        return None if more is None else more.coverages()
    read = _read(first, sheet)
    if first.how == "table" and not _lacks(first):
        # What a list leaves out of itself it leaves out knowingly
        aside = attached(sheet, read | set(without))
        return first if aside is None else _united(first, list(filter(has_limit, aside.coverages().rows)))
    more = attached(sheet, without)
    if more is not None and _tells_far_more(first, more):
        return more.coverages()
    if not _lacks(first):
        return first if more is None or not first.units else _united(first, _outside(more, read))
    if (prose := from_prose(sheet, read | set(without))) is not None:
        first = _united(first, prose.rows)
    return first if more is None else _united(first, more.coverages().rows)


def _outside(more: Attached, read: frozenset[int]) -> Sequence[Row]:
    """The rows of which no sum stands in what the first reading read."""
    return [row for row in more.coverages().rows if has_limit(row) and more.places[row.value("code")].isdisjoint(read)]


def _tells_far_more(first: Coverages, more: Attached) -> bool:
    """Whether a reading that is no table's leaves out half of the sums of its own covers."""
    own = {row.value("code") for row in first.rows}
    if first.how == "table" or not own <= more.covers.keys():
        return False
    sums = sum(len(row.cells) - 2 for row in first.rows)
    return sum(len(cells) for _, cells in more.covers.values()) >= _FAR_MORE * sums


_FAR_MORE = 1.5


def _lacks(first: Coverages) -> bool:
    """Whether a cover has no limit, or the cover of injury is not among them."""
    return not all(map(has_limit, first.rows)) or all(row.value("code") != "employee_injury" for row in first.rows)


def _read(first: Coverages, sheet: Sheet) -> frozenset[int]:
    """id() of the units of the tables and lines that a reading read."""
    tables = {id(u.table) for u in sheet.units if id(u) in first.units and u.table is not None}
    return first.units | {id(u) for u in sheet.units if u.table is not None and id(u.table) in tables}


def _united(first: Coverages, more: Sequence[Row]) -> Coverages:
    """The list with the other rows' sums and covers; as it was where they say otherwise, or a cover stands in it twice."""
    own = {row.value("code"): row for row in first.rows}
    theirs = {row.value("code"): row for row in more}
    if len(own) != len(first.rows) or len(theirs) != len(more) or not _agree(own.values(), theirs):
        return first
    rows = [_with(row, theirs.get(code)) for code, row in own.items()]
    if sum(not rises(row.cells) for row in rows) > sum(not rises(row.cells) for row in first.rows):
        return first
    rows += [row for code, row in theirs.items() if code not in own]
    return replace(first, rows=tuple(rows))  # words beside the list may tell more than its sums


def _agree(rows: Collection[Row], theirs: dict[str, Row]) -> bool:
    both = ((row, theirs[row.value("code")]) for row in rows if row.value("code") in theirs)
    return all(
        row.value(role) == other.value(role)
        for row, other in both
        for role in set(row.cells) & set(other.cells) - {"code", "name"}
    )


def _with(row: Row, other: Row | None) -> Row:
    return row if other is None else Row({**other.cells, **row.cells}, row.span)
