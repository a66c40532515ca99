"""A second opinion on a paper of claims that was not read whole: its list set under each other in every way that it suggests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractor.evidence.columns import Columns, columns_of, data_rows, grid, unheaded
from extractor.evidence.concepts import meaning
from extractor.evidence.records.grids import Grid, grids
from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.days.short_days import dated
from extractor.kinds.claim_record.meaning.codes import with_words
from extractor.kinds.claim_record.meaning.day_labels import is_beside, said_of_day
from extractor.kinds.claim_record.meaning.roles import DATES, ROLES, day_in, is_claims
from extractor.kinds.claim_record.tables.by_time import by_time
from extractor.kinds.claim_record.tables.lines import table_row
from extractor.kinds.claim_record.tables.table import caption_over, claim_columns
from extractor.record import Row
from extractor.values import person

_MOST_UNITS = 1200
"""Units of a paper beyond which weighing all its grids takes longer than reading it."""
_TOLD = ("report_no", "accident_date", "reported_date", "victim", "claimed", "paid", "closed_date", "uploaded")
_WHOLE = frozenset({"report_no", "accident_date", "victim"})


def second_opinion(sheet: Sheet, rows: Sequence[Row], policy: str | None) -> list[Row] | None:
    """The claims as the best of the rival grids tells them; None where the first reading stands."""
    if len(sheet.units) > _MOST_UNITS or not _worth_it(sheet, rows):
        return None
    best, most, uniform = None, worth_of(rows), _is_uniform(rows)
    for one in grids(sheet.units):
        told = list(_rows(sheet, one, policy))
        completed = _completed(rows, told)
        if completed is None and uniform and len(told) <= len(rows):
            continue  # a list that was read claim by claim stands, but for what none of its rows tells
        told = completed or told
        if len(told) < 2 or (completed is None and not _is_proved(told)):
            continue
        if (worth := worth_of(told)) > most and _accounts_for(told, rows):
            best, most = told, worth
    return best


def _is_proved(rows: Sequence[Row]) -> bool:
    """Whether nearly every claim has a number of its own and who was hurt, and no days run against time."""
    numbers = {row.value("report_no") for row in rows if _is_number(row)}
    named = sum("victim" in row.cells for row in rows)
    days = [[row.value(name) for name in DATES if name in row.cells] for row in rows]
    in_order = all(a <= b for own in days for a, b in pairwise(own))
    return in_order and len(numbers) >= _MOST_OF * len(rows) and named >= _MOST_OF * len(rows)


def _completed(rows: Sequence[Row], more: Sequence[Row]) -> list[Row] | None:
    """The rows of the first reading with what the second adds, where both tell the same claims and neither says otherwise."""
    if not rows or len(rows) != len(more):
        return None
    out = []
    blank = frozenset[str]().union(*(row.cells.keys() for row in rows))  # what one row leaves out is not told of it
    for row, other in zip(rows, more, strict=True):
        both = row.cells.keys() & other.cells.keys()
        if len(both) < _LEAST_ALIKE or any(
            row.value(name) != other.value(name) for name in both if name not in _SCALED
        ):
            return None
        cells = {**{n: c for n, c in other.cells.items() if n not in blank}, **row.cells}
        if "policy_no" in cells and "report_no" in cells and cells["policy_no"].value == cells["report_no"].value:
            del cells[
                "policy_no"
            ]  # the claim's number, which the first reading took for a policy's or the second for both
        out.append(Row(cells, row.span))
    return out


def _is_uniform(rows: Sequence[Row]) -> bool:
    """Whether each row has a number of its own, and its accident before all its other days."""
    numbers = {row.value("report_no") for row in rows if "accident_date" in row.cells and _is_number(row)}
    days = [[row.value(name) for name in DATES if name in row.cells] for row in rows]
    return bool(rows) and len(numbers) == len(rows) and all(a <= b for own in days for a, b in pairwise(own))


def _is_number(row: Row) -> bool:
    return _NUMBER.fullmatch(str(row.value("report_no"))) is not None


_NUMBER = re.compile(r"[A-Za-z0-9\-/]{5,}|.{0,8}[（(〔\[]20\d\d[)）〕\]].{0,12}")
_LEAST_ALIKE = 3
_SCALED = frozenset({"claimed", "paid", "kind"})
"""Sums in a unit that stands over the list, and words, which the first reading tells better."""


def _worth_it(sheet: Sheet, rows: Sequence[Row]) -> bool:
    """Whether the first reading leaves a claim without its number, its day or its person, and days of the paper unread."""
    whole = [row for row in rows if row.cells.keys() >= _WHOLE and {"paid", "closed_date"} & row.cells.keys()]
    return not rows or len(whole) < len(rows) or _left(sheet, rows)


def _left(sheet: Sheet, rows: Sequence[Row]) -> bool:
    """Whether days of the paper stand in no row, as many as there are rows that lack one."""
    read = {row.value(name) for row in rows for name in row.cells}
    lacking = sum(name not in row.cells for row in rows for name in DATES)
    days = sum(
        isinstance(t.value.day, date) and t.value.day not in read
        for u in sheet.units
        for t in u.tokens
        if t.kind == "moment"
    )
    return days >= max(2, lacking) and lacking > 0


def worth_of(rows: Sequence[Row]) -> float:
    """What the rows tell, beyond what one claim at least tells; days and sums that run against each other count against it."""
    numbers = Counter(row.value("report_no") for row in rows if "report_no" in row.cells)
    return sum(_worth(row) - (numbers[row.value("report_no")] > 1) for row in rows)


_LEAST = 2.0
"""What a claim at least tells: fewer rows that tell all are better than more that tell a part each."""
_AGAINST = 3.0


def _worth(row: Row) -> float:
    days = [row.value(name) for name in DATES if name in row.cells]
    told = sum(name in row.cells for name in _TOLD)
    wrong = sum(a > b for a, b in pairwise(days))
    asked, paid = row.value("claimed"), row.value("paid")
    wrong += asked is not None and paid is not None and asked < paid
    wrong += (
        "report_no" in row.cells
        and re.search("[\u4e00-\u9fff]{2}|^20\\d\\d[-/.]", str(row.value("report_no"))) is not None
    )
    wrong += (
        "victim" in row.cells and not person.parse_list(str(row.value("victim"))) and len(str(row.value("victim"))) > 4
    )
    return float(told) - _LEAST - _AGAINST * float(wrong)


def _accounts_for(told: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether the rows hold each claim's number that was read before."""
    text = "|".join(str(row.value(name)) for row in told for name in row.cells)
    return all(str(row.value("report_no")) in text for row in rows if "report_no" in row.cells and _is_number(row))


def _rows(sheet: Sheet, one: Grid, policy: str | None) -> Iterator[Row]:
    for cols in _columns(sheet, one):
        cols = _with_days_between(_with_numbers(cols, policy))
        if not is_claims(cols):
            continue
        caption = caption_over(sheet, one.units)
        for line in data_rows(cols, ("report_no", "accident_date", "paid")):
            row = table_row(cols, line, caption)
            if row is not None and row.value("report_no") != policy and "accident_date" in row.cells:
                yield row
        return


def _columns(sheet: Sheet, one: Grid) -> Iterator[Columns]:
    """The grid's columns: as those of any table of claims, by the order of time and what cells are, by that alone."""
    units = dated(sheet, one.table, with_words(one.table, one.units))
    if one.headed and (told := claim_columns(one.table, units)) is not None:
        yield told
    if one.headed:
        found = columns_of(one.table, grid(one.table, units), ROLES, one.table.n_cols, needed=0, look=1)
        if found is not None:
            yield by_time(found)
    found = unheaded(one.table, units, ROLES)
    if found is not None:
        yield by_time(found)


def _with_numbers(cols: Columns, policy: str | None) -> Columns:
    """The columns with numbers that stand once each as the claims', where no label calls them a policy's."""
    c = cols.roles.get("policy_no")
    if c is None or meaning(cols.header[c]).has("policy"):
        return cols
    numbers = [row[c].text.strip() for row in cols.rows if c in row]
    once = len(set(numbers)) == len(numbers) and policy not in numbers
    if "report_no" in cols.roles or not once:
        known = policy is not None and policy not in numbers  # the paper says which its policy is
        return (
            replace(cols, roles={name: k for name, k in cols.roles.items() if name != "policy_no"}) if known else cols
        )
    return replace(cols, roles={("report_no" if name == "policy_no" else name): k for name, k in cols.roles.items()})


def _with_days_between(cols: Columns) -> Columns:
    """The columns with the day that stands between two of the four, on paper as in time, as the one that is missing between them."""
    roles = dict(cols.roles)
    for before, name, after in zip(DATES[:-1], DATES[1:], [*DATES[2:], None], strict=True):
        if name in roles or before not in roles or (after is not None and after not in roles):
            continue
        first, last = roles[before], roles[after] if after is not None else len(cols.header)
        loose = [
            c for c in range(first + 1, last) if c not in roles.values() and _is_between(cols, first, c, after, roles)
        ]
        if len(loose) == 1 or (loose and name == "reported_date"):
            roles |= {name: loose[0], f"guessed {name}": loose[0]}
    return replace(cols, roles=roles)


def _is_between(cols: Columns, first: int, c: int, after: str | None, roles: Mapping[str, int]) -> bool:
    """Whether a column of days that no known step heads comes in every line after one day, and before the other."""
    if is_beside(cols.header[c]) or said_of_day(cols.header[c]):
        return False
    told = 0
    for row in cols.rows:
        start, day = day_in(row.get(first)), day_in(row.get(c))
        end = day_in(row.get(roles[after])) if after is not None else None
        if day is None:
            continue
        told += 1
        if (start is not None and day < start) or (end is not None and day > end):
            return False
    return told >= _MOST_OF * sum(first in row for row in cols.rows)


_MOST_OF = 0.7
