"""What stands above the text: the paper's number, the printed heading, the addressees, a website's data box.

Each is found by what it is and where it stands: a number alone on a line near the title, bodies before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractor.notices.organs import organ, organs
from extractor.notices.paragraphs import Paragraph
from extractor.notices.titles import Title
from extractor.record import Reading
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
_LABEL_NUMBER = re.compile(r"^\s*(?:发文字号|发文号|文\s*号|字\s*号)\s*[：:∶]?\s*")
_LABEL_DATE = re.compile(r"^\s*(?:成文日期|发文日期|印发日期|签发日期)\s*[：:∶]?\s*")
_HEAD_MARK = re.compile(r"^\s*(?P<names>.{4,60}?)\s*文\s*件\s*$")
_ORDER_NUMBER = re.compile(r"^\s*第\s*(?P<n>\d{1,4}|[一二三四五六七八九十百〇零]{1,6})\s*号\s*$")


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
