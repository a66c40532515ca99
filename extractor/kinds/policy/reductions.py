"""What is taken off a premium before it is charged: what was asked for, what was remitted of it, what was left to pay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values.scan import Token

_REMITTED = re.compile(
    "(?:减[免收]|优[惠待](?![前后])|折让|折扣额?(?![前后率])|抵[扣减]|让利|立减|下浮额)(?:金额|额|保险?费)?[^，,。；;|\\d]{0,6}$"
)
"""What names a sum that is taken off: 减免金额（元）, 优惠减免："""


def sums_remitted(sheet: Sheet) -> Iterator[tuple[Unit, Token]]:
    """The sums that the words before them, beside or over them say are taken off."""
    for unit, token in sheet.tokens("amount", "number"):
        before = unit.text[: token.start].rstrip(_BEFORE_SUM)
        named = (
            [before]
            if before
            else [text for text, _, how in sheet.label(unit, token.start).options if how != "heading"]
        )
        if token.value and any(_REMITTED.search(text.rstrip(_BEFORE_SUM)) for text in named):
            yield unit, token


def charged(sheet: Sheet) -> tuple[list[Candidate], set[Decimal]]:
    """What is left to pay of a premium of which a part is remitted, and the sums before and beside it: three sums printed near
    each other of which the first less the second is the third, 应收 33,600 | 减免 5,000 | 实收 28,600. Of several the largest."""
    best: list[Candidate] = []
    beside: set[Decimal] = set()
    for unit, token in sums_remitted(sheet):
        off = abs(token.value)
        near = [(u, t) for u, t in sheet.tokens("amount", "number") if _are_near(unit, u)]
        sums = {t.value for _, t in near if t is not token}
        for whole in {value for value in sums if value - off in sums and value > 2 * off}:
            left = [
                Candidate(whole - off, u, t.start, t.stop, _SURE, "inline") for u, t in near if t.value == whole - off
            ]
            beside |= {whole, off}
            best = max(best, left, key=lambda found: found[0].value if found else 0)
    return best, beside


_BEFORE_SUM = " :：¥￥-−"
_SURE = 0.96
_APART = 4  # units


def _are_near(unit: Unit, other: Unit) -> bool:
    return unit.table is other.table if unit.table is not None else abs(unit.index - other.index) <= _APART
