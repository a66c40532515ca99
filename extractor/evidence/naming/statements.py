"""The statement around a value in running text, which names it where it is the only one of its kind in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.units import Unit, says

_SO = re.compile(
    r"\s*(?:(?:专门|专项|专款|专|全部|均|将|统一|单独)*(?:用[于作来]|列[作入为]|作为|计入|归入|划入)|即|计|合计|共计|折合)"
)

_MARKS = "，,。；;\n"
_THAT_IS = re.compile(r"\s*(?:即|计|合计|共计|折合)")
_ENDING = re.compile(r"[。；;\n]|[，,](?!\d)")


def clause_option(unit: Unit, start: int) -> tuple[tuple[str, float, str], ...]:
    """The clause around a value, looked for once: the values after it ask for it too."""
    if (known := unit.clauses.get(start)) is None:
        known = unit.clauses[start] = tuple(_clause_around(unit, start))
    return known


def _last_mark(text: str, stop: int) -> int:
    """Behind the last mark of ``text[:stop]``; 0 where there is none."""
    return max(text.rfind(mark, 0, stop) for mark in _MARKS) + 1


def _clause_around(unit: Unit, start: int) -> Iterator[tuple[str, float, str]]:
    """In running text: the whole clause around a value that is the only one of its kind in it."""
    if len(unit.text) < 24:
        return
    if (at := unit.token_at(start)) is None:
        return
    token = unit.tokens[at]
    low = _last_mark(unit.text, start)
    while unit.text[low : low + 1].isdigit() and unit.text[max(0, low - 2) : max(0, low - 1)].isdigit():
        low = _last_mark(unit.text, low - 1)  # a comma within a number is no mark
    if _THAT_IS.match(unit.text, low, start) and low > 1:
        low = _last_mark(unit.text, low - 1)
    ending = _ENDING.search(unit.text, start)
    high = ending.start() if ending else len(unit.text)
    while (
        after := _SO.match(unit.text, high + 1)
    ) is not None:  # "提取16%，即6,596.80元，作为事故预防费用" is one statement
        following = _ENDING.search(unit.text, after.end())
        high = following.start() if following else len(unit.text)
    if sum(t.kind == token.kind for t in unit.begun_in(low, high)) != 1:
        return
    clause = unit.text[low:start] + unit.text[token.stop : high]
    if says(clause):
        yield clause[:60], 0.75, "clause"
