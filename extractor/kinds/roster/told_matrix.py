"""Enterprises in a table that has those insured in one column and those that are not in another, several in a cell, by town or by trade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractor.evidence import registers
from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.roster.around import BESIDE_A_HEADING, ONLY_INSURED, ONLY_UNINSURED
from extractor.kinds.roster.forms import AREA, is_body, is_trade
from extractor.kinds.roster.told_states import with_states_first
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import organisation, sector

_FEWEST = 2
_HEADS = 3
"""Rows of a table among which its header is sought."""
_NAME = re.compile(r"[^\s、，,；;/／]+")
_BESIDE = re.compile(r"^(?:\d{1,3}[.、．)）]|[①-⑳])|[（(][^（）()]*[家人户][)）]|等?\d+[家户]$|[。；;]$")
"""What stands beside a name in such a cell: its number, how many work there."""


def told_in_matrix(sheet: Sheet) -> list[Row]:
    """The enterprises of all such tables; none where a cell of those columns holds anything but names."""
    for table, units in sheet.tables:
        rows = grid(table, units)
        for head in range(min(_HEADS, len(rows))):
            said = {c: told for c, unit in rows[head].items() if (told := _said(unit.text)) is not None}
            if set(said.values()) == {True, False}:
                found = [row for line in rows[head + 1 :] for row in _of_line(line, said)]
                if len(found) >= _FEWEST and all(_holds_names(line, said) for line in rows[head + 1 :]):
                    return found
        if len(in_words := [row for line in rows for row in _told_in(line)]) >= _FEWEST:
            return in_words
    return []


def _told_in(line: Mapping[int, Unit]) -> Iterator[Row]:
    """The enterprises of the cells of a line that tell the state before the names, of the town or the trade at its side."""
    told = [(unit, rows) for unit in line.values() if "保" in unit.text and (rows := with_states_first(unit))]
    for unit, rows in told[:1]:
        beside = _beside(other for _, other in sorted(line.items()) if other is not unit)
        yield from (Row({**row.cells, **beside}, row.span) for row in rows)


def _beside(units: Iterable[Unit]) -> dict[str, Reading[Any]]:
    """The town or the trade that the cells of a line tell of its enterprises."""
    shared: dict[str, Reading[Any]] = {}
    for unit in units:
        bare = BESIDE_A_HEADING.sub("", squeeze(unit.text))
        if AREA.match(bare):
            shared.setdefault("area", Reading(bare, unit.span(), "cell", 0.85))
        elif is_trade(bare):
            shared.setdefault("industry", Reading(sector.parse(bare), unit.span(), "cell", 0.85))
    return shared


def _said(text: str) -> bool | None:
    """Whether the head of a column says that those under it are insured, or that they are not."""
    bare = squeeze(text)
    if len(bare) > _LONGEST or re.search("数|率|是否|情况|日期|金额|原因", bare):
        return None
    without, with_ = ONLY_UNINSURED.search(bare), ONLY_INSURED.search(bare)
    return bool(with_) if bool(without) != bool(with_) else None


_LONGEST = 16


def _holds_names(line: Mapping[int, Unit], said: Mapping[int, bool]) -> bool:
    cells = [
        line[c] for c in said if c in line and not registers.BLANK.match(line[c].text) and line[c].text.strip() != "无"
    ]
    return all(is_body(name) for cell in cells for name, _, _ in _names(cell)) or any(
        _TOTAL.match(squeeze(u.text)) for u in line.values()
    )


_TOTAL = re.compile("[合总小共]计")


def _names(unit: Unit) -> Iterator[tuple[str, int, int]]:
    for match in _NAME.finditer(unit.text):
        bare = _BESIDE.sub("", match[0])
        if bare:
            start = match.start() + match[0].index(bare) if bare in match[0] else match.start()
            yield bare, start, match.end()


def _of_line(line: Mapping[int, Unit], said: Mapping[int, bool]) -> Iterator[Row]:
    lead = next((unit for c, unit in sorted(line.items()) if c not in said and squeeze(unit.text)), None)
    shared = _beside(unit for c, unit in sorted(line.items()) if c not in said and not _TOTAL.match(squeeze(unit.text)))
    if lead is not None and _TOTAL.match(squeeze(lead.text)):
        return
    for c, insured in said.items():
        cell = line.get(c)
        if cell is None or registers.BLANK.match(cell.text) or cell.text.strip() == "无":
            continue
        for name, start, stop in _names(cell):
            if is_body(name):
                span = cell.span(start, stop)
                own: dict[str, Reading[Any]] = {
                    "enterprise": Reading(organisation.format(name), span, "cell", 0.85),
                    "insured": Reading(insured, span, "derived:header", 0.85),
                }
                if (people := _PEOPLE.match(cell.text, start + len(name))) is not None:
                    own["headcount"] = Reading(int(people[1]), cell.span(*people.span(1)), "cell", 0.85)
                yield Row({**own, **shared}, span)


_PEOPLE = re.compile(r"[（(][^）)\d]{0,6}(\d{1,6})\s*[人名][)）]")
