"""Payments that the cells of a crossed list tell, a sum with its day in each: agencies down the side, services across, 2,600元（2025.3.18）."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.whose import stands_alone
from extractor.kinds.fee_ledger.payments.in_cells import policy_of_line
from extractor.kinds.fee_ledger.payments.prose import days_of
from extractor.record import Reading, Row
from extractor.values import dates

_FEWEST = 2
_REST = re.compile(r"[\s（()）,，;；:：/、于付支元¥￥人民币\[\]【】—–-]*")
"""What may stand beside the sum and the day of such a cell."""
_LONGEST = 40  # characters of such a cell
_SET_ASIDE = re.compile("提[取列存]|计提|预提")

Line = Mapping[int, Unit]


def dated_sums(table: Table, units: Sequence[Unit], policy: Reading[Any] | None, year: int | None) -> list[Row]:
    """One entry for each such cell; none where fewer than two are there, or where nothing at their side or over them is paid."""
    told = {id(unit): found for unit in units if (found := _told(unit, year)) is not None}
    if len(told) < _FEWEST:
        return []
    rows = grid(table, units)
    first = next(r for r, line in enumerate(rows) if any(id(unit) in told for unit in line.values()))
    heads = rows[first - 1] if first else {}
    out: list[Row] = []
    for line in rows[first:]:
        own = policy_of_line(line, heads) or policy
        for c, unit in line.items():
            if id(unit) not in told or (c > 0 and line.get(c - 1) is unit):
                continue
            row = _entry(unit, told[id(unit)], line, heads.get(c), own)
            if row is None:
                return []
            out.append(row)
    return out if len(out) == len(told) else []


def _told(unit: Unit, year: int | None) -> tuple[Reading[Any], Reading[Any]] | None:
    """The sum and the day of a cell that holds nothing else."""
    if len(unit.text) > _LONGEST or not any(t.kind in ("amount", "number") for t in unit.tokens):
        return None
    days = days_of(unit, year, None) or _in_brackets(unit.text, year)
    if len(days) != 1:
        return None
    begin, end, day = days[0]
    sums = [t for t in unit.tokens if t.kind in ("amount", "number") and (t.stop <= begin or t.start >= end)]
    if len(sums) != 1 or sums[0].value <= 0:
        return None
    first, last = sorted(((begin, end), (sums[0].start, sums[0].stop)))
    rest = (unit.text[: first[0]], unit.text[first[1] : last[0]], unit.text[last[1] :])
    if not all(map(_REST.fullmatch, rest)):
        return None
    amount = Reading(
        Decimal(sums[0].value).quantize(Decimal("0.01")), unit.span(sums[0].start, sums[0].stop), "table", 0.85
    )
    return amount, Reading(day, unit.span(begin, end), "table", 0.85)


def _in_brackets(text: str, year: int | None) -> list[tuple[int, int, date]]:
    """A day written short in brackets behind a sum: 1,300（7.8）."""
    match = _SHORT.search(text) if year is not None else None
    day = dates.in_year(f"{match[1]}月{match[2]}日", year) if match is not None and year is not None else None
    return [(*match.span(), day)] if match is not None and day is not None else []


_SHORT = re.compile(r"[（(]\s*(\d{1,2})[./-](\d{1,2})\s*[)）]")


def _entry(
    unit: Unit, told: tuple[Reading[Any], Reading[Any]], line: Line, head: Unit | None, policy: Reading[Any] | None
) -> Row | None:
    sides = [other for other in line.values() if other is not unit]
    around = [*sides, *([head] if head is not None else [])]
    body = next((other for other in around if stands_alone(other)), None)
    aside = any(_SET_ASIDE.search(other.text) for other in (*sides[:1], *([head] if head is not None else [])))
    if body is None and not aside:
        return None
    amount, day = told
    cells: dict[str, Reading[Any]] = {
        "date": day,
        "kind": Reading("extract" if aside else "spend", unit.span(), "table", 0.8),
        "amount": amount,
    }
    if policy is not None:
        cells["policy_no"] = policy
    if body is not None and not aside:
        cells["payee"] = Reading("".join(body.raw.split()), body.span(), "table", 0.85)
    if head is not None and head is not body:
        cells["item"] = Reading("".join(head.raw.split()), head.span(), "table", 0.7)
    return Row(cells, unit.span())
