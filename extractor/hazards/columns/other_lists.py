"""Lists that look like those of hazards and tell of something else: what may happen, visits, papers that were looked through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from extractor.evidence.columns import NOTHING, Columns
from extractor.evidence.concepts import Formula, meaning
from extractor.hazards.meaning import cells as hazard_cells


def defects(cols: Columns, col: int) -> int:
    """How many cells of a column tell of a defect."""
    return sum(hazard_cells.tells_defect(row[col].text) for row in cols.rows if col in row)


def is_headed_otherwise(cols: Columns, labels: Mapping[str, Formula]) -> bool:
    """Whether no header asks for what is wrong, how grave it is, what to do or by when, and no cell tells of a defect: visits with
    their results, papers that were looked through. A column that only looks as if it told what is wrong makes no list of
    hazards. ``labels``: what names the column of each role."""
    named = any(
        labels[name].score(meaning(cols.header[c])) > 0 and (name not in _TOLD_BY or _TOLD_BY[name](cols, c))
        for name, c in cols.roles.items()
        if name in ("description", "level", "advice", "deadline")
    )
    return not named and all(defects(cols, c) == 0 for c in range(cols.table.n_cols))


def _asks_for_deeds(cols: Columns, c: int) -> bool:
    """Whether a column tells what to do, and not what somebody thought of it: 内容完整 under 审阅意见."""
    told = [row[c].text for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
    return sum(map(hazard_cells.tells_remedy, told)) >= _SHARE * len(told) > 0


_SHARE = 0.5
"""Least share of the cells that tell what to do: an opinion may begin with a verb too, 设置合理."""


def _asks_by_when(cols: Columns, c: int) -> bool:
    """Whether a header asks by when to mend; 计划时间 and 完成时间 are as well those of a service."""
    return _BY_WHEN.search(cols.header[c].split("|")[-1]) is not None


_BY_WHEN = re.compile("改|治理|限|消除|销号|闭环|截止")
_TOLD_BY: Mapping[str, Callable[[Columns, int], bool]] = {"advice": _asks_for_deeds, "deadline": _asks_by_when}
"""What must hold beside the name of a column whose name lists of other things have too."""


def tells_all_well(cols: Columns) -> bool:
    """Whether a list says of each line that it is as it should be, or tells nothing but what was done in the column taken for what is
    wrong, and no cell tells of a defect: elements of a standard that are met, goods that were hung up."""
    if len(cols.rows) < _FEW or any(defects(cols, c) for c in range(cols.table.n_cols)):
        return False
    heads = [head.split("|")[-1] for head in cols.header]
    told = {c: [row[c].text.strip() for row in cols.rows if c in row] for c in range(cols.table.n_cols)}
    well = any(
        len(cells) == len(cols.rows) and all(map(_WELL.fullmatch, cells)) and not _MENDING_HEAD.search(heads[c])
        for c, cells in told.items()
    )
    body = told.get(cols.roles.get("description", -1), [])
    return well or (bool(body) and all(map(_DONE.fullmatch, body)))


_FEW = 2
_WELL = re.compile("(?:基本|全部|均)?(?:符合(?:要求)?|合格|达标|满足(?:要求)?|正常|良好|完好|通过|优秀?)")
_DONE = re.compile("(?:均|全部)?已[\u4e00-\u9fff]{2,4}")
_RISK_HEAD = re.compile(
    "管控|可能导致|事故类型|后果|危[险害]|风险(?:等级|级别|分级|程度|颜色|类型|类别|名称)|辨识|风险点|风险源|风险值|可能性|控制措施|应急措施"
)
_MANY = 3
_MENDING_HEAD = re.compile(
    "整改|隐患|问题|期限|时限|缺陷|不符合|改|完成|状态|结果|销号|消除(?:建议|要求|情况|日期|时间|人)"
)


def is_register_of_risks(cols: Columns) -> bool:
    """Whether a list tells what may happen and how it is kept in hand, not what is wrong: headers of both and of no mending,
    and entries of which few tell of a defect, or most headers so that the words of a danger are no defect: 液氨泄漏."""
    heads = [head for head in cols.header if head]
    told = sum(_RISK_HEAD.search(head) is not None for head in heads)
    if told < _FEW or any(map(_MENDING_HEAD.search, heads)):
        return False
    if told >= _MANY:
        return True
    return defects(cols, cols.roles["description"]) < 0.5 * len(cols.rows) if "description" in cols.roles else True
