"""By what the items of a policy and its premium may differ and still be right: the tax, or what is taken off under the list."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.covers.table import Coverages
from extractor.evidence.candidates import Candidate
from extractor.evidence.columns import TOTAL_ROW
from extractor.evidence.sheet import Sheet
from extractor.evidence.taxes import WITHOUT_TAX
from extractor.evidence.units import Unit
from extractor.kinds.policy.reductions import sums_remitted
from extractor.record import Reading


def with_its_tax(sheet: Sheet, fields: dict[str, Reading[Any]], spelled: list[Candidate]) -> None:
    """Puts the premium with its tax, where what was found is the one without it: the words tell both together, and the tax is printed.

    The items are told without tax; so that sum stays beside as what they may add up to.
    """
    net = fields.get("premium")
    if net is None:
        return
    for whole in spelled:
        tax = whole.value - net.value
        if 0 < tax <= _MOST_TAX * net.value and _prints_tax(sheet, tax):
            both = Reading(whole.value, whole.span(), f"{whole.how}+tax", net.confidence)
            fields["premium"] = replace(both, rivals=(replace(net, rivals=()), *net.rivals))
            return


def beside_items(
    sheet: Sheet, fields: dict[str, Reading[Any]], covers: Coverages | None, summed: Decimal | None
) -> None:
    """Puts what the items add up to beside the premium, where the two differ by the tax, with which one is told and the other without,
    or by what the paper says is taken off under the list."""
    whole = fields.get("premium")
    if whole is None or covers is None or not summed or any(r.value == summed for r in (whole, *whole.rivals)):
        return
    tax = abs(whole.value - summed)
    if whole.value > summed and (rest := _another_total(sheet, covers, tax)) is not None:
        fields["premium"] = replace(whole, rivals=(*whole.rivals, rest))
        return
    if _prints_discount(sheet, tax) or any(token.value == tax for _, token in sums_remitted(sheet)):
        first = next(r.cells["premium"] for r in covers.rows if "premium" in r.cells)
        fields["premium"] = replace(whole, rivals=(*whole.rivals, replace(first, value=summed, rivals=())))
        return
    if not 0 < tax <= _MOST_TAX * min(whole.value, summed):
        return
    by_rate = any(abs(tax - rate * min(whole.value, summed)) <= _ROUNDED for rate in _TAXES) and _speaks_of_tax(sheet, whole.value, summed)  # fmt: skip
    if (
        by_rate
        or _prints_tax(sheet, tax)
        or any(id(u) in covers.units and _is_item(u, covers) and _headed_without(sheet, u) for u in sheet.units)
    ):
        first = next(r.cells["premium"] for r in covers.rows if "premium" in r.cells)
        fields["premium"] = replace(whole, rivals=(*whole.rivals, replace(first, value=summed, rivals=())))


def _another_total(sheet: Sheet, covers: Coverages, rest: Decimal) -> Reading[Decimal] | None:
    """What the items lack, where a list that was not read totals just that: the employees told site by site over the other covers."""
    for unit, token in sheet.tokens("amount", "number"):
        row = sheet.row(unit) if token.value == rest and id(unit) not in covers.units else ()
        if row and TOTAL_ROW.match(row[0].text):
            return Reading(rest, unit.span(token.start, token.stop), "total", 0.5)
    return None


_TAKEN_OFF = re.compile("优惠|减[:：收免]|扣减|折扣|折让|下浮|让利|上浮|加收|加费|浮动|抹零|抹去|尾差|零头|取整|舍去")


def _prints_discount(sheet: Sheet, sum_: Decimal) -> bool:
    """Whether a sum stands beside words for what is taken off the items together, or put on them: 减：标准化企业优惠10% | -2,600.00."""
    return sum_ > 0 and any(
        abs(token.value) == sum_
        and _TAKEN_OFF.search(
            unit.text + "".join(text for text, _, how in sheet.label(unit, token.start).options if how != "header")
        )
        for unit, token in sheet.tokens("amount", "number")
    )


def _prints_tax(sheet: Sheet, tax: Decimal) -> bool:
    return any(
        token.value == tax
        and "税" in unit.text + "".join(text for text, _, _ in sheet.label(unit, token.start).options)
        for unit, token in sheet.tokens("amount", "number")
    )


def _speaks_of_tax(sheet: Sheet, *sums: Decimal) -> bool:
    """Whether words beside one of the sums say that it is with tax or without: 保险费合计（含税）."""
    return any(
        token.value in sums
        and "税"
        in unit.text + "".join(text for text, _, how in sheet.label(unit, token.start).options if how != "header")
        for unit, token in sheet.tokens("amount", "number", "words")
    )


def _is_item(unit: Unit, covers: Coverages) -> bool:
    """Whether a cell of the list was read as what one of its covers costs."""
    boxes = {
        cell.span.boxes for row in covers.rows if (cell := row.cells.get("premium")) is not None and cell.span.boxes
    }
    return not boxes or any(unit.span(t.start, t.stop).boxes in boxes for t in unit.tokens)


def _headed_without(sheet: Sheet, unit: Unit) -> bool:
    """Whether a sum of the list stands under a header that says 不含税."""
    return unit.cell is not None and any(
        how == "header" and WITHOUT_TAX.search(text) is not None for text, _, how in sheet.label(unit, 0).options
    )


_TAXES = (Decimal("0.06"), Decimal("0.03"))
"""The rates of value added tax that insurers pay."""
_ROUNDED = Decimal("0.05")
_MOST_TAX = Decimal("0.17")
"""Of a premium before tax; the highest rate of value added tax there was."""
