"""Check-lists that tell below what is wrong: "见注①" beside a cross, and under the list "注①：拉断阀过期，一般隐患，10月31日前更换"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.apart.headed import plain_item
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import Part
from extractor.hazards.meaning.words import int_of
from extractor.hazards.tables.checklists import BAD, GOOD
from extractor.record import Row

_NAME = r"(?:附?注|说明|备注|问题|隐患|附件|附)"
_NUMBER = r"[（(【\[#＃]?\s*(\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])\s*[)）】\]]?"
_REFERS = re.compile(rf"\s*(?:详?见|参见|参照)\s*(?:后|下[文方]?|表后)?{_NAME}?\s*{_NUMBER}\s*|\s*附?注\s*{_NUMBER}\s*")
_NOTE = re.compile(rf"\s*{_NAME}?\s*{_NUMBER}\s*[:：、.．]?\s*")
Referred = tuple[Row, int | None, list[Unit]]


def in_notes(table: Table, cells: Sequence[Unit], units: Sequence[Unit], after: date | None) -> list[Referred]:
    """The hazards of a check-list whose failed lines each lead to a note; none where one of them has none. ``cells``: the units of
    the table, ``units``: those of the paper, ``after``: a day of it from which days without their year are counted."""
    if not any(_referred(u.text) is not None for u in cells):
        return []
    lines = grid(table, cells)
    failed = [row for row in lines if any(BAD.fullmatch(u.text) for u in row.values())]
    if not any(GOOD.fullmatch(u.text) for row in lines for u in row.values()):
        return []
    led = [next((n for u in row.values() if (n := _referred(u.text)) is not None), None) for row in failed]
    if not failed or None in led or len(set(led)) < len(led):
        return []
    notes = {n: (u, m.end()) for u in units if u.table is None and (m := _NOTE.match(u.text)) and (n := _number(m))}
    out: list[Referred] = []
    for row, n in zip(failed, led, strict=True):
        unit, start = notes.get(n or 0, (None, 0))
        part = None if unit is None else Part(unit, start, len(unit.text), False)
        read = None if part is None else paragraph_row(part, [], after)
        told = read[0] if read is not None else None if part is None else plain_item(part)
        if unit is None or told is None:
            return []
        out.append((told, None, [*row.values(), unit]))
    return out


def _referred(text: str) -> int | None:
    m = _REFERS.fullmatch(text)
    return None if m is None else _number(m)


def _number(m: re.Match[str]) -> int | None:
    return next((int_of(group) for group in m.groups() if group), None)
