"""The elements of an official paper by GB/T 9704: number, addressees, signature, dates, copies, print line, annexes.

Each is found by what it is and where it stands: a number alone on a line near the title, bodies with a day below
them, a line that ends in 印发.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.notices.organs import organ, organs
from extractor.notices.paragraphs import Paragraph
from extractor.notices.titles import Title
from extractor.record import Reading
from extractor.span import Span
from extractor.text.fold import fold
from extractor.values import dates, doc_number
from extractor.values.doc_number import DocNumber

_ADDRESSEE = re.compile(r"^\s*(?P<to>[^。；！？]{2,400}?)\s*[：:∶]\s*$")
_NOT_ADDRESSEE = re.compile(
    r"如下|现将|现就|^(?:为|根据|按照|抄送|附件|联系|电话|注|备注|主送单位|签发)|以下|包括|要求|标准"
)
_ADDRESSED = re.compile(
    r"^(?:各|全|省|市|县|区|有关|相关|驻|本|你)|"
    r"(?:[局委办镇厅院校会组处部]|政府|单位|公司|企业|部门|机构|办公室|街道|中心|银行)$"
)
_PRINT = re.compile(rf"^(?P<office>.*?)\s*(?P<day>{dates.DATE.pattern})\s*(?:印发|印制|印刷)")
_CC = re.compile(r"^\s*抄\s*(?:送|报)\s*[：:∶]")
_NOTE_OF_ANNEX = re.compile(r"^\s*附\s*件\s*[：:∶]\s*")
_ANNEX = re.compile(r"^\s*附\s*件\s*(?P<no>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:∶]?\s*$")
_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)])\s*")
_SEAL = re.compile(r"[（(](?:盖章|公章|章|印章|印)[）)]|\s+$")
_LABEL_NUMBER = re.compile(r"^\s*(?:发文字号|发文号|文\s*号|字\s*号)\s*[：:∶]?\s*")
_LABEL_DATE = re.compile(r"^\s*(?:成文日期|发文日期|印发日期|签发日期)\s*[：:∶]?\s*")
_NO_TEXT = re.compile(r"^\s*[（(]?此页无正文[）)]?\s*$")
_LAST_OF_DAY = frozenset("日号0123456789０１２３４５６７８９）)")
_HEAD_MARK = re.compile(r"^\s*(?P<names>.{4,60}?)\s*文\s*件\s*$")


@dataclass(frozen=True, slots=True)
class Signature:
    """The day a paper bears and the bodies above it; ``first`` and ``last`` are paragraph indices."""

    issuers: tuple[str, ...]
    day: Reading[date] | None
    span: Span | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PrintLine:
    office: Reading[str] | None
    day: Reading[date]
    index: int


def number_of(paragraphs: Sequence[Paragraph], title: Title | None) -> Reading[DocNumber] | None:
    """The paper's own number: alone on its line near the title, or beside its label; never one cited in a sentence."""
    near = title.last + 4 if title else 12
    for index, p in enumerate(paragraphs[: max(near, 30)]):
        label = _LABEL_NUMBER.match(p.text)
        if index >= near and not label:
            continue
        found = [item for item in doc_number.find_all(p.text) if not item[2].standard]
        if not found and label and not p.text[label.end() :].strip() and index + 1 < len(paragraphs):
            p = paragraphs[index + 1]
            found = [item for item in doc_number.find_all(p.text) if not item[2].standard]
        if not found and (spaced := doc_number.parse("".join(p.text.split()))) and not spaced.standard:
            return Reading(spaced, p.span(), "header", 0.95)  # letter-spaced: 宿 应 急 〔2024〕22 号
        if len(found) != 1:
            continue
        start, stop, number = found[0]
        rest = p.text[:start] + p.text[stop:]
        rest = re.sub(r"签发人.*|发文字号|发文号|文号|字号|^.{4,40}文件|[\s\u3000：:（）()]", "", rest)
        if not rest:
            return Reading(number, p.span(start, stop), "label" if label else "header", 0.99)
    return None


_ORDER_NUMBER = re.compile(r"^\s*第\s*(?P<n>\d{1,4}|[一二三四五六七八九十百〇零]{1,6})\s*号\s*$")


def order_number(paragraphs: Sequence[Paragraph], title: Title | None) -> Reading[str] | None:
    """The number of an order (令), which has no year: 安徽省人民政府令 / 第301号."""
    if title is None or title.genre not in ("令", "命令"):
        return None
    for p in paragraphs[title.last + 1 : title.last + 3]:
        if _ORDER_NUMBER.match(p.text):
            return Reading(title.text + "".join(p.text.split()), p.span(), "header", 0.95)
    return None


def head_marks(paragraphs: Sequence[Paragraph], title: Title | None) -> tuple[Reading[str], ...]:
    """The bodies in the printed heading: 襄城县安全生产委员会文件, one or several lines of it."""
    out: list[Reading[str]] = []
    stop = title.first if title else 8
    for index, p in enumerate(paragraphs[:stop]):
        match = _HEAD_MARK.match(p.text)
        names = organs(match["names"]) if match else ()
        if match and not names and (whole := organ(match["names"])):
            names = ((0, len(match["names"]), whole),)
        if not match and stop - index <= 6 and any(_HEAD_MARK.match(q.text) for q in paragraphs[index + 1 : stop]):
            names = organs(p.text)
        out.extend(Reading(name, p.span(*_in(p.text, a, b, match)), "header", 0.95) for a, b, name in names)
    return tuple(out)


def _in(text: str, start: int, stop: int, match: re.Match[str] | None) -> tuple[int, int]:
    shift = match.start("names") if match else 0
    return start + shift, stop + shift


def addressees_of(paragraphs: Sequence[Paragraph], after: int) -> Reading[tuple[str, ...]] | None:
    """The bodies addressed, as the line before the text groups them (by its commas)."""
    for p in paragraphs[after : after + 4]:
        match = _ADDRESSEE.match(p.text)
        if p.in_table or match is None or _NOT_ADDRESSEE.search(match["to"]):
            continue
        groups = tuple(g.strip() for g in re.split(r"[，,]", match["to"]) if g.strip())
        if any(_ADDRESSED.search(g) for g in groups):
            return Reading(groups, p.span(match.start("to"), match.end("to")), "form", 0.97)
    return None


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


def labelled_date(paragraphs: Sequence[Paragraph]) -> Reading[date] | None:
    """成文日期 in the data box that official websites print above a paper."""
    for index, p in enumerate(paragraphs[:30]):
        label = _LABEL_DATE.match(p.text)
        if label is None:
            continue
        for q, at in ((p, label.end()), *(((paragraphs[index + 1], 0),) if index + 1 < len(paragraphs) else ())):
            match = dates.DATE.search(fold(q.text), at)
            if match and (day := dates.to_date(match)):
                return Reading(day, q.span(*match.span()), "label", 0.9)
    return None
