"""People of contractors are no dispatched workers: who builds or repairs at a plant for a firm of his own is insured by that firm.

Nor is anybody with whom the insured has no bond of work at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractor.clauses.match import ClauseMatch
from extractor.clauses.tokens import load
from extractor.text.fold import fold

_CODE = "dispatched_workers_excluded"


def without_contractors(text: str, said: Iterable[ClauseMatch]) -> tuple[ClauseMatch, ...]:
    """What is said, without workers shut out where the text only leaves contractors' people to their own firms' cover.

    >>> from extractor.clauses.match import ClauseMatch
    >>> shut = [ClauseMatch("dispatched_workers_excluded", 0, 22, ("外协单位人员",))]
    >>> without_contractors("入厂施工的外协单位人员由其所在单位另行投保。", shut)
    ()
    >>> len(without_contractors("外包人员不属于本保单的保险责任。", shut))
    1
    >>> without_contractors("与本单位无劳务派遣关系的人员不属于从业人员。", shut)
    ()
    """
    matches = tuple(said)
    if not any(match.code == _CODE for match in matches):
        return matches
    return tuple(
        match for match in matches if match.code != _CODE or not _of_contractors(text[match.start : match.stop])
    )


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(contractors' people, cover by a firm of their own, people who work for the insured itself)."""
    data = load("acts.yaml")["contractors"]
    return re.compile(data["people"]), re.compile(data["own_cover"]), re.compile(data["others"])


def _of_contractors(sentence: str) -> bool:
    people, own_cover, others = _words()
    plain = "".join(fold(sentence).split())
    left = _bondless().sub("", plain)
    if left != plain and not others.search(left):
        return True
    return bool(people.search(plain) and own_cover.search(plain) and not others.search(plain))


@cache
def _bondless() -> re.Pattern[str]:
    """Words that deny every bond of work, that of dispatch among them."""
    return re.compile(load("acts.yaml")["bondless"])
