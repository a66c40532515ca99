"""Visits that a report numbers, each with its day."""

from __future__ import annotations

import re

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet

_NTH_VISIT = re.compile(
    r"第\s*([一二三四五六七八九十\d]{1,2})\s*次(?:现场|上门|入企|技术)?(?:服务|检查|排查|走访|巡查|查勘|勘查|回访|培训)(?:时间|日期)?\s*[:：（(]?\s*$"
    r"|^\s*第?\s*([一二三四1-4])\s*季度(?:现场|上门)?(?:服务|检查|排查|走访|巡查)?(?:时间|日期)?\s*[:：（(]\s*$"
)


def numbered_visits(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """The days of visits that the paper numbers, one for each: "第一次服务：2025年7月8日", "第二次服务：2025年10月16日";
    or by quarters: "第一季度（2025年3月12日）"."""
    found: dict[str, Candidate] = {}
    for unit, token in sheet.tokens("moment"):
        named = _NTH_VISIT.search(unit.text[: token.start]) or (
            _NTH_VISIT.search(unit.left.text) if unit.left is not None and token.start <= 1 else None
        )
        if named is not None and id(unit) not in in_hazards:
            found.setdefault(
                named[1] or f"{named[2]}季度", Candidate(token.value.day, unit, token.start, token.stop, 0.8, "label")
            )
    return list(found.values())
