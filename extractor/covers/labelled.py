"""Covers in a form of labels and values, where each label names a cover and what its sum is for: 医疗每人限额 | 100000."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.covers.names import NOT_A_COVER, code_of
from extractor.covers.rows import Coverages, row_of
from extractor.covers.sums import dimension_of, scale_of
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


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label, ``label.text[start:stop]``, and the one sum beside or behind it."""

    label: Unit
    start: int
    stop: int
    unit: Unit
    token: Token

    @property
    def words(self) -> str:
        return self.label.text[self.start : self.stop]


def from_labels(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers that labels name one by one; None for fewer than two, or where a label stands for two different sums."""
    told: dict[str, tuple[_Pair, dict[str, Reading[Any]]]] = {}
    for pair in (*_pairs(sheet, without), *_in_lines(sheet, without)):
        unit, token = pair.unit, pair.token
        lead = unit.text[pair.stop if unit is pair.label else 0 : token.start]
        code, role = code_of(pair.words), dimension_of(pair.words) or dimension_of(lead)
        if code is None or role is None:
            continue
        value = _yuan(unit, token, pair.words)
        if value < _LEAST:
            continue
        _, cells = told.setdefault(code, (pair, {}))
        if role in cells and cells[role].value != value:
            return None
        cells.setdefault(
            role, Reading(value, unit.span(token.start, token.stop), "label", round(0.9 * unit.confidence, 3))
        )
    if len(told) < 2:
        return None
    rows = tuple(row_of(p.label, p.start, p.stop, cells, code) for code, (p, cells) in told.items())
    return Coverages(rows, None, False, rows[0].span, "labels")


def _pairs(sheet: Sheet, without: Collection[int]) -> Iterator[_Pair]:
    """A label without values, the unit to its right that holds one sum, and the sum."""
    for unit in sheet.units:
        label = unit.left
        if label is None or id(unit) in without or label.tokens or not 4 <= len(label.text) <= _LONGEST_LABEL:
            continue
        sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
        if len(unit.tokens) != len(sums) or len({t.value for t in sums}) != 1:
            continue
        if _may_name(label.text):
            yield _Pair(label, 0, len(label.text), unit, sums[0])


_LINE = re.compile(r"\s*(?:[\[【][A-Za-z0-9]{1,6}[\]】]\s*)?([^:\[\]\d]{4,24}?)\s*:\s*")
"""A line of a print that begins with a label, a code in brackets before it or not: [P11] 医疗(人) : 80000."""


def _in_lines(sheet: Sheet, without: Collection[int]) -> Iterator[_Pair]:
    """A line of its own that is a label, a colon and one sum."""
    for unit in sheet.units:
        if unit.cell is not None or id(unit) in without or len(unit.text) > _LONGEST_LINE or ":" not in unit.text:
            continue
        line = _LINE.match(unit.text)
        behind = [t for t in unit.tokens if line is not None and t.start >= line.end()]
        if line is None or len(behind) != 1 or behind[0].start != line.end():
            continue
        if behind[0].kind in ("amount", "number") and _may_name(line[1]):
            yield _Pair(unit, line.start(1), line.end(1), unit, behind[0])


_LONGEST_LINE = 48


def _may_name(label: str) -> bool:
    """Whether a label may name a cover: no premium, fee or deductible."""
    return not NOT_A_COVER.search(label) and not meaning(label).any("premium", "deductible", "prevention")


def _yuan(unit: Unit, token: Token, label: str) -> Decimal:
    """The sum; a bare number takes the unit of its label, of the cell behind it or of the words that head its column."""
    if token.kind != "number":
        return Decimal(token.value)
    behind = unit.right.text if unit.right is not None and len(unit.right.text) <= 4 else ""
    told = behind if "元" in behind or "万" in behind else _unit_over(unit)
    return (Decimal(token.value) * scale_of(label, told)).quantize(Decimal("0.01"))


def _unit_over(unit: Unit) -> str:
    """What heads the column of a table that a bare sum stands in, over the sums above it: 金额（人民币万元）."""
    above = unit.above if unit.cell is not None else None
    for _ in range(_MOST_SUMS):
        if above is None or not above.tokens:
            break
        above = above.above
    return above.text if above is not None and not above.tokens and len(above.text) <= _LONGEST_LABEL else ""
