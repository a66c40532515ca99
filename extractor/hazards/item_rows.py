"""What one item says of a hazard: what is wrong, how grave it is, what to do by when, what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.hazards import cells as hazard_cells
from extractor.hazards import days as hazard_days
from extractor.hazards.items import ITEM, Part
from extractor.hazards.words import NOTHING_FOUND, OF_WORDS, add_outcome, is_state_alone, label_role, level_of, outcome
from extractor.record import Reading, Row
from extractor.values.scan import scan

_ADVICE = re.compile(
    r"(?:整改|处理|改进|防范|处置|专家|治理|建议|对策)?(?:(?:建议|措施|意见|要求|对策|办法|方案)\s*(?:为|是|如下)?\s*[:：]\s*|(?<=[；;，,。])(?:整改|治理|处理|防范|改进|处置)(?:建议|措施|意见|要求|对策|办法|方案)[为是]\s*|(?<=[；;，,。])(?:建议|要求|应(?!急)当?|宜|请|须|责成|督促|由(?=(?:企业|厂方|厂里|公司|矿方|车间|项目部)))(?![\u4e00-\u9fff]{0,4}[:：])(?:企业)?)"
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


_FOUND = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}[:：])?\s*[^，,。；;:：]{0,16}?(?:查到|查出|查见|发现|存在)(?:了|有|一处)?"
)


_LEVEL_LAST = re.compile(r"[，,、；;]\s*((?:重大|一般|较大)(?:隐患)?)\s*$")


LEVEL_NOTE = re.compile(
    r"(?:\s*[（(【\[]\s*|\s+(?=[^)）】\]]+$))((?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?)\s*[)）】\]]?\s*$"
)
"""The level behind what is wrong: in brackets, or apart as the tag of a web page."""


_LEVEL_LEADS = re.compile(r"\s*[（(]\s*((?:重大|一般|较大)(?:事故)?(?:隐患|问题)?)\s*[，,、；;]")
"""A bracket that tells all of a hazard, its level first: "（一般，11月15日前，加盖）"."""


_LABEL = re.compile(r"[\s；;]*([\u4e00-\u9fff]{2,6})\s*[:：]\s*")
_NEXT_LABEL = re.compile(r"(?<=[\u4e00-\u9fff\d）)])\s(?=[\u4e00-\u9fff]{2,6}[:：])")
"""The blank before the next label of an item whose entries stand in one line: "…锈蚀 级别：一般 措施：更换"."""
_CUT = re.compile(r"[；;。，,][\u4e00-\u9fff]{1,3}$")
"""A line that ends with no more than a few characters after a stop: the label that goes on in the next line."""


_LEVEL_WITHIN = re.compile(r"[（(【\[]\s*(?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?\s*[)）】\]]")


_ENTRY = re.compile(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*(?=([^；;。\n]{1,80}))")


_LEVEL_CALLED = re.compile(
    r"(?:属于?|[为系是]|[，,；;](?![^，,；;]{0,6}[不未非])[\u4e00-\u9fff]{0,8}?)(?:一[项处个])?((?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患)"
)
"""A clause of an item that calls it by its level: "为重大隐患", "应判定为一般隐患"."""


def _advice(text: str, rest: str, labelled: re.Match[str] | None) -> re.Match[str] | None:
    """Where an item says what is to be done: behind a word for it, beside a label, behind an arrow or a day."""
    said = _ADVICE.search(text)
    if said is not None and said[0].startswith("请") and _NOTHING_TO_DO.match(text, said.end()):
        said = None  # "请按期整改": of all, and nothing to do
    return said or labelled or _behind_arrow(rest) or _behind_day(rest)


_VALUE_OF_ENTRY = re.compile(r"\s*([^；;。\n]+)")
_ARROW = re.compile(r"\s*(?:→|⇒|➜|=>|->)\s*([^→⇒➜；;。\n]+)")


def _behind_arrow(rest: str) -> re.Match[str] | None:
    """What is to be done behind an arrow: "护栏缺失 → 补装护栏（6月1日）"; what became of it may stand there too."""
    told = _ARROW.search(rest)
    if told is None or _DONE_ALREADY.match(told[1]) is not None:
        return None
    state = hazard_cells.tells_state(told[1]) or any(outcome(told[1], status=True).values())
    return told if hazard_cells.tells_remedy(told[1]) or not state else None


_TO_DO_BY = re.compile(r"\d{1,2}\s*[日号]?\s*[之以]?前\s*([^，,。；;（()）\d][^。；;（()）]{1,40})")


def _behind_day(rest: str) -> re.Match[str] | None:
    """What is to be done by a day, right behind it: "（重大，5月8日前恢复侧吸风运行）"; no more than that it is to be mended is nothing to do."""
    told = _TO_DO_BY.search(rest)
    return None if told is None or not hazard_cells.tells_remedy(told[1]) or _NOTHING_TO_DO.match(told[1]) else told


_NOTHING_TO_DO = re.compile(
    r"\s*(?:完成|全部|须|应|要|请|必须|予以|按[期时要]求?|及时|立即|限期|认真|抓紧|尽快|落实)*(?:整改|治理|改正|完成|处理|落实|消除)(?:到位|完毕|完成)?(?:$|[，,。；;并）)])"
)
_DONE_ALREADY = re.compile(r"\s*(?:已|均已|当场|现场)|[^（(]{0,10}(?:完成|完毕|到位|合格)\s*(?:$|[（(])")


def _labelled_entries(rest: str) -> dict[str, re.Match[str]]:
    """Level and advice among the entries of an item, by what stands beside a label of any words; the value is group 1."""
    out: dict[str, re.Match[str]] = {}
    for match in _ENTRY.finditer(rest):
        value = _VALUE_OF_ENTRY.match(rest, match.end())
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


_MARK = re.compile(r"\s*[【\[（(]?\s*((?:重大|一般|较大|严重)(?:事故)?(?:隐患|问题|风险)?)\s*[】\])）:：，,、]*\s*")
"""The level before what is wrong: "【重大隐患】"."""


_ENDS_DESCRIPTION = (
    _ADVICE,
    re.compile(
        r"[（(](?=(?:重大|一般|较大)[^）)]{0,12}[，,、；;]|[^）)]{0,10}\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?[之以]?前)|[；;。，,（(]\s*(?:请|须|应(?!急)|宜|要求|限(?=[于在期定时\d一二三十])|尽快|立即|建议|期限|整改|(?:风险|隐患|问题)?(?:等级|级别)|完成时限|截止|现(?![场有存])|目前|状态|(?:重大|一般|较大)(?:事故|安全)*隐患|\d{1,2}\s*月\s*\d{1,2}\s*[日号][之以]?前|(?:于|在)?20\d\d\s*[-年./]|属于?(?:重大|一般|较大)|[为系](?:重大|一般|较大)|[\u4e00-\u9fff]{2,8}?(?:重大|一般|较大)(?:生产安全|安全|事故)*隐患(?=\s*[，,；;。（(]|$))"
    ),
    re.compile(r"[；;。]"),
    re.compile(
        r"[，,]\s*(?:现|均)?(?:已(?:当[场日天]|现场|立即|即时)|(?:当[场日天]|现场)(?:已)?(?=整改|纠正|清理|改正|处理|更换|拆除|恢复|关闭|移|补))"
    ),
)
"""What begins where the words on what is wrong end: advice; a level, a day or an outcome; a stop."""


_STRIPPED = " ，,；;。：:（("
_ADVICE_ONLY = re.compile(r"(?:建议|应(?!急)|要求|请(?!假)|加强|完善|落实)[^，,。]*$")
_PRAISED = re.compile(r"(?:有序|及时|良好|正常|到位|得当|齐全|完好|规范|熟练|合格|合理|较好|有效|圆满|顺利)\s*$")
_TALK_OF_ADVICE = re.compile(r"\s*(?:整改|治理|处理)?(?:建议|措施|要求|依据|意见|对策)")


@dataclass(frozen=True, slots=True)
class _Body:
    """What is wrong, from ``start`` in the text of its item; ``rest`` follows it; ``level`` as told before or behind it."""

    start: int
    description: str
    rest: str
    level: re.Match[str] | None


def paragraph_row(part: Part, tail: list[Part], after: date | None = None) -> tuple[Row, bool] | None:
    """The hazard that an item states, and whether its words alone show that it is one; None where it states none.

    ``after``: a day of the paper from which a deadline without a year is counted.
    """
    text = _joined(part, tail)
    lead = ITEM.match(text) if part.marked else _FOUND.match(text)
    start = lead.end() if lead else 0
    early = _due_first(text[start:])
    body = _body(text, start + (early[0] if early else 0))
    said = _labelled_entries(body.rest)
    advice = _advice(text, body.rest, said.get("advice"))
    deadline = _deadline(body.rest, early[1] if early else None, after)
    note = "；".join(p for p in re.split(r"[;；。]|\s{2,}", body.rest) if not _TALK_OF_ADVICE.match(p))
    status = _tells_status(note, body.rest)
    told = outcome(note, status=status)
    if not (advice or deadline or body.level or "level" in said or told["rectified"] or told["refused"]):
        return None
    if len(body.description) < 4 or _ADVICE_ONLY.match(body.description) or NOTHING_FOUND.search(body.description):
        return None
    if _PRAISED.search(body.description) and not hazard_cells.tells_defect(body.description):
        return None  # "疏散有序；…建议加强训练": what went well
    strong = bool(body.level or re.search("隐患|整改", text) or advice) or (
        _LEVEL_SAID.match(body.rest) is not None and hazard_cells.tells_defect(body.description)
    )
    if not strong and deadline is None and not told["rectified"]:
        return None  # what was mended at once stands beside others of its list that are surely hazards
    level = body.level or said.get("level")
    unit = part.unit
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level[1] if level else _LEVEL_SAID.sub(r"\1", text)), unit.span(), "prose", 0.8),
        "description": _described(part, body),
    }
    if advice:
        words = (
            advice[1]
            if advice.re in (_VALUE_OF_ENTRY, _ARROW, _TO_DO_BY)
            else re.split(r"[；;。]", text[advice.end() :])[0]
        )
        words = _without_day(words.strip(" ，,"))
        if words:
            cells["advice"] = Reading(words, unit.span(), "prose", 0.75)
    if deadline is not None:
        day, how, sure = deadline
        cells["deadline"] = Reading(day, unit.span(), how, sure)
    add_outcome(cells, note, unit, status=status)
    return Row(cells, unit.span()), strong


_BY_DAY = re.compile(
    r"[，,]\s*(?:请|限|须|应|要求|最迟|不[迟晚]于|并|(?:整改|治理|完成|处理)?(?:期限|时限|时间)[为至]?)*(?:于|在|期)?\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}"
)


_DAY_BEFORE = re.compile(
    r"\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?\s*[之以]?前(?:全部|及时)?[，,]?(?!完成整改|整改|完成)(?=[\u4e00-\u9fff])"
)


_DAY_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]{0,12}\d{1,2}\s*[月./-]\s*\d{1,2}[^（()）]{0,8}[)）]\s*$")


def _without_day(words: str) -> str:
    """What is to be done without the day to do it by before it, and without the clauses behind it on that day and on how far it is."""
    if (first := _DAY_BEFORE.match(words)) is not None and len(words) - first.end() >= 2:
        words = words[first.end() :]
    words = _DAY_IN_BRACKETS.sub("", words)
    day = _BY_DAY.search(words)
    kept = re.split("[，,]", words if day is None or day.start() < 2 else words[: day.start()])
    while len(kept) > 1 and hazard_cells.tells_state(kept[-1]) and not hazard_cells.tells_remedy(kept[-1]):
        kept.pop()
    return ",".join(kept) if len(kept) < len(re.split("[，,]", words)) else words


def _joined(part: Part, tail: list[Part]) -> str:
    """The words of an item in one line; a line that ends in the middle of its sentence goes on in the next."""
    text = part.text.replace("\n", " ")
    for p in tail:
        if cut_before_day(text, p.text):
            text += p.text.replace("\n", " ")
            continue
        ended = re.search(r"[。；;.!：:]\s*$|\s$", text) or not _CUT.search(text) or _LEVEL_LAST.search(text)
        text += ("；" if ended else "") + p.text.replace("\n", " ")
    return _NEXT_LABEL.sub("；", text)


_ASKS_FOR_DAY = re.compile(r"(?:不[迟晚]于|最迟|限(?:于|期)?|[于至在])\s*$")
_DAY_FIRST = re.compile(r"\s*(?:20\d\d\s*[年./-]|\d{1,2}\s*[月./-])\s*\d{1,2}")


def cut_before_day(text: str, following: str) -> bool:
    """Whether a line breaks off before the day that it asks for, with which the next begins: "…，不迟于", "2025年10月20日；…"."""
    return _DAY_FIRST.match(following) is not None and _ASKS_FOR_DAY.search(text) is not None


def _body(text: str, start: int) -> _Body:
    """What is wrong among the words of an item, from the end of its number and of the day it is due by."""
    if (entry := _under_label(text, start)) is not None:
        return entry
    mark = _MARK.match(text[start:])
    begin = start + (mark.end() if mark else 0)
    ends = [match.start() for pattern in _ENDS_DESCRIPTION if (match := pattern.search(text, begin + 4))]
    stop = min(ends, default=len(text))
    bracket = _LEVEL_WITHIN.search(text, begin + 4, stop)
    if bracket:
        stop = bracket.end()
    noted = LEVEL_NOTE.search(text[begin:stop]) or _LEVEL_LAST.search(text[begin:stop])
    if noted:
        stop = begin + noted.start()
    rest = text[stop:]
    level = mark or noted or _LEVEL_LEADS.match(rest) or _LEVEL_CALLED.search(rest)
    labelled = _LABEL.match(text, begin, stop)
    if labelled is not None and (OF_WORDS.fullmatch(labelled[1]) or label_role(labelled[1]) == "description"):
        begin = labelled.end()
    kept = text[begin:stop]
    return _Body(begin + len(kept) - len(kept.lstrip(_STRIPPED)), kept.strip(_STRIPPED), rest, level)


_HEAD_ONLY = re.compile(
    r"\s*(?:(?:隐患|问题|缺陷|不符合项)\s*\d{1,3}|\d{1,3})\s*[；;]\s*(?=[\u4e00-\u9fff]{2,6}\s*[:：])"
)
"""An item whose own line has no more than its number before labelled entries: "隐患1　级别：一般　整改截止：…"."""
_LABELS = re.compile(r"(?:^|(?<=[；;]))\s*([\u4e00-\u9fff]{2,6})\s*[:：]\s*")


def _under_label(text: str, start: int) -> _Body | None:
    """What is wrong under a label of its own in a later line of an item whose first line holds other entries."""
    head = _HEAD_ONLY.match(text, start) or _HEAD_ONLY.match(text) or _named_only(text, start)
    if head is None:
        return None
    for label in _LABELS.finditer(text, head.end()):
        said = re.split("[；;]", text[label.end() :])[0]
        if is_state_alone(said):
            continue
        if _asks_what(label[1]) or (label_role(label[1]) is None and hazard_cells.tells_defect(said)):
            rest = f"{text[head.end() : label.start()]}{text[label.end() + len(said) :]}"
            return _Body(0, said.strip(_STRIPPED), f"；{rest}", None)
    return None


def _asks_what(label: str) -> bool:
    return OF_WORDS.fullmatch(label) is not None or label_role(label) == "description"


_PLACE_FIRST = re.compile(r"[^；;。:：]{2,16}[；;](?=\s*[\u4e00-\u9fff]{2,6}\s*[:：])")
"""The name of a place or a machine alone in the line of an item before labelled entries: "2.1 熔炼炉区", "发现：…"."""


def _named_only(text: str, start: int) -> re.Match[str] | None:
    """The line of an item that only names where something is wrong, where a later entry says what."""
    head = _PLACE_FIRST.match(text, start)
    return None if head is None or hazard_cells.tells_defect(head[0].strip(_STRIPPED)) else head


def _deadline(rest: str, early: Any, after: date | None) -> tuple[date, str, float] | None:
    """(the day to mend by, how it was read, how surely): told first (``early``), with its year, or without."""
    moments = [t for t in scan(rest) if t.kind == "moment"]
    token = early or next((t for t in moments if _is_due(rest, t.start, t.stop)), None)
    if token is not None:
        return token.value.day, "prose", 0.8
    written = hazard_days.day_of(rest, after)
    if written is None or not (_BY.search(rest[: written[1]]) or re.match(r"\s*[之以]?前", rest[written[2] :])):
        return None
    return written[0], "prose+year", 0.7


def _is_due(rest: str, start: int, stop: int) -> bool:
    before = rest[:start]
    if re.search(r"[（(]\s*$", before) and re.fullmatch(r"\s*[)）]\s*[；;。]?\s*", rest[stop:]):
        return _behind_arrow(rest) is not None  # a day alone behind what is to be done
    return bool(_BY.search(before) or _due(before) or re.match(r"\s*(?:前|之前|以前|底前)", rest[stop:]))


def _tells_status(note: str, rest: str) -> bool:
    return bool(
        _STATUS_NOTE.search(note)
        or (re.search("→|⇒|➜|=>|->", rest) and _behind_arrow(rest) is None)
        or re.search("(?:当场|现场|当日|当天)(?:均|即)?已", note)
    )


def _described(part: Part, body: _Body) -> Reading[Any]:
    """The words on what is wrong as they are printed, where they stand whole in the item's own unit."""
    unit, begin = part.unit, part.start + body.start
    stop = begin + len(body.description)
    printed = unit.raw[begin:stop] if unit.text[begin:stop] == body.description else body.description
    return Reading(printed, unit.span(begin, min(len(unit.text), stop)), "prose", 0.8)
