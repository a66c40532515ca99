"""The day of a paper that follows an earlier visit up: a review names that visit's day too, and was not made on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from extractor.evidence.reviews import WORDS, is_review
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values.scan import Token

_OWN = re.compile(
    rf"(?:^|[\s,，;；。:：|（(])(?:本次|本轮|现场|实际|整改|隐患|隐患整改|整改情况)*(?:{WORDS})(?:检查|服务|走访)?(?:日期|时间)\s*[:：]?\s*$"
)
_BARE = re.compile(r"(?:^|[\s,，;；。|])(?:本次|记录|填写)?(?:日\s*期|时\s*间)\s*[:：]?\s*$")
_OF_SERVICE = re.compile(r"(?:^|[\s,，;；。|])服务(?:日期|时间)\s*[:：]?\s*$")


class OwnDays(NamedTuple):
    """``days`` the head of a review gives to it; ``sole``: it calls no other day one of the service."""

    days: list[tuple[Unit, Token]]
    sole: bool


def own_days(
    sheet: Sheet,
    moments: Iterable[tuple[Unit, Token]],
    in_hazards: frozenset[int],
    named: Callable[[Unit, Token], Sequence[str]],
) -> OwnDays | None:
    """The days over the list of a review that are labelled as its own: 回访日期, 复查时间, else the one that is called no more
    than 服务日期 or 日期. Days that it tells in sentences, or as those of a check, are of the visit before. None for any other paper.

    ``named``: what names a day.
    """
    if not is_review(sheet):
        return None
    listed = next((u.index for u in sheet.units if id(u) in in_hazards), len(sheet.units) // 2 + 1)
    head = [
        (u, t, (*named(u, t), *(text for text, _, how in sheet.label(u, t.start).options if how == "header")))
        for u, t in moments
        if u.index < listed
    ]

    def labelled(words: re.Pattern[str]) -> list[tuple[Unit, Token]]:
        return [(u, t) for u, t, labels in head if any(map(words.search, labels))]

    own, served, bare = (labelled(words) for words in (_OWN, _OF_SERVICE, _BARE))
    days = own or next((found for found in (served, bare) if len(found) == 1), [])
    sole = {t.value.day for _, t in served} <= {t.value.day for _, t in days}
    return OwnDays(days, sole) if days else None


def told_of_review(sheet: Sheet, moments: Iterable[tuple[Unit, Token]]) -> list[tuple[Unit, Token]] | None:
    """The days behind which the sentences of a review tell of it: "…，现于2025年9月2日进行复查"; None for any other paper."""
    return [(u, t) for u, t in moments if _goes_on_to_review(u, t)] if is_review(sheet) else None


_GOES_ON = re.compile(rf"(?!\s*(?:之|以|底)?前)(?:(?!排查|检查|[出开下][具达]|{WORDS})[^。；;])*(?:{WORDS})")
"""A clause that comes to the review before any check or paper of the visit before."""
_MEANT = re.compile(r"(?:计划|拟|预计|将|定|约)[在于]?\s*$")


def _goes_on_to_review(unit: Unit, token: Token) -> bool:
    behind = unit.text[token.stop : next((t.start for t in unit.tokens if t.start >= token.stop), None)]
    return _GOES_ON.match(behind) is not None and _MEANT.search(unit.text[: token.start]) is None
