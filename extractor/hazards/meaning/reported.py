"""What words say of an authority that was told of a hazard: whether, which, and on which day."""

from __future__ import annotations

import re
from datetime import date

from extractor.values.scan import scan

REPORTED = re.compile(
    r"(?:报告|上报|报送|报至|报请|通报|移送|函告|呈报|抄报|告知|反映|报(?![警表废价名销修账检验审装停考]))"
)
_NOT_REPORTED = re.compile(
    r"(?:未|尚未|没有|暂未|待|拟|无需|不)\s*(?:书面|及时|向[^，。;；]{0,12})?(?:报告|上报|报送|通报)"
)
_BODY = re.compile(
    r"(?:报告|上报|报送|报至|报|通报|移送|函告|呈报|抄报|告知|向|给|至)\s*(?:了|给|至|向)?\s*([\u4e00-\u9fff]{2,18}?(?:应急管理局|应急管理办公室|应急管理办|应急管理所|应急办|安监所|安监办|安监站|安监局|住建局|交通运输局|能源局|消防[\u4e00-\u9fff]{0,4}|镇政府|街道办事处|街道办|人民政府|监管部门|主管部门|安委办|安委会|应急管理中心|应急中心|局|办|所|站))"
)


def tells_reported(text: str) -> bool:
    """Whether the words say that an authority was told, and which or when.

    >>> tells_reported("2025/7/8已报告百官街道应急管理站"), tells_reported("未报告"), tells_reported("请报告应急管理局")
    (True, False, False)
    """
    return (
        _BODY.search(text) is not None
        and not _NOT_REPORTED.search(text)
        and re.search("已|于|20\\d\\d", text) is not None
        and not re.search("请|应(?!急)|须|拟|将|需", text)
    )


def report_in(part: str) -> tuple[date | None, str | None] | None:
    """On which day and to whom a part says that an authority was told; None where it says neither."""
    verb = REPORTED.search(part)
    if verb is None or re.search("整改报告", part) or _NOT_REPORTED.search(part) or _is_asked(part, verb.start()):
        return None
    moments, body = [t for t in scan(part) if t.kind == "moment"], _BODY.search(part)
    if not moments and not body:
        return None
    before = [t for t in moments if t.stop <= verb.start()]
    day = (before or moments)[-1 if before else 0].value.day if moments else None
    return day, body[1] if body else None


_ASKED = re.compile(
    r"^\s*(?:(?:你|贵|该|被检|受检|投保)?(?:企业|公司|单位|厂|矿|司|方)?(?:请(?![求示])|须|务必|应(?=[当于在将向报立及书]))|(?:于|在)?[\d年月日号./\s-]{3,14}[之以]?前(?!往))"
)
"""A clause that asks for something, or says by when: 请于7月10日前, 7月10日前."""


def _is_asked(part: str, verb: int) -> bool:
    """Whether the clause of a verb asks somebody to report, and tells of no report."""
    clause = re.split(r"[，,]", part[:verb])[-1]
    return _ASKED.match(clause) is not None and "已" not in clause
