"""Where a list of covers in lines and sentences ends: at what all of them cost, or at the full stop of one list ("承保下列责任：…；…；…。")."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractor.covers.meaning.names import code_of
from extractor.evidence.concepts import meaning
from extractor.evidence.lines.numbering import mark_at
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit

_OPENS = re.compile(r"[:：]\s*$")
_GOES_ON = re.compile(r"[;；]\s*(?:以及|及|和)?\s*$")
_STOPS = re.compile(r"[。.]\s*$")
_ENDS = re.compile(r"[。.;；]\s*$")
_ENDS_OR_SUM = re.compile(r"[。.;；,，元]\s*$")
_FEWEST = 3
_WITHIN = re.compile(r"(?:下列|如下|以下|责任|限额|保障|项目)[^。;；:：\d]{0,12}[:：]([^。]+)。")
WHOLE = re.compile(
    r"(?:总|合计|共计?|应[收缴交付]|全部)\s*(?:保险费|保费|费用)|(?:保险费|保费|费用)\s*(?:总|合计|共计)"
)
"""What says that a sum is what all covers cost."""


def ended_by_total(sheet: Sheet, used: Collection[int], last: int) -> bool:
    """Whether lines of covers follow each other, a cover in each or its name over it, and the premium of all stands right under them.

    ``used``: the units that tell of covers, by ``id``; what an agreement behind the total says of them is none of the list. ``last``:
    the index of the unit that names the last cover.
    """
    told = [u.index for u in sheet.units if id(u) in used]
    total = next((u.index for u in sheet.units[told[0] :] if WHOLE.match(u.text.strip())), None) if told else None
    if total is None or last >= total:
        return False
    first = total
    while first > told[0] and (id(u := sheet.units[first - 1]) in used or _only_names(u)):
        first -= 1
    lines = [k for k in told if first <= k < total]
    before = [sheet.units[k] for k in told if k < first]  # the schedule's own limits, over the heading of the list
    return (
        len(lines) >= _LINES_OF_LIST
        and lines[-1] == total - 1
        and not any(meaning(unit.text).has("premium") for unit in before)
    )


def _only_names(unit: Unit) -> bool:
    """Whether a line is the name of a cover and no more, over its sums."""
    return not _has_sum(unit) and code_of(unit.text) not in (None, "other")


def _has_sum(unit: Unit) -> bool:
    return any(token.kind in ("amount", "words") for token in unit.tokens)


def is_form(sheet: Sheet, used: Collection[int], covers: int) -> bool:
    """Whether the covers are entries of a form that goes on with what all of them cost: nothing but labelled limits stands among them."""
    at = [u.index for u in sheet.units if id(u) in used]
    if covers < _ENTRIES_OF_FORM or len(at) < _ENTRIES_OF_FORM:
        return False
    among = sheet.units[at[0] : at[-1] + 1]
    after = sheet.units[at[-1] + 1 : at[-1] + 2]
    whole = all(id(u) in used or _OF_ALL_COVERS.match(u.text) for u in among)
    return whole and bool(after) and _COSTS.match(after[0].text) is not None


_LINES_OF_LIST = 4
_ENTRIES_OF_FORM = 5
_OF_ALL_COVERS = re.compile(r"\s*(?:每次事故|每人|累计|年度?累计)[\u4e00-\u9fff]{0,8}限额\s*[:：]")
_COSTS = re.compile(r"\s*(?:总|合计)?(?:保险费|保费)(?:合计|总额)?\s*(?:[(（][^()（）]{0,6}[)）])?\s*[:：]")


def is_one_list(sheet: Sheet, used: Collection[int]) -> bool:
    """Whether the units ``used`` are all items of one list, one under another: a colon before the first, a semicolon behind each, a
    full stop behind the last; one mark before each and a full stop behind; or one sentence of such items. What lies outside speaks of
    no other cover."""
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
        closed = len(items) >= _FEWEST and opened and parted and _STOPS.search(items[-1].text) is not None
        closed = closed or _is_marked_list(sheet, at)
    return closed and not _others(sheet, used)


def _is_marked_list(sheet: Sheet, at: Sequence[int]) -> bool:
    """Whether a mark stands before each item, all of one kind, and none of that kind before or behind them: bullets with a full stop or a
    semicolon behind each, or numbers that run from the first to the last without a hole."""
    items = [sheet.units[k] for k in at]
    marks = [_mark(unit) for unit in items]
    beside = [_mark(u) for u in (*sheet.units[at[0] - 1 : at[0]], *sheet.units[at[-1] + 1 : at[-1] + 2])]
    kinds = {kind for kind, _ in marks}
    numbers = [number for _, number in marks]
    return (
        len(items) >= _FEWEST
        and at[-1] + 1 < len(sheet.units)  # something stands behind it: the list was seen to its end
        and len(kinds) == 1
        and kinds != {""}
        and (numbers == [*range(1, len(items) + 1)] or None in numbers)
        and all((_ENDS if None in numbers else _ENDS_OR_SUM).search(unit.text) for unit in items)
        and not kinds & {kind for kind, _ in beside}
    )


def _mark(unit: Unit) -> tuple[str, int | None]:
    """The kind of the mark before an item and its number, None for a bullet; "" where it has none. 3.1 is of the kind of all 3.x."""
    typed = unit.pieces[0][1].numbering if unit.pieces else ""
    text = f"{typed} {unit.text}" if typed else unit.text
    if (under := _UNDER.match(text)) is not None:
        return f"under {under[1]}", int(under[2])
    mark = mark_at(text, loose=False)
    if mark is not None and mark.number is not None:
        return mark.style, mark.number
    bullet = _BULLET.match(text)
    return (bullet[1], None) if bullet is not None else ("", None)


_UNDER = re.compile(r"\s*[(（]?(\d{1,2}(?:\.\d{1,2})??)\s*[.．-]\s*(\d{1,2})(?!\d|\.\d|\s*[万%元])[)）、.．]?")
_BULLET = re.compile(r"\s*([·•■●◆▪○◇□*－-])")
_COVERS = frozenset({"legal", "appraisal", "rescue", "medical", "third", "property", "aftermath"})


def _others(sheet: Sheet, used: Collection[int]) -> frozenset[str]:
    """What only covers are called, said outside the list and not in it."""
    inside, outside = set[str](), set[str]()
    for unit in sheet.units:
        (inside if id(unit) in used else outside).update(meaning(unit.text).concepts & _COVERS)
    return frozenset(outside - inside)
