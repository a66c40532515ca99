"""Lines of a list of covers that name none and tell up to what all of them together are paid: 累计限额 | 全部责任合计 | 1000,
总计 | 70万元 | 1800万元 | 3600万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from extractor.covers.meaning.captions import caption_for
from extractor.covers.meaning.names import code_of
from extractor.covers.meaning.sums import dimension_of, money_of, scale_of
from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.record import Reading

_ALL = re.compile(r"[全各总合共]|本单|本保单|整张")
_OTHER = ("premium", "prevention", "deductible", "period", "words", "tax", "ratio")
_LEAST = 1000
"""Yuan from which a sum is a limit."""


def limits_of_all(cols: Columns, caption: str) -> dict[str, Reading[Decimal]]:
    """What all covers together pay for each accident or in all, where lines of a list with one column of limits say so, or the
    line that totals one with several."""
    return _of_one_column(cols, caption) or _in_total(cols, caption)


_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|共\s*计)\s*")


def _in_total(cols: Columns, caption: str) -> dict[str, Reading[Decimal]]:
    """The limits in the line that totals a list: where they are no more than its columns added up, nothing is told by them."""
    out: dict[str, Reading[Decimal]] = {}
    for i, row in enumerate(cols.rows):
        first = next((row[c] for c in sorted(row)), None)
        if first is None or not _TOTAL.fullmatch(first.text):
            continue
        for role in ("per_accident", "aggregate"):
            scale = scale_of(cols.header_of(role), caption_for(role, caption))
            cells = [cols.cell(one, role) for one in cols.rows[:i]]
            listed = [got[0] for u in cells if u is not None and (got := money_of(u, scale)) is not None]
            unit = cols.cell(row, role)
            if unit is None or len(listed) < _FEWEST or sum(u is unit for u in row.values()) > 1:
                continue  # a cell that more columns share is of none of them
            total = money_of(unit, scale)
            if total is not None and total[0] >= max(listed) and total[0] != sum(listed):
                out[role] = Reading(total[0], unit.span(*total[1:]), "table", round(0.85 * unit.confidence, 3))
    return out


_FEWEST = 3
"""Limits in a column of which its total can be told from a limit of its own."""


def _of_one_column(cols: Columns, caption: str) -> dict[str, Reading[Decimal]]:
    if "limit" not in cols.roles or "name" not in cols.roles:
        return {}
    out: dict[str, Reading[Decimal]] = {}
    for role, unit, scale in _lines(cols, caption):
        got = money_of(unit, scale)
        if got is not None and got[0] >= _LEAST:
            value, start, stop = got
            out.setdefault(role, Reading(value, unit.span(start, stop), "table", round(0.85 * unit.confidence, 3)))
    return out


def _lines(cols: Columns, caption: str) -> Iterator[tuple[str, Unit, Decimal]]:
    for row in cols.rows:
        name, unit = cols.cell(row, "name"), cols.cell(row, "limit")
        if name is None or unit is None or code_of(name.text) is not None or not _ALL.search(name.text):
            continue
        words = [u.text for u in _words(row)]
        if any(meaning(text).any(*_OTHER) for text in words):
            continue
        told = {dim for text in words if (dim := dimension_of(text)) in ("per_accident", "aggregate")}
        if len(told) == 1:
            beside = next((text for text in words if "元" in text and len(text) <= len("(人民币万元)")), "")
            scale = scale_of(cols.header_of("limit"), beside or caption_for("limit", caption))
            yield told.pop() or "", unit, scale


def _words(row: Mapping[int, Unit]) -> Iterator[Unit]:
    """The cells of a row that hold words alone, each once."""
    yield from {id(u): u for _, u in sorted(row.items()) if not u.tokens}.values()
