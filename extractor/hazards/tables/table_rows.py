"""A line of a list of hazards as a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from extractor.evidence.columns import NOTHING, Columns, data_rows, is_words
from extractor.evidence.columns.choices import Choice
from extractor.evidence.units import Unit
from extractor.hazards.apart.sections import due_over
from extractor.hazards.cards.compound import entries_in
from extractor.hazards.cards.several import Place
from extractor.hazards.columns.columns import asks_both, is_signature
from extractor.hazards.columns.due_and_state import due_and_state
from extractor.hazards.columns.marked_words import CROSSED
from extractor.hazards.columns.table_days import due_first_in, due_in, due_last_in, due_within
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning import days, legends
from extractor.hazards.meaning.words import ALL_WELL, NONE_HERE, NOTHING_FOUND, is_not_here, level_of
from extractor.hazards.tables.table_outcomes import put_outcome
from extractor.record import Reading, Row
from extractor.values import person, yes_no


@dataclass(frozen=True, slots=True)
class Known:
    """What the paper says elsewhere that its list needs: a day before its deadlines, what its marks of a scale mean."""

    day: date | None
    key: Mapping[str, str]
    states: Mapping[str, str] = field(default_factory=dict)  # mark → what it says of the mending
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
    if _tells_no_hazard(text) or is_signature(row) or _is_across(cols, row, words):
        return None
    answers = {name: answer for name, choice in asked.items() if (answer := choice.of(row)) is not None}
    if (state := cols.cell(row, "status")) is not None and state.text.strip() in known.states:
        answers.setdefault("status", (known.states[state.text.strip()], state))
    cells: dict[str, Reading[Any]] = {}
    within = entries_in(row, cols.header)
    if (level := _level(cols, row, known, answers.get("level"), body, within.get("level"))) is not None:
        cells["level"] = level
    if body is words:
        cells |= _told(body, apart="advice" in cols.roles, both=asks_both(cols.header[cols.roles["description"]]))
    if body is words and "advice" not in cells and not {"advice", "deadline"} & cols.roles.keys():
        cells |= _asked_within(body, known.day)
    if body is words and "description" in within and within["description"].unit is body:
        cells["description"] = _part_of(_without_level(within["description"]))
    advice = cols.cell(row, "advice")
    if "advice" in within and (advice is None or within["advice"].unit is advice):
        cells["advice"] = _part_of(within["advice"])
    elif advice is not None and advice is not body and not NOTHING.match(advice.text):
        own = _OWN_NUMBER.match(advice.text) if _OWN_NUMBER.match(body.text) else None
        begin = own.end() if own is not None else 0
        end = len(advice.text)
        if "deadline" not in cols.roles and (by := due_first_in(advice, known.day)) is not None:
            cells["deadline"], begin = by
        elif "deadline" not in cols.roles and (by := due_last_in(advice, known.day)) is not None:
            cells["deadline"], end = by
        cells["advice"] = Reading(
            advice.raw[begin:end].replace("\n", "").strip(),
            advice.span(begin, end),
            "table",
            round(0.97 * advice.confidence, 3),
        )
    if (due := _due(cols, row, known, within.get("deadline"))) is not None:
        cells["deadline"] = due
    put_outcome(cells, cols, row, known.day, answers.get("status") or _state_of(cols, within.get("status")), body)
    if cells["rectified"].value and cols.roles.get("mended", -1) == cols.roles.get("deadline"):
        cells.pop("deadline", None)  # one column has the day of mending, or "计划11月30日" where it is open
    return Row(cells, body.span())


def _tells_no_hazard(text: str) -> bool:
    """Whether words where a hazard would stand say that there is none, or are a visit's number or a name."""
    none = is_not_here(text) or _VISIT.fullmatch(text) is not None or NOTHING_FOUND.search(text) is not None
    return none or person.is_name(text) or ALL_WELL.fullmatch(text) is not None or NONE_HERE.fullmatch(text) is not None


def _due(cols: Columns, row: Mapping[int, Unit], known: Known, within: Place | None) -> Reading[Any] | None:
    """Until when a hazard is to be mended: by its own column, else beside its state, in its cell of several entries or over the list."""
    if "deadline" not in cols.roles:
        due = due_within(cols.cell(row, "status"), known.day) or _due_of(within, known.day)
        return due_over(known.heading, known.day) if due is None and known.heading is not None else due
    cell = cols.cell(row, "deadline")
    if "status" not in cols.roles and (both := due_and_state(cell, known.day)) and cell:
        return Reading(both.day, cell.span(both.start, both.stop), "table", round(0.9 * cell.confidence, 3))
    in_parts = within if within is not None and within.unit is cell else None  # "光栅断线/修复光栅/7月10日"
    return due_in(cell, known.day) or _due_of(in_parts, known.day)


def _due_of(place: Place | None, after: date | None) -> Reading[Any] | None:
    """The day under a label of its own among others in a cell: "时限：2026-07-05前"."""
    if place is None:
        return None
    moment = next((t for t in place.unit.tokens if t.kind == "moment" and place.start <= t.start < place.stop), None)
    sure = round(0.9 * place.unit.confidence, 3)
    if moment is not None:
        return Reading(moment.value.day, place.unit.span(moment.start, moment.stop), "table", sure)
    told = days.day_of(place.unit.text[place.start : place.stop], after)
    return None if told is None else Reading(told[0], place.unit.span(place.start, place.stop), "table+year", sure)


def _state_of(cols: Columns, place: Place | None) -> tuple[str, Unit] | None:
    """How a hazard stands under a label of its own in a cell, where no column tells it."""
    if place is None or {"status", "mended"} & cols.roles.keys():
        return None
    return place.unit.text[place.start : place.stop].replace("\n", ""), place.unit


def _asked_within(body: Unit, after: date | None) -> dict[str, Reading[Any]]:
    """What is wrong, and behind it in one remark by when to do what: "探头断线，11月8日前接好"; nothing where it does not go on so."""
    stop = _CLAUSE_END.search(body.text, _LEAST_WRONG)
    if stop is None or hazard_cells.tells_remedy(body.text[: stop.start()]):
        return {}
    by = due_first_in(body, after, stop.end())
    begin = stop.end() if by is None else by[1]
    if by is None and not hazard_cells.tells_remedy(body.text[begin:]):
        return {}
    sure = round(0.9 * body.confidence, 3)
    told: dict[str, Reading[Any]] = {
        "description": Reading(
            body.raw[: stop.start()].replace("\n", "").strip(), body.span(0, stop.start()), "table", sure
        ),
        "advice": Reading(body.raw[begin:].replace("\n", "").strip(" 　;；。"), body.span(begin), "table", sure),
    }
    return told if by is None else {**told, "deadline": by[0]}


_VISIT = re.compile(r"第?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[次轮期批](?:服务|排查|检查)?")
"""The number of a visit in a list of visits, which is nothing wrong: 第一次."""
_CLAUSE_END = re.compile(r"[，,；;。]\s*")
_ENDS = " 　;；。，,"
_LEAST_WRONG = 3  # characters of what is wrong


def _part_of(place: Place) -> Reading[Any]:
    """The entry that stands under a label of its own among others in a cell."""
    words = place.unit.raw[place.start : place.stop].replace("\n", "").strip(" 　;；。，,")
    return Reading(words, place.unit.span(place.start, place.stop), "table", round(0.9 * place.unit.confidence, 3))


def _without_level(place: Place) -> Place:
    noted = LEVEL_NOTE.search(place.unit.text[: place.stop], place.start)
    far = noted is not None and noted.start() > place.start + _LEAST_WRONG
    return replace(place, stop=noted.start()) if noted is not None and far else place


def _is_across(cols: Columns, row: Mapping[int, Unit], body: Unit | None) -> bool:
    """Whether one cell lies under the heads of what is wrong and of other entries: a line of the form around the list."""
    if body is None or body.cell is None or body.cell.colspan == 1:
        return False
    return any(row.get(c) is body for name, c in cols.roles.items() if name != "description")


def _level(
    cols: Columns,
    row: Mapping[int, Unit],
    known: Known,
    answer: tuple[str, Unit] | None,
    body: Unit,
    within: Place | None,
) -> Reading[Any] | None:
    """How grave a hazard is by its column, by marks, or by the words over the list; None where its cell was not read."""
    level = cols.cell(row, "level")
    level = known.heading if level is None or NOTHING.match(level.text) else level
    marked = legends.keyed_level(level.text, known.key) if level else None
    if answer is not None:
        level, marked = answer[1], level_of(answer[0])
    if (major := cols.cell(row, "major")) is not None:
        level, marked = major, "重大" if yes_no.parse(major.text) else "一般"
    if level is None and body.confidence >= 1 and "level" in cols.roles:
        return None
    if level is None and marked is None and within is not None:
        words = within.unit.text[within.start : within.stop]
        if hazard_cells.tells_level(words.strip(_ENDS)):
            return Reading(level_of(words), within.unit.span(within.start, within.stop), "table", 0.9)
    told = marked or level_of(level.text if level else body.text.replace("\n", "").strip())
    return Reading(told, (level or body).span(), "table", round(0.97 * body.confidence, 3))


def _told(body: Unit, *, apart: bool, both: bool = False) -> dict[str, Reading[Any]]:
    """What is wrong, without the level noted behind it; what is to be done, where the same cell goes on with it.

    ``apart``: a column of its own tells what is to be done; ``both``: the header of this one asks for it too.
    """
    cells: dict[str, Reading[Any]] = {}
    noted = LEVEL_NOTE.search(body.text)  # "…未设护栏（一般隐患）"
    stop = noted.start() if noted and noted.start() >= 4 else len(body.text)
    within = None if apart else _ADVICE_WITHIN.search(body.text)
    if both and not apart and within is None:
        within = _TO_DO.search(body.text)  # "…开焊措施：补焊": the end of the line between them was lost
    begin = _line_to_do(body) if both and not apart and within is None else None
    if begin is not None:
        stop = min(stop, begin)
        begin += m.end() if (m := _TO_DO.match(body.text[begin:])) is not None else 0
        advice = body.raw[begin:].replace("\n", "").strip(" 　;；。")
        cells["advice"] = Reading(advice, body.span(begin), "table", 0.8)
    if within is not None and within.start() >= 4:
        cells["advice"] = Reading(
            body.raw[within.end() :].replace("\n", "").strip(" 　;；。"), body.span(within.end()), "table", 0.85
        )
        stop = min(stop, within.start())
    graded = _GRADED_WITHIN.search(body.text, 4)
    if graded is not None and graded.start() < stop and (not apart or graded.end() == len(body.text)):
        if "advice" not in cells and hazard_cells.han(body.text[graded.end() :]) >= _LEAST_ADVICE:
            advice = body.raw[graded.end() :].replace("\n", "").strip(" 　;；。")
            cells["advice"] = Reading(advice, body.span(graded.end()), "table", 0.8)
        stop = graded.start()
    number = CROSSED.match(body.text) or _OWN_NUMBER.match(body.text)
    start = number.end() if number and number.end() < stop else 0
    cells["description"] = Reading(
        body.raw[start:stop].replace("\n", "").strip(),
        body.span(start, stop),
        "table",
        round(0.97 * body.confidence, 3),
    )
    return cells


_GRADED_WITHIN = re.compile(
    r"[，,；;]\s*(?:属于?|为)?(?:重大|较大|一般)(?:生产安全|安全|事故)*隐患(?:\s*[，,；;。]\s*|\s*$)"
)
"""The level between what is wrong and what to do: "第4块盖板断裂，一般隐患，立即更换"."""
_LEAST_ADVICE = 2  # Han characters
_OWN_NUMBER = re.compile(r"\s*[（(]?\d{1,2}\s*[.、．）)]\s*(?=[\u4e00-\u9fff])")
"""The hazard's number in the list, written into its cell: 1.卸料平台未挂限载牌."""


_TO_DO = re.compile(r"(?:整改|处理|治理)?(?:建议|措施|要求|意见)\s*[:：]\s*")


def _line_to_do(body: Unit) -> int | None:
    """Where the only line of a cell begins that says what is to be done, under one or more of what is wrong."""
    starts = [start for start, _ in body.pieces[1:] if start >= 4 and hazard_cells.tells_remedy(body.text[start:])]
    return starts[0] if len(starts) == 1 else None


_ADVICE_WITHIN = re.compile(
    r"[。；;，,\n]\s*(?:(?:整改|处理|改进)?(?:要求|建议|措施|意见|对策|办法)\s*[:：]\s*|建议(?:企业)?(?=[\u4e00-\u9fff]{2}))"
    r"|(?:整改|处理|改进|治理|防范)(?:要求|建议|措施|意见|对策|办法)\s*[:：]\s*"
)
"""What is to be done, told behind what is wrong in one cell: "螺栓松动。要求：立即紧固。"; or on its next line: "螺栓松动" over "整改要求：紧固"."""


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
