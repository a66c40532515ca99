"""What was read as hazards and is none: what a drill fell short of, what may happen at work, what is planned, names of enterprises."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence.sheet import Sheet
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.absence import says_none
from extractor.hazards.meaning.words import is_not_here
from extractor.record import Row

OF_OTHERS = re.compile("演练|培训|授课|课程|风险点|风险源|危险源|管控|防控|辨识|作业步骤")
"""Words over lists, or in their labels, of what was practised, taught or may happen."""
OF_HAZARDS = re.compile("隐患|问题|缺陷|不符合")
_ANYWHERE = re.compile("隐患|问题|缺陷|不符合|整改|违章|毛病|治理")
_TYPICAL = re.compile(
    "(?:典型|常见|习惯性?|多发|身边的?)(?:的)?(?:违章|隐患|问题|错误|缺陷|做法)(?:行为|案例|做法)?|违章(?:案例|行为)|(?:隐患|问题)(?:识别|辨识|排查)(?:的)?(?:方法|知识|技能|要点|治理)"
)
"""What is taught, and was not found."""
_PLANNED = re.compile("安排|计划|日程|课程表|下一步")
_ENTERPRISE = re.compile(r"[\u4e00-\u9fff（）()]{4,40}(?:公司|合作社|经营部|中心|厂|矿|店)")
_PLACED = re.compile("[\u4e00-\u9fff]{2,6}[省市县区]")
"""A name that begins with a place is one, though characters of a lack stand in it: 仙桃市…无纺布厂."""
_LESSONS = re.compile("演练|培训|授课|课程")
_DRILLS = re.compile("演练|演习|拉练")
_OF_VISIT = re.compile("隐患|排查|整改|检查")
"""What a paper on a drill says where hazards were looked for besides; else what it calls problems are those of the drill."""
_RISKS = re.compile("风险点|风险源|危险源|管控|辨识")
_OVER = 12  # units over a list in which what it is a list of is told


def hazards_only(sheet: Sheet, rows: Sequence[Row]) -> list[Row]:
    """The rows without those that the paper's own words show to be no hazards."""
    kept = [row for row in rows if not (_names_enterprise(row) or is_not_here(str(row.value("description") or "")))]
    if not kept:
        return kept
    first = next((u.index for u in sheet.units if (text := kept[0].span.text) and text in u.raw), None)
    if first is None:
        return kept
    over = [u for u in sheet.units if first - _OVER <= u.index < first]
    title = sheet.units[0].text if sheet.units[0].table is None else ""  # a long form may part a list from it
    heading = next((u.text for u in reversed(over) if u.table is None and ":" not in u.text.rstrip(" :")), title)
    spoken = any(_ANYWHERE.search(_TYPICAL.sub("", u.text)) for u in sheet.units)
    if not spoken and _LESSONS.search(heading):
        return []
    if _DRILLS.search(title) and not any(_OF_VISIT.search(u.text) for u in sheet.units):
        dated = [row for row in kept if "deadline" in row.cells]
        return dated if dated else []
    bare = not any(
        {"advice", "deadline"} & row.cells.keys() or row.value("rectified") or row.value("refused") for row in kept
    )
    if not spoken and bare and _RISKS.search("".join(u.text for u in over) + sheet.units[first].text):
        return []
    if _PLANNED.search(heading) and not any("advice" in row.cells for row in kept) and says_none(sheet) is not None:
        return []
    return kept


def _names_enterprise(row: Row) -> bool:
    text = str(row.value("description") or "").strip()
    if _ENTERPRISE.fullmatch(text) is None:
        return False
    return _PLACED.match(text) is not None or not hazard_cells.tells_defect(text)
