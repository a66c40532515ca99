"""What the checks share when they show how they came to their answer: values as they are set into a line of arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from extractor.values.dates import Moment
from validators.checks import Line
from validators.days import LONGEST_HOLIDAY, is_day_off
from validators.facts import Facts
from validators.say import shown, word

RATIOS = {
    "fee_ratio": ("prevention_fee", "premium"),
    "spend_ratio": ("ledger_spent", "prevention_fee"),
    "coverage_rate": ("insured_count_due", "due_count"),
}
"""Facts that are a share of two others, percent."""
_HALF = Decimal("0.05")
"""Half of the last digit that a share is shown with."""


def zh(name: str) -> str:
    """What a fact is called in Chinese."""
    return word(name)


def en(name: str) -> str:
    return name.replace("_", " ")


def at(value: Any) -> str:
    """A day or a moment as it is calculated with.

    >>> at(Moment(date(2025, 2, 28), 24)), at(date(2024, 3, 1)), at(datetime(2024, 3, 1, 9, 30))
    ('2025-02-28 24:00', '2024-03-01', '2024-03-01 09:30')
    """
    if isinstance(value, Moment):
        return value.isoformat().replace("T", " ")
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def many(values: Sequence[Any]) -> str:
    """A sum, item by item.

    >>> many([Decimal(100), Decimal("200.50")])
    '100 + 200.50'
    """
    return " + ".join(shown(value) for value in values)


def sign(one: Any, two: Any) -> str:
    """How two numbers or moments stand to each other."""
    return "<" if one < two else ">" if one > two else "="


def ratio(facts: Facts, name: str) -> Iterator[Line]:
    """How a share was worked out, where both of its sums are known."""
    part, whole = RATIOS.get(name, ("", ""))
    above, below, share = facts.value(part), facts.value(whole), facts.value(name)
    if not (isinstance(above, Decimal | int) and isinstance(below, Decimal | int) and below):
        return
    worked = Decimal(above) / Decimal(below) * 100
    about = worked.quantize(Decimal("0.01")).normalize()
    equals = "=" if about == worked else "≈"
    yield (
        f"{zh(part)}{shown(above)} ÷ {zh(whole)}{shown(below)} {equals} {about:f}%",
        f"{en(part)} {shown(above)} ÷ {en(whole)} {shown(below)} {equals} {about:f}%",
    )
    if isinstance(share, Decimal) and abs(share - worked) > _HALF:
        yield f"材料载明的比例是{share:f}%", f"The papers state {share:f}%"


def rolled(last: date) -> Iterator[Line]:
    """Why a last day that is no working day moves, and where to; nothing where it stays or the calendar is not known."""
    day = last
    for _ in range(LONGEST_HOLIDAY):
        off = is_day_off(day)
        if off is None:
            return
        if not off:
            break
        day += timedelta(days=1)
    if day != last:
        yield (
            f"{at(last)}是法定休息日，顺延至{at(day)}（民法典第二百零三条）",
            f"{at(last)} is a day off; it rolls over to {at(day)} (Civil Code art. 203)",
        )
