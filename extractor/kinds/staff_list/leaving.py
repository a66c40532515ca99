"""Who came and who left: of a list of changes, those who left are nobody to be insured."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.evidence import registers
from extractor.evidence.registers import Register
from extractor.evidence.sheet import Sheet
from extractor.kinds.staff_list.words import may_be_name
from extractor.text.fold import squeeze
from extractor.values import id_number

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


_WHO_LEFT = re.compile("^(?:退出|离[职岗厂场]|减少|调出|换[出下]|移除|删[减除]|被替?换|替换前|变更前|原)(?!因)")
_WHO_CAME = re.compile("^(?:替换(?!前)|新增|增加|接替|顶替|调入|换[入上]|加入|变更后|替换后|现任?|新)")


def of_those_who_came(found: Register) -> Register:
    """A list of who came in whose place, by those who came: 退出人员 | 身份证 | 替换人员 | 身份证."""
    heads = [squeeze(text) for text in found.header]
    left = found.columns.get("name")
    if left is None or _WHO_LEFT.search(heads[left]) is None:
        return found
    came = [c for c, head in enumerate(heads) if _WHO_CAME.search(head) and _all_names(found, c)]
    if len(came) != 1:
        return found
    columns = {**found.columns, "name": came[0]}
    columns.pop("id_no", None)
    for c in range(came[0] + 1, len(heads)):
        if _all_numbers(found, c):
            columns["id_no"] = c
            break
    return replace(found, columns=columns)


def _cells(found: Register, column: int) -> list[str]:
    texts = [line[column].text for line in found.lines if column in line]
    return [text for text in texts if not registers.BLANK.match(text)]


def _all_names(found: Register, column: int) -> bool:
    cells = _cells(found, column)
    return bool(cells) and all(map(may_be_name, cells))


def _all_numbers(found: Register, column: int) -> bool:
    cells = _cells(found, column)
    return bool(cells) and all(id_number.parse(text) is not None for text in cells)


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
