"""Options with a box before or behind each, of which some are ticked: what stands at an empty box is not said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.evidence.units import Unit

_TICKED = "☑☒✓√✔"
_FILLED = "■●"
"""A tick only beside empty boxes of its own form: alone it begins items of a list."""
_EMPTY = "□☐○◯"
_MARK = re.compile(f"[{_TICKED}{_FILLED}{_EMPTY}]")
_EMPTY_MARK = re.compile(f"[{_EMPTY}]")
_TICK = re.compile(f"[{_TICKED}]")
_FILLED_MARK = re.compile(f"[{_FILLED}]")
_ENDS = re.compile(r"[;；。\n]|[,，](?!\d{3})|(?<=\S)\s{2,}(?=\S)")
"""What an option ends at, short of the next box."""
_ENDS_BEFORE = re.compile(rf"[:：]|{_ENDS.pattern}")
_SUM = re.compile(
    rf"\d\s*(?:[千百]?万|[千百]?元|%)|[{_TICKED}{_FILLED}{_EMPTY}]\s*\d[\d,.]*\s*(?:[{_TICKED}{_FILLED}{_EMPTY}]|$)"
)
"""Money, a share, or a figure that is all of an option: what stands beside boxes without these is for others to read."""


def without_unticked(units: Sequence[Unit]) -> None:
    """Takes the words of options that were not ticked out of the text, blanks in their place, where a question answered with sums
    has one that was: "每人限额 □30万元 ☑50万元". Options in words alone are left to whoever asks for them."""
    boxed = [u for u in units if _EMPTY_MARK.search(u.text)]
    if not boxed:
        return
    rows = _rows(units)
    for unit in boxed:
        group = rows.get((id(unit.table), unit.cell.row), [unit]) if unit.cell is not None else list(_beside(unit))
        told = " ".join(u.text for u in group)
        if _TICK.search(told) is None and _FILLED_MARK.search(unit.text) is None:
            continue
        if _SUM.search(told) is None or not any(_SUM.search(u.text) and _MARK.search(u.text) for u in group):
            continue
        for start, stop in tuple(_options(unit.text)):
            unit.text = unit.text[:start] + " " * (stop - start) + unit.text[stop:]
        if not unit.text.strip():
            _pass_over(unit)


def chosen_words(texts: Sequence[str]) -> list[str]:
    """Each text without its options that were not ticked and without the marks, where a tick stands in one of them: of
    "□方案A ☑方案B", or "方案A（ ） 方案B（√）", 方案B alone. Several that were ticked are parted by commas."""
    marked = [_in_brackets(text) for text in texts]
    ticked = any(map(_TICK.search, marked))
    return [_chosen(text) if ticked or _FILLED_MARK.search(text) else text for text in marked]


def _chosen(text: str) -> str:
    if _EMPTY_MARK.search(text):
        for start, stop in reversed(tuple(_options(text))):
            if not re.search("[:：]", text[start:stop]):  # a label behind an option is none of it
                text = text[:start] + text[stop:]
    left = _MARK.findall(text)
    return _MARK.sub("," if len(left) > 1 else "", text).strip() if left else text


def _in_brackets(text: str) -> str:
    """The text with brackets to tick in, and others left blank, as boxes."""
    if _BRACKETS_TICKED.search(text) is None:
        return text
    return _BRACKETS_BLANK.sub("□", _BRACKETS_TICKED.sub("☑", text))


_BRACKETS_TICKED = re.compile(rf"[（(\[【]\s*[{_TICKED}]\s*[)）\]】]")
_BRACKETS_BLANK = re.compile(r"[（(\[【]\s*[)）\]】]")


def _pass_over(unit: Unit) -> None:
    """Lets the neighbours of a unit that says nothing any more stand side by side."""
    if unit.left is not None:
        unit.left.right = unit.right
    if unit.right is not None:
        unit.right.left = unit.left


def _rows(units: Sequence[Unit]) -> dict[tuple[int, int], list[Unit]]:
    rows = defaultdict[tuple[int, int], list[Unit]](list)
    for unit in units:
        if unit.cell is not None:
            rows[id(unit.table), unit.cell.row].append(unit)
    return rows


def _beside(unit: Unit) -> Iterator[Unit]:
    """The unit with those of its line that have boxes too, outwards from it."""
    yield unit
    for side in ("left", "right"):
        at, seen = getattr(unit, side), 0
        while at is not None and seen < _MOST_BESIDE and _MARK.search(at.text):
            yield at
            at, seen = getattr(at, side), seen + 1


_MOST_BESIDE = 12


def _options(text: str) -> Iterator[tuple[int, int]]:
    """Where the options with an empty box stand in ``text``, the box with them."""
    marks = list(_MARK.finditer(text))
    behind = _MARK.fullmatch(text.rstrip()[-1:]) is not None and _MARK.match(text.lstrip()) is None
    for k, mark in enumerate(marks):
        if mark[0] not in _EMPTY:
            continue
        if behind:
            first = marks[k - 1].end() if k else 0
            yield max((m.end() for m in _ENDS_BEFORE.finditer(text, first, mark.start())), default=first), mark.end()
        else:
            last = marks[k + 1].start() if k + 1 < len(marks) else len(text)
            words = mark.end() + len(text[mark.end() :]) - len(text[mark.end() :].lstrip())
            end = _ENDS.search(text, min(words, last), last)
            yield mark.start(), end.start() if end else last


_EMPTY_BEHIND, _FULL_BEHIND = "□☐◻", "☑☒■✓√✔"
_ANSWER = re.compile(rf"\s*([\u4e00-\u9fffA-Za-zⅠ-Ⅳ]{{1,8}})\s*([{_EMPTY_BEHIND}{_FULL_BEHIND}])\s*[/／、,，;；|]?")


@lru_cache(maxsize=4096)
def chosen(text: str) -> str:
    """The words of the answers ticked, where a text is nothing but answers with their boxes behind them; else the text.

    >>> chosen("重大□/一般☑"), chosen("已改☑ 在改□ 未改□"), chosen("☑已整改 □未整改"), chosen("一般")
    ('一般', '已改', '☑已整改 □未整改', '一般')
    """
    if not any(box in text for box in _EMPTY_BEHIND):
        return text
    answers, at = [], 0
    while (match := _ANSWER.match(text, at)) is not None:
        answers.append((match[1], match[2]))
        at = match.end()
    ticked = [word for word, box in answers if box in _FULL_BEHIND]
    return "、".join(ticked) if text[at:].strip() == "" and len(answers) > 1 and ticked else text
