"""Whether a paper follows an earlier visit up, by its title or the service in its head: a record of a review, a return call, a recheck."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit

WORDS = "复查|回访|核查|复核|复检|复验|核验|验收|回头看|跟踪|跟进"
"""What a review is called, as alternatives of a pattern."""

_TITLE = re.compile(
    rf"[^，,。；;:：□☐☑√]*(?:{WORDS})[”\"』」）)]?(?:[^，,。；;:：]{{0,8}}(?:表|单|书|记录|报告|意见|函|卡|台账|总结|回执|情况|纪要|登记))?\s*(?:[（(][^）)]*[）)])?\s*"
)
_FIRST_VISIT_TOO = re.compile(r"(?:[排检]查|服务|[通告]知)(?:书|单|表|记录)?\s*[及与和暨、/／（(+＋]")
"""A paper that holds the visit and its review both, whose day is the visit's: 隐患排查及复查记录."""
_TITLES, _TITLE_LENGTH = 6, 40
"""Units at the top of a paper among which its title stands; characters of the longest."""

_KIND_OF_SERVICE = re.compile(
    rf"(?:^|\s)(?:服务|工作|检查|报告)(?:类[别型]|项目|性质|方式)\s*[:：]\s*(?:整改|隐患|现场|情况)*(?:{WORDS})(?![^\s，。；;]*[、及和与/])"
)
"""The kind of service, where it is a review alone: "服务类别：整改复查"."""
_HEAD = 12
"""Units at the top of a paper among which it says what service it tells of."""


def is_review(sheet: Sheet) -> bool:
    """Whether the title, or the kind of service in the head, says that the paper follows an earlier visit up, and only that."""
    tops = [u.text.strip() for u in sheet.units[:_TITLES] if len(u.text) <= _TITLE_LENGTH and u.right is None]
    if any(_TITLE.fullmatch(text) and not _FIRST_VISIT_TOO.search(text) for text in tops):
        return True
    return any(_KIND_OF_SERVICE.search(_with_label(u)) for u in sheet.units[:_HEAD])


def _with_label(unit: Unit) -> str:
    return unit.text if unit.left is None else f"{unit.left.text}:{unit.text}"
