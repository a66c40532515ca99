"""Covers in a form of labels and values, where each label names a cover and what its sum is for: 医疗每人限额 | 100000.

A cell or a line may hold several, each sum behind a label of its own: 每人限额 | 死亡伤残80万元；医疗8万元.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.names import NOT_A_COVER, code_of, code_within
from extractor.covers.meaning.rows import Coverages, row_of
from extractor.covers.meaning.sums import dimension_of, scale_of
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading, Row
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
    over: str = ""
    """What stands before the cell that the label is one of several in."""

    @property
    def words(self) -> str:
        return self.label.text[self.start : self.stop]


def from_labels(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers that labels name one by one; None for fewer than two, or where a label stands for two different sums."""
    rows = labelled_rows(sheet, without)
    return Coverages(rows, None, False, rows[0].span, "labels") if len(rows) >= 2 else None


def labelled_rows(sheet: Sheet, without: Collection[int] = frozenset()) -> tuple[Row, ...]:
    """The covers that labels name one by one; none where a label stands for two different sums."""
    told: dict[str, tuple[_Pair, dict[str, Reading[Any]]]] = {}
    for pair in (*_pairs(sheet, without), *_in_lines(sheet, without), *_several(sheet, without)):
        unit, token = pair.unit, pair.token
        lead = unit.text[pair.stop if unit is pair.label else 0 : token.start]
        code = code_within(pair.over, pair.words) if code_of(pair.over) else code_of(pair.words)
        role = dimension_of(pair.words) or dimension_of(lead) or dimension_of(pair.over)
        if code is None or role is None or (value := _yuan(unit, token, pair.words)) < _LEAST:
            continue
        sure = round(0.9 * unit.confidence, 3)
        read = Reading(value, unit.span(token.start, token.stop), "label", sure)
        _, cells = told.setdefault(code, (pair, {}))
        if role in cells and cells[role].value != value:
            return ()
        cells.setdefault(role, read)
    return tuple(row_of(p.label, p.start, p.stop, cells, code) for code, (p, cells) in told.items())


def _pairs(sheet: Sheet, without: Collection[int]) -> Iterator[_Pair]:
    """A label without values, the unit to its right that holds one sum, and the sum."""
    for unit in sheet.units:
        label = unit.left
        while label is not None and id(label) in without and label.cell is not None:
            label = label.left  # the column of a plan that was not taken stands between
        if label is None or id(unit) in without or label.tokens or not 4 <= len(label.text) <= _LONGEST_LABEL:
            continue
        sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
        if len(unit.tokens) != len(sums) or len({t.value for t in sums}) != 1:
            continue
        if _may_name(label.text):
            yield _Pair(label, 0, len(label.text), unit, sums[0], _over(label))


def _over(label: Unit) -> str:
    """The words of a cell over several lines to the left of a label: 第三者 beside 人身伤亡限额 and 财产损失限额."""
    left = label.left
    spans = left is not None and left.cell is not None and left.cell.rowspan > 1 and not left.tokens
    return left.text if spans and left is not None else ""


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
_LABEL = re.compile(r"^[\s,;、。|(]*([\u4e00-\u9fff()、及与和]{2,24}?)\s*(:?)\s*(?:为|RMB|CNY|人民币|¥)*\s*$")
_MOST_BEHIND = 2


def _several(sheet: Sheet, without: Collection[int]) -> Iterator[_Pair]:
    """The labels and sums of a cell beside a label, or of a line, that holds nothing but several of them, one behind the other."""
    for unit in sheet.units:
        if id(unit) in without or len(unit.tokens) < 2 or any(t.kind not in _SUMS for t in unit.tokens):
            continue
        over = unit.left
        beside = unit.cell is not None and over is not None and not over.tokens and len(over.text) <= _LONGEST_LABEL
        if beside and over is not None and not _may_name(over.text):
            continue
        stops = (0, *(t.stop for t in unit.tokens))
        labels = [_label_before(unit, low, t) for low, t in zip(stops, unit.tokens, strict=False)]
        if len(unit.text) - stops[-1] > _MOST_BEHIND or any(label is None for label in labels):
            continue
        if not beside and any(label is not None and not label[2] for label in labels):
            continue  # a sentence may name a sum; a line of labels has a colon behind each
        for label, token in zip(labels, unit.tokens, strict=True):
            if label is not None and _may_name(unit.text[label[0] : label[1]]):
                told = over.text if beside and over is not None else ""
                yield _Pair(unit, label[0], label[1], unit, token, told)


_SUMS = frozenset({"amount", "words"})


def _label_before(unit: Unit, low: int, token: Token) -> tuple[int, int, bool] | None:
    """Where in ``unit.text[low:]`` the label right before a sum stands, and whether a colon ends it; None where other words do."""
    found = _LABEL.match(unit.text[low : token.start])
    return None if found is None else (low + found.start(1), low + found.end(1), bool(found[2]))


_FOR_THE_PERIOD = re.compile("(?:保险|保障|承保|责任)期[间限]内?(?=累计|总)")


def _may_name(label: str) -> bool:
    """Whether a label may name a cover: no premium, fee or deductible."""
    return not NOT_A_COVER.search(_FOR_THE_PERIOD.sub("", label)) and not meaning(label).any(
        "premium", "deductible", "prevention"
    )


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
