"""What a list checks, which tells what should be, and nothing that is wrong or to be done."""

from __future__ import annotations

import re

from extractor.evidence.concepts import meaning

_LOOKED_AT = re.compile(
    "(?:检查|排查|巡查|核查|查验|评估|诊断|点检|自查)的?(?:项目?|内容|要点|要求|标准|事项|条目|条款|指标)"
    "(?:[及和与、/／]?(?:检查)?(?:项目|内容|要点|要求|标准|依据|方法|部位))*"
)
_SAYS_MORE = re.compile("整改|措施|建议|处理|对策|结果|情况|发现|问题|隐患")


def is_looked_at(header: str) -> bool:
    """Whether a header or a label is over what a list checks.

    >>> is_looked_at("检查项目/检查内容"), is_looked_at("检查内容及要求"), is_looked_at("检查内容及整改建议"), is_looked_at("检查结果")
    (True, True, False, False)
    """
    if _LOOKED_AT.search(header) is None:
        return False
    rest = _LOOKED_AT.sub("", header)
    return not (_SAYS_MORE.search(rest) or meaning(rest).has("advice"))
