"""The sums of one statement about a cover, and for what each of them is: a person, an accident, the period, or the premium."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.names import code_of
from extractor.covers.meaning.rows import role_of
from extractor.covers.meaning.sums import dimension_of, scale_of, together
from extractor.evidence.naming.side_by_side import named_after, parallel, part_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values.scan import Token, scan

_UNIT_BEFORE = re.compile(r"元\s*[)）]?\s*[:：]?\s*$")
_UNIT_WORD = re.compile(r"(?:亿|百万|万|千)?元")
_PREMIUM_BEFORE = re.compile(r"(?:保费|保险费|费用)\s*[:：]?\s*$")
_LIMIT_BEFORE = re.compile(r"(?:限额|上限|保额|额度|赔付|赔偿|最高|封顶)\s*[:：为]?\s*$")
_PER_BEFORE = re.compile(r"(?:每人|每一?次(?:事故)?|每起(?:事故)?|累计)\s*[:：]?\s*$")
"""A bare number right behind for what it is, with nothing behind it: "每人300,000 每次事故3,000,000"."""
_ENDED = re.compile(r"\s*(?:[,，;；。/|、)）]|\s|$)")
_LEAST = 1000
"""Yuan from which a bare number after 限额 is a sum."""


def is_sum(token: Token, text: str, scale: Decimal) -> bool:
    """Whether a value in a statement is a sum of a cover: with its unit, or bare after words that want one."""
    if token.kind in ("amount", "words"):
        return True
    if token.kind != "number":
        return False
    before = text[: token.start]
    if _UNIT_BEFORE.search(before) or _PREMIUM_BEFORE.search(before):
        return True
    told = _LIMIT_BEFORE.search(before) or (_PER_BEFORE.search(before) and _ENDED.match(text, token.stop))
    return told is not None and token.value * scale >= _LEAST


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a unit from ``start`` on, with their sums, whose places count from there; ``scale`` is yuan for each written
    unit of a limit without one of its own."""

    unit: Unit
    start: int
    text: str
    sums: Sequence[Token]
    scale: Decimal

    def reading(self, token: Token, group: Sequence[Token]) -> Reading[Any]:
        """A sum in yuan; a bare number in ``group``, beside others, takes the unit that the last of them writes (100/3000万元)."""
        span = self.unit.span(self.start + token.start, self.start + token.stop)
        return Reading(self._yuan(token, group), span, "prose", round(0.85 * self.unit.confidence, 3))

    def _yuan(self, token: Token, group: Sequence[Token]) -> Any:
        text, at = self.unit.text, self.start + token.start
        before = text[max(0, at - 12) : at]
        if token.kind == "number" and _UNIT_BEFORE.search(before):
            return token.value * scale_of(_UNIT_WORD.findall(before)[-1])
        if token.kind == "number" and (_LIMIT_BEFORE.search(before) or _PER_BEFORE.search(before)):
            return token.value * self.scale
        if token.kind != "number" or not group or group[-1].start == at or group[-1].kind != "amount":
            return token.value
        last = text[group[-1].start : group[-1].stop]
        return token.value * (100000000 if "亿" in last else 10000 if "万" in last else 1)


def statement(unit: Unit, start: int, stop: int, scale: Decimal) -> Statement:
    """The words between two places of a unit, with what is a sum among them."""
    text = unit.text[start:stop]
    sums = [t for t in scan(text) if is_sum(t, text, scale) or (t.kind == "number" and _is_parallel(unit, start, t))]
    return Statement(unit, start, text, sums, scale)


def _is_parallel(unit: Unit, start: int, token: Token) -> bool:
    return len(parallel(unit, start + token.start)) > 1


def sums_by_role(
    said: Statement, before: int, name: str, owner: Unit, code: str, *, begun: bool
) -> dict[str, Reading[Any]]:
    """The sums of a cover by role, the first of each. ``before``: where the words begin that tell of the first sum; ``name``:
    the cover's in the statement; ``owner``: the unit that names the cover; ``begun``: sums of it were told before."""
    cells: dict[str, Reading[Any]] = {}
    group = parallel(said.unit, said.start + said.sums[0].start)
    lead = said.text[: said.sums[0].start]
    label = owner.text if owner is not said.unit else lead
    for k, token in enumerate(said.sums):
        words = said.text[before : token.start].replace(name, "") if name else said.text[before : token.start]
        before = token.stop
        per = named_after(said.unit, said.start + token.start)
        if per is None or dimension_of(per) is None:
            per = (part_of(label, k, len(group)) or part_of(lead, k, len(group))) if k < len(group) else None
        told = said.reading(token, group)
        if per is None and not group and len(shared := together(words)) > 1:  # 每次事故及累计限额500万元
            cells.update({role: told for role in shared if role not in cells})
            continue
        role = (dimension_of(per) if per else None) or role_of(words, not cells and not begun)
        if role is None and not cells and name:
            role = dimension_of(name)  # 每人死亡、伤残：人民币80万元
        if role is None and not cells and not begun and code_of(words.strip("、和及与")) == code:
            role = "limit"  # 死亡、伤残：人民币80万元
        if role is None and owner is not said.unit and len(said.sums) == 1:
            role = dimension_of(label)  # a line of its own for each limit: "工人亡残，一次事故" beside the sum
        if role == "limit":
            role = dimension_of(label) or ("per_person" if code in ("employee_injury", "medical") else "per_accident")
        if role and role not in cells and (role == "premium" or told.value >= _LEAST):
            cells[role] = told
    return cells
