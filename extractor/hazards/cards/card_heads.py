"""How a card begins: with its number alone, with what is wrong behind it, or with a cell that holds the whole card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.evidence.columns import NOTHING
from extractor.evidence.units import Unit
from extractor.hazards.apart.headed import LEVEL_HEADING
from extractor.hazards.cards.card_entries import DUE_BY, OPENER, PAIR, Entry, is_numbered_card, spaced_pair
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.words import label_role, level_of
from extractor.record import Reading, Row

_TITLED = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,4}\s*(?:[A-H]|\d{1,2}|[一二三四五六七八九十]{1,2})[\s:：、.]+|[【\[（(<][\u4e00-\u9fff]{0,4}\s*(?:[A-Z]{0,3}[-.]?\d{1,3}|[A-H]|[一二三四五六七八九十]{1,2})\s*[】\])）>][\s:：]*)(?=[\u4e00-\u9fff]{4})"
)
"""The head of a card with its number and what is wrong in one line: "病症 A 衬垫磨损超限", "【图3】通道被占"."""


def begin_of_titled(units: Sequence[Unit], i: int) -> int | None:
    """Where what is wrong begins in a line, the one at place ``i``, that heads a card with it; None of any other."""
    unit = units[i]
    if unit.table is not None:
        return None
    if (titled := _TITLED.match(unit.text)) is not None:
        tells = hazard_cells.tells_defect(unit.text[titled.end() :]) or _level_follows(units[i + 1 : i + 3])
        return titled.end() if tells else None
    headed = _NUMBER_FIRST.match(unit.text)
    return headed.end() if headed is not None and _entries_follow(units[i + 1 : i + 7]) else None


def graded_head(units: Sequence[Unit], i: int) -> re.Match[str] | None:
    """The level in brackets that begins a line, the one at place ``i``, with what is wrong behind it over the entries of a card."""
    unit = units[i]
    graded = _GRADED.match(unit.text) if unit.table is None else None
    return graded if graded is not None and _entries_follow(units[i + 1 : i + 7]) else None


_GRADED = re.compile(
    r"\s*[【\[（(<〔]\s*((?:特别?重大|重大|较大|一般)(?:事故|安全)?(?:隐患|问题)?)\s*[】\])）>〕][\s:：]*(?=[\u4e00-\u9fff]{4})"
)
"""As apps print it: "【重大】皮带巷瓦斯探头失效"."""


def is_opener(bare: str) -> bool:
    """Whether a text is no more than the number of a card."""
    return (
        OPENER.match(bare) is not None
        and re.search(r"[\d一二三四五六七八九十]", bare) is not None
        and re.fullmatch(r"\d+", bare) is None
        and not NOTHING.match(bare)
    )


def with_level_over(rows: Sequence[Row], units: Sequence[Unit], over: Sequence[Unit]) -> list[Row]:
    """The hazards of a form that does not say how grave they are with what the line right over it says ("隐患1（重大）"), or
    the heading under which it stands ("一、重大事故隐患"); ``over``: the units before the form, in reading order."""
    last = over[-1] if over and over[-1].table is None else None
    beside = _GRADED_NUMBER.fullmatch(last.text) if last is not None else None
    if last is not None and beside is not None:
        said, span = beside[1], last.span(beside.start(1), beside.end(1))
    elif units and LEVEL_HEADING.fullmatch(units[0].heading.strip()):
        at = next((unit for unit in reversed(over) if unit.text == units[0].heading), None)
        if at is None:
            return list(rows)
        said, span = at.text, at.span()
    else:
        return list(rows)
    level: Reading[Any] = Reading(level_of(said), span, "heading", 0.85)
    return [row if _tells_level(row) else Row({**row.cells, "level": level}, row.span) for row in rows]


def _tells_level(row: Row) -> bool:
    """Whether an entry of its own says how grave a hazard is, and not only what is wrong."""
    level, body = row.cells.get("level"), row.cells.get("description")
    return level is not None and (body is None or level.span != body.span or level.value != level_of(""))


_GRADED_NUMBER = re.compile(
    r"\s*(?=\D{0,6}[\d一二三四五六七八九十])[^，,。；;:：]{1,10}?[\s:：]*[【\[（(<〔]?\s*((?:特别?重大|重大|较大|一般)(?:事故|安全)?(?:隐患|问题)?)\s*[】\])）>〕]?\s*"
)
"""The number of a hazard and how grave it is, alone in the line over its form: "隐患1（重大）", "问题二：一般隐患"."""


def head_of_cell(unit: Unit, stop: int) -> Iterator[Entry]:
    """What stands over the first label in a card that is a cell: its number, how grave it is, what is wrong."""
    yield Entry("opener", unit, 0, 0)
    head = unit.text[:stop]
    if (level := re.search("(?:特别?重大|重大|较大|一般)", head)) is not None:
        yield Entry("level", unit, level.start(), level.end())
    lead = _HEAD_NUMBER.match(head)
    start = lead.end() if lead is not None else 0
    if hazard_cells.tells_defect(head[start:]) or (lead is not None and is_numbered_card(unit.text)):
        yield Entry("description", unit, start, stop)


_HEAD_NUMBER = re.compile(
    r"\s*(?!(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[号#＃])?[\u4e00-\u9fffA-Za-z])[【\[（(#]?\s*(?:(?:隐患|问题|缺陷|序号|编号|第|图片?|照片)\s*)?[（(#]?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[】\])）、.:：]|项|处|条|号){0,2}\s*"
    r"(?:[（(【\[]\s*(?:重大|较大|一般)(?:事故)?(?:隐患|问题)?\s*[)）】\]])?\s*"
)
_NUMBER_FIRST = re.compile(
    r"\s*(?:#|No\.?\s?)?\d{1,2}\s*[.、．)）]?\s+(?=[\u4e00-\u9fffA-Za-z\d#]{0,6}[\u4e00-\u9fff]{4})"
)
"""The head of a card as web pages print it: its number in front of what is wrong, "1 导辊处无防护栏 已闭环"."""
BADGE = re.compile(r"\s+([\u4e00-\u9fff]{2,6})\s*$")
"""How it stands, as a tag behind what is wrong."""
_LONGEST_LABEL = 8


def _entries_follow(units: Sequence[Unit]) -> bool:
    """Whether two of the first lines under the head of a card are entries of a hazard, each a label and its value; or two of
    the next ones are labels apart from their values."""
    pairs = [PAIR.match(unit.text) or spaced_pair(unit) for unit in units[:3]]
    if sum(pair is not None and (pair[1] in DUE_BY or label_role(pair[1]) is not None) for pair in pairs) >= 2:
        return True
    asked = {label_role(unit.text.strip(" :：")) for unit in units if len(unit.text) <= _LONGEST_LABEL}
    return len(asked - {None, "description"}) >= 2


def _level_follows(units: Sequence[Unit]) -> bool:
    """Whether one of the lines under the head of a card gives a level beside a label of any words."""
    return any(
        (pair := PAIR.match(unit.text)) is not None and hazard_cells.tells_level(unit.text[pair.end() :].strip())
        for unit in units
    )
