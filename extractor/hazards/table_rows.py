"""A line of a list of hazards as a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from extractor.evidence.choices import Choice
from extractor.evidence.columns import (
    NOTHING,
    Columns,
    data_rows,
    is_words,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.hazards import cells as hazard_cells
from extractor.hazards import days as hazard_days
from extractor.hazards.columns import is_affirmed, is_signature
from extractor.hazards.compound import entries_in
from extractor.hazards.item_body import LEVEL_NOTE
from extractor.hazards.several import Place
from extractor.hazards.words import (
    NOTHING_FOUND,
    REPORTED,
    add_outcome,
    level_of,
    tells_reported,
)
from extractor.record import Reading, Row
from extractor.values import person, yes_no


@dataclass(frozen=True, slots=True)
class Known:
    """What the paper says elsewhere that its list needs: a day before its deadlines, what its marks of a scale mean."""

    day: date | None
    key: Mapping[str, str]
    heading: Unit | None = None  # the words over a list that say how grave all its hazards are


def reads(cols: Columns, known: Known) -> bool:
    """Whether the columns give at least one hazard."""
    return any(table_row(cols, row, known) is not None for row in data_rows(cols, ("description",)))


def table_row(
    cols: Columns, row: Mapping[int, Unit], known: Known, asked: Mapping[str, Choice] = MappingProxyType({})
) -> Row | None:
    """The line as a hazard, None where it is none; ``asked``: role → columns in which marks answer for it."""
    words = cols.cell(row, "description")
    body = _undescribed(cols, row) if words is None or NOTHING.match(words.text) else words
    if body is None or (body is words and not is_words(body)):
        return None
    text = body.text.replace("\n", "").strip()
    if NOTHING_FOUND.search(text) or person.is_name(text) or is_signature(row) or _is_across(cols, row, words):
        return None
    answers = {name: answer for name, choice in asked.items() if (answer := choice.of(row)) is not None}
    cells: dict[str, Reading[Any]] = {}
    if (level := _level(cols, row, known, answers.get("level"), body)) is not None:
        cells["level"] = level
    if body is words:
        cells |= _told(body, apart="advice" in cols.roles, both=_asks_both(cols))
    within = entries_in(row)
    advice = cols.cell(row, "advice")
    if "advice" in within and (advice is None or within["advice"].unit is advice):
        cells["advice"] = _part_of(within["advice"])
    elif advice is not None and not NOTHING.match(advice.text):
        cells["advice"] = Reading(
            advice.raw.replace("\n", "").strip(), advice.span(), "table", round(0.97 * advice.confidence, 3)
        )
    due = _due(cols.cell(row, "deadline"), known.day)
    if due is None and "deadline" not in cols.roles:
        due = _due_within(cols.cell(row, "status"))
    if due is not None:
        cells["deadline"] = due
    _put_outcome(cells, cols, row, known, answers.get("status"), body)
    return Row(cells, body.span())


def _part_of(place: Place) -> Reading[Any]:
    """The entry that stands under a label of its own among others in a cell."""
    words = place.unit.raw[place.start : place.stop].replace("\n", "").strip(" 　;；。，,")
    return Reading(words, place.unit.span(place.start, place.stop), "table", round(0.9 * place.unit.confidence, 3))


def _is_across(cols: Columns, row: Mapping[int, Unit], body: Unit | None) -> bool:
    """Whether one cell lies under the heads of what is wrong and of other entries: a line of the form around the list."""
    if body is None or body.cell is None or body.cell.colspan == 1:
        return False
    return any(row.get(c) is body for name, c in cols.roles.items() if name != "description")


def _level(
    cols: Columns, row: Mapping[int, Unit], known: Known, answer: tuple[str, Unit] | None, body: Unit
) -> Reading[Any] | None:
    """How grave a hazard is by its column, by marks, or by the words over the list; None where its cell was not read."""
    level = cols.cell(row, "level")
    level = known.heading if level is None or NOTHING.match(level.text) else level
    marked = hazard_cells.keyed_level(level.text, known.key) if level else None
    if answer is not None:
        level, marked = answer[1], level_of(answer[0])
    if (major := cols.cell(row, "major")) is not None:
        level, marked = major, "重大" if yes_no.parse(major.text) else "一般"
    if level is None and body.confidence >= 1 and "level" in cols.roles:
        return None
    told = marked or level_of(level.text if level else body.text.replace("\n", "").strip())
    return Reading(told, (level or body).span(), "table", round(0.97 * body.confidence, 3))


def _asks_both(cols: Columns) -> bool:
    """Whether one header asks for what is wrong and for what is to be done: "隐患情况 / 整改意见"."""
    asked = re.split(r"[/／、及和与\n]", cols.header[cols.roles["description"]].split("|")[-1])
    return len(asked) > 1 and any(meaning(part).has("advice") for part in asked[1:])


def _told(body: Unit, *, apart: bool, both: bool = False) -> dict[str, Reading[Any]]:
    """What is wrong, without the level noted behind it; what is to be done, where the same cell goes on with it.

    ``apart``: a column of its own tells what is to be done; ``both``: the header of this one asks for it too.
    """
    cells: dict[str, Reading[Any]] = {}
    noted = LEVEL_NOTE.search(body.text)  # "…未设护栏（一般隐患）"
    stop = noted.start() if noted and noted.start() >= 4 else len(body.text)
    within = None if apart else _ADVICE_WITHIN.search(body.text)
    begin = _line_to_do(body) if both and not apart and within is None else None
    if begin is not None:
        advice = body.raw[begin:].replace("\n", "").strip(" 　;；。")
        cells["advice"] = Reading(advice, body.span(begin), "table", 0.8)
        stop = min(stop, begin)
    if within is not None and within.start() >= 4:
        cells["advice"] = Reading(
            body.raw[within.end() :].replace("\n", "").strip(" 　;；。"), body.span(within.end()), "table", 0.85
        )
        stop = min(stop, within.start())
    number = _OWN_NUMBER.match(body.text)
    start = number.end() if number and number.end() < stop else 0
    cells["description"] = Reading(
        body.raw[start:stop].replace("\n", "").strip(),
        body.span(start, stop),
        "table",
        round(0.97 * body.confidence, 3),
    )
    return cells


_OWN_NUMBER = re.compile(r"\s*\d{1,2}\s*[.、．]\s*(?=[\u4e00-\u9fff])")
"""The hazard's number in the list, written into its cell: 1.卸料平台未挂限载牌."""


def _line_to_do(body: Unit) -> int | None:
    """Where the only line of a cell begins that says what is to be done, under one or more of what is wrong."""
    starts = [start for start, _ in body.pieces[1:] if start >= 4 and hazard_cells.tells_remedy(body.text[start:])]
    return starts[0] if len(starts) == 1 else None


def _due(deadline: Unit | None, after: date | None) -> Reading[Any] | None:
    """The day by which to mend; ``after``: a day of the paper from which days without their year are counted."""
    if deadline is None:
        return None
    moment = next((t for t in deadline.tokens if t.kind == "moment"), None)
    if moment is not None:
        span = deadline.span(moment.start, moment.stop)
        return Reading(moment.value.day, span, "table", round(0.97 * deadline.confidence, 3))
    told = hazard_days.day_of(deadline.text, after)
    if told is None:
        return None
    return Reading(told[0], deadline.span(told[1], told[2]), "table+year", round(0.9 * deadline.confidence, 3))


def _due_within(status: Unit | None) -> Reading[Any] | None:
    """The day by which to mend, told in the column of what became of it: 期限/结果 over "2025年5月9日前／已完成"."""
    for token in status.tokens if status is not None else ():
        if token.kind == "moment" and status is not None and _BY_THEN.match(status.text, token.stop):
            return Reading(
                token.value.day, status.span(token.start, token.stop), "table", round(0.9 * status.confidence, 3)
            )
    return None


_BY_THEN = re.compile(r"\s*[之以]?前(?!已|未|完成)")


def _put_outcome(
    cells: dict[str, Reading[Any]],
    cols: Columns,
    row: Mapping[int, Unit],
    known: Known,
    answer: tuple[str, Unit] | None,
    body: Unit,
) -> None:
    """What became of a hazard, by its state, by whom it was reported to, and by days in columns of their own."""
    status, reported = cols.cell(row, "status"), cols.cell(row, "reported")
    notes = [u for u in (status, reported) if u is not None]
    if "reported" not in cols.roles:
        read = {c for name, c in cols.roles.items() if name not in ("advice", "level", "mended")}
        notes += [u for c, u in sorted(row.items()) if c not in read and len(u.text) <= 60 and tells_reported(u.text)][
            :1
        ]
    state = answer[0] if answer is not None else status.text if status is not None else ""
    due = cols.cell(row, "deadline")
    beside = _STATE_BESIDE.search(due.text) if due is not None and status is None and answer is None else None
    if beside is not None and due is not None and hazard_cells.tells_state(beside[1]):
        state, notes = beside[1], [due, *notes]
    words = [state if u is due else _note(u, u is reported) for u in notes]
    if answer is not None:
        words, notes = [answer[0], *words], [answer[1], *notes]
    note = "；".join(filter(None, [*words, *_answers_beside(cols, row, state)]))
    if status is not None and answer is None and is_affirmed(cols, status.text):
        note = "已" + note
    add_outcome(cells, note, notes[0] if notes else body, status=True, after=known.day)
    mended = cols.cell(row, "mended")
    on = None if mended is None else _due(mended, known.day)
    if on is None and "progress" in cols.roles:
        on = _done_on(cols.cell(row, "progress"), known.day)
    if on is not None and cells["rectified"].value and "rectified_on" not in cells:
        cells["rectified_on"] = on


_STATE_BESIDE = re.compile(r"\d\s*[日号]?\s*前?\s*[（(／/、，,；;]\s*([\u4e00-\u9fff]{2,8})\s*[)）]?\s*$")
"""How it stands, behind the day by which it was to be mended: "2025年3月1日（已完成）"."""


def _done_on(progress: Unit | None, after: date | None) -> Reading[Any] | None:
    """The one day in the words on what was done, beside a state that says that it was: "2025年9月8日更换轮胎"."""
    told = (
        hazard_days.day_of(progress.text, after)
        if progress is not None and not any(t.kind == "moment" for t in progress.tokens)
        else None
    )
    if progress is not None and told is not None and not _TO_COME.search(progress.text):
        return Reading(told[0], progress.span(told[1], told[2]), "table+year", round(0.85 * progress.confidence, 3))
    days = [t for t in progress.tokens if t.kind == "moment"] if progress is not None else []
    if progress is None or len(days) != 1 or _TO_COME.search(progress.text):
        return None
    return Reading(
        days[0].value.day,
        progress.span(days[0].start, days[0].stop),
        "table",
        round(0.9 * progress.confidence, 3),
    )


_TO_COME = re.compile("计划|预计|拟|将|前|期限|时限|要求")
_ADVICE_WITHIN = re.compile(
    r"[。；;，,\n]\s*(?:(?:整改|处理|改进)?(?:要求|建议|措施|意见|对策)\s*[:：]\s*|建议(?:企业)?(?=[\u4e00-\u9fff]{2}))"
    r"|(?:整改|处理|改进|治理|防范)(?:要求|建议|措施|意见|对策)\s*[:：]\s*"
)
"""What is to be done, told behind what is wrong in one cell: "螺栓松动。要求：立即紧固。"; or on its next line: "螺栓松动" over "整改要求：紧固"."""


def _answers_beside(cols: Columns, row: Mapping[int, Unit], state: str) -> list[str]:
    """What columns of their own answer, as a sentence would: whether mending was refused, on which day it was reported."""
    told = []
    body = cols.cell(row, "reported")
    for c, header in enumerate(cols.header):
        asked, unit = header.split("|")[-1], row.get(c)
        if unit is None or len(asked) > 12:
            continue
        if "拒" in asked and yes_no.parse(unit.text) is True:
            told.append("企业拒绝整改")
        day = next((t for t in unit.tokens if t.kind == "moment"), None)
        if c not in cols.roles.values() and day is not None and _REPORTED_ON.search(asked):
            whom = body.text.strip() if body is not None and not body.tokens else ""
            told.append(f"已于{day.value.day.isoformat()}报告{whom}")
        if (
            day is not None
            and c not in cols.roles.values()
            and _MENDED_ON.search(asked)
            and yes_no.parse(state) is True
        ):
            told.append(f"已于{day.value.day.isoformat()}整改")
    return told


_MENDED_ON = re.compile("(?:整改|完成|销号|闭环)(?:日期?|时间)$")
_REPORTED_ON = re.compile("(?:上报|报告|报送|报备|移送)(?:主管部门|部门)?(?:日期?|时间)$")


def _undescribed(cols: Columns, row: Mapping[int, Unit]) -> Unit | None:
    """What stands for a hazard whose description was left out or not read: two of its level, what to do and its day."""
    level, advice, deadline = (cols.cell(row, name) for name in ("level", "advice", "deadline"))
    told = [
        level if level is not None and hazard_cells.tells_level(level.text) else None,
        advice if advice is not None and is_words(advice) and hazard_cells.tells_remedy(advice.text) else None,
        deadline if deadline is not None and any(t.kind == "moment" for t in deadline.tokens) else None,
    ]
    told = [unit for unit in told if unit is not None]
    return told[0] if len({id(unit) for unit in told}) > 1 else None


def _note(unit: Unit, reporting: bool) -> str:
    """A cell of the reporting column says what it says of reporting, even where it only gives a day."""
    text = unit.text.replace("\n", "")
    day = next((t for t in unit.tokens if t.kind == "moment"), None)
    if not reporting or day is None or REPORTED.search(text):
        return text
    whom = (unit.text[: day.start] + unit.text[day.stop :]).replace("\n", "").strip(" 　，,；;、（()）")
    return f"已于{day.value.day.isoformat()}报告{whom}"
