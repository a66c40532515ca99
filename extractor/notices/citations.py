"""What an official paper cites: titles in 《》, numbers in brackets after them or on their own, and what it repeals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.notices.paragraphs import Paragraph
from extractor.notices.titles import tidy
from extractor.record import Reading
from extractor.span import Span
from extractor.text.fold import fold
from extractor.values import dates, doc_number
from extractor.values.doc_number import DocNumber
from extractor.values.repealed import REPEAL

_AFTER = re.compile(r"\s*[（(](?P<inside>[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*)[）)]")
_SHORT = re.compile(r"(?:以下)?(?:统称|简称)(?:为)?\s*[“”\"'‘’]?[《〈]?$")
_NOTICE_OF_DAY = re.compile(rf"(?P<day>{dates.DATE.pattern})\s*(?:印发|发布|公布|下发|施行)\s*的?\s*$")
_NOT_REPEAL = re.compile(r"(?:不|未)(?:予)?废止|清理|是否")
# Shorter words in 《》 name a paper by its kind only (《办法》): an abbreviation, not a title.
_LEAST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited paper: title, number, or both; ``places`` are all (paragraph index, start, stop) where it is cited."""

    title: Reading[str] | None
    number: Reading[DocNumber] | None
    places: tuple[tuple[int, int, int], ...]

    @property
    def span(self) -> Span:
        reading = self.title or self.number
        assert reading is not None
        return reading.span


@dataclass(frozen=True, slots=True)
class Repeal:
    """A paper that this one ends: its number, title and day of issue as far as they are said."""

    number: Reading[DocNumber] | None
    title: Reading[str] | None
    issued: Reading[date] | None
    span: Span


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """The inside of every outermost 《…》, left to right; inner 《》 and 〈〉 belong to the outer title.

    >>> [("《关于印发〈办法〉的通知》和《规范》")[a:b] for a, b in quoted("《关于印发〈办法〉的通知》和《规范》")]
    ['关于印发〈办法〉的通知', '规范']
    """
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char == "《":
            depth += 1
            if depth == 1:
                start = at + 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0 and at > start:
                yield start, at
    if depth:  # a bracket that never closes must not swallow the rest of the paper
        for match in re.finditer(r"《([^《》]+)》", text[start:]):
            yield start + match.start(1), start + match.end(1)


def plain_title(text: str) -> str:
    """A title for comparison: no blanks, brackets of one kind."""
    return "".join(text.split()).replace("〈", "《").replace("〉", "》").replace("(", "（").replace(")", "）")


def citations(paragraphs: Sequence[Paragraph], own: Sequence[str], skip: set[int]) -> tuple[Citation, ...]:
    """Every paper cited outside ``skip``, once each; ``own`` are titles of the paper itself and of what it issues."""
    mine = [plain_title(title) for title in own if title]
    found: list[Citation] = []
    for index, p in enumerate(paragraphs):
        if index in skip:
            continue
        taken: list[tuple[int, int]] = []
        for start, stop in quoted(p.text):
            title = plain_title(p.text[start:stop])
            number, end = _number_after(p, stop + 1)
            taken.append((start - 1, end))
            if _SHORT.search(p.text[: start - 1]) or any(title in own_title for own_title in mine):
                continue
            named = Reading(tidy(p.text[start:stop]), p.span(start, stop), "quoted", 0.97)
            found.append(Citation(named, number, ((index, start - 1, end),)))
        for start, stop, value in doc_number.find_all(p.text):
            if not any(a <= start < b for a, b in taken):
                found.append(Citation(None, Reading(value, p.span(start, stop), "form", 0.95), ((index, start, stop),)))
    return tuple(_merged(found))


def _number_after(p: Paragraph, at: int) -> tuple[Reading[DocNumber] | None, int]:
    match = _AFTER.match(p.text, at)
    if match is None:
        return None, at
    for start, stop, value in doc_number.find_all(match["inside"]):
        begin = match.start("inside") + start
        return Reading(value, p.span(begin, match.start("inside") + stop), "bracket", 0.97), match.end()
    return None, at


def _merged(found: Sequence[Citation]) -> list[Citation]:
    """One citation per paper: same number, or same title where one of the two has no number."""
    out: list[Citation] = []
    for item in found:
        twin = next((i for i, other in enumerate(out) if _same(other, item)), None)
        if twin is None:
            out.append(item)
        else:
            other = out[twin]
            out[twin] = Citation(other.title or item.title, other.number or item.number, (*other.places, *item.places))
    return out


def _same(a: Citation, b: Citation) -> bool:
    if a.number and b.number:
        return a.number.value == b.number.value
    if a.title and b.title:
        return plain_title(a.title.value) == plain_title(b.title.value)
    return False


def is_abbreviation(title: str) -> bool:
    """Whether 《…》 holds only a kind of paper (《办法》), which must have been defined to mean anything."""
    return len(plain_title(title)) < _LEAST_TITLE


def repeals(paragraphs: Sequence[Paragraph]) -> tuple[Repeal, ...]:
    """The papers that a sentence with 废止 ends."""
    out: list[Repeal] = []
    for p in paragraphs:
        for match in REPEAL.finditer(p.text):
            start = max(p.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
            sentence = p.text[start : match.end()]
            if _NOT_REPEAL.search(sentence):
                continue
            out.extend(_repealed(p, start, match.start()))
    return tuple(out)


def _repealed(p: Paragraph, start: int, stop: int) -> Iterator[Repeal]:
    taken: list[tuple[int, int]] = []
    for a, b in quoted(p.text[start:stop]):
        number, end = _number_after(p, start + b + 1)
        taken.append((start + a - 1, end))
        title = Reading(tidy(p.text[start + a : start + b]), p.span(start + a, start + b), "quoted", 0.97)
        yield Repeal(number, title, _day_before(p, start + a - 1, start), p.span(start + a - 1, end))
    for a, b, value in doc_number.find_all(p.text[start:stop]):
        if not value.standard and not any(low <= start + a < high for low, high in taken):
            span = p.span(start + a, start + b)
            yield Repeal(Reading(value, span, "form", 0.9), None, _day_before(p, start + a, start), span)


def _day_before(p: Paragraph, at: int, floor: int) -> Reading[date] | None:
    text = fold(p.text)
    match = _NOTICE_OF_DAY.search(text[floor:at])
    if match is None:
        return None
    day = dates.to_date(match)
    start, stop = match.span("day")
    return Reading(day, p.span(floor + start, floor + stop), "prose", 0.95) if day else None
