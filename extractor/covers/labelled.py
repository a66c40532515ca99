"""Covers in a form of labels and values, where each label names a cover and what its sum is for: 医疗每人限额 | 100000."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from extractor.covers.rows import NOT_A_COVER, Coverages, code_of, dimension_of, row_of, scale_of
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values.scan import Token

_LONGEST_LABEL = 24
_MOST_SUMS = 12
"""Sums above one another between the first and the words that head their column."""
_LEAST = 1000
"""Yuan from which a bare number beside such a label is a sum."""


def from_labels(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers that labels name one by one; None for fewer than two, or where a label stands for two different sums."""
    told: dict[str, tuple[Unit, dict[str, Reading[Any]]]] = {}
    for label, unit, token in _pairs(sheet, without):
        code, role = code_of(label.text), dimension_of(label.text) or dimension_of(unit.text[: token.start])
        if code is None or role is None:
            continue
        value = _yuan(unit, token, label)
        if value < _LEAST:
            continue
        _, cells = told.setdefault(code, (label, {}))
        if role in cells and cells[role].value != value:
            return None
        cells.setdefault(
            role, Reading(value, unit.span(token.start, token.stop), "label", round(0.9 * unit.confidence, 3))
        )
    if len(told) < 2:
        return None
    rows = tuple(row_of(label, 0, len(label.text), cells, code) for code, (label, cells) in told.items())
    return Coverages(rows, None, False, rows[0].span, "labels")


def _pairs(sheet: Sheet, without: Collection[int]) -> Iterator[tuple[Unit, Unit, Token]]:
    """A label without values, the unit to its right that holds one sum, and the sum."""
    for unit in sheet.units:
        label = unit.left
        if label is None or id(unit) in without or label.tokens or not 4 <= len(label.text) <= _LONGEST_LABEL:
            continue
        sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
        if len(unit.tokens) != len(sums) or len({t.value for t in sums}) != 1 or NOT_A_COVER.search(label.text):
            continue
        if not meaning(label.text).any("premium", "deductible", "prevention"):
            yield label, unit, sums[0]


def _yuan(unit: Unit, token: Token, label: Unit) -> Decimal:
    """The sum; a bare number takes the unit of its label, of the cell behind it or of the words that head its column."""
    if token.kind != "number":
        return Decimal(token.value)
    behind = unit.right.text if unit.right is not None and len(unit.right.text) <= 4 else ""
    told = behind if "元" in behind or "万" in behind else _unit_over(unit)
    return (Decimal(token.value) * scale_of(label.text, told)).quantize(Decimal("0.01"))


def _unit_over(unit: Unit) -> str:
    """What heads the column of a table that a bare sum stands in, over the sums above it: 金额（人民币万元）."""
    above = unit.above if unit.cell is not None else None
    for _ in range(_MOST_SUMS):
        if above is None or not above.tokens:
            break
        above = above.above
    return above.text if above is not None and not above.tokens and len(above.text) <= _LONGEST_LABEL else ""
