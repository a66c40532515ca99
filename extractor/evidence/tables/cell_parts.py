"""The several values of one cell, one below the other or side by side at strokes, each whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Line
from extractor.text.fold import fold

_DAY = r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_SUM = r"[¥￥]?\s*-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}\s*元?"
_DAY_OR_SUM = re.compile(rf"\s*(?:{_DAY}|{_SUM})\s*")
_NOTHING = re.compile(r"\s*(?:[—\-–/／]+|[\u4e00-\u9fff]{1,4})\s*")
"""A dash, or words in place of a value: 无, 未上传."""
_NUMBER = re.compile(r"\s*(?=(?:.*\d){4})[A-Za-z0-9][A-Za-z0-9\-]{6,30}\s*")
_STROKE = re.compile(r"\s*[/／]\s*")
_APART = re.compile(r"\s+[/／]\s+")
_BRACKETS = re.compile(r"\s*[（(]([^（()）]+)[)）]?\s*")
_AND_IN_BRACKETS = re.compile(r"([^（()）]+?)\s*[（(]([^（()）]+)[)）]?\s*")
_BEGINS = re.compile(r"\s*[A-Za-z]{2}")

Parts = tuple[tuple[Line, ...], ...]


def is_nothing(text: str) -> bool:
    """Whether a text tells no value: a dash, 无, 未上传."""
    return _NOTHING.fullmatch(fold(text)) is not None


def is_day_or_sum(text: str) -> bool:
    """Whether a text is a whole day or a whole sum with its two decimals: what no wrapping makes two of."""
    return _DAY_OR_SUM.fullmatch(fold(text)) is not None


def is_whole(text: str, *, number: bool) -> bool:
    """Whether a text is one whole value: a day, a sum, a dash; where ``number``, that of a case or a policy.

    >>> is_whole("2025-06-17", number=False), is_whole("28,372.00", number=False), is_whole("2025-06-", number=False)
    (True, True, False)
    >>> is_whole("BA20250617001", number=True), is_whole("0001", number=True)
    (True, False)
    """
    plain = fold(text)
    if is_nothing(text):
        return True
    return (_NUMBER if number else _DAY_OR_SUM).fullmatch(plain) is not None


def are_apart(numbers: Sequence[str]) -> bool:
    """Whether numbers below each other are not one that wraps: each begins with letters, or is longer than a rest would be.

    >>> are_apart(["BA20250617001", "PZ20250001"]), are_apart(["BA2025061700120250617", "0012025"])
    (True, False)
    """
    return all(
        _BEGINS.match(fold(below)) is not None
        or is_nothing(below)
        or len(below.strip()) >= min(_LONGER_THAN_A_REST, len(above.strip()))
        for above, below in pairwise(numbers)
    )


_LONGER_THAN_A_REST = 15
"""Signs that a number hardly goes on with behind a full line."""


def parts_of(lines: Sequence[Line], n: int) -> Parts | None:
    """The ``n`` parts of a cell, each with its lines; None where it does not fall into as many."""
    if len(lines) > 1 and not lines[-1].text.strip(" ）)"):
        lines = lines[:-1]  # the bracket that closes found no room in the line
    if len(lines) == n:
        return tuple((_bare(line),) for line in lines)
    if len(lines) == 1:
        return _at_strokes(lines[0], n) or _in_brackets(lines[0], n) or _at_blanks(lines[0], n)
    return _wrapped(lines) if len(lines) > n == 2 else None


def _bare(line: Line) -> Line:
    """The line without a stroke at its beginning or end, or brackets around it: 2025-03-19 over /2025-03-20."""
    text = fold(line.text)
    if not text.strip(" /／—-–"):
        return line
    if (all_of_it := _BRACKETS.fullmatch(text)) is not None:
        return _cut(line, *all_of_it.span(1))
    start = len(text) - len(text.lstrip(" /／"))
    return _cut(line, start, len(text.rstrip(" /／")))


def _at_strokes(line: Line, n: int) -> Parts | None:
    text = fold(line.text)
    strokes = list(_STROKE.finditer(text))
    if len(strokes) != n - 1:
        strokes = list(_APART.finditer(text))  # 2025/6/17 / 2025/6/19
    if len(strokes) != n - 1:
        return None
    starts = [0, *(stroke.end() for stroke in strokes)]
    stops = [*(stroke.start() for stroke in strokes), len(text)]
    return _pieces(line, list(zip(starts, stops, strict=True)))


def _in_brackets(line: Line, n: int) -> Parts | None:
    found = _AND_IN_BRACKETS.fullmatch(fold(line.text)) if n == 2 else None
    return None if found is None else _pieces(line, [found.span(1), found.span(2)])


def _at_blanks(line: Line, n: int) -> Parts | None:
    """Whole days, sums or numbers with nothing but blanks between: 2025-06-17 2025-06-19."""
    words = list(re.finditer(r"\S+", fold(line.text)))
    texts = [word[0] for word in words]
    if len(words) != n or not (all(map(is_day_or_sum, texts)) or all(map(_NUMBER.fullmatch, texts))):
        return None
    return _pieces(line, [word.span() for word in words])


def _pieces(line: Line, places: Sequence[tuple[int, int]]) -> Parts | None:
    return tuple((_cut(line, a, b),) for a, b in places) if all(a < b for a, b in places) else None


def _cut(line: Line, start: int, stop: int) -> Line:
    if (start, stop) == (0, len(line.text)):
        return line
    edges = line.edges[start:stop] if line.edges else None
    return replace(line, text=line.text[start:stop], box=line.box_of(start, stop), edges=edges, guesses=())


def _wrapped(lines: Sequence[Line]) -> Parts | None:
    """Two values that wrap, where one place alone makes two whole ones of the lines; letters begin a number, never go on with it."""
    letters = [k for k, line in enumerate(lines) if _BEGINS.match(line.text)]
    found = []
    for k in range(1, len(lines)):
        two = ["".join(line.text for line in part) for part in (lines[:k], lines[k:])]
        days = all(is_day_or_sum(text) for text in two)
        if days or (letters == [0, k] and all(_NUMBER.fullmatch(fold(text)) for text in two)):
            found.append(k)
    return (tuple(lines[: found[0]]), tuple(lines[found[0] :])) if len(found) == 1 else None
