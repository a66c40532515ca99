"""Which of the documents that a text names it relies on, and which it names only to say that they have ended.

>>> text = "死亡伤残限额按应急〔2025〕27号执行，安监总办〔2017〕140号同时废止。"
>>> [number.canonical for _, _, number in relied_on(text)]
['应急〔2025〕27号']
"""

from __future__ import annotations

import re

from extractor.values import doc_number
from extractor.values.doc_number import DocNumber

REPEAL = re.compile(r"废止|停止执行|不再执行|失效")
"""Words by which an official paper ends another."""
_ENDED = re.compile(rf"{REPEAL.pattern}|作废|不再?适用|不再(?:沿用|有效|作为|使用|援引)|取代|代替|替代")
_ENDS = re.compile(
    rf"(?:{REPEAL.pattern}|作废|不再?适用|不再(?:沿用|依据|依照|按照?|参照|援引|引用|使用)|取代|代替|替代)了?$"
)
_TAKEN_OVER = re.compile("取代|代替|替代")
_BY = re.compile("[被由为]")
_OTHER = re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》|(?:20\d\d\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]")
"""What may stand between a document and the word of its end besides other documents: a title, a day."""
_BETWEEN = re.compile(
    r"(?:[\s,，、:：()（）\[\]“”\"和与及被由为原旧于自从起已将现均皆也亦即该此其的所]|(?:施行|实施|生效|发布|印发)之日|以及|[同届]时|经|予以|正式|全部|全文|随之|上述|前述|同日|宣布|文件?|办法|通知|规定|意见|号令)*"
)
_BETWEEN_LAST = re.compile(_BETWEEN.pattern.replace(",，", "") + "$")  # a comma parts a verb from what it ends
_TOLD = re.compile(rf"{_ENDED.pattern}|不再(?:依据|依照|按|参照|引用)")
_REACH = 80
"""Characters before and behind a number in which its end is told."""


def relied_on(text: str) -> list[tuple[int, int, DocNumber]]:
    """Every number in ``text`` with its range, as ``doc_number.find_all``, without those of documents that it says have ended."""
    found = doc_number.find_all(text)
    if not found or _TOLD.search(text) is None:
        return found
    return [one for one in found if not _is_ended(text, one[0], one[1], found)]


def _is_ended(text: str, start: int, stop: int, found: list[tuple[int, int, DocNumber]]) -> bool:
    """Whether a document's end is told right behind its number (140号同时废止, 140号已被27号取代) or right before it (不再适用140号)."""
    behind = _without(text, stop, min(len(text), stop + _REACH), found)
    for told in _ENDED.finditer(behind):
        gap = behind[: told.start()]
        if _BETWEEN.fullmatch(gap) and (_BY.search(gap) or not _TAKEN_OVER.fullmatch(told[0])):
            return True
    before = _without(text, max(0, start - _REACH), start, found)
    lead = _BETWEEN_LAST.search(before)
    return lead is not None and _ENDS.search(before[: lead.start()]) is not None


def _without(text: str, start: int, stop: int, found: list[tuple[int, int, DocNumber]]) -> str:
    """A part of ``text`` without the other documents and the days in it."""
    said, at = "", start
    for a, b, _ in found:
        if at <= a and b <= stop:
            said, at = said + text[at:a], b
    return _OTHER.sub("", said + text[at:stop])
