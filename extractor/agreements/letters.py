"""A policy written as a letter: its numbered sentences are the schedule and the agreements in one, and a table may stand among them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.agreements.extent import Found, extent
from extractor.agreements.headings import is_title
from extractor.agreements.stream import Placed, mark_of
from extractor.text.fold import squeeze

_LINES_OF_TITLE = 2
"""Lines that a paper's title, or what a table is called, takes: 附表：分项限额与保费, （单位：元）."""


def lead_of_list(stream: Sequence[Placed], head: int, first: int) -> int:
    """The line that a numbered list stands under, where the paper's title was taken for its heading: under it are a number and a salutation.

    ``head``: the title. ``first``: the first line that is an agreement, with the list's first number or behind it.
    """
    if head >= _LINES_OF_TITLE:
        return head
    for at in range(head + 1, first + 1):
        mark = mark_of(stream[at])
        if mark is not None:
            return at - 1 if mark.number == 1 and stream[at].table is None and stream[at - 1].table is None else head
    return head


def over_tables(stream: Sequence[Placed], head: int, first: int) -> int:
    """The line that a list stands under, where a cell of a table above it was taken for its heading: what comes between is the schedule's.

    ``first``: the first line that is an agreement. Only where it, or a line before it, has the list's first number.
    """
    if stream[head].table is None or stream[first].table is not None:
        return head
    for at in range(first, head, -1):
        mark = mark_of(stream[at])
        if stream[at].table is not None:
            break
        if mark is not None and mark.number == 1:
            return at - 1
    return head


def beyond_tables(stream: Sequence[Placed], found: Found) -> Found | None:
    """The rest of a numbered list that a table of the paper stands in the middle of: 四 … 附表 … 五; None where nothing goes on."""
    marks = [m for p in found.parts if p.table is None and (m := mark_of(p)) is not None and m.number is not None]
    first = marks[0] if marks else None
    last = next((m for m in reversed(marks) if first is not None and m.style == first.style), None)
    over = 0
    at = found.stop
    while at < len(stream) and (stream[at].table is not None or over < _LINES_OF_TITLE):
        placed = stream[at]
        mark = mark_of(placed) if placed.table is None else None
        if last is not None and mark is not None and mark.style == last.style:
            goes_on = mark.number is not None and last.number is not None and mark.number == last.number + 1
            behind = goes_on and stream[at - 1].table is not None
            text = squeeze(stream[at - 1].line.text)
            return extent(stream, at - 1, False, 1, len(stream[at - 1].line.text), text) if behind else None
        if placed.table is None:
            if not is_title(squeeze(placed.line.text)) and placed.line.text.rstrip()[-1:] in "。；;":
                return None
            over += 1
        at += 1
    return None
