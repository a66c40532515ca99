"""Several services told of as done in one paragraph, or in a diary by half days."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.service_report.categories import type_codes

_DEED = re.compile(
    r"^(?:[（(]?[一二三四五六\d][)）、.．]|[一二三四五六]是|并|还|又|同时|其中|先后|期间|随后|对[^，。；]{1,20}?)*\s*(?:开展|进行|实施|提供|组织|完成|协助|帮助|指导|辅导|编制|编写|梳理|建立|举办|讲授|授课|培训|排查|检查|查看|辨识|评估|修订|演练|开设|带领|现场)"
)


_HALF_DAY = re.compile(
    r"\s*(?:20\d\d年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日)?\s*(?:上午|下午|晚上|早上|第[一二三四]天)\s*[:：，,]"
)
"""How an entry of a diary begins."""


_NO_DEED = re.compile("[未没不]|建议|应当|须|请|加强|计划|拟|下一步|下次|定期|按照|规定|要求|约定|如|将")


def told_deeds(sheet: Sheet, in_hazards: frozenset[int]) -> list[tuple[Unit, int, int]]:
    """The clauses of one paragraph in which several services are told of as done."""
    for unit in sheet.units:
        if len(unit.text) < 30 or id(unit) in in_hazards or unit.cell is not None:
            continue
        found = [
            (unit, m.start(), m.end())
            for m in re.finditer(r"[^；;。:：]+", unit.text)
            if len(m[0]) <= 60 and _DEED.match(m[0]) and not _NO_DEED.search(m[0]) and type_codes(m[0])
        ]
        if len(found) > 1:
            return found
    diary = [
        (unit, match.end(), len(unit.text))
        for unit in sheet.units
        if unit.cell is None
        and id(unit) not in in_hazards
        and (match := _HALF_DAY.match(unit.text))
        and not _NO_DEED.search(unit.text)
        and type_codes(unit.text[match.end() :])
    ]
    if len(diary) > 1:
        return diary
    visits = [
        (unit, match.end(), len(unit.text))
        for unit in sheet.units
        if unit.cell is None
        and len(unit.text) <= _LONGEST_HEADING
        and (match := _VISIT.match(unit.text))
        and any(token.kind == "moment" for token in unit.tokens)
        and type_codes(unit.text[match.end() :])
    ]
    return visits if len(visits) > 1 else []


_VISIT = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?第\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})\s*[次期回轮]"
)
"""A heading over each visit of a year: "第二次服务（2025年6月12日　隐患排查）"."""
_LONGEST_HEADING = 40
