"""Line breaks that a typist put into a value to make it fit its cell: whether the lower line goes on with the upper one.

In a file without places (DOCX, HTML) nothing shows whether a line ran out of room. What kind of value it is tells: a number
goes on, the name of a body goes on until the word it ends with, an address until its door.
"""

from __future__ import annotations

import re

from extractor.evidence.concepts import meaning
from extractor.text.fold import fold
from extractor.values import organisation

_NAME_PART = re.compile(r"[\u4e00-\u9fff()·]{6,40}")
_NAME_REST = re.compile(
    r"[\u4e00-\u9fff()·]{1,30}(?:公司|营业部|服务部|事务所|合作社|研究院|中心|厂|矿|社)(?:\([\u4e00-\u9fff]{2,8}\))?"
)
_BODY_WITHOUT_END = re.compile(r"(?:公司|厂|矿|部|社|院|所|站|中心|[科处室局会组队校])(?:\([^()]*\))?$")
_PLACE = re.compile("[省市县区州旗镇乡盟]|公司")
_FORM_BELOW = re.compile("有限|股份|责任公司")
_LEAST_NAME = 9
"""Characters from which on no label is as long as the first part of a name that tells no place."""
_CODE = re.compile(r"[A-Z\d][A-Z\d/()\-]{3,29}")
_LEAST_CODE, _MOST_CODE = 15, 34
"""Characters of a whole number of a policy or of a body."""
_PHONE = re.compile(r"1[3-9]\d{9}|0[1-9]\d{1,2}-?\d{7,8}")
_ROUND = re.compile(r"\d+00")
_DAY = re.compile(r"(?:19|20)\d{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])")
_ADDRESS = re.compile(r"[\u4e00-\u9fff]{2,}?[省市区县州盟旗][\u4e00-\u9fffA-Z\d\-]{2,}")
_DOOR = re.compile(r"(?:[号室楼层栋幢座园]|厂房|库房|厂区|园区|中心|公司)(?:\([^()]*\))?$")
_ADDRESS_REST = re.compile(
    r"(?:[\u4e00-\u9fffA-Z\d\-]{0,24}(?:[路街道巷村镇乡社区弄园]|大道|工业区|\d号)[\u4e00-\u9fffA-Z\d\-()]{0,30}|\d{1,5}(?:号|弄|室|幢|栋)[\u4e00-\u9fffA-Z\d\-()]{0,20})"
)
_OTHER_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,7}省|[\u4e00-\u9fff]{2,4}市[\u4e00-\u9fff]{1,6}[区县市]|(?:联系|电话|邮编|邮政|传真|法定)"
)


def goes_on(upper: str, lower: str) -> bool:
    """Whether a value goes on over a line break within its cell.

    >>> goes_on("中国平安财产保险股份有限公司苏州市吴江", "区盛泽支公司"), goes_on("投保人名称", "盛泽某某纺织有限公司")
    (True, False)
    >>> goes_on("PZAC20243205", "0000018726"), goes_on("13812345678", "13912345679")
    (True, False)
    """
    upper, lower = fold(upper).strip(), fold(lower).strip()
    if not upper or not lower:
        return False
    return _names(upper, lower) or _numbers(upper, lower) or _addresses(upper, lower)


def _names(upper: str, lower: str) -> bool:
    """Whether the name of a body lacks its end above and has it below."""
    if _NAME_PART.fullmatch(upper) is None or _NAME_REST.fullmatch(lower) is None:
        return False
    if organisation.is_insurer(lower) or meaning(upper).coverage >= 0.6:
        return False
    if _BODY_WITHOUT_END.search(upper):
        # 某某财产保险股份有限公司 / 苏州中心支公司: a branch below its house
        return organisation.is_insurer(upper) and organisation.BRANCH_ENDING.search(lower) is not None
    return _PLACE.search(upper) is not None or (len(upper) >= _LEAST_NAME and _FORM_BELOW.search(lower) is not None)


def _numbers(upper: str, lower: str) -> bool:
    """Whether two lines of letters and digits are one number, and not two of one kind."""
    whole = len(upper) + len(lower)
    if not _LEAST_CODE <= whole <= _MOST_CODE or not _CODE.fullmatch(upper) or not _CODE.fullmatch(lower):
        return False
    if any(pattern.fullmatch(line) for pattern in (_PHONE, _ROUND, _DAY) for line in (upper, lower)):
        return False
    if len(upper) >= _LEAST_CODE and len(lower) >= _LEAST_CODE:
        return False
    return _shape(upper) != _shape(lower) or upper[:2] != lower[:2]


def _shape(text: str) -> str:
    return re.sub("[A-Z]", "A", re.sub(r"\d", "0", text))


def _addresses(upper: str, lower: str) -> bool:
    """Whether an address lacks its door above and goes on below."""
    return (
        _ADDRESS.match(upper) is not None
        and _DOOR.search(upper) is None
        and _ADDRESS_REST.fullmatch(lower) is not None
        and _OTHER_PLACE.match(lower) is None
        and meaning(lower).coverage < 0.6
    )
