"""What each cover of a list costs, told in a sentence beside it: 保险费：从业人员伤亡12,600.00元，医疗费用2,520.00元，合计……"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.rows import Coverages
from extractor.covers.meaning.sums import worth_of
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row

_LED = re.compile("保费|保险费")
_BETWEEN = re.compile(r"\s*(?:的?(?:保费|保险费))?\s*[:：为]?\s*(?:人民币|RMB|[¥￥])?\s*")


def with_prices(found: Coverages, sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages:
    """The list with the premium of every cover, where it tells none and one sentence tells one behind the name of each."""
    names = [str(row.value("name") or "") for row in found.rows]
    if len(names) < 2 or len(set(names)) < len(names) or any("premium" in row.cells for row in found.rows):
        return found
    for unit in sheet.units:
        if id(unit) in without or id(unit) in found.units or len(unit.tokens) < len(names):
            continue
        if not _LED.search(unit.text) or names[0] not in unit.text:
            continue
        prices = [_behind(unit, name) for name in names]
        if all(price is not None for price in prices):
            rows = tuple(
                Row({**row.cells, "premium": price}, row.span)
                for row, price in zip(found.rows, prices, strict=True)
                if price is not None
            )
            return replace(found, rows=rows)
    return found


def _behind(unit: Unit, name: str) -> Reading[Any] | None:
    """The one sum right behind a name that stands once in a sentence."""
    at = unit.text.find(name)
    if at < 0 or unit.text.count(name) > 1:
        return None
    token = next((t for t in unit.tokens if t.start >= at + len(name)), None)
    if token is None or token.kind != "amount" or not _BETWEEN.fullmatch(unit.text, at + len(name), token.start):
        return None
    return Reading(
        worth_of(unit, token, Decimal(1)), unit.span(token.start, token.stop), "prose", round(0.9 * unit.confidence, 3)
    )
