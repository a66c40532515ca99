"""Where one claim ends and the next begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.days.days import STOP
from extractor.kinds.claim_record.facts.facts import Fact, Place
from extractor.kinds.claim_record.meaning.labels import DATE_ROLES, ORDER

# -- where one claim ends and the next begins


def claim_bounds(sheet: Sheet, facts: Sequence[Fact]) -> list[Place]:
    """The places at which the claims begin; the first is the paper's beginning."""
    numbers: dict[str, Fact] = {}
    for fact in facts:
        if fact.role == "report_no":
            numbers.setdefault(fact.value, fact)
    firsts = _one_each(facts, list(numbers.values()))
    marks = _headings(sheet, facts)
    if len(firsts) >= 2:
        cards = [(0, 0), *(mark for mark in marks if mark > firsts[0].place)]
        headed = bool(marks) and marks[0] < firsts[0].place  # a state that each card ends in heads none: 已完结
        if headed and len(cards) == len(firsts) and _one_between(cards, firsts):
            return cards
        return [(0, 0), *(_start(facts, firsts, k) for k in range(1, len(firsts)))]
    if len(marks) >= 2:
        return [(0, 0), *marks[1:]]
    roles = defaultdict[int, list[str]](list)
    for fact in facts:
        roles[fact.unit.index].append(fact.role)
    full = [
        u
        for u in sheet.units
        if u.cell is None
        and sum(role in ORDER for role in roles.get(u.index, ())) >= 3
        and "accident_date" in roles[u.index]
    ]
    if len(full) >= 2 and not firsts:
        return [(0, 0), *((u.index, 0) for u in full[1:])]
    return [(0, 0)]


def _one_each(facts: Sequence[Fact], numbers: Sequence[Fact]) -> list[Fact]:
    """The numbers that are a claim's each: of two under labels of their own (报案号, 赔案号) with nothing told between them, one."""
    if (paired := _two_of_each(facts, numbers)) is not None:
        return paired
    told = sorted(f.place for f in facts if f.role not in ("report_no", "policy_no", ""))
    out = list(numbers[:1])
    for before, number in pairwise(numbers):
        labels = {_LABEL.search(_before(fact)) for fact in (before, number)}
        words = {m[1] for m in labels if m is not None}
        apart = bisect_left(told, number.place) > bisect_left(told, before.place)
        if apart or len(words) < 2 or not any(_UNDER_WHICH_REPORTED.match(word) for word in words):
            out.append(number)
    return out


def _two_of_each(facts: Sequence[Fact], numbers: Sequence[Fact]) -> list[Fact] | None:
    """The first number of each claim where every claim has two, one under which it was reported and one of the insurer's own:
    赔案号 at a letter's head, 报案号 in its sentence. None where they do not take turns, or more accidents are told than that."""
    labels = [_LABEL.search(_before(fact)) for fact in numbers]
    reported = [m is not None and _UNDER_WHICH_IT_WAS_REPORTED.search(m[1]) is not None for m in labels]
    named = all(m is not None and _NUMBERS.search(m[1]) for m in labels)
    turns = len(numbers) % 2 == 0 and named and all(a != b for a, b in pairwise(reported))
    for role in ("accident_date", "reported_date") if turns and numbers else ():
        days = {f.value for f in facts if f.scores.get(role, 0.0) >= _PLAIN}
        turns = turns and len(days) <= len(numbers) // 2
    return list(numbers[::2]) if turns and numbers else None


_UNDER_WHICH_IT_WAS_REPORTED = re.compile("报[案险](?:登记|受理|流水)?(?:编?号码?|编码)[为是]?$")
_NUMBERS = re.compile("(?:号码?|编码)[为是]?$")
_PLAIN = 0.9
"""How surely a day is told that plain words name."""


def _before(fact: Fact) -> str:
    """The words right before a number: in its line, or in the cell beside it."""
    lead = fact.unit.text[: fact.start]
    return lead if lead.strip() or fact.unit.left is None else fact.unit.left.text


_LABEL = re.compile("([\u4e00-\u9fff]{2,8})[:：为是\\s（(]*$")
_UNDER_WHICH_REPORTED = re.compile("报[案险]")


def _headings(sheet: Sheet, facts: Sequence[Fact]) -> list[Place]:
    """Headings of cards that differ only in their number ("案件1", "案件2"), with facts under each."""
    kinds: dict[str, list[Place]] = {}
    for unit in sheet.units:
        bare = unit.text.strip()
        if (
            len(bare) > 16
            or re.search(r"[:：]|\d{3}", bare)
            or any(t.kind in ("moment", "amount", "code") for t in unit.tokens)
            or len(bare) < 2
            or (unit.cell is not None and unit.cell.col > 0)  # who was insured and is paid heads nothing
        ):
            continue
        kinds.setdefault(re.sub(r"[\d一二三四五六七八九十甲乙丙丁戊己庚]+", "#", bare), []).append((unit.index, 0))
    told = sorted(f.place for f in facts if f.role in (*ORDER, "report_no"))
    best: list[Place] = []
    for shape, places in kinds.items():
        ends = [*places[1:], (len(sheet.units) + 1, 0)]
        held = all(
            bisect_left(told, high) - bisect_left(told, low) >= 2 for low, high in zip(places, ends, strict=True)
        )
        if len(places) >= 2 and held and re.search("[\u4e00-\u9fff]", shape) and len(places) > len(best):
            best = places
    return best


def _one_between(marks: Sequence[Place], firsts: Sequence[Fact]) -> bool:
    """Whether each claim number has a heading of its own above it."""
    ends = [*marks[1:], (10**9, 0)]
    places = sorted(f.place for f in firsts)
    return all(bisect_left(places, high) - bisect_left(places, low) <= 1 for low, high in zip(marks, ends, strict=True))


def _heads_what_follows(facts: Sequence[Fact], firsts: Sequence[Fact], k: int) -> bool:
    """Whether the ``k``-th number ends its paragraph and the days of an accident and of more stand after it, before the next
    number: a heading that ran on after the last claim's days, "…上传平台。案件 C20190106-03"."""
    number = firsts[k]
    end = firsts[k + 1].place if k + 1 < len(firsts) else (10**9, 0)
    if number.unit.text[number.stop :].strip(" 。；;）)") or not STOP.search(number.unit.text[: number.start]):
        return False
    after = {fact.role for fact in facts if number.place < fact.place < end}
    return "accident_date" in after and len(after & set(ORDER)) >= 2


def _start(facts: Sequence[Fact], firsts: Sequence[Fact], k: int) -> Place:
    """Where the claim of the ``k``-th number begins: at its paragraph when that tells of days too, else where the
    fields that
    stand before the first number come again, else at the number."""
    number, previous = firsts[k], firsts[k - 1]
    if number.unit is previous.unit:
        stretch = number.unit.text[previous.stop : number.start]
        stops = [m.end() for m in STOP.finditer(stretch)]
        return (number.unit.index, previous.stop + stops[-1]) if stops else number.place
    same_unit = sum(f.unit is number.unit and isinstance(f.value, date) for f in facts)
    if same_unit and _heads_what_follows(facts, firsts, k):
        return number.place
    if same_unit >= 2:
        return number.unit.index, 0
    lead = [
        f
        for f in facts
        if f.place < firsts[0].place
        and f.role in (*DATE_ROLES, "policy_no", "victim", "paid", "claimed", "estimated", "kind")
    ]
    between = [f for f in facts if previous.place < f.place < number.place]
    for fact in lead:
        # a field of every card's head does not come after the last number; one printed once for all does not come again
        again = [f for f in between if f.role == fact.role]
        if (
            again
            and again[-1].unit.index > previous.unit.index
            and not any(f.role == fact.role for f in facts if f.place > firsts[-1].place)
        ):
            return again[-1].unit.index, 0
    return number.unit.index, 0
