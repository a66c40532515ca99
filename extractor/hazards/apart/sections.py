"""Headings that say of all hazards under them that they were mended, or by when they are to be: "一、已当场整改的隐患", "二、限期整改的隐患（5月30日前）"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.record_words import tells_defect
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row
from extractor.values.scan import scan

_HEAD = re.compile(
    r"\s*([（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])?\s*(?P<say>[^。；;，,:：（(\d]{2,14}?)的?(?:事故|安全)?(?:隐患|问题|不符合项)(?:清单|情况|部分)?\s*(?:[（(](?P<note>[^）)]{2,40})[)）])?\s*[:：]?\s*"
)
_NUMBER = re.compile(r"\s*[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]")
_MENDED = re.compile(
    "(?:已|均|全部)[^，。]{0,6}(?:整改|改正|处理|消除|纠正|完成|闭环|销号)|(?:整改|改正|处理|纠正)(?:完成|完毕|到位)"
)
"""Words that hazards were mended; those that say where they were found, or that they are to be at once, are none."""
_TERM = re.compile("限期|整改|治理")


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading tells of all hazards under it: that they were mended (``done``), by when they are to be (``due``), how grave they are."""

    part: Part
    done: bool
    due: date | None
    level: str | None = None


def section_of(part: Part, after: date | None) -> Section | None:
    """What a line says of all hazards under it, where it is a heading that says anything of them."""
    if _AT_ONCE.fullmatch(part.text):
        return Section(part, done=True, due=None)
    if (graded := _GRADED.fullmatch(part.text)) is not None and not tells_defect(graded["say"]):
        return Section(part, done=False, due=_day_before(graded["term"], after), level=level_of(graded["level"]))
    head = _HEAD.fullmatch(part.text)
    if head is None:
        due = _day_before(term["term"], after) if (term := _TERM_ALONE.fullmatch(part.text)) else None
        due = due or _due_of_group(part, after)
        return None if due is None else Section(part, done=False, due=due)
    done = _MENDED.search(head["say"]) is not None and outcome(head["say"], status=True)["rectified"]
    note = head["note"] or ""
    due = _day_before(note, after) if _TERM.search(head["say"] + note) else None
    return Section(part, done, due) if done or due is not None else None


_NUMBER_OF_HEAD = r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])?\s*"
_AT_ONCE = re.compile(
    _NUMBER_OF_HEAD
    + r"(?:已经?)?(?:当场|现场|当日|当天)(?:即|就|已)?(?:整改|改正|纠正|改[好完]|处理|消除)(?:好|完[成毕]?|到位)?的(?:事故|安全)?(?:隐患|问题|部分)?\s*[:：]?\s*"
)
"""A heading over what was put right on the spot: "一、当场改正的"."""
_TERM_ALONE = re.compile(
    _NUMBER_OF_HEAD
    + r"(?P<term>(?:限期?|请|须|应|要求|于|在)*\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[之以]?前)\s*(?:整改|改正|纠正|完成|处理|消除|改)[完成毕好到位]{0,2}的(?:事故|安全)?(?:隐患|问题|部分)?\s*[:：]?\s*"
)
"""A heading over what is to be put right by a day, and no more: "二、限12月13日前改正的"."""
_GRADED = re.compile(
    r"\s*(?P<say>[\u4e00-\u9fff]{0,8})\s*[（(]\s*(?P<level>重大|较大|一般)(?:生产安全|安全|事故)*(?:隐患|问题)\s*[，,、；;]\s*(?P<term>[^（()）]{0,8}\d[^（()）]{2,12}前(?:全部|必须|务必|应|须|要)*(?:(?:整改|改正|改|完成|办结|落实|销号)(?:完[成毕]?|到位|好|掉)?)?)[)）]\s*[:：]?\s*"
)
"""A heading that says in brackets how grave what is under it is, and by when it is to be mended: "红灯（重大隐患，2月14日前改完）"."""
_GROUP = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])?\s*[【\[〔《<*#◆■●]*\s*(?P<who>[^。；;\d]{2,30}?)[\s，,：:（(/|—–-]*(?P<term>(?:限|请|须|应|要求|期限|时限|整改|完成|[于在为:：])*\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[之以]?前(?:全部)?(?:整改|完成|办结|改好|改完|落实)?(?:完[成毕]|到位)?)\s*[)）】\]〕》>]*\s*[:：]?\s*"
)
"""A line that names who is to mend what stands under it, and by when: "【生产部 李洪涛 6月5日前】"."""


def _due_of_group(part: Part, after: date | None) -> date | None:
    head = _GROUP.fullmatch(part.text) if "前" in part.text else None
    if head is None or hazard_cells.tells_defect(head["who"]) or hazard_cells.tells_remedy(head["who"]):
        return None
    if re.search("以上|上述|隐患|问题|反馈|回复|报送", head["who"]):
        return None
    return _day_before(head["term"], after)


def due_over(head: Unit, after: date | None) -> Reading[Any] | None:
    """The day by which a heading over a list wants all under it mended: "一、重大事故隐患（2025年1月15日前整改）"."""
    section = section_of(Part(head, 0, len(head.text), False), after)
    return None if section is None or section.due is None else Reading(section.due, head.span(), "heading", 0.7)


def _day_before(note: str, after: date | None) -> date | None:
    """The day before which all is to be mended, in the bracket behind a heading."""
    token = next((t for t in scan(note) if t.kind == "moment"), None)
    if token is not None:
        day: date = token.value.day
        named = re.search(r"[期时]限\s*(?:为|至|到|[:：])?\s*$", note[: token.start])
        return day if named or re.match(r"\s*[之以]?前", note[token.stop :]) else None
    told = day_of(note, after)
    return told[0] if told is not None and re.match(r"\s*[之以]?前", note[told[2] :]) else None


_LEVEL = re.compile("重大|较大|一般")


def with_section(row: Row, section: Section | None) -> Row:
    """The hazard with what the heading over it says of all under it, where its own words do not."""
    if section is None:
        return row
    span = section.part.unit.span(section.part.start, section.part.stop)
    cells: dict[str, Reading[Any]] = dict(row.cells)
    if section.done and not row.value("refused"):
        add_outcome(cells, "已整改", section.part.unit, status=True)
    elif section.due is not None and "deadline" not in cells:
        cells["deadline"] = Reading(section.due, span, "heading", 0.7)
    if section.level is not None and not _LEVEL.search(row.span.text):
        cells["level"] = Reading(section.level, span, "heading", 0.8)
    return Row(cells, row.span)


def sections_of(parts: Sequence[Part], after: date | None) -> list[Section | None]:
    """Under which heading that says anything of its hazards each line stands; a later heading numbered alike ends it."""
    out: list[Section | None] = []
    now: Section | None = None
    for part, below in zip_longest(parts, parts[1:]):
        told = section_of(part, after) if len(part.text) <= _LONGEST else None
        if told is not None and told.level is not None and (part.marked or below is None or not below.marked):
            told = None  # "限位失灵（重大隐患，3月7日前整改）" heads nothing
        if told is not None:
            now = told
        elif now is not None and (_alike(now.part.text, part.text) or _is_next(now, part)):
            now = None
        out.append(now)
    return out


_LONGEST = 70  # characters of such a heading


def _is_next(now: Section, part: Part) -> bool:
    """Whether a line is a heading of the form that one before it has, a word and a bracket: "绿灯（做得好的）"."""
    return now.level is not None and not part.marked and _WORD_AND_BRACKET.fullmatch(part.text) is not None


_WORD_AND_BRACKET = re.compile(_NUMBER_OF_HEAD + r"[\u4e00-\u9fff]{0,8}\s*[（(][^（()）]{2,24}[)）]\s*[:：]?\s*")


def _alike(head: str, text: str) -> bool:
    """Whether a line is numbered as a heading is: 三、 after 二、; none is where the heading has no number."""
    a, b = _NUMBER.match(head), _NUMBER.match(text)
    if a is None or b is None:
        return False
    return _style(a[0]) == _style(b[0])


def _style(number: str) -> tuple[bool, str]:
    """Whether a number is written in digits, and the mark behind it."""
    bare = number.strip()
    return "0" <= bare.lstrip("（( ")[0] <= "9", bare[-1]
