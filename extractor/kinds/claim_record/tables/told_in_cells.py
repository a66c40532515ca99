"""What sentences in the cells of a list of claims tell: who was hurt, and on which of several days the case was closed.

2025年8月11日支付赔款1,745.00元，8月12日结案。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.bare_days import bare_days
from extractor.kinds.claim_record.days.days import roles_told
from extractor.kinds.claim_record.facts.people_told import people_told
from extractor.kinds.claim_record.meaning.roles import DATES
from extractor.kinds.claim_record.meaning.words import ADVANCE
from extractor.record import Reading

_SENTENCE = 12
"""Characters from which a cell may tell more than one value."""
_SURE = 0.9
Days = Sequence[tuple[int, int, date, float]]


def told_in_cells(cols: Columns, row: Mapping[int, Unit], cells: Mapping[str, Reading[Any]]) -> dict[str, Reading[Any]]:
    """The cells of a line that its sentences set right or add: days that are told with what happened on them, and the one person."""
    sentences = [u for u in {id(u): u for u in row.values()}.values() if len(u.text) >= _SENTENCE]
    out: dict[str, Reading[Any]] = {}
    befell = cells.get("accident_date") or cells.get("reported_date")
    since = befell.value if befell is not None and isinstance(befell.value, date) else None
    for unit in sentences:
        told = _days(unit, None if befell is not None and _is_of(befell, unit) else since)
        out |= {name: reading for name, reading in told.items() if name not in cells or _is_of(cells[name], unit)}
    if "victim" not in cells and "victim" not in cols.roles:
        people = {name: (unit, start, stop) for unit in sentences for name, start, stop, _, _ in people_told(unit.text)}
        if len(people) == 1:
            name, (unit, start, stop) = next(iter(people.items()))
            out["victim"] = Reading(name, unit.span(start, stop), "table, in words", 0.7)
    sums = {reading.value: reading for unit in sentences for reading in _paid(unit)}
    if not {"paid", "claimed"} & (cells.keys() | cols.roles.keys()) and len(sums) == 1:
        out["paid"] = next(iter(sums.values()))
    return out


_NOT_YET = re.compile("[未待]|没有|不予")
_PAID = re.compile(
    "(?:(?<![应未拟待])支付|赔付|实赔|赔[了出]|给付)(?:保险)?(?:赔款|赔偿金|保险金|金额)?(?:共计|合计|计|共|为|人民币|[¥￥])*$"
)


def _paid(unit: Unit) -> Iterator[Reading[Any]]:
    """The sums that a sentence says were paid, advances apart."""
    for token in unit.tokens:
        lead = unit.text[: token.start]
        if token.kind == "amount" and _PAID.search(lead) and not ADVANCE.search(lead[-12:]):
            value = Decimal(token.value).quantize(Decimal("0.01"))
            yield Reading(value, unit.span(token.start, token.stop), "table, in words", 0.8)


def _is_of(reading: Reading[Any], unit: Unit) -> bool:
    """Whether a value was read of a cell as a whole."""
    return reading.span is not None and reading.span.text == unit.span().text


def _days(unit: Unit, since: date | None) -> dict[str, Reading[Any]]:
    """The days of a cell that tells each before what happened on it; none where it has but one day without more words. ``since``: the
    day of the accident, in another cell of the line, which gives days without a year theirs."""
    whole = [(t.start, t.stop, t.value.day, 1.0) for t in unit.tokens if t.kind == "moment"]
    bare = bare_days(unit, whole, since)
    days: Days = sorted([*whole, *(day for day in bare if since is None or day[2] >= since)])
    if len(days) < 2 or any(name in DATES for name in roles_told(unit.text[: days[0][0]])):
        return {}  # 出险2025-08-06；报案2025-08-07；未结案: there the words lead
    ends = [*(start for start, *_ in days[1:]), len(unit.text)]
    told: dict[str, list[Reading[Any]]] = {}
    for (start, stop, day, sure), end in zip(days, ends, strict=True):
        if _NOT_YET.search(unit.text, stop, end):
            continue
        for name, score in roles_told(unit.text[stop:end]).items():
            if score >= _SURE and name in DATES:
                told.setdefault(name, []).append(Reading(day, unit.span(start, stop), "table, in words", 0.85 * sure))
    return {name: own[0] for name, own in told.items() if len(own) == 1}
