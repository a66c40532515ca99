"""The numbers that pages print of themselves: "第2页 共3页", "Page 2 of 3", "- 2 -"."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.document import Line, Page
from extractor.text.fold import squeeze
from extractor.values.dates import chinese_int

EDGE = 0.12
"""Share of the page's height at top and bottom where a bare number is the page's."""
MOST = 2000
"""Pages of one paper; a higher number is something else."""

_MAY_NUMBER = re.compile(r"[\d\uff10-\uff19一二三四五六七八九十]")
_MAY_SAY_PAGE = re.compile("[页pPｐＰ]")
_N = r"(\d{1,4}|[一二三四五六七八九十百]{1,5})"
_OF = re.compile(
    rf"第{_N}页[,，、/;；|]?[(（]?共{_N}页|第{_N}[/／]{_N}页|页[码次][:：]?{_N}[/／]{_N}|page{_N}(?:of|/){_N}", re.I
)
_OF_TURNED = re.compile(rf"共{_N}页[,，、/;；|]?[(（]?第{_N}页")
_ALONE = re.compile(rf"第{_N}页|页[码次][:：]?{_N}|[-–—·~]?{_N}[-–—·~]?|page{_N}|p\.?{_N}", re.I)
_PAIR = re.compile(rf"[-–—]?{_N}[/／]{_N}页?[-–—]?")


class Mark(NamedTuple):
    """A page's printed number, and how many pages its paper says it has; None where it does not say."""

    number: int
    total: int | None = None


def marks(page: Page) -> tuple[Mark, ...]:
    """The numbers that a page prints of itself, usually one; several where somebody numbered a pile of papers anew.

    >>> from extractor.document import Box, Line
    >>> marks(Page(1, 595, 842, (Line("第 2 页 共 3 页", Box(250, 800, 330, 810)),)))
    (Mark(number=2, total=3),)
    """
    found: dict[Mark, None] = {}
    for line in page.lines():
        found.update(dict.fromkeys(marks_of(line, page)))
    return tuple(found)


def marks_of(line: Line, page: Page) -> list[Mark]:
    """The page numbers that one line of a page prints. A number alone is one only at the page's edge with nothing beside it:
    a list's row may stand there too."""
    if not line.text or len(line.text) > 80 or not _MAY_NUMBER.search(line.text):
        return []
    at_edge = _is_at_edge(line, page)
    if not at_edge and not _MAY_SAY_PAGE.search(line.text):
        return []
    told = _told(squeeze(line.text), at_edge)
    if any(mark.total is None for mark in told) and not _is_alone(line, page):
        return []
    return [mark for mark in told if 1 <= mark.number <= (mark.total or MOST) <= MOST]


def _is_at_edge(line: Line, page: Page) -> bool:
    box = line.box
    return box is not None and not EDGE * page.height < (box.y0 + box.y1) / 2 < (1 - EDGE) * page.height


def _is_alone(line: Line, page: Page) -> bool:
    box = line.box
    return box is not None and not any(
        other is not line
        and other.box is not None
        and min(other.box.y1, box.y1) - max(other.box.y0, box.y0) > 0.5 * box.height
        for other in page.lines()
    )


def _told(text: str, at_edge: bool) -> list[Mark]:
    if match := _OF.search(text):
        number, total = (group for group in match.groups() if group is not None)
        return [Mark(_int(number), _int(total))]
    if match := _OF_TURNED.search(text):
        return [Mark(_int(match[2]), _int(match[1]))]
    if not at_edge:
        return []
    if match := _PAIR.fullmatch(text):
        return [Mark(_int(match[1]), _int(match[2]))]
    if match := _ALONE.fullmatch(text):
        return [Mark(_int(next(group for group in match.groups() if group is not None)))]
    return []


def _int(text: str) -> int:
    return int(text) if text.isdigit() else chinese_int(text) or 0


def begins_anew(before: tuple[Mark, ...], here: tuple[Mark, ...]) -> bool:
    """Whether a page is number one and the page before it was the last of its own count, or counted otherwise.

    >>> begins_anew((Mark(2, 2),), (Mark(1, 3),)), begins_anew((Mark(1, 3),), (Mark(2, 3),)), begins_anew((), (Mark(1, 3),))
    (True, False, False)
    """
    first = [mark for mark in here if mark.number == 1]
    return any(
        (one.total is None) == (last.total is None)
        and (last.number == last.total or last.total != one.total or one.total is None)
        for one in first
        for last in before
    )


def goes_on(before: tuple[Mark, ...], here: tuple[Mark, ...]) -> bool:
    """Whether a page's number follows on the page before it, or says that it is not a first page.

    >>> goes_on((Mark(1, 3),), (Mark(2, 3),)), goes_on((), (Mark(2),)), goes_on((Mark(2, 2),), (Mark(1, 3),))
    (True, True, False)
    """
    return (bool(here) and all(mark.number > 1 for mark in here)) or any(
        Mark(mark.number + 1, mark.total) in here for mark in before
    )
