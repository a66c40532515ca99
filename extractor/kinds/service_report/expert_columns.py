"""Those who served, in a column of a table: with what they are skilled in, or visit by visit."""

from __future__ import annotations

import re

from extractor.evidence.candidates import Candidate
from extractor.evidence.columns import grid
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.service_report.expert_names import names_in
from extractor.values import person

_NAME_HEAD = re.compile("(?:专家|人员|成员|工程师)?(?:姓名|名字|名单)")
_SKILL_HEAD = re.compile("职称|资质|资格|专业|证书|证号|注册")
_OF_SERVICE = re.compile("专家|评估组|检查组|服务组|项目组|服务人员|技术人员|检查人员|评价人员|排查人员|团队")
_OF_OTHERS = re.compile("企业|参训|学员|持证|陪同|联系")


def members(sheet: Sheet) -> list[Candidate]:
    """Those whom a table of its own names with what they are skilled in, under a heading of experts: 姓名 | 职称 | 专业."""
    found = []
    for table, units in sheet.tables:
        lines = grid(table, units)
        heads = {c: "".join(u.text.split()) for c, u in lines[0].items()} if lines else {}
        col = next((c for c, text in heads.items() if _NAME_HEAD.fullmatch(text)), None)
        over = " ".join(u.text for u in sheet.units[max(0, units[0].index - 2) : units[0].index] if len(u.text) <= 40)
        said = f"{over} {heads.get(-1 if col is None else col, '')}"
        if col is None or not any(map(_SKILL_HEAD.search, heads.values())):
            continue
        if not _OF_SERVICE.search(said) or _OF_OTHERS.search(said):
            continue
        cells = [line[col] for line in lines[1:] if col in line and line[col].text.strip()]
        each = (names_in(u.text) for u in cells)
        names = tuple(dict.fromkeys(name for of_cell in each for name in of_cell))
        if len(names) < len(cells):  # beside sure names one of a surname in no list is one: 黎国栋 over 区志明
            names = person.parse_list("、".join(u.text.strip() for u in cells), labelled=True)
        if names and len(names) == len(cells):
            found.append(Candidate(names, cells[0], 0, len(cells[0].text), 0.8, "column"))
    return found


_CAME_HEAD = re.compile("(?:参加|服务|到场|现场|派出|检查|实施|工作)?(?:人员|专家|老师|讲师)(?:姓名|名单)?")


def of_visits(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """Those who came at any of the visits of a table, each with its day in a row: 日期 | 工作 | 参加人员."""
    found = []
    for table, units in sheet.tables:
        lines = grid(table, units)
        heads = {c: "".join(u.text.split()) for c, u in lines[0].items()} if lines else {}
        named = [c for c, text in heads.items() if _CAME_HEAD.fullmatch(text)]
        days = [c for c, text in heads.items() if meaning(text).has("date")]
        if len(named) != 1 or not days or any(id(u) in in_hazards for u in units):
            continue
        dated = [line for line in lines[1:] if any(c in line and line[c].tokens for c in days) and named[0] in line]
        names = tuple(dict.fromkeys(name for line in dated for name in names_in(line[named[0]].text)))
        if names and all(names_in(line[named[0]].text) for line in dated):
            cell = dated[0][named[0]]
            found.append(Candidate(names, cell, 0, len(cell.text), 0.6, "column"))
    return found
