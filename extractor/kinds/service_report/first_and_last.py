"""The first day of a visit and the last, told apart by their labels, or as one range."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.candidates import Candidate, by_token
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import put
from extractor.kinds.service_report.other_days import is_of_another_visit, is_of_something_else, signs_here
from extractor.record import Reading
from extractor.values.dates import Moment
from extractor.values.scan import Token

SERVICE_START = formula("start", "service date", "sign_off hazard deadline policy print payment end")
SERVICE_END = formula("end", "service date", "sign_off hazard deadline policy print payment start")
_COMING = re.compile(
    "(?:实际|服务)?(?:开始|开工|开[班课讲训]|报到|到场|到厂|进场|入场|抵达|上门)(?:日期|时间)?|服务(?:起始|起)(?:日期?|时间)"
)
_GOING = re.compile(
    "(?:实际|服务)?(?:完成|完工|结束|收工|结[业课训]|散[会场]|离场|离厂|撤场|撤离|离开)(?:日期|时间)?|服务(?:截止|终止|止)(?:日期?|时间)"
)
"""A bare 截止 would be the day by which to mend."""


def _of_coming_and_going(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[list[Candidate], list[Candidate]] | None:
    """The days beside a word for coming and one for going, where each stands once: "实际开始 … 实际完成", "到场 … 离场"."""
    found: list[list[Candidate]] = [[], []]
    for unit, token in sheet.tokens("moment"):
        if id(unit) in in_hazards:
            continue
        told = [
            re.sub(r"[\s:：]+", "", text)
            for text, weight, _ in sheet.label(unit, token.start).options
            if weight >= 0.75
        ]
        for k, words in enumerate((_COMING, _GOING)):
            if any(map(words.fullmatch, told)):
                found[k].append(Candidate(token.value.day, unit, token.start, token.stop, 0.8, "label"))
    return (found[0], found[1]) if len(found[0]) == len(found[1]) == 1 else None


def _labels(sheet: Sheet, found: Candidate) -> tuple[str, ...]:
    return tuple(text for text, _, _ in sheet.label(found.unit, found.start).options[:1])


def start_and_end(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[list[Candidate], list[Candidate]] | None:
    """Days under labels of their own for the start and for the end; None where it is not two days in their order."""
    starts, ends = (
        [
            c
            for c in by_token(sheet, ("moment",), wanted, value=day_of)
            if id(c.unit) not in in_hazards and not is_of_something_else(c.unit, c.start) and not signs_here(c.unit)
            if not is_of_another_visit((c.unit.text[: c.start], *_labels(sheet, c)))
        ]
        for wanted in (SERVICE_START, SERVICE_END)
    )
    if not starts or not ends:
        starts, ends = _of_coming_and_going(sheet, in_hazards) or ([], [])
    if not starts or not ends or starts[0].value > ends[0].value:
        return None
    apart = starts[0].unit is not ends[0].unit or starts[0].start != ends[0].start
    return (starts, ends) if apart else None


_LONGEST_VISIT = 31  # days from the first to the last
_NO_VISIT = ("sign_off", "deadline", "print", "report", "sign", "payment", "policy", "status", "reported_to")
_BOX_CODE = re.compile(r"\s*[A-Z]?\d{1,2}\s*")


def put_end_beside(fields: dict[str, Reading[Any]], first: Unit) -> None:
    """The last day of a visit, where it stands under the twin of the first day's label: 到场 | … | 离场 | …, 开工日 | … | 收工日 | …."""
    beside = first.right
    if beside is not None and _BOX_CODE.fullmatch(beside.text):
        beside = beside.right
    for label in (beside, None if first.below is None else first.below.left):
        last = None if label is None else label.right
        if label is None or last is None:
            continue
        if not _UNTIL.fullmatch(label.text) and (first.left is None or not are_twins(first.left.text, label.text)):
            continue
        days = [t for t in last.tokens if t.kind == "moment"]
        start = fields["service_start"].value
        if len(days) == 1 and 0 < (days[0].value.day - start).days <= _LONGEST_VISIT:
            put(fields, "service_end", [Candidate(days[0].value.day, last, days[0].start, days[0].stop, 0.8, "label")])
            return


_UNTIL = re.compile(r"\s*(?:至|到|止|[-—–~～]{1,2})\s*")
"""A cell of its own between the first day and the last."""


def are_twins(label: str, other: str) -> bool:
    """Whether two labels are one but for a word that tells the first from the last: 到场时间 and 离场时间."""
    a, b = ("".join(text.split()).strip(":：") for text in (label, other))
    differ = sum(x != y for x, y in zip(a, b, strict=False))
    alike = len(a) == len(b) and 2 <= len(a) <= 6 and 0 < differ <= 2 and differ < len(a)
    return alike and not meaning(b).any(*_NO_VISIT)


_SHORT_END = re.compile(
    r"^\s*(?:[（(](?:周|星期|礼拜)[一二三四五六日天][)）])?\s*(?:至|到|-{1,2}|—{1,2}|–|~|～|、|,|，|和|及|与)\s*(?:(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日|(\d{1,2})\s*[./]\s*(\d{1,2})(?![\d:：]))"
)

_CAME_AND_WENT = re.compile(
    r"^\s*(?:到场|到厂|到达|进场|入场|进厂|抵达|上门|开始)\s*[、,，;；]\s*(?:(1[0-2]|0?[1-9])\s*月\s*)?(3[01]|[12]\d|0?[1-9])\s*日"
    r"(?=(?:[上下中]午)?\s*(?:\d{1,2}\s*[时点:：]\s*(?:\d{1,2}\s*分?|半)?)?\s*(?:离场|离厂|撤场|撤离|离开|离去|结束|完成|收工))()()"
)
"""The end of a visit told by who came and went: 2023年11月9日8时40分到场，11月10日16时离场."""


def range_end(unit: Unit, token: Token) -> Token | None:
    """The moment a range that begins at ``token`` ends at; "2024年9月25日至26日" gives the day in the same month."""
    following = next((t for t in unit.tokens if t.start >= token.stop and t.kind == "moment"), None)
    if following is not None and re.fullmatch(
        r"[^\d]{0,6}(?:至|到|-|—|–|~|～|、)[^\d]{0,4}", unit.text[token.stop : following.start]
    ):
        return following
    short = _SHORT_END.match(unit.text[token.stop :]) or _CAME_AND_WENT.match(unit.text[token.stop :])
    if short:
        day = token.value.day
        try:
            end = day.replace(month=int(short[1] or short[3] or day.month), day=int(short[2] or short[4]))
        except ValueError:
            return None
        return _last_of_several(unit.text, Token("moment", token.start, token.stop + short.end(), Moment(end)))
    return None


_ONE_MORE = re.compile(r"\s*(?:、|和|及)\s*(?:(1[0-2]|0?[1-9])\s*月\s*)?(3[01]|[12]\d|0?[1-9])\s*日")


def _last_of_several(text: str, last: Token) -> Token:
    """The last of days told one after the other: 2026年3月4日、3月11日、3月18日."""
    while (more := _ONE_MORE.match(text, last.stop)) is not None:
        day = last.value.day
        try:
            later = day.replace(month=int(more[1] or day.month), day=int(more[2]))
        except ValueError:
            break
        if later <= day:
            break
        last = Token("moment", last.start, more.end(), Moment(later))
    return last


def day_of(_: Unit, token: Token) -> Any:
    """The day of a moment, without its clock."""
    return token.value.day
