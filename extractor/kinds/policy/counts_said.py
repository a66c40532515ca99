"""People of whom the words around their number say that they are covered."""

from __future__ import annotations

import re

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.kinds.policy.people import COVERED_BEFORE

_SO_COVERED = re.compile(
    r"(?:已|均|都|全部|现)?(?:被)?(?:(?:列|纳|加|计|进|参)[入加]|属于)[^,，。;；\d]{0,8}(?:保障|保险|承保|投保|名单|本单|保单)"
    r"|(?:已|均已?|都)?(?:参保|投保|在保|受保|入保|获保)(?![人单])"
)


def said_after(sheet: Sheet, outside: set[int]) -> list[Candidate]:
    """People of whom the words after their number say that they are covered: 其中二百二十人列入本次保障, 按134人计收保费."""
    return [
        Candidate(int(token.value), unit, token.start, token.stop, 1.2, "said")
        for unit, token in sheet.tokens("count")
        if id(unit) in outside
        and (
            _SO_COVERED.match(behind := unit.text[token.stop :].lstrip("人名员工 "))
            or COVERED_BEFORE.search(unit.text[: token.start])
            or (_CHARGED.match(behind) and _BY_NUMBER.search(unit.text[: token.start]))
        )
    ]


_CHARGED = re.compile(
    r"(?:来|的?人数|口径)?(?:计[收算缴费取]|核[收算定]|收取?|缴[纳交]?|交纳?|折算|厘定)[^,，。;；\d]{0,6}(?:保险?)?费"
)
_BY_NUMBER = re.compile(r"(?:按照?|以|依)(?:其中)?(?:的)?\s*$")
"""Before and behind the people for whom the premium is paid: 按134人计收保费."""
