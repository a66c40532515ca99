"""Several hazards numbered in one cell, each with the advice of its number: "1.电线破损；2.通道堵塞" beside "1.更换电线；2.清理"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from extractor.evidence.units import Unit
from extractor.hazards.apart.selections import Listed
from extractor.hazards.apart.sentences import named_in
from extractor.hazards.columns.table_days import day_behind_number
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import ITEM, Part, number_of, parts_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.numbers import SEVERAL, numbers_in
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.record_words import tells_defect
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row
from extractor.values.scan import Token


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``stop`` of a unit, in which an entry stands."""

    unit: Unit
    start: int
    stop: int


def whole(unit: Unit | None) -> Place | None:
    return None if unit is None else Place(unit, 0, len(unit.text))


def numbered(place: Place, *, by_stops: bool = False) -> list[Part]:
    """The items of an entry that is numbered from one on; none where it is not. ``by_stops``: else its clauses between
    semicolons, where all of them tell of a defect."""
    return _by_number(place) or (_by_stops(place) if by_stops else [])


def _by_stops(place: Place) -> list[Part]:
    found = [
        (place.start + m.start(), place.start + m.end())
        for m in _CLAUSE.finditer(place.unit.text[place.start : place.stop])
        if m[0].strip()
    ]
    parts = [Part(place.unit, a, b, False) for a, b in found]
    return parts if len(parts) > 1 and all(hazard_cells.tells_defect(p.text) for p in parts) else []


_CLAUSE = re.compile("[^；;。\n]+")


def _by_number(place: Place) -> list[Part]:
    parts = [p for p in parts_of(place.unit, shortest=0) if place.start <= p.start < place.stop]
    if len(parts) > 2 and not parts[-1].marked:
        parts = parts[:-1]  # a sentence on all of them
    if len(parts) > 2 and not parts[0].marked and parts[0].text.rstrip().endswith((":", "：")):
        place, parts = Place(place.unit, parts[1].start, place.stop), parts[1:]  # "存在以下问题：1.…"
    if len(parts) < 2 or place.unit.text[place.start : parts[0].start].strip():
        return []
    return parts if [number_of(p) for p in parts] == list(range(1, len(parts) + 1)) else []


def tells_several(place: Place, *, by_stops: bool = False) -> bool:
    """Whether an entry numbers what is wrong: most of its items tell of a defect."""
    items = numbered(place, by_stops=by_stops)
    return bool(items) and sum(hazard_cells.tells_defect(_words(p)[0]) for p in items) >= 0.6 * len(items)


def apart(
    row: Row,
    body: Place,
    advice: Place | None,
    *,
    by_stops: bool = False,
    due: Place | None = None,
    state: Place | None = None,
    level: Place | None = None,
    after: date | None = None,
) -> list[Row]:
    """The hazard as the several that its cell numbers, each with the advice, the day and the state of its number; alone where
    nothing is numbered. ``after``: a day of the paper from which days without their year are counted."""
    items = numbered(body, by_stops=by_stops)
    if items and not (advice or due) and (whole := _told_whole(items, after)):
        return _as_told_of_all(_as_they_stand(whole, row, items, state), items, body)
    if not tells_several(body, by_stops=by_stops) and not _answered_alike(items, (advice, due, state)):
        return [row]
    known = frozenset(n for item in items if item.marked and (n := number_of(item)) is not None)
    entries = _Entries(_answers(advice), _answers(due), _states(state, known), _answers(level))
    graded = row.cells.get("level")
    if graded is not None and graded.span == body.unit.span():  # read from the cell that tells all of them
        row = Row({**row.cells, "level": replace(graded, value=level_of(""))}, row.span)
    return [_of_item(_graded(row, item), item, entries, after) for item in items]


def _graded(row: Row, item: Part) -> Row:
    """The hazard with the level that another cell gives the number of an item: 1重大，2、3一般."""
    told = row.cells.get("level")
    number = number_of(item) if item.marked else None
    if told is None or number is None or not told.span.text:
        return row
    levels = {n: m[2] for m in _LEVEL_OF.finditer(told.span.text) for n in numbers_in(m[1])}
    if number not in levels:
        return row
    return Row({**row.cells, "level": replace(told, value=level_of(levels[number]))}, row.span)


_LEVEL_OF = re.compile(
    rf"(?:^|(?<=[，,；;。、\s]))({SEVERAL})\s*[:：]?(?:[均都]|全部)?(?:为|属于?|是|系)?\s*((?:特别?重大|重大|较大|一般)(?:事故)?(?:隐患)?)"
)


def _answered_alike(items: list[Part], entries: tuple[Place | None, ...]) -> bool:
    """Whether two other cells of the line are numbered as its items are: then they are several hazards, in whatever words; or one
    is, and most items tell what is wrong in words that are listed or learned."""
    numbers = {number_of(p) for p in items}
    alike = sum(set(_answers(entry)) == numbers for entry in entries) if items else 0
    return alike > 1 or (alike == 1 and sum(tells_defect(_bare(p)) for p in items) >= 0.6 * len(items))


def _bare(item: Part) -> str:
    """What an item says is wrong, without how grave it is behind it."""
    text = _words(item)[0]
    note = LEVEL_NOTE.search(text)
    return text if note is None or note.start() < 4 else text[: note.start()]


def tells_each(place: Place, after: date | None = None) -> bool:
    """Whether an entry numbers hazards of which each tells all of its own, in whatever words what is wrong; days without
    their year are counted from ``after``."""
    return bool(_told_whole(_by_number(place), after))


def _as_they_stand(rows: list[Row], whole: Row, items: list[Part], state: Place | None) -> list[Row]:
    """The hazards with what another cell says became of each, by its number or of all of them: 整改结果 | 两项均已整改完毕.

    ``whole``: what the cells say where they are taken for one hazard.
    """
    if state is None:
        return rows
    states = _states(state, frozenset(n for item in items if (n := number_of(item)) is not None))
    out = []
    for row, item in zip(rows, items, strict=True):
        cells = {name: reading for name, reading in row.cells.items() if name not in _OUTCOME}
        if states:
            add_outcome(cells, *states.get(number_of(item), ("", state.unit)), status=True)
        else:
            cells |= {name: whole.cells[name] for name in _OUTCOME if name in whole.cells}
        out.append(row if row.value("rectified") or row.value("refused") else Row(cells, row.span))
    return out


def _as_told_of_all(rows: list[Row], items: list[Part], place: Place) -> list[Row]:
    """The hazards with what a sentence behind them says became of them: "以上两项经11月18日回访，均已整改"."""
    known = frozenset(n for item in items if (n := number_of(item)) is not None)
    states = {
        n: words
        for told, words in named_in(place.unit.text[place.start : place.stop], Listed.of_numbers(known))
        for n in told
    }
    out = []
    for row, item in zip(rows, items, strict=True):
        cells = dict(row.cells)
        words = states.get(number_of(item) or 0)
        if words and not row.value("rectified") and not row.value("refused"):
            add_outcome(cells, words, place.unit, status=True)
        out.append(Row(cells, row.span))
    return out


def _told_whole(items: list[Part], after: date | None) -> list[Row]:
    """The hazards of items that each tell all of theirs, by when it is to be mended too: "1、盖板松动（一般）。整改时限：…；未整改。", one of
    them by no day of the calendar: "…（重大），要求当天分库"; else none."""
    told = [paragraph_row(item, [], after) for item in items if item.marked]
    rows = [one[0] for one in told if one is not None and ("deadline" in one[0].cells or _is_whole(*one))]
    dated = sum("deadline" in row.cells for row in rows)
    return rows if len(rows) == len(items) and 2 * dated >= len(rows) else []


def _is_whole(row: Row, strong: bool) -> bool:
    """Whether an item is surely a hazard and tells what is to be done."""
    return strong and "advice" in row.cells and hazard_cells.tells_defect(str(row.value("description") or ""))


@dataclass(frozen=True, slots=True)
class _Entries:
    """Number → what to do, by when, and how it stands, where cells number them; empty where they do not."""

    advice: dict[int | None, Part]
    due: dict[int | None, Part]
    state: dict[int | None, tuple[str, Unit]]
    level: dict[int | None, Part]


def _of_item(row: Row, item: Part, entries: _Entries, after: date | None = None) -> Row:
    """One of the hazards of a cell; what its number has no entry for is not told of it where others have one."""
    text, start, stop = _words(item)
    cells = dict(row.cells)
    how, sure = cells["description"].how, cells["description"].confidence
    if (note := LEVEL_NOTE.search(text)) is not None and note.start() >= 4:
        cells["level"] = Reading(level_of(note[1]), item.unit.span(start, stop), how, sure)
        text, stop = text[: note.start()], start + note.start()
    noted = _NOTED.search(text)
    if noted is not None and noted.start() >= 4:
        place = Part(item.unit, start + noted.start(), stop, False)
        cells["level"] = Reading(level_of(noted[1]), item.unit.span(place.start, stop), how, sure)
        if (before := _day(place)) is not None:
            cells["deadline"] = Reading(before.value.day, item.unit.span(before.start, before.stop), how, sure)
        text, stop = text[: noted.start()], start + noted.start()
    cells["description"] = Reading(text, item.unit.span(start, stop), how, sure)
    number = number_of(item) if item.marked else None
    for name, told in (("advice", entries.advice), ("deadline", entries.due)):
        if told and item.marked:
            cells.pop(name, None)
    if (graded := entries.level.get(number)) is not None:
        words, a, b = _words(graded)
        cells["level"] = Reading(level_of(words), graded.unit.span(a, b), how, sure)
    if (answer := entries.advice.get(number)) is not None:
        words, a, b = _words(answer)
        cells["advice"] = Reading(words, answer.unit.span(a, b), how, sure)
    if (by := entries.due.get(number)) is not None and (day := _day(by)) is not None:
        cells["deadline"] = Reading(day.value.day, by.unit.span(day.start, day.stop), how, sure)
    elif by is not None and (short := day_of(by.text, after)) is not None:
        cells["deadline"] = Reading(short[0], by.unit.span(by.start + short[1], by.start + short[2]), how, sure)
    if (stands := entries.state.get(number)) is not None:
        cells = {name: reading for name, reading in cells.items() if name not in _OUTCOME}
        add_outcome(cells, *stands, status=True)
    return Row(cells, item.unit.span(start, stop))


_NOTED = re.compile(r"\s*[（(【\[]\s*(重大|较大|一般)(?:事故)?(?:隐患)?\s*[，,、；;][^（()）]{2,40}[)）】\]]\s*$")
"""The bracket behind what is wrong that tells its level and by when it is to be mended: "（重大，2025年5月10日前）"."""
_OUTCOME = ("rectified", "rectified_on", "refused", "refused_on", "reported_to", "reported_on")


def _answers(place: Place | None) -> dict[int | None, Part]:
    """Number → what an entry tells under it; nothing where it is not numbered."""
    if place is None:
        return {}
    told: dict[int | None, Part] = {n: part for part in numbered(place) if (n := number_of(part)) is not None}
    return told or _by_bare_numbers(place)


def _by_bare_numbers(place: Place) -> dict[int | None, Part]:
    """Number → what its clause tells, where each begins with its number and no mark behind it: 1停用送检；2换线；3补水."""
    text = place.unit.text[place.start : place.stop]
    found = list(_BARE_NUMBER.finditer(text))
    if len(found) < _LEAST_BARE or [int(m[1]) for m in found] != list(range(1, len(found) + 1)) or found[0].start():
        return {}
    stops = [*(m.start() for m in found[1:]), len(text)]
    return {
        int(m[1]): Part(place.unit, place.start + m.end(), place.start + stop, False)
        for m, stop in zip(found, stops, strict=True)
    }


_BARE_NUMBER = re.compile(
    r"(?:^|(?<=[；;。\n]))\s*(\d)\s*(?:[:：]\s*(?=\d)|(?=[\u4e00-\u9fff])(?![年月日号个台处条项次人名天只套块根米吨层楼车库罐炉]))"
)
_LEAST_BARE = 2


def _states(place: Place | None, known: frozenset[int]) -> dict[int | None, tuple[str, Unit]]:
    """Number → what an entry says became of the hazard of that number, with the unit: numbered itself, or naming numbers in a
    sentence ("第1、2项已整改，第3项未整改"), whose others are then as yet open."""
    if place is None:
        return {}
    if told := _answers(place):
        return {number: (_words(part)[0], part.unit) for number, part in told.items()}
    text = place.unit.text[place.start : place.stop]
    named: dict[int | None, tuple[str, Unit]] = {}
    for numbers, words in named_in(text, Listed.of_numbers(known)):
        named.update(dict.fromkeys(numbers, (words, place.unit)))
    return {**dict.fromkeys(known, ("", place.unit)), **named} if named else {}


def _day(part: Part) -> Token | None:
    told = next((t for t in part.unit.tokens if t.kind == "moment" and part.start <= t.start < part.stop), None)
    return told or day_behind_number(part.text, part.start)


def _words(item: Part) -> tuple[str, int, int]:
    """An item without its number and the stop behind it, as printed, and where it stands."""
    lead = ITEM.match(item.text) if item.marked else None
    start = item.start + (lead.end() if lead else 0)
    kept = item.unit.text[start : item.stop].rstrip(" 　\n；;。，,")
    stop = start + len(kept)
    return item.unit.raw[start:stop].replace("\n", "").strip(), start, stop
