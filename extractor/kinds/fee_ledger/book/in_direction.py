"""What an entry was for, told behind the word for the way its money went: 付：巡查费, 支出-隐患排查."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.record import Reading

_BEHIND_WAY = re.compile(
    r"\s*(?:收入?|付出?|支[出付用]?|使用|列支|付款|开支|借方?|贷方?)\s*[:：\-—–－·/／（(]\s*(?P<what>[\u4e00-\u9fff、]{2,16})\s*[)）]?\s*"
)
_ONLY_WHEN = re.compile(r"[\s第年月日季度上下半次期批份度初末底中旬\d一二三四五六七八九十〇.\-/、至到（()）]*")
"""A remark that says no more than when, or which time: 3月, 二季度, 第一次."""


def told_by_way(cols: Columns, row: Mapping[int, Unit]) -> Reading[str] | None:
    """What the cell of the way tells of an entry, where nothing else says what it was for; the column may be of no known role."""
    said = cols.cell(row, "item")
    if said is not None and _ONLY_WHEN.fullmatch(said.text) is None:
        return None
    others = set(cols.roles.values()) - {cols.roles.get("direction")}
    for way in (unit for c, unit in sorted(row.items()) if c not in others):
        if (told := _BEHIND_WAY.fullmatch(way.text)) is not None:
            return Reading(told["what"], way.span(*told.span("what")), "table, behind the way", 0.9)
    return None
