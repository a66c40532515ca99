"""Cells with several lines: a label printed over its value, a list of items, or one text that was wrapped."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from extractor.document import Cell, Line, Table
from extractor.evidence.concepts import meaning
from extractor.evidence.lines.breaks import goes_on
from extractor.text.fold import fold
from extractor.values.person import is_name
from extractor.values.scan import scan


def separate(lines: list[Line]) -> bool:
    """Whether the lines of one cell are separate items (numbered, or each ending early) rather than one wrapped text."""
    if any(line.box is None for line in lines) or headed(lines):
        return True
    return sum(_begins_item(line) for line in lines) >= 2


_ITEM = re.compile(
    r"\s*(?:[☑☐✓✔√●•▪◆]\s*\S|\d{1,2}\s*[.、)）]|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)"
)
_FOREIGN = r"(?:[A-Za-z][A-Za-z .,&/'-]{1,40}[a-z] ?)?"
"""The English of a label before its Chinese: Any one occurrence 每次事故：CNY 8,000,000."""
_NAMED_SUM = re.compile(
    rf"\s*(?:[A-Z]?\d{{0,2}}[.、]?\s*)?(?!\d){_FOREIGN}"
    r"[\u4e00-\u9fff/、()（）]{2,20}\s*[:：]?\s*[\u4e00-\u9fff]{0,8}(?:RMB|CNY|¥)?\s*\d"
)
_NAMED = re.compile(rf"\s*(?:[A-Z]?\d{{0,2}}[.、]?\s*)?(?!\d){_FOREIGN}" r"[\u4e00-\u9fff/、()（）]{2,20}\s*[:：]\s*\S")
_LEAVES_ROOM = 1.5
"""Characters of free room at a line's end, the first word of the next line counted, from which nothing made it wrap."""


def _begins_item(line: Line) -> bool:
    return _ITEM.match(fold(line.text)) is not None


def joiners(cell: Cell, lines: list[Line], apart: bool) -> list[str]:
    """What stands between each line of a cell and the one above it: "\\n" where it begins something of its own.

    ``apart`` is whether its lines are items; a line that goes on with the item above it is joined. Lines that each name a
    value are items wherever the line above them left room.
    """
    if len(lines) == 1:
        return []
    if not apart:
        if _names_one_by_one(cell, lines):
            return ["\n"] * (len(lines) - 1)
        more = _tell_more([fold(line.text) for line in lines])
        own = [_begins_entry(line) for line in lines]
        under = {k for k in range(1, len(lines)) if _PICTURE.fullmatch(fold(lines[k - 1].text))}
        sure = sum(own) > 2  # then one more of them begins an entry behind a line that filled the cell too
        return [
            "\n" if k in under or (k in more and _left_room(cell, lines[k - 1], lines[k])) or (sure and own[k]) else ""
            for k in range(1, len(lines))
        ]
    if any(line.box is None for line in lines):
        return _breaks(lines)
    if headed(lines):
        return ["\n"] * (len(lines) - 1)
    if sum(map(_begins_item, lines)) < 2:  # a label over a value, which may wrap
        return ["\n", *("\n" if _left_room(cell, above, line) else "" for above, line in pairwise(lines[1:]))]
    return ["\n" if _begins_item(line) or _left_room(cell, above, line) else "" for above, line in pairwise(lines)]


_PICTURE = re.compile(
    r"\s*(?:图片?|照片|附图|影像)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[:：、.]?\s*[（(]?(?:(?:整改|治理|处理)?[前后中]|隐患|问题)?(?:照片|情况|现场)?[)）]?\s*"
)
"""A line that only numbers a picture or says when it was taken: 图1 整改前."""


def _begins_entry(line: Line) -> bool:
    """Whether a line begins with a short label of known words and a colon, or with one in two languages."""
    text = fold(line.text)
    if _IN_TWO.match(text) is not None:
        return True
    label = _ENTRY.match(text)
    return label is not None and meaning(label[1]).coverage >= 0.8


_IN_TWO = re.compile(r"\s*[A-Za-z][A-Za-z .,&/'-]{1,40}[a-z] ?[\u4e00-\u9fff]{2,14}\s*[:：]\s*\S")
_ENTRY = re.compile(r"\s*([\u4e00-\u9fff]{2,6})\s*[:：]\s*\S")


def _breaks(lines: list[Line]) -> list[str]:
    """The same for lines that have no place: a typist's break within a value is none."""
    found, whole = [], lines[0].text
    for line in lines[1:]:
        on = goes_on(whole, line.text)
        found.append("" if on else "\n")
        whole = whole + line.text if on else line.text
    return found


def _names_one_by_one(cell: Cell, lines: list[Line]) -> bool:
    """Whether every line is the name of a person and leaves half of its cell empty, so that none is a wrapped end."""
    return all(
        len(line.text) <= _LONGEST_NAME
        and cell.box is not None
        and line.box is not None
        and cell.box.x1 - line.box.x1 >= 0.5 * cell.box.width
        and is_name(line.text)
        for line in lines
    )


_LONGEST_NAME = 4


def names_value(line: Line) -> bool:
    """Whether a line begins with a label of its own, a colon and its value: 名称：某某有限公司."""
    return _NAMED.match(fold(line.text)) is not None


def _tell_more(words: list[str]) -> set[int]:
    """Which lines name a value of their own under a line that has told one already."""
    named = [k for k, text in enumerate(words) if _NAMED.match(text)]
    graded = {k for k, text in enumerate(words) if k and _GRADED.match(text)}
    with_sum = [k for k, text in enumerate(words) if not _NAMED.match(text) and _NAMED_SUM.match(text)]
    told = _first(words[: max(named, default=0)], lambda text: bool(_NAMED.match(text) or scan(text)))
    paid = _first(
        words[: max(with_sum, default=0)], lambda text: any(t.kind in ("amount", "words") for t in scan(text))
    )
    return {k for k in named if told < k} | {k for k in with_sum if paid < k} | graded


_GRADED = re.compile(r"\s*(?:重大|一般|较大)(?:安全|事故)*隐患(?=[\s,，、;；:：(（]|$)")
"""A line that tells how grave what the line above it tells is: under the caption of a photo."""


def _first(words: list[str], tells: Callable[[str], bool]) -> int:
    """The first line of which that is so, the number of lines where it is of none."""
    return next((k for k, text in enumerate(words) if tells(text)), len(words))


def _left_room(cell: Cell, above: Line, line: Line) -> bool:
    if cell.box is None or above.box is None or line.box is None or not above.text or not line.text:
        return True
    wide = above.box.width / len(above.text)
    word = _UNBROKEN.match(fold(line.text))
    needs = line.box.width * (len(word[0]) if word else 1) / len(line.text)
    return cell.box.x1 - above.box.x1 > needs + _LEAVES_ROOM * wide


_UNBROKEN = re.compile(r"[¥A-Za-z\d][A-Za-z\d,.%:/-]*")


_LEAST_CARDS = 3


def rows_of_cards(table: Table) -> frozenset[int]:
    """The rows in which at least two cells print a label over the value, and most of those with several lines do; where most rows of
    a table are such, all with several lines: in words that nobody knows too ("做什么的" over "木业加工")."""
    several: dict[int, list[bool]] = {}
    for cell in table.cells:
        lines = [line for line in cell.lines if line.text.strip()]
        if len(lines) > 1:
            several.setdefault(cell.row, []).append(headed(lines))
    cards = frozenset(row for row, told in several.items() if sum(told) >= max(2, len(told) / 2))
    return frozenset(several) if len(cards) >= max(_LEAST_CARDS, len(several) / 2) else cards


def ends_early(cell: Cell, first: Line) -> bool:
    """Whether the cell's first line leaves room for two more characters, so that nothing made it wrap."""
    return bool(
        cell.box and first.box and first.text and cell.box.x1 - first.box.x1 > 2 * first.box.width / len(first.text)
    )


_BOX_NUMBER = re.compile(r"^(?:[A-Z]?\d{1,2}|[A-Z])[.、\s]\s*(?=[\u4e00-\u9fff]{2})")
"""The number of a box of a form before its label: "07 被保险人"."""


def headed(lines: list[Line]) -> bool:
    """Whether the first line is a label printed over its value: smaller than what follows, or nothing but head words."""
    first, second = lines[0], lines[1]
    text = _BOX_NUMBER.sub("", fold(first.text).strip())
    if _cuts_number(text, fold(second.text).strip()) or fold(lines[-1].text).rstrip().endswith(":"):
        return False  # what ends in a colon is a label that wraps
    if len(text) > 18 or (scan(text) and not re.search(r"\D\d{1,2}$", text)):
        return False
    ratio = first.size / second.size if first.size and second.size else 1.0
    words = meaning(text)
    # On a scan sizes are those of boxes: there only a clear difference tells by itself.
    smaller = ratio <= (0.92 if first.confidence == 1.0 or scan(fold(second.text)) else 0.8)
    return smaller or (words.coverage >= 0.8 and words.length >= 2 and not _mid_word(text, fold(second.text)))


_NUMBER_CUT = re.compile(r"\d[\d,]*[,.]?\d*$")
_NUMBER_RUNS_ON = re.compile(r"[\d,.]*\d")
_LETTERS = re.compile(r"[A-Z]{2,8}")
_YEAR_BEHIND = re.compile(r"[(〔\[](?:19|20)\d\d[)〕\]]")


def _cuts_number(upper: str, lower: str) -> bool:
    """Whether a line ends within a number that the next line goes on with: ¥4,000,00 / 0.00, NHX / (2021)22514."""
    if _LETTERS.fullmatch(upper):
        return _YEAR_BEHIND.match(lower) is not None
    cut = _NUMBER_CUT.search(upper)
    rest = _NUMBER_RUNS_ON.match(lower)
    if cut is None or rest is None or "," not in cut[0]:
        return False
    begun = rest[0][0] in ",." or _WHOLE_SUM.fullmatch(cut[0]) is None
    return begun and _WHOLE_SUM.fullmatch(cut[0] + rest[0]) is not None


_WHOLE_SUM = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?")


def _mid_word(upper: str, lower: str) -> bool:
    """Whether a head word runs over the line break, so that both lines are one label: 每次事故责 / 任限额(含每人伤亡)."""
    lower = lower.split("(", 1)[0]
    return len(lower) <= 6 and not scan(lower) and meaning(upper + lower).coverage >= 0.95
