"""Covers told as the items of one list that a sentence opens and a full stop ends: "承保下列责任：…；…；…。"."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet

_OPENS = re.compile(r"[:：]\s*$")
_GOES_ON = re.compile(r"[;；]\s*(?:以及|及|和)?\s*$")
_ENDS = re.compile(r"[。.]\s*$")
_FEWEST = 3
_WITHIN = re.compile(r"(?:下列|如下|以下|责任|限额|保障|项目)[^。;；:：\d]{0,12}[:：]([^。]+)。")


def is_one_list(sheet: Sheet, used: Collection[int]) -> bool:
    """Whether the units ``used`` are all items of one list, one under another: a colon before the first, a semicolon behind each, a
    full stop behind the last; or one sentence of such items. What lies outside speaks of no other cover."""
    at = [u.index for u in sheet.units if id(u) in used]
    items = sheet.units[at[0] : at[-1] + 1] if at else []
    if not items or len(items) != len(at):
        return False
    if len(items) == 1:
        told = _WITHIN.search(items[0].text)
        closed = told is not None and len(re.findall("[;；]", told[1])) >= _FEWEST - 1
    else:
        opened = at[0] > 0 and _OPENS.search(sheet.units[at[0] - 1].text) is not None
        parted = all(_GOES_ON.search(u.text) for u in items[:-1])
        closed = len(items) >= _FEWEST and opened and parted and _ENDS.search(items[-1].text) is not None
    return closed and not _others(sheet, used)


_COVERS = frozenset({"legal", "appraisal", "rescue", "medical", "third", "property", "aftermath"})


def _others(sheet: Sheet, used: Collection[int]) -> frozenset[str]:
    """What only covers are called, said outside the list and not in it."""
    inside, outside = set[str](), set[str]()
    for unit in sheet.units:
        (inside if id(unit) in used else outside).update(meaning(unit.text).concepts & _COVERS)
    return frozenset(outside - inside)
