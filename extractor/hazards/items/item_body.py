"""What is wrong among the words of an item, and the level told before, behind or within it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.hazards.items.item_advice import ADVICE
from extractor.hazards.items.items import ITEM, Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import is_state_alone
from extractor.hazards.meaning.words import OF_WORDS, label_role

_LEVEL_LAST = re.compile(r"[，,、；;]\s*((?:重大|一般|较大)(?:隐患)?)\s*$")
_CALLED = r"(?:[\u4e00-\u9fff]{1,4}[，,、])?(?:按照?|定为|判?定为|列为|归为|视为|属于?|[系为])"
"""How a bracket leads to the level: （较重，按重大隐患管理）."""
LEVEL_NOTE = re.compile(
    rf"(?:\s*[（(【\[]\s*(?:{_CALLED})?|\s+(?=[^)）】\]]+$))((?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?)(?:管理|对待|处理|处置|督办)?\s*[)）】\]]?\s*$"
)
"""The level behind what is wrong: in brackets, or apart as the tag of a web page."""
_LEVEL_IN_WORDS = re.compile(
    rf"[（(]\s*{_CALLED}(?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?(?:管理|对待|处理|处置|督办)?\s*[)）]"
)
_LEVEL_LEADS = re.compile(r"\s*[（(]\s*((?:重大|一般|较大)(?:事故)?(?:隐患|问题)?)\s*[，,、；;]")
"""A bracket that tells all of a hazard, its level first: "（一般，11月15日前，加盖）"."""
_LEVEL_BEHIND = re.compile(
    r"[；;。，,]\s*[（(【\[]\s*((?:重大|一般|较大|严重)(?:生产安全|安全|事故)*(?:隐患|问题)?)\s*[)）】\]]"
)
"""The level in brackets behind the stop after what is wrong: "…未盖严；（一般隐患）"."""
_LABEL = re.compile(r"[\s；;]*([\u4e00-\u9fff]{2,6})\s*[:：]\s*")
_NEXT_LABEL = re.compile(r"(?<=[\u4e00-\u9fff\d）)])\s(?=[\u4e00-\u9fff]{2,6}[:：])")
"""The blank before the next label of an item whose entries stand in one line: "…锈蚀 级别：一般 措施：更换"."""
_CUT = re.compile(r"[；;。，,][\u4e00-\u9fff]{1,3}$")
"""A line that ends with no more than a few characters after a stop: the label that goes on in the next line."""
_LEVEL_WITHIN = re.compile(r"[（(【\[]\s*(?:重大|一般|较大|严重)(?:生产安全)?(?:事故)?(?:隐患|问题|风险)?\s*[)）】\]]")
_LEVEL_ALONE = re.compile(r"[；;，,]\s*((?:重大|一般|较大)(?:事故)?(?:隐患)?)\s*(?=[；;，,。]|$)")
"""The level as an entry of its own right behind what is wrong: "…失效；一般；限9月8日"."""
_LEVEL_ENDS = re.compile(r"[，,、；;]\s*((?:重大|一般|较大)(?:事故)?(?:隐患)?)\s*[)）】\]]")
"""The level last in the bracket that tells the rest: "（限8月1日，8月1日改，重大）"."""
_LEVEL_CALLED = re.compile(
    r"(?:属于?|[为系是]|[，,；;](?![^，,；;]{0,6}[不未非])[\u4e00-\u9fff]{0,8}?)(?:一[项处个])?((?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*隐患)"
)
"""A clause of an item that calls it by its level: "为重大隐患", "应判定为一般隐患"."""
_MARK = re.compile(
    r"\s*[【\[（(]?\s*((?:重大|一般|较大|严重)(?:事故)?(?:隐患|问题|风险)?|(?<=[【\[（(])[红橙黄蓝]色?(?=\s*[】\])）]))\s*[】\])）:：，,、]*\s*"
)
"""The level before what is wrong: "【重大隐患】"."""
_ENDS_DESCRIPTION = (
    ADVICE,
    re.compile(
        r"[（(](?=(?:重大|一般|较大)[^）)]{0,12}[，,、；;]|[^）)]{0,10}\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?(?:[之以]?前|\s*[；;，,]\s*(?:已|未|在办|待|正在)))|[；;。，,（(]\s*(?:请|须|需(?!要?时)|应(?!急)|宜|要求|限(?=[于在期定时\d一二三十])|尽快|立即|建议|期限|整改|(?:风险|隐患|问题)?(?:等级|级别)|完成时限|截止|现(?![场有存])|目前|状态|(?:重大|一般|较大)(?:事故|安全)*隐患|\d{1,2}\s*月\s*\d{1,2}\s*[日号][之以]?前|(?:于|在)?20\d\d\s*[-年./]|(?:属于?|按照?|作为)(?:重大|一般|较大)|[为系](?:重大|一般|较大)|[\u4e00-\u9fff]{2,8}?(?:重大|一般|较大)(?:生产安全|安全|事故)*隐患(?=\s*[，,；;。（(]|$))"
    ),
    re.compile(
        r"[，,]\s*[^，,。；;\d]{0,5}[按列归视]照?[为作]?(?:重大|一般|较大)(?:生产安全|安全|事故)*隐患(?:管理|对待|处[理置])"
    ),
    re.compile(r"[，,]\s*(?:企业|厂方|单位|对方|[该贵][厂矿店司])(?:方|方面)?(?:承诺|答应|保证)"),
    re.compile(r"[；;。]|\s*(?:→|⇒|➜|=>|->)|\s*—{2}\s*(?=[\u4e00-\u9fff]{2}|\d{1,2}\s*月|20\d\d)"),
    re.compile(
        r"[，,]\s*(?:现|均)?(?:已经?(?:当[场日天]|现场|立即|即时)|(?:当[场日天]|现场)(?:已)?(?=整改|纠正|清理|改正|处理|更换|拆除|恢复|关闭|移|补))"
    ),
)
"""What begins where the words on what is wrong end: advice; a level, a day or an outcome; a stop."""
_STRIPPED = " ，,；;。：:（("


@dataclass(frozen=True, slots=True)
class Body:
    """What is wrong, from ``start`` in the text of its item; ``rest`` follows it; ``level`` as told before or behind it."""

    start: int
    description: str
    rest: str
    level: re.Match[str] | None


_IN_ENGLISH = re.compile(r"(?<=[\u4e00-\u9fff])\s*[A-Za-z][A-Za-z .&/]{1,30}(?=\s*[:：])")
"""The English of a label behind its Chinese: "期限 Due："."""


def in_one_line(part: Part, tail: list[Part], runs: int = 0) -> str:
    """The words of an item in one line; a line that ends in the middle of its sentence goes on in the next, as the first
    ``runs`` of the tail do."""
    text = _by_stops(part.text.replace("\n", " "))
    for k, p in enumerate(tail):
        more = _IN_ENGLISH.sub("", _SLASH.sub(_to_stop, p.text.replace("\n", " ")))
        if k < runs or cut_before_day(text, p.text):
            text += more
            continue
        ended = re.search(r"[。；;.!：:]\s*$|\s$", text) or not _CUT.search(text) or _LEVEL_LAST.search(text)
        text += ("；" if ended else "") + more
    number = ITEM.match(text) if part.marked else None
    begin = number.end() if number is not None else 0
    return text[:begin] + _NEXT_LABEL.sub("；", text[begin:])


_SLASH = re.compile(
    r"(?<=[\u4e00-\u9fff）)])\s?[/|]\s?(?=(?:已|未|正在|尚|待|拒|限|重大|一般|20\d\d|\d{1,2}\s*月\s*\d))"
    r"|\s?\|\s?(?=[\u4e00-\u9fff]{2,6}\s*[:：])"
)
_ANY_SLASH = re.compile(r"\s?[/|]\s?")
"""What parts the entries of an item told in one line: "1／联锁失效／一般／限9月8日／9月5日完成"."""


def _by_stops(text: str) -> str:
    """The words of an item with stops where slashes part its entries, as long as they were."""
    number = ITEM.match(text)
    begin = number.end() if number is not None else 0
    slash = _ANY_SLASH if number is not None and number[0].rstrip().endswith(("/", "|")) else _SLASH
    return text[:begin] + slash.sub(_to_stop, text[begin:])


def _to_stop(slash: re.Match[str]) -> str:
    return "；" + " " * (len(slash[0]) - 1)


_ASKS_FOR_DAY = re.compile(r"(?:不[迟晚]于|最迟|限(?:于|期)?|[于至在])\s*$")
_DAY_FIRST = re.compile(r"\s*(?:20\d\d\s*[年./-]|\d{1,2}\s*[月./-])\s*\d{1,2}")


def cut_before_day(text: str, following: str) -> bool:
    """Whether a line breaks off before the day that it asks for, with which the next begins: "…，不迟于", "2025年10月20日；…"."""
    return _DAY_FIRST.match(following) is not None and _ASKS_FOR_DAY.search(text) is not None


def body_of(text: str, start: int) -> Body:
    """What is wrong among the words of an item, from the end of its number and of the day it is due by."""
    if (entry := _under_label(text, start)) is not None:
        return entry
    mark = _MARK.match(text[start:])
    begin = start + (mark.end() if mark else 0)
    ends = [match.start() for pattern in _ENDS_DESCRIPTION if (match := pattern.search(text, begin + 4))]
    stop = min(ends, default=len(text))
    called = _LEVEL_IN_WORDS.search(text, begin + 4)
    stop = called.end() if called is not None and called.start() < stop < called.end() else stop
    bracket = _LEVEL_WITHIN.search(text, begin + 4, stop)
    if bracket:
        stop = bracket.end()
    noted = LEVEL_NOTE.search(text[begin:stop]) or _LEVEL_LAST.search(text[begin:stop])
    if noted:
        stop = begin + noted.start()
    rest = text[stop:]
    level = mark or noted or _LEVEL_LEADS.match(rest) or _LEVEL_BEHIND.match(rest) or _LEVEL_ALONE.match(rest)
    level = level or _LEVEL_ENDS.search(rest) or _LEVEL_CALLED.search(rest)
    labelled = _LABEL.match(text, begin, stop)
    if labelled is not None and (OF_WORDS.fullmatch(labelled[1]) or label_role(labelled[1]) == "description"):
        begin = labelled.end()
    kept = text[begin:stop]
    return Body(begin + len(kept) - len(kept.lstrip(_STRIPPED)), kept.strip(_STRIPPED), rest, level)


_HEAD_ONLY = re.compile(
    r"\s*(?:(?:隐患|问题|缺陷|不符合项)\s*\d{1,3}|\d{1,3})\s*[；;]\s*(?=[\u4e00-\u9fff]{2,6}\s*[:：])"
)
"""An item whose own line has no more than its number before labelled entries: "隐患1　级别：一般　整改截止：…"."""
_LABELS = re.compile(r"(?:^|(?<=[；;]))\s*([\u4e00-\u9fff]{2,6})\s*[:：]\s*")


def _under_label(text: str, start: int) -> Body | None:
    """What is wrong under a label of its own in a later line of an item whose first line holds other entries."""
    head = _HEAD_ONLY.match(text, start) or _HEAD_ONLY.match(text) or _named_only(text, start) or _entry_first(text)
    if head is None:
        return None
    for label in _LABELS.finditer(text, head.end()):
        said = re.split("[；;]", text[label.end() :])[0]
        if is_state_alone(said):
            continue
        if _asks_what(label[1]) or (label_role(label[1]) is None and hazard_cells.tells_defect(said)):
            rest = f"{text[head.end() : label.start()]}{text[label.end() + len(said) :]}"
            return Body(0, said.strip(_STRIPPED), f"；{rest}", None)
    return None


_NUMBER_BEFORE = re.compile(r"\s*(?:隐患|问题|缺陷|不符合项)\s*\d{1,3}\s+(?=([\u4e00-\u9fff]{2,6})\s*[:：])")


def _entry_first(text: str) -> re.Match[str] | None:
    """The number of an item behind which the entry of a hazard that does not say what is wrong stands at once, after a blank."""
    head = _NUMBER_BEFORE.match(text)
    return head if head is not None and label_role(head[1]) not in (None, "description") else None


def _asks_what(label: str) -> bool:
    return OF_WORDS.fullmatch(label) is not None or label_role(label) == "description"


_PLACE_FIRST = re.compile(r"[^；;。:：]{2,16}[；;](?=\s*[\u4e00-\u9fff]{2,6}\s*[:：])")
"""The name of a place or a machine alone in the line of an item before labelled entries: "2.1 熔炼炉区", "发现：…"."""


def _named_only(text: str, start: int) -> re.Match[str] | None:
    """The line of an item that only names where something is wrong, where a later entry says what."""
    head = _PLACE_FIRST.match(text, start)
    return None if head is None or hazard_cells.tells_defect(head[0].strip(_STRIPPED)) else head
