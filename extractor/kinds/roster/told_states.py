"""Enterprises of a bulletin's sentence, several of them with whether they are insured behind them: 甲厂（人保财险）、乙库已投保；丙场未投保。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.evidence.units import Unit
from extractor.kinds.roster.around import ONLY_INSURED, ONLY_UNINSURED
from extractor.kinds.roster.forms import AREA, is_body, is_company, is_trade
from extractor.record import Reading, Row
from extractor.values import organisation, sector

Cells = dict[str, Reading[Any]]

_STRETCH = re.compile(r"(?:[^；;。\n，,]|(?<![投参承续]保)[，,])+")
_LEAD = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?(?P<lead>[\u4e00-\u9fff]{2,12})[:：]\s*")
_STATE = re.compile(
    r"(?:等?\d*[家户]?(?:企业|单位)?(?:[均都已经皆]|尚|仍|目前)*)(?P<said>(?:已|未|没有?)(?:经)?(?:按规定|依法)?(?:投|参|承|续)保(?:安责险)?|脱保|在保)\s*[，,]?\s*$"
)
_NAME = re.compile(r"(?P<name>[^、，,（()）\s]{4,30})(?:[（(](?P<beside>[^）)]{1,30})[)）])?\s*(?:[、，,和及]|$)")
_PLACE = re.compile("[\u4e00-\u9fff（）()]{3,30}(?:[厂站店场矿部社所院队行坊户库园馆]|公司|中心)")
_PEOPLE = re.compile(r"(\d{1,6})\s*[人名]")
_FEWEST = 2


def with_their_states(unit: Unit) -> list[Row]:
    """The enterprises of a line all of whose stretches are names with a state behind them; none of any other, or of fewer than two."""
    lead = _LEAD.match(unit.text)
    shared: Cells = {}
    start = 0
    if lead is not None:
        place = unit.span(*lead.span("lead"))
        if AREA.match(lead["lead"]):
            shared["area"] = Reading(lead["lead"], place, "derived:group", 0.8)
        elif is_trade(lead["lead"]):
            shared["industry"] = Reading(sector.parse(lead["lead"]), place, "derived:group", 0.8)
        start = lead.end() if shared else 0
    rows: list[Row] = []
    for stretch in _STRETCH.finditer(unit.text, start):
        told = list(_of_stretch(unit, stretch, shared))
        if not told and stretch[0].strip():
            return []
        rows += told
    return rows if len(rows) >= _FEWEST else []


def _of_stretch(unit: Unit, stretch: re.Match[str], shared: Cells) -> Iterator[Row]:
    state = _STATE.search(unit.text, *stretch.span())
    if state is None:
        return
    without, with_ = ONLY_UNINSURED.search(state["said"]), ONLY_INSURED.search(state["said"])
    if bool(without) == bool(with_) and "没" not in state["said"]:
        return
    names = list(_NAME.finditer(unit.text, stretch.start(), state.start()))
    if sum(m.end() - m.start() for m in names) < len(unit.text[stretch.start() : state.start()].strip()):
        return
    if not all(_is_one(m["name"]) for m in names):
        return
    insured = Reading(bool(with_), unit.span(*state.span("said")), "prose", 0.8)
    for match in names:
        cells: Cells = {
            "enterprise": Reading(organisation.format(match["name"]), unit.span(*match.span("name")), "prose", 0.85),
            "insured": insured,
            **shared,
        }
        cells |= _beside(unit, match)
        yield Row(cells, unit.span(*match.span()))


_STATE_FIRST = re.compile(
    r"(?P<said>(?:已|未|没有?|尚未)(?:经)?(?:投|参|承|续)保)(?:的)?(?:企业|单位)?(?:有|共)?(?:\s*\d{1,4}\s*[家户个])?(?:企业|单位)?\s*[:：]\s*(?P<names>[^；;。:：\n]+)"
)


def with_states_first(unit: Unit) -> list[Row]:
    """The enterprises of a text that tells the state before their names: 已投保2家：甲厂、乙厂；未投保1家：丙厂."""
    rows: list[Row] = []
    for stretch in _STATE_FIRST.finditer(unit.text):
        insured = ONLY_INSURED.search(stretch["said"]) is not None
        names = list(_NAME.finditer(unit.text, *stretch.span("names")))
        if not names or not all(_is_one(match["name"]) for match in names):
            return []
        said = Reading(insured, unit.span(*stretch.span("said")), "prose", 0.8)
        for match in names:
            name = Reading(organisation.format(match["name"]), unit.span(*match.span("name")), "prose", 0.85)
            cells: Cells = {"enterprise": name, "insured": said, **_beside(unit, match)}
            rows.append(Row(cells, unit.span(*match.span())))
    return rows


def _is_one(name: str) -> bool:
    found = organisation.find_all(name)
    return (len(found) == 1 and found[0][2] == name and is_company(name)) or (
        _PLACE.fullmatch(name) is not None and is_body(name)
    )


def _beside(unit: Unit, match: re.Match[str]) -> Cells:
    """What the bracket behind a name tells: how many work there, or who insures it."""
    if match["beside"] is None:
        return {}
    at = match.start("beside")
    if (people := _PEOPLE.search(match["beside"])) is not None:
        return {"headcount": Reading(int(people[1]), unit.span(at + people.start(1), at + people.end(1)), "prose", 0.8)}
    if organisation.is_insurer(match["beside"]) or re.search("[财产]险|保险", match["beside"]):
        return {"insurer": Reading(match["beside"], unit.span(*match.span("beside")), "prose", 0.8)}
    return {}
