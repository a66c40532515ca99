"""Enterprises told in lines or cards of labels, each beginning at the label of its name: 企业名称：… 从业人数：… 投保状态：…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.evidence import registers
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.roster.forms import AREA, WHOLE, is_body, is_number
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import organisation, sector, uscc, yes_no
from extractor.values.dates import DATE, Moment, to_date

Cells = dict[str, Reading[Any]]

_FEWEST = 2
_PROVES = frozenset({"insured", "policy_no", "insured_count", "is_due", "period_end"})
_LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,10})\s*[:：]\s*(?P<value>[^:：，,；;]*?)\s*(?=$|[，,；;]|\s[\u4e00-\u9fff]{2,10}\s*[:：])"
)


def told_by_labels(sheet: Sheet) -> list[Row]:
    """The enterprises of all such cards; none where fewer than two tell whether and how each is insured."""
    rows = [row for row in _cards(sheet) if _PROVES & row.cells.keys()]
    return rows if len(rows) >= _FEWEST else []


def _cards(sheet: Sheet) -> Iterator[Row]:
    cells: Cells = {}
    for unit in sheet.units:
        for label, value, start, stop in _labelled(unit):
            for name, reading in _said(label, value, unit, start, stop):
                if name == "enterprise":
                    yield from _whole(cells)
                    cells = {}
                if name == "enterprise" or cells:
                    cells.setdefault(name, reading)
    yield from _whole(cells)


def _labelled(unit: Unit) -> Iterator[tuple[str, str, int, int]]:
    """(label, value, start, stop) of what a line tells under labels; lists in tables have their own reader."""
    for match in _LABELLED.finditer(unit.text) if unit.table is None else ():
        yield match["label"], match["value"], *match.span("value")


def _whole(cells: Cells) -> Iterator[Row]:
    if "enterprise" in cells:
        yield Row(cells, cells["enterprise"].span)


def _said(label: str, value: str, unit: Unit, start: int, stop: int) -> Iterator[tuple[str, Reading[Any]]]:
    columns = registers.columns_of("roster")
    for name, parsed in _parsed(value):
        if name in columns and columns[name].named(squeeze(label)):
            yield name, Reading(parsed, unit.span(start, stop), "label", 0.85)
            return


def _parsed(value: str) -> Iterator[tuple[str, Any]]:
    """What a value can be, by its form, the column that it would stand in first."""
    bare = value.strip()
    if is_body(bare):
        yield "enterprise", organisation.format(bare)
    if (code := uscc.parse(bare.upper())) is not None:
        yield "uscc", code
    if is_number(bare) and yes_no.parse(bare) is None:
        yield "policy_no", bare
    if (count := WHOLE.match(bare)) is not None:
        number = int(count[1].replace(",", ""))
        yield from (("insured_count", number), ("headcount", number))
    if (said := yes_no.parse(bare)) is not None:
        yield from (("insured", said), ("is_due", said))
    days = [day for match in DATE.finditer(bare) if (day := to_date(match)) is not None]
    if len(days) == 1:
        yield from ((name, Moment(days[0])) for name in ("period_end", "period_start"))
    if sector.parse(bare) is not None:
        yield "industry", sector.parse(bare)
    if AREA.match(bare):
        yield "area", bare
    if organisation.is_insurer(bare):
        yield "insurer", bare
