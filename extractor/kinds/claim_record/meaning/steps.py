"""The days between the report of a claim and its closing, where a record has columns for them: papers complete, assessed,
agreed, refused, paid in advance, paid.

Only a column whose own header says so is read, and only a cell that is one day: these days decide whether an insurer was late,
so none is guessed from the order of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import dates

_DAY = r"(?:日期|时间|日|时点|时刻|date|on)"
# A column is the first step whose words its header has; a header that speaks of sums or people is none.
STEPS = (
    ("refused_date", re.compile(rf"拒(?:绝)?赔(?:付)?.{{0,6}}{_DAY}|refus\w*.{{0,6}}{_DAY}", re.I)),
    ("advance_date", re.compile(rf"(?:预付|预赔|先予支付|先行(?:垫付|支付|赔付)|垫付).{{0,6}}{_DAY}|advance.{{0,10}}{_DAY}", re.I)),
    ("docs_date", re.compile(rf"(?:资料|材料|单证|手续|证明).{{0,4}}(?:齐全|收齐|齐备|收讫|完备|交齐|补齐).{{0,3}}{_DAY}?$|齐全{_DAY}", re.I)),
    ("agreed_date", re.compile(rf"(?:(?:达成|签订|签署).{{0,6}}(?:协议|一致)|赔偿协议|赔付协议|谈妥|谈拢|谈定|议妥|议定|商定|说妥|协商一致|调解成功).{{0,4}}{_DAY}|agree\w*.{{0,10}}{_DAY}", re.I)),
    ("assessed_date", re.compile(rf"(?:核定|核赔|理算).{{0,4}}{_DAY}|assess\w*.{{0,6}}{_DAY}", re.I)),
    ("paid_date", re.compile(rf"(?:赔款|保险金|理赔款)?(?:支付|赔付|付款|划付|划款|打款|汇款|转账|拨付|放款|到账|入账|给付|付讫).{{0,4}}{_DAY}|(?:paid|payment).{{0,6}}{_DAY}", re.I)),
)  # fmt: skip
COLUMNS = tuple(name for name, _ in STEPS)
_NOT = re.compile("结案|上传|报案|出险|事故|金额|人员|经办|申请|截止|期限|应")


def steps(cols: Columns, row: Mapping[int, Unit]) -> dict[str, Reading[Any]]:
    """Step → its day in this row; a step that two columns claim is left out."""
    found: dict[str, list[Unit]] = {}
    for name, column in _columns(cols):
        if (unit := row.get(column)) is not None:
            found.setdefault(name, []).append(unit)
    out: dict[str, Reading[Any]] = {}
    for name, units in found.items():
        day = _day(units[0]) if len(units) == 1 else None
        if day is not None:
            out[name] = Reading(day, units[0].span(), "table", round(0.95 * units[0].confidence, 3))
    return out


def _day(unit: Unit) -> date | None:
    typed = unit.cell.value if unit.cell is not None else None
    if isinstance(typed, datetime):
        return typed.date()
    return typed if isinstance(typed, date) else dates.parse(unit.text)


def _columns(cols: Columns) -> Iterator[tuple[str, int]]:
    for column, header in enumerate(cols.header):
        name = step_of(header)
        if name is not None:
            yield name, column


def step_of(header: str) -> str | None:
    """The step that a column's header names, None for any other column.

    >>> step_of("索赔材料收齐日期"), step_of("核定日期"), step_of("赔款支付日期"), step_of("结案日期"), step_of("核定金额")
    ('docs_date', 'assessed_date', 'paid_date', None, None)
    """
    said = "".join(header.split())
    if _NOT.search(said):
        return None
    return next((name for name, words in STEPS if words.search(said)), None)
