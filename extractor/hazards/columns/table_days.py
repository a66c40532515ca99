"""The days in a line of a list of hazards: by which to mend, and on which it was done."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards.columns.due_and_state import due_and_state
from extractor.hazards.meaning import days as hazard_days
from extractor.hazards.meaning.words import label_role
from extractor.record import Reading
from extractor.values.scan import Token, scan


def due_in(deadline: Unit | None, after: date | None) -> Reading[Any] | None:
    """The day by which to mend; ``after``: a day of the paper from which days without their year are counted."""
    if deadline is None:
        return None
    moment = next((t for t in deadline.tokens if t.kind == "moment"), None)
    if (words := days_by_words(deadline)) is not None:
        moment = words[0]
    moment = moment or day_behind_number(deadline.text)
    if moment is not None:
        span = deadline.span(moment.start, moment.stop)
        return Reading(moment.value.day, span, "table", round(0.97 * deadline.confidence, 3))
    bare = _BARE.fullmatch(deadline.text)  # 9.28, which only stands for a day where days stand
    told = hazard_days.day_of(deadline.text if bare is None else f"{bare[1]}月{bare[2]}日", after)
    if told is not None and bare is not None:
        told = (told[0], bare.start(1), bare.end(2))
    if told is None:
        return None
    return Reading(told[0], deadline.span(told[1], told[2]), "table+year", round(0.9 * deadline.confidence, 3))


_NUMBER_BEFORE = re.compile(r"\s*\d{1,2}[.．]\s*(?=20\d\d\s*[-/.年])")


def day_behind_number(text: str, at: int = 0) -> Token | None:
    """The day that stands right behind the number of its hazard, as a token of the unit whose text goes on ``at`` there: "1.2025-09-16"."""
    number = _NUMBER_BEFORE.match(text)
    told = None if number is None else next((t for t in scan(text[number.end() :]) if t.kind == "moment"), None)
    if number is None or told is None:
        return None
    begin = at + number.end()
    return replace(told, start=told.start + begin, stop=told.stop + begin)


def due_first_in(advice: Unit, after: date | None, start: int = 0) -> tuple[Reading[Any], int] | None:
    """The day that what is to be done begins with, from ``start`` on, and where the words behind it begin: "11月9日前清洗或更换"."""
    lead = _DAY_FIRST.match(advice.text, start)
    due = None if lead is None else _day_within(advice, lead, after)
    return None if lead is None or due is None else (due, lead.end())


def due_last_in(advice: Unit, after: date | None) -> tuple[Reading[Any], int] | None:
    """The day that stands in a line of its own under what is to be done, or behind a stroke at its end, and where the words before it
    end: "清洗或更换\\n11月9日前", "清洗或更换；11月9日"."""
    end = _DAY_LAST.search(advice.text)
    due = None if end is None else _day_within(advice, end, after)
    return None if end is None or due is None else (due, end.start())


def _day_within(advice: Unit, lead: re.Match[str], after: date | None) -> Reading[Any] | None:
    start = lead.start()
    moment = next((t for t in advice.tokens if t.kind == "moment" and start <= t.start < lead.end()), None)
    written = hazard_days.day_of(lead[0], after) if moment is None else None
    if moment is not None:
        told = moment.value.day, moment.start, moment.stop
    elif written is not None:
        told = written[0], start + written[1], start + written[2]
    else:
        return None
    return Reading(told[0], advice.span(told[1], told[2]), "table+year", round(0.9 * advice.confidence, 3))


_DAY_LAST = re.compile(
    r"(?<=\S)\s*\n\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*[日号]?|[底末])\s*[之以]?前(?:完成|整改|改[好完])?(?:整改)?\s*[。；;]?\s*$"
    r"|(?<=[\u4e00-\u9fff\d])\s*[\n；;，,、/／|｜（(]\s*(?:最迟|限期?|[期时]限[:：]?|截[至止])?\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]|[底末])"
    r"\s*(?:[之以]?前)?(?:完成|整改|改[好完])?(?:整改)?\s*[)）]?\s*[。；;]?\s*$"
)


_DAY_FIRST = re.compile(
    r"\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*[日号]?|[底末])\s*[之以]?前\s*[，,]?\s*(?=[\u4e00-\u9fff]{2})(?!完成|整改)"
)
_BARE = re.compile(r"\s*(1[0-2]|0?[1-9])[-./](3[01]|[12]\d|0?[1-9])\s*(?:[之以]?前)?\s*")


def days_by_words(unit: Unit) -> tuple[Token, list[str]] | None:
    """(the day by which to mend, what is said with each other day of the cell): "截止 2025-03-09　闭环 2025-03-05"; None where
    the cell does not have two days or more, each behind a word, of which just one asks for that day."""
    moments = [t for t in unit.tokens if t.kind == "moment"]
    if len(moments) < 2:
        return None
    words = [
        _WORD_BEFORE.search(unit.text, before, moment.start)
        for before, moment in zip([0, *(t.stop for t in moments)], moments, strict=False)
    ]
    due = [
        t
        for t, word in zip(moments, words, strict=True)
        if word and (word[1] == "限" or label_role(word[1]) == "deadline")
    ]
    starts = [word.start() for word in words if word is not None]
    if len(starts) < len(moments) or len(due) != 1:
        return None
    clauses = [
        unit.text[a:b].replace("\n", "").strip(" ;；,，")
        for t, a, b in zip(moments, starts, [*starts[1:], len(unit.text)], strict=True)
        if t is not due[0]
    ]
    return due[0], [clause for clause in clauses if not _TO_COME.search(clause)]


_WORD_BEFORE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,6}|[限销改结闭])\s*[:：]?\s*$")
"""The word right before a day that says of what it is the day."""


def due_within(status: Unit | None, after: date | None) -> Reading[Any] | None:
    """The day by which to mend, told in the column of what became of it: 期限/结果 over "2025年5月9日前／已完成"."""
    for token in status.tokens if status is not None else ():
        if token.kind == "moment" and status is not None and _BY_THEN.match(status.text, token.stop):
            return Reading(
                token.value.day, status.span(token.start, token.stop), "table", round(0.9 * status.confidence, 3)
            )
    if status is None or (both := due_and_state(status, after)) is None:
        return None
    span = status.span(both.start, both.stop)
    return Reading(both.day, span, "table", round(0.9 * status.confidence, 3))


_BY_THEN = re.compile(r"\s*[之以]?前(?!已|未|完成)")


def done_on(progress: Unit | None, after: date | None) -> Reading[Any] | None:
    """The one day in the words on what was done, beside a state that says that it was: "2025年9月8日更换轮胎"."""
    if progress is None or _TO_COME.search(progress.text):
        return None
    days = [t for t in progress.tokens if t.kind == "moment"]
    if len(days) == 1:
        span = progress.span(days[0].start, days[0].stop)
        return Reading(days[0].value.day, span, "table", round(0.9 * progress.confidence, 3))
    told = hazard_days.day_of(progress.text, after) if not days else None
    if told is None:
        return None
    return Reading(told[0], progress.span(told[1], told[2]), "table+year", round(0.85 * progress.confidence, 3))


_TO_COME = re.compile("计划|预计|拟|将|前|期限|时限|要求")
