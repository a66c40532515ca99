"""Hazards told as entries with labels instead of rows: a card table for each, a form's block, an app's list of label over value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from extractor.evidence.columns import NOTHING
from extractor.evidence.units import Unit
from extractor.hazards.apart.common_day import day_for_all
from extractor.hazards.cards.card_entries import OPENER, Entry, come_again, is_label, stacked_pair, tells_whole
from extractor.hazards.cards.card_reader import entries_of
from extractor.hazards.cards.several import Place, apart, tells_each, tells_several
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.absence import is_none_after
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.reported import REPORTED
from extractor.hazards.meaning.tags import tags_of
from extractor.hazards.meaning.words import NOTHING_FOUND, level_of
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values.scan import scan


@dataclass(slots=True)
class _Block:
    """The entries of one hazard gathered so far."""

    told: dict[str, Entry] = field(default_factory=dict)


def learn(units: Sequence[Unit]) -> dict[str, str]:
    """What labels that say nothing known stand for, where what stands beside one of them shows it: label → entry."""
    learned: dict[str, str] = {}
    for _ in entries_of(units, learned):
        pass
    return learned


def find(
    units: Sequence[Unit], learned: Mapping[str, str] | None = None, after: date | None = None
) -> tuple[list[Row], set[int]]:
    """(hazards, ids of the units they stand in) among units in reading order; ``learned`` as from `learn`, ``after``: a day
    of the paper from which days without their year are counted."""
    rows: list[Row] = []
    used: set[int] = set()
    told = list(_blocks(units, dict(learned or {})))
    described = [block for block in told if "description" in block.told]
    if all(map(_ended_when_done, described)):
        for block in described:
            if "deadline" in block.told:
                block.told["mended"] = block.told.pop("deadline")
    if len(described) == 1 and "opinion" in described[0].told:
        described[0].told.setdefault(
            "status", described[0].told["opinion"]
        )  # of several hazards it would not be told which
    blocks = [(block, found) for block in told if (found := _found(block, after))]
    for block, found in blocks:
        rows += found
        used.update(id(entry.unit) for entry in block.told.values())
    return (_with_day_below(blocks, rows) if len(blocks) > 1 else rows), used


def _ended_when_done(block: _Block) -> bool:
    """Whether a card has no day but one under a label of having ended, beside a state that says so: "完成日期 2025-07-15"."""
    due, state = block.told.get("deadline"), block.told.get("status")
    if due is None or not any(t.kind == "moment" for t in scan(due.text)):
        return due is None or due.ends
    return due.ends and state is not None and bool(outcome(state.text, status=True)["rectified"])


def _with_day_below(blocks: Sequence[tuple[_Block, Sequence[Row]]], rows: list[Row]) -> list[Row]:
    """The hazards with the one day of a form, told under the last of them in a row of its own, that is by when to mend all."""
    told = [block.told for block, _ in blocks]
    due, last = told[-1].get("deadline"), told[-1].get("advice") or told[-1]["description"]
    if due is None or any("deadline" in one or not {"description", "advice"} <= one.keys() for one in told[:-1]):
        return rows
    at, above = due.unit.cell, last.unit.cell
    if at is None or above is None or due.unit.table is not last.unit.table or at.row <= above.row:
        return rows
    day = rows[-1].cells.get("deadline")
    return rows if day is None else [Row({**row.cells, "deadline": day}, row.span) for row in rows]


def card_like(units: Sequence[Unit]) -> bool:
    """Whether a table is a form of labels and values: what stands in its first column are labels, not entries; or its cells
    are cards, each with labels of its own; or it is one card, in whose lines labels and values take turns behind its number."""
    filled = [unit for unit in units if unit.text.strip()]
    whole = sum(map(tells_whole, filled))
    wordy = sum(len(unit.text) > _SHORT for unit in filled)  # not 照片, nor the head of a column
    if filled and (whole >= 0.5 * len(filled) or (whole > 1 and whole >= _MOST * wordy) or _take_turns(filled)):
        return True
    if sum(stacked_pair(unit) is not None for unit in filled) >= max(_LEAST_STACKED, _STACKED * len(filled)):
        return True
    first = [unit for unit in units if unit.cell is not None and unit.cell.col == 0]
    if come_again([unit.text.strip(" :：") for unit in first]):
        return True
    return len(first) >= 2 and sum(is_label(unit) for unit in first) >= 0.6 * len(first)


_SHORT = 12  # characters
_MOST = 0.8
"""Of the cells with more words than that, the share that are cards by themselves."""


_LEAST_STACKED = 3
_STACKED = 0.8
"""Share of the cells of a card that have their label over their value."""


def _take_turns(filled: Sequence[Unit]) -> bool:
    """Whether each line of a table begins with a label and goes on in turns of value and label, the number of a card left out."""
    lines: dict[int, list[Unit]] = {}
    for unit in filled:
        if unit.cell is not None and OPENER.match(unit.text) is None:
            lines.setdefault(unit.cell.row, []).append(unit)
    return len(lines) > 1 and all(
        len(line) % 2 == 0 and all(map(is_label, line[::2])) and not any(map(is_label, line[1::2]))
        for line in lines.values()
    )


def _blocks(units: Sequence[Unit], learned: dict[str, str]) -> Iterator[_Block]:
    block = _Block()
    for entry in entries_of(units, learned):
        if entry.role == "words" and "words" in block.told:
            continue
        if entry.role == "reported" and "reported" in block.told and _REPORTED_TOO not in block.told:
            block.told[_REPORTED_TOO] = entry  # whom, and on which day, each under a label of its own
            continue
        if _tells_mended_on(entry, block):
            block.told.setdefault("mended", entry)
            continue
        if entry.role == "opener" or (
            entry.role in block.told and (entry.role != "advice" or "description" not in block.told)
        ):
            yield block
            block = _Block()
        if entry.role == "close":
            yield block
            block = _Block()
        elif entry.role not in ("opener", "other"):
            block.told.setdefault(entry.role, entry)
            if entry.weak:
                block.told["weak"] = entry
    yield block


def _tells_mended_on(entry: Entry, block: _Block) -> bool:
    """Whether a second day stands behind the state in its own line: "状态：已整改 整改日期：2024-04-05"; or a day, or none yet,
    under a label of its own for what the state says: "闭环时间 2024-04-05"."""
    state = block.told.get("status")
    if state is not None and entry.role == "status" and state.unit is not entry.unit:
        return NOTHING.match(entry.text) is not None or _ONLY_DAY.fullmatch(entry.text) is not None
    if entry.role != "deadline" or "deadline" not in block.told or state is None:
        return False
    due_first = next(iter(block.told)) == "deadline"  # then the day may be that of the next card
    done = outcome(state.text, status=True)["rectified"] and _ONLY_DAY.fullmatch(entry.text) is not None
    return entry.unit is state.unit or (done and not due_first)


_ONLY_DAY = re.compile(r"\s*20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\s*")


def _found(block: _Block, after: date | None) -> list[Row]:
    """The block as a hazard, or as the several that it numbers; none where it does not tell what is wrong and at least one
    thing about it."""
    told = block.told
    body = told.get("description")
    if body is None and {"level", "deadline", "advice", "status"} <= told.keys():
        body = told.get("words")  # the one entry left to say what is wrong
    if body is None:
        return []
    place = Place(body.unit, body.start, body.stop)
    alone = not {"level", "status"} & told.keys()  # else they tell of one hazard
    several = "weak" not in told and (
        tells_several(place, by_stops=alone) or (len(told) == 1 and tells_each(place, after))
    )
    if len(told) == 1 and not several and re.search("[；;，,]", body.text):
        whole = paragraph_row(
            Part(body.unit, body.start, body.stop, True), [], after
        )  # all that is told of it stands in one value
        return [whole[0]] if whole is not None else []
    if not several and not _tells_hazard(told, body.text.strip(_ENDS)):
        return []
    advice, due, state = (
        None if (entry := told.get(name)) is None else Place(entry.unit, entry.start, entry.stop)
        for name in ("advice", "deadline", "status")
    )
    row = Row(_cells(told, body, after), body.unit.span(body.start, body.stop))
    return apart(row, place, advice, by_stops=alone, due=due, state=state, after=after)


_ENDS = " 　;；。，,"
_LEVEL_BEHIND = re.compile(
    r"\s+[【\[（(]?(?:重大|较大|一般)(?:事故|安全)?隐患[】\])）]?$"
    r"|[，,；;]\s*(?:属于?|[为系是]|[定判]定?为)(?:一[项处个])?(?:重大|较大|一般)(?:生产安全|安全|事故)*隐患$"
)
"""The level behind what is wrong: as a tag, as web pages print it, or called so: "…，属一般隐患"."""


def _tells_hazard(told: Mapping[str, Entry], text: str) -> bool:
    """Whether entries tell of a hazard: something about it beside what is wrong, more of it where a label fits others too."""
    advice = told.get("advice")
    answered = "weak" not in told and advice is not None and hazard_cells.tells_remedy(advice.text)
    if not (answered and hazard_cells.tells_defect(text)) and (
        not {"deadline", "status", "level"} & told.keys() or not {"deadline", "advice", "level"} & told.keys()
    ):
        return False
    if "weak" in told and not ("deadline" in told and {"level", "status"} & told.keys()):
        return False
    wordy = sum("\u4e00" <= c <= "\u9fff" for c in text) >= 4
    return wordy and not (NOTHING.match(text) or NOTHING_FOUND.search(text) or is_none_after(text))


def _cells(told: Mapping[str, Entry], body: Entry, after: date | None) -> dict[str, Reading[Any]]:
    """What the entries say of a hazard."""
    sure = round(0.9 * body.unit.confidence, 3)
    level = told.get("level", body)
    raw = _LEVEL_BEHIND.sub("", body.unit.raw[body.start : body.stop].replace("\n", "").strip(_ENDS)) or body.text
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level.text), _span(level), "entry", sure),
        "description": Reading(raw, _span(body), "entry", sure),
    }
    if (tags := tags_of(raw)) is not None:
        cells["description"] = Reading(raw[: tags.start].rstrip(), _span(body), "entry", sure)
    advice, deadline = told.get("advice"), told.get("deadline")
    if advice is not None and (common := day_for_all(advice.unit, after)) is not None and _OF_ALL.match(advice.text):
        advice, cells["deadline"] = None, common  # "上述问题请于10月31日前整改完毕": by when, and nothing to do
    if advice is not None and not NOTHING.match(advice.text):
        cells["advice"] = Reading(advice.text.strip(" ;；。"), _span(advice), "entry", sure)
    if deadline is not None and (day := _day(deadline, after)) is not None:
        cells["deadline"] = Reading(day, _span(deadline), "entry", sure)
    _add_outcome(cells, told, body, after)
    return cells


_OF_ALL = re.compile(r"\s*(?:上述|以上|所列|所有|全部|各项)")


def _span(entry: Entry) -> Span:
    return entry.unit.span(entry.start, entry.stop)


def _day(entry: Entry, after: date | None) -> date | None:
    """The day that an entry gives; one without its year is counted from ``after``."""
    moment = next((t for t in scan(entry.text) if t.kind == "moment"), None)
    if moment is not None:
        written: date = moment.value.day
        return written
    told = day_of(entry.text, after)
    return None if told is None else told[0]


def _add_outcome(cells: dict[str, Reading[Any]], told: Mapping[str, Entry], body: Entry, after: date | None) -> None:
    """Put what the entries on mending and on reporting say into ``cells``."""
    notes = [told[name] for name in ("status", "reported", _REPORTED_TOO) if name in told]
    mended = told.get("mended")
    done = (
        [f"已于{days[0].isoformat()}整改"]
        if mended is not None and (days := [t.value.day for t in scan(mended.text) if t.kind == "moment"])
        else []
    )
    if not notes and not done and "deadline" in told and (aside := _STATE_ASIDE.search(told["deadline"].text)):
        done = [aside[1]]
    tags = tags_of(body.text) if not notes else None
    states = [entry.text for entry in notes if entry.role != "reported"] + ([tags.state] if tags is not None else [])
    note = "；".join(states + done + _reporting(notes))
    add_outcome(cells, note, notes[0].unit if notes else body.unit, status=True, after=after)


_STATE_ASIDE = re.compile(
    r"\d\s*[日号前]?[前内]?\s*[（(]([^（()）如若须应请待未]{0,10}已[^（()）]+)[)）]\s*$"
)  # 7月22日（当天已清理完）
_REPORTED_TOO = "reported too"
"""Where a block keeps the second entry on reporting."""
_STAMP = re.compile(r"\s*20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*\d{1,2}:\d\d(?::\d\d)?\s*")
_NOT_YET = re.compile("应(?!急)|须|需|拟|待|前|未|不|无|请")


def _reporting(notes: Sequence[Entry]) -> list[str]:
    """What the entries on reporting say, as a sentence where they give only a day and whom: "上报日期 2025-07-08", "上报对象 街道"."""
    texts = [entry.text for entry in notes if entry.role == "reported"]
    days = [(text, token) for text in texts for token in scan(text) if token.kind == "moment"]
    if len(days) != 1 or any(REPORTED.search(text) for text in texts):
        return texts
    if len(texts) == 1 and _STAMP.fullmatch(texts[0]):
        return []  # when a platform took it in, "上报时间 2025-10-22 10:05", and no authority was told
    text, token = days[0]
    whom = "".join([*(t for t in texts if t is not text), text[: token.start], text[token.stop :]]).strip(
        " 　，,；;、（()）"
    )
    return texts if _NOT_YET.search(whom) else [f"已于{token.value.day.isoformat()}报告{whom}"]
