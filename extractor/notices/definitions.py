"""What a notice's short words stand for: （以下简称安责险）, 本办法所称X，是指Y."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.notices.paragraphs import Paragraph
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.text.fold import fold

_QUOTE = "“”\"'‘’「」『』"
_SHORT = re.compile(
    rf"(?:(?:以下|下文|下)(?:统一)?(?:简称|统称|并称|称)|(?<=[(,])(?:简称|统称|并称))(?:为)?\s*:?\s*[{_QUOTE}]?(?P<term>《[^《》]{{1,30}}》|[^(){_QUOTE}《》,;。]{{1,30}})[{_QUOTE}]?(?=\s*[),;。]|$)"
)
_CALLED = re.compile(
    r"(?:本(?:办法|细则|规定|通知|方案|意见|标准|规范|规则|条例|制度|指南))?所称(?:的)?(?P<term>[^,;。是]{2,30}?),?\s*(?:是|系)指(?P<meaning>[^。;]{2,200})"
)
_BOUNDARY = re.compile(
    r"[,;。:、\s]|(?:归集至|统一至|依据|根据|按照|为了|推进|完善|规范|开展|加强|做好|建立|制定|落实|关于|对于)"
)
_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")


def definitions(paragraphs: Sequence[Paragraph], paths: Sequence[str]) -> tuple[Row, ...]:
    """Every short word with what it stands for, in printed order: rows of term, meaning, number, path.

    ``paths`` gives each paragraph's clause path. A meaning that the words before do not show is absent.
    """
    rows: list[Row] = []
    for p, path in zip(paragraphs, paths, strict=True):
        text = fold(p.text)
        if "称" not in text:
            continue
        for term, meaning in [*_abbreviations(p, text), *_called(p, text)]:
            cells: dict[str, Reading[Any]] = {"term": term, "number": Reading(p.number, term.span, "line")}
            if meaning is not None:
                cells["meaning"] = meaning
            if path:
                cells["path"] = Reading(path, term.span, "form")
            rows.append(Row(cells, p.span(*_line(text, text.find(term.span.text)))))
    return tuple(rows)


def _line(text: str, at: int) -> tuple[int, int]:
    """The sentence around an index."""
    start = max(text.rfind(mark, 0, at) for mark in "。;") + 1
    stop = min((i for mark in "。;" if (i := text.find(mark, at)) >= 0), default=len(text))
    return start, stop


def _abbreviations(p: Paragraph, text: str) -> Iterator[tuple[Reading[str], Reading[str] | None]]:
    for match in _SHORT.finditer(text):
        term = Reading(p.text[slice(*match.span("term"))].strip(), p.span(*match.span("term")), "form", 0.97)
        place = _meaning(text, match.start(), match["term"].strip("《》"))
        yield term, Reading(p.text[slice(*place)].strip(), p.span(*place), "form", 0.85) if place else None


def _called(p: Paragraph, text: str) -> Iterator[tuple[Reading[str], Reading[str]]]:
    for match in _CALLED.finditer(text):
        if "简称" in match["term"]:
            continue
        term, meaning = (p.span(*match.span(name)) for name in ("term", "meaning"))
        yield _said(term), _said(meaning)


def _said(span: Span) -> Reading[str]:
    return Reading(span.text, span, "form", 0.95)


def _meaning(text: str, at: int, term: str) -> tuple[int, int] | None:
    """Where the full words stand, before the bracket at or before ``at`` (一部《…》（文号，以下简称《办法》）)."""
    stop = text.rfind("(", 0, at)
    if stop < 0 or ")" in text[stop:at]:
        stop = at
    head = text[:stop].rstrip(", ")
    titles = [m for m in _TITLE.finditer(head) if m.end() >= len(head)]
    if titles:
        return titles[-1].span()
    start = _abbreviated(head, term)
    bounds = [m.end() for m in _BOUNDARY.finditer(head)]
    if start is None or len(head) - start <= len(term):
        start = bounds[-1] if bounds else 0
    return (start, len(head)) if len(head) - start > 1 else None


def _abbreviated(head: str, term: str) -> int | None:
    """The last index from which the letters of ``term`` follow in order up to the end: 安责险 in 完善安全生产责任保险."""
    at = len(head)
    for char in reversed(term):
        at = head.rfind(char, 0, at)
        if at < 0 or len(head) - at > 60:
            return None
    return at
