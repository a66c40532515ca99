"""What stands below the text: the print line (印发机关和印发日期), copies (抄送), annexes (附件)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.notices.organs import organ
from extractor.notices.paragraphs import Paragraph
from extractor.record import Reading
from extractor.text.fold import fold
from extractor.values import dates

_PRINT = re.compile(rf"^(?P<office>.*?)\s*(?P<day>{dates.DATE.pattern})\s*(?:印发|印制|印刷)")
_CC = re.compile(r"^\s*抄\s*(?:送|报)\s*[：:∶]")
_NOTE_OF_ANNEX = re.compile(r"^\s*附\s*件\s*[：:∶]\s*")
_ANNEX = re.compile(r"^\s*附\s*件\s*(?P<no>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:∶]?\s*$")
_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)])\s*")


@dataclass(frozen=True, slots=True)
class PrintLine:
    office: Reading[str] | None
    day: Reading[date]
    index: int


def print_line(paragraphs: Sequence[Paragraph]) -> PrintLine | None:
    """The last line of the record on the back page: the printing office and the day, ending in 印发."""
    for index in range(len(paragraphs) - 1, -1, -1):
        p = paragraphs[index]
        match = _PRINT.match(fold(p.text))
        if match is None or match["office"].rstrip().endswith(("于", "，", "。", ",")):
            continue
        value = dates.to_date(match)
        office = organ(match["office"])
        if value is None or (match["office"].strip() and office is None):
            continue
        at = p.span(0, match.end("office"))
        if office is None and index and (before := organ(paragraphs[index - 1].text)):
            office, at = before, paragraphs[index - 1].span()
        reading = Reading(office, at, "print_line", 0.95) if office else None
        return PrintLine(reading, Reading(value, p.span(*match.span("day")), "print_line", 0.97), index)
    return None


def copies(paragraphs: Sequence[Paragraph]) -> tuple[Reading[tuple[str, ...]], int] | None:
    """抄送: the bodies copied, over as many lines as they take; and the index of the first line."""
    for index in range(len(paragraphs) - 1, -1, -1):
        match = _CC.match(paragraphs[index].text)
        if match is None:
            continue
        text = paragraphs[index].text[match.end() :]
        last = index
        while last + 1 < len(paragraphs) and text.rstrip().endswith(("，", "、", ",")):
            last += 1
            if paragraphs[last].is_rule or _PRINT.match(fold(paragraphs[last].text)):
                break
            text += paragraphs[last].text
        names = tuple(n.strip(" 　。.") for n in re.split(r"[，、；,;]", text) if n.strip(" 　。."))
        return (Reading(names, paragraphs[index].span(match.end()), "label", 0.95), index) if names else None
    return None


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its name, where it is announced, and whether its own page follows."""

    name: Reading[str]
    present: bool


def annexes(paragraphs: Sequence[Paragraph], after: int) -> tuple[tuple[Annex, ...], int]:
    """The annexes announced below the text (附件：1.…) or heading their own page, and where the first page begins."""
    n = len(paragraphs)
    pages = [i for i in range(after, n) if _ANNEX.match(paragraphs[i].text)]
    start = pages[0] if pages else n
    names: list[Reading[str]] = []
    for index in range(after, start):
        match = _NOTE_OF_ANNEX.match(paragraphs[index].text)
        if match is None:
            continue
        names.extend(_names(paragraphs[index], match.end()))
        following = index + 1
        while following < start and names and _ITEM.match(paragraphs[following].text):
            names.extend(_names(paragraphs[following], 0))
            following += 1
        break
    if not names:
        for index in pages:
            below = next((p for p in paragraphs[index + 1 : index + 3] if p.text.strip() and not p.in_table), None)
            if below is not None and len(below.text) < 60:
                names.append(Reading("".join(below.text.split()), below.span(), "annex", 0.8))
    return tuple(Annex(name, i < len(pages)) for i, name in enumerate(names)), start


def _names(p: Paragraph, at: int) -> Iterator[Reading[str]]:
    cuts = [m.span() for m in _ITEM.finditer(p.text, at)]
    if not cuts or p.text[at : cuts[0][0]].strip():
        cuts = [(at, at)]
    for (_, start), following in zip(cuts, [*cuts[1:], (len(p.text), 0)], strict=True):
        name = p.text[start : following[0]].strip(" 　。；;")
        if name:
            yield Reading("".join(name.split()), p.span(start, following[0]), "label", 0.97)
