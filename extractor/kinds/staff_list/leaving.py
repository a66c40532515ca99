"""Who came and who left: of a list of changes, those who left are nobody to be insured."""

from __future__ import annotations

import re

from extractor.evidence import registers
from extractor.evidence.registers import Register
from extractor.evidence.sheet import Sheet
from extractor.text.fold import squeeze

_LEFT = re.compile(
    "(?:已|于?.{0,12})?(?:离职|离厂|离岗|离场|退场|辞职|辞退|解聘|解除劳动合同|调离|退休离岗)(?:人员)?"
    "|(?:本[次月期])?(?:减|减少|减员|减保|批减|退保|停保|退出|移除|剔除|删除)(?:人员|人数|名单)?"
)
_LEAVING = re.compile("(?:离职|离厂|离岗|离场|退场|辞职|解聘|调离|减员)(?:日期|时间|日|年月)?")
_DAY = re.compile(r"\s*(?:20)?\d\d\s*[-年./]\s*\d{1,2}.*")


def has_left(found: Register, line: registers.Line) -> bool:
    """Whether a line says that the person works there no more, by its state or by a day under 离职日期: nobody to be insured."""
    for column, unit in line.items():
        header = squeeze(found.header[column]) if column < len(found.header) else ""
        said = squeeze(unit.text)
        if _LEFT.fullmatch(said) or (_LEAVING.fullmatch(header) and _DAY.fullmatch(unit.text)):
            return True
        if _SIGNS.search(header) and said in _MINUS:
            return True
    return False


_SIGNS = re.compile("增减|变更|变动|异动|[+＋]/?[-－]")
_MINUS = frozenset("-－−–—")
"""What stands for 减 under 增减."""
_LEAVERS = re.compile(
    "[（(]?[一二三四五六七八九十\\d]{0,2}[)）、.．]?(?:本[次月期季年])?(?:申请)?(?:减少|减员|减保|批减|退保|停保|退出|离职|删除|剔除|移除)"
    "(?:的)?(?:参保|投保|被保险|保险)?(?:人员|雇员|员工|职工|名单|清单|明细|部分|情况|表)*(?:[（(].{0,12}[)）])?[:：]?"
)
CHANGES = re.compile(
    "增减|替换|更换|增员|减员|批增|批减|加减人|(?:人员|名单|雇员|员工|职工).{0,4}(?:变更|变动|异动|增加|减少|调整)"
)
"""What makes a list one of who came and who left, which is not all who are there."""


def heading_over(sheet: Sheet, found: Register) -> str:
    """The line right over a list, with nothing but the table's own first rows between; empty where there is none."""
    top = min((u.index for line in found.lines for u in line.values()), default=0)
    over = next((u for u in reversed(sheet.units[:top]) if u.table is not found.table), None)
    return over.text if over is not None and over.table is None else ""


def stays(found: Register, group: str, over: str) -> bool:
    """Whether those under a heading, in the table or right ``over`` it, are there still: not under 二、减少人员."""
    return not any(_LEAVERS.fullmatch(squeeze(text)) for text in (group or over, found.table.name or ""))
