"""What a policy prints of another time beside its own: last year's figures in a column of their own."""

from __future__ import annotations

import re

from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet

_THEN = re.compile(
    r"(?:上(?:一?期|一?年度?|一?份|次)|去年|往年|前期|旧单?|原(?:保单|合同|约定|值|来)?|(?:变更|批改|续保|调整|修改)前|previous|last|expiring)"
    r"(?:保单|合同|度|内容|方案|年度)?(?:[(（].*[)）])?",
    re.I,
)
_NOW = re.compile(
    r"(?:本(?:期|年度?|份|次|保单)|今年|当期|现(?:在|值|行)?|新单?|(?:变更|批改|续保|调整|修改)后|this|current|renewal|renewed)"
    r"(?:保单|合同|度|内容|方案|年度)?(?:[(（].*[)）])?",
    re.I,
)


def earlier(sheet: Sheet) -> set[int]:
    """The id() of the units in columns headed 上期, 变更前 and the like, where another column is headed 本期 or 变更后."""
    out: set[int] = set()
    for table, units in sheet.tables:
        for row in grid(table, units)[:2]:
            heads = {c: "".join(unit.text.split()) for c, unit in row.items()}
            # What is told of both times goes by the same words: 上年限额 beside 本年限额
            now = {text[m.end() :] for text in heads.values() if (m := _NOW.match(text))}
            then = {c for c, text in heads.items() if (m := _THEN.match(text)) and text[m.end() :] in now}
            out.update(id(u) for u in units if u.cell is not None and u.cell.col in then)
    return out
