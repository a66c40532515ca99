"""People counted place by place: the total under them, and the counts that are each of one place among many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.evidence import columns
from extractor.evidence.candidates import Candidate, ranked
from extractor.evidence.concepts import Formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.policy.people import INSURED_COUNT, NO_COUNT, whole


def of_all_places(sheet: Sheet, wanted: Formula) -> list[Candidate]:
    """The total under a column of people counted place by place (plants, workshops), where it is what they add up to."""
    out = []
    for table, units in sheet.tables:
        rows = columns.grid(table, units)
        at = next((r for r, row in enumerate(rows) if row and columns.TOTAL_ROW.match(row[min(row)].text)), None)
        for c, cell in rows[at].items() if at is not None else ():
            people = [_people_in(row[c]) for row in rows[:at] if c in row and row[c].tokens]
            head = next((row[c].text for row in rows if c in row), "")
            if (
                len(people) < 2
                or None in people
                or not (wanted.score(meaning(head)) >= _SURE or _paid_for(rows, head, wanted))
            ):
                continue
            total = _people_in(cell)
            if total is not None and total == sum(n for n in people if n is not None):
                token = cell.tokens[0]
                out.append(Candidate(total, cell, token.start, token.stop, 0.7, "total"))
        out += _at_the_end(rows, wanted) or _under_their_trades(rows, wanted)
    return ranked(out)


def _at_the_end(rows: Sequence[Mapping[int, Unit]], wanted: Formula) -> list[Candidate]:
    """The total at the end of a line of people counted trade by trade, under a head that says so: 在岗 | 61 | 14 | 132 under 工种 | 操作 |
    化验 | 合计."""
    out = []
    for r, head in enumerate(rows):
        last = max(head, default=0)
        if (
            len(head) < _FEWEST_ACROSS
            or any(u.tokens for u in head.values())
            or not columns.TOTAL_ROW.match(head[last].text)
        ):
            continue
        for row in rows[r + 1 :]:
            label = row.get(min(row)) if row else None
            if label is None or label.tokens or last not in row or wanted.score(meaning(label.text)) < _SURE:
                continue
            people = [_people_in(row[c]) for c in sorted(row) if min(row) < c < last and row[c].tokens]
            total = _people_in(row[last])
            if len(people) > 1 and None not in people and total == sum(n for n in people if n is not None):
                token = row[last].tokens[0]
                out.append(Candidate(total, row[last], token.start, token.stop, 0.7, "total"))
    return out


def _under_their_trades(rows: Sequence[Mapping[int, Unit]], wanted: Formula) -> list[Candidate]:
    """The people counted under their trades beside one label over both lines, added up: 投保工种及人数 | 爆破 | 挖装 over 6 | 14."""
    out = []
    for upper, lower in pairwise(rows):
        label = upper.get(min(upper)) if upper else None
        if (
            label is None
            or label.cell is None
            or label.cell.rowspan != _BOTH
            or label.tokens
            or not _AND_PEOPLE.search(label.text)
        ):
            continue
        trades = [c for c in sorted(upper) if upper[c] is not label]
        people = [_people_in(lower[c]) if c in lower else None for c in trades]
        if wanted.score(meaning(label.text)) < _SURE or len(trades) < _BOTH or None in people:
            continue
        if not any(upper[c].tokens or columns.TOTAL_ROW.match(upper[c].text) for c in trades):
            first = lower[trades[0]]
            total = sum(n for n in people if n is not None)
            out.append(Candidate(total, first, first.tokens[0].start, first.tokens[0].stop, 0.6, "sum"))
    return out


_BOTH = 2
_AND_PEOPLE = re.compile("[及与和、/]\\s*(?:人数|员工数|数量)|人数分布|分布")
_FEWEST_ACROSS = 4
"""Cells of such a head: its label, two trades and the total."""
_SURE = 0.5


def _paid_for(rows: Sequence[Mapping[int, Unit]], head: str, wanted: Formula) -> bool:
    """Whether a column of people stands in a table that says what each row of them costs: those are the people covered."""
    said = meaning(head)
    if wanted is not INSURED_COUNT or not said.any("count", "employees") or said.any(*NO_COUNT):
        return False
    over = next((row for row in rows if any(u.text == head for u in row.values())), {})
    counted = (c for c in over if any(c in row and _people_in(row[c]) is not None for row in rows))
    return any(meaning(u.text).has("premium") for u in over.values()) and not any(
        INSURED_COUNT.score(meaning(over[c].text)) for c in counted
    )


def _people_in(unit: Unit) -> int | None:
    return whole(unit, unit.tokens[0]) if len(unit.tokens) == 1 and unit.tokens[0].kind in ("count", "number") else None


_IN_ALL = re.compile(r"(?:合计|共计|总计|总共|一共|共|总数|总人数)(?:[\u4e00-\u9fff]{0,6})?[为是:：\s]*$")
_MOST_PLACES = 12
_NEAR = 2  # units from one place's line to the next, at most


def with_totals_below(sheet: Sheet, found: Sequence[Candidate]) -> list[Candidate]:
    """The counts, but the total told in the lines below where several add up to it, in place of each: 东库，从业者58名 / 西站，从业者23名
    / 两处合计81名."""
    out, parts = list[Candidate](), set[tuple[int, int]]()
    people = list(sheet.tokens("count")) if len(found) > 1 else []
    for c in found:
        behind = [(u, t) for u, t in people if (u.index, t.start) >= (c.unit.index, c.start)]
        added, above = 0, c.unit
        for k, (unit, token) in enumerate(behind[:_MOST_PLACES]):
            if unit.index - above.index > _NEAR:
                break
            if k > 1 and token.value == added and _IN_ALL.search(unit.text[: token.start]) and unit is not c.unit:
                how = f"{c.how}+total"
                out.append(replace(c, value=added, unit=unit, start=token.start, stop=token.stop, how=how))
                parts.update((id(u), t.start) for u, t in behind[:k])
                break
            added, above = added + int(token.value), unit
    return [*out, *(c for c in found if (id(c.unit), c.start) not in parts)]


def with_totals(sheet: Sheet, found: Sequence[Candidate]) -> list[Candidate]:
    """The counts with those of one kind of people, place or trade as the total under their column, where they add up to it."""
    totals = dict[int, tuple[Unit, int]]()
    for table, units in sheet.tables if any(c.unit.cell is not None for c in found) else ():
        rows = columns.grid(table, units)
        at = next((r for r, row in enumerate(rows) if row and columns.TOTAL_ROW.match(row[min(row)].text)), None)
        for col, cell in rows[at].items() if at is not None else ():
            parts = [row[col] for row in rows[:at] if col in row and row[col].tokens]
            people, total = list(map(_people_in, parts)), _people_in(cell)
            if len(people) > 1 and total is not None and None not in people and total == sum(n or 0 for n in people):
                totals |= dict.fromkeys(map(id, parts), (cell, total))
    return [_as_total(c, *totals[id(c.unit)]) if id(c.unit) in totals else c for c in found]


def _as_total(part: Candidate, cell: Unit, total: int) -> Candidate:
    token = cell.tokens[0]
    return replace(part, value=total, unit=cell, start=token.start, stop=token.stop, how="total")


def one_of_many(unit: Unit) -> bool:
    """Whether a count stands in a column, or a line, of a list of several: firms, sites, trades."""
    if _along_the_line(unit):
        return True
    counts = set()
    for at in (unit.above, unit.below):
        if unit.cell is None or at is None or at.cell is None or at.cell.col != unit.cell.col:
            continue
        bare = at.text.strip()
        if re.fullmatch(r"\d{1,6}\s*(?:人|名)?", bare) and re.fullmatch(r"\d{1,6}\s*(?:人|名)?", unit.text.strip()):
            counts.add(bare)
    if not counts or unit.left is None or unit.cell is None or unit.cell.col < 2:
        return False
    beside = unit.left
    if not beside.tokens and meaning(beside.text).any("employees", "insured_count"):
        return False  # each has its own label, under a heading across the form
    top = unit.topmost()
    return not top.tokens and meaning(top.text).any("count", "employees", "insured_count")


_COUNT = re.compile(r"\s*\d{1,6}\s*(?:人|名)?\s*")
_FEWEST_ALONG = 2
_LONGEST_LINE = 20


def _along_the_line(unit: Unit) -> bool:
    """Whether two counts and more stand one behind the other in a line of a table behind its label, no head over this one a total: 从业人数 | 8人
    | 26人 | 11人."""
    if unit.cell is None or _COUNT.fullmatch(unit.text) is None or columns.TOTAL_ROW.match(unit.topmost().text):
        return False
    counts, first = 1, unit
    for side in ("left", "right"):
        at, passed = getattr(unit, side), 0
        while at is not None and at.table is unit.table and passed < _LONGEST_LINE and _COUNT.fullmatch(at.text):
            first = at if side == "left" else first
            at, counts, passed = getattr(at, side), counts + 1, passed + 1
    label = first.left
    named = label is not None and not label.tokens and meaning(label.text).any("count", "employees", "insured_count")
    return counts > _FEWEST_ALONG and named
