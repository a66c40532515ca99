"""What a policy quotes of another text, or of its own general terms, to say that it does not hold here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractor.clauses.match import ClauseMatch
from extractor.clauses.tokens import load
from extractor.text.fold import fold

_QUOTED = re.compile(
    r"[“\"『「‘](?P<words>[^”\"』」’]{2,40})[”\"』」’](?:等|之类|一类)?的?(?:约定|规定|条款|内容|表述|字样|限制|文字)"
    r"[^，,。；;“\"『「‘]{0,12}?(?:不(?:再|予|能|得)?(?:适用|生效|采用|约束)|无效|作废|删除|取消|废止)"
)


def without_set_aside(text: str, said: Iterable[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """What is said, without what stands in quotation marks only to be set aside.

    >>> from extractor.clauses.match import ClauseMatch
    >>> shut = [ClauseMatch("dispatched_workers_excluded", 0, 21, ("派遣人员", "除外"))]
    >>> without_set_aside("条款中“派遣人员除外”的约定不适用于本保单。", shut)
    ()
    >>> len(without_set_aside("条款中“派遣人员除外”的约定适用于本保单。", shut))
    1
    """
    matches = tuple(said)
    quoted = list(_QUOTED.finditer(text))
    return tuple(match for match in matches if not any(_is_of(match, quote) for quote in quoted))


_KINDS_ALONE = re.compile(
    r"(?:本(?:保险单|保单|单)(?:所称|承保的?|的)?)?(?:职工|员工|从业人员|雇员|工人|人员|被保险人员)(?:的?范围)?(?:均|是指|系指|指|一律)?(?:包?含|包括|涵盖|指)[^,，。;；\d%]{2,60}"
)
_OF_SUMS = re.compile("限额|保额|额度|金额|赔|标准|[元万倍档]|高于|低于|不同|差[别异]|分别|各自|[一二三四五]类|等级")


def without_kinds_alone(text: str, said: Iterable[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """What may be said, without sums that differ where a sentence only lists who counts as staff.

    >>> from extractor.clauses.match import ClauseMatch
    >>> sums = [ClauseMatch("differing_sums_by_job", 0, 16, ())]
    >>> without_kinds_alone("职工含正式、派遣、临时、返聘人员。", sums)
    ()
    >>> len(without_kinds_alone("职工含正式、派遣两类，限额不同。", sums))
    1
    """
    matches = tuple(said)
    plain = "".join(fold(text).split()).rstrip("。;；.")
    listed = _KINDS_ALONE.fullmatch(plain) is not None and _OF_SUMS.search(plain) is None
    return tuple(m for m in matches if not (listed and m.code == "differing_sums_by_job"))


def without_filed_later(text: str, said: Iterable[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """What is said, without a list that alone is insured where whoever is not on it is only to be told of, added or proven.

    >>> from extractor.clauses.match import ClauseMatch
    >>> listed = [ClauseMatch("named_only", 0, 25, ("未在名单内",))]
    >>> without_filed_later("临时零工如未在名单内，应在用工当日向本公司补报。", listed)
    ()
    >>> len(without_filed_later("临时零工如未在名单内，补报后方可获得保障。", listed))
    1
    """
    matches = tuple(said)
    if not any(match.code == "named_only" for match in matches):
        return matches
    return tuple(m for m in matches if m.code != "named_only" or not _is_filed_later(text[m.start : m.stop]))


def _is_filed_later(sentence: str) -> bool:
    missing, put_right, refused = _later()
    plain = "".join(fold(sentence).split())
    behind = missing.search(plain)
    rest = plain[behind.end() :] if behind is not None else ""
    return bool(put_right.search(rest)) and not refused.search(rest)


@cache
def _later() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(not on the list, what puts that right, what refuses)."""
    data = load("acts.yaml")["filed_later"]
    return re.compile(data["missing"]), re.compile(data["put_right"]), re.compile(data["refused"])


def _is_of(match: ClauseMatch, quote: re.Match[str]) -> bool:
    """Whether the words that decided stand in the quotation, in the sentence that sets it aside."""
    here = match.start <= quote.start() < match.stop and bool(match.words)
    return here and all(word in quote["words"] for word in match.words)
