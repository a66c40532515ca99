"""The number that stands before an entry, in any form: 1. ① 一、 甲、 (A) 隐患1 №1 第1处 HZ-001."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.values import dates

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_END = r"(?=$|[\s:：、。（(【\[]|[，,](?!\d{3}))"


@dataclass(frozen=True, slots=True)
class Mark:
    """``style``: how the number is written, the same for all of a list. ``stop``: where the words behind it begin."""

    style: str
    number: int
    stop: int


_FORMS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("circled", re.compile(rf"\s*([{_CIRCLED}])\s*[:：、.]?\s*")),
    ("bracket", re.compile(r"\s*[（(【\[]\s*(\d{1,3})\s*[)）】\]]\s*[:：、]?\s*")),
    ("han bracket", re.compile(rf"\s*[（(]\s*({_HAN_NUMBER})\s*[)）]\s*[:：、]?\s*")),
    ("digits", re.compile(r"\s*[#№＃]?\s*(\d{1,3})\s*(?:[)）、:：]|[.．](?!\d))\s*")),
    ("digits", re.compile(r"\s*(\d{1,2})[.．](?=20\d\d\s*[年/-])")),
    ("hash", re.compile(r"\s*[#№＃]\s*(\d{1,3})(?!\d)\s*")),
    ("han", re.compile(rf"\s*({_HAN_NUMBER})\s*[、.．:：)）]\s*")),
    ("stem", re.compile(rf"\s*([{_STEMS}])\s*[、.．:：)）]\s*")),
    ("letter", re.compile(r"\s*[（(]?\s*([A-Ha-h])\s*[、.．:：)）]\s*")),
    ("digits", re.compile(r"\s*(\d{1,3})\s*$")),
    ("han", re.compile(rf"\s*({_HAN_NUMBER})\s*$")),
    ("circled", re.compile(rf"\s*([{_CIRCLED}])\s*$")),
    ("spoken", re.compile(r"\s*(首先|其次|再次|再者|此外|另外|最后)\s*(?:[，,、:：]|(?=[是为]))\s*[是为]?\s*")),
    ("zero", re.compile(r"\s*(0\d)\s+(?=[\u4e00-\u9fff])")),
)
_NAMED = re.compile(
    rf"\s*([\u4e00-\u9fff]{{1,6}}?|No|NO|no|Item|ITEM)\s*[.:：=]?\s*[（(#№＃]?\s*(\d{{1,3}}|{_HAN_NUMBER})(?:\s*/\s*\d{{1,3}})?\s*[)）]?\s*(?:[号处项条个点张])?{_END}\s*[:：、，,]?\s*"
)
_CODE = re.compile(
    rf"\s*((?:[\u4e00-\u9fff]{{1,6}}\s*[:：=]?\s*)?[A-Za-z][A-Za-z\d]*(?:[-_/][A-Za-z\d]*?)*?[-_/]?)(\d{{1,3}})(?:{_END}|(?=[\u4e00-\u9fff]))\s*[:：、，,]?\s*"
)


@lru_cache(maxsize=4096)
def mark_of(text: str) -> Mark | None:
    """The number that a line begins with.

    >>> mark_of("(2)电线破损"), mark_of("HZ-007 盖板松动").number, mark_of("要点3(★)").number, mark_of("2.5米")
    (Mark(style='bracket', number=2, stop=3), 7, 3, None)
    """
    for style, form in _FORMS:
        if (m := form.match(text)) is not None and (number := _number(m[1])) is not None:
            return Mark(style, number, m.end())
    for form in (_CODE, _NAMED):
        if (m := form.match(text)) is not None and (number := _number(m[2])) is not None:
            return Mark("".join(m[1].split()).rstrip(":："), number, m.end())
    return None


def styles_of_lists(marks: Iterable[Mark | None]) -> frozenset[str]:
    """The styles whose numbers mostly follow each other: 张三 three times is no numbering of 张."""
    by_style: dict[str, list[int]] = defaultdict(list)
    for mark in marks:
        if mark is not None:
            by_style[mark.style].append(mark.number)
    return frozenset(style for style, numbers in by_style.items() if _follow(numbers))


def _follow(numbers: Sequence[int]) -> bool:
    there = set(numbers)
    return len(there) > 1 and sum(n + 1 in there or n - 1 in there for n in numbers) >= _MOST * len(numbers)


_MOST = 0.6


def in_turn(marks: Sequence[Mark | None]) -> list[Mark | None]:
    """The marks with words for the next one (其次, 最后) counted from the first on."""
    out: list[Mark | None] = []
    count = 0
    for mark in marks:
        if mark is not None and mark.style == "spoken":
            count = 1 if mark.number == 1 else count + 1
            mark = replace(mark, number=count)
        out.append(mark)
    return out


_SPOKEN = {"首先": 1}


def _number(text: str) -> int | None:
    if "\u4e00" <= text[0] <= "\u9fff" and len(text) > 1 and text[-1] in "先次者外后":
        return _SPOKEN.get(text, 2)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text in _STEMS:
        return _STEMS.index(text) + 1
    if text.isdigit():
        return int(text)
    if len(text) == 1 and text.isascii():
        return ord(text.upper()) - ord("A") + 1
    return dates.chinese_int(text)
