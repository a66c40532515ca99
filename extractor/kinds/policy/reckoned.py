"""Sums that a sentence reckons by the head: 每人520元，176人，共91,520元 – what the policy costs, and no limit for each person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values.scan import Token

_ENDS = re.compile("[。；;\n]")
_OTHER = re.compile("限额|赔|预防|互助|工资|津贴|体检|免赔|医疗|伤残|死亡")
"""Words of what else is reckoned by the head."""
_FEWEST = 2  # people


def is_reckoned(unit: Unit, token: Token) -> bool:
    """Whether a sum is so much a head times the people, both told before it in its sentence."""
    begin = max((m.end() for m in _ENDS.finditer(unit.text, 0, token.start)), default=0)
    if _OTHER.search(unit.text, begin, token.start):
        return False
    before = [t for t in unit.tokens if begin <= t.start and t.stop <= token.start]
    people = [t.value for t in before if t.kind == "count" and t.value >= _FEWEST]
    rates = [t.value for t in before if t.kind in ("amount", "number")]
    return any(rate * heads == token.value for rate, heads in product(rates, people))


def is_rate(unit: Unit, token: Token) -> bool:
    """Whether a sum is what each costs, where the sentence goes on with how many they are and what they come to: 520元×176人=91,520元."""
    behind = [t for t in unit.tokens if t.start >= token.stop]
    for people in (t for t in behind if t.kind == "count" and t.value >= _FEWEST):
        for whole in (t for t in behind if t.kind == "amount" and t.start >= people.stop):
            if token.value * people.value == whole.value and not _ENDS.search(unit.text, token.stop, whole.start):
                return True
    return False


def by_the_head(sheet: Sheet, outside: set[int]) -> Iterator[Candidate]:
    """The sums that are so reckoned in the schedule, as premiums."""
    for unit, token in sheet.tokens("amount"):
        if id(unit) in outside and is_reckoned(unit, token):
            yield Candidate(token.value, unit, token.start, token.stop, 0.7, "arithmetic")
