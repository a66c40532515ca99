"""The signature: the bodies that issue a paper and the day below them (发文机关署名, 成文日期)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.notices.organs import organs
from extractor.notices.paragraphs import Paragraph
from extractor.notices.titles import Title
from extractor.record import Reading
from extractor.span import Span
from extractor.text.fold import fold
from extractor.values import dates

_SEAL = re.compile(r"[（(](?:盖章|公章|章|印章|印)[）)]|\s+$")
_NO_TEXT = re.compile(r"^\s*[（(]?此页无正文[）)]?\s*$")
_LAST_OF_DAY = frozenset("日号0123456789０１２３４５６７８９）)")


@dataclass(frozen=True, slots=True)
class Signature:
    """The day a paper bears and the bodies above it; ``first`` and ``last`` are paragraph indices."""

    issuers: tuple[str, ...]
    day: Reading[date] | None
    span: Span | None
    first: int
    last: int


def _day_alone(p: Paragraph) -> Reading[date] | None:
    if not _may_end_in_day(p.text):
        return None
    text = fold(p.text)
    flat = text.strip().strip("()").strip()
    match = dates.DATE.search(text)
    if match is None or "".join(match.group().split()) != "".join(flat.split()):
        return None
    day = dates.to_date(match)
    return Reading(day, p.span(*match.span()), "signature", 0.9) if day else None


def _may_end_in_day(text: str) -> bool:
    return len(text) <= 80 and text.rstrip()[-1:] in _LAST_OF_DAY


def _signed(text: str) -> tuple[tuple[int, int, str], ...]:
    return organs(_SEAL.sub(lambda m: " " * len(m.group()), text))


def _bodies_above(paragraphs: Sequence[Paragraph], index: int, floor: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    while index > floor:
        names = _signed(paragraphs[index].text)
        if not names and not paragraphs[index].is_rule and not _NO_TEXT.match(paragraphs[index].text):
            break
        found[:0] = [(index, name) for *_, name in names]
        index -= 1
    return found


def signatures(paragraphs: Sequence[Paragraph], title: Title | None, stop: int) -> Iterator[Signature]:
    """Every place before ``stop`` that could be the signature: bodies and a day, a day alone, bodies alone last."""
    floor = title.last if title else 0
    for index in range(floor + 1, stop):
        p = paragraphs[index]
        if p.in_table:
            continue
        day = _day_alone(p)
        bodies = _bodies_above(paragraphs, index - 1, floor) if day else []
        match = dates.DATE.search(fold(p.text)) if day is None and _may_end_in_day(p.text) else None
        if match and match.end() == len(p.text.rstrip()):
            same = _signed(p.text[: match.start()])
            value = dates.to_date(match)
            if same and value:
                day = Reading(value, p.span(*match.span()), "signature", 0.9)
                bodies = [*_bodies_above(paragraphs, index - 1, floor), *((index, name) for *_, name in same)]
        if day is not None:
            yield _signature(paragraphs, bodies, day, index)
    last = stop - 1
    while last > floor and paragraphs[last].is_rule:
        last -= 1
    bodies = _bodies_above(paragraphs, last, floor)
    if bodies:
        yield _signature(paragraphs, bodies, None, last)


def _signature(
    paragraphs: Sequence[Paragraph], bodies: list[tuple[int, str]], day: Reading[date] | None, index: int
) -> Signature:
    first = bodies[0][0] if bodies else index
    span = None
    if bodies:
        spans = [paragraphs[i].span() for i in dict.fromkeys(i for i, _ in bodies)]
        same = [s for s in spans if s.page == spans[0].page]
        boxes = tuple(b for s in same for b in s.boxes)
        span = Span("\n".join(s.text for s in spans), spans[0].page, boxes, spans[0].where)
    return Signature(tuple(dict.fromkeys(name for _, name in bodies)), day, span, first, index)


def choose_signature(found: Sequence[Signature]) -> Signature | None:
    """Bodies with a day first, then a day alone (the last one), then bodies alone."""
    full = [s for s in found if s.issuers and s.day]
    days = [s for s in found if s.day]
    return full[0] if full else days[-1] if days else found[-1] if found else None
