"""Hazards that two lists of one paper tell: a check-list with what it found, and under it what is to be done about that by when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.second_reading.united import bare
from extractor.record import Row

_LEAST = 4
"""Characters of a description from which on one that holds it, in one or with more words between, is the same."""


def copies(rows: Sequence[Row], ends: Sequence[int]) -> frozenset[int]:
    """The places of the rows that another list of the paper tells again, and more of; ``ends``: where each list ends in ``rows``.

    Only a list without days, levels and states gives way, line by line: two lists of one form tell of two things.
    """
    lists = [bisect_right(ends, i) for i in range(len(rows))]
    out: set[int] = set()
    for one in set(lists):
        own = [i for i, k in enumerate(lists) if k == one]
        again = [_again(rows, i, [k for k, other in enumerate(lists) if other != one]) for i in own]
        told = [k for k in again if k is not None]
        if len(told) == len(set(told)) and all(_is_poor(rows[i]) for i in own):
            whole = {lists[k] for k in told} if len(told) >= _MOST * len(own) else set()
            as_many = len(whole) == 1 and lists.count(*whole) == len(own)  # the others in words of their own
            out.update(i for i, k in zip(own, again, strict=True) if k is not None or as_many)
    return frozenset(out)


def _again(rows: Sequence[Row], at: int, others: Sequence[int]) -> int | None:
    """The one row of another list that says the same with a day by which to mend; None where none or several do."""
    mine = _said(rows[at])
    same = [
        k
        for k in others
        if "deadline" in rows[k].cells
        and (theirs := _said(rows[k]))
        and (mine == theirs or (min(len(mine), len(theirs)) >= _LEAST and (_holds(theirs, mine) or theirs in mine)))
    ]
    return same[0] if mine and len(same) == 1 else None


def _holds(text: str, words: str) -> bool:
    """Whether a text has all characters of some words in their order."""
    rest = iter(text)
    return all(c in rest for c in words)


def _is_poor(row: Row) -> bool:
    level = row.cells.get("level")
    graded = level is not None and hazard_cells.tells_level(level.span.text.strip())
    return not (graded or "deadline" in row.cells or row.value("rectified") or row.value("refused"))


def _said(row: Row) -> str:
    return bare(str(row.value("description") or ""))


_MOST = 0.6
"""Share of a list that another must tell again for the rest of both, where they are as many, to be the same in other words."""
