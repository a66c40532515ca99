"""Numbered paragraphs that tell what was thought or is asked of all that was found, and of no hazard."""

from __future__ import annotations

import re

from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.words import label_role

_OPINION = re.compile(
    "(?:[（(]?[一二三四五六七八九十0-9]{1,2}[)）、.．]\\s*)?(?:检查|排查|总体|综合|现场|服务|安全|整体)*(?:评价|评语|结论|过程|经过|概况|总结|小结)(?:意见)?[:：]"
)


def is_opinion(text: str) -> bool:
    """Whether an item says how all was found or what was done, and names nothing that is wrong: 检查评价：机构健全，制度基本完善; or asks
    something of all that stands above it: 二、整改要求：10日内完成.

    >>> is_opinion("三、检查结论：总体较好"), is_opinion("二、整改要求：10日内完成"), is_opinion("二、结论：配电柜未接地")
    (True, True, False)
    """
    text = text.strip()
    if text.endswith((":", "：")) and _COUNTS.search(text) is not None:
        return True  # 一、专家组次日进现场，共提出四项问题，均属一般隐患：
    label = _OPINION.match(text)
    if label is None and (named := _NUMBERED_LABEL.match(text)) is not None and label_role(named[1]) in _NOT_WRONG:
        label = named  # "二、整改要求：10日内完成"
    return label is not None and not hazard_cells.tells_defect(text[label.end() :])


_COUNTS = re.compile(
    r"(?:发现|提出|查出|查见|指出|梳理出?|列出|存在|反馈|共)[^。；;，,]{0,8}?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*[项条处个点](?:一般|重大|主要|安全|事故|存在|的)*(?:问题|隐患|不足|缺陷|意见)"
)
"""How many were found, in a paragraph that leads to them."""
_NUMBERED_LABEL = re.compile(r"[（(]?[一二三四五六七八九十]{1,2}[)）、.．]\s*([\u4e00-\u9fff]{2,8})\s*[:：]\s*")
_NOT_WRONG = ("advice", "deadline", "status")
