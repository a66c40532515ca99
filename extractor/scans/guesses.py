"""A sign that was read in doubt is the one that the paper's other words stand for: 赣注安全 once, where 赣江安全 stands in twenty rows.

The recogniser says of a doubtful character what else it may be (``Line.guesses``). Which of the two it is, the paper itself tells: the few
signs around it stand elsewhere with the one and not with the other. No list of words is asked. Numbers, and words of one sign
that a verdict hangs on (有 and 无), are never chosen by their neighbours; a sign inside a number of letters and digits is, where the paper's
other numbers have the same letters in the same places, or are that very number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from extractor.document import Block, Document, Line, Page

GRAM = 4
"""Signs that are compared, the doubtful one among them; ends of a line count as a sign."""
LEAST_SHARE = 0.05
"""Likelihood from which a guess is looked at at all."""
UNSEEN = 0.5
"""What a sign counts that stands nowhere else among the same neighbours: the paper may well say something once."""
CLEARER = 2.0
"""Times that a guess must be likelier than the sign that was read, the paper's other words taken together."""
MOST_OPTIONS = 3
"""Signs that are tried at another doubtful place among the neighbours."""
LONG_NUMBER = 10
"""Signs from which a number is known again by all but one of them."""
SERIAL = 6
"""Last signs of a number, by which two of one office differ: there another number's digit says nothing."""
SAME_NUMBER = 0.1
"""Likelihood of a digit that another clear number has in its place."""
OF_TWO = 0.9
"""Likelihood of two signs together from which it is one of them."""
_END = "\n"
_COUNTS = frozenset("〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元角分年月日时两")
_TURNS = frozenset("有无未已不非是否可")
_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/-]*[A-Za-z0-9])")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Doubted:
    """A line with doubtful signs: by their number in its text the signs that may stand there, the one that was read first."""

    line: Line
    options: dict[int, tuple[tuple[str, float], ...]]


def settle(document: Document) -> Document:
    """The document with doubtful signs of its pixel-read pages as its other words have them."""
    pages = [page for page in document.pages if page.read == "ocr"]
    doubted = {id(line): told for page in pages for line in page.lines() if (told := _doubted(line)) is not None}
    if not doubted:
        return document
    lines = [line for page in document.pages for line in page.lines()]
    grams, numbers = _grams(lines, doubted), _numbers(lines, doubted)
    settled = {
        number: text for number, told in doubted.items() if (text := _settled(told, grams, numbers)) != told.line.text
    }
    return _with_texts(document, settled) if settled else document


def _doubted(line: Line) -> _Doubted | None:
    options: dict[int, list[tuple[str, float]]] = {}
    for at, read, other, share in line.guesses:
        if line.text[at : at + 1] == read:
            options.setdefault(at, []).append((other, share))
    if not options:
        return None
    return _Doubted(
        line,
        {
            at: ((line.text[at], round(1.0 - sum(share for _, share in others), 3)), *others)
            for at, others in options.items()
        },
    )


def _grams(lines: Sequence[Line], doubted: dict[int, _Doubted]) -> dict[str, float]:
    """How often the paper has each run of ``GRAM`` signs; one that holds doubtful signs counts as much as they are sure.

    Of signs that GB/T 2312 does not have, those read without a doubt are told too, each for itself.
    """
    counts: dict[str, float] = {}
    for line in lines:
        told = doubted.get(id(line))
        for at, gram in _runs(line.text):
            counts[gram] = counts.get(gram, 0.0) + (_share(told, at) if told is not None else 1.0)
        for at, sign in enumerate(line.text):
            if sign > "\u4dff" and (told is None or at not in told.options) and not _has_simplified(sign):
                counts[sign] = 1.0
    return counts


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of signs of a line with its ends, and where in its text each begins."""
    padded = f"{_END}{text}{_END}"
    return ((at - 1, padded[at : at + GRAM]) for at in range(max(1, len(padded) - GRAM + 1)))


def _share(told: _Doubted, start: int) -> float:
    share = 1.0
    for at in range(start, start + GRAM):
        share *= told.options[at][0][1] if at in told.options else 1.0
    return share


def _settled(told: _Doubted, grams: Mapping[str, float], numbers: Mapping[str, int]) -> str:
    text = told.line.text
    for at, ((read, sure), *others) in told.options.items():
        if _is_other_script(read, *others[0]) and sure + others[0][1] >= OF_TWO and not grams.get(read):
            text = text[:at] + others[0][0] + text[at + 1 :]
            continue
        for other, share in others:
            if _may_be_told(read, other) and share >= LEAST_SHARE:
                was, would = (sign_share * weight for sign_share, weight in _weights(told, at, (other, share), grams))
                if would > CLEARER * was:
                    text = text[:at] + other + text[at + 1 :]
                    break
    for found in _NUMBER.finditer(text):
        inside = {at: signs for at, signs in told.options.items() if found.start() <= at < found.end()}
        if inside:
            text = text[: found.start()] + _number(found.group(), found.start(), inside, numbers) + text[found.end() :]
    return text


def _may_be_told(read: str, other: str) -> bool:
    return (
        _HAN.match(read) is not None
        and _HAN.match(other) is not None
        and not {read, other} & _COUNTS
        and not {read, other} <= _TURNS
    )


def _is_other_script(read: str, other: str, share: float) -> bool:
    """Whether the sign read is none of the simplified script (剛, 財) and the guess is one: GB/T 2312 has the signs of that script."""
    return (
        share >= LEAST_SHARE
        and all(map(_HAN.match, (read, other)))
        and not _has_simplified(read)
        and _has_simplified(other)
    )


@lru_cache(maxsize=8192)
def _has_simplified(sign: str) -> bool:
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _weights(
    told: _Doubted, at: int, guess: tuple[str, float], grams: Mapping[str, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Of the sign read and of a guess: how likely the pixels make it, and how often it stands among these neighbours elsewhere."""
    padded = f"{_END}{told.line.text}{_END}"
    seen = {told.options[at][0][0]: 0.0, guess[0]: 0.0}
    for start in range(max(0, at + 2 - GRAM), max(0, min(at + 1, len(padded) - GRAM)) + 1):
        places = range(start, min(start + GRAM, len(padded)))
        own = padded[start : start + GRAM]
        for sign in seen:
            choices = [
                ((sign, 1.0),)
                if place == at + 1
                else told.options.get(place - 1, ((padded[place], 1.0),))[:MOST_OPTIONS]
                for place in places
            ]
            for combined in product(*choices):
                gram, share = "".join(s for s, _ in combined), 1.0
                for _, part in combined:
                    share *= part
                elsewhere = grams.get(gram, 0.0) - (_share(told, start - 1) if gram == own else 0.0)
                seen[sign] = max(seen[sign], share * elsewhere)
    (read, sure), (other, likely) = told.options[at][0], guess
    return (sure, seen[read] + UNSEEN), (likely, seen[other] if seen[other] >= UNSEEN else 0.0)


def _numbers(lines: Sequence[Line], doubted: dict[int, _Doubted]) -> Counter[str]:
    """The paper's numbers read without a doubt, and their shapes (digits as 9), with how often each stands there."""
    counts: Counter[str] = Counter()
    for line in lines:
        told = doubted.get(id(line))
        for found in _NUMBER.finditer(line.text):
            if told is None or not any(found.start() <= at < found.end() for at in told.options):
                shape = _shape(found.group())
                counts.update({found.group(), shape} if shape != found.group() else (shape,))
    return counts


def _shape(number: str) -> str:
    """
    >>> _shape("CSAZ430181202500011")
    'CSAZ999999999999999'
    """
    return re.sub(r"\d", "9", number)


def _number(
    number: str, start: int, options: dict[int, tuple[tuple[str, float], ...]], numbers: Mapping[str, int]
) -> str:
    """A number with the sign that the paper's other ones have where one was read in doubt."""
    for at, (_, *others) in options.items():
        k = at - start
        tries = [
            (number[:k] + sign + number[k + 1 :], share) for sign, share in others if sign.isascii() and sign.isalnum()
        ]
        same = [other for other, share in tries if share >= SAME_NUMBER and numbers.get(other, 0) > 1]
        if len(number) >= LONG_NUMBER and k < len(number) - SERIAL and len(same) == 1 and not numbers.get(number):
            return same[0]
        shaped = [other for other, _ in tries if _shape(other) != _shape(number) and numbers.get(_shape(other), 0) > 1]
        if shaped and not numbers.get(_shape(number)) and any(map(str.isalpha, number)):
            number = shaped[0]
    return number


def _with_texts(document: Document, texts: dict[int, str]) -> Document:
    """The document with other texts, as long as the old ones, in the lines of these ids."""

    def line_of(line: Line) -> Line:
        return replace(line, text=texts[id(line)], guesses=()) if id(line) in texts else line

    def block_of(block: Block) -> Block:
        if isinstance(block, Line):
            return line_of(block)
        return replace(block, cells=tuple(replace(c, lines=tuple(map(line_of, c.lines))) for c in block.cells))

    def page_of(page: Page) -> Page:
        return replace(page, blocks=tuple(map(block_of, page.blocks))) if page.read == "ocr" else page

    return replace(document, pages=tuple(map(page_of, document.pages)))
