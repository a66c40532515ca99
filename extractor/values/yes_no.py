"""Yes and no as lists write them: words, ticks and crosses."""

from __future__ import annotations

import re

from extractor.text.fold import squeeze

_NO = re.compile(
    r"^(?:(?:×|✗|✘|x|n|no|false|f|0)$|否|不(?!适用)|无|没|未|非|免|脱保|断保|漏保|已?失效|已?过期|已?到期|已?终止|已?退保|逾期)"
    r"|不(?:属于|符合|需要|必|足|是)|未(?:投|参|缴|续|办|购|落实|达|纳入|全)",
    re.I,
)
_YES = re.compile(
    r"^(?:(?:对|y|yes|true|t|1)$|是|有|√|✓|✔|☑|已|需|应|须|必须|属于|纳入|符合|在保|正常|有效|完成|达标|全员|足额|到位|"
    r"投保|参保|强制|[投参买办上续保][了过]$)",
    re.I,
)
_LONGEST = 14
"""More letters than this are a remark, in which a yes or no proves nothing."""


def parse(text: str) -> bool | None:
    """Whether the cell says yes or no; None where it says neither, or says it in a sentence.

    >>> parse("已投保（人保财险，2024年3月起）"), parse("未投保(已多次督促)")
    (True, False)
    >>> parse("√"), parse("未投保"), parse("已参保"), parse("脱保"), parse("待核实"), parse("/"), parse("120")
    (True, False, True, False, None, None, None)
    """
    bare = re.sub(r"(?<=.)[(\[【].*$", "", squeeze(text)).strip("。.;；()（）[]【】")
    if not 1 <= len(bare) <= _LONGEST:
        return None
    if _NO.search(bare):
        return False
    return True if _YES.match(bare) else None


def format(value: bool) -> str:
    """
    >>> format(True), format(False)
    ('是', '否')
    """
    return "是" if value else "否"
