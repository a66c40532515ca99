"""Lists that only their heading makes lists of hazards, and headings that say how grave all under them are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards.items.item_advice import DAY_BEFORE, DAY_IN_BRACKETS, asked_behind
from extractor.hazards.items.item_body import LEVEL_NOTE
from extractor.hazards.items.item_days import deadline_of
from extractor.hazards.items.item_rows import HEADS_A_SECTION
from extractor.hazards.items.items import ITEM, Part, number_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.record_words import tells_defect
from extractor.hazards.meaning.words import NOTHING_FOUND, int_of, level_of
from extractor.record import Reading, Row

_LIST_HEAD = re.compile(
    r"(?:隐患|问题|不足|缺陷|不符合项?|毛病|短板)[^。；;，,]{0,12}[:：]\s*$|(?:检查|排查|巡查|现场|查勘)[^。；;，,:：]{0,4}(?:发现|查出|查见|情况|结果)\s*[:：]\s*$"
)
_BARE_HEAD = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?[^。；;，,:：]{0,14}(?:隐患|问题|不足|缺陷|不符合项|短板)(?:清单|情况|描述|明细|汇总)?(?:\s*[（(]\s*共?\s*\d{1,2}\s*[项条处个][^（()）]{0,24}[)）])?\s*"
)
"""A heading that stands alone in its line: "三、现场存在的主要问题"."""
_NO_LIST_HEAD = re.compile("[未没无]|上次|前次|历次|以往|上一|整改情况|复查|培训|讲|建议|答")
_ONLY_LEADS = re.compile(r"\s*(?:现|兹)?(?:将?[\u4e00-\u9fff]{0,4})?(?:如下|为|是)\s*[:：]\s*")
_ADVICE_HEAD = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?[^。；;，,:：\d]{0,12}(?:意见|建议|措施|要求|对策)(?:如下|清单)?\s*[:：]?\s*"
    r"|\s*(?:针对|对于?|就|根据)[^。；;:：\d]{2,16}[，,][^。；;，,:：\d]{0,8}(?:建议|要求)[^。；;，,:：\d]{0,10}[:：]\s*"
)
_LONGEST_HEAD = 60


def heads_a_list(part: Part) -> bool:
    """Whether a line says, at least in its last clause, that what follows are the hazards found."""
    *before, clause = re.split("[。；;，,]", part.text)
    if before and _ONLY_LEADS.fullmatch(clause):
        clause = f"{before[-1]}:"  # 共查出一般隐患5项，分述如下：
    if len(clause) > _LONGEST_HEAD or _NO_LIST_HEAD.search(clause):
        return False
    return _LIST_HEAD.search(clause) is not None or _BARE_HEAD.fullmatch(part.text) is not None


def heads_advice(text: str) -> bool:
    """Whether a line is no more than a heading over what is to be done: "整改意见："."""
    return _ADVICE_HEAD.fullmatch(text) is not None


def plain_item(part: Part, *, any_words: bool = False) -> Row | None:
    """A numbered line under a heading of hazards as a hazard, though it names no level, no deadline and no advice.

    ``any_words``: what else stands on the paper shows that it is one, so that it need not tell of a defect in known words.
    """
    lead = ITEM.match(part.text)
    start = lead.end() if lead else 0
    stop = next((m.start() for m in re.finditer("[；;。]", part.text) if m.start() > start + 3), len(part.text))
    text = part.text[start:stop].strip(" ，,；;。：:")
    level = text
    if (noted := LEVEL_NOTE.search(text)) is not None and noted.start() >= 4:
        text = text[: noted.start()]
    told = tells_defect(text) or (any_words and not hazard_cells.tells_remedy(text))
    if hazard_cells.han(text) < 4 or not told or NOTHING_FOUND.search(text):
        return None
    comma = asked_behind(text)
    to_do, text = ("", text) if comma is None else (text[comma.end() :], text[: comma.start()])
    at = part.start + start
    span = part.unit.span(at, at + len(text))
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level), span, "prose", 0.5),
        "description": Reading(part.unit.raw[at : at + len(text)], span, "prose", 0.6),
    }
    if to_do:
        cells["advice"] = Reading(to_do, part.unit.span(at + len(text), part.stop), "prose", 0.6)
    add_outcome(cells, "", part.unit)
    return Row(cells, span)


def under_headings(parts: list[Part]) -> list[list[tuple[Part, Row]]]:
    """The hazards of each list that only its heading makes one: nearly every item must tell of a defect."""
    out: list[list[tuple[Part, Row]]] = []
    for i, part in enumerate(parts):
        if not heads_a_list(part):
            continue
        found = items_of(parts[i + 1 :], style_of(part))
        items = [item for k, item in enumerate(found) if not _heads_group(item, found[k + 1 : k + 2])]
        read = [(item, row) for item in items if (row := plain_item(item)) is not None]
        if len(read) > (":" not in part.text) and len(read) >= 0.6 * len(items):
            kept = [item for k, item in enumerate(items) if not _is_heading(item, items[k + 1 : k + 2])]
            # most tell of a defect, so that the few others of the list tell of one in words that nobody listed
            out.append([(item, row) for item in kept if (row := plain_item(item, any_words=True)) is not None])
    called = called_hazards(parts)
    return out if not called or any(part is called[0][0] for listed in out for part, _ in listed) else [*out, called]


_CALLED = re.compile(r"\s*(?:隐患|问题|缺陷|不符合项)\s*[（(]?(\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s*[:：、.．]")


def called_hazards(parts: Sequence[Part]) -> list[tuple[Part, Row]]:
    """The lines that call themselves hazards and count on from one, whatever headings stand between them: "隐患1：…", "隐患2：…"."""
    out: list[tuple[Part, Row]] = []
    for part in parts:
        named = _CALLED.match(part.text)
        row = None if named is None or part.unit.table is not None else plain_item(part, any_words=True)
        if named is not None and row is not None and int_of(named[1]) == len(out) + 1:
            out.append((part, row))
    told = sum(hazard_cells.tells_defect(str(row.value("description"))) for _, row in out)
    return out if len(out) > 1 and told >= 0.6 * len(out) else []


def _heads_group(item: Part, following: Sequence[Part]) -> bool:
    """Whether a short numbered line names what the next ones, numbered in another way and on from those before, are of: 二、消防安全."""
    if not following or len(_bare(item)) > _LONGEST_GROUP or hazard_cells.tells_defect(_bare(item)):
        return False
    own, below = style_of(item), style_of(following[0])
    return own is not None and below is not None and own != below and own[1]


_LONGEST_GROUP = 12  # characters


def _is_heading(item: Part, following: Sequence[Part]) -> bool:
    """Whether a numbered line is the name of a place or a trade over items of its own: "（一）电气方面"."""
    below = bool(following) and following[0].unit.index - item.unit.index <= 1 and number_of(following[0]) == 1
    return below or re.search(r"(?:[:：]|方面|部分|专业|类别?)\s*$", item.text) is not None


def tells_to_do(item: Part, below: Part) -> bool:
    """Whether a line below a numbered one says what is to be done about it, without a word for that: 补齐螺栓并紧固."""
    if (
        not item.marked
        or below.marked
        or not hazard_cells.tells_remedy(below.text)
        or len(below.text) > _LONGEST_REMEDY
    ):
        return False
    return not re.search("[:：]|以上|上述|所有问题|各项", below.text) and not hazard_cells.tells_remedy(_bare(item))


def _bare(item: Part) -> str:
    lead = ITEM.match(item.text)
    return item.text[lead.end() if lead else 0 :]


_LONGEST_REMEDY = 80  # characters of such a line


_NUMBER = re.compile(
    r"\s*([（(]?)\s*(?:([一二三四五六七八九十]{1,3})|\d{1,2}|[A-Ha-h](?=\s*[)）、.．]))\s*[)）、.．:：]"
)


def style_of(part: Part) -> tuple[bool, bool] | None:
    """How a line is numbered: (in brackets, in Chinese numerals); None where it is not."""
    mark = _NUMBER.match(part.text)
    return None if mark is None else (bool(mark[1]), mark[2] is not None)


def items_of(parts: Sequence[Part], over: tuple[bool, bool] | None = None) -> list[Part]:
    """The numbered lines at the head of some parts, up to the next heading; names of places between them are passed over.

    ``over``: how the heading itself is numbered; the next line numbered so stands beside it.
    """
    out: list[Part] = []
    for k, part in enumerate(parts):
        if heads_advice(part.text) or heads_a_list(part) or (over and style_of(part) == over):
            break
        if HEADS_A_SECTION.fullmatch(_bare(part).strip(" :：")):
            break
        if part.marked or part.unit.pieces[0][1].numbering:
            out.append(part)
        elif not (out and k and tells_to_do(parts[k - 1], part)) and not (
            _PLACE.fullmatch(part.text) and _number_after(parts, k) == 1
        ):
            break
    return out


_PLACE = re.compile(r"\s*(?:\d{1,2}[\s、.．]\s*)?[\u4e00-\u9fffA-Za-z\d#＃—\-（()）]{2,12}\s*[:：]?\s*")
"""The name of a place or a trade, alone in its line: "2#楼", "地下室", "1 安全管理方面" over 1.1 and 1.2."""


def _number_after(parts: Sequence[Part], k: int) -> int | None:
    return number_of(parts[k + 1]) if k + 1 < len(parts) and parts[k + 1].marked else None


def with_advice(row: Row, answer: Part, after: date | None = None) -> Row:
    """The hazard with what a line of its own says is to be done, and by when where it says so first; ``after``: a day of the paper
    from which days without their year are counted."""
    lead = ITEM.match(answer.text)
    start = answer.start + (lead.end() if lead else 0)
    of_all = _OF_ALL.search(answer.unit.text, start, answer.stop)
    stop = answer.stop if of_all is None else of_all.start()
    cells: dict[str, Reading[Any]] = dict(row.cells)
    day = DAY_BEFORE.match(answer.unit.text, start, stop)
    due = None if day is None or after is None else deadline_of(day[0], None, after)
    if day is not None and due is not None and "deadline" not in cells:
        cells["deadline"] = Reading(due[0], answer.unit.span(start, day.end()), due[1], due[2])
        start = day.end()
    if (who := _WHO.search(answer.unit.text, start, stop)) is not None:
        stop = who.start()
    text = answer.unit.raw[start:stop].replace("\n", "").strip(" 　；;。，,")
    if "deadline" in row.cells:
        text = DAY_IN_BRACKETS.sub("", text)
    cells["advice"] = Reading(text, answer.unit.span(start, stop), "prose", 0.6)
    return Row(cells, row.span)


_WHO = re.compile(r"[，,]\s*由?[\u4e00-\u9fff、]{2,10}(?:负责|牵头|落实|督办)(?:落实|整改|办理|完成)?\s*[；;。]?\s*$")
"""Who is to do it, behind what is to be done: "…，由辜红负责"."""


_OF_ALL = re.compile(r"(?<=[。；;])\s*(?:以上|上述|所列)")
"""A sentence behind the last answer that speaks of all: "…监督佩戴。以上要求9月底前完成"."""


LEVEL_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．:：]?\s*)?(?:发现|存在|查出)?的?((?:特别?重大|重大|较大|一般)[^，,。；;\d]{0,8}?(?:隐患|问题|缺陷|风险))(?:清单|部分|\s*[（(]\s*(?:共\s*)?\d+\s*[项条处个]?\s*[)）]|\s*共?\s*\d+\s*[项条处个])?"
    r"(?:\s*[（(][^（()）]{0,12}\d[^（()）]{0,12}前[^（()）]{0,8}[)）])?\s*[:：]?"
)
"""A line that says how grave the items under it are: "一、重大事故隐患"."""


def grave_over(sheet: Sequence[Unit], units: Sequence[Unit]) -> Unit | None:
    """The words over a list that say how grave all its hazards are: "重大隐患（1项）"; ``sheet``: all units of the paper."""
    first = min((u.index for u in units), default=0)
    over = [u for u in sheet[max(0, first - 2) : first] if u.table is None]
    return next((u for u in reversed(over) if LEVEL_HEADING.fullmatch(u.text.strip())), None)
