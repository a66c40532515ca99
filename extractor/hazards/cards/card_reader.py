"""Entries of cards, forms and apps in reading order: the head of a card, a label with its value, labels within a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.evidence.columns import NOTHING
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.hazards.cards.card_entries import (
    DUE_BY,
    OTHER,
    PAIR,
    Entry,
    is_weak,
    role_by_value,
    spaced_pair,
    stacked_pair,
    tells_whole,
    untold,
)  # fmt: skip
from extractor.hazards.cards.card_heads import BADGE, begin_of_titled, graded_head, head_of_cell, is_opener
from extractor.hazards.cards.card_values import value_of
from extractor.hazards.cards.several import Place, tells_each, tells_several
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import is_state_alone
from extractor.hazards.meaning.reported import tells_reported
from extractor.hazards.meaning.words import OF_WORDS, label_role

_NUMBERED = re.compile(r"\s*(?:第\s*)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:项|条|处|号)?\s*")
_MENDED_ON = re.compile("(?:完成|完毕|销号|闭环|实际)[\u4e00-\u9fff]{0,4}(?:日期?|时间)$")
"""The label of the day on which a hazard was mended, where the day to mend it by was told before."""
_SIGNED = re.compile("签字|签名|盖章|签章|签收")
_NEAR = 14  # units of a card
_NOW = re.compile("现状|目前|现在|当前|情况$")
_LEAST_WORDS = 4  # Han characters of what is wrong
_BELOW = 4  # cells behind what is wrong in which its term may stand: "级别：一般 | 期限：2025-11-20"
_NEVER = -100
"""A place before every unit, for what was not told yet."""


def entries_of(units: Sequence[Unit], learned: dict[str, str]) -> Iterator[Entry]:
    """The entries among units in reading order. ``learned``: label → entry, of labels that say nothing known; what stands
    beside them may add to it."""
    reader = _Reader(units, learned)
    for i, unit in enumerate(units):
        if id(unit) not in reader.taken:
            yield from reader.read(i, unit)


@dataclass(slots=True)
class _Reader:
    """``taken``: ids of the units that are values of labels before them. The others are places, among the units, of the last
    entry that told what is wrong, that may have told it, that gave the day to mend by, of the last heading over labels, and of
    the last number that heads a card."""

    units: Sequence[Unit]
    learned: dict[str, str]
    taken: set[int] = field(default_factory=set)
    described: int = _NEVER
    worded: int = _NEVER
    due: int = _NEVER
    opened: int = _NEVER
    numbered: int = _NEVER

    def read(self, i: int, unit: Unit) -> Iterator[Entry]:
        """What one unit tells: the end of a card, its head, a label with its value, or labels and values in its text."""
        if _SIGNED.search(unit.text):
            self.described = self.worded = self.numbered = _NEVER  # what follows is of who signed
            yield Entry("close", unit, 0, 0)
            return
        bare = unit.text.strip().rstrip(":：").strip()
        if (stacked := stacked_pair(unit)) is not None:
            yield from self._stacked(i, unit, *stacked)
        elif is_opener(bare):
            yield from self._numbered(i, unit, bare)
        elif (start := begin_of_titled(self.units, i)) is not None:
            self.described = i
            yield Entry("opener", unit, 0, 0)
            badge = BADGE.search(unit.text, start + 4)
            stop = badge.start() if badge is not None and hazard_cells.tells_state(badge[1]) else len(unit.text)
            yield Entry("description", unit, start, stop)
            if badge is not None and stop < len(unit.text):
                yield Entry("status", unit, badge.start(1), badge.end(1))
        elif (graded := graded_head(self.units, i)) is not None:
            self.described = i
            yield Entry("opener", unit, 0, 0)
            yield Entry("level", unit, graded.start(1), graded.end(1))
            yield Entry("description", unit, graded.end(), len(unit.text))
        elif self._is_level_beside(i, unit, bare):
            yield Entry("level", unit, 0, len(unit.text))
            if unit.right is not None and any(t.kind == "moment" for t in unit.right.tokens):
                self.taken.add(id(unit.right))
                yield Entry("deadline", unit.right, 0, len(unit.right.text))
        elif (spaced := spaced_pair(unit)) is not None and (role := self._role_spaced(i, spaced)) is not None:
            self.described = i if role == "description" else self.described
            self.due = i if role == "deadline" else self.due
            yield Entry(role, unit, spaced.end(), len(unit.text), is_weak(role, spaced[1], unit.text[spaced.end() :]))
        elif (role := self._role(i, unit, bare)) is not None:
            yield from self._labelled(i, unit, bare, role)
        else:
            yield from self._within(i, unit, bare)

    def _stacked(self, i: int, unit: Unit, label: str, start: int) -> Iterator[Entry]:
        """A label over its value in one cell; the number of a card over what is wrong."""
        value = unit.text[start:].strip()
        if is_opener(label):
            self.numbered = i
            yield Entry("opener", unit, 0, 0)
            if hazard_cells.han(value) >= _LEAST_WORDS:
                self.described = i
                yield Entry("description", unit, start, len(unit.text))
            return
        if NOTHING.match(value):
            return
        near = i - self.described <= _NEAR
        role = label_role(label) or DUE_BY.get(label) or role_by_value(label, value, near)
        if role is None:
            yield from self._within(i, unit, unit.text.strip())
            return
        if role == "deadline" and self.due > self.described and _MENDED_ON.search(label):
            role = "mended"
        self.described = i if role == "description" else self.described
        self.due = i if role == "deadline" else self.due
        yield Entry(role, unit, start, len(unit.text), is_weak(role, label, value), _ends(role, label))

    def _numbered(self, i: int, unit: Unit, bare: str) -> Iterator[Entry]:
        """The number that heads a card, with what is wrong where it stands beside it."""
        self.numbered = i
        yield Entry("opener", unit, 0, 0)
        value = value_of(unit, self.units, i)
        if value is not None and _LEVEL_ALONE.fullmatch(value.text.strip()):
            self.taken.add(id(value))
            yield Entry("level", value, 0, len(value.text))
            return
        if value is None or hazard_cells.han(value.text) < 5:
            return
        label = PAIR.match(value.text)
        headed = re.search("隐患|问题|缺陷|不符合", bare + unit.heading) or hazard_cells.tells_defect(value.text)
        spaced = spaced_pair(value)
        if spaced is not None and label_role(spaced[1]):
            return
        if headed and not (label is not None and label_role(label[1])):
            self.taken.add(id(value))
            self.described = i
            begin = label.end() if label is not None and OF_WORDS.fullmatch(label[1]) else 0
            yield Entry("description", value, begin, len(value.text))

    def _is_level_beside(self, i: int, unit: Unit, bare: str) -> bool:
        """Whether a cell without a label says how grave it is right beside what is wrong, or a tag of a web page does."""
        if unit.table is None:
            return i - self.described == 1 and _LEVEL_ALONE.fullmatch(bare) is not None
        beside = unit.left is not None and id(unit.left) in self.taken
        return beside and i - self.described <= 2 and _LEVEL_ALONE.fullmatch(bare) is not None

    def _role(self, i: int, unit: Unit, bare: str) -> str | None:
        """Which entry a unit is the label of, by its words or by what stands beside it."""
        if len(bare) > 10 or ":" in bare:
            return None
        role = label_role(bare)
        value = value_of(unit, self.units, i)
        if role == "advice" and value is not None and tells_reported(value.text) and i - self.described <= 14:
            return "reported"  # 处置情况 | …书面报告…应急管理局
        if role == "description" and value is not None and is_state_alone(value.text):
            return "status"
        if role == "description" and value is not None and self._tells_how_it_stands(i, bare, value):
            return "status"
        if role == "advice" and value is not None and _role_by_items(bare, value) is not None:
            return "description"  # 问题及建议 | 一、…缺失，建议…；二、…
        if role is not None or len(bare) < 2 or unit.tokens:
            return role
        if value is None:
            return None
        near = i - self.described <= (14 if unit.table is not None else 12)
        role = role_by_value(bare, value.text, near) or _role_by_items(bare, value)
        if role is None and i - self.worded <= 14 and tells_reported(value.text):
            role = "reported"
        if role is not None:
            self.learned.setdefault(bare, role)
        return role or self.learned.get(bare) or untold(bare, value)

    def _tells_how_it_stands(self, i: int, bare: str, value: Unit) -> bool:
        """Whether what stands under 现状 tells a state, of what was told to be wrong before it in the same card."""
        return i - self.described <= _NEAR and _NOW.search(bare) is not None and hazard_cells.tells_state(value.text)

    def _labelled(self, i: int, unit: Unit, bare: str, role: str) -> Iterator[Entry]:
        """A label and its value in units of their own."""
        value = value_of(unit, self.units, i)
        if value is None or (value.table is not None and tells_whole(value)):
            return  # the head of a column of cards
        if role == "description" and _NUMBERED.fullmatch(value.text):
            self.taken.add(id(value))  # "隐患序号 2"
            yield Entry("opener", unit, 0, 0)
            return
        if role == "deadline" and self.due > self.described and _MENDED_ON.search(bare):
            role = "mended"
        if (
            role == "description"
            and value in self.units[i + 1 : i + 2]
            and (begin_of_titled(self.units, i + 1) is not None or graded_head(self.units, i + 1) is not None)
        ):
            return  # a heading over the cards: "隐患明细", "#1 盖板松动"
        own = PAIR.match(value.text) if unit.table is None else None
        if own is not None and (label_role(own[1]) or OF_WORDS.fullmatch(own[1])):
            self.opened = i
            yield Entry("opener", unit, 0, 0)  # a heading over labelled lines: "【隐患1】一般隐患", "描述：…"
            if re.search("重大|一般|较大", bare):
                yield Entry("level", unit, 0, len(unit.text))
            return
        self.described = i if role == "description" else self.described
        self.due = i if role == "deadline" else self.due
        self.worded = i if role == "words" else self.worded
        self.taken.add(id(value))
        yield Entry(role, value, 0, len(value.text), is_weak(role, bare, value.text), _ends(role, bare))

    def _role_spaced(self, i: int, spaced: re.Match[str]) -> str | None:
        """Which entry a label and its value with no more than white between them are: "限期 2025-07-10"."""
        value = spaced.string[spaced.end() :]
        near = i - self.described <= 8
        role = label_role(spaced[1]) or (
            DUE_BY.get(spaced[1]) or role_by_value(spaced[1], value, True) if near else None
        )
        if role == "deadline" and self.due > self.described and _MENDED_ON.search(spaced[1]):
            return "mended"
        return role

    def _within(self, i: int, unit: Unit, bare: str) -> Iterator[Entry]:
        """Labels with their values in the text of one unit."""
        text = unit.text
        pairs = list(PAIR.finditer(text))
        stops = [*(m.start() for m in pairs[1:]), len(text)]
        head = list(head_of_cell(unit, pairs[0].start())) if unit.table is not None and tells_whole(unit) else []
        if any(entry.role == "description" for entry in head):
            self.described = i
        roles: list[str | None] = []
        for match, stop in zip(pairs, stops, strict=False):
            roles.append(self._role_within(i, match, text[match.end() : stop], roles))
            self.described = i if roles[-1] == "description" else self.described
        if not any(roles) or len(text) > 300:
            if unit.table is None and len(bare) > 40:
                yield Entry("close", unit, 0, 0)
            return
        if unit.table is not None and len(set(roles)) < len(roles) and tells_each(Place(unit, 0, len(text))):
            self.described = i
            yield Entry("description", unit, 0, len(text))  # several hazards in one cell, each with entries of its own
            return
        yield from head  # of a cell that is a card by itself
        for match, named, stop in zip(pairs, roles, stops, strict=False):
            if named is not None and text[match.end() : stop].strip():
                yield Entry(named, unit, match.end(), stop, is_weak(named, match[1], text[match.end() : stop]))

    def _role_within(self, i: int, match: re.Match[str], value: str, before: Sequence[str | None]) -> str | None:
        label = match[1]
        unit_alone = match.start(1) == 0 and self.units[i].table is not None
        known = label_role(label)
        if known == "description" and is_state_alone(value):
            known = "status"
        named = known or role_by_value(label, value, i - self.described <= 8)
        if named == "description" and known is None:
            self.learned.setdefault(label, named)  # by its value, and so in the cards that follow
        named = named or self.learned.get(label)
        # behind the number of the card: "No. 1 | 级别：一般隐患 | 期限：2025年6月19日"
        near = i - self.numbered <= 2 or (unit_alone and i - self.described <= _BELOW)
        named = named or (DUE_BY.get(label) if "advice" in before or near else None)
        return named or ("description" if OF_WORDS.fullmatch(label) and i - self.opened <= 2 else None)


_LEVEL_ALONE = re.compile(r"[（(【\[]?\s*(?:特别?重大|重大|较大|一般)(?:(?:事故|安全)?隐患)?\s*[)）】\]]?")
"""How grave it is, alone beside the number of a card, as web pages set it to the right."""


def _ends(role: str, label: str) -> bool:
    return role == "deadline" and _MENDED_ON.search(label) is not None


def _role_by_items(label: str, value: Unit) -> str | None:
    """What is wrong under a label of hazards that other things may stand under too ("检查情况"), where its value numbers defects."""
    said = meaning(label).has("hazard") and not OTHER.search(label)
    return "description" if said and tells_several(Place(value, 0, len(value.text))) else None
