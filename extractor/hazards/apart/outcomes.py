"""What is told of hazards apart from their list: in a second table by their numbers, or in a sentence that names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.apart.by_thing import refused_by_thing, told_by_thing
from extractor.hazards.apart.places_beside import places_beside
from extractor.hazards.apart.replies import replies
from extractor.hazards.apart.selections import Listed
from extractor.hazards.apart.sentences import named_in, told_of
from extractor.hazards.apart.the_one import told_of_the_one
from extractor.hazards.columns.day_columns import day_kind
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.numbers import are_several, numbers_in
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.reported import tells_reported
from extractor.hazards.meaning.words import STAMP, int_of, label_role
from extractor.record import Reading, Row
from extractor.values.scan import scan


@dataclass(frozen=True, slots=True)
class Told:
    """What stands elsewhere of one hazard: ``note`` how far it is, ``cells`` what is to be done and by when."""

    note: tuple[str, Unit] | None = None
    cells: Mapping[str, Reading[Any]] = field(default_factory=dict)


def with_outcomes(
    sheet: Sheet,
    tables: Sequence[tuple[Table, Sequence[Unit]]],
    rows: Sequence[Row],
    numbers: Sequence[int | None],
    used: Collection[int],
    after: date | None = None,
) -> list[Row]:
    """The hazards with what stands elsewhere of their mending; ``numbers`` are those printed before them, ``used`` ids of units
    that their list fills, ``tables`` those of the paper, each list in one grid apart, ``after`` a day of the paper from which days
    without their year are counted. Where two hazards have one number, nothing is told by numbers."""
    if not rows:
        return []
    listed, printed = _listed(rows, numbers)
    listed = replace(listed, places=places_beside(tables, rows))
    by_thing = (*told_by_thing(sheet.units, used, rows), *refused_by_thing(sheet.units, used, rows))
    answers = {i: Told((words, unit)) for i, words, unit in by_thing}
    answers |= {printed[n]: Told(note) for n, note in replies(sheet.units, used, frozenset(printed)).items()}
    tabled = {printed[n]: line for n, line in _in_tables(tables, used, frozenset(printed)).items()}
    told = {**answers, **_in_sentences(sheet, used, listed, after), **tabled}
    if len(rows) == 1 and 0 not in told and (of_it := told_of_the_one(sheet.units, used, rows[0])) is not None:
        told[0] = Told(of_it)
    for i, answer in answers.items():
        told[i] = told[i] if told[i].note is not None else Told(answer.note, told[i].cells)
    return [row if i not in told else _with(row, told[i], after) for i, row in enumerate(rows)]


def _listed(rows: Sequence[Row], numbers: Sequence[int | None]) -> tuple[Listed, dict[int, int]]:
    """The hazards as sentences may name them, each by its place, and number → place of those with a number to themselves; a list
    without numbers is counted."""
    known = [n for n in numbers if n is not None]
    once = len(set(known)) == len(known)
    printed = {n: i for i, n in enumerate(numbers) if n is not None} if once else {}
    counted = printed if known else {i + 1: i for i in range(len(rows))}
    grave = frozenset(i for i, row in enumerate(rows) if row.value("level") == "重大")
    words = {i: str(row.value("description") or "") for i, row in enumerate(rows)}
    return Listed(tuple(range(len(rows))), counted, words, grave), printed


def _with(row: Row, told: Told, after: date | None) -> Row:
    cells = {**told.cells, **row.cells}
    if (graded := told.cells.get("level")) is not None:
        own = row.cells["level"].span.text if "level" in row.cells else ""
        if not _GRADED.search(own) or graded.span.text in own:
            cells["level"] = graded  # its own line names none, or the cell of all tells it by number
    if told.note is not None and not row.value("rectified") and not row.value("refused"):
        if any(t.kind == "moment" for t in scan(told.note[0])) or _OF_REVIEW.search(told.note[0]):
            after = None
        add_outcome(cells, *told.note, status=True, after=after)
        on = cells.get("rectified_on")
        if on is not None and after is not None and (on.value - after).days > _SOON:
            _of_year_before(cells, on, after)
        elif on is not None and _SEEN_ALL.match(told.note[0]) is not None:
            del cells["rectified_on"]  # "经4月8日复查，上述3项均已整改完毕": by then
    return Row(cells, row.span)


_OF_REVIEW = re.compile(r"\d\s*[日号][^，,。；;\d]{0,6}(?:复查|复核|复验|回访|核查|验收|核实|检查)")
"""A day on which somebody came to see: the mending was before it, on a day that the words do not tell."""


def _of_year_before(cells: dict[str, Reading[Any]], on: Reading[Any], after: date) -> None:
    """Put a day without its year into the year in which it lies right before the paper's first day; without it where it lies elsewhere,
    as then the year that was put before it is a guess too many."""
    earlier = None if _is_leap_day(on.value) else on.value.replace(year=on.value.year - 1)
    if earlier is not None and (after - earlier).days in range(_RIGHT_BEFORE):
        cells["rectified_on"] = replace(on, value=earlier)
    else:
        del cells["rectified_on"]


def _is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


_RIGHT_BEFORE = 40
"""Days before the first day of a paper, as of an answer that is dated after the mending of which it tells."""
_SEEN_ALL = re.compile(
    r"\s*经?\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?[^，,。；;\d]{0,6}(?:复查|复核|复验|回访|核查|验收)[^，,。；;\d]{0,4}[，,][^。；;\d]*[\d一二三四五六七八九十]{0,2}[^。；;\d]*[均都全]"
)
_SOON = 200
"""Days from the first day of a paper within which a day without its year lies in the year that this makes it."""


_GRADED = re.compile("重大|一般|较大|[ⅠⅡⅢⅣ]|[A-D一二三四]级")


def _in_tables(
    tables: Sequence[tuple[Table, Sequence[Unit]]], used: Collection[int], known: frozenset[int]
) -> dict[int, Told]:
    """Number → what a line of another table says of it: a table of numbers that all have their hazard, with states or what to
    do beside."""
    out: dict[int, Told] = {}
    for table, units in tables:
        if any(id(u) in used for u in units):
            continue
        lines = [
            line for row in grid(table, units) if (line := list({id(u): u for _, u in sorted(row.items())}.values()))
        ]
        read = [(n, line[1:]) for line in lines for n in _numbers(line[0].text)]
        if len(read) < 2 or not {n for n, _ in read} <= known or len({n for n, _ in read}) < len(read):
            continue
        heads = {c: unit.text for c, unit in grid(table, units)[0].items()}
        alone = all(len(rest) == 1 for _, rest in read)
        over = lines[0][0].text if len(lines[0]) == 1 and label_role(lines[0][0].text) else ""
        if alone and (over or (_numbers(lines[0][0].text) and all(_asks_only(rest) for _, rest in read))):
            heads = {rest[0].cell.col: over or _TO_DO for _, rest in read if rest[0].cell is not None}
        out.update((n, told) for n, rest in read if (told := _line(rest, heads)) is not None)
    return out


def _numbers(text: str) -> list[int]:
    """The numbers of hazards that are all of a cell: 3, or several that one line answers: 1、2, 1-3."""
    if are_several(text):
        return numbers_in(text)
    one = int_of(text)
    return [] if one is None else [one]


_TO_DO = "整改措施"


def _asks_only(rest: Sequence[Unit]) -> bool:
    """Whether a line of a table without a head holds, beside its number, no more than what is to be done."""
    return len(rest) == 1 and hazard_cells.han(rest[0].text) >= _LEAST_WORDS and _asks(rest[0].text)


def _asks(text: str) -> bool:
    return hazard_cells.tells_remedy(text) and not hazard_cells.tells_state(text)


_LEAST_WORDS = 3


def _line(rest: Sequence[Unit], heads: Mapping[int, str]) -> Told | None:
    """What one line of such a table says, by its cells and what heads them."""
    under = {label_role(heads.get(u.cell.col, "")): u for u in reversed(rest) if u.cell is not None}
    cells: dict[str, Reading[Any]] = {}
    advice, due = under.get("advice"), under.get("deadline")
    if advice is not None and hazard_cells.han(advice.text) >= 2 and not hazard_cells.tells_state(advice.text):
        cells["advice"] = Reading(advice.raw.replace("\n", "").strip(), advice.span(), "table", 0.8)
    if due is not None and (by := next((t for t in due.tokens if t.kind == "moment"), None)) is not None:
        cells["deadline"] = Reading(by.value.day, due.span(by.start, by.stop), "table", 0.8)
    states = [u for u in rest if u is not advice and u is not due and _tells_state(u, heads)]
    if due is not None and states and due.cell is not None and day_kind(heads.get(due.cell.col, "")) == "mended":
        cells.pop("deadline", None)  # 完成时间 beside a state is when it was mended
        due = None
    state = next(iter(states), advice if advice is not None and "advice" not in cells else None)
    report = next((u for u in rest if u is not state and tells_reported(u.text)), None)
    day = next((t for u in rest if u is not due and u is not report for t in u.tokens if t.kind == "moment"), None)
    if state is None:
        return Told(cells=cells) if cells else None
    ended = outcome(state.text, status=True)["rectified"]
    said = "已整改" if _YES.fullmatch(state.text) else state.text  # "是" says nothing behind a day
    dated = f"{day.value.day.isoformat()}{said}" if day is not None and ended else state.text
    return Told((dated if report is None else f"{dated}；{report.text}", state), cells)


def _tells_state(unit: Unit, heads: Mapping[int, str]) -> bool:
    """Whether a cell says how far the mending is; under a head that asks so, what was done to a thing says it too:
    整改情况 over "喷漆房已装可燃气体报警2套并联锁"."""
    asked = "已" in unit.text and unit.cell is not None and label_role(heads.get(unit.cell.col, "")) == "status"
    return hazard_cells.tells_state(unit.text) or (asked and outcome(unit.text, status=True)["rectified"])


_YES = re.compile(r"\s*(?:是|√|✓|[Yy](?:es|ES)?)\s*")


def _in_sentences(sheet: Sheet, used: Collection[int], listed: Listed, after: date | None) -> dict[int, Told]:
    notes: dict[int, tuple[str, Unit]] = {}
    cells: dict[int, dict[str, Reading[Any]]] = {}
    for unit in sheet.units:
        if unit.table is not None and not _is_across(unit):
            for hazards, reading in _levels_in_cell(unit, listed, after):
                cells |= {key: {"level": reading, **cells.get(key, {})} for key in hazards}
            if id(unit) not in used and _CAPTION.search(unit.text):
                for hazards, words in named_in(unit.text, listed):
                    notes.update(dict.fromkeys(hazards, (words.rstrip(" )）"), unit)))
            continue
        if id(unit) in used and unit.table is None:
            continue
        stamp = STAMP.match(unit.text)
        for hazards, words in named_in(unit.text[stamp.end() if stamp is not None else 0 :], listed):
            notes.update(dict.fromkeys(hazards, (words, unit)))
        for hazards, name, reading in told_of(unit, listed, after):
            for key in hazards:
                cells.setdefault(key, {}).setdefault(name, reading)
    return {key: Told(notes.get(key), cells.get(key, {})) for key in notes.keys() | cells.keys()}


_CAPTION = re.compile(r"^\s*(?:图|照片)?\s*\d{0,3}\s*[（(](?:问题|隐患)\s*\d{1,2}[，,；;]")
"""What stands under a picture of the mended place: 图2（问题1，4月15日已清理）."""


def _is_across(unit: Unit) -> bool:
    """Whether a cell takes a whole line of its table: a sentence on the list under or in it."""
    return unit.table is not None and unit.cell is not None and unit.cell.colspan == unit.table.n_cols > 1


def _levels_in_cell(unit: Unit, listed: Listed, after: date | None) -> Iterator[tuple[frozenset[int], Reading[Any]]]:
    """What a cell of a form says of the levels of hazards by their numbers: "第1项为重大隐患，其余为一般隐患"."""
    if "第" in unit.text and "隐患" in unit.text:
        yield from ((hazards, reading) for hazards, name, reading in told_of(unit, listed, after) if name == "level")
