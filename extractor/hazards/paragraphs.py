"""Hazards told in paragraphs: numbered items, or labelled sentences that belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards import cells as hazard_cells
from extractor.hazards import days as hazard_days
from extractor.hazards.outcomes import int_of
from extractor.hazards.words import NOTHING_FOUND, add_outcome, label_role, level_of, outcome
from extractor.record import Reading, Row
from extractor.values.scan import scan

_ITEM = re.compile(
    r"^\s*[●•◆▪◇▶►■□]\s*|^\s*[-–—*·]\s+(?=[\u4e00-\u9fff\d])|^\s*[（(]?[A-Ha-h]\s*[.．、)）]\s*(?=[\u4e00-\u9fff])|^\s*(?:隐患|问题|缺陷)\s*\d{1,2}\s+|^\s*(?:隐患|问题|第|事项|序号|编号|项目|条目|其)?\s*(?:[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[)）、．:：]|\.(?!\d)|号|项|条|(?=[（(【\[]))|(?<=第)([一二三四五六七八九十]{1,3}|\d{1,2})\s*[处个点类]|([①-⑳])|(?:其[一二三四五六七八九]|首先|其次|再次|再者|最后)(?=\s*[，,:：、])|[一二三四五六七八九]是(?=[\u4e00-\u9fff]{4}))\s*[:：，,、]?\s*"
)
_INNER_MARK = re.compile(
    r"(?:^|(?<=[\n;；。:：\s]))\s*(?:[（(]\d{1,2}[)）]|\d{1,2}(?:[、)）]|[.．](?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,2}[处个]|(?:其[一二三四五六七八九]|首先|其次|再次|再者|最后)[，,:：]|[一二三四五六七八九]是(?=[\u4e00-\u9fff]{4})|隐患[一二三四五六七八九十\d]{1,2}\s*[:：])"
)
_NAMED_MARK = re.compile(r"(?<=[。；;\s])(?:隐患|问题|缺陷)\s*\d{1,2}(?=\s+[\u4e00-\u9fff]{4})")
_ADVICE = re.compile(
    r"(?:整改|处理|改进|防范|处置|专家|治理|建议|对策)?(?:(?:建议|措施|意见|要求|对策|办法|方案)\s*(?:为|是|如下)?\s*[:：]\s*|(?<=[；;，,。])(?:建议|要求|应当?|宜|请|须|责成|督促)(?![\u4e00-\u9fff]{0,4}[:：])(?:企业|立即|尽快)?)"
)


def _due(before: str) -> bool:
    """Whether the words right before a day are a label for a deadline: "应完成日："."""
    label = re.search(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*$", before)
    return label is not None and label_role(label[1]) == "deadline"


_STATUS_NOTE = re.compile(
    r"(?:状态|结果|进展|进度|现况|现状|后续|跟进|整改情况|治理情况|治理结果|处理情况|完成情况|落实情况|复查|复核)\s*[:：]"
)
_LEVEL_SAID = re.compile(
    r"^.*?(?:等级|级别|分级|属于?|[为系]|[\u4e00-\u9fff][:：])\s*[:：为]?\s*((?:重大|一般|较大|[ⅠⅡI一二]级|[★☆]+)).*$",
    re.S,
)
_BY = re.compile(
    r"(?:整改|完成|治理|处理|改正)?(?:期限|时限|限期|截止|时间)[^\d]{0,8}$|限(?:于|期|在)?[^\d]{0,6}$|(?:于|应于|须于|请于|要求|在)[^\d]{0,4}$|最迟[^\d]{0,4}$|不(?:迟|晚)于\s*$|截至\s*$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a unit's text that one numbered item fills."""

    unit: Unit
    start: int
    stop: int
    marked: bool

    @property
    def text(self) -> str:
        return self.unit.text[self.start : self.stop]


_STAMP = re.compile(
    r"\s*(?:[\[（(【]?(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?[\s]*)?(?:[上下中]午\s*)?\d{1,2}:[0-5]\d(?::[0-5]\d)?[\])）】]?"
    r"\s*[^\s:：,，。；;]{1,10}(?:[（(][^）)]{1,30}[)）])?\s*[:：]\s*"
)
"""What a chat prints before a message: the hour and who wrote it."""


def _parts(unit: Unit) -> list[Part]:
    """The unit as numbered items where several stand in it, else as one."""
    stamp = _STAMP.match(unit.text)
    begin = stamp.end() if stamp is not None else 0
    marks = [m.start() for m in _INNER_MARK.finditer(unit.text, begin)] if len(unit.text) > 16 else []
    named = [m.start() for m in _NAMED_MARK.finditer(unit.text) if m.start()] if len(unit.text) > 16 else []
    marks = sorted({*marks, *named})
    if len(marks) < 2 and not named:
        numbered = _ITEM.match(unit.text[begin:]) is not None or bool(unit.pieces and unit.pieces[0][1].numbering)
        return [Part(unit, begin, len(unit.text), numbered)]
    first = unit.text[begin : marks[0]]
    lead = [Part(unit, begin, marks[0], _ITEM.match(first) is not None)] if first.strip() else []
    return lead + [Part(unit, at, stop, True) for at, stop in zip(marks, [*marks[1:], len(unit.text)], strict=True)]


_TAIL = re.compile(
    r"\s*(?:整改|建议|措施|期限|时限|完成|状态|级别|等级|要求|处理|责任|落实|进展|结果|情况|报告|监管|复查)"
)
_LABELLED = re.compile(r"^\s*([\u4e00-\u9fff（()）/]{2,10}?)\s*[:：]")


_VALUE = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[:：]\s*([^\s;；。，,:：]{1,8})")


def _is_tail(text: str) -> bool:
    """Whether a line goes on telling of the hazard above it: it begins with the label of one of a hazard's entries."""
    if _TAIL.match(text):
        return True
    if any(hazard_cells.tells_level(m[1]) for m in _VALUE.finditer(text)):
        return True
    label = _LABELLED.match(text)
    return label is not None and (
        label_role(label[1]) is not None or re.match("责任|依据|部位|位置|地点|照片|类别|负责", label[1]) is not None
    )


_DUE_FIRST = re.compile(
    r"\s*[（(【\[]?[^\d：:；;。]{0,8}?(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?[^：:。；;\d]{0,12}[:：)）】\]]\s*"
)
"""The day by which, told before what is wrong: "2025年8月25日以前须处理："."""


def _due_first(text: str) -> tuple[int, Any] | None:
    """(characters of the words that name a day to mend by, its token) at the beginning of an item."""
    match = _DUE_FIRST.match(text)
    if match is None or not re.search(r"前|限|期|最迟|截止|须|应|改|完成|处理", match[0]):
        return None
    token = next((t for t in scan(match[0]) if t.kind == "moment"), None)
    return None if token is None else (match.end(), token)


_LIST_HEAD = re.compile(r"(?:隐患|问题|不足|缺陷|不符合项?|毛病|短板)[^。；;，,]{0,12}[:：]\s*$")
_NO_LIST_HEAD = re.compile("[未没无]|上次|前次|历次|以往|上一|整改情况|复查|培训|讲|建议|答")


def _heads_a_list(part: Part) -> bool:
    """Whether a line says that what follows are the hazards found."""
    return len(part.text) <= 60 and _LIST_HEAD.search(part.text) is not None and not _NO_LIST_HEAD.search(part.text)


def _plain_item(part: Part) -> Row | None:
    """A numbered line under a heading of hazards as a hazard, though it names no level, no deadline and no advice."""
    lead = _ITEM.match(part.text)
    start = lead.end() if lead else 0
    stop = next((m.start() for m in re.finditer("[；;。]", part.text) if m.start() > start + 3), len(part.text))
    text = part.text[start:stop].strip(" ，,；;。：:")
    if hazard_cells.han(text) < 4 or not hazard_cells.tells_defect(text) or NOTHING_FOUND.search(text):
        return None
    at = part.start + start
    span = part.unit.span(at, at + len(text))
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(text), span, "prose", 0.5),
        "description": Reading(part.unit.raw[at : at + len(text)], span, "prose", 0.6),
    }
    return Row(cells, span)


def _under_headings(parts: list[Part]) -> list[tuple[Part, Row]]:
    """The hazards of lists that only their heading makes one: nearly every item must tell of a defect."""
    out: list[tuple[Part, Row]] = []
    for i, part in enumerate(parts):
        if not _heads_a_list(part):
            continue
        items = []
        for following in parts[i + 1 :]:
            if not (following.marked or following.unit.pieces[0][1].numbering):
                break
            items.append(following)
        read = [(item, row) for item in items if (row := _plain_item(item)) is not None]
        if read and len(read) >= 0.6 * len(items):
            out += read
    return out


LEVEL_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．:：]?\s*)?(?:发现|存在|查出)?的?((?:特别?重大|重大|较大|一般)[^，,。；;\d]{0,8}?(?:隐患|问题|缺陷|风险))(?:清单|部分|\s*[（(]\s*(?:共\s*)?\d+\s*[项条处个]?\s*[)）]|(?:共)?\d+[项条处个])?\s*[:：]?"
)
"""A line that says how grave the items under it are: "一、重大事故隐患"."""
_LEAD = 30
"""Characters before the first item of a paragraph from which on they are a sentence of their own."""


def rows_in_paragraphs(sheet: Sheet) -> tuple[list[Row], set[int], list[int | None]]:
    """(hazards, ids of the units they stand in, the number of each): numbered paragraphs that each state a hazard with at
    least a deadline, advice or outcome."""
    parts = [
        part for u in sheet.units if u.table is None or u.table.n_cols <= 2 or len(u.text) > 60 for part in _parts(u)
    ]
    after = hazard_days.first_day(sheet)
    told: list[tuple[Part, list[Part], Row, bool]] = []
    heading: tuple[Part, str] | None = None
    for i, part in enumerate(parts):
        if (head := LEVEL_HEADING.fullmatch(part.text.strip())) is not None:
            heading = part, head[1]
            continue
        if not (part.marked or _IS_HAZARD.search(part.text)) or len(part.text) < 6:
            continue
        tail = []
        for following in parts[i + 1 : i + 9]:
            if following.marked or following.unit.pieces[0][1].numbering or not _is_tail(following.text):
                break
            tail.append(following)
        read = paragraph_row(part, tail, after)
        if read is not None:
            row, strong = read
            if heading is not None and not re.search("重大|一般|较大", "".join([part.text, *(p.text for p in tail)])):
                span = heading[0].unit.span(heading[0].start, heading[0].stop)
                row = Row({**row.cells, "level": Reading(level_of(heading[1]), span, "heading", 0.8)}, row.span)
            told.append((part, tail, row, strong))
    # one that is surely a hazard vouches for its neighbours in the same list
    rows: list[Row] = []
    numbers: list[int | None] = []
    used: set[int] = set()
    sure = any(strong for *_, strong in told)
    for part, tail, row, strong in told:
        if strong or sure:
            rows.append(row)
            numbers.append(_number(part))
            if part.start < _LEAD:  # else the sentence before the first item tells of the visit
                used.add(id(part.unit))
            used.update(id(p.unit) for p in tail)
    if not rows:
        for part, row in _under_headings(parts):
            rows.append(row)
            numbers.append(_number(part))
            used.add(id(part.unit))
    return rows, used, numbers


def _number(part: Part) -> int | None:
    lead = _ITEM.match(part.text)
    return None if lead is None else next((int_of(g) for g in lead.groups() if g), None)


_IS_HAZARD = re.compile(
    r"(?:查到|查出|查见|发现|存在)(?!的)[^。；;]{4,60}[，,](?:属于?|[为系是])(?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患[^。；;]{0,20}\d"
)
"""A sentence without a number that tells of a hazard with its level and a day."""
_FOUND = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}[:：])?\s*[^，,。；;:：]{0,16}?(?:查到|查出|查见|发现|存在)(?:了|有|一处)?"
)


_LEVEL_LAST = re.compile(r"[，,、；;]\s*((?:重大|一般|较大)(?:隐患)?)\s*$")
_LEVEL_NOTE = re.compile(
    r"\s*[（(【\[]\s*((?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?)\s*[)）】\]]\s*$"
)


_LEVEL_LEADS = re.compile(r"\s*[（(]\s*((?:重大|一般|较大)(?:事故)?(?:隐患|问题)?)\s*[，,、；;]")
"""A bracket that tells all of a hazard, its level first: "（一般，11月15日前，加盖）"."""
_CUT = re.compile(r"[；;。，,][\u4e00-\u9fff]{1,3}$")
"""A line that ends with no more than a few characters after a stop: the label that goes on in the next line."""
_LEVEL_WITHIN = re.compile(r"[（(【\[]\s*(?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?\s*[)）】\]]")


_ENTRY = re.compile(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*(?=([^；;。\n]{1,80}))")
_LEVEL_CALLED = re.compile(
    r"(?:属于?|[为系是]|[，,；;])(?:一[项处个])?((?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患)"
)
"""A clause of an item that calls it by its level: "为重大隐患"."""


def _labelled_entries(rest: str) -> dict[str, re.Match[str]]:
    """Level and advice among the entries of an item, by what stands beside a label of any words; the value is group 1."""
    out: dict[str, re.Match[str]] = {}
    for match in _ENTRY.finditer(rest):
        value = re.compile(r"\s*([^；;。\n]+)").match(rest, match.end())
        if value is None:
            continue
        role = label_role(match[1])
        if role in (None, "level") and hazard_cells.tells_level(value[1]):
            out.setdefault("level", value)
        elif (
            role in (None, "advice")
            and hazard_cells.tells_remedy(value[1])
            and not re.search("[期时]限|截止", match[1])
        ):
            out.setdefault("advice", value)
    return out


def paragraph_row(part: Part, tail: list[Part], after: date | None = None) -> tuple[Row, bool] | None:
    """The hazard that an item states, and whether its words alone show that it is one; None where it states none.

    ``after``: a day of the paper from which a deadline without a year is counted.
    """
    unit, at = part.unit, part.start
    text = part.text.replace("\n", " ")
    for p in tail:  # a line that ends in the middle of its sentence goes on
        text += (
            "；"
            if re.search(r"[。；;.!：:]\s*$|\s$", text)
            else ""
            if _CUT.search(text) and not _LEVEL_LAST.search(text)
            else "；"
        ) + p.text.replace("\n", " ")
    lead = _ITEM.match(text) if part.marked else _FOUND.match(text)
    start = lead.end() if lead else 0
    early = _due_first(text[start:])
    start += early[0] if early else 0
    mark = re.match(
        r"\s*[【\[（(]?\s*((?:重大|一般|较大|严重)(?:事故)?(?:隐患|问题|风险)?)\s*[】\])）:：，,、]*\s*", text[start:]
    )
    body_start = start + (mark.end() if mark else 0)
    stop = len(text)
    for pattern in (
        _ADVICE,
        re.compile(
            r"[（(](?=(?:重大|一般|较大)[^）)]{0,12}[，,、；;]|[^）)]{0,10}\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?[之以]?前)|[；;。，,（(]\s*(?:请|须|应(?!急)|宜|要求|限(?=[于在期定时\d一二三十])|尽快|立即|建议|期限|整改|(?:风险|隐患|问题)?(?:等级|级别)|完成时限|截止|现(?![场有存])|目前|状态|(?:重大|一般|较大)(?:事故|安全)*隐患|\d{1,2}\s*月\s*\d{1,2}\s*[日号][之以]?前|(?:于|在)?20\d\d\s*[-年./]|属于?(?:重大|一般|较大)|[为系](?:重大|一般|较大))"
        ),
        re.compile(r"[；;。]"),
    ):
        match = pattern.search(text, body_start + 4)
        if match:
            stop = min(stop, match.start())
    bracket = _LEVEL_WITHIN.search(text, body_start + 4, stop)
    if bracket:
        stop = bracket.end()
    noted = _LEVEL_NOTE.search(text[body_start:stop])
    if noted:
        stop = body_start + noted.start()
    if noted is None and (noted := _LEVEL_LAST.search(text[body_start:stop])) is not None:
        stop = body_start + noted.start()
    noted = noted or _LEVEL_LEADS.match(text[stop:])
    description = text[body_start:stop].strip(" ，,；;。：:（(")
    body_start += len(text[body_start:stop]) - len(text[body_start:stop].lstrip(" ，,；;。：:（("))
    rest = text[stop:]
    said = _labelled_entries(rest)
    noted = noted or _LEVEL_CALLED.search(rest)
    advice = _ADVICE.search(text) or said.get("advice")
    moments = [t for t in scan(rest) if t.kind == "moment"]
    deadline = next(
        (
            t
            for t in moments
            if _BY.search(rest[: t.start])
            or _due(rest[: t.start])
            or re.match(r"\s*(?:前|之前|以前|底前)", rest[t.stop :])
        ),
        None,
    )
    if early is not None:
        deadline = early[1]
    written = hazard_days.day_of(rest, after) if deadline is None else None
    if written is not None and not _BY.search(rest[: written[1]]) and not re.match(r"\s*[之以]?前", rest[written[2] :]):
        written = None
    note = "；".join(
        part
        for part in re.split(r"[;；。]|\s{2,}", rest)
        if not re.match(r"\s*(?:整改|治理|处理)?(?:建议|措施|要求|依据|意见|对策)", part)
    )
    status = _STATUS_NOTE.search(note) or re.search("(?:当场|现场|当日|当天)(?:均|即)?已", note)
    told = outcome(note, status=status is not None)
    if (
        not (advice or deadline or written or mark or noted or "level" in said or told["rectified"] or told["refused"])
        or len(description) < 4
        or re.match(r"(?:建议|应(?!急)|要求|请(?!假)|加强|完善|落实)[^，,。]*$", description)
    ):
        return None
    if NOTHING_FOUND.search(description):
        return None
    strong = bool(mark or noted or re.search("隐患|整改", text) or advice) or (
        _LEVEL_SAID.match(rest) is not None and hazard_cells.tells_defect(description)
    )
    if not strong and deadline is None and written is None:
        return None
    level = mark or noted or said.get("level")
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level[1] if level else _LEVEL_SAID.sub(r"\1", text)), unit.span(), "prose", 0.8),
        "description": Reading(unit.raw[at + body_start : at + body_start + len(description)] if unit.text[at + body_start : at + body_start + len(description)] == description else description, unit.span(at + body_start, min(len(unit.text), at + body_start + len(description))), "prose", 0.8),
    }  # fmt: skip
    if advice:
        words = advice[1] if advice is said.get("advice") else re.split(r"[；;。]", text[advice.end() :])[0]
        if words.strip(" ，,"):
            cells["advice"] = Reading(words.strip(" ，,"), unit.span(), "prose", 0.75)
    if deadline is not None:
        cells["deadline"] = Reading(deadline.value.day, unit.span(), "prose", 0.8)
    elif written is not None:
        cells["deadline"] = Reading(written[0], unit.span(), "prose+year", 0.7)
    add_outcome(cells, note, unit, status=status is not None)
    return Row(cells, unit.span()), strong
