"""What a cell can be by what stands in it, whatever heads its column."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.evidence.units import Unit
from extractor.values.dates import MONTH_DAY

Form = Callable[[Unit], bool]


def is_money(unit: Unit) -> bool:
    """A cell that is a sum: nothing but one number with marks around it."""
    tokens = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
    return (
        bool(tokens)
        and not any(t.kind in ("moment", "code", "uscc") for t in unit.tokens)
        and sum(t.stop - t.start for t in tokens) >= 0.6 * len(unit.text.replace(" ", ""))
    )


_ORDINAL = re.compile(
    r"\s*[第(（#【\[]?\s*(?:[A-Za-z]{0,4}[-_.]?\d{1,4}(?:[-.]\d{1,3})?|[A-Za-z]|[一二三四五六七八九十]{1,3}|[\u2460-\u2473])\s*[)）】\].、号次笔项条件]?\s*"
)


def is_ordinal(unit: Unit) -> bool:
    """A cell that numbers its line: 3, （二）, ③, A-04, 第1次."""
    return _ORDINAL.fullmatch(unit.text) is not None


def is_words(unit: Unit) -> bool:
    """A cell of prose: at least three Han characters."""
    return sum("\u4e00" <= c <= "\u9fff" for c in unit.text) >= 3


def has_date(unit: Unit) -> bool:
    value = unit.cell.value if unit.cell is not None else None
    return (
        any(t.kind == "moment" for t in unit.tokens)
        or (value is not None and hasattr(value, "year"))
        or MONTH_DAY.match(unit.text) is not None
    )
