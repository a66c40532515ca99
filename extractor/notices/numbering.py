"""The ordinals of a document's structure (GB/T 9704 7.3.3: 一、 → （一） → 1. → （1）) and the tree they make.

Chapters and articles (第一章, 第三条) and "一是" enumerations are read too. The tree gives every paragraph its clause
path, the way an article is cited: 二（五）.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.values.dates import chinese_int

_CN = "一二三四五六七八九十百〇零"
_MARK = re.compile(
    rf"(?P<chapter>第(?P<n0>[{_CN}]+|\d+)[章节编])(?=[\s\u3000]|[^\d{_CN}])"
    rf"|(?P<article>第(?P<n1>[{_CN}]+|\d+)条)(?!第|规定|的|、|和)"
    rf"|(?P<cn>(?P<n2>[{_CN}]{{1,3}})\s*[、．.])"
    rf"|(?P<cnb>[（(]\s?(?P<n3>[{_CN}]{{1,3}})\s?[）)])"
    rf"|(?P<ab>[（(]\s?(?P<n4>[0-9０-９]{{1,2}})\s?[）)])"
    rf"|(?P<a>(?P<n5>[0-9０-９]{{1,2}})\s*(?:[.．、](?![0-9０-９]))|(?P<n6>[①-⑳]))"
    rf"|(?P<is>(?P<n7>[{_CN}]{{1,2}})是(?!否|由|指|因))"
)
_STYLES = ("chapter", "article", "cn", "cnb", "a", "ab", "is")
_DEPTH = {style: depth for depth, style in enumerate(_STYLES)}


@dataclass(frozen=True, slots=True)
class Mark:
    """An ordinal at the head of a paragraph: its style, its number, as printed, and where the words after it begin."""

    style: str
    number: int
    raw: str
    stop: int


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered piece: ``path`` as cited (二（五）1), ``depth`` in the tree from 0, its mark, its index."""

    path: str
    depth: int
    mark: Mark
    index: int


def mark(text: str) -> Mark | None:
    """The ordinal that ``text`` begins with, None when it begins with words.

    >>> mark("（二）健全责任考核机制").number
    2
    >>> mark("2019年底") is None, mark("1.5倍") is None
    (True, True)
    """
    lead = len(text) - len(text.lstrip())
    match = _MARK.match(text, lead)
    if match is None:
        return None
    style = next(s for s in _STYLES if match[s])
    raw = match[style]
    digits = next(match[f"n{i}"] for i in range(8) if match[f"n{i}"])
    number = _number(digits)
    return None if number is None or number == 0 else Mark(style, number, raw, match.end())


def _number(digits: str) -> int | None:
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    if digits.isdigit():
        return int(digits)
    head, hundred, tail = digits.partition("百")
    if hundred:
        return (chinese_int(head) or 1) * 100 + (chinese_int(tail.lstrip("零〇")) or 0 if tail else 0)
    return chinese_int(digits)


def clauses(texts: Sequence[str]) -> Iterator[Clause]:
    """The numbered ones of ``texts`` with their paths, in order.

    A style seen for the first time below the current one opens a deeper level; a style already open closes what is
    below it. So a document may skip a level (一、 then 1.) and the path still says what is printed.
    """
    open_marks: list[Mark] = []
    for index, text in enumerate(texts):
        found = mark(text)
        if found is None:
            continue
        styles = [m.style for m in open_marks]
        if found.style in styles:
            del open_marks[styles.index(found.style) :]
        else:
            while open_marks and _DEPTH[open_marks[-1].style] > _DEPTH[found.style]:
                open_marks.pop()
        open_marks.append(found)
        path = "".join(_said(m) for m in open_marks)
        yield Clause(path, len(open_marks) - 1, found, index)


def _said(m: Mark) -> str:
    """The ordinal as it is cited: 二、 → 二, 1． → 1, 一是 → 一是."""
    raw = m.raw.strip()
    return raw.rstrip("、.．").strip() if m.style in ("cn", "a") else raw
