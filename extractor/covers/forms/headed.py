"""Covers in small forms, each under a heading that names it: 附加救援费用保险 over 每次事故责任限额 | 20万元 | 保险费 | 300元."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import chain, takewhile
from typing import Any

from extractor.covers.meaning.names import NOT_A_COVER, code_of, code_within
from extractor.covers.meaning.rows import Coverages, row_of
from extractor.covers.meaning.sums import dimension_of, scale_of
from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values.scan import Token

_LONGEST_HEADING = 30
_LONGEST_LABEL = 20
_MOST_ROWS = 8
_LEAST_LIMIT = 1000
"""Yuan from which a bare number beside such a label is a limit."""


def from_headed(sheet: Sheet, without: Collection[int] = frozenset()) -> Coverages | None:
    """The covers of forms under headings that each name another; None for fewer than two such forms."""
    told: dict[str, tuple[Unit, dict[str, Reading[Any]]]] = {}
    used: set[int] = set()
    headings = 0
    for heading, units in chain(_headed_forms(sheet), _headed_lines(sheet)):
        own = code_of(heading.text)
        money = 0
        for label, unit, token in _pairs(u for u in units if id(u) not in without):
            role = "premium" if meaning(label.text).has("premium") else dimension_of(label.text)
            code = own if role == "premium" else code_within(heading.text, label.text)
            value = _yuan(unit, token, label)
            if code is None or role is None or (role != "premium" and value < _LEAST_LIMIT):
                continue
            sure = round(0.9 * unit.confidence, 3)
            name = heading if code == own else label
            cells = told.setdefault(code, (name, {}))[1]
            cells.setdefault(role, Reading(value, unit.span(token.start, token.stop), "headed", sure))
            used.update((id(label), id(unit)))
            money += 1
        headings += money > 0
    if headings < 2 or len(told) < 2:
        return None
    rows = tuple(row_of(name, *_name_in(name), cells, code) for code, (name, cells) in told.items())
    return Coverages(rows, None, False, rows[0].span, "headed", frozenset(used))


def _headed_forms(sheet: Sheet) -> Iterator[tuple[Unit, Sequence[Unit]]]:
    """The line right before a small table, or its first cell over its whole width, where it names a cover and holds no value."""
    for table, units in sheet.tables:
        if not units or table.n_rows > _MOST_ROWS:
            continue
        first = units[0]
        if first.cell is not None and first.cell.colspan == table.n_cols > 1:
            heading, rest = first, units[1:]
        elif first.index and sheet.units[first.index - 1].table is None:
            heading, rest = sheet.units[first.index - 1], units
        else:
            continue
        if _heads(heading):
            yield heading, rest


def _headed_lines(sheet: Sheet) -> Iterator[tuple[Unit, Sequence[Unit]]]:
    """The same without a table, as apps print cards: a line that names a cover, and under it labels beside or over their values."""
    units = sheet.units
    for i, heading in enumerate(units):
        if heading.table is not None or heading.left is not None or heading.right is not None or not _heads(heading):
            continue
        below = list(takewhile(_is_of_card, units[i + 1 : i + 1 + 2 * _MOST_ROWS]))
        yield heading, below


def _is_of_card(unit: Unit) -> bool:
    """Whether a line is a label of a sum, or stands beside another that is its value or its label."""
    if unit.table is not None:
        return False
    sum_alone = bool(unit.tokens) and unit.above is not None and _is_label(unit.above)
    return unit.left is not None or unit.right is not None or _is_label(unit) or sum_alone


def _is_label(unit: Unit) -> bool:
    """Whether a text says no more than what a sum is for."""
    short = not unit.tokens and len(unit.text) <= _LONGEST_LABEL
    return short and (dimension_of(unit.text) is not None or meaning(unit.text).has("premium"))


def _heads(heading: Unit) -> bool:
    """Whether a text names a cover and tells neither a value nor what a value is for."""
    bare = len(heading.text) <= _LONGEST_HEADING and not heading.tokens and not NOT_A_COVER.search(heading.text)
    return bare and code_of(heading.text) is not None and dimension_of(heading.text) is None


def _pairs(units: Iterator[Unit]) -> Iterator[tuple[Unit, Unit, Token]]:
    """A label without values, the cell to its right that holds one sum alone, and the sum; in a card without rules also under it."""
    for unit in units:
        label = unit.left
        over = unit.above if unit.table is None else None
        if over is not None and (label is None or label.tokens) and _is_label(over):
            label = over
        if label is None or label.tokens or not 2 <= len(label.text) <= _LONGEST_LABEL:
            continue
        sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
        alone = len(unit.tokens) == len(sums) and len({t.value for t in sums}) == 1
        if alone and not meaning(label.text).any("deductible", "prevention", "ratio"):
            yield label, unit, sums[0]


def _yuan(unit: Unit, token: Token, label: Unit) -> Decimal:
    scale = scale_of(label.text) if token.kind == "number" else Decimal(1)
    return (Decimal(token.value) * scale).quantize(Decimal("0.01"))


_MARK = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）、.．]|(?:主|附加)险[\d一二三四五六七八九十]{0,2}\s*[:：])\s*"
)


def _name_in(unit: Unit) -> tuple[int, int]:
    """Where in a heading the cover's name stands, after the mark or the word before it."""
    mark = _MARK.match(unit.text)
    return (mark.end() if mark else 0), len(unit.text)
