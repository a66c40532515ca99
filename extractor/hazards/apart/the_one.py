"""What paragraphs behind the only hazard of a paper tell of it, without a number or a word that names it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractor.evidence.units import Unit
from extractor.hazards.meaning.outcome_words import outcome
from extractor.record import Row

_BEHIND = 5
"""Paragraphs behind a hazard in which a letter tells what became of it."""
_LOOKED_AGAIN = re.compile(
    r"(?:复[查核验看]|回访|再次(?:到场|检查|查看)|到期后?)[^。；;]{0,40}(?:整改|改|未|仍|拒|已)"
    r"|[贵该你](?:公司|单位|厂|矿|店|司)[^。；;]{0,24}(?:拒|不(?:予|愿|同意|肯)?整改|未整改|暂不)"
)
"""That it was looked at again, or what the enterprise did about it."""
_OF_OTHERS = re.compile("上次|上[一]?[季月年]|前次|往年|其[他它余]|培训|演练")


def told_of_the_one(units: Sequence[Unit], used: Collection[int], row: Row) -> tuple[str, Unit] | None:
    """The words on the outcome of the one hazard with the unit that they begin in; None where none are told of it."""
    if row.value("rectified") or row.value("refused"):
        return None
    first = next((u.index for u in units if row.span.text and row.span.text[:20] in u.raw), None)
    if first is None:
        return None
    behind = [u for u in units if first < u.index <= first + _BEHIND and u.table is None and id(u) not in used]
    for unit in behind:
        if not _LOOKED_AGAIN.search(unit.text) or _OF_OTHERS.search(unit.text):
            continue
        more = [u.text for u in behind if u.index == unit.index + 1 and re.search("报告|报送|上报", u.text)]
        words = "".join([unit.text, *more])
        told = outcome(words, status=True)
        if told["rectified"] or told["refused"]:
            return words, unit
    return None
