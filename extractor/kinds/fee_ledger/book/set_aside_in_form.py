"""What was set aside, where two labels of a form tell its day and its sum: 计提日期 | 2025年3月1日, 计提金额 | 3,240元."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.record import Reading, Row

_WORD = "(?:计提|提取|预提|提存|提列)"
_OF = "(?:事故)?(?:预防|防范)?(?:服务)?(?:费用?|资金)?"
_DAY = re.compile(rf"{_WORD}{_OF}(?:的?(?:日期|时间|日))")
_SUM = re.compile(
    rf"{_WORD}{_OF}(?:的?(?:金额|总额|数额|额))?(?:[（(]元[)）])?|{_OF}{_WORD}(?:金额|额)(?:[（(]元[)）])?"
)


def set_aside_in_form(sheet: Sheet, policy: Reading[Any] | None) -> list[Row]:
    """The one entry of such a form; none where either label comes twice or has no value."""
    days: dict[int, Reading[Any]] = {}
    sums: dict[int, Reading[Any]] = {}
    for slot in sheet.slots:
        label = "".join(slot.label.split()).strip(":：")
        tokens = [t for t in slot.unit.tokens if slot.start <= t.start < slot.stop]
        if _DAY.fullmatch(label):
            day = next((t for t in tokens if t.kind == "moment"), None)
            if day is not None:
                days[id(slot.unit)] = Reading(day.value.day, slot.unit.span(day.start, day.stop), "label", 0.8)
        elif _SUM.fullmatch(label):
            money = next((t for t in tokens if t.kind in ("amount", "number")), None)
            if money is not None and money.value > 0:
                span = slot.unit.span(money.start, money.stop)
                sums[id(slot.unit)] = Reading(Decimal(money.value).quantize(Decimal("0.01")), span, "label", 0.8)
    if len(days) != 1 or len(sums) != 1:
        return []
    (day_told,), (amount,) = days.values(), sums.values()
    cells = {"date": day_told, "kind": Reading("extract", amount.span, "label", 0.8), "amount": amount}
    return [Row(cells if policy is None else {**cells, "policy_no": policy}, amount.span)]
