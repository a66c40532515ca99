"""People of contractors are no dispatched workers: who builds or repairs at a plant for a firm of his own is insured by that firm."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.clauses.match import ClauseMatch
from extractor.text.fold import fold

_FIRM = r"(?:承包|承揽|分包|外包|外协|协作|施工|检修|安装|维保|工程)(?:商|单位|方|企业|公司|队伍)"
_THEIR_PEOPLE = re.compile(
    rf"{_FIRM}(?:的|派出的|派来的|进场的|入厂的)?(?:全部|所有|作业|施工)?(?:人员|员工|工人|职工|雇员)"
)
_OWN_COVER = re.compile(
    rf"(?:由(?:其|该)(?:所在|所属|自身|雇主)?(?:单位|公司|企业|自行|自己|自)?|由{_FIRM}|自行|各自|应)[^,。;]{{0,6}}(?:另行|自行|单独|自己)?[^,。;]{{0,4}}(?:投保|参保|办理[^,。;]{{0,6}}保险|购买[^,。;]{{0,8}}保险)"
)
_OTHERS = re.compile("派遣|劳务|临时|临聘|短期|季节|实习|小时工|零工|散工|返聘|兼职|借调")
"""People who work for the insured itself: a sentence that names them too shuts them out."""


def without_contractors(text: str, said: Iterable[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """What is said, without workers shut out where the text only leaves contractors' people to their own firms' cover.

    >>> from extractor.clauses.match import ClauseMatch
    >>> shut = [ClauseMatch("dispatched_workers_excluded", 0, 20, ("外协单位人员",))]
    >>> without_contractors("入厂施工的外协单位人员由其所在单位另行投保。", shut)
    ()
    >>> len(without_contractors("外包人员不属于本保单的保险责任。", shut))
    1
    """
    matches = tuple(said)
    if not any(match.code == _CODE for match in matches):
        return matches
    return tuple(
        match for match in matches if match.code != _CODE or not _of_contractors(text[match.start : match.stop])
    )


_CODE = "dispatched_workers_excluded"


def _of_contractors(sentence: str) -> bool:
    plain = "".join(fold(sentence).split())
    return (
        _THEIR_PEOPLE.search(plain) is not None
        and _OWN_COVER.search(plain) is not None
        and _OTHERS.search(plain) is None
    )
