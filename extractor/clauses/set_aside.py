"""What a policy quotes of another text, or of its own general terms, to say that it does not hold here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.clauses.match import ClauseMatch

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


def _is_of(match: ClauseMatch, quote: re.Match[str]) -> bool:
    """Whether the words that decided stand in the quotation, in the sentence that sets it aside."""
    here = match.start <= quote.start() < match.stop and bool(match.words)
    return here and all(word in quote["words"] for word in match.words)
